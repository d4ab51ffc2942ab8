"""Thousands of certificates changed at random: the checker never crashes, is never slow, and never accepts what is false.

The truth is computed exactly and in another way: all affine pieces of the literal layers, in one dimension, for piecewise linear f.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from tests.certificate_maker import certificate
from tests.unit.certificates import brute_force
from verifier import checker
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code, Frame, pack
from verifier.exact.dyadic import Dyadic
from verifier.exact.interval import Interval
from verifier.ledger.instance import Question, assemble
from verifier.network.ir import Network
from verifier.targets.piecewise_linear import PiecewiseLinear

Data = dict[str, Any]
LAYOUTS = (("2.1", "printed"), ("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct"))
PARTS, EACH = 12, 350  # 4,200 changed certificates
SECONDS = 5.0
UNIT = Fraction(1, 1 << 20)


def polygon(chance: random.Random) -> PiecewiseLinear:
    """A piecewise linear function of one to five pieces."""
    inner = sorted(chance.sample(range(1, 24), chance.randrange(5)))
    places = (Fraction(0), *(Fraction(k, 24) for k in inner), Fraction(1))
    return PiecewiseLinear(
        places, tuple(Fraction(chance.randrange(-12, 13), chance.choice((1, 4, 6))) for _ in places), "a polygon"
    )


@cache
def network(theorem: str, layout: str, n: int, delta: str, intrinsic: str) -> Approximant:
    """The network with the numbers of a certificate."""
    own = json.loads(intrinsic)
    m = 2 << n
    frame = Frame(Dyadic.of(Fraction(own["s"])), Dyadic.of(Fraction(own["b"])))
    a = tuple(Dyadic(int(one, 16), -m) for one in own.get("a", []))
    code = Code(frame, n, (0,) * (1 << n), a, Dyadic(int(own.get("v", "0x0"), 16), -m * n))
    question = Question(theorem, any_function(), n, layout=layout, delta=Fraction(delta), p=Fraction(1))
    return assemble(question, question.grid(), code)


@cache
def any_function() -> PiecewiseLinear:
    """Any function: networks do not depend on it once the numbers are given."""
    return PiecewiseLinear((Fraction(0), Fraction(1)), (Fraction(0), Fraction(0)), "")


def of(data: Data) -> tuple[PiecewiseLinear, Approximant]:
    """The function and the network that a certificate is about."""
    f = data["target"]
    target = PiecewiseLinear(tuple(map(Fraction, f["places"])), tuple(map(Fraction, f["values"])), "")
    return target, network(
        data["theorem"], data["layout"], data["n"], data["delta"], json.dumps(data["intrinsic"], sort_keys=True)
    )


def false_parts(data: Data) -> list[str]:
    """What is false in a certificate, by brute force."""
    target, approximant = of(data)
    lower, upper = (Fraction(data["claim"][key]) for key in ("lower", "upper"))
    found = []
    if data["theorem"] == "2.1":  # norms grow with the exponent
        p = Fraction(data["p"])
        less, more = p.__floor__(), p.__ceil__()
        if lower**more > brute_force.true_integral(target, approximant, more):
            found.append("lower")
        if upper**less < brute_force.true_integral(target, approximant, less):
            found.append("upper")
    else:
        error = brute_force.true_sup(target, approximant)
        found += ["lower"] * (lower > error) + ["upper"] * (error > upper)
    if (bound := data["bound"]) is not None:
        steep = max(abs(b - a) / (y - x) for (x, a), (y, b) in pairwise(zip(target.places, target.values, strict=True)))
        value = {key: Fraction(bound[key]) for key in ("alpha", "lambda", "omega", "printed")}
        cells, s = 1 << data["n"], Fraction(data["intrinsic"]["s"])
        if value["alpha"] != 1 or value["lambda"] < steep or value["omega"] * cells < value["lambda"]:
            found.append("modulus")
        if value["printed"] != value["omega"] + 2 * s / cells or upper > value["printed"]:
            found.append("printed")
        if bound["repaired"] is not None and (
            Fraction(bound["repaired"]) != value["omega"] + s / cells or upper > Fraction(bound["repaired"])
        ):
            found.append("repaired")
    return found


# ---- Changes ---------------------------------------------------------------------------------------------------------


def places(data: Any) -> list[tuple[Any, Any]]:
    """(container, key) of all leaves."""
    keys = list(data) if isinstance(data, dict) else range(len(data))
    found = []
    for key in keys:
        found += places(data[key]) if isinstance(data[key], dict | list) else [(data, key)]
    return found


def nudged(text: str, chance: random.Random) -> str:
    """A number a little larger or smaller, or of the other sign, or scaled."""
    value = Fraction(text)
    step = Fraction(chance.choice((-1, 1)), 1 << chance.choice((1, 2, 3, 5, 10, 20, 40, 70)))
    return str(
        chance.choice((value + step, value + step, value * (1 + step), -value, value * chance.choice((2, Fraction(1, 2)))))
    )


def number(data: Data, chance: random.Random) -> None:
    """One number anywhere."""
    where, key = chance.choice(places(data))
    if isinstance(where[key], str):
        with suppress(ValueError):
            where[key] = (
                hex(int(where[key], 16) ^ 1 << chance.randrange(9)) if where[key][:2] == "0x" else nudged(where[key], chance)
            )
    elif type(where[key]) is int:
        where[key] += chance.choice((-1, 1))


def digit(data: Data, chance: random.Random) -> None:
    """One character of one text."""
    where, key = chance.choice(places(data))
    if isinstance(where[key], str) and where[key]:
        place = chance.randrange(len(where[key]))
        where[key] = where[key][:place] + chance.choice("0123456789abcdef-/x") + where[key][place + chance.randrange(2) :]


def bit(data: Data, chance: random.Random) -> None:
    """One bit of a or v."""
    own = data["intrinsic"]
    where, key = (own, "v") if "v" in own else (own["a"], chance.randrange(len(own["a"])))
    where[key] = hex(int(where[key], 16) ^ 1 << chance.randrange((4 << data["n"]) * 2 if "v" in own else 2 << data["n"]))


def keys(data: Data, chance: random.Random) -> None:
    """Two members exchanged."""
    where = chance.choice([data, data["claim"], data["intrinsic"], data["target"], data["bound"] or data["claim"]])
    one, two = chance.sample(list(where), 2)
    where[one], where[two] = where[two], where[one]


def cells(data: Data, chance: random.Random) -> None:
    """The cells in another order, or one changed; the numbers that belong to them, or not."""
    if chance.random() < 0.5:
        chance.shuffle(data["cells"])
    else:
        data["cells"][chance.randrange(len(data["cells"]))] = chance.randrange(1 << data["n"])
    if chance.random() < 0.8:
        n, own = data["n"], data["intrinsic"]
        code = pack(tuple(data["cells"]), n, Frame(Dyadic(1), Dyadic(0)))
        own |= {"v": hex(code.v.scaled((2 << n) * n))} if "v" in own else {"a": [hex(one.scaled(2 << n)) for one in code.a]}


def value(data: Data, chance: random.Random) -> None:
    """One place or value of the function."""
    where = data["target"][chance.choice(("values", "values", "places"))]
    key = chance.randrange(len(where))
    where[key] = nudged(where[key], chance)


def spike(data: Data, chance: random.Random) -> None:
    """A narrow spike, perhaps inside a gap."""
    target, delta, middle = data["target"], Fraction(data["delta"]), Fraction(1, 2)
    at = chance.choice((middle - delta / 2, middle, middle - delta, Fraction(chance.randrange(1, 64), 64)))
    width = delta / chance.choice((4, 2, 8))
    points = dict(zip(map(Fraction, target["places"]), map(Fraction, target["values"]), strict=True))
    f = PiecewiseLinear(tuple(points), tuple(points.values()), "")
    new = {x: f.at((x,), 9).lo for x in (at - width, at + width) if 0 <= x <= 1} | {
        at: f.at((at,), 9).lo + Fraction(chance.randrange(-9, 10), 8)
    }
    points = {x: y for x, y in points.items() if abs(x - at) > width} | new
    target["places"], target["values"] = [str(x) for x in sorted(points)], [str(points[x]) for x in sorted(points)]


def grid(data: Data, chance: random.Random) -> None:
    """Another delta."""
    data["delta"] = str(Fraction(data["delta"]) * chance.choice((Fraction(1, 2), Fraction(1, 4), 2, Fraction(3, 2))))


def exchanged(*names: str) -> Callable[[Data, random.Random], None]:
    """Members of another certificate."""

    def change(data: Data, chance: random.Random) -> None:
        other = json.loads(chance.choice(good()))
        data |= {name: other[name] for name in names}

    return change


def root(x: int, degree: int) -> int:
    """floor(x ** (1/degree)), by bisection."""
    low, high = 0, 1 << x.bit_length() // degree + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= x else (low, middle)
    return low


def repaired(data: Data, chance: random.Random) -> None:
    """What is wrong only formally is put right, so that the mathematics decides; the claim close to the truth, on either side."""
    target, approximant = of(data)
    delta = checker.of_fraction(Fraction(data["delta"]))
    data["phi_sha256"] = checker.identity(checker.network(data["theorem"], data["layout"], data["d"], data["n"], delta))
    if data["theorem"] != "2.1" and chance.random() < 0.8:
        x = chance.choice(
            (Fraction(data["witness"]["x"][0]), Fraction(chance.randrange(65), 64), Fraction(1, 2) - Fraction(data["delta"]) / 2)
        )
        data["witness"] = {"x": [str(x)], "network": str(approximant.closed([Dyadic.of(x)]).fraction)}
    if chance.random() < 0.8:
        data["bound"] = None if chance.random() < 0.7 else data["bound"]
        if data["theorem"] == "2.1":
            p = Fraction(data["p"]).__ceil__()
            power = brute_force.true_integral(target, approximant, p)
            error = Fraction(root((power * (1 << 20 * p)).__floor__(), p), 1 << 20)
        else:
            error = brute_force.true_sup(target, approximant)
        near = Fraction((error / UNIT).__floor__()) * UNIT
        data["claim"]["upper"] = str(near + UNIT * chance.choice((-(1 << 14), -1, 0, 1, 2, 1 << 10, 1 << 16, 1 << 18)))
        if chance.random() < 0.3:
            data["claim"]["lower"] = str(near - UNIT * chance.choice((-1, 0, 1, 2, 1 << 10, 1 << 16)))
            largest = max(brute_force.differences(target, approximant), key=lambda one: max(map(abs, one[1:])))
            left, at = Fraction(0), Fraction(0)
            for one in brute_force.differences(target, approximant):
                if one is largest or one == largest:
                    at = left if abs(one[1]) >= abs(one[2]) else left + one[0]
                left += one[0]
            if data["theorem"] != "2.1" and not at.denominator & (at.denominator - 1):
                data["witness"] = {"x": [str(at)], "network": str(approximant.closed([Dyadic.of(at)]).fraction)}
        elif chance.random() < 0.7:
            data["claim"]["lower"] = "0"
    data["statement"] = checker.statement(data)


CHANGES: tuple[Callable[[Data, random.Random], None], ...] = (
    number, digit, bit, keys, cells, cells, value, value, spike, spike, grid,
    exchanged("target"), exchanged("claim"), exchanged("claim", "bound"), exchanged("intrinsic", "cells"), exchanged("theorem", "layout"),
    exchanged("phi_sha256"), exchanged("witness"), exchanged("statement"), exchanged("p", "parts"), lambda data, chance: None,
)  # fmt: skip


@cache
def good() -> tuple[str, ...]:
    """Good certificates: one dimension, two cells (for Theorem 2.1 up to four)."""
    chance = random.Random("good")
    found = []
    for theorem, layout in LAYOUTS:
        for _ in range(8):
            p = Fraction(chance.choice((1, 2, 3)))
            n = chance.choice((1, 2)) if theorem == "2.1" else 1
            delta = None if chance.random() < 0.5 or theorem == "2.1" else Fraction(1, 1 << chance.randrange(3, 7))
            data = certificate(theorem, polygon(chance), n, layout=layout, delta=delta, p=p, parts=chance.choice((1, 4, 16)))
            found.append(json.dumps(data))
    return tuple(found)


@pytest.fixture(autouse=True)
def pieces_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The affine pieces of a network are remembered; the networks themselves are, so their identity is a key."""
    known: dict[int, Any] = {}
    original = brute_force.affine_pieces

    def remembered(one: Network, domain: Interval) -> Any:
        if id(one) not in known:
            known[id(one)] = (one, original(one, domain))
        return known[id(one)][1]

    monkeypatch.setattr(brute_force, "affine_pieces", remembered)


def test_the_good_ones_are_accepted_and_true() -> None:
    """Catches certificates that are bad before they are changed."""
    for text in good():
        data = json.loads(text)
        assert checker.check(data, say=lambda line: None) == data["statement"]
        assert false_parts(data) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_false_is_accepted(part: int, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches an exception, a slow refusal, and a false claim that is accepted."""
    chance = random.Random(f"fuzz {part}")
    path = tmp_path / "changed.json"
    counts = {0: 0, 1: 0, 2: 0}
    for _ in range(EACH):
        data = json.loads(chance.choice(good()))
        for _ in range(chance.choice((1, 1, 2, 3))):
            with suppress(
                KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError
            ):  # changed beyond the next change
                chance.choice(CHANGES)(data, chance)
        if chance.random() < 0.8:
            with suppress(KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError):
                repaired(data, chance)
        path.write_text(json.dumps(data))
        start = time.perf_counter()
        code = checker.main([str(path)])
        assert time.perf_counter() - start < SECONDS, path.read_text()
        last = capsys.readouterr().out.splitlines()[-1]
        assert last.startswith(("ACCEPTED", "REJECTED", "MALFORMED")[code]), path.read_text()
        if code == 0:
            assert false_parts(data) == [], path.read_text()
        counts[code] += 1
    assert min(counts.values()) > EACH // 30, counts
