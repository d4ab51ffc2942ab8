"""The checks of wrong networks: the right network passes all of them, each wrong one fails where it is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.attack.mutants import BlockMutant, Mutant, block_mutants, network_mutants, original, right_blocks
from verifier.certificates.one_variable import meets
from verifier.constructions.grid import Grid, sup_delta
from verifier.ledger.mutant_case import proved
from verifier.ledger.wrong_networks import block_case, block_lemma, lemma, network_case, requirements
from verifier.verdict import Kind

LINE = Grid(1, 2, sup_delta(2))


def named(name: str) -> Mutant:
    return next(one for one in network_mutants(LINE) if one.name == name)


@pytest.mark.parametrize("part", ["step", "index", "exponential", "sawtooth", "clamp", "median", "delta", "none"])
def test_the_original_passes_every_check(part: str) -> None:
    """Catches a lemma or a certificate that the right part does not satisfy: it would kill everything."""
    right = replace(original(LINE), part=part)
    assert proved(lemma(right)).kind is Kind.PROVED
    if part in ("step", "index", "exponential", "sawtooth", "clamp"):
        assert meets(getattr(right.parts, part), requirements(part, LINE)).kind is Kind.CERTIFIED


def test_two_and_three_tents_fewer() -> None:
    """Catches a wrong count of tents: 2J - 1 suffice for 4^J/3, 2J - 2 do not."""
    assert proved(lemma(named("2J + 1 tents -> 7 of them, t / 2^7"))).kind is Kind.PROVED
    wrong = proved(lemma(named("2J + 1 tents -> 6 of them, t / 2^6")))
    assert wrong.kind is Kind.REFUTED
    assert "4^J / 3 <= 2^6" in wrong.detail


def test_two_of_three_needs_narrow_gaps() -> None:
    """Catches a lemma on the copies that holds for any delta."""
    for name in ("delta = 1/(2K) in place of at most 1/(3K)", "delta = 1/(2K) in the shifts only", "no shifts: three equal copies"):
        assert proved(lemma(named(name))).kind is Kind.REFUTED, name


def test_all_three_engines_kill_a_moved_threshold() -> None:
    """Catches an engine that is asked about the original instead of the mutant."""
    case = network_case(named("clamp thresholds 1/3, 2/3 -> 1/4, 3/4"))
    assert [engine for engine, _ in case.checks] == ["identities", "certificates", "attack"]
    for _, check in case.checks:
        verdict = check()
        assert verdict.kind is Kind.REFUTED
        assert verdict.evidence
    for _, check in case.control:
        assert check().kind in (Kind.PROVED, Kind.CERTIFIED, Kind.TESTED)
    assert case.changes is not None
    assert case.changes() is not None


def test_no_lemma_speaks_of_reordered_cells() -> None:
    """Catches an identity invented for a change about which no lemma says anything."""
    case = network_case(named("cells stored in reverse order"))
    assert [engine for engine, _ in case.checks] == ["certificates", "attack"]


@pytest.mark.parametrize("right", right_blocks(), ids=lambda one: one.block)
def test_right_blocks_of_2_3_pass_every_check(right: BlockMutant) -> None:
    """Catches a check that kills the right unpacking or the right product."""
    for _, check in block_case(right).checks:
        assert check().kind in (Kind.PROVED, Kind.CERTIFIED, Kind.TESTED)


def test_a_shallower_unpacking_is_killed_and_a_dead_weight_is_not() -> None:
    """Catches a dropped layer that nobody misses, and an equivalent mutant (a neuron that is 0 on the domain) that is killed."""
    dropped = next(one for one in block_mutants() if one.name == "unpacking: layer 2 dropped")
    assert all(check().kind is Kind.REFUTED for _, check in block_case(dropped).checks)
    dead = next(one for one in block_mutants() if one.name == "product: layer 0, row 3, bias + 5/32")
    assert proved(block_lemma(dead)).kind is Kind.PROVED
    assert all(check().kind is not Kind.REFUTED for _, check in block_case(dead).checks)
