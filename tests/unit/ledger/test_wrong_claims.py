"""Wrong claims are refuted with witnesses; the right ones beside them are established by the same checks."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.ledger.mutant_case import Case
from verifier.ledger.wrong_claims import wrong_claims
from verifier.verdict import Kind

CASES = list(wrong_claims())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wrong_is_refuted_and_right_is_established(case: Case) -> None:
    """Catches a wrong claim that passes, and a check that refutes the right claim too."""
    assert [engine for engine, _ in case.checks] == [engine for engine, _ in case.control]
    assert len(case.checks) >= 2
    for engine, check in case.checks:
        verdict = check()
        assert verdict.kind is Kind.REFUTED, engine
        assert verdict.detail
    for engine, check in case.control:
        assert check().kind in (Kind.PROVED, Kind.CERTIFIED, Kind.TESTED), engine


def test_five_is_lowered_to_just_below_what_is_attained() -> None:
    """Catches a constant so small that killing it says nothing: the certified error is above 2.9 and at most 3 lambda / K."""
    case = next(one for one in CASES if "2.2: 5 lambda" in one.name)
    evidence = dict(dict(case.checks)["certificates"]().evidence)
    least = Fraction(evidence["error at least"])
    assert Fraction(29, 10) / 8 < least <= Fraction(3, 8)
