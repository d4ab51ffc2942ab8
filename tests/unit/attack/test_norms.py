"""L^p norms over the cells."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.attack.networks import printed_bound
from verifier.attack.norms import integral, norm_error
from verifier.attack.search import attack
from verifier.attack.strategies import polygons
from verifier.constructions.lp_network import lp_network
from verifier.errors import InvalidInput
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.verdict import Kind


@settings(max_examples=60, deadline=None)
@given(
    target=polygons(4), value=st.fractions(-2, 2, max_denominator=8), power=st.sampled_from([1, 2]),
    cuts=st.lists(st.fractions(0, 1, max_denominator=32), min_size=2, max_size=4, unique=True),
)  # fmt: skip
def test_integral_is_additive_and_between_sums(
    target: PiecewiseLinear, value: Fraction, power: int, cuts: list[Fraction]
) -> None:
    """Catches a lost piece, a change of sign inside a piece: additive, and between lower and upper sums."""
    places = sorted(cuts)
    whole = integral(target, places[0], places[-1], value, power)
    parts = [integral(target, a, b, value, power) for a, b in zip(places, places[1:], strict=False)]
    assert whole == sum(parts, Fraction(0))
    count, width = 64, (places[-1] - places[0]) / 64
    steepest = max(abs(slope) for slope in target.slopes())
    points = [places[0] + width * (k + Fraction(1, 2)) for k in range(count)]
    heights = [abs(target.at((t,), 0).lo - value) for t in points]
    middle = sum((h**power * width for h in heights), Fraction(0))
    reach = steepest * width / 2
    slack = sum((((h + reach) ** power - h**power) * width for h in heights), Fraction(0))
    assert abs(whole - middle) <= slack


def test_powers_without_rational_integrals_are_refused() -> None:
    """Catches an inexact integral."""
    with pytest.raises(InvalidInput):
        norm_error("p", "p", lp_network, printed_bound, Fraction(3), largest=2)


@pytest.mark.parametrize("p", [1, 2])
def test_the_printed_bound_survives_and_a_tiny_one_falls(p: int) -> None:
    """Catches a norm that is never compared with anything."""
    true = norm_error("norm", "norm <= bound", lp_network, printed_bound, Fraction(p), largest=3)
    false = norm_error("norm", "norm <= bound/4", lp_network, lambda at: printed_bound(at) / 4, Fraction(p), largest=3)
    assert attack(true, examples=40).verdict.kind is Kind.TESTED
    assert attack(false, examples=60).verdict.kind is Kind.REFUTED
