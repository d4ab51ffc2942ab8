"""Facts given of data: that they contradict neither each other nor the definitions is tried at small values.

What an induction takes as given is a hypothesis of its theorem. Of all given facts that a theorem rests on, its own and
those of the theorems that it uses, and of its own definitions of functions of which it gives facts, the instances at
small values of their variables are put together, and z3 is asked for functions that satisfy all of them. Such functions,
checked exactly, are a model of these instances: CERTIFIED, for the instances. If there are none, the given facts are
contradictory: REFUTED.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

from verifier.identities import smt
from verifier.identities.identity import Claim
from verifier.identities.induction import Induction
from verifier.identities.term import (
    FALSE,
    Formula,
    Function,
    Number,
    Term,
    Var,
    applications_of,
    replace,
    term,
    variables_of,
)
from verifier.ledger.definition import conjuncts, defined
from verifier.verdict import Kind, Verdict

if TYPE_CHECKING:
    from verifier.ledger.theorem import Theorem

NAME: Final = "what is given of data can hold"
TIMEOUT: Final = 60_000  # milliseconds
_MOST: Final = 8  # instances of one fact
_INTEGERS: Final = (Fraction(0), Fraction(1), Fraction(2), Fraction(3))
_REALS: Final = (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(2), Fraction(-1))
_WIDEST: Final = 6  # more variables take two values each


def takes(theorem: Theorem, others: Sequence[Theorem]) -> bool:
    """Is something given in the theorem, or in two theorems that it uses?"""
    return bool(theorem.given()) or sum(bool(one.given()) for one in others) > 1


def instances(theorem: Theorem, others: Sequence[Theorem]) -> tuple[Formula, ...]:
    """The given facts of all, and the theorem's definitions of functions of which it gives facts, at small values."""
    found: dict[Formula, None] = {}
    named = {value.function for value in applications_of(*theorem.given())}
    for one in (theorem, *others):
        for step in one.inductions():
            facts = conjuncts(*step.given)
            if one is theorem:
                found.update(dict.fromkeys(_at_small(_defining(conjuncts(*step.initial), named), None)))
                facts = (*facts, *_defining(conjuncts(*step.recurrence), named))
            found.update(dict.fromkeys(_at_small(facts, step)))
    return tuple(found)


def _defining(facts: Sequence[Formula], named: set[Function]) -> tuple[Formula, ...]:
    """Those of the definitions that define one of the functions."""
    return tuple(fact for fact in facts if defined((fact,)) & named)


def check(theorem: Theorem, others: Sequence[Theorem], timeout: int = TIMEOUT) -> Verdict:
    """Look for a model of the instances."""
    facts = instances(theorem, others)
    answer = smt.decide(Claim(NAME, (), facts, FALSE), timeout)
    if answer.kind is Kind.REFUTED:
        detail = f"functions were found that satisfy {len(facts)} instances at small values; they are checked exactly"
        return Verdict(Kind.CERTIFIED, detail, (("functions", str(answer.witness)),))
    if answer.kind is Kind.PROVED:
        detail = f"no functions satisfy {len(facts)} instances of what is given and defined: anything would follow"
        return Verdict(Kind.REFUTED, detail, answer.evidence)
    return Verdict(Kind.UNDECIDED, f"no functions found that satisfy what is given: {answer.detail}", answer.evidence)


def _at_small(facts: Sequence[Formula], step: Induction | None) -> Iterator[Formula]:
    for fact in facts:
        kept = 0
        for values in _points(variables_of(fact)):
            if kept < _MOST and (step is None or not _before(step, values)):
                kept += 1
                yield replace(fact, values)


def _before(step: Induction, values: dict[Var, Term]) -> bool:
    """Is the number below the start of the induction?"""
    start, number = replace(step.start, values), values.get(step.variable)
    return isinstance(start, Number) and isinstance(number, Number) and number.value < start.value


def _points(variables: Sequence[Var]) -> Iterator[dict[Var, Term]]:
    """Small values of the variables, the smallest first."""
    count = len(_INTEGERS) if len(variables) <= _WIDEST else 2
    places = sorted(product(range(count), repeat=len(variables)), key=lambda place: (sum(place), place))
    for place in places:
        yield {v: term((_INTEGERS if v.integral else _REALS)[at]) for v, at in zip(variables, place, strict=True)}
