"""McShane extensions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.errors import DomainError, InvalidInput, ResourceLimit
from verifier.exact.interval import Interval
from verifier.targets.codec import from_data
from verifier.targets.cones import Cones

UNIT = st.fractions(min_value=0, max_value=1, max_denominator=12)
HEIGHTS = st.fractions(min_value=-2, max_value=2, max_denominator=8)


@st.composite
def cones(draw: Any, dimension: int | None = None) -> Cones:
    """Random data in d = 1, 2, 3, now and then with an apex outside the cube."""
    d = dimension or draw(st.integers(1, 3))
    place = st.fractions(min_value=Fraction(-1, 2), max_value=Fraction(3, 2), max_denominator=6)
    apexes = tuple(draw(st.lists(st.tuples(*[place] * d), min_size=1, max_size=4)))
    heights = tuple(draw(HEIGHTS) for _ in apexes)
    slope = draw(st.sampled_from([Fraction(1), Fraction(-1), Fraction(3, 2), Fraction(-5)]))
    return Cones(apexes, heights, slope, draw(st.sampled_from(["sum", "max"])))


@settings(max_examples=150, deadline=None)
@given(data=st.data(), f=cones())
def test_bounds_hold(data: Any, f: Cones) -> None:
    """Catches sqrt(d) forgotten for the sum norm, a minimum taken where the slope is negative, a range that is not outer."""
    p, q = (data.draw(st.tuples(*[UNIT] * f.dimension)) for _ in range(2))
    a, b = f.at(p, 0), f.at(q, 0)
    assert a.width == 0
    square = sum(((x - y) ** 2 for x, y in zip(p, q, strict=True)), Fraction(0))
    assert abs(a.lo - b.lo) <= f.modulus_of_root(square) <= f.oscillation()
    assert abs(a.lo - b.lo) ** 2 <= f.lipschitz() ** 2 * square
    box = tuple(Interval(min(x, y), max(x, y)) for x, y in zip(p, q, strict=True))
    whole = f.on(box, 0)
    assert a.lo in whole and b.lo in whole and a.lo in f.range() and b.lo in f.range()
    assert f.oscillation_lower() <= f.oscillation()
    assert from_data(f.to_data()) == f


@settings(max_examples=60, deadline=None)
@given(f=cones(1))
def test_the_range_in_one_dimension_is_nearly_exact(f: Cones) -> None:
    """Catches a branch and bound that cuts the wrong box: all kinks are tried."""
    kinks = {Fraction(0), Fraction(1), *(p[0] for p in f.apexes if 0 <= p[0] <= 1)}
    pairs = list(zip(f.apexes, f.heights, strict=True))
    for (p,), h in pairs:
        for (q,), g in pairs:
            for sign in (1, -1):
                kinks.add((p + q) / 2 + sign * (g - h) / (2 * f.slope))
    values = [f.at((x,), 0).lo for x in kinks if 0 <= x <= 1]
    exact = max(values) - min(values)
    assert f.oscillation_lower() <= exact <= f.oscillation() <= exact + abs(f.slope) / 64


def test_the_data_are_met() -> None:
    """Catches an extension that does not pass through consistent data."""
    apexes = tuple((Fraction(k, 4), Fraction(k * k % 3, 4)) for k in range(5))
    heights = tuple(Fraction(k % 2, 4) for k in range(5))
    for slope in (Fraction(1), Fraction(-1)):
        f = Cones(apexes, heights, slope, "sum")
        assert [f.at(p, 0).lo for p in apexes] == list(heights)
        assert f.lipschitz() ** 2 >= 2 > (f.lipschitz() - Fraction(1, 1 << 70)) ** 2


def test_the_diagonal_is_steepest_in_the_sum_norm() -> None:
    """Catches a modulus that is not attained: the far corner of a cell of side 1/4 is omega_f(sqrt(2)/4) away."""
    f = Cones(((Fraction(0), Fraction(0)),), (Fraction(0),), Fraction(3), "sum")
    far = f.at((Fraction(1, 4), Fraction(1, 4)), 0).lo
    assert far == f.modulus_of_root(Fraction(2, 16)) == Fraction(3, 2)
    assert f.range() == Interval(Fraction(0), Fraction(6))


def test_sympy_form() -> None:
    """Catches a symbolic form of another function."""
    f = Cones(((Fraction(0), Fraction(1)), (Fraction(1, 2), Fraction(0))), (Fraction(0), Fraction(1, 4)), Fraction(-2), "max")
    assert f.sympy().subs({"x1": 0, "x2": 0}) is not None
    expression = f.sympy()
    point = dict(zip(sorted(expression.free_symbols, key=str), (Fraction(1, 3), Fraction(1, 5)), strict=True))
    import sympy

    exact = expression.subs({s: sympy.Rational(v.numerator, v.denominator) for s, v in point.items()})
    assert Fraction(int(exact.p), int(exact.q)) == f.at((Fraction(1, 3), Fraction(1, 5)), 0).lo
    assert f.breakpoints(0) == (Fraction(0), Fraction(1, 2)) and f.hoelder() == (1, 2)
    assert "slope 2 in the max norm" in str(f.hypotheses()[0])


def test_malformed_cones() -> None:
    """Catches data that define no function."""
    zero = (Fraction(0),)
    with pytest.raises(InvalidInput, match="as many heights"):
        Cones((), (), Fraction(1))
    with pytest.raises(InvalidInput, match="as many heights"):
        Cones((zero, (Fraction(0), Fraction(0))), (Fraction(0),) * 2, Fraction(1))
    with pytest.raises(InvalidInput, match="slope"):
        Cones((zero,), zero, Fraction(0))
    with pytest.raises(InvalidInput, match="norm"):
        Cones((zero,), zero, Fraction(1), "euclid")  # type: ignore[arg-type]
    with pytest.raises(ResourceLimit):
        Cones((zero,) * 1001, zero * 1001, Fraction(1))
    with pytest.raises(DomainError):
        Cones((zero,), zero, Fraction(1)).at((Fraction(2),), 0)
