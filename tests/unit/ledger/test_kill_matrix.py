"""The kill matrix: honest about survivors, controls and equivalents."""

from __future__ import annotations

import pytest

from verifier.errors import BrokenLedger, EnginesDisagree, InvalidInput
from verifier.ledger.kill_matrix import Mark, Tried, control, families, kill_matrix, totals, try_case
from verifier.ledger.mutant_case import Case, Check
from verifier.verdict import Kind, Verdict


def says(kind: Kind) -> Check:
    return lambda: Verdict(kind, kind.value)


def case(*said: tuple[str, Kind], right: Kind = Kind.CERTIFIED) -> Case:
    checks = tuple((engine, says(kind)) for engine, kind in said)
    return Case("a mutant", "a family", checks, (("certificates", says(right)),), lambda: "x = 0")


def row(*said: tuple[str, Kind], changed: str | None = "x = 0", whole: bool = True) -> Tried:
    evidence = (("attacked", "the whole network" if whole else "the part alone"),)
    return Tried("a mutant", "a family", tuple(Mark(engine, Verdict(kind, "", evidence), 0) for engine, kind in said), changed)


def test_a_control_that_fails_stops_everything() -> None:
    """Catches kills that mean nothing because the original is killed too."""
    control(case(("certificates", Kind.REFUTED)), {})
    for bad in (Kind.REFUTED, Kind.UNDECIDED):
        with pytest.raises(BrokenLedger, match="control of a family"):
            control(case(("certificates", Kind.REFUTED), right=bad), {})


def test_undecided_is_no_kill_and_only_a_proof_makes_an_equivalent() -> None:
    """Catches a time-out that counts as a kill, and a mutant excused because an attack found nothing."""
    open_ = row(("identities", Kind.UNDECIDED), ("attack", Kind.TESTED))
    assert open_.killers == ()
    assert open_.equivalent is None
    assert totals([open_]).survivors == ("a mutant",)
    assert not totals([open_]).sound
    assert row(("identities", Kind.PROVED), ("attack", Kind.TESTED)).equivalent is not None
    assert row(("certificates", Kind.CERTIFIED), ("attack", Kind.TESTED)).equivalent is None


def test_a_proof_beside_a_kill_is_a_contradiction() -> None:
    """Catches engines that contradict each other in silence."""
    with pytest.raises(EnginesDisagree, match="certificates"):
        try_case(case(("identities", Kind.PROVED), ("certificates", Kind.REFUTED)))


def test_totals_count_what_they_say() -> None:
    """Catches rates over the wrong set: 80 in 100 by two engines, 70 in 100 by the attack of those that change a value."""
    two = row(("identities", Kind.REFUTED), ("attack", Kind.REFUTED))
    one = row(("identities", Kind.REFUTED), ("attack", Kind.TESTED))
    same = row(("identities", Kind.REFUTED), ("certificates", Kind.REFUTED), changed=None)
    equivalent = row(("identities", Kind.PROVED))
    found = totals([two, two, two, two, one, same, equivalent])
    assert (found.mutants, found.equivalent, found.killed, found.by_two) == (7, 1, 6, 5)
    assert (found.changing, found.changing_by_attack) == (5, 4)
    assert dict(found.by_engine) == {"identities": 6, "certificates": 1, "attack": 4}
    assert found.changing_by_whole == 4
    assert found.sound
    assert not totals([two, one]).sound
    hidden = row(("identities", Kind.REFUTED), ("attack", Kind.REFUTED), whole=False)
    assert (totals([hidden]).changing_by_attack, totals([hidden]).changing_by_whole) == (1, 0)
    assert not totals([hidden]).sound  # no value of the network itself showed it
    assert not totals([equivalent]).sound  # nothing wrong was tried


def test_a_part_of_the_matrix() -> None:
    """Catches a filter that tries nothing and succeeds, and an equivalent that is not listed as one."""
    rows = kill_matrix("clamp thresholds")
    assert len(rows) == 4
    assert [one.name for one in rows if one.equivalent is not None] == ["clamp thresholds 1/3, 2/3 -> 2/5, 3/5"]
    assert all(len(one.killers) == 3 for one in rows if one.equivalent is None)
    with pytest.raises(InvalidInput, match="only"):
        kill_matrix("no such mutant")


def test_every_family_has_controls_for_all_its_engines() -> None:
    """Catches an engine that kills without having passed the original."""
    every = families()
    assert sum(map(len, every.values())) >= 200
    names = [one.name for listed in every.values() for one in listed]
    assert len(set(names)) == len(names)
    for listed in every.values():
        for one in listed:
            assert {engine for engine, _ in one.checks} <= {engine for engine, _ in one.control}
