"""verifier.certificates.second_opinion: mpmath's enclosures contain f, are sharp at points, and a lie is noticed."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from verifier.certificates.second_opinion import agree, second_opinion
from verifier.errors import EnginesDisagree
from verifier.exact.interval import Interval
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery
from verifier.targets.grammar import parse
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

ODD = [
    "tan(x1)**3 - x1**(2/3)", "exp(-3*x1)*log(1 + x1)", "max(x1, 1 - x1, 1/3)*min(x1, 1/2)", "atan(20*x1 - 10)/(1 + x1**2)",
    "cos(40*x1) + sin(31*x1)*e", "(x1 - 1/2)**-2 + x1", "abs(sin(9*x1))**(1/2)", "tanh(5*x1 - 2)**4", "(2 - 3*x1)**5",
]  # fmt: skip


def targets() -> list[Target]:
    found: list[Target] = list(gallery().values())
    for text in ODD:
        if "**-2" not in text:
            found.append(Expression(text, 1))
    return found


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name[:24])
def test_both_routes_overlap_and_contain_values(target: Target) -> None:
    """Catches a rule of either route that is wrong: boxes of all sizes, sharp values at points inside them."""
    rng = random.Random(3)
    for _ in range(60):
        low = [Fraction(rng.randrange(0, 64), 64) for _ in range(target.dimension)]
        box = tuple(Interval(t, min(t + Fraction(rng.choice((0, 1, 7, 30)), 64), Fraction(1))) for t in low)
        second = second_opinion(target, box, 90)
        assert agree(target.on(box, 60), second, "here")
        assert second is not None
        x = tuple(side.lo + side.width * Fraction(rng.randrange(1025), 1024) for side in box)
        value = second_opinion(target, tuple(Interval.point(t) for t in x), 90)
        assert value is not None and value.width <= Fraction(1, 1 << 60) * max(1, value.magnitude)
        assert agree(target.at(x, 70), value, "at a point")
        assert second.lo <= value.hi and value.lo <= second.hi


def test_no_enclosure_is_said_not_invented() -> None:
    """Catches a value for a formula that is not defined on the box, or a pole that is stepped over."""
    half = (Interval(Fraction(1, 4), Fraction(3, 4)),)
    for text in ("log(x1 + 1/8) + 1/(x1 + 1)", "tan(x1)"):
        assert second_opinion(Expression(text, 1), half, 60) is not None
    wide = Expression("1/(x1 - 1/2 + 2*abs(x1 - 1/2) + 1/100) + 1", 1)
    assert second_opinion(wide, (Interval(Fraction(0), Fraction(1)),), 60) is None
    assert not agree(Interval.point(1), None, "nowhere")


def test_a_lie_is_an_error() -> None:
    """Catches disjoint enclosures that pass: the values of two different functions are compared."""
    box = (Interval.point(Fraction(1, 3)),)
    honest, other = Expression("exp(x1)", 1), Expression("exp(x1) + 1/1000000", 1)
    with pytest.raises(EnginesDisagree, match="disjoint"):
        agree(other.at((Fraction(1, 3),), 60), second_opinion(honest, box, 80), "at 1/3")


def test_polygons_and_tables_in_another_form() -> None:
    """Catches a wrong ramp or hat: exact equality at points, containment on boxes."""
    rng = random.Random(5)
    places = (Fraction(0), Fraction(1, 7), Fraction(1, 2), Fraction(1))
    for _ in range(30):
        polygon = PiecewiseLinear(places, tuple(Fraction(rng.randrange(-9, 9), 5) for _ in places))
        table = Table((3, 4), tuple(Fraction(rng.randrange(-9, 9), 5) for _ in range(12)))
        for target in (polygon, table):
            x = tuple(Fraction(rng.randrange(0, 61), 60) for _ in range(target.dimension))
            assert second_opinion(target, tuple(Interval.point(t) for t in x), 60) == target.at(x, 60)
            box = tuple(Interval(t / 2, t / 2 + Fraction(1, 3)) for t in x)
            wide = second_opinion(target, box, 60)
            assert wide is not None and wide.contains(target.on(box, 60))


@pytest.mark.parametrize(("text", "low", "high"), [
    ("x1 + exp(-exp(exp(exp(3*x1))))", "0", "1"), ("x1 + sin(exp(exp(exp(3*x1))))/9", "-1/9", "10/9"),
    ("x1*cos(exp(exp(exp(3*x1))))", "-1", "1"), ("tanh(exp(exp(exp(3*x1))))", "0", "1"),
])  # fmt: skip
def test_towers_of_exponentials_cost_nothing(text: str, low: str, high: str) -> None:
    """Catches the reduction of an argument of 2^(10^8): mpmath would compute that many digits of pi or log 2."""
    found = second_opinion(Expression(text, 1), (Interval(Fraction(0), Fraction(1)),), 80)
    assert found is not None
    assert Fraction(low) - Fraction(1, 8) <= found.lo <= Fraction(low) + 1 and Fraction(high) <= found.hi <= Fraction(high) + Fraction(1, 8)


def test_what_is_too_large_to_say_is_not_said() -> None:
    """Catches a tangent of such a number, and an end that would be a fraction of a thousand million digits."""
    cube = (Interval(Fraction(0), Fraction(1)),)
    plain = Expression("x1", 1)
    for text in ("tan(exp(exp(exp(3*x1))))", "exp(exp(exp(3*x1)))", "exp(exp(exp(exp(3*x1))))"):
        large = Expression.__new__(Expression)
        for name, value in (("tree", parse(text, 1)), ("dimension", 1), ("tape", plain.tape)):
            object.__setattr__(large, name, value)
        assert second_opinion(large, cube, 80) is None
