"""The attackable claims of the project's own theorems: the true ones survive, the findings fall from the claim as printed."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.attack.claim import Attackable
from verifier.attack.search import attack
from verifier.ledger.discover import discover, proofs_folder
from verifier.ledger.theorem import Part, Theorem
from verifier.verdict import Kind

CLAIMS = [(theorem, claim) for theorem in discover(proofs_folder()) for claim in theorem.attacks]
TRUE = [(theorem, claim) for theorem, claim in CLAIMS if not claim.as_printed]
PRINTED = [(theorem, claim) for theorem, claim in CLAIMS if claim.as_printed]


def name(value: Theorem | Attackable[Any]) -> str:
    return value.name


@pytest.mark.parametrize(("theorem", "claim"), TRUE, ids=name)
def test_true_claims_survive(theorem: Theorem, claim: Attackable[Any]) -> None:
    """Catches a claim that is stated wrongly, a construction that is wrong, or an attack that refutes the truth."""
    seen = attack(claim, examples=20, seed=1)
    assert seen.verdict.kind is Kind.TESTED, seen.verdict.detail


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("theorem", "claim"), PRINTED, ids=name)
def test_findings_are_found_by_the_attack(theorem: Theorem, claim: Attackable[Any], seed: int) -> None:
    """Catches strategies that no longer find E1, E4 or E5 from the claim as printed, whatever the seed."""
    assert theorem.part is Part.FINDING
    seen = attack(claim, seed=seed)
    assert seen.verdict.kind is Kind.REFUTED, seen.verdict.detail


def test_what_is_attacked() -> None:
    """Catches an attack that is dropped from a theorem file: blocks, theorems and the three findings."""
    names = {theorem.name for theorem, _ in CLAIMS}
    wanted = "syz22_2_1 syz22_2_2 uniform_2_2 syz22_2_3_exact syz22_2_3_printed direct_reading syz22_a1_cells syz22_a2_hull"
    blocks = "syz22_b1_bit syz22_b1_sawtooth syz22_b1_clamp syz22_b2_step syz22_b2_index syz22_b2_exponential syz22_b2_partition"
    more = "lsyz21_3_1_median exact_product y17_square syz22_a4_product unpacking_digits syz22_a1_quantisation syz22_a1_code"
    assert set(f"{wanted} {blocks} {more}".split()) <= names
    assert {theorem.name for theorem, _ in PRINTED} == {
        "finding_e1_last_cell", "finding_e4_delta_depends_on_f", "finding_e5_one_class"
    }  # fmt: skip
