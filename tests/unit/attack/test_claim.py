"""Trials and attackable claims."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.errors import InvalidInput


def trial(error: int | Fraction, bound: int | Fraction) -> Trial:
    return Trial(Fraction(error), Fraction(bound))


def test_equality_does_not_refute() -> None:
    """Catches >= for >: a bound that is attained is not refuted."""
    assert not trial(1, 1).refutes and trial(Fraction(101, 100), 1).refutes


def test_ratio_where_there_is_no_room() -> None:
    """Catches a division by a bound of 0, and an error of 0 that counts as infinite."""
    assert trial(0, 0).ratio == 0 and trial(1, 0).ratio is None and trial(1, 4).ratio == Fraction(1, 4)
    assert trial(-2, -1).ratio == 0 and trial(0, -1).ratio is None


def test_rank_orders_as_the_search_wants() -> None:
    """Catches a large ratio without room that loses to a harmless one, and a refutation that loses to none."""
    ordered = [trial(0, 0), trial(1, 2), trial(1, 1), trial(3, 2), trial(1, 0), trial(2, 0)]
    assert sorted(ordered, key=lambda one: one.rank) == ordered


@pytest.mark.parametrize(("name", "statement", "examples"), [("", "s", 1), ("n", " ", 1), ("n", "s", 0)])
def test_malformed_claims(name: str, statement: str, examples: int) -> None:
    """Catches a claim that says nothing, and an attack of no examples that would look like success."""
    with pytest.raises(InvalidInput):
        Attackable(name, statement, st.integers, lambda value: [trial(0, 0)], examples=examples)
