"""The kill matrix: every mutant before the three engines, which share only the constructions.

A mutant counts as killed by an engine when the engine refutes, with an exact witness, an obligation about the mutant that it
establishes for the unchanged original (the controls). A mutant is equivalent if the identities *prove* of the changed part
all that its lemma says; then no engine may kill it. Its values may still differ from those of the original where the lemma
leaves room (in gaps); where that was seen, `changed` says so.

Of a wrong claim, what the identities refute is that it follows from what is proved; that it is false, only the certificates and
the attack show, by a function.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from verifier.attack.mutants import block_mutants, network_mutants, wrong_parts
from verifier.constructions.grid import Grid, sup_delta
from verifier.errors import BrokenLedger, EnginesDisagree, InvalidInput
from verifier.ledger.mutant_case import Case
from verifier.ledger.wrong_claims import wrong_claims
from verifier.ledger.wrong_networks import ATTACKED, WHOLE, block_case, network_case
from verifier.verdict import Kind, Verdict

ENGINES: Final = ("identities", "certificates", "attack")
GRID: Final = Grid(1, 2, sup_delta(2))
PLANE: Final = Grid(2, 1, sup_delta(1))


@dataclass(frozen=True, slots=True)
class Mark:
    """What one engine said: KILLED (refuted with a witness), PROVED or PASSED (nothing wrong), OPEN, or silent (None)."""

    engine: str
    verdict: Verdict
    seconds: float

    @property
    def killed(self) -> bool:
        """True if the engine refuted the mutant."""
        return self.verdict.kind is Kind.REFUTED


@dataclass(frozen=True, slots=True)
class Tried:
    """One row of the matrix. `changed` is the place of a changed value on the cube, or None if none was seen."""

    name: str
    family: str
    marks: tuple[Mark, ...]
    changed: str | None

    @property
    def killers(self) -> tuple[str, ...]:
        """The engines that killed it."""
        return tuple(mark.engine for mark in self.marks if mark.killed)

    @property
    def equivalent(self) -> str | None:
        """The proof that the changed part still does all that its lemma says, or None."""
        proof = next((m for m in self.marks if m.engine == "identities" and m.verdict.kind is Kind.PROVED), None)
        return None if proof is None or self.killers else proof.verdict.detail


def cases() -> Iterator[Case]:
    """All mutants, in a fixed order."""
    for mutant in network_mutants(GRID):
        yield network_case(mutant)
    plane = {"mid -> the middle argument b", "mid -> the first argument a", "mid -> (a + 2 b + c) / 4"}
    for mutant in wrong_parts(PLANE):
        if mutant.name in plane or mutant.part in ("index", "delta"):
            yield network_case(replace(mutant, name=f"d = 2: {mutant.name}"))
    for block in block_mutants():
        yield block_case(block)
    yield from wrong_claims()


def try_case(case: Case) -> Tried:
    """Put one mutant before the engines.

    Raises:  EnginesDisagree if the identities prove what another engine refutes.
    """
    marks = []
    for engine, check in case.checks:
        start = time.perf_counter()
        verdict = check()
        marks.append(Mark(engine, verdict, time.perf_counter() - start))
    against = [mark.engine for mark in marks if mark.killed]
    if against and any(mark.verdict.kind is Kind.PROVED for mark in marks):
        raise EnginesDisagree(f"{case.name}: the identities prove it equivalent, but killed by {' and by '.join(against)}")
    changed = case.changes() if case.changes is not None else None
    return Tried(case.name, case.family, tuple(marks), changed)


def control(case: Case, known: dict[tuple[str, str], Verdict]) -> None:
    """The original must pass every check of the case; controls are shared by cases of one family.

    Raises:  BrokenLedger naming the family and the engine if it does not.
    """
    for engine, check in case.control:
        if (case.family, engine) not in known:
            known[case.family, engine] = check()
        verdict = known[case.family, engine]
        if verdict.kind not in (Kind.PROVED, Kind.CERTIFIED, Kind.TESTED):
            raise BrokenLedger(f"control of {case.family}: {engine} does not pass the original: {verdict.detail}")


@cache
def families() -> dict[str, tuple[Case, ...]]:
    """All cases by family."""
    found: dict[str, list[Case]] = {}
    for case in cases():
        found.setdefault(case.family, []).append(case)
    return {family: tuple(listed) for family, listed in found.items()}


def try_family(family: str, only: str = "") -> tuple[Tried, ...]:
    """The controls of a family, then its cases whose name or family contains `only`."""
    chosen = [case for case in families()[family] if only in case.name or only in case.family]
    known: dict[tuple[str, str], Verdict] = {}
    for case in chosen:
        control(case, known)
    return tuple(try_case(case) for case in chosen)


def kill_matrix(
    only: str = "", workers: int = 1, advance: Callable[[int, int], None] = lambda done, total: None
) -> tuple[Tried, ...]:
    """All rows, in the order of `cases`.

    Raises:  InvalidInput if no name contains `only`; BrokenLedger if a control fails.
    """
    every = families()
    todo = [name for name, listed in every.items() if any(only in one.name or only in one.family for one in listed)]
    if not todo:
        raise InvalidInput.argument("only", only, "a part of the name of a mutant (see verifier mutants)")
    total, rows = sum(len(every[name]) for name in todo), {}
    largest_first = sorted(todo, key=lambda name: -len(every[name]))
    if workers <= 1 or len(todo) == 1:
        for name in todo:
            rows[name] = try_family(name, only)
            advance(sum(map(len, rows.values())), total)
    else:
        with ProcessPoolExecutor(workers) as pool:
            pending = {pool.submit(try_family, name, only): name for name in largest_first}
            for future in as_completed(pending):
                rows[pending[future]] = future.result()
                advance(sum(map(len, rows.values())), total)
    return tuple(row for name in todo for row in rows[name])


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over a matrix. `changing`: networks that change a value on the cube and are not equivalent.

    changing_by_whole: those that the attack kills by a value of the whole network, not of the changed part alone.
    """

    mutants: int
    equivalent: int
    killed: int
    by_two: int
    survivors: tuple[str, ...]
    by_engine: tuple[tuple[str, int], ...]
    changing: int
    changing_by_attack: int
    changing_by_whole: int

    @property
    def sound(self) -> bool:
        """All that are not equivalent are killed, 80 in 100 by two engines, 70 in 100 of the changing ones by values."""
        wrong = self.mutants - self.equivalent
        enough = 100 * self.by_two >= 80 * wrong and 100 * self.changing_by_whole >= 70 * self.changing
        return wrong > 0 and not self.survivors and enough


def totals(rows: Sequence[Tried]) -> Totals:
    """Count."""
    wrong = [one for one in rows if one.equivalent is None]
    changing = [one for one in wrong if one.changed is not None]
    return Totals(
        mutants=len(rows),
        equivalent=len(rows) - len(wrong),
        killed=sum(bool(one.killers) for one in wrong),
        by_two=sum(len(one.killers) >= 2 for one in wrong),
        survivors=tuple(one.name for one in wrong if not one.killers),
        by_engine=tuple((engine, sum(engine in one.killers for one in wrong)) for engine in ENGINES),
        changing=len(changing),
        changing_by_attack=sum("attack" in one.killers for one in changing),
        changing_by_whole=sum(
            mark.engine == "attack" and mark.killed and dict(mark.verdict.evidence).get(ATTACKED) == WHOLE
            for one in changing
            for mark in one.marks
        ),
    )
