"""What users write in their own tests."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.attack.testing import falls, survives


def claim(largest: int) -> Attackable[int]:
    return Attackable("ten", "x <= 10", lambda: st.integers(0, largest), lambda x: [Trial(Fraction(x), Fraction(10))])


def test_survives() -> None:
    """Catches a helper that raises for the truth, or says nothing about what was seen."""
    assert survives(claim(10), examples=11).ratio == 1


def test_survives_raises_with_the_witness() -> None:
    """Catches a failure without its counterexample."""
    with pytest.raises(AssertionError, match=r"(?s)error 11 > bound 10.*claim: x <= 10.*instance: .*11"):
        survives(claim(50))


def test_nothing_evaluated_is_no_success() -> None:
    """Catches a test that is green because it tested nothing."""
    with pytest.raises(AssertionError, match="no instance was evaluated"):
        survives(Attackable("empty", "anything", st.integers, lambda x: []), examples=3)


def test_falls() -> None:
    """Catches a negative control that cannot fail."""
    assert falls(claim(50)).found is not None
    with pytest.raises(AssertionError, match="no counterexample"):
        falls(claim(10), examples=11)
