"""The search: a Hypothesis run that maximises error/bound, evaluates exactly, shrinks, and checks every hit again.

Deterministic by seed: no example database, no clock unless `seconds` is asked for, and then the clock only decides when to stop.
Hypothesis draws now and then a number that it has read in the loaded sources: equal witnesses need equal sources. The only
floats are the arguments of `hypothesis.target`, which steer the search and decide nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Generic, TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity

from verifier.attack.claim import Attackable, Trial
from verifier.errors import EnginesDisagree, InvalidInput
from verifier.exact.decimal_text import decimal
from verifier.files import canonical
from verifier.verdict import Kind, Verdict

T = TypeVar("T")
LOOK: Final = 10  # examples of a Hypothesis run that only looks around: up to ten, all are drawn afresh
LOOKS: Final = 5  # such runs between two that climb
CLIMB: Final = 50  # examples of a run that climbs: half of them are changed copies of its best, by `hypothesis.target`
FRUITLESS: Final = 8  # runs without a new instance after which a strategy is taken to be exhausted
SHRINKS: Final = 300  # instances evaluated to make a counterexample simpler, and more while their trials are few
CHEAP: Final = 20_000  # trials up to which shrinking goes on
_STEEPEST: Final = Fraction(10**6)  # an infinite ratio, for hypothesis.target


@dataclass(frozen=True, slots=True)
class Found:
    """The worst trial so far: the instance as plain data, the trial, and after how many examples it was seen."""

    instance: Any
    trial: Trial
    example: int


@dataclass(frozen=True, slots=True)
class Attacked:
    """What an attack did to a claim.

    examples:    different instances evaluated before a counterexample was found (all of them, if none was).
    evaluations: trials, each exact, those of shrinking included.
    places:      distinct places by kind: (("cell", 16), ("gap", 15)).
    found:       the worst trial with its instance; the shrunk counterexample if the verdict is REFUTED.
    verdict:     TESTED, REFUTED, or UNDECIDED if nothing was evaluated.
    """

    claim: str
    examples: int
    evaluations: int
    places: tuple[tuple[str, int], ...]
    found: Found | None
    verdict: Verdict

    @property
    def ratio(self) -> Fraction | None:
        """The largest error/bound; None if it is infinite or nothing was evaluated."""
        return None if self.found is None else self.found.trial.ratio


class _Hit(Exception):
    """Raised inside a Hypothesis run to say that the instance refutes the claim, or that the claim itself is broken."""


@dataclass
class _Watch(Generic[T]):
    """What one attack has seen."""

    claim: Attackable[T]
    best: Callable[[Found], None]
    limit: int | None  # instances
    deadline: float | None
    clock: Callable[[], float]
    examples: int = 0
    evaluations: int = 0
    shrinks: int = 0
    spent: int = 0  # evaluations before the first counterexample
    places: set[Hashable] = field(default_factory=set)
    found: Found | None = None
    known: dict[str, Trial | None] = field(default_factory=dict)  # the worst trial of every instance, by its canonical text
    refuted: bool = False
    failure: Exception | None = None  # what the claim raised

    def late(self) -> bool:
        return self.deadline is not None and self.clock() > self.deadline

    def spent_out(self) -> bool:
        """True if no further instance may be evaluated to look for a counterexample, or none at all."""
        return self.late() or (not self.refuted and self.limit is not None and self.examples >= self.limit)

    def worst(self, instance: T) -> Trial | None:
        """The worst trial of an instance; the first of equals."""
        worst: Trial | None = None
        for trial in self.claim.evaluate(instance):
            self.evaluations += 1
            self.places.add(trial.place)
            if worst is None or trial.rank > worst.rank:
                worst = trial
        return worst

    def see(self, instance: T) -> Trial | None:
        """The worst trial of an instance, which is evaluated once; the best is noted. Shrinking evaluates a bounded number."""
        text = canonical(self.claim.to_data(instance))
        if text in self.known:
            worst = self.known[text]
            if worst is not None and worst.refutes:  # Hypothesis ends with the simplest counterexample once more
                self._note(instance, worst)
            return worst
        if self.spent_out() or (self.refuted and self.shrinks >= SHRINKS and self.evaluations >= self.spent + CHEAP):
            return None
        worst = self.worst(instance)
        if worst is not None and worst.refutes and not self.refuted:
            confirm(self.claim, instance, worst)
            self.refuted, self.spent = True, self.evaluations
            self.examples += 1
        elif self.refuted:
            self.shrinks += 1
        else:
            self.examples += 1
        self.known[text] = worst
        if worst is None:
            return None
        if worst.refutes or (not self.refuted and (self.found is None or worst.rank > self.found.trial.rank)):
            self._note(instance, worst)
        return worst

    def _note(self, instance: T, trial: Trial) -> None:
        self.found = Found(self.claim.to_data(instance), trial, self.examples)
        self.best(self.found)


def _ignore(found: Found) -> None:
    """Nobody wants to know."""


def confirm(claim: Attackable[T], instance: T, trial: Trial) -> tuple[Trial, ...]:
    """The independent evaluations of a counterexample, all of which refute the claim; the first is the exact one.

    The instance is rebuilt from its plain data, so that what is written down is what was refuted.

    Raises:  InvalidInput if the claim does not admit the instance; EnginesDisagree if one of them does not refute it, or if
             a claim without `again` does not repeat its own trial.
    """
    rebuilt = claim.rebuilt(claim.to_data(instance))
    if claim.again is not None:
        trials = tuple(claim.again(rebuilt, trial.witness))
    else:
        trials = tuple(one for one in claim.evaluate(rebuilt) if one.witness == trial.witness and one.place == trial.place)
    if not trials or not all(one.refutes for one in trials):
        again = "; ".join(f"{decimal(one.error)} against {decimal(one.bound)}" for one in trials) or "nothing"
        raise EnginesDisagree(
            f"{claim.name}: error {decimal(trial.error)} > bound {decimal(trial.bound)} at {dict(trial.witness)}, "
            f"but evaluated again: {again}"
        )
    return trials


def attack(
    claim: Attackable[T],
    *,
    examples: int | None = None,
    seconds: int | Fraction | None = None,
    seed: int = 0,
    best: Callable[[Found], None] = _ignore,
    pinned: Iterable[T] = (),
    clock: Callable[[], float] = time.monotonic,
) -> Attacked:
    """Search for an instance with error > bound, or the largest error/bound.

    examples, seconds: when to stop, whichever comes first; the claim's own number of examples if neither is given.
    best:    called with every new worst trial, at once (to write it down).
    pinned:  instances that are tried first, such as counterexamples of earlier runs.

    Raises:  InvalidInput for a budget that is not positive; EnginesDisagree if a hit is not confirmed; what the claim raises.
    """
    if examples is None and seconds is None:
        examples = claim.examples
    if (examples is not None and examples < 1) or (seconds is not None and seconds <= 0):
        raise InvalidInput.argument("examples, seconds", (examples, seconds), "positive numbers")
    deadline = None if seconds is None else clock() + int(1000 * seconds) / 1000
    watch = _Watch(claim, best, examples, deadline, clock)
    for instance in pinned:
        watch.see(instance)
        if watch.refuted:
            return _summary(watch)
    strategy = claim.instances()
    number = fruitless = 0
    while fruitless < FRUITLESS and not watch.spent_out():
        climbs = number % (LOOKS + 1) == LOOKS
        wanted = CLIMB if climbs else LOOK
        share = wanted if examples is None else min(wanted, examples - watch.examples + 1)  # one is the simplest again
        before = watch.examples
        if _one_round(watch, strategy, share, f"{seed} {number}", climbs=climbs):
            break
        fruitless = 0 if watch.examples > before else fruitless + 1
        number += 1
    return _summary(watch)


def _one_round(watch: _Watch[T], strategy: Any, share: int, seed: str, *, climbs: bool) -> bool:
    """One Hypothesis run; True if it refuted the claim."""

    def trial(instance: T) -> None:
        worst = None
        if watch.failure is None:
            try:
                worst = watch.see(instance)
            except Exception as error:  # Hypothesis would go on to shrink it, and call it flaky
                watch.failure = error
        if watch.failure is not None or (worst is not None and worst.refutes):
            raise _Hit
        if worst is not None and climbs:
            ratio = worst.ratio
            hypothesis.target(float(_STEEPEST if ratio is None else min(ratio, _STEEPEST)), label="error / bound")

    given: Callable[..., None] = hypothesis.given(strategy)(trial)  # type: ignore[no-untyped-call]  # its annotation is lost
    seeded: Callable[..., None] = hypothesis.seed(seed)(given)
    chosen = hypothesis.settings(
        max_examples=share,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.target, Phase.shrink),
        suppress_health_check=tuple(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.quiet,
    )
    run: Callable[..., None] = chosen(seeded)
    try:
        run()
    except _Hit:
        if watch.failure is not None:
            raise watch.failure from None
        return True
    return False


def _summary(watch: _Watch[Any]) -> Attacked:
    claim, found = watch.claim, watch.found
    kinds = Counter(place[0] if isinstance(place, tuple) and place else place for place in watch.places)
    places = tuple(sorted((str(kind), count) for kind, count in kinds.items()))
    if found is None:
        verdict = Verdict(Kind.UNDECIDED, "no instance was evaluated")
        return Attacked(claim.name, watch.examples, watch.evaluations, places, None, verdict)
    trial = found.trial
    seen = ", ".join(f"{count} {kind}{'s' if count != 1 and not kind.endswith('s') else ''}" for kind, count in places)
    evidence = evidence_of(found)
    if trial.refutes:
        confirm(claim, claim.from_data(found.instance), trial)
        error, bound = decimal(trial.error), decimal(trial.bound)
        more = f" by {decimal(trial.error - trial.bound)}" if error == bound else ""
        detail = f"error {error} > bound {bound}{more} at {where(trial.witness)}, at example {watch.examples}"
        verdict = Verdict(Kind.REFUTED, detail, evidence)
    else:
        ratio = trial.ratio
        largest = f"largest error/bound {decimal(ratio, 4)}" if ratio is not None and trial.bound > 0 else "no error at all"
        detail = f"{watch.examples} examples, {watch.evaluations} evaluations at {seen}; {largest}"
        verdict = Verdict(Kind.TESTED, detail, evidence)
    return Attacked(claim.name, watch.examples, watch.evaluations, places, found, verdict)


def evidence_of(found: Found) -> tuple[tuple[str, str], ...]:
    """The worst trial as (name, text) pairs."""
    trial = found.trial
    pairs = [("error", str(trial.error)), ("bound", str(trial.bound)), ("instance", canonical(found.instance))]
    return (*((name, str(value)) for name, value in trial.witness.items()), *pairs)


def where(witness: Mapping[str, Any]) -> str:
    """A witness in a few words."""
    shown = ", ".join(f"{name} = {value}" for name, value in witness.items())
    return shown if len(shown) <= 120 else f"{shown[:117]}..."
