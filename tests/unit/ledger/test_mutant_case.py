"""Cases of the kill matrix."""

from __future__ import annotations

from verifier.identities.identity import Claim
from verifier.identities.term import equal, reals, relu
from verifier.ledger.mutant_case import proved
from verifier.verdict import Kind

(x,) = reals("x")
RIGHT = Claim("positive part", (x,), (x >= 0,), equal(relu(x), x))
WRONG = Claim("always", (x,), (), equal(relu(x), x))


def test_all_claims_must_be_proved() -> None:
    """Catches a list of claims of which only the first is looked at."""
    assert proved((RIGHT,)).kind is Kind.PROVED
    verdict = proved((RIGHT, WRONG))
    assert verdict.kind is Kind.REFUTED
    assert verdict.detail.startswith("always: the claim fails at x = ")


def test_nothing_claimed_is_not_proved() -> None:
    """Catches an empty list that counts as a proof of equivalence."""
    assert proved(()).kind is Kind.UNDECIDED
