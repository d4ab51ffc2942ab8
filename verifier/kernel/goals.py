"""Piecewise linear claims as goals for Coq, closed by one fixed tactic that splits on signs and calls lra.

A claim is within the form if its terms are linear, with relu, absolute values, minima and maxima of such terms. Integers are
emitted as what they are (k : Z, IZR k), but the tactic knows only that they are real numbers. A claim is emitted in the
vocabulary of the standard library (Rmax 0 t, Rabs, Rmin, Rmax), connective by connective; the tactic is never told anything
about a claim. Of functions it knows only that arguments which are written alike give one value.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, assert_never

from verifier.identities.identity import Claim
from verifier.identities.term import (
    Absolute,
    And,
    Apply,
    Compare,
    Formula,
    Implies,
    Maximum,
    Minimum,
    Not,
    Number,
    Or,
    Product,
    Relation,
    Relu,
    Sort,
    Sum,
    Term,
    Var,
    applications_of,
    parts_of,
)
from verifier.kernel import program
from verifier.kernel.judge import CLOSED, assumptions

TACTIC: Final = """\
From Coq Require Import Reals Lra.
Open Scope R_scope.
(* Without maxima, minima and absolute values. *)
Ltac flat t := lazymatch t with
  context [Rmax _ _] => fail | context [Rmin _ _] => fail | context [Rabs _] => fail | _ => idtac end.
(* One of two cases, known or split; every occurrence is replaced. *)
Ltac maximum s t := first
  [ rewrite (Rmax_right s t) in * by lra | rewrite (Rmax_left s t) in * by lra
  | destruct (Rle_dec s t); [rewrite (Rmax_right s t) in * by lra | rewrite (Rmax_left s t) in * by lra] ].
Ltac minimum s t := first
  [ rewrite (Rmin_left s t) in * by lra | rewrite (Rmin_right s t) in * by lra
  | destruct (Rle_dec s t); [rewrite (Rmin_left s t) in * by lra | rewrite (Rmin_right s t) in * by lra] ].
Ltac absolute t := first
  [ rewrite (Rabs_right t) in * by lra | rewrite (Rabs_left1 t) in * by lra
  | destruct (Rle_dec 0 t); [rewrite (Rabs_right t) in * by lra | rewrite (Rabs_left1 t) in * by lra] ].
Ltac sign := match goal with
  | |- context [Rmax ?s ?t] => flat s; flat t; maximum s t
  | |- context [Rmin ?s ?t] => flat s; flat t; minimum s t
  | |- context [Rabs ?t] => flat t; absolute t
  | _ : context [Rmax ?s ?t] |- _ => flat s; flat t; maximum s t
  | _ : context [Rmin ?s ?t] |- _ => flat s; flat t; minimum s t
  | _ : context [Rabs ?t] |- _ => flat t; absolute t
  end.
(* Hypotheses without connectives; an implication is split on its premise. *)
Ltac known := match goal with
  | H : _ /\\ _ |- _ => destruct H
  | H : _ \\/ _ |- _ => destruct H
  | H : _ <> _ |- _ => apply Rdichotomy in H; destruct H
  | H : ~ (_ <= _) |- _ => apply Rnot_le_lt in H
  | H : ~ (_ < _) |- _ => apply Rnot_lt_le in H
  | H : ?A /\\ ?B -> ?C |- _ => assert (A -> B -> C) by (intros; apply H; split; assumption); clear H
  | H : ?A \\/ ?B -> ?C |- _ =>
      assert (A -> C) by (intros; apply H; left; assumption); assert (B -> C) by (intros; apply H; right; assumption); clear H
  | H : ?a <= ?b -> _ |- _ => let L := fresh in destruct (Rle_dec a b) as [L | L]; [specialize (H L) | clear H]
  | H : ?a < ?b -> _ |- _ => let L := fresh in destruct (Rlt_dec a b) as [L | L]; [specialize (H L) | clear H]
  | H : ?a = ?b -> _ |- _ => let L := fresh in destruct (Req_dec a b) as [L | L]; [specialize (H L) | clear H]
  end.
Ltac wanted := match goal with
  | |- _ /\\ _ => split
  | |- ~ _ => intro
  | |- _ -> _ => intro
  | |- ?a <= ?b \\/ _ => destruct (Rle_dec a b); [left; assumption | right]
  | |- ?a < ?b \\/ _ => destruct (Rlt_dec a b); [left; assumption | right]
  | |- ?a = ?b \\/ _ => destruct (Req_dec a b); [left; assumption | right]
  end.
Ltac piecewise := intros; repeat (first [sign | known | wanted]; try lra); lra.
"""
_BATCHES: Final = 4
_PIECEWISE: Final = (Relu, Absolute, Minimum, Maximum)
TIMEOUT: Final = 1200  # seconds for one batch
PATIENCE: Final = {False: 60, True: 10}  # seconds for one goal, without and with integers


@dataclass(frozen=True, slots=True)
class Goal:
    """A claim and its text for Coq."""

    claim: Claim
    text: str

    @property
    def integral(self) -> bool:
        """Does it speak of integers? The tactic knows only that they are real numbers, and need not close it then."""
        sorts = (*(one.sort for one in self.claim.variables), *(one.sort for one in self.claim.functions))
        return Sort.INTEGER in sorts


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of goals: those that coqc accepted, why it did not accept others, the axioms, and the time in seconds."""

    proved: tuple[Goal, ...]
    open: tuple[tuple[Goal, str], ...]
    axioms: tuple[str, ...]
    foreign: tuple[str, ...]
    seconds: float


def outside(claim: Claim) -> str:
    """Why a claim is outside the form; empty if it is within."""
    reasons = []
    terms = [one for formula in claim.formulas for one in _terms(formula)]
    if not all(map(_linear, terms)):
        reasons.append("products of variables")
    if any(isinstance(part, _PIECEWISE) for one in applications_of(*claim.formulas) for part in parts_of(*one.arguments)):
        reasons.append("functions at piecewise linear places")
    return ", ".join(reasons)


def emit(claim: Claim) -> str:
    """The claim as a proposition of Coq.

    >>> from verifier.identities.term import equal, reals, relu
    >>> x, = reals("x")
    >>> emit(Claim("positive part", (x,), (x >= 0,), equal(relu(x) / 2, x)))
    'forall (v_x : R), 0 <= v_x -> 1 / 2 * Rmax 0 v_x = v_x'
    """
    bound = [f"({_name(variable.name)} : {_SORTS[variable.sort]})" for variable in claim.variables]
    bound += [f"(f_{_name(one.name)} : {'R -> ' * one.arity}{_SORTS[one.sort]})" for one in claim.functions]
    body = " -> ".join(_formula(formula, tight=True) for formula in claim.formulas)
    return f"forall {' '.join(bound)}, {body}" if bound else body


def close(goals: Sequence[Goal], workers: int = 2) -> Closed:
    """Put the goals to coqc, a batch in each file; a goal that the tactic does not close is left out and named."""
    start = time.monotonic()
    results = _in_batches(goals, "Timeout {seconds} piecewise. Qed.", workers)
    proved = {goal for result in results for goal in result.accepted}
    problems = tuple(pair for result in results for pair in result.problems)
    axioms = tuple(dict.fromkeys(name for result in results for name in result.axioms))
    foreign = tuple(dict.fromkeys(name for result in results for name in result.foreign))
    return Closed(tuple(goal for goal in goals if goal in proved), problems, axioms, foreign, time.monotonic() - start)


def survivors(wrong: Sequence[Goal], workers: int = 2) -> tuple[tuple[Goal, str], ...]:
    """Those of some wrong claims on which the tactic does not fail, or that Coq cannot read: there should be none."""
    results = _in_batches(wrong, "Fail Timeout {seconds} piecewise. Abort.", workers)
    return tuple(pair for result in results for pair in result.problems)


@dataclass(frozen=True, slots=True)
class _Result:
    accepted: tuple[Goal, ...]
    problems: tuple[tuple[Goal, str], ...]
    axioms: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def _in_batches(goals: Sequence[Goal], script: str, workers: int) -> list[_Result]:
    batches = [batch for number in range(_BATCHES) if (batch := list(goals[number::_BATCHES]))]
    with ThreadPoolExecutor(max(1, workers)) as pool:
        return list(pool.map(lambda batch: _batch(batch, script), batches))


def _batch(goals: Sequence[Goal], script: str) -> _Result:
    """One file of goals. Where coqc stops, the goal is taken out, and the rest goes on; what was accepted is compiled again."""
    left = list(goals)
    accepted: list[Goal] = []
    problems: list[tuple[Goal, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        while left:
            text = _file(left, script)
            (work / "goals.v").write_text(text, encoding="utf-8")
            problem = program.run(work, "goals.v", work, "Goals", TIMEOUT)
            if not problem and not problems:
                printed = (work / "assumptions.out").read_text(encoding="utf-8") if "Qed" in script else CLOSED
                return _Result(tuple(left), (), *assumptions(printed))
            number = _blamed(problem, text) if problem else len(left)
            accepted += left[:number] if number is not None else []
            if number is None or number < len(left):
                short = " ".join(re.sub(r"^File .*?\n", "", problem).split())[:300]
                problems += [(goal, short) for goal in (left if number is None else [left[number]])]
            left = left[number + 1 :] if number is not None else []
    again = _batch(accepted, script) if accepted and "Qed" in script else _Result(tuple(accepted), ())
    return _Result(again.accepted, (*problems, *again.problems), again.axioms, again.foreign)


def _file(goals: Sequence[Goal], script: str) -> str:
    lemmas = [
        f"Lemma goal_{number} : {goal.text}.\nProof. {script.format(seconds=PATIENCE[goal.integral])}\n"
        for number, goal in enumerate(goals)
    ]
    every = f"Definition every := ({', '.join(f'goal_{number}' for number in range(len(goals)))}, 0).\n"
    asked = f'{every}Set Printing Width 1000000.\nRedirect "assumptions" Print Assumptions every.\n'
    return "".join([TACTIC, *lemmas, *([asked] if "Qed" in script else [])])


def _blamed(problem: str, text: str) -> int | None:
    """The number of the goal at whose lines coqc stopped."""
    match = re.match(r'File "[^"]*", line ([0-9]+)', problem)
    if match is None:
        return None
    before = text.splitlines()[: int(match[1])]
    starts = [line for line in before if line.startswith("Lemma goal_")]
    return len(starts) - 1 if starts and before[-1].startswith(("Lemma goal_", "Proof.")) else None


# ---------------------------------------------------------------- the form


def _linear(one: Term) -> bool:
    match one:
        case Number() | Var():
            return True
        case Sum():
            return all(map(_linear, one.terms))
        case Product():
            factors = [factor for factor in one.factors if not isinstance(factor, Number)]
            return len(factors) <= 1 and all(map(_linear, factors))
        case Relu() | Absolute():
            return _linear(one.argument)
        case Minimum() | Maximum():
            return _linear(one.left) and _linear(one.right)
        case Apply():
            return all(map(_linear, one.arguments))
        case _:
            assert_never(one)


def _terms(formula: Formula) -> Iterator[Term]:
    match formula:
        case Compare():
            yield from (formula.left, formula.right)
        case And() | Or():
            for part in formula.parts:
                yield from _terms(part)
        case Not():
            yield from _terms(formula.part)
        case Implies():
            yield from _terms(formula.premise)
            yield from _terms(formula.conclusion)
        case _:
            assert_never(formula)


# ---------------------------------------------------------------- Coq's text

_RELATIONS: Final[Mapping[Relation, str]] = {
    Relation.AT_MOST: "<=", Relation.BELOW: "<", Relation.EQUAL: "=", Relation.DISTINCT: "<>",
}  # fmt: skip


_SORTS: Final[Mapping[Sort, str]] = {Sort.REAL: "R", Sort.INTEGER: "Z"}


def _name(name: str) -> str:
    return f"v_{name}"


def _number(value: Fraction) -> str:
    size = str(abs(value.numerator)) + (f" / {value.denominator}" if value.denominator != 1 else "")
    return f"(- ({size}))" if value < 0 else size


def _formula(formula: Formula, *, tight: bool = False) -> str:
    """tight: in brackets unless it is a comparison."""
    match formula:
        case Compare():
            return f"{_term(formula.left)} {_RELATIONS[formula.relation]} {_term(formula.right)}"
        case And(parts=()):
            return "True"
        case Or(parts=()):
            return "False"
        case And() | Or():
            joined = (" /\\ " if isinstance(formula, And) else " \\/ ").join(_formula(part, tight=True) for part in formula.parts)
        case Not():
            return f"~ ({_formula(formula.part)})"
        case Implies():
            joined = f"{_formula(formula.premise, tight=True)} -> {_formula(formula.conclusion, tight=True)}"
        case _:
            assert_never(formula)
    return f"({joined})" if tight else joined


def _term(one: Term) -> str:
    match one:
        case Number():
            return _number(one.value)
        case Var():
            return _name(one.name) if one.sort is Sort.REAL else f"IZR {_name(one.name)}"
        case Sum():
            return " + ".join(_term(part) for part in one.terms)
        case Product():
            return " * ".join(_factor(factor) for factor in one.factors)
        case Relu():
            return f"Rmax 0 {_atom(one.argument)}"
        case Absolute():
            return f"Rabs {_atom(one.argument)}"
        case Minimum():
            return f"Rmin {_atom(one.left)} {_atom(one.right)}"
        case Maximum():
            return f"Rmax {_atom(one.left)} {_atom(one.right)}"
        case Apply():
            applied = f"f_{_name(one.function.name)} {' '.join(_atom(argument) for argument in one.arguments)}"
            return applied if one.function.sort is Sort.REAL else f"IZR ({applied})"
        case _:
            assert_never(one)


def _factor(one: Term) -> str:
    return f"({_term(one)})" if isinstance(one, Sum) else _term(one)


def _atom(one: Term) -> str:
    """A term as an argument."""
    match one:
        case Var(sort=Sort.REAL):
            return _term(one)
        case Number(value=value) if value < 0 or value.denominator == 1:
            return _term(one)
        case _:
            return f"({_term(one)})"
