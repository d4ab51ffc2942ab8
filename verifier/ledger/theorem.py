"""Theorems as data: what is stated, where, what it rests on, what has to be shown, and what must fail.

One theorem is one file: a module with a value THEOREM of this type and the name of the module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, assert_never

from verifier.attack.claim import Attackable
from verifier.errors import BrokenLedger
from verifier.identities.assembly import Assembly
from verifier.identities.identity import Claim
from verifier.identities.induction import Induction
from verifier.identities.term import FALSE, Formula
from verifier.ledger.definition import about_data, conjuncts, defined, definitions, undefining
from verifier.ledger.obligation import Scope
from verifier.verdict import Verdict

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,79}")


class Part(Enum):
    """What kind of statement an entry of the ledger is."""

    DEFINITION = "definition"
    LEMMA = "lemma"
    SIZE = "size bound"
    THEOREM = "theorem"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Computation:
    """An obligation discharged by exact computation: the check returns a verdict with its evidence.

    scope ALL:      it decides a claim that has no parameters left (an exact counterexample refutes a claim for all).
    scope INSTANCE: it establishes the claim for the parameters it names.
    Either way it is CERTIFIED at most: PROVED is what both engines have closed.
    """

    name: str
    claim: str
    scope: Scope
    method: str
    check: Callable[[], Verdict]


Step = Claim | Induction | Assembly | Computation


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something taken from elsewhere and not checked, by name, with its source. It counts as ASSUMED."""

    name: str
    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class Sabotage:
    """A wrong variant of an obligation: a constant lowered, a hypothesis dropped. It must be refuted."""

    change: str
    step: Claim | Computation


@dataclass(frozen=True, slots=True)
class Theorem:
    """An entry of the ledger.

    name:        the name of its file.
    source:      where it is printed, with theorem, equation or section numbers.
    statement:   the statement in LaTeX.
    hypotheses:  in words or LaTeX, one each.
    obligations: what has to be shown, in order.
    uses:        names of the theorems whose conclusions the assemblies of this one take as lemmas.
    assumes:     what is not shown here.
    sabotage:    wrong variants that must be refuted; at least one.
    printed:     for a finding: the claim as printed, in words.
    repaired:    for a finding: the claim that is proved in its place, in words.
    attacks:     claims that `verifier attack` searches for a counterexample; for a finding the claim as printed.

    Raises:  BrokenLedger for a malformed entry: a bad name, nothing to show, no sabotage or one that is false whatever
             the theorem says, an obligation of another kind or for one engine only, a duplicate obligation, an
             induction that takes something else than definitions and facts about data for granted (`ledger.definition`).
    """

    name: str
    title: str
    part: Part
    source: str
    statement: str
    obligations: tuple[Step, ...]
    sabotage: tuple[Sabotage, ...]
    hypotheses: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    assumes: tuple[Assumption, ...] = ()
    printed: str = ""
    repaired: str = ""
    attacks: tuple[Attackable[Any], ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            raise BrokenLedger(f"theorem name {self.name!r}: expected lower case letters, digits and _")
        if not self.obligations:
            raise BrokenLedger(f"{self.name} has no obligations: nothing would be shown")
        if not self.sabotage:
            raise BrokenLedger(f"{self.name} has no sabotage: nothing shows that its obligations can fail")
        for step in (*self.obligations, *(one.step for one in self.sabotage)):
            if type(step) not in (Claim, Induction, Assembly, Computation):
                raise BrokenLedger(f"{self.name}: {step!r} is none of Claim, Induction, Assembly, Computation")
            if isinstance(step, Claim) and step.only:
                raise BrokenLedger(f"{self.name}: {step.name!r} asks one engine only; a theorem needs both")
        for one in self.sabotage:
            if isinstance(one.step, Claim) and not (one.step.variables and one.step.conclusion != FALSE):
                raise BrokenLedger(f"{self.name}: the sabotage {one.change!r} is false whatever the theorem says")
        for field in ("title", "source", "statement"):
            if not getattr(self, field).strip():
                raise BrokenLedger(f"{self.name} has no {field}")
        if self.part is Part.FINDING and not (self.printed and self.repaired):
            raise BrokenLedger(f"{self.name} is a finding and must say what is printed and what is repaired")
        if self.name in self.uses or len(set(self.uses)) != len(self.uses):
            raise BrokenLedger(f"{self.name} uses itself, or something twice")
        names = [task.name for task in self.tasks()]
        for name in names:
            if names.count(name) > 1:
                raise BrokenLedger(f"{self.name} has two obligations named {name!r}")
        if len({attackable.name for attackable in self.attacks}) != len(self.attacks):
            raise BrokenLedger(f"{self.name} has two attackable claims of one name")
        self._check_definitions()

    def inductions(self) -> tuple[Induction, ...]:
        """Its obligations that are inductions."""
        return tuple(step for step in self.obligations if isinstance(step, Induction))

    def definitions(self) -> tuple[Formula, ...]:
        """What its inductions take as definitions of functions, each once."""
        return tuple(dict.fromkeys(fact for step in self.inductions() for fact in definitions(step)))

    def given(self) -> tuple[Formula, ...]:
        """What its inductions take as given of functions that are data, each once."""
        return tuple(dict.fromkeys(fact for step in self.inductions() for fact in conjuncts(*step.given)))

    def _check_definitions(self) -> None:
        for step in self.obligations:
            if isinstance(step, Induction) and (fact := undefining(definitions(step))) is not None:
                raise BrokenLedger(
                    f"{self.name}: {step.name!r}: {fact} is not a defining equation; "
                    "facts that are shown elsewhere go to lemmas=, facts about data to given="
                )
        known = defined(self.definitions())
        for fact in self.given():
            if not about_data(fact, known):
                raise BrokenLedger(
                    f"{self.name}: {fact} is given, but speaks of no function that is data; "
                    "facts that are shown elsewhere go to lemmas="
                )

    def tasks(self) -> Iterator[Task]:
        """The obligations one by one; an induction is two, its base and its step."""
        for step in self.obligations:
            yield from tasks_of(step)

    def conclusions(self) -> tuple[Claim, ...]:
        """What later theorems may take as lemmas."""
        return tuple(claim for step in self.obligations for claim in concluded(step))

    def check_assemblies(self, given: tuple[Claim, ...]) -> None:
        """Every lemma of an assembly or induction must be a conclusion of a used theorem (`given`) or an earlier obligation.

        Raises:  BrokenLedger otherwise: a proof that rests on something that nobody shows.
        """
        known = {claim.digest for claim in given}
        for step in self.obligations:
            if isinstance(step, Assembly | Induction):
                used = step.lemmas if isinstance(step, Assembly) else tuple(one.lemma for one in step.lemmas)
                for lemma in used:
                    if lemma.digest not in known:
                        raise BrokenLedger(
                            f"{self.name}: {step.name!r} uses the lemma {lemma.name!r}, which is no "
                            "conclusion of an earlier obligation or of a theorem named in `uses`"
                        )
            known.update(claim.digest for claim in concluded(step))


@dataclass(frozen=True, slots=True)
class Task:
    """One obligation ready to be discharged: a claim for the engines, or a computation."""

    name: str
    text: str
    scope: Scope
    method: str
    claim: Claim | None
    check: Callable[[], Verdict] | None


def tasks_of(step: Step) -> tuple[Task, ...]:
    """The tasks of one step."""
    match step:
        case Claim():
            return (_engine_task(step, "both engines"),)
        case Induction():
            return tuple(_engine_task(claim, "both engines, induction") for claim in step.obligations)
        case Assembly():
            names = ", ".join(lemma.name for lemma in step.lemmas) or "nothing"
            return (_engine_task(step.claim, f"both engines, assembly from {names}"),)
        case Computation():
            return (Task(step.name, step.claim, step.scope, step.method, None, step.check),)
        case _:
            assert_never(step)


def concluded(step: Step) -> tuple[Claim, ...]:
    """What a step establishes for later use."""
    match step:
        case Claim():
            return (step,)
        case Induction():
            return (step.conclusion,)
        case Assembly():
            return (stated(step),)
        case Computation():
            return ()
        case _:
            assert_never(step)


def stated(assembly: Assembly) -> Claim:
    """The conclusion of an assembly under its own hypotheses, without the lemmas: what holds once all are shown."""
    return Claim(assembly.name, assembly.variables, assembly.hypotheses, assembly.conclusion)


def _engine_task(claim: Claim, method: str) -> Task:
    if claim.only:
        method = method.replace("both engines", f"{' and '.join(claim.only)} only ({claim.reason})")
    return Task(claim.name, str(claim), Scope.ALL, method, claim, None)


