"""What the kernel accepts: each theorem against its statement, with all that it rests on, asked of coqc itself.

The question is a file of our own. It gives the theorem the type that Statement.v states, under its full name, and prints the
assumptions of what it has then: so nothing that the sources rename, shadow or coerce can stand in for either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from verifier.kernel.development import ROOT, STATEMENT, SUFFIX, Compiled, Development

# What the real numbers of the standard library rest on.
AXIOMS: Final[Mapping[str, str]] = {
    "ClassicalDedekindReals.sig_forall_dec": (
        "forall P : nat -> Prop, (forall n : nat, {P n} + {~ P n}) -> {n : nat | ~ P n} + {forall n : nat, P n}"
    ),
    "ClassicalDedekindReals.sig_not_dec": "forall P : Prop, {~ ~ P} + {~ P}",
    "FunctionalExtensionality.functional_extensionality_dep": (
        "forall (A : Type) (B : A -> Type) (f g : forall x : A, B x), (forall x : A, f x = g x) -> f = g"
    ),
    "Classical_Prop.classic": "forall P : Prop, P \\/ ~ P",  # its logarithm, hence every real power, is defined by this one
}
_BATCH: Final = 8  # questions in one file
CLOSED: Final = "Closed under the global context"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one theorem or lemma.

    place:   file and line of its proof; empty if there is none.
    refused: why it is not accepted; empty if it is. blocked: why coqc could not be asked; then nothing else is known.
    type:    what it states, as Coq prints it; for a theorem of Statement.v, what that file says.
    axioms:  on what it rests.
    """

    name: str
    place: str
    type: str
    axioms: tuple[str, ...]
    refused: str = ""
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A name to be asked about; `statement` if it is a theorem of Statement.v."""

    name: str
    statement: bool


def judge(given: Compiled, questions: Sequence[Question], workers: int = 1) -> tuple[Judgement, ...]:
    """Ask coqc about each theorem and lemma.

    A theorem NAME of Statement.v must be proved as NAME_holds; a lemma under its own name.
    """
    found = {one: _asked(given, one) for one in questions}
    left = [one for one, known in found.items() if known is None]
    kinds = [[one for one in left if one.statement is statement] for statement in (True, False)]
    batches = [kind[start : start + _BATCH] for kind in kinds for start in range(0, len(kind), _BATCH)]
    with ThreadPoolExecutor(max(1, workers)) as pool:
        for answers in pool.map(lambda batch: _ask_each(given, batch), batches):
            found.update(answers)
    return tuple(known for known in found.values() if known is not None)


def _ask_each(given: Compiled, batch: Sequence[Question]) -> dict[Question, Judgement]:
    """The judgements of a batch: asked together, or one by one if one of them is wrong, as it hides the others then."""
    answers = _ask(given, batch)
    if answers is not None:
        return answers
    return {one: (_ask(given, [one]) or {}).get(one) or _wrong(given, one) for one in batch}


def _asked(given: Compiled, one: Question) -> Judgement | None:
    """What can be said without asking: that there is no proof, or that its file is not accepted."""
    proof = _proof(given.development, one)
    said = given.development.statement_text(one.name) if one.statement else ""
    if proof is None:
        return Judgement(one.name, "", said, (), f"no theorem {one.name}{SUFFIX * one.statement} in any file")
    if wrong := given.blamed(proof[0]):
        blocked = f"coqc does not accept {', '.join(f'{name}.v' for name in wrong)}"
        return Judgement(one.name, _place(given.development, one), said, (), blocked=blocked)
    return None


def _proof(development: Development, one: Question) -> tuple[str, int] | None:
    return development.proved.get(one.name + SUFFIX * one.statement)


def _lines(development: Development, number: int, one: Question) -> list[str]:
    proof = _proof(development, one)
    module = proof[0] if proof is not None else ""
    full = f"{ROOT}.{module}.{one.name}{SUFFIX * one.statement}"
    states = f" : {ROOT}.{STATEMENT.removesuffix('.v')}.{one.name}" if one.statement else ""
    return [
        f"Definition asked_{number}{states} := @{full}.",
        f'Redirect "assumptions_{number}" Print Assumptions asked_{number}.',
        f'Redirect "type_{number}" Check @{full}.',
    ]


def _text(development: Development, questions: Sequence[Question]) -> str:
    modules = {proof[0] for one in questions if (proof := _proof(development, one)) is not None}
    modules |= {STATEMENT.removesuffix(".v")} & set(development.modules)
    lines = ["From Coq Require Import Reals.", *(f"Require {ROOT}.{module}." for module in sorted(modules))]
    lines += ["Open Scope R_scope.", "Set Printing Width 1000000.", "Set Printing Depth 1000000."]
    for number, one in enumerate(questions):
        lines += _lines(development, number, one)
    return "\n".join(lines) + "\n"


def _ask(given: Compiled, questions: Sequence[Question]) -> dict[Question, Judgement] | None:
    """The answers, or None if coqc does not accept the questions together."""
    answers, problem = given.ask(_text(given.development, questions))
    if problem:
        return None
    return {one: _answer(given.development, one, answers, number) for number, one in enumerate(questions)}


def _answer(development: Development, one: Question, answers: Mapping[str, str], number: int) -> Judgement:
    printed = " ".join(answers.get(f"type_{number}", "").split()).partition(" : ")[2]
    axioms, foreign = assumptions(answers.get(f"assumptions_{number}", ""))
    refused = f"it rests on {'; '.join(foreign)}" if foreign else ""
    said = development.statement_text(one.name) if one.statement else printed
    return Judgement(one.name, _place(development, one), said, axioms, refused)


def _wrong(given: Compiled, one: Question) -> Judgement:
    """The judgement on what coqc does not accept when asked alone."""
    _, problem = given.ask(_text(given.development, [one]))
    short = " ".join(re.sub(r"^File .*?\n", "", problem).split())
    said = given.development.statement_text(one.name) if one.statement else ""
    refused = f"it does not have the type of {STATEMENT}: {short[:600]}"
    return Judgement(one.name, _place(given.development, one), said, (), refused)


def _place(development: Development, one: Question) -> str:
    proof = _proof(development, one)
    return f"{proof[0]}.v:{proof[1]}" if proof is not None else ""


def assumptions(printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What ``Print Assumptions`` printed: the names of the axioms, and everything that is not on the fixed list.

    >>> assumptions("Axioms:\\nhidden : False\\nClassicalDedekindReals.sig_not_dec : forall P : Prop,\\n  {~ ~ P} + {~ P}\\n")
    (('hidden', 'ClassicalDedekindReals.sig_not_dec'), ('hidden : False',))
    """
    lines = printed.strip().splitlines()
    if lines == [CLOSED]:
        return (), ()
    if not lines or lines[0] != "Axioms:":
        return (), (f"what it prints for its assumptions, {printed.strip()[:200]!r}",)
    entries: list[str] = []
    for line in lines[1:]:
        if line[:1].isspace() and entries:
            entries[-1] += f" {line.strip()}"
        else:
            entries.append(line)
    pairs = [(name, " ".join(text.split())) for name, _, text in (entry.partition(" : ") for entry in entries)]
    foreign = tuple(f"{name} : {text}" if text else name for name, text in pairs if AXIOMS.get(name) != text)
    return tuple(name for name, _ in pairs), foreign


_LIBRARIES: Final[Mapping[str, str]] = {
    "ClassicalDedekindReals": "Coq.Reals", "FunctionalExtensionality": "Coq.Logic", "Classical_Prop": "Coq.Logic",
}  # fmt: skip
_SILENT: Final = (
    "Constants/Inductives relying on type-in-type",
    "Constants/Inductives relying on unsafe (co)fixpoints",
    "Inductives whose positivity is assumed",
)


def summary(printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The context summary of coqchk: the axioms under their full names, and everything that should not be there.

    An answer that is not such a summary, whole, is among the latter.
    """
    parts = dict(re.findall(r"^\* ([^:\n]*):(.*?)(?=^\*|\Z)", printed, re.MULTILINE | re.DOTALL))
    entries = {key: " ".join(text.split()) for key, text in parts.items()}
    axioms = tuple(entries.get("Axioms", "<none>").replace("<none>", "").split())
    known = {f"{_LIBRARIES[name.partition('.')[0]]}.{name}" for name in AXIOMS}
    foreign = [name for name in axioms if name not in known]
    wanted = {"Theory": "Set is predicative", **dict.fromkeys(_SILENT, "<none>")}
    foreign += [f"{key}: {entries.get(key, 'nothing printed')}" for key, text in wanted.items() if entries.get(key) != text]
    foreign += ["Axioms: nothing printed"] * ("Axioms" not in entries)
    foreign += [f"{key}: {text}" for key, text in entries.items() if key not in wanted and key != "Axioms"]
    return axioms, tuple(foreign)
