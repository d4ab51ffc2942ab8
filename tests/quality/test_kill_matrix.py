"""The whole kill matrix, family by family: the engines must find what is wrong, and only that."""

from __future__ import annotations

import pytest

from verifier.ledger.kill_matrix import families, totals, try_family
from verifier.verdict import Kind


@pytest.mark.parametrize("family", sorted(families()))
def test_every_wrong_mutant_is_killed(family: str) -> None:
    """Catches an engine that has lost its teeth: all that are not proved equivalent are killed, four in five by two engines.

    Controls are run first: the original passes every check that kills.
    """
    rows = try_family(family)
    found = totals(rows)
    assert len(rows) == len(families()[family])
    assert found.survivors == ()
    wrong = found.mutants - found.equivalent
    assert found.killed == wrong
    assert 100 * found.by_two >= 80 * wrong
    assert found.changing_by_attack >= found.changing_by_whole
    assert 100 * found.changing_by_whole >= 70 * found.changing
    for one in rows:
        for mark in one.marks:
            assert not mark.killed or mark.verdict.evidence, f"{one.name}: {mark.engine} killed without a witness"
            assert mark.verdict.kind is not Kind.UNDECIDED, f"{one.name}: {mark.engine} is undecided"
