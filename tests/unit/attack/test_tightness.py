"""The table of tightness."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from verifier.attack.search import Attacked
from verifier.attack.tightness import SUBJECTS, Row, Subject, table
from verifier.verdict import Kind

ONE = [(subject, d, n) for subject in SUBJECTS for d, n in ((1, 2), (2, 1))]


def ratio(seen: Attacked) -> Fraction:
    assert seen.verdict.kind is Kind.TESTED and seen.ratio is not None
    return seen.ratio


@pytest.mark.parametrize(("subject", "d", "n"), ONE, ids=lambda value: getattr(value, "theorem", str(value)))
def test_the_bound_of_5_1_is_nearly_reached_and_the_printed_rate_never(subject: Subject, d: int, n: int) -> None:
    """Catches adapted functions that are not: 0.95 of the bound of 5.1 at d = 1, 0.8 at d = 2, and at most 3/5 of the rate."""
    rows: list[Row] = list(table(40, 0, (replace(subject, grids=((d, n),)),)))
    (one,) = rows
    assert (one.theorem, one.d, one.n) == (subject.theorem, d, n)
    assert ratio(one.uniform) >= Fraction(95 if d == 1 else 80, 100)
    assert Fraction(2, 5) <= ratio(one.rate) <= Fraction(3, 5) * (1 + Fraction(1, 2**6))
    assert ratio(one.printed) < 1
