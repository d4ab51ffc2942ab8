"""Definitions that have a model: what inductions take as definitions must define their functions, and no more.

An equation f(a) = t, alone or under a condition, is kept unless it is another one at particular values. Of those kept:

Head:      the arguments a are numbers, or sums in which each brings in one new variable, as in f(j, j + k + 1): no
           value of f is then named twice by one equation.
Body:      t and the condition mention no variable that the head does not.
Sort:      a function with integer values has an integer t.
Apart:     no two equations name the same value: in some place one has a number that the other stays above or differs
           from; the two equations of a definition by cases, whose conditions exclude each other, may.
Recursion: functions that are defined by each other have a place each at which the argument becomes smaller by 1 or
           more, and does not fall below a bound.

Claim:   then, whatever the other functions are, there are functions that satisfy all equations for all values of the
         variables that the inductions allow: k >= start, and lower bounds among their hypotheses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import floor
from typing import TypeAlias

from verifier.identities.induction import Induction
from verifier.identities.term import (
    Apply,
    Compare,
    Formula,
    Function,
    Implies,
    Number,
    Product,
    Relation,
    Sort,
    Sum,
    Term,
    Var,
    applications_of,
    children,
    replace,
    variables_of,
)
from verifier.ledger.definition import conjuncts, excludes, heads_of, matched

Bounds: TypeAlias = Mapping[Var, Fraction]


@dataclass(frozen=True, slots=True)
class Equation:
    """One defining equation, oriented: the value `head`, what it equals, under what condition, from where on."""

    fact: Formula
    head: Apply
    body: tuple[Term | Formula, ...]
    condition: Compare | None
    bounds: tuple[tuple[Var, Fraction], ...]

    @property
    def stated(self) -> Formula:
        """The fact, without a condition that `bounds` says as well."""
        match self.fact:
            case Implies(Compare(Relation.AT_MOST, Number(low), Var() as variable), Compare() as equation):
                return equation if self.lower.get(variable) == low else self.fact
            case _:
                return self.fact

    @property
    def lower(self) -> Bounds:
        """What the variables do not fall below."""
        return dict(self.bounds)


def equations(step: Induction) -> Iterator[Equation]:
    """The defining equations of an induction, with the bounds of their variables."""
    replaced = {variable for instance in step.instances for variable, _ in instance}
    outer = {v: low for v, low in _bounds(step.hypotheses).items() if v not in replaced and v != step.variable}
    start = _lowest(step.start, outer)
    inner = dict(outer) if start is None else {**outer, step.variable: start}
    for facts, bounds in ((step.initial, outer), (step.recurrence, inner)):
        for fact in conjuncts(*facts):
            yield from _oriented(fact, bounds)


def inconsistent(steps: Iterable[Induction]) -> str | None:
    """Why the definitions of these inductions need not have a model; None if they have one."""
    kept = _general(tuple(equation for step in steps for equation in equations(step)))
    for equation in kept:
        if (reason := _improper(equation)) is not None:
            return f"{equation.fact} does not define {equation.head.function.name}: {reason}"
    by_function: dict[Function, list[Equation]] = {}
    for equation in kept:
        by_function.setdefault(equation.head.function, []).append(equation)
    for function, of_it in by_function.items():
        for place, one in enumerate(of_it):
            for other in of_it[place + 1 :]:
                if not _apart(one, other):
                    return f"{function.name} is defined twice: {one.fact} and {other.fact}"
    for group in _cycles(by_function):
        if not _falls({function: by_function[function] for function in group}):
            names = ", ".join(sorted(function.name for function in group))
            return f"{names}: defined by itself, with no argument that becomes smaller down to a bound"
    return None


# ---------------------------------------------------------------- equations


def _oriented(fact: Formula, bounds: Bounds) -> Iterator[Equation]:
    condition = fact.premise if isinstance(fact, Implies) and isinstance(fact.premise, Compare) else None
    lower = dict(bounds)
    if condition is not None:
        for variable, low in _bounds((condition,)).items():
            lower[variable] = max(low, lower.get(variable, low))
    for equation in conjuncts(fact.conclusion) if isinstance(fact, Implies) else (fact,):
        heads = heads_of(equation)
        if heads and isinstance(equation, Compare):
            left, right = equation.left, equation.right
            side, other = (left, right) if heads[0] in _named(left) else (right, left)
            factors = tuple(part for part in _named(side) if part != heads[0])
            divided = (Number(Fraction(1, 2)),) if factors else ()  # a quotient need not be an integer
            body = (other, *factors, *divided)
            used = (*body, *(() if condition is None else (condition,)))
            places = {v for part in heads[0].arguments if isinstance(part, Sum) for v in variables_of(part)}
            needed = tuple((variable, low) for variable, low in lower.items() if variable in places)
            yield Equation(fact, heads[0], used, condition, needed)


def _named(side: Term) -> tuple[Term, ...]:
    """The term, or its factors."""
    return side.factors if isinstance(side, Product) else (side,)


def _bounds(facts: Iterable[Formula]) -> dict[Var, Fraction]:
    """Lower bounds of variables that the facts name."""
    found: dict[Var, Fraction] = {}
    for fact in conjuncts(*facts):
        match fact:
            case Compare(Relation.AT_MOST, Number(low), Var() as variable):
                pass
            case Compare(Relation.BELOW, Number(low), Var() as variable):
                low = Fraction(floor(low) + 1) if variable.integral else low
            case _:
                continue
        found[variable] = max(low, found.get(variable, low))
    return found


def _lowest(node: Term, bounds: Bounds) -> Fraction | None:
    """A number that the term does not fall below, if its form tells one."""
    match node:
        case Number(value):
            return value
        case Var():
            return bounds.get(node)
        case Sum(terms):
            parts = [_lowest(part, bounds) for part in terms]
            return None if None in parts else sum((part for part in parts if part is not None), Fraction(0))
        case Product(factors):
            parts = [_lowest(part, bounds) for part in factors]
            lows = [part for part in parts if part is not None and part >= 0]
            result = Fraction(1)
            for low in lows:
                result *= low
            return result if len(lows) == len(parts) else None
        case _:
            return None


def _general(found: Sequence[Equation]) -> tuple[Equation, ...]:
    """The equations that are not others at particular values that those allow."""
    kept: list[Equation] = []
    for equation in found:
        if not any(_covers(one, equation) for one in kept):
            kept = [one for one in kept if not _covers(equation, one)] + [equation]
    for equation in tuple(kept):
        others = [one for one in kept if one is not equation]
        if _follows(equation, others):
            kept = others
    return tuple(kept)


def _covers(general: Equation, special: Equation) -> bool:
    values = matched(general.head, special.head)
    if values is None or not _within(general, values, special.lower):
        return False
    wanted = (_normal(special.fact), _normal(special.stated))
    return any(_normal(replace(one, values)) in wanted for one in (general.fact, general.stated))


def _within(general: Equation, values: Mapping[Term, Term], bounds: Bounds) -> bool:
    """Does the equation speak of these values of its variables?"""
    for old, new in values.items():
        if isinstance(old, Var) and old in general.lower:
            low = _lowest(new, bounds)
            if low is None or low < general.lower[old]:
                return False
    return True


def _follows(equation: Equation, others: Sequence[Equation]) -> bool:
    """Is it what others say at particular values, these values put in, as f(1) = 2 from f(k + 1) = 2 f(k) and f(0) = 1?"""
    plain = [(one, one.stated.right) for one in others if isinstance(one.stated, Compare) and one.stated.left == one.head]

    def at(value: Apply) -> Iterator[Term]:
        for one, right in plain:
            values = matched(one.head, value)
            if values is not None and _within(one, values, equation.lower):
                yield replace(right, values)

    def put_in(part: Term) -> Term:
        found: dict[Term, Term] = {value: next(at(value), value) for value in applications_of(part)}
        return replace(part, found)

    wanted = equation.stated
    if not isinstance(wanted, Compare) or wanted.left != equation.head:
        return False
    return any(_normal(wanted.right) in (_normal(right), _normal(put_in(right))) for right in at(equation.head))


def _normal(node: Term | Formula) -> tuple[object, ...]:
    """The node without the order of summands and factors."""
    inner = [_normal(part) for part in children(node)]
    what: object = "" if inner else node
    match node:
        case Sum() | Product():
            inner.sort(key=repr)
        case Apply(function, _):
            what = function
        case Compare(relation, _, _):
            what = relation
    return (type(node).__name__, what, tuple(inner))


# ---------------------------------------------------------------- the conditions


def _improper(equation: Equation) -> str | None:
    known: set[Var] = set()
    for argument in equation.head.arguments:
        parts = argument.terms if isinstance(argument, Sum) else (argument,)
        if not all(isinstance(part, (Var, Number)) for part in parts):
            return f"its argument {argument} is neither a number nor a sum of variables"
        variables = [part for part in parts if isinstance(part, Var)]
        fresh = [variable for variable in variables if variable not in known]
        if variables and (len(fresh) != 1 or len(set(variables)) < len(variables)):
            return f"its argument {argument} brings in no variable of its own"
        known.update(fresh)
    free = next((variable for variable in variables_of(*equation.body) if variable not in known), None)
    if free is not None:
        return f"the other side depends on {free.name}"
    if equation.head.function.sort is Sort.INTEGER:
        terms = [part for part in equation.body if not isinstance(part, Compare)]
        if not all(part.integral for part in terms if isinstance(part, Term)):
            return "its values are integers, and the other side need not be one"
    return None


def _apart(one: Equation, other: Equation) -> bool:
    if one.condition is not None and other.condition is not None and one.head == other.head:
        cases = excludes(one.condition, other.condition)
    else:
        cases = False
    if cases:
        return True
    for left, right in zip(one.head.arguments, other.head.arguments, strict=True):
        for (here, there), bounds in (((left, right), other.lower), ((right, left), one.lower)):
            if isinstance(here, Number):
                low = _lowest(there, bounds)
                if isinstance(there, Number):
                    if here != there:
                        return True
                elif low is not None and here.value < low:
                    return True
    return False


def _cycles(by_function: Mapping[Function, Sequence[Equation]]) -> Iterator[frozenset[Function]]:
    """The groups of functions that are defined by each other."""
    direct = {
        function: {value.function for one in of_it for value in _values(one) if value.function in by_function}
        for function, of_it in by_function.items()
    }
    reach: dict[Function, set[Function]] = {}
    for function in direct:
        seen: set[Function] = set()
        todo = list(direct[function])
        while todo:
            following = todo.pop()
            if following not in seen:
                seen.add(following)
                todo.extend(direct[following])
        reach[function] = seen
    yield from {
        frozenset(other for other in reach[function] if function in reach[other])
        for function in direct
        if function in reach[function]
    }


def _values(equation: Equation) -> tuple[Apply, ...]:
    """The values that the equation uses."""
    return applications_of(*equation.body, *equation.head.arguments)


def _falls(group: Mapping[Function, Sequence[Equation]]) -> bool:
    """Is there a place in each function's arguments at which they become smaller, down to a bound?"""
    functions = list(group)
    for places in product(*(range(function.arity) for function in functions)):
        at = dict(zip(functions, places, strict=True))
        if all(_steps_down(one, at) for of_it in group.values() for one in of_it):
            return True
    return False


def _steps_down(equation: Equation, at: Mapping[Function, int]) -> bool:
    above = equation.head.arguments[at[equation.head.function]]
    if _lowest(above, equation.lower) is None:
        return False
    return all(
        (step := _difference(above, value.arguments[at[value.function]])) is not None and step >= 1
        for value in _values(equation)
        if value.function in at
    )


def _difference(left: Term, right: Term) -> Fraction | None:
    """left - right, if that is a number by their form."""
    (one, low), (other, high) = _split(left), _split(right)
    return low - high if one == other else None


def _split(node: Term) -> tuple[dict[Term, int], Fraction]:
    parts = node.terms if isinstance(node, Sum) else (node,)
    rest: dict[Term, int] = {}
    constant = Fraction(0)
    for part in parts:
        if isinstance(part, Number):
            constant += part.value
        else:
            rest[part] = rest.get(part, 0) + 1
    return rest, constant
