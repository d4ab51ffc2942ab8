"""Networks in one variable against affine bounds: every point of an interval, not only some."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import networks
from verifier.certificates.one_variable import Requirement, meets
from verifier.constructions.sawtooth import clamp, sawtooth
from verifier.errors import InvalidInput
from verifier.exact.interval import Interval
from verifier.network.compiled import run
from verifier.network.ir import Network
from verifier.verdict import Kind

THIRD = Fraction(1, 3)


def test_the_clamp_meets_its_lemma_and_no_stronger_one() -> None:
    """Catches a check that looks at ends of the interval only, and one that rejects what is right."""
    right = [Requirement.equal(-2, THIRD, 0, 0), Requirement.equal(2 * THIRD, 3, 0, 1), Requirement.between(-2, 3, 0, 1)]
    assert meets(clamp().literal, right).kind is Kind.CERTIFIED
    wrong = meets(clamp().literal, [Requirement.equal(0, Fraction(34, 100), 0, 0)])
    assert wrong.kind is Kind.REFUTED
    assert dict(wrong.evidence)["t"] == "17/50"


def test_a_spike_between_the_ends_is_seen() -> None:
    """Catches sampling: the sawtooth is 0 at 0, 2 and 4, and 1 in between."""
    wrong = meets(sawtooth(3).literal, [Requirement.equal(0, 4, 0, 0)])
    assert wrong.kind is Kind.REFUTED
    assert dict(wrong.evidence)["value"] == "1"
    teeth = [Requirement.equal(i, i + 1, -1 if i % 2 else 1, i + 1 if i % 2 else -i) for i in range(8)]
    assert meets(sawtooth(3).literal, teeth).kind is Kind.CERTIFIED


@settings(max_examples=40, deadline=None)
@given(networks(inputs=1, outputs=1), st.fractions(-4, 4, max_denominator=30), st.fractions(-2, 2, max_denominator=9))
def test_certified_ranges_contain_all_values(network: Network, t: Fraction, least: Fraction) -> None:
    """Catches a certificate over an interval that fails at a point of it."""
    verdict = meets(network, [Requirement.between(-4, 4, least, 10**6)])
    value = run(network, (t,))[0]
    if verdict.kind is Kind.CERTIFIED:
        assert least <= value
    else:
        at = Fraction(dict(verdict.evidence)["t"])
        assert not least <= run(network, (at,))[0] <= 10**6


def test_single_points_and_malformed_questions() -> None:
    """Catches an interval of width 0 that is passed over, and success with nothing required."""
    point = Requirement(Interval(Fraction(1), Fraction(1)), (Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))
    assert meets(clamp().literal, [point]).kind is Kind.CERTIFIED
    assert meets(clamp().literal, [Requirement.equal(1, 1, 0, 2)]).kind is Kind.REFUTED
    with pytest.raises(InvalidInput, match="at least one"):
        meets(clamp().literal, [])
