"""Attacks on theorems, as outcomes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.attack.search import Attacked, Found
from verifier.errors import BrokenLedger, InvalidInput
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.count import ESTABLISHED, OPEN, REJECTED, exit_code
from verifier.ledger.obligation import Outcome
from verifier.ledger.siege import Budget, besiege
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.verdict import Kind

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def claim(largest: int, **more: Any) -> Attackable[int]:
    return Attackable("ten", "k <= 10", lambda: st.integers(0, largest), lambda k: [Trial(Fraction(k), Fraction(10))], **more)


def theorem(*claims: Attackable[Any], name: str = "ten") -> Theorem:
    hurt = Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x))
    return Theorem(name, "At most ten", Part.LEMMA, "nowhere", r"k \le 10", (EASY,), (hurt,), attacks=claims)


def run(*claims: Attackable[Any], **budget: Any) -> tuple[Outcome, ...]:
    sections, _ = besiege([theorem(*claims)], Budget(**budget), lambda done, total: None)
    assert len(sections) == 1
    return sections[0].outcomes


def test_true_false_and_false_as_printed() -> None:
    """Catches a finding that counts as a failure of the run, and a refuted theorem that does not."""
    (true,) = run(claim(10))
    (false,) = run(claim(99))
    (printed,) = run(claim(99, as_printed=True))
    assert [one.verdict.kind for one in (true, false, printed)] == [Kind.TESTED, Kind.REFUTED, Kind.CERTIFIED]
    assert printed.obligation.name.startswith("false as printed") and "error 11 > bound 10" in printed.verdict.detail


def test_a_finding_that_is_missed_is_undecided() -> None:
    """Catches an attack too weak for a known counterexample that looks like success."""
    (missed,) = run(claim(10, as_printed=True))
    assert missed.verdict.kind is Kind.UNDECIDED and "misses" in missed.verdict.detail


@pytest.mark.parametrize(
    ("claims", "code"),
    [((claim(10),), ESTABLISHED), ((claim(10), replace(claim(99), name="b")), REJECTED),
     ((claim(99, as_printed=True),), ESTABLISHED), ((claim(10, as_printed=True),), OPEN)],
)  # fmt: skip
def test_exit_codes(claims: tuple[Attackable[Any], ...], code: int) -> None:
    """Catches a run with a refuted claim that exits with 0."""
    sections, _ = besiege([theorem(*claims)], Budget(), lambda done, total: None)
    assert exit_code(sections) == code


def test_notes_shows_progress_and_count() -> None:
    """Catches evaluations that are not counted, claims that are not shown, progress that does not end."""
    notes: list[Found] = []
    shown: list[Attacked] = []
    steps: list[tuple[int, int]] = []
    subjects = [theorem(claim(10), replace(claim(10), name="second")), theorem(claim(10), name="other"), theorem(name="none")]
    sections, evaluations = besiege(
        subjects, Budget(examples=8), lambda done, total: steps.append((done, total)),
        note=lambda theorem, claim, found: notes.append(found), show=lambda theorem, claim, seen, outcome: shown.append(seen),
    )  # fmt: skip
    assert [section.name for section in sections] == ["ten", "other"]
    assert steps == [(1, 3), (2, 3), (3, 3)] and len(shown) == 3
    assert evaluations == sum(seen.evaluations for seen in shown) == 24
    assert notes


def test_budgets() -> None:
    """Catches a factor that is not applied, seconds that are ignored, a pinned instance that is not tried first."""
    wide = Attackable("wide", "k <= k", st.integers, lambda k: [Trial(Fraction(0), Fraction(1))], examples=7)
    assert run(wide)[0].verdict.detail.startswith("7 examples")
    assert run(wide, factor=3)[0].verdict.detail.startswith("21 examples")
    assert run(wide, examples=5)[0].verdict.detail.startswith("5 examples")
    assert run(wide, seconds=Fraction(1, 5))[0].verdict.kind is Kind.TESTED
    sections, _ = besiege([theorem(claim(99))], Budget(), lambda done, total: None, pinned=lambda theorem, claim: [50])
    assert "error 50" in sections[0].outcomes[0].verdict.detail
    for wrong in ({"examples": 0}, {"factor": 0}, {"seed": -1}):
        with pytest.raises(InvalidInput):
            Budget(**wrong)


def test_nothing_to_attack() -> None:
    """Catches an attack on nothing that is green."""
    with pytest.raises(InvalidInput, match="nothing to attack"):
        besiege([theorem()], Budget(), lambda done, total: None)


def test_names_of_claims_are_unique() -> None:
    """Catches two claims whose witnesses would overwrite each other."""
    with pytest.raises(BrokenLedger, match="two attackable claims"):
        theorem(claim(10), claim(9))
