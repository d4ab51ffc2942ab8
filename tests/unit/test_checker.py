"""The checker against the library: same networks, same digits; and against itself: every check rejects something."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from tests.certificate_maker import certificate
from verifier import checker
from verifier.ledger.instance import Question, build
from verifier.network.codec import identity_of_phi, intrinsic_values
from verifier.targets.expression import Expression

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
    before, _ = checker.Machine(layers, values).run(points)
    assert before == [checker.dyadic(q, -n) for q in found.code.cells]


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS)
def test_good_certificates_are_accepted(theorem: str, layout: str) -> None:
    """Catches a checker that rejects what is true."""
    data = certificate(theorem, "sine", 3, layout=layout)
    assert checker.check(data, say=silent) == data["statement"]


# ---- Elementary functions, against Arb -------------------------------------------------------------------------------

POINTWISE = {
    "exp": (arb.exp, -60, 40), "log": (arb.log, 0, 300), "sin": (arb.sin, -40, 40), "cos": (arb.cos, -40, 40),
    "tan": (arb.tan, -20, 20), "atan": (arb.atan, -50, 50), "tanh": (arb.tanh, -40, 40), "sqrt": (arb.sqrt, 0, 200),
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
        x = checker.floor_of(near, bits) + chance.randrange(-2, 3) * chance.choice((1, 1 << (bits // 2), 1 << (bits - 6)))
    return min(max(x, low << bits), high << bits)


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
            found = getattr(fixed, name)((x, x))
        except checker.Undefined:
            assert name in ("tan", "log")
            continue
        with ctx.workprec(3 * bits + 200):
            true = exact(reference(arb(fmpq(x, 1)) / arb(2) ** bits))
        assert Fraction(found[0], 1 << bits) <= true[0] and true[1] <= Fraction(found[1], 1 << bits), (x, found, true)
        size = max(abs(true[0]), 1)
        assert found[1] - found[0] <= 4 + 8 * size * (size if name == "tan" else 1), (x, found)
        used += 1
    assert used > 200


@pytest.mark.parametrize("name", [*POINTWISE, "power", "multiply", "divide"])
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
                case "multiply" | "divide":
                    found = getattr(fixed, name)(box, other)
                    exact_values = [getattr(fixed, name)((x, x), (y, y)) for x in inside for y in other]
                case _:
                    found = getattr(fixed, name)(box)
                    exact_values = [getattr(fixed, name)((x, x)) for x in inside]
        except checker.Undefined:
            continue
        for value in exact_values:
            assert found[0] <= value[1] and value[0] <= found[1], (box, found, value)
            assert found[0] <= value[0] + 4 and value[1] - 4 <= found[1], (box, found, value)


@pytest.mark.parametrize("degree", [2, 3, 5, 6, 7, 16, 99, 200])
def test_roots(degree: int) -> None:
    """Catches a root that is off by one."""
    chance = random.Random(degree)
    for _ in range(60):
        y = chance.getrandbits(chance.randrange(1, 60))
        for x in (y**degree - 1, y**degree, y**degree + 1, chance.getrandbits(900)):
            if x >= 0:
                root = checker.root_of(x, degree)
                assert root**degree <= x < (root + 1) ** degree


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
                    low, high = getattr(fixed, name)(s)
                    for x in (s[0], sum(s) // 2, s[1]):
                        true = exact(reference(arb(fmpq(x, 1)) / arb(2) ** bits))
                        assert low <= true[0] * 2**bits and true[1] * 2**bits <= high
