"""The attack finds what is false, and says nothing against what is true.

theorems/wrong_*.py are theorem files as a user would write them, plausible and nearly true; theorems/tight_*.py are true, and no
constant in them can be improved. Each attackable claim states in `examples` within how many examples it is decided.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from verifier.attack.claim import Attackable
from verifier.attack.search import Found, attack
from verifier.files import canonical
from verifier.ledger.discover import discover
from verifier.ledger.theorem import Theorem
from verifier.ledger.witness import replay, witness_data
from verifier.verdict import Kind

FOLDER = Path(__file__).parent / "theorems"
THEOREMS = discover(FOLDER)
WRONG = [theorem for theorem in THEOREMS if theorem.name.startswith("wrong_")]
TIGHT = [theorem for theorem in THEOREMS if theorem.name.startswith("tight_")]


def name(theorem: Theorem) -> str:
    return theorem.name


def claim_of(theorem: Theorem) -> Attackable[Any]:
    (claim,) = theorem.attacks
    return claim


def test_there_are_enough() -> None:
    """Catches a suite that shrinks unnoticed, or a file that is neither."""
    assert len(WRONG) >= 15 and len(TIGHT) >= 5 and len(WRONG) + len(TIGHT) == len(THEOREMS)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("theorem", WRONG, ids=name)
def test_wrong_theorems_fall(theorem: Theorem, seed: int) -> None:
    """Catches strategies that no longer reach a counterexample within the stated number of examples, and witnesses that
    do not survive the way through a file."""
    claim = claim_of(theorem)
    seen = attack(claim, seed=seed)
    assert seen.verdict.kind is Kind.REFUTED, seen.verdict.detail
    assert seen.found is not None and seen.examples <= claim.examples
    data = witness_data(theorem, claim, seen.found, seed)
    section = replay(data, theorem_file=FOLDER / f"{theorem.name}.py")
    assert [one.verdict.kind for one in section.outcomes] == [Kind.CERTIFIED], section.outcomes[0].verdict.detail


@pytest.mark.parametrize("theorem", WRONG, ids=name)
def test_witnesses_are_shrunk(theorem: Theorem) -> None:
    """Catches a search that stops at the first counterexample: the shrunk one is short, and fits on four lines."""
    first: list[Found] = []

    def note(found: Found) -> None:
        if found.trial.refutes:
            first.append(found)

    seen = attack(claim_of(theorem), best=note)
    assert seen.found is not None and first
    assert len(canonical(seen.found.instance)) <= min(400, 2 * len(canonical(first[0].instance)))


@pytest.mark.parametrize("theorem", TIGHT, ids=name)
def test_tight_theorems_survive(theorem: Theorem) -> None:
    """Catches an attack that refutes the truth, and one that never comes near a bound that is attained."""
    seen = attack(claim_of(theorem))
    assert seen.verdict.kind is Kind.TESTED, seen.verdict.detail
    assert seen.ratio is not None and seen.ratio >= Fraction(99, 100)
