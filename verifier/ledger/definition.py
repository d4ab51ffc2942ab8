"""What the theorems say about functions without proof: definitions, and facts about functions that are data.

Definition:  a conjunct of `initial` or `recurrence` of an induction. It is an equation one side of which is the value of a
             function, as in ``f(k + 1) = 2 f(k)``; or a quotient, that value times positive numbers and powers, as in
             ``2^k q(k) = t``; or one of two cases, ``A -> f(k + 1) = s`` and ``not A -> f(k + 1) = t``; or an equation
             for the indices from some number on, ``k >= 0 -> f(k + 1) = 2 f(k)``. The left side is what is defined, if
             it is a value or a quotient.
Given fact:  a conjunct of `given`. It speaks of a function that nobody defines, such as a digit that is 0 or 1. That
             functions as given exist is not checked; nothing that is shown elsewhere can be such a fact unless it
             speaks of data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from verifier.identities.induction import Induction
from verifier.identities.term import (
    And,
    Apply,
    Compare,
    Formula,
    Function,
    Implies,
    Number,
    Product,
    Relation,
    Sum,
    Term,
    Var,
    all_of,
    applications_of,
    replace,
)

_POWER: Final = "power"  # positive for a positive base: proofs/calculus_powers.py
_COMPLEMENT: Final = {Relation.AT_MOST: Relation.BELOW, Relation.BELOW: Relation.AT_MOST}


def conjuncts(*facts: Formula) -> tuple[Formula, ...]:
    """The facts, conjunctions taken apart."""
    whole = all_of(*facts)
    return whole.parts if isinstance(whole, And) else (whole,)


def definitions(step: Induction) -> tuple[Formula, ...]:
    """The conjuncts of `initial` and of `recurrence`, each once."""
    return tuple(dict.fromkeys((*conjuncts(*step.initial), *conjuncts(*step.recurrence))))


def undefining(facts: Sequence[Formula]) -> Formula | None:
    """The first of the facts that is not a definition, or None."""
    return next((fact for fact in facts if not (heads_of(fact) or _is_from_on(fact) or _is_case(fact, facts))), None)


def defined(facts: Iterable[Formula]) -> set[Function]:
    """The functions that these definitions define."""
    return {heads_of(equation)[0].function for fact in facts for equation in _equations(fact) if heads_of(equation)}


def about_data(fact: Formula, known: set[Function]) -> bool:
    """Does the fact speak of a function that is not defined?"""
    return any(value.function not in known for value in applications_of(fact))


def is_instance(special: Formula, general: Formula) -> bool:
    """Is one definition the other one at particular values of its variables?

    >>> from verifier.identities.term import equal, integers
    >>> (i, k), f = integers("i k"), Function("f")
    >>> is_instance(equal(f(2 * k + 2), 3 * f(2 * k + 1)), equal(f(i + 1), 3 * f(i)))
    True
    >>> is_instance(equal(f(k + 1), 2 * f(k)), equal(f(i + 1), 3 * f(i)))
    False
    """
    for head in _all_heads(general):
        for value in _all_heads(special):
            found = matched(head, value)
            if found is not None and replace(general, found) == special:
                return True
    return False


def _all_heads(fact: Formula) -> Iterator[Apply]:
    for equation in _equations(fact):
        yield from heads_of(equation)


def _equations(fact: Formula) -> tuple[Formula, ...]:
    return conjuncts(fact.conclusion) if isinstance(fact, Implies) else (fact,)


def heads_of(fact: Formula) -> tuple[Apply, ...]:
    """The sides of an equation that are values or quotients; the first one is what it defines."""
    if not isinstance(fact, Compare) or fact.relation is not Relation.EQUAL:
        return ()
    return tuple(head for head in map(_head, (fact.left, fact.right)) if head is not None)


def _head(side: Term) -> Apply | None:
    if isinstance(side, Apply):
        return side
    if isinstance(side, Product):
        rest = [factor for factor in side.factors if not _positive(factor)]
        if len(rest) == 1 and isinstance(rest[0], Apply):
            return rest[0]
    return None


def _positive(factor: Term) -> bool:
    """A positive number, or a power of one."""
    if isinstance(factor, Apply):
        return factor.function.name == _POWER and _positive(factor.arguments[0])
    return isinstance(factor, Number) and factor.value > 0


def _is_from_on(fact: Formula) -> bool:
    """An equation for an index of the value that it defines, from some number on."""
    if not isinstance(fact, Implies) or not isinstance(fact.premise, Compare) or fact.premise.relation is not Relation.AT_MOST:
        return False
    heads = heads_of(fact.conclusion)
    if not heads or not isinstance(fact.premise.left, Number):
        return False
    return any(fact.premise.right == part for argument in heads[0].arguments for part in (argument, *_summands(argument)))


def _summands(whole: Term) -> tuple[Term, ...]:
    return whole.terms if isinstance(whole, Sum) else ()


def excludes(one: Compare, other: Compare) -> bool:
    """Is one condition the negation of the other, as a <= b and b < a are?"""
    return one.relation in _COMPLEMENT and other == Compare(_COMPLEMENT[one.relation], one.right, one.left)


def _is_case(fact: Formula, facts: Sequence[Formula]) -> bool:
    if not isinstance(fact, Implies) or not isinstance(fact.premise, Compare):
        return False
    if fact.premise.relation not in _COMPLEMENT or not all(map(heads_of, conjuncts(fact.conclusion))):
        return False
    wanted = {heads_of(equation)[0] for equation in conjuncts(fact.conclusion)}
    return any(
        isinstance(other, Implies)
        and isinstance(other.premise, Compare)
        and excludes(fact.premise, other.premise)
        and all(map(heads_of, conjuncts(other.conclusion)))
        and {heads_of(equation)[0] for equation in conjuncts(other.conclusion)} == wanted
        for other in facts
    )


def matched(head: Apply, value: Apply) -> dict[Term, Term] | None:
    """What the variables of the head stand for in the value, if its arguments are numbers, variables and sums k + c."""
    if head.function != value.function:
        return None
    found: dict[Term, Term] = {}
    for argument, at in zip(head.arguments, value.arguments, strict=True):
        place = argument
        if isinstance(argument, Sum):
            match argument.terms:
                case (Var() as variable, Number() as shift):
                    place, at = variable, at - shift
                case _:
                    return None
        if isinstance(place, Var):
            if (place.integral and not at.integral) or found.setdefault(place, at) != at:
                return None
        elif replace(argument, found) != at:
            return None
    return found
