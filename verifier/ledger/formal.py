"""The formal development beside the theorem files: what the Coq kernel accepts, as outcomes of the ledger.

PROVED means here: the kernel of coqc accepts a proof, for all parameters, of what is shown as the claim, on axioms of a fixed
list, from sources without gaps whose statements somebody has read. Without coqc, all that needs it is UNDECIDED.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from verifier.constructions.grid import Grid
from verifier.errors import InvalidCertificate, InvalidInput, MissingComponent
from verifier.identities.identity import Claim
from verifier.kernel import bridge, program
from verifier.kernel.bridge import FAMILIES, PAIRS, Family
from verifier.kernel.development import ROOT, STATEMENT, SUFFIX, Compiled, Development, compiled
from verifier.kernel.goals import Goal, close, emit, outside, survivors
from verifier.kernel.guard import offences
from verifier.kernel.judge import AXIOMS, Judgement, Question, judge, summary
from verifier.kernel.review import HOW, Review, lemma_digest, record
from verifier.ledger.discover import proofs_folder
from verifier.ledger.memory import already
from verifier.ledger.obligation import FINDING, KERNEL, THEOREM, Obligation, Outcome, Scope, Section
from verifier.ledger.theorem import Theorem
from verifier.verdict import Kind, Verdict

NAME: Final = "kernel"
NOT_PROVED: Final = (
    f"That a statement says what was meant: {STATEMENT} and the definitions it uses are to be read.",
    "That the library's layers are those of the formal statements: they are compared for the (d, n, delta) below only.",
    "Anything about a particular function: enclosures, codes and certificates are not formalised.",
    "Lebesgue's integral is not defined: Theorem 2.1 is stated with step functions above the p-th power of the error.",
    "The layouts shared (2.2), compact (which is built for 2.3 unless another is asked for) and printed (2.3).",
    "The sharp constants, and lower bounds on the bits of v.",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of the development: its section, and for theorems of the ledger by name the outcome `kernel`."""

    section: Section
    lines: Mapping[str, Outcome]

    def joined(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        """The sections of the ledger's theorems, each with its outcome `kernel` if Coq has a theorem of its name."""
        return tuple(
            replace(one, outcomes=(*one.outcomes, self.lines[one.name]))
            if one.name in self.lines and one.noun in (THEOREM, FINDING)
            else one
            for one in sections
        )


def coq_folder() -> Path:
    """Where the sources are."""
    return proofs_folder() / "coq"


def place_of(name: str, folder: Path) -> str:
    """File and line of the theorem of that name, or of its lemma; empty if there is none. Nothing is run."""
    try:
        development = Development.read(folder)
        found = development.proved.get(name + SUFFIX * (name in development.statements))
    except InvalidInput:
        return ""
    return f"{found[0]}.v:{found[1]}" if found is not None else ""


def examine(
    names: Iterable[str],
    folder: Path,
    memory: Path | None,
    workers: int = 1,
    pairs: Sequence[tuple[int, int]] = PAIRS,
    families: Sequence[Family] = FAMILIES,
) -> Examined:
    """Guard, review, compile, ask the kernel, cross the bridge.

    names:  of the theorems of the ledger; a lemma of the development with such a name is asked about as well.
    memory: where compiled files are kept, under a digest of all sources and the version of coqc; or None.
    """
    ledger = sorted(set(names))
    try:
        development = Development.read(folder)
    except InvalidInput as error:
        absent = _outcome("sources", "there is a formal development", Verdict(Kind.UNDECIDED, str(error)))
        return Examined(_section([], [absent]), {})
    guarded = _guarded(development)
    try:
        review = Review.read(folder)
        read = _read(development, review)
    except (InvalidInput, InvalidCertificate) as error:
        review, read = None, _outcome("statements", _READ, Verdict(Kind.UNDECIDED, str(error)))
    outcomes = [guarded, read]
    facts = [*_facts(development, review), ("not proved", _without(ledger, development)), ("replay", "verifier check --kernel")]
    if guarded.verdict.kind is not Kind.CERTIFIED:
        blocked = "not asked: the sources are refused"
    elif not program.version():
        blocked = program.ABSENT
    else:
        with _compiled(development, memory, workers) as (given, outcome):
            outcomes.append(outcome)
            judged = _judged(given, _questions(development, ledger), review, read, workers)
            crossed = _crossed(given, pairs, families)
        lines = {name: _line(name, judged[name]) for name in ledger if name in judged}
        return Examined(_section(facts, [*outcomes, *judged.values(), *crossed]), lines)
    left = {
        one.name: _outcome(one.name, _claim(development, one), Verdict(Kind.UNDECIDED, blocked))
        for one in _questions(development, ledger)
    }
    lines = {name: _line(name, left[name]) for name in ledger if name in left}
    return Examined(_section(facts, [*outcomes, *left.values()]), lines)


def review_again(names: Iterable[str], folder: Path, memory: Path | None, date: str, what: str, workers: int = 1) -> Review:
    """Record that what is stated now was read.

    Raises:  MissingComponent without coqc; InvalidInput if the sources are refused, or coqc does not accept them.
    """
    development = _unrefused(Development.read(folder))
    with _compiled(development, memory, workers) as (given, outcome):
        if given.wrong:
            raise InvalidInput(outcome.verdict.detail)
        lemmas = [one for one in _questions(development, sorted(set(names))) if not one.statement]
        review = record(development, {one.name: one.type for one in judge(given, lemmas, workers)}, date, what)
    review.write(folder)
    return review


def recheck(folder: Path, memory: Path | None, workers: int = 1) -> Verdict:
    """Let coqchk, a kernel of its own, go through all compiled files, and name the axioms in full.

    Raises:  MissingComponent without coqc or coqchk; InvalidInput if the sources are refused, or coqc does not accept them.
    """
    development = _unrefused(Development.read(folder))
    with _compiled(development, memory, workers) as (given, outcome):
        if given.wrong:
            raise InvalidInput(outcome.verdict.detail)
        printed, problem = program.recheck(given.folder, tuple(development.modules), ROOT)
    if "not installed" in problem:
        raise MissingComponent(problem)
    if problem:
        return Verdict(Kind.REFUTED, f"coqchk does not accept what coqc compiled: {' '.join(problem.split())[:600]}")
    axioms, foreign = summary(printed)
    if foreign:
        return Verdict(Kind.REFUTED, f"coqchk found {'; '.join(foreign)}")
    return Verdict(Kind.CERTIFIED, f"coqchk accepts all {len(development.modules)} files, on {', '.join(axioms) or 'no axiom'}")


def cross(
    folder: Path, memory: Path | None, workers: int, grids: Sequence[Grid], families: Sequence[Family] = FAMILIES
) -> list[tuple[Family, Grid, Verdict]]:
    """Compare the networks of both sides; only what they need is compiled.

    Raises:  MissingComponent without coqc; InvalidInput if the sources are refused, or coqc does not accept them.
    """
    whole = Development.read(folder)
    modules = sorted({name for family in families for name in whole.below(family.module)})
    development = _unrefused(Development({f"{name}.v": whole.files[f"{name}.v"] for name in modules}))
    with _compiled(development, memory, workers) as (given, outcome):
        if given.wrong:
            raise InvalidInput(outcome.verdict.detail)
        return [(family, grid, bridge.verdict(one)) for (family, grid), one in bridge.cross(given, grids, families).items()]


@dataclass(frozen=True, slots=True)
class Identities:
    """The claims of theorems as goals of Coq.

    goals:     the claims within the form. left_out: how many are not, by reason.
    verdicts:  of each goal, by name; beyond: how many of those that speak of integers the tactic does not close.
    wrong:     how many wrong variants are within the form. survivors: those that were not rejected.
    """

    goals: tuple[Goal, ...]
    left_out: Mapping[str, int]
    verdicts: tuple[tuple[str, Verdict], ...]
    beyond: int
    wrong: int
    survivors: tuple[tuple[str, str], ...]
    axioms: tuple[str, ...]


def identities(theorems: Iterable[Theorem], workers: int = 1) -> Identities:
    """Emit every claim within the form, and every wrong variant; put them to coqc.

    Raises:  MissingComponent without coqc.
    """
    _needed()
    claims: dict[str, tuple[str, Claim]] = {}
    variants: dict[str, tuple[str, Claim]] = {}
    for theorem in theorems:
        for task in theorem.tasks():
            if task.claim is not None:
                claims.setdefault(task.claim.digest, (theorem.name, task.claim))
        for one in theorem.sabotage:
            if isinstance(one.step, Claim):
                variants.setdefault(one.step.digest, (f"{theorem.name}: {one.change}", one.step))
    left_out: dict[str, int] = {}
    goals = []
    for _, claim in claims.values():
        reason = outside(claim)
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        else:
            goals.append(Goal(claim, emit(claim)))
    wrong = [Goal(claim, emit(claim)) for _, claim in variants.values() if not outside(claim)]
    done = close(goals, workers)
    why = dict(done.open)
    foreign = f", on axioms that are refused: {'; '.join(done.foreign)}" if done.foreign else ""
    verdicts = []
    beyond = sum(goal.integral for goal in why)
    for goal in goals:
        if goal in why or done.foreign:
            verdict = Verdict(Kind.UNDECIDED, f"the tactic does not close it: {why.get(goal, foreign)}")
        else:
            verdict = Verdict(Kind.PROVED, "proved by the fixed tactic")
        verdicts.append((f"{claims[goal.claim.digest][0]}: {goal.claim.name}", verdict))
    alive = tuple((variants[goal.claim.digest][0], problem) for goal, problem in survivors(wrong, workers))
    return Identities(tuple(goals), left_out, tuple(verdicts), beyond, len(wrong), alive, done.axioms)


# ---------------------------------------------------------------- the steps

_READ: Final = f"{STATEMENT}, and what it requires, are what was read"
_METHOD: Final = "Coq kernel"
_UNREAD: Final = "the kernel accepts a proof of what is stated, but nobody has recorded that this was read"


def _needed() -> None:
    if not program.version():
        raise MissingComponent(program.ABSENT)


def _unrefused(development: Development) -> Development:
    """The development, if the guard lets it pass and coqc is there."""
    found = offences(development.files, ROOT)
    if found:
        raise InvalidInput(f"the sources are refused: {found[0]}")
    _needed()
    return development


@contextmanager
def _compiled(development: Development, memory: Path | None, workers: int) -> Iterator[tuple[Compiled, Outcome]]:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as spare:
        given = compiled(development, None if memory is None else memory / "coq", Path(spare), workers)
        count = len(development.modules)
        if given.wrong:
            name, problem = next(iter(given.wrong.items()))
            detail = f"{len(given.wrong)} of {count} files are not accepted; {name}.v: {' '.join(problem.split())[:600]}"
            verdict = Verdict(Kind.REFUTED, detail, tuple((f"{one}.v", text) for one, text in given.wrong.items()))
        else:
            verdict = Verdict(Kind.CERTIFIED, f"coqc {program.version().split()[0]} accepts all {count} files")
        taken = count - len(given.fresh) - len(given.wrong)
        method = "coqc, in a temporary folder" + (f"; {taken} of {count} files remembered" if taken else "")
        claim = "coqc accepts every file"
        seconds = time.perf_counter() - start
        yield given, Outcome(Obligation("compiled", claim, Scope.INSTANCE, method, already), verdict, seconds)


def _guarded(development: Development) -> Outcome:
    found = offences(development.files, ROOT)
    if found:
        detail = f"{found[0]}" + (f"; and {len(found) - 1} more" if len(found) > 1 else "")
        verdict = Verdict(Kind.REFUTED, detail, tuple(("refused", str(one)) for one in found))
    else:
        lines = sum(text.count("\n") for text in development.files.values())
        verdict = Verdict(Kind.CERTIFIED, f"{len(development.modules)} files, {lines} lines")
    claim = "the sources hold no gap, no axiom, and no command that is not known to be harmless"
    return _outcome("sources", claim, verdict, method="the text of the sources")


def _read(development: Development, review: Review | None) -> Outcome:
    if review is None:
        verdict = Verdict(Kind.UNDECIDED, f"nobody has recorded that {STATEMENT} was read; {HOW}")
    elif unread := review.unread(development):
        verdict = Verdict(Kind.REFUTED, f"{', '.join(unread)}: not what was read on {review.date}; {HOW}")
    else:
        verdict = Verdict(Kind.CERTIFIED, f"{', '.join(review.files)}: as read on {review.date} ({review.what})")
    return _outcome("statements", _READ, verdict, method="digests of a review")


def _questions(development: Development, ledger: Sequence[str]) -> list[Question]:
    stated = [Question(name, statement=True) for name in development.statements]
    lemmas = [name for name in ledger if name in development.proved and name not in development.statements]
    return stated + [Question(name, statement=False) for name in lemmas]


def _claim(development: Development, one: Question) -> str:
    return development.statement_text(one.name) if one.statement else f"the lemma {one.name} of the development"


def _judged(
    given: Compiled, questions: Sequence[Question], review: Review | None, read: Outcome, workers: int
) -> dict[str, Outcome]:
    start = time.perf_counter()
    judgements = judge(given, questions, workers)
    seconds = (time.perf_counter() - start) / max(1, len(questions))
    outcomes = {}
    for question, one in zip(questions, judgements, strict=True):
        verdict = _verdict(given.development, question, one, review, read)
        claim = one.type or _claim(given.development, question)
        outcomes[one.name] = _outcome(one.name, claim, verdict, scope=Scope.ALL, seconds=seconds)
    return outcomes


def _verdict(development: Development, question: Question, one: Judgement, review: Review | None, read: Outcome) -> Verdict:
    evidence = [("proof", one.place), ("axioms", ", ".join(one.axioms) or "none")] if one.place else []
    if one.blocked:
        return Verdict(Kind.UNDECIDED, f"not asked: {one.blocked}")
    if one.refused:
        return Verdict(Kind.REFUTED, f"not accepted: {one.refused}", tuple(evidence))
    if question.statement and read.verdict.kind is not Kind.CERTIFIED:
        return Verdict(Kind.UNDECIDED, _UNREAD, tuple(evidence))
    known = None if review is None or question.statement else review.lemmas.get(one.name)
    if not question.statement and known != lemma_digest(development, one.name, one.type):
        return Verdict(Kind.UNDECIDED, f"{_UNREAD}; {HOW}", tuple(evidence))
    axioms = f"on {', '.join(name.rpartition('.')[2] for name in one.axioms)}" if one.axioms else "on no axiom"
    detail = f"accepted by the kernel of coqc {program.version().split()[0]} ({one.place}), {axioms}"
    return Verdict(Kind.PROVED, detail, tuple(evidence))


def _crossed(given: Compiled, pairs: Sequence[tuple[int, int]], families: Sequence[Family]) -> list[Outcome]:
    outcomes = []
    for family in families:
        needed = [family.module] if family.module in given.development.modules else []
        wrong = [name for one in needed for name in given.blamed(one)]
        start = time.perf_counter()
        grids = [grid for d, n in pairs for grid in bridge.widths(d, n)]
        verdicts: list[Verdict]
        if not needed or wrong:
            verdicts = [Verdict(Kind.UNDECIDED, f"{family.module}.v is {'not accepted' if wrong else 'missing'}")] * len(grids)
        else:
            try:
                verdicts = [bridge.verdict(one) for one in bridge.cross(given, grids, [family]).values()]
            except InvalidInput as error:
                verdicts = [Verdict(Kind.UNDECIDED, str(error))] * len(grids)
        seconds = (time.perf_counter() - start) / max(1, len(pairs))
        for wide, narrow, *both in zip(grids[::2], grids[1::2], verdicts[::2], verdicts[1::2], strict=True):
            broken = [(grid, one) for grid, one in zip((wide, narrow), both, strict=True) if one.kind is not Kind.CERTIFIED]
            name = f"bridge: {family.constant} {wide.d} {wide.n}"
            deltas = f"delta = {wide.delta.fraction} and at {narrow.delta.fraction}"
            there = f"{family.module}.{family.constant} {wide.d} {wide.n} at {deltas}"
            where = f"for Theorem {family.theorem}, layout {family.layout}"
            claim = f"the layers of {there}, computed by Coq, are those of the library {where}"
            grid, verdict = broken[0] if broken else (wide, both[0])
            at = f"delta = {grid.delta.fraction}" if broken else deltas
            verdict = replace(verdict, detail=f"at {at}: {verdict.detail}")
            outcomes.append(_outcome(name, claim, verdict, method="computed by Coq, compared entry by entry", seconds=seconds))
    return outcomes


def _line(name: str, outcome: Outcome) -> Outcome:
    """The outcome `kernel` of a theorem of the ledger: a refusal of the development does not refute the theorem."""
    verdict = outcome.verdict
    if verdict.kind is Kind.REFUTED:
        verdict = Verdict(Kind.UNDECIDED, f"the formal development is refused here: {verdict.detail}", verdict.evidence)
    return replace(outcome, obligation=replace(outcome.obligation, name=NAME), verdict=verdict)


def _outcome(
    name: str, claim: str, verdict: Verdict, *, scope: Scope = Scope.INSTANCE, method: str = _METHOD, seconds: float = 0.0
) -> Outcome:
    return Outcome(Obligation(name, claim, scope, method, already), verdict, seconds)


def _facts(development: Development, review: Review | None) -> list[tuple[str, str]]:
    return [
        ("program", f"coqc {program.version()}" if program.version() else program.ABSENT),
        ("sources", f"{len(development.modules)} files, SHA-256 {development.digest}"),
        ("read", f"{review.date}: {review.what}" if review is not None else "no record"),
        ("axioms allowed", ", ".join(AXIOMS)),
        *(("not proved", text) for text in NOT_PROVED),
    ]


def _without(ledger: Sequence[str], development: Development) -> str:
    left = [name for name in ledger if name not in development.proved and name not in development.statements]
    return f"These {len(left)} of {len(ledger)} entries have no theorem of their name in Coq: {', '.join(left) or 'none'}."


def _section(facts: Sequence[tuple[str, str]], outcomes: Sequence[Outcome]) -> Section:
    return Section(KERNEL, NAME, "What the Coq kernel proved", tuple(facts), tuple(outcomes))
