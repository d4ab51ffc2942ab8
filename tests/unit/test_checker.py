"""The checker against the library: same networks, same digits; and against itself: every check rejects something."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod
from pathlib import Path
from typing import Any

import pytest
from flint import arb, ctx, fmpq

from tests.bad_certificates import FOLDER, corpus, flat, good
from tests.certificate_maker import certificate
from verifier import checker
from verifier.certificates import certificate as limits
from verifier.certificates.gap_values import GapReader
from verifier.constructions.encoding import Frame, pack
from verifier.exact.dyadic import Dyadic
from verifier.exact.interval import Interval
from verifier.ledger.instance import Question, assemble, build
from verifier.network.codec import identity_of_phi, intrinsic_values
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.table import Table
from verifier.targets.target import Target

LAYOUTS = (("2.1", "printed"), ("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct"))
TEXTS = {1: "sin(2*pi*x1)", 2: "x1 - x1*x2", 3: "x1*x2 - x3/3", 4: "x1*x4 - x2/3 + x3"}


def silent(line: str) -> None:
    """Print nothing."""


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS)
@pytest.mark.parametrize(
    ("d", "n", "narrower"), [(1, 1, 0), (1, 1, 5), (1, 2, 3), (1, 3, 0), (1, 5, 1), (2, 1, 0), (2, 2, 2), (2, 3, 0), (3, 1, 4), (3, 2, 0), (4, 1, 0)]
)
def test_network_and_digits(theorem: str, layout: str, d: int, n: int, narrower: int) -> None:
    """Catches a layer that differs from the library's, and a digit that the layers do not read."""
    found = build(Question(theorem, Expression(TEXTS[d], d), n, layout=layout))
    delta = found.grid.delta.fraction / 2**narrower
    found = build(Question(theorem, Expression(TEXTS[d], d), n, layout=layout, delta=delta))
    layers = checker.network(theorem, layout, d, n, checker.of_fraction(delta))
    assert checker.identity(layers) == identity_of_phi(found.network)
    values = {f"${name}": (value.mantissa, value.exponent) for name, value in intrinsic_values(found.network).items()}
    points = [[checker.of_fraction(Fraction(k, 1 << n) + delta) for k in beta] for beta in found.grid.cells()]
    assert checker.run(layers[:-1], [tuple(point) for point in points], values) == [checker.dyadic(q, -n) for q in found.code.cells]


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS)
def test_good_certificates_are_accepted(theorem: str, layout: str) -> None:
    """Catches a checker that rejects what is true."""
    data = certificate(theorem, "sine", 3, layout=layout)
    assert checker.check(data, say=silent) == data["statement"]


# ---- Elementary functions, against Arb -------------------------------------------------------------------------------

POINTWISE = {
    "exp": (arb.exp, -60, 40), "log": (arb.log, 0, 300), "sin": (arb.sin, -40, 40), "cos": (arb.cos, -40, 40),
    "atan": (arb.atan, -50, 50), "tanh": (arb.tanh, -40, 40), "pow": (arb.sqrt, 0, 200),
}  # fmt: skip
CRITICAL = [Fraction(k, 2) for k in range(-12, 13)]  # multiples of pi


def exact(value: arb) -> tuple[Fraction, Fraction]:
    """The ends of a ball."""
    ends = []
    for end in (value.lower(), value.upper()):
        mantissa, exponent = end.man_exp()
        ends.append(Fraction(int(mantissa)) * Fraction(2) ** int(exponent))
    return ends[0], ends[1]


def random_number(chance: random.Random, low: int, high: int, bits: int) -> int:
    """A number of any size, or next to a multiple of pi/2, at `bits` places."""
    kind = chance.randrange(4)
    if kind == 0:
        x = chance.randrange(low << bits, high << bits)
    elif kind == 1:
        x = chance.choice((-1, 1)) * (chance.getrandbits(bits) >> chance.randrange(bits))
    elif kind == 2:
        x = chance.randrange(low, high + 1) << bits
    else:
        with ctx.workprec(bits + 80):
            near = exact(arb.pi() * chance.choice(CRITICAL).numerator / 2)[0]
        x = floor(near * (1 << bits)) + chance.randrange(-2, 3) * chance.choice((1, 1 << (bits // 2), 1 << (bits - 6)))
    return min(max(x, low << bits), high << bits)


def call(fixed: checker.Fixed, name: str, s: checker.Span, t: checker.Span = (0, 0)) -> checker.Span:
    """A function of the checker, by its name: pow is the square root, cos is sin a quarter later."""
    exponent = {"pow": Fraction(1, 2), "cos": Fraction(1)}.get(name, Fraction(0))
    return checker.VALUES["sin" if name == "cos" else name](fixed, s, t, exponent)


@pytest.mark.parametrize("name", POINTWISE)
@pytest.mark.parametrize("bits", [40, 96, 300])
def test_functions_at_points_enclose_arb(name: str, bits: int) -> None:
    """Catches a remainder that is too small; and an enclosure so wide that it is of no use."""
    reference, low, high = POINTWISE[name]
    chance = random.Random(f"{name} {bits}")
    fixed = checker.Fixed(bits)
    used = 0
    for _ in range(1500 if bits < 300 else 300):
        x = random_number(chance, low, high, bits)
        try:
            found = call(fixed, name, (x, x))
        except ValueError:
            assert name == "log"
            continue
        with ctx.workprec(3 * bits + 200):
            true = exact(reference(arb(fmpq(x, 1)) / arb(2) ** bits))
        assert Fraction(found[0], 1 << bits) <= true[0] and true[1] <= Fraction(found[1], 1 << bits), (x, found, true)
        size = max(abs(true[0]), 1)
        assert found[1] - found[0] <= 4 + 8 * size, (x, found)
        used += 1
    assert used > 200


def test_tangent_rises_between_its_poles_and_has_no_enclosure_across_one() -> None:
    """Catches a pole that is missed, ends in the wrong order, and rounding inward."""
    chance, fixed = random.Random(3), checker.Fixed(96)
    found = 0
    for _ in range(2000):
        low, high = sorted(chance.randrange(-6 << 96, 6 << 96) >> chance.choice((0, 0, 4)) for _ in range(2))
        high = low + (high - low >> chance.choice((0, 2, 20, 80)))
        with ctx.workprec(300):
            half = arb.pi() / 2
            a, b = (arb(fmpq(end, 1)) / arb(2) ** 96 for end in (low, high))
            poles = [k for k in (-3, -1, 1, 3) if a <= half * k <= b]
            ends = [exact(arb.tan(end)) for end in (a, b)]
        if poles:
            with pytest.raises(ValueError, match="division by an interval that contains 0"):
                fixed.tangent((low, high))
        else:
            least, most = (Fraction(end, fixed.one) for end in fixed.tangent((low, high)))
            assert least <= ends[0][0] and ends[1][1] <= most
            assert most - least <= (ends[1][1] - ends[0][0]) + Fraction(1 + max(map(abs, ends[0] + ends[1])) ** 2 * 8, 1 << 94)
            found += 1
    assert 200 < found < 1800


@pytest.mark.parametrize("name", [*POINTWISE, "power", "mul", "inverse"])
def test_functions_on_boxes_enclose_their_values(name: str) -> None:
    """Catches an extremum, a pole or a sign that is missed: values at points of the box must lie in the enclosure."""
    chance = random.Random(name)
    bits = 64
    fixed = checker.Fixed(bits)
    _, low, high = POINTWISE.get(name, (None, -9, 9))
    for _ in range(1500):
        a = random_number(chance, low, high, bits)
        width = chance.choice((0, 1, chance.getrandbits(20), chance.getrandbits(bits), 7 * chance.getrandbits(bits)))
        box = (a, min(a + width, high << bits))
        other = (random_number(chance, -9, 9, bits), 0)
        other = (other[0], other[0] + chance.getrandbits(chance.randrange(1, bits)))
        exponent = Fraction(chance.randrange(-6, 9), chance.choice((1, 1, 2, 3, 5)))
        inside = [box[0], box[1], sum(box) // 2, *(chance.randint(*box) for _ in range(3))]
        if name in ("sin", "cos"):
            pi = checker.pi_span(bits - 1)[0]
            inside += [k * pi for k in range(box[0] // pi, box[1] // pi + 2) if box[0] <= k * pi <= box[1]]
        try:
            match name:
                case "power":
                    found = fixed.power(box, exponent)
                    exact_values = [fixed.power((x, x), exponent) for x in inside]
                case "mul":
                    found = fixed.times(box, other)
                    exact_values = [fixed.times((x, x), (y, y)) for x in inside for y in other]
                case "inverse":
                    found = fixed.inverse(box)
                    exact_values = [fixed.inverse((x, x)) for x in inside]
                case _:
                    found = call(fixed, name, box)
                    exact_values = [call(fixed, name, (x, x)) for x in inside]
        except ValueError:
            continue
        for value in exact_values:
            assert found[0] <= value[1] and value[0] <= found[1], (box, found, value)
            assert found[0] <= value[0] + 4 and value[1] - 4 <= found[1], (box, found, value)


def test_products_and_inverses_are_rounded_outward() -> None:
    """Catches an end that is rounded to the nearest, or inward: exactly, in integers."""
    chance, bits = random.Random(3), 20
    fixed = checker.Fixed(bits)
    for _ in range(2000):
        a, b, c, d = (chance.randrange(-(1 << 24), 1 << 24) for _ in range(4))
        s, t = (min(a, b), max(a, b)), (min(c, d), max(c, d))
        low, high = fixed.times(s, t)
        seen = [x * y for x in s for y in t]
        assert low << bits <= min(seen) < low + 1 << bits and high - 1 << bits < max(seen) <= high << bits
        if s[0] > 0 or s[1] < 0:
            low, high = fixed.inverse(s)
            assert Fraction(low) <= Fraction(1 << 2 * bits, s[1]) < low + 1 and high - 1 < Fraction(1 << 2 * bits, s[0]) <= high


@pytest.mark.parametrize("exponent", [Fraction(3), Fraction(-2), Fraction(1, 3), Fraction(-3, 7), Fraction(97, 100), Fraction(4)])
def test_powers_enclose_arb(exponent: Fraction) -> None:
    """Catches a power that is rounded to the wrong side."""
    chance = random.Random(str(exponent))
    bits = 80
    fixed = checker.Fixed(bits)
    for _ in range(400):
        x = chance.getrandbits(bits + 3) + 1
        found = fixed.power((x, x), exponent)
        with ctx.workprec(900):
            true = exact((arb(fmpq(x, 1)) / arb(2) ** bits) ** arb(fmpq(exponent.numerator, exponent.denominator)))
        assert Fraction(found[0], 1 << bits) <= true[0] and true[1] <= Fraction(found[1], 1 << bits)
        if exponent.denominator == 1:  # and of negative numbers: powers of -x are those of x, up to the sign
            low, high = fixed.power((-x, -x), exponent)
            mirrored = true if exponent.numerator % 2 == 0 else (-true[1], -true[0])
            assert Fraction(low, 1 << bits) <= mirrored[0] and mirrored[1] <= Fraction(high, 1 << bits)


def test_constants_enclose_arb() -> None:
    """Catches a wrong pi or log 2, at any precision."""
    for bits in [*range(8, 200), 1000, 5000]:
        with ctx.workprec(bits + 100):
            for found, true in ((checker.pi_span(bits), arb.pi()), (checker.log2_span(bits), arb.const_log2())):
                assert found[0] <= exact(true)[0] * 2**bits and exact(true)[1] * 2**bits <= found[1] <= found[0] + 2


def test_huge_arguments_of_sin_are_not_trusted() -> None:
    """Catches multiples of pi/2 that are looked for in the wrong place because the quotient is inexact."""
    bits = 64
    fixed = checker.Fixed(bits)
    for size in (60, 100, 119, 121, 130, 400):
        for offset in range(20):
            s = ((1 << size) + (offset << bits - 2), (1 << size) + (offset + 1 << bits - 2))
            with ctx.workprec(900):
                for name, reference in (("sin", arb.sin), ("cos", arb.cos)):
                    low, high = call(fixed, name, s)
                    for x in (s[0], sum(s) // 2, s[1]):
                        true = exact(reference(arb(fmpq(x, 1)) / arb(2) ** bits))
                        assert low <= true[0] * 2**bits and true[1] * 2**bits <= high


# ---- Formulas --------------------------------------------------------------------------------------------------------

FORMULAS = (
    "abs(x1 - x2)*exp(-x1) + min(x1, x2**2, 1/3)", "sin(3*x1)*cos(2*x2)/(1 + x1*x2)", "sqrt(x1 + x2**2 + 1/9)", "log(1 + x1)**3 - x2",
    "tanh(4*(x1 - x2))*atan(7*x1)", "max(x1 - 2*x2, x2 - x1/3, 1/5)", "(x1 + 1/7)**(2/3) - (x2 + 1)**(-3/2)", "tan(x1)*(x2 - 1/2)**2 + e**2",
    "x1**3 - x2**4 + pi*x1*x1", "exp(sin(5*x1 + x2))", "abs(abs(x1 - 1/3) - x2)", "1/(1 + 25*(2*x1 - 1)**2) - x2**0", "x1*x2 - exp(2*x1 - x2**2)",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_enclose_the_library(text: str) -> None:
    """Catches a rule of the natural extension that is wrong, by values of the library at random points of random boxes."""
    formula, target = checker.Reader(text, 2).formula, Expression(text, 2)
    fixed, chance = checker.Fixed(80), random.Random(text)
    for _ in range(60):
        box = []
        for _ in range(2):
            a, b = sorted(chance.randrange(257) << 72 for _ in range(2))
            box.append((a, a + ((b - a) >> chance.randrange(12))))
        low, high = formula.value(tuple(box), fixed)
        for _ in range(4):
            point = tuple(Fraction(chance.randint(*side), fixed.one) for side in box)
            value = target.at(point, 100)
            assert Fraction(low, fixed.one) <= value.lo and value.hi <= Fraction(high, fixed.one)


@pytest.mark.parametrize("text", FORMULAS)
def test_gradients_enclose_difference_quotients(text: str) -> None:
    """Catches a derivative that is wrong: f(y) - f(x) must lie in G (y - x) for x, y in a box."""
    formula, target = checker.Reader(text, 2).formula, Expression(text, 2)
    fixed, chance = checker.Fixed(80), random.Random(text)
    used = 0
    for _ in range(60):
        box = []
        for _ in range(2):
            a, b = sorted(chance.randrange(257) << 72 for _ in range(2))
            box.append((a, a + ((b - a) >> chance.randrange(16))))
        gradient = formula.gradient(tuple(box), fixed)
        for _ in range(4):
            x, y = (tuple(Fraction(chance.randint(*side), fixed.one) for side in box) for _ in range(2))
            if chance.random() < 0.5:  # next to a corner: the gradient there
                x = tuple(Fraction(chance.choice(side), fixed.one) for side in box)
                y = tuple(s + (t - s) / 4096 for s, t in zip(x, y, strict=True))
            change = (target.at(y, 120), target.at(x, 120))
            low = high = Fraction(0)
            for slope, s, t in zip(gradient, x, y, strict=True):
                ends = [Fraction(end, fixed.one) * (t - s) for end in slope]
                low, high = low + min(ends), high + max(ends)
            assert low <= change[0].hi - change[1].lo and change[0].lo - change[1].hi <= high
            used += 1
    assert used


def test_gradients_are_tight() -> None:
    """Catches a derivative that is right but useless: on a tiny box it is a difference quotient."""
    for text in FORMULAS:
        formula, target = checker.Reader(text, 2).formula, Expression(text, 2)
        fixed = checker.Fixed(120)
        x = (Fraction(5, 8), Fraction(3, 16))
        box = tuple((floor(t * fixed.one), floor(t * fixed.one) + (1 << 60)) for t in x)
        for axis, slope in enumerate(formula.gradient(box, fixed)):
            y = tuple(t + (Fraction(1, 1 << 60) if i == axis else 0) for i, t in enumerate(x))
            quotient = (target.at(y, 200).lo - target.at(x, 200).lo) * (1 << 60)
            assert slope[1] - slope[0] < 1 << 80
            assert abs(Fraction(slope[0], fixed.one) - quotient) < Fraction(1, 1 << 40)


@pytest.mark.parametrize("name", [name for name, target in gallery().items() if isinstance(target, Expression)])
def test_gallery_formulas_are_read(name: str) -> None:
    """Catches a canonical text that the parser of the checker does not read, or reads as another function."""
    target = gallery()[name]
    data = target.to_data()
    formula = checker.read_target(data, target.dimension)
    fixed, chance = checker.Fixed(100), random.Random(name)
    for _ in range(20):
        point = tuple(Fraction(chance.randrange(1 << 20), 1 << 20) for _ in range(target.dimension))
        low, high = formula.value(tuple(fixed.of(t) for t in point), fixed)
        value = target.at(point, 120)
        assert Fraction(low, fixed.one) <= value.lo and value.hi <= Fraction(high, fixed.one)
        assert high - low < 1 << 50


@pytest.mark.parametrize(
    "text",
    ["", "x1 +", "x1 x1", "(x1", "x1)", "x3", "x", "x01", "x1^2", "x1**x1", "x1**2**2", "sin", "sin()", "sin(x1, x1)", "min(x1)", "foo(x1)", "pi(x1)",
     "1..2", "1e", "0x10", "1_000", "x1; x1", "x1 # comment", "\u0661", "x\u00b2", "lambda: 1", "[1]", "x1.real", "'a'", "x1**(1/0)",
     "+x1", "x1 and x1", "x1**1e3001", "x1*1e1000", "abs x1", "x1\x00", "x1\n", "x1 # 1", "True", "1j", "x1 % 2", "x1//2", "x1 if x1 else 2",
     "max(x1, x2, key=x1)", "max(*x1)", "(x1)(x2)", "x1)+(x2", "-x1 ** x2", "__import__", "\uff581"],
)  # fmt: skip
def test_bad_formulas_are_refused(text: str) -> None:
    """Catches a text that is read although it is not a formula in two variables."""
    with pytest.raises((checker.Malformed, SyntaxError, ValueError)):
        checker.Reader(text, 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 - 1 - 1", 0), ("2/2/2", Fraction(1, 2)), ("-2**2", -4), ("(-2)**2", 4), ("2*-3", -6), ("8**(1/3)", 2), ("4**(-1/2)", Fraction(1, 2)), ("2**-1", Fraction(1, 2)),
     ("0.125", Fraction(1, 8)), ("1.e2", 100), (".5", Fraction(1, 2)), ("1e-2*100", 1), ("2**(-(-2))", 4), ("1/3*3", 1), ("min(3, 2, 4) + max(1, 5)", 7), ("0**0", 1),
     ("--2", 2), ("16**(3/4)", 8), ("abs(-3)", 3), ("1 - -1", 2), ("2**1.5*2**1.5", 8), ("x1 - x1", 0), ("x2", Fraction(1, 4)), ("x1", Fraction(1, 2))],
)  # fmt: skip
def test_formulas_mean_what_they_say(text: str, value: Fraction | int) -> None:
    """Catches a precedence or a sign that differs from the grammar."""
    fixed = checker.Fixed(60)
    point = (fixed.of(Fraction(1, 2)), fixed.of(Fraction(1, 4)))
    low, high = checker.Reader(text, 2).formula.value(point, fixed)
    assert Fraction(low, fixed.one) <= value <= Fraction(high, fixed.one)
    assert high - low < 128
    assert Expression(text, 2).at((Fraction(1, 2), Fraction(1, 4)), 60).lo <= value


# ---- Tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2,), (5,), (3, 2), (4, 4), (2, 3, 2)])
def test_tables_agree_with_the_library(shape: tuple[int, ...]) -> None:
    """Catches an axis in the wrong order, a range or a slope that misses a part of the box."""
    chance = random.Random(str(shape))
    values = tuple(Fraction(chance.randrange(-9, 10), chance.randrange(1, 5)) for _ in range(prod(shape)))
    target = Table(shape, values)
    table = checker.read_target(target.to_data(), len(shape))
    assert isinstance(table, checker.Table)
    assert table.steepest() <= target.lipschitz() ** 2
    fixed = checker.Fixed(60)
    for _ in range(40):
        box = []
        for _ in shape:
            a, b = sorted(chance.randrange(13) << 56 for _ in range(2))
            box.append((min(a, fixed.one), min(b, fixed.one)))
        sides = tuple(Interval(Fraction(a, fixed.one), Fraction(b, fixed.one)) for a, b in box)
        exact_range = target.on(sides, 60)
        assert table.value(tuple(box), fixed) == (floor(exact_range.lo * fixed.one), ceil(exact_range.hi * fixed.one))
        gradient = table.gradient(tuple(box), fixed)
        for _ in range(6):
            x, y = (tuple(Fraction(chance.randint(*side), fixed.one) for side in box) for _ in range(2))
            low = high = Fraction(0)
            for slope, s, t in zip(gradient, x, y, strict=True):
                ends = [Fraction(end, fixed.one) * (t - s) for end in slope]
                low, high = low + min(ends), high + max(ends)
            assert low <= target.at(y, 9).lo - target.at(x, 9).lo <= high


# ---- Quadrature ------------------------------------------------------------------------------------------------------


def integral(data: dict[str, Any]) -> tuple[Fraction, Fraction]:
    """The greatest lower and the least upper claim, among multiples of 2^-30, that the quadrature establishes."""
    found = []
    for key in ("lower", "upper"):
        good, bad = (0, 1 << 34) if key == "lower" else (1 << 34, 0)
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            data["claim"] = {"norm": data["p"], "lower": "0", "upper": "16"} | {key: str(Fraction(middle, 1 << 30))}
            try:
                checker.check_integral(checker.Certificate(data), Fraction(data["p"]), silent)
                good = middle
            except checker.Rejected:
                bad = middle
        found.append(Fraction(good, 1 << 30))
    return found[0], found[1]


@pytest.mark.parametrize("p", [Fraction(1), Fraction(2), Fraction(3)])
@pytest.mark.parametrize("parts", [1, 4])
@pytest.mark.parametrize("slope", [Fraction(3, 2), Fraction(-3, 2)])
def test_quadrature_encloses_known_integrals(p: Fraction, parts: int, slope: Fraction) -> None:
    """Catches a volume, a weight or a rounding that is wrong, by integrals of powers of linear functions, computed exactly."""
    data = certificate("2.1", f"x1*({slope}) - 1/4", 2, p=p, parts=parts, bounded=False)
    delta, s, b = Fraction(data["delta"]), Fraction(data["intrinsic"]["s"]), Fraction(data["intrinsic"]["b"])
    cells = Fraction(0)
    for k, q in enumerate(data["cells"]):
        left, right = Fraction(k, 4), Fraction(k + 1, 4) - (delta if k < 3 else 0)
        c = s * Fraction(q, 4) + b

        def primitive(x: Fraction, c: Fraction = c) -> Fraction:  # of |slope x - 1/4 - c|^p
            t = x * slope - Fraction(1, 4) - c
            return abs(t) ** int(p) * t / (p + 1) / slope

        cells += primitive(right) - primitive(left)
    least, most = sorted((-Fraction(1, 4), slope - Fraction(1, 4)))
    gaps = max(b + s - least, most - b) ** int(p) * 3 * delta  # all that is known of Phi there is b <= Phi <= b + s
    lower, upper = integral(data)
    assert lower ** int(p) <= cells and cells + gaps <= upper ** int(p)
    assert upper ** int(p) <= cells * Fraction(5, 4) + gaps + Fraction(1, 1 << 20)
    if parts == 4:
        assert (lower + Fraction(1, 64)) ** int(p) >= cells


@pytest.mark.parametrize("text", ["x1**2", "x1*(2 - x1)", "-x1**2", "x1*(x1 - 2)"])
def test_quadrature_of_curved_functions(text: str) -> None:
    """Catches a remainder of the linear part that is left out: |f - c| is convex or concave on most cells."""
    data = certificate("2.1", text, 2, p=Fraction(1), parts=1, bounded=False, delta=Fraction(1, 1 << 16))
    s, b = (float(Fraction(data["intrinsic"][key])) for key in ("s", "b"))
    total, count = 0.0, 2000
    for k, q in enumerate(data["cells"]):
        for i in range(count):
            x = (k + (i + 0.5) / count) / 4
            value = {"x1**2": x * x, "x1*(2 - x1)": x * (2 - x), "-x1**2": -x * x, "x1*(x1 - 2)": x * (x - 2)}[text]
            total += abs(s * q / 4 + b - value) / (4 * count)
    lower, upper = integral(data)
    assert float(lower) <= total + 1e-4 and total <= float(upper) + 1e-6
    assert float(upper) - float(lower) < 0.1


@pytest.mark.parametrize(("theorem", "upper"), [("2.1", Fraction(3, 10)), ("2.2", Fraction(9, 20))])
def test_the_first_coordinate_is_the_first(theorem: str, upper: Fraction) -> None:
    """Catches cells whose coordinates are exchanged: f = x1 in the plane, and a claim that is false for x2."""
    data = certificate(theorem, Expression("x1", 2), 3, bounded=False)
    data["claim"] |= {"lower": "0", "upper": str(upper)}
    data["statement"] = checker.statement(data)
    assert checker.check(data, say=silent) == data["statement"]
    data["target"]["text"] = "x2"
    data["statement"] = checker.statement(data)
    with pytest.raises(checker.Rejected, match=r"claim\.upper"):
        checker.check(data, say=silent)


def test_quadrature_in_the_plane_with_a_rational_p() -> None:
    """Catches corners that are averaged wrongly; the truth is a fine Riemann sum in floating point."""
    data = certificate("2.1", "x1*x2", 1, p=Fraction(3, 2), parts=4, bounded=False)
    s, b, delta = (Fraction(data[key] if key == "delta" else data["intrinsic"][key]) for key in ("s", "b", "delta"))
    total, count = 0.0, 100
    for cell, q in enumerate(data["cells"]):
        left = [0.5 * (cell >> i & 1) for i in range(2)]
        size = [0.5 if cell >> i & 1 else 0.5 - float(delta) for i in range(2)]
        for i in range(count):
            for j in range(count):
                x, y = left[0] + size[0] * (i + 0.5) / count, left[1] + size[1] * (j + 0.5) / count
                total += abs(float(s) * q / 2 + float(b) - x * y) ** 1.5 * size[0] * size[1] / count**2
    lower, upper = integral(data)
    assert float(lower) ** 1.5 <= total + 1e-6 and float(lower) ** 1.5 >= 0.95 * total
    gaps = (1 - (1 - float(delta)) ** 2) * max(float(b + s), 1 - float(b)) ** 1.5
    assert total + gaps - 1e-6 <= float(upper) ** 1.5 <= 1.05 * total + gaps + 1e-6


# ---- The whole program -----------------------------------------------------------------------------------------------


def test_corpus_is_what_its_maker_makes() -> None:
    """Catches a bad certificate that was edited by hand, or forgotten."""
    made = {f"{name}.json": content for name, content, _, _ in corpus()}
    found = {path.name: path.read_bytes() for path in FOLDER.glob("*")}
    assert sorted(found) == sorted(made) and len(made) >= 40
    assert [name for name in made if found[name] != made[name]] == []


@pytest.mark.parametrize("base", ["sup", "shared", "three", "direct", "integral", "plane", "slanted", "polygon", "table", "cusp", "declared"])
def test_what_the_bad_ones_are_made_from_is_good(base: str) -> None:
    """Catches a corpus whose certificates are bad for another reason than their name says."""
    data = json.loads(good(base))
    assert checker.check(data, say=silent) == data["statement"]


@pytest.mark.parametrize("name", [name for name, *_ in corpus()])
def test_bad_certificates_are_rejected(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a check that is missing: each of these is wrong in one way, and is rejected there."""
    _, _, verdict, path = next(one for one in corpus() if one[0] == name)
    code = checker.main([str(FOLDER / f"{name}.json")])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"{verdict} {path}"), last
    assert code == {"REJECTED": 1, "MALFORMED": 2}[verdict]


def run_alone(path: Path, *options: str, flags: Sequence[str] = ("-I",)) -> tuple[int, list[str]]:
    """The checker as a program of its own."""
    done = subprocess.run([sys.executable, *flags, checker.__file__, str(path), *options], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("flags", [("-I",), ("-I", "-O"), ("-I", "-OO")])
def test_alone(flags: tuple[str, ...], tmp_path: Path) -> None:
    """Catches an import from the project, and a check that python -O removes."""
    path = tmp_path / "good.json"
    path.write_text(good("integral"))
    code, lines = run_alone(path, flags=flags)
    assert (code, lines[-1]) == (0, "ACCEPTED " + json.loads(good("integral"))["statement"])
    for name in ("cell-changed", "lower-too-large", "integral-without-gaps", "lambda-too-small"):
        code, lines = run_alone(FOLDER / f"{name}.json", flags=flags)
        assert code == 1 and lines[-1].startswith("REJECTED ")
    code, lines = run_alone(tmp_path / "missing.json", flags=flags)
    assert code == 2 and len(lines) == 1 and lines[0].startswith("MALFORMED $: FileNotFoundError")


def test_imports_only_the_standard_library() -> None:
    """Catches a dependency."""
    for node in ast.walk(ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)


@pytest.mark.parametrize(
    "arguments", [[], ["--quick", "3"], ["a", "b"], ["a", "--quick"], ["a", "--quick", "-1"], ["a", "--quick", "0"], ["a", "--fast", "1"], ["a", "--qui", "1"], ["--help"]]
)
def test_command_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a misspelt option that is ignored."""
    assert checker.main(arguments) == 2
    assert capsys.readouterr().out.splitlines()[-1].startswith("MALFORMED")


def test_quick_says_that_it_is_quick(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a partial check that looks like a whole one."""
    path = tmp_path / "good.json"
    path.write_text(good("sup"))
    assert checker.main([str(path), "--quick", "2", "--seed", "7"]) == 4
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("ACCEPTED ONLY IN PART: 2 of 4 cells were read (seed 7)")
    assert checker.main([str(path), "--quick", "4"]) == 0
    assert "ONLY IN PART" not in capsys.readouterr().out


def test_output_is_printable_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a title that forges lines of the output."""
    data = json.loads(good("polygon"))
    data["target"]["title"] = "\u202e\nACCEPTED everything\x1b[1m"
    data["statement"] = checker.statement(data)
    path = tmp_path / "forged.json"
    for content in (data, data | {"statement": "\nACCEPTED"}):
        path.write_text(json.dumps(content))
        checker.main([str(path)])
        out = capsys.readouterr().out
        assert "\nACCEPTED everything" not in out and out.isascii() and "\x1b" not in out
        assert sum(line.startswith("ACCEPTED") for line in out.splitlines()) == (content is data)


def grown(first: int, levels: int) -> str:
    """A product of 2^levels different factors of about 10^999."""
    return f"({first}+9e999*x1)" if not levels else f"({grown(2 * first, levels - 1)}*{grown(2 * first + 1, levels - 1)})"


def test_large_data_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches hours or gigabytes for a file, a text or a table that is only long."""
    path = tmp_path / "long.json"
    text = good("sup")
    for length, wanted in ((1 << 24, "ACCEPTED"), ((1 << 24) + 1, "MALFORMED $: expected at most 16 MiB")):
        path.write_text(text.ljust(length), encoding="ascii")
        checker.main([str(path)])
        assert capsys.readouterr().out.splitlines()[-1].startswith(wanted)
    checker.Reader("x1".ljust(100_000), 1)
    with pytest.raises(checker.Malformed, match="100000 characters"):
        checker.Reader("x1".ljust(100_001), 1)
    checker.Table([range(100_000)], [Fraction(0)] * 100_000)
    with pytest.raises(checker.Malformed, match="100000 values"):
        checker.Table([range(100_001)], [Fraction(0)] * 100_001)


def test_numbers_of_a_formula_do_not_grow() -> None:
    """Catches products of millions of bits: a text of 74 kB took 14 seconds for every box, and thousands of boxes are allowed."""
    fixed = checker.Fixed(160)
    assert checker.Reader(grown(1, 1), 1).formula.value(((fixed.one, fixed.one),), fixed)[1] > 10**1998 << 160
    for text in (grown(1, 12), "exp(4000)*exp(3999)", "x1*exp(4000)*exp(3999)", "(x1-1)*exp(4000)*exp(3999)"):
        with pytest.raises(ValueError, match="large"):
            checker.Reader(text, 1).formula.value(((0, fixed.one),), fixed)


def test_precision_is_paid_for() -> None:
    """Catches a price of boxes that does not keep pace with the time of the series, 2^(5/2) for twice the places and more."""
    own = checker.Certificate(json.loads(good("sup")))
    prices = []
    for places in (511, 16 * 512 - 1, 64 * 512 - 1):
        before = own.steps
        checker.Search(own, places, "claim").cover(((0, 1),), lambda _: None)
        prices.append(before - own.steps)
    assert prices[1] == 16**3 * prices[0] and prices[2] == 64**3 * prices[0]


@pytest.mark.parametrize(("layout", "d", "n"), [("literal", 7, 2), ("direct", 1, 13), ("direct", 1, 11), ("direct", 2, 6)])
def test_too_costly_is_refused_beforehand(layout: str, d: int, n: int) -> None:
    """Catches hours of work for a certificate that is accepted by its shape: to build the network, or to read its cells."""
    data = flat(layout, d, n)
    with pytest.raises(checker.Malformed, match="steps of work"):
        checker.check(data | {"statement": checker.statement(data)}, say=silent)


def test_values_are_computed_again_when_they_were_forgotten() -> None:
    """Catches values that change when results are dropped, every 256 layers: this network has more layers than that."""
    data = certificate("2.3", "sine", 5)
    assert len(checker.network("2.3", "compact", 1, 5, checker.of_fraction(Fraction(data["delta"])))) > 256
    assert checker.check(data, say=silent) == data["statement"]
    data["cells"][9] ^= 1
    with pytest.raises(checker.Rejected, match=r"cells\[9\]"):
        checker.check(data, say=silent)


class Read(Exception):
    """The certificate was read, and its network is about to be built."""


def test_what_may_be_certified_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a limit of `checkable` that is not one of the checker: certificates that are written and then refused by their size."""

    def stop(*_: Any) -> None:
        raise Read

    monkeypatch.setattr(checker, "network", stop)
    read = []
    for d, n in product(range(1, limits._MOST_AXES + 1), range(1, 17)):
        if n << d * n <= limits._MOST_BITS and 3**d * 4 * ((1 << d * n) - 1) <= limits._MOST_PARAMETERS:  # a network has more
            read.append((d, n))
            data = flat("literal", d, n)
            with pytest.raises(Read):
                checker.check(data | {"statement": checker.statement(data)}, say=silent)
    assert {(1, 12), (2, 6), (3, 4), (4, 3), (5, 2), (limits._MOST_AXES, 1)} <= set(read)
    data = flat("literal", 1, 1)
    data["intrinsic"]["s"] = f"1/{1 << limits._LONGEST_NUMBER - 1}"
    data["delta"] = f"1/{1 << limits._LONGEST_NUMBER - 1}"
    with pytest.raises(Read):
        checker.check(data | {"statement": checker.statement(data)}, say=silent)
    data = json.loads(good("integral"))
    data |= {"bound": None, "delta": f"1/{1 << 400}"}
    for p, wanted in ((limits._LARGEST_P, Read), (limits._LARGEST_P + 1, checker.Malformed)):
        data |= {"p": str(p), "claim": {"norm": str(p), "lower": "0", "upper": "9"}}
        with pytest.raises(wanted):
            checker.check(data | {"statement": checker.statement(data)}, say=silent)


# ---- Soundness at random ---------------------------------------------------------------------------------------------

ROUGH = {
    1: ("sin(7*x1)", "abs(x1-1/3)-abs(x1-2/3)", "sqrt(abs(x1-1/7))", "tanh(30*(x1-1/2))", "1/(1+99*(x1-1/5)**2)", "log(x1+1/100)", "x1**(1/3)"),
    2: ("sin(5*x1+3*x2)", "abs(x1-x2)", "min(x1,x2,1/3)", "sqrt(x1*x2)", "x1*x2**2-tanh(9*x1)", "cos(8*x1)*cos(7*x2)"),
}


@pytest.mark.parametrize("seed", range(60))
def test_least_upper_claim_is_above_every_sampled_error(seed: int) -> None:
    """Catches an upper claim that is accepted although it is false: random cells, s, b, delta and functions, the least accepted claim."""
    chance = random.Random(seed)
    theorem, layout = chance.choice(LAYOUTS[1:])
    d, n = chance.choice(((1, 1), (1, 2), (1, 3), (2, 1), (2, 2)))
    delta = Fraction(1, 1 << (n + chance.randrange(2, 7)))
    target: Target = Expression(chance.choice(ROUGH[d]), d)
    if chance.random() < 0.3:
        target = HoelderCusp((Fraction(chance.randrange(-3, 12), 8),) * d, Fraction(1, chance.randrange(1, 4)), Fraction(-3, 2))
    elif chance.random() < 0.4:
        shape = tuple(chance.randrange(2, 5) for _ in range(d))
        target = Table(shape, tuple(Fraction(chance.randrange(-9, 9), 4) for _ in range(prod(shape))))
    question = Question(theorem, target, n, layout=layout, delta=delta)
    grid = question.grid()
    frame = Frame(Dyadic(chance.randrange(40), -chance.randrange(5)), Dyadic(chance.randrange(-20, 20), -3))
    code = pack(tuple(chance.randrange(grid.K) for _ in range(grid.J)), n, frame)
    network = assemble(question, grid, code)
    data = certificate(theorem, target, n, layout=layout, delta=delta, bounded=False)
    data["cells"] = list(code.cells)
    data["intrinsic"] = {"s": str(frame.s.fraction), "b": str(frame.b.fraction)}
    data["intrinsic"] |= {"v": hex(code.v.scaled(grid.m * n))} if theorem == "2.3" else {"a": [hex(one.scaled(grid.m)) for one in code.a]}
    axis = {Fraction(k, grid.K) + move * delta for k in range(grid.K + 1) for move in (-1, Fraction(-1, 2), Fraction(-1, 4), 0, 1)}
    axis = {x for x in axis | {Fraction(chance.randrange(1025), 1024) for _ in range(20)} if 0 <= x <= 1}
    error, where, value = Fraction(-1), (), Fraction(0)
    for point in product(sorted(axis), repeat=d):
        y = network.closed([Dyadic.of(x) for x in point]).fraction
        f = target.at(point, 60)
        if max(f.lo - y, y - f.hi) > error:
            error, where, value = max(f.lo - y, y - f.hi), point, y
    data["witness"] = {"x": [str(x) for x in where], "network": str(value)}
    bad, accepted = 0, 64 << 20
    while accepted - bad > 1:
        middle = (accepted + bad) // 2
        data["claim"] |= {"lower": "0", "upper": str(Fraction(middle, 1 << 20))}
        try:
            checker.check_sup(checker.Certificate(data), silent)
            accepted = middle
        except checker.Rejected:
            bad = middle
    upper = Fraction(accepted, 1 << 20)
    assert upper >= error
    lower = max(Fraction((error * (1 << 40)).__floor__() - 1, 1 << 40), Fraction(0))
    data["claim"] = {"norm": "sup", "lower": str(lower), "upper": str(upper)}
    assert checker.check(data | {"statement": checker.statement(data)}, say=silent)
    data["claim"] |= {"lower": str(error + Fraction(1, 1 << 50)), "upper": str(upper + 1)}
    with pytest.raises(checker.Rejected, match=r"claim\.lower"):
        checker.check(data | {"statement": checker.statement(data)}, say=silent)


@pytest.mark.parametrize(("s", "b"), [("128", "5"), ("1/1024", "1/2")])
def test_the_bound_is_not_called_that_of_the_theorem(s: str, b: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches words that promise more than was checked: for x1 and n = 1 Theorem 2.2 gives 1/2 + 1, with these s it is 64.5 or 0.5005."""
    data = flat("literal", 1, 1)
    data["intrinsic"] |= {"s": s, "b": b}
    data["witness"]["network"] = data["claim"]["upper"] = b
    best = Fraction(1, 2) + Fraction(s) / 2
    data["bound"] = {"alpha": "1", "lambda": "1", "how": "gradient", "omega": "1/2", "printed": str(best + Fraction(s) / 2), "repaired": str(best)}
    data["phi_sha256"] = checker.identity(checker.network("2.2", "literal", 1, 1, checker.of_fraction(Fraction(data["delta"]))))
    assert checker.check(data | {"statement": checker.statement(data)})
    line = capsys.readouterr().out.splitlines()[0]
    assert "theorem" not in line and line.endswith(f"upper <= {checker.about(best)}, from omega and s")


def spoiled(data: Any, chance: random.Random) -> None:
    """Change, remove or add something anywhere."""
    pool = [None, True, 0, -1, 10**15, "", "0", "-1", "1/2", "0x1", "sup", "gradient", "declared", [], {}, ["0"], "\ud800", "7/" + str(2**4000),
            "sin(x1)**1000", "exp(exp(exp(9*x1)))", "1" * 5999, "table"]  # fmt: skip
    while isinstance(data, dict | list) and data:
        key = chance.choice(list(data) if isinstance(data, dict) else range(len(data)))
        if not isinstance(data[key], dict | list) or chance.random() < 0.2:
            if chance.random() < 0.2:
                del data[key]
            else:
                data[key] = chance.choice(pool)
            return
        data = data[key]


@pytest.mark.parametrize("seed", range(200))
def test_never_crashes(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a malformed certificate that ends in an exception of Python."""
    chance = random.Random(seed)
    data = json.loads(good(chance.choice(("sup", "three", "integral", "polygon", "table", "cusp", "declared"))))
    for _ in range(chance.randrange(1, 3)):
        spoiled(data, chance)
    with suppress(KeyError, TypeError, AttributeError):
        data["statement"] = checker.statement(data)
    path = tmp_path / "spoiled.json"
    path.write_text(json.dumps(data))
    code = checker.main([str(path)])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(("ACCEPTED", "REJECTED", "MALFORMED")[code])


@pytest.mark.parametrize("layout", ["shared", "direct", "literal"])
def test_codes_between_two_integers(layout: str) -> None:
    """Catches a least value of a sum of two hats that is that of an end: between two integers the sum may be 0."""
    own = checker.Certificate(json.loads(good({"direct": "direct", "shared": "shared", "literal": "sup"}[layout])))
    for j, place in product(range(1, own.J), range(own.n)):
        narrow = Fraction(1, 16 << 4 * own.J * own.n)
        ends = j + narrow, j + 1 - narrow
        low, high = checker.code_range(own, place, *ends)
        for k in range(9):
            y = ends[0] + (ends[1] - ends[0]) * Fraction(k, 8)
            value = checker.code_range(own, place, y, y)
            assert low <= value[0] == value[1] <= high
        assert layout == "literal" or low == 0


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS[1:])
@pytest.mark.parametrize("d", [1, 2])
def test_gaps_contain_the_network(theorem: str, layout: str, d: int) -> None:
    """Catches a range of psi in a gap that is too small: against the library's closed forms at random points of small boxes.

    Every peak, both ends, and boxes that end beside an integer of rho occur; the range agrees with the other derivation.
    """
    data = certificate(theorem, "sine" if d == 1 else "waves", 2 if d == 1 else 1, layout=layout)
    n = data["n"]
    for seed in range(4):
        rng = random.Random(seed)
        question = Question(theorem, Expression(TEXTS[d], d), n, layout=layout)
        cells = tuple(rng.randrange(1 << n) for _ in range(1 << d * n))
        found = assemble(question, question.grid(), pack(cells, n, build(question).code.frame))
        own = checker.Certificate(data)
        values = intrinsic_values(found.network)
        own.factors = [value.fraction for name, value in values.items() if name[0] in "av"]
        if layout == "compact":
            whole, m = values["v"].scaled(2 * n << d * n), 2 << d * n
            own.factors = [Fraction(whole >> m * (n - place) & (1 << m) - 1, 1 << m) for place in range(1, n + 1)]
        own.factors *= n if layout == "direct" else 1
        reader, delta, narrow = GapReader.of(found), found.grid.delta.fraction, 0
        for _ in range(150):
            box = []
            for _axis in range(d):
                start = Fraction(rng.randrange(1, 1 << n), 1 << n) - delta * rng.choice((1, 0, Fraction(rng.randrange(1024), 1024)))
                width = delta * Fraction(rng.choice((0, 1, 3)), 1 << rng.choice((*range(2, 12), 20, 30)))
                box.append((start - width * rng.randrange(2), start + width))
            low, high = checker.psi_range(own, box)
            other = reader.psi(tuple(Interval(a, b) for a, b in box)).scale(Fraction(1 << n))
            assert (low, high) == (other.lo, other.hi)
            for _point in range(5):
                x = [Dyadic.of(a + (b - a) * Fraction(rng.choice((0, 64, rng.randrange(65))), 64)) for a, b in box]
                assert low <= found.psi.closed(tuple(x))[0].fraction * (1 << n) <= high
            narrow += high - low < (1 << n) - 1
        assert narrow > 10
