"""Facts given of data: that they contradict neither each other nor the definitions is tried at small values.

What an induction takes as given is a hypothesis of its theorem. Of all given facts that a theorem rests on, its own and
those of the theorems that it uses, the instances at small values of their variables are put together, and z3 is asked for
functions that satisfy all of them. Such functions, checked exactly, are a model of these instances: CERTIFIED, for the
instances. If there are none, the given facts are contradictory: REFUTED.

What is given is a choice of data, whatever the defined functions are: the facts that the theorem gives are tried again
with wrong values, large and small ones, in place of all values of functions that are defined. A fact that then fails for
all data says something of what is defined, and has to be shown: REFUTED.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

from verifier.identities import smt
from verifier.identities.identity import Claim
from verifier.identities.induction import Induction
from verifier.identities.term import (
    FALSE,
    Formula,
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
_FEW: Final = 3  # where the functions that are defined have wrong values
_INTEGERS: Final = (Fraction(0), Fraction(1), Fraction(2), Fraction(3))
_REALS: Final = (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(2), Fraction(-1))
_WRONG: Final[tuple[Callable[[int], int], ...]] = (
    lambda place: 1_000_003,
    lambda place: -1_000_003,
    lambda place: (-1) ** place * (1_003 + 7 * place * place),
)
_WIDEST: Final = 6  # more variables take two values each


def takes(theorem: Theorem, others: Sequence[Theorem]) -> bool:
    """Is something given in the theorem, or in two theorems that it uses?"""
    return bool(theorem.given()) or sum(bool(one.given()) for one in others) > 1


def instances(theorem: Theorem, others: Sequence[Theorem]) -> tuple[Formula, ...]:
    """The given facts of all at small values."""
    steps = (step for one in (theorem, *others) for step in one.inductions())
    return tuple(dict.fromkeys(fact for step in steps for fact in _at_small(step, _MOST)))


def unbound(theorem: Theorem, others: Sequence[Theorem], value: Callable[[int], int]) -> tuple[Formula, ...]:
    """The facts that the theorem gives at small values, with wrong values of all functions that are defined."""
    known = defined(fact for one in (theorem, *others) for fact in one.definitions())
    found = tuple(dict.fromkeys(fact for step in theorem.inductions() for fact in _at_small(step, _FEW)))
    places = [applied for applied in applications_of(*found) if applied.function in known]
    values: dict[Term, Term] = {applied: term(value(place)) for place, applied in enumerate(places)}
    return tuple(dict.fromkeys(replace(fact, values) for fact in found))


def check(theorem: Theorem, others: Sequence[Theorem], timeout: int = TIMEOUT) -> Verdict:
    """Look for a model of the instances."""
    for value in _WRONG:
        answer = smt.decide(Claim(NAME, (), unbound(theorem, others, value), FALSE), timeout)
        if answer.kind is Kind.PROVED:
            detail = f"with other values of the functions that are defined, such as {value(0)}, no data satisfy what is given:"
            return Verdict(Kind.REFUTED, f"{detail} it speaks of them; facts that are shown go to lemmas=", answer.evidence)
        if answer.kind is Kind.UNDECIDED:
            return Verdict(Kind.UNDECIDED, f"no data found for other values of what is defined: {answer.detail}", answer.evidence)
    facts = instances(theorem, others)
    answer = smt.decide(Claim(NAME, (), facts, FALSE), timeout)
    if answer.kind is Kind.REFUTED:
        detail = f"functions were found that satisfy {len(facts)} instances at small values; they are checked exactly"
        return Verdict(Kind.CERTIFIED, detail, (("functions", str(answer.witness)),))
    if answer.kind is Kind.PROVED:
        detail = f"no functions satisfy {len(facts)} instances of what is given: anything would follow"
        return Verdict(Kind.REFUTED, detail, answer.evidence)
    return Verdict(Kind.UNDECIDED, f"no functions found that satisfy what is given: {answer.detail}", answer.evidence)


def _at_small(step: Induction, most: int) -> Iterator[Formula]:
    for fact in conjuncts(*step.given):
        kept = 0
        for values in _points(variables_of(fact)):
            if kept < most and not _before(step, values):
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
