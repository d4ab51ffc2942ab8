"""A hearing: theorems put before the referee, and what came of every obligation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verifier.errors import BrokenLedger
from verifier.identities.induction import Induction
from verifier.identities.term import text
from verifier.ledger.discover import discover, load, proofs_folder
from verifier.ledger.graph import Graph
from verifier.ledger.memory import already
from verifier.ledger.obligation import FINDING, THEOREM, Obligation, Outcome, Scope, Section
from verifier.ledger.referee import Done, Settings, jobs, run_jobs, tasks
from verifier.ledger.theorem import Part, Theorem
from verifier.verdict import Kind, Verdict

Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class Library:
    """The theorems of the project's own folder and of further files, their places, and their graph."""

    paths: dict[str, Path]
    graph: Graph

    @classmethod
    def open(cls, files: Sequence[Path] = ()) -> Library:
        """The theorems in `proofs/` and those of the given files.

        Raises:  BrokenLedger for duplicate or dangling names, cycles, lemmas that nobody shows, files without THEOREM.
        """
        folder = proofs_folder()
        own = discover(folder)
        paths = {theorem.name: folder / f"{theorem.name}.py" for theorem in own}
        theorems = list(own)
        for file in dict.fromkeys(path.resolve() for path in files):
            theorem = load(file)
            if paths.get(theorem.name) == file:
                continue
            if theorem.name in paths:
                raise BrokenLedger(f"{file}: a theorem named {theorem.name!r} exists already")
            paths[theorem.name] = file
            theorems.append(theorem)
        return cls(paths, Graph(theorems))

    def __getitem__(self, name: str) -> Theorem:
        if name not in self.graph.theorems:
            raise BrokenLedger(f"there is no theorem {name!r} (see verifier list)")
        return self.graph.theorems[name]


@dataclass(frozen=True, slots=True)
class Sabotaged:
    """One wrong variant and what was said of it."""

    theorem: str
    change: str
    verdict: Verdict

    @property
    def killed(self) -> bool:
        """True if it was refuted, with a witness: that no engine proved it may be because none was there."""
        return self.verdict.kind is Kind.REFUTED


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with what was established until then; what was not reached is undecided in it."""

    def __init__(self, sections: Sequence[Section] = (), sabotaged: Sequence[Sabotaged] = ()) -> None:
        super().__init__("interrupted")
        self.sections = tuple(sections)
        self.sabotaged = tuple(sabotaged)


NOT_REACHED: Final = Verdict(Kind.UNDECIDED, "not reached")


def hear(
    library: Library,
    theorems: Sequence[Theorem],
    settings: Settings,
    advance: Advance = lambda done, total: None,
    *,
    fail_fast: bool = False,
) -> tuple[Section, ...]:
    """Discharge all obligations of the theorems; one section each, in the given order.

    With fail_fast, stops after the first obligation that is neither proved nor certified; what was not reached then
    counts as undecided.

    Raises:  Interrupted, with all sections, on Ctrl-C; what was not reached is undecided in them.
    """
    todo = [job for theorem in theorems for job in jobs(library.paths[theorem.name])]
    found: dict[tuple[Path, int], Done] = {}
    try:
        for count, done in enumerate(run_jobs(todo, settings), start=1):
            found[done.job.path, done.job.index] = done
            advance(count, len(todo))
            if fail_fast and done.verdict.kind not in (Kind.PROVED, Kind.CERTIFIED):
                break
    except KeyboardInterrupt:
        raise Interrupted(sections=tuple(_section(library, theorem, found) for theorem in theorems)) from None
    return tuple(_section(library, theorem, found) for theorem in theorems)


def sabotage(
    library: Library,
    theorems: Sequence[Theorem],
    settings: Settings,
    advance: Advance = lambda done, total: None,
) -> Iterator[Sabotaged]:
    """Put every wrong variant before the engines, in the order of the theorems.

    Raises:  Interrupted, with all of them, on Ctrl-C; what was not reached is undecided in it.
    """
    todo = [job for theorem in theorems for job in jobs(library.paths[theorem.name], sabotage=True)]
    found: dict[tuple[Path, int], Verdict] = {}
    try:
        for count, done in enumerate(run_jobs(todo, settings), start=1):
            found[done.job.path, done.job.index] = done.verdict
            advance(count, len(todo))
    except KeyboardInterrupt:
        raise Interrupted(sabotaged=tuple(_sabotaged(library, theorems, found))) from None
    yield from _sabotaged(library, theorems, found)


def _sabotaged(library: Library, theorems: Sequence[Theorem], found: dict[tuple[Path, int], Verdict]) -> Iterator[Sabotaged]:
    for theorem in theorems:
        for index, one in enumerate(theorem.sabotage):
            yield Sabotaged(theorem.name, one.change, found.get((library.paths[theorem.name], index), NOT_REACHED))


def strengths(library: Library, sections: Sequence[Section]) -> dict[str, Kind]:
    """How strong each heard theorem is, transitively, among the heard ones.

    What a computation certifies ties a formula to the code, or shows a printed claim to be false; no proof rests on it, so
    it does not weaken what is proved for all parameters. Where it fails, it does.
    """
    own: dict[str, list[Kind]] = {}
    for section in sections:
        kinds = [outcome.verdict.kind for outcome in section.outcomes]
        general: list[Kind] = [kind for kind in kinds if kind is not Kind.CERTIFIED]
        own[section.name] = general or kinds
    everything = library.graph.strengths(own)
    return {name: everything[name] for name in own}


def _section(library: Library, theorem: Theorem, found: dict[tuple[Path, int], Done]) -> Section:
    outcomes = []
    for index, task in enumerate(tasks(library.paths[theorem.name])):
        done = found.get((library.paths[theorem.name], index))
        method = task.method + (", remembered" if done and done.remembered else "")
        obligation = Obligation(task.name, task.text, task.scope, method, already)
        if done is None:
            outcomes.append(Outcome(obligation, NOT_REACHED, 0.0))
        else:
            outcomes.append(Outcome(obligation, done.verdict, done.seconds))
    for one in theorem.assumes:
        obligation = Obligation(one.name, one.statement, Scope.ALL, "assumption", already)
        outcomes.append(Outcome(obligation, Verdict(Kind.ASSUMED, f"{one.statement} ({one.source})"), 0.0))
    facts = [("source", theorem.source), ("statement", theorem.statement)]
    facts += [("hypothesis", text) for text in theorem.hypotheses]
    facts += [("definition", line) for line in _definitions(theorem)]
    facts += [("given", text(fact)) for fact in theorem.given()]
    facts += [("uses", ", ".join(theorem.uses))] * bool(theorem.uses)
    if theorem.part is Part.FINDING:
        facts += [("as printed", theorem.printed), ("repaired", theorem.repaired)]
    noun = FINDING if theorem.part is Part.FINDING else THEOREM
    return Section(noun, theorem.name, theorem.title, tuple(facts), tuple(outcomes))


def _definitions(theorem: Theorem) -> tuple[str, ...]:
    """The equations that the inductions of a theorem take as definitions of their functions."""
    equations = [
        text(equation)
        for step in theorem.obligations
        if isinstance(step, Induction)
        for equation in (*step.initial, *step.recurrence)
    ]
    return tuple(dict.fromkeys(equations))
