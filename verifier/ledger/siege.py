"""The attackable claims of theorems, attacked one after the other: one outcome for each claim, one section for each theorem."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from verifier.attack.claim import Attackable
from verifier.attack.search import Attacked, Found, attack
from verifier.errors import InvalidInput
from verifier.ledger.obligation import Obligation, Outcome, Progress, Scope, Section
from verifier.ledger.theorem import Theorem
from verifier.verdict import Kind, Verdict

ATTACK = ("attacked theorem", "attacked theorems")
DEEP: Final = 20  # times the examples of the quick profile


@dataclass(frozen=True, slots=True)
class Budget:
    """How long each claim is attacked, and with which seed.

    examples: instances for each claim; None: as many as the claim asks for, times `factor`.
    seconds:  for each claim; None: until the examples are spent.
    """

    examples: int | None = None
    seconds: Fraction | None = None
    seed: int = 0
    factor: int = 1

    def __post_init__(self) -> None:
        if self.factor < 1 or (self.examples is not None and self.examples < 1) or self.seed < 0:
            raise InvalidInput.argument("budget", (self.examples, self.factor, self.seed), "positive numbers, a seed >= 0")


Note = Callable[[Theorem, Attackable[Any], Found], None]
Shown = Callable[[Theorem, Attackable[Any], Attacked, Outcome], None]


def unnoted(theorem: Theorem, claim: Attackable[Any], found: Found) -> None:
    """Nothing is written down."""


def unshown(theorem: Theorem, claim: Attackable[Any], attacked: Attacked, outcome: Outcome) -> None:
    """Nothing is shown."""


def besiege(
    theorems: Sequence[Theorem],
    budget: Budget,
    advance: Progress,
    *,
    note: Note = unnoted,
    show: Shown = unshown,
    pinned: Callable[[Theorem, Attackable[Any]], Iterable[Any]] = lambda theorem, claim: (),
) -> tuple[tuple[Section, ...], int]:
    """Attack every attackable claim of the theorems; the sections, and how many exact evaluations that took.

    note:   called with every new worst trial of a claim. show: called after each claim.
    pinned: instances of a claim that are tried first.

    Raises:  InvalidInput if none of the theorems has an attackable claim.
    """
    total = sum(len(theorem.attacks) for theorem in theorems)
    if not total:
        names = ", ".join(theorem.name for theorem in theorems[:3])
        raise InvalidInput(f"nothing to attack in {names or 'no theorems'} (see `attacks` in proofs/README.md)")
    sections, done, evaluations = [], 0, 0
    for theorem in theorems:
        outcomes = []
        for claim in theorem.attacks:
            start = time.perf_counter()
            seen = attack(
                claim,
                examples=_examples(claim, budget),
                seconds=budget.seconds,
                seed=budget.seed,
                best=lambda found, theorem=theorem, claim=claim: note(theorem, claim, found),  # type: ignore[misc]
                pinned=pinned(theorem, claim),
            )
            outcome = outcome_of(claim, seen, time.perf_counter() - start)
            outcomes.append(outcome)
            show(theorem, claim, seen, outcome)
            evaluations += seen.evaluations
            done += 1
            advance(done, total)
        if outcomes:
            facts = (("source", theorem.source), ("seed", str(budget.seed)))
            sections.append(Section(ATTACK, theorem.name, theorem.title, facts, tuple(outcomes)))
    return tuple(sections), evaluations


def _examples(claim: Attackable[Any], budget: Budget) -> int | None:
    if budget.examples is not None:
        return budget.examples
    return None if budget.seconds is not None else claim.examples * budget.factor


def outcome_of(claim: Attackable[Any], seen: Attacked, seconds: float) -> Outcome:
    """The outcome of one attack.

    A claim that is known to be false as printed must be refuted: what is shown is then that it is false, by an exact witness
    that was evaluated again (by independent routes, where the claim has some). If the attack misses
    it, that is UNDECIDED, not success.
    """
    method = "Hypothesis search, exact evaluation, hits evaluated again"
    if not claim.as_printed:
        return Outcome(Obligation(claim.name, claim.statement, Scope.ALL, method, _searched), seen.verdict, seconds)
    obligation = Obligation(f"false as printed: {claim.name}", f"false: {claim.statement}", Scope.ALL, method, _searched)
    if seen.verdict.kind is Kind.REFUTED:
        verdict = Verdict(Kind.CERTIFIED, f"false, {seen.verdict.detail}", seen.verdict.evidence)
    else:
        detail = f"the attack misses the known counterexample: {seen.verdict.detail}"
        verdict = Verdict(Kind.UNDECIDED, detail, seen.verdict.evidence)
    return Outcome(obligation, verdict, seconds)


def _searched(advance: Progress) -> Verdict:
    """The check of an obligation that was attacked: asked again, it says so."""
    return Verdict(Kind.UNDECIDED, "attacked elsewhere")
