"""verifier.certificates.lp_error: the quadrature encloses exactly known integrals, its roots and powers round outward."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.certificates.brute_force import true_integral
from tests.unit.certificates.test_sup_error import polygons
from verifier.certificates.lp_error import Power, gap_measure, gap_part, lp_error, norm_down, norm_up, root
from verifier.constructions.grid import make_grid
from verifier.errors import InvalidInput
from verifier.ledger.certification import network_to_certify
from verifier.ledger.instance import Question, build
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery
from verifier.targets.piecewise_linear import PiecewiseLinear


@given(polygons(), st.integers(1, 4), st.sampled_from([1, 1, 1, 2]))
@settings(max_examples=600, deadline=None)
def test_the_truth_lies_between(target: PiecewiseLinear, p: int, n: int) -> None:
    """Catches a quadrature or a bound in the gaps that is not one: compared with the exact integral over all pieces."""
    approximant = network_to_certify(Question("2.1", target, n, p=Fraction(p)))
    found = lp_error(target, approximant, Fraction(1, 10), budget=200)
    assert found.lower**p <= true_integral(target, approximant, p) <= found.upper**p
    assert not found.reached or found.upper <= found.lower * Fraction(11, 10)


@pytest.mark.parametrize(("name", "n", "p"), [("sine", 3, "1"), ("root", 3, "2"), ("cusp", 3, "7/2"), ("ramps", 3, "5/3"),
                                              ("population", 3, "2"), ("waves", 2, "7/2"), ("cone", 2, "1"), ("constant", 1, "2"),
                                              ("cusp3", 1, "2")])  # fmt: skip
def test_bounds_are_close(name: str, n: int, p: str) -> None:
    """Catches a quadrature of first order, which would not reach the tolerance within the budget."""
    target = gallery()[name]
    found = lp_error(target, network_to_certify(Question("2.1", target, n, p=Fraction(p))), Fraction(1, 20), budget=8000)
    assert found.reached and found.gaps < Fraction(1, 50)


def test_the_gaps_weigh_what_they_weigh() -> None:
    """Catches gaps that are forgotten: at the theorem's widest delta they are a visible part of the bound."""
    target = gallery()["sine"]
    wide = build(Question("2.1", target, 3, p=Fraction(1)))
    narrow = network_to_certify(Question("2.1", target, 3, p=Fraction(1)))
    assert gap_part(target, wide, Fraction(1)) >= 128 * gap_part(target, narrow, Fraction(1)) > 0
    grid = make_grid(2, 1)
    assert gap_measure(grid) == 2 * grid.delta.fraction - grid.delta.fraction**2
    with pytest.raises(InvalidInput, match="no L\\^p bound"):
        lp_error(target, build(Question("2.2", target, 1)), Fraction(1, 10))


@given(st.integers(0, 10**30), st.integers(1, 9))
def test_roots_are_floors(value: int, degree: int) -> None:
    """Catches Newton's iteration stopped one step early or late."""
    found = root(value, degree)
    assert found**degree <= value < (found + 1) ** degree


@given(st.integers(0, 1 << 70), st.fractions(min_value=1, max_value=5, max_denominator=4))
def test_powers_round_outward(t: int, p: Fraction) -> None:
    """Catches a power rounded to the wrong side: compared after raising to the denominator."""
    power = Power(p, 64)
    low, high = power.down(t), power.up(t)
    exact = Fraction(t, 1 << 64) ** p.numerator
    unit = 1 << power.scale
    assert Fraction(low, unit) ** p.denominator <= exact <= Fraction(high, unit) ** p.denominator
    assert high - low <= 1


@given(st.fractions(min_value=0, max_value=10**6), st.fractions(min_value=1, max_value=5, max_denominator=4))
def test_norms_round_outward_and_closely(integral: Fraction, p: Fraction) -> None:
    """Catches a p-th root rounded to the wrong side, or so coarsely that the bounds drift apart."""
    low, high = norm_down(integral, p), norm_up(integral, p)
    assert low**p.numerator <= integral**p.denominator <= high**p.numerator
    assert high - low <= high / (1 << 30)


@pytest.mark.parametrize("p", ["1", "7/2"])
def test_a_small_function_is_bounded_as_closely_as_a_large_one(p: str) -> None:
    """Catches digits counted from 1 on: the gaps of a function of size 10^-30 would weigh as much as one of size 2^-64."""
    found = []
    for text in ("x1", "x1*1e-30", "x1*1e30"):
        target = Expression(text, 1)
        approximant = network_to_certify(Question("2.1", target, 2, p=Fraction(p)))
        found.append(lp_error(target, approximant, Fraction(1, 20)))
    assert all(one.reached and one.gaps <= 2 * found[0].gaps for one in found)
