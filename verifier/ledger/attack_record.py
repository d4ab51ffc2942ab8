"""The attack as a report shows it: the quick profile with a fixed seed, theorem by theorem, remembered."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from hypothesis.configuration import set_hypothesis_home_dir

from verifier.attack.claim import Attackable, Trial
from verifier.attack.search import Attacked
from verifier.ledger import memory
from verifier.ledger.discover import proofs_folder
from verifier.ledger.hearing import NOT_REACHED, Interrupted, Library
from verifier.ledger.obligation import Obligation, Outcome, Progress, Scope, Section
from verifier.ledger.siege import ATTACK, Budget, besiege
from verifier.ledger.theorem import Theorem

SIZES: Final = ("examples", "evaluations", "largest error/bound")  # evidence before the worst instance
QUICK: Final = Budget()
Besiege = Callable[..., tuple[tuple[Section, ...], int]]


def attack_record(
    library: Library,
    theorems: Sequence[Theorem],
    folder: Path | None,
    advance: Progress = lambda done, total: None,
    *,
    budget: Budget = QUICK,
    siege: Besiege = besiege,
) -> tuple[Section, ...]:
    """Attack every attackable claim of the theorems, or recall what came of it; one section for each that has any.

    The evidence of each outcome begins with the number of instances and of exact evaluations and the largest error/bound.

    folder:  the memory, or None. What is refuted or undecided is never remembered, and nothing is with a limit in seconds.
    Raises:  Interrupted, with all sections, on Ctrl-C; a theorem whose attack was not finished is undecided in it.
    """
    attacked = [theorem for theorem in theorems if theorem.attacks]
    total = sum(len(theorem.attacks) for theorem in attacked)
    memory_folder = folder if budget.seconds is None else None
    sections: list[Section] = []
    done = 0
    try:
        with hypothesis_home() as hearing:
            for theorem in attacked:
                name = _key(theorem, library.paths[theorem.name].parent, budget)
                section = memory.recall_section(memory_folder, name)
                if section is None:
                    section = _attacked(hearing(theorem), budget, siege, partial(_shifted, advance, done, total))
                    if memory_folder is not None:
                        memory.keep_section(memory_folder, name, section)
                sections.append(section)
                done += len(theorem.attacks)
                advance(done, total)
    except KeyboardInterrupt:
        raise Interrupted(sections=(*sections, *map(_not_reached, attacked[len(sections) :]))) from None
    return tuple(sections)


@contextmanager
def hypothesis_home() -> Iterator[Callable[[Theorem], Theorem]]:
    """Hypothesis keeps notes on source files: in a folder that is removed, not in the user's. And Ctrl-C is not lost in it.

    Yields a function that makes the claims of a theorem hear Ctrl-C, each before its next evaluation; a second Ctrl-C is
    raised where it comes. Raised inside Hypothesis, or while it watches the garbage collector, it might be swallowed.
    """
    heard: list[int] = []

    def note(number: int, frame: object) -> None:
        heard.append(number)
        if len(heard) > 1:
            raise KeyboardInterrupt

    def answer() -> None:
        if heard:
            raise KeyboardInterrupt

    def listening(claim: Attackable[Any]) -> Attackable[Any]:
        def evaluate(instance: Any) -> Iterable[Trial]:
            answer()
            return claim.evaluate(instance)

        return replace(claim, evaluate=evaluate)

    main = threading.current_thread() is threading.main_thread()  # the only one that may handle signals
    with tempfile.TemporaryDirectory() as home:
        set_hypothesis_home_dir(home)
        before = signal.signal(signal.SIGINT, note) if main else None
        try:
            yield lambda theorem: replace(theorem, attacks=tuple(map(listening, theorem.attacks)))
        finally:
            if main:
                signal.signal(signal.SIGINT, before)
            set_hypothesis_home_dir(None)
    answer()


def _attacked(theorem: Theorem, budget: Budget, siege: Besiege, advance: Progress) -> Section:
    seen: list[Attacked] = []

    def note(theorem: Theorem, claim: Attackable[Any], attacked: Attacked, outcome: Outcome) -> None:
        seen.append(attacked)

    ((section,), _) = siege([theorem], budget, advance, show=note)
    return replace(section, outcomes=tuple(map(_measured, section.outcomes, seen)))


def _shifted(advance: Progress, before: int, total: int, done: int, _: int) -> None:
    advance(before + done, total)


def _measured(outcome: Outcome, seen: Attacked) -> Outcome:
    ratio = "none" if seen.found is None else "infinite" if seen.ratio is None else str(seen.ratio)
    sizes = zip(SIZES, (str(seen.examples), str(seen.evaluations), ratio), strict=True)
    return replace(outcome, verdict=replace(outcome.verdict, evidence=(*sizes, *outcome.verdict.evidence)))


def _not_reached(theorem: Theorem) -> Section:
    outcomes = tuple(
        Outcome(Obligation(claim.name, claim.statement, Scope.ALL, "attack", memory.already), NOT_REACHED, 0)
        for claim in theorem.attacks
    )
    return Section(ATTACK, theorem.name, theorem.title, (("source", theorem.source),), outcomes)


def _key(theorem: Theorem, folder: Path, budget: Budget) -> str:
    """Content hash: the theorem's claims, the budget, the sources of the library and of all theorem files, the versions."""
    claims = [f"{one.name}: {one.statement}: {one.examples}" for one in theorem.attacks]
    sources = memory.sources(folder) + memory.sources(proofs_folder())
    return memory.key(("attack", theorem.name, *claims, repr(budget), sources, memory.versions(), version("hypothesis")))
