"""Induction over an integer: a base claim and a step claim, both generated from one statement.

Neither is written by hand: the base is the statement at the start, the step is the statement at k + 1 with the
statement at k among its hypotheses, each by substitution. What is concluded is stated once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from verifier.errors import InvalidInput
from verifier.identities.assembly import Instance
from verifier.identities.identity import Claim
from verifier.identities.term import (
    TRUE,
    Formula,
    Function,
    Operand,
    Sort,
    Term,
    Var,
    all_of,
    formula,
    implies,
    renamed,
    replace,
    term,
    variables_of,
)


@dataclass(frozen=True, slots=True)
class Induction:
    """For all integers k >= start and all other variables: the hypotheses at k imply the statement at k.

    Claim:   `conclusion` follows from `base` and `step` if `initial` holds for all values of the other variables and
             `recurrence` for all of them and all k >= start. These two describe functions, as in
             ``equal(f(k + 1), 2 * f(k))``; leave them empty if the statement mentions none.
    Use:     `instances` are the values of the other variables at which the step may use the statement and the
             recurrence at k; by default at the values of the step itself. `lemmas` are instances of claims shown
             elsewhere, which the base and the step may use. `given` says what is known, for all k >= start and all
             other variables, of functions that are data and have no definition, as ``between(0, digit(k), 1)``.
    Raises:  InvalidInput if k is not an integer variable, the start mentions k or is not an integer by its form,
             `initial` mentions k, an instance replaces k, or there is no instance.
    """

    name: str
    variable: Var
    start: Term
    statement: Formula
    variables: tuple[Var, ...] = ()
    hypotheses: tuple[Formula, ...] = ()
    initial: tuple[Formula, ...] = ()
    recurrence: tuple[Formula, ...] = ()
    instances: tuple[tuple[tuple[Var, Term], ...], ...] = ((),)
    lemmas: tuple[Instance, ...] = ()
    given: tuple[Formula, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.variable, Var) or self.variable.sort is not Sort.INTEGER:
            raise InvalidInput.argument("variable", self.variable, "an integer variable")
        if not term(self.start).integral or self.variable in variables_of(self.start):
            raise InvalidInput.argument("start", str(self.start), f"an integer term without {self.variable.name}")
        if self.variable in self.variables:
            raise InvalidInput.argument("variables", self.variable.name, "variables other than that of the induction")
        if self.variable in variables_of(*self.initial):
            raise InvalidInput.argument("initial", self.variable.name, f"facts without {self.variable.name}")
        if not self.instances:
            raise InvalidInput.argument("instances", self.instances, "at least one (else the step has no premise)")
        for instance in self.instances:
            for variable, _ in instance:
                if variable not in self.variables:
                    raise InvalidInput.argument("instances", variable.name, "one of the other variables")

    @property
    def base(self) -> Claim:
        """The statement at the start."""
        at_start = {self.variable: self.start}
        hypotheses = tuple(replace(hypothesis, at_start) for hypothesis in self.hypotheses)
        name = f"{self.name}: {self.variable.name} = {self.start}"
        known = tuple(replace(fact, at_start) for fact in self._known)
        return Claim(name, self.variables, (*self.initial, *known, *hypotheses), replace(self.statement, at_start))

    @property
    def step(self) -> Claim:
        """The statement at k + 1, from the statement at k."""
        k = self.variable
        following = {k: k + 1}
        given = [k >= self.start, *(replace(hypothesis, following) for hypothesis in self.hypotheses)]
        for instance in self.instances:
            values = dict(instance)
            given += [replace(fact, values) for fact in (*self.recurrence, *self._known)]
            needed = [replace(hypothesis, values) for hypothesis in self.hypotheses]
            needed = [hypothesis for hypothesis in needed if hypothesis not in given]
            claimed = replace(self.statement, values)
            given.append(implies(all_of(*needed), claimed) if needed else claimed)
        name = f"{self.name}: from {k.name} to {k.name} + 1"
        return Claim(name, (*self.variables, k), tuple(given), replace(self.statement, following))

    def renamed(self, names: Mapping[Function, Function], prefix: str) -> Induction:
        """The same for other functions in place of some: lemmas that speak of them are renamed, and have to be shown."""

        def changed(facts: tuple[Formula, ...]) -> tuple[Formula, ...]:
            return tuple(renamed(fact, names) for fact in facts)

        return Induction(
            f"{prefix}: {self.name}",
            self.variable,
            renamed(self.start, names),
            renamed(self.statement, names),
            self.variables,
            changed(self.hypotheses),
            changed(self.initial),
            changed(self.recurrence),
            tuple(tuple((v, renamed(value, names)) for v, value in instance) for instance in self.instances),
            tuple(used.renamed(names, prefix) for used in self.lemmas),
            changed(self.given),
        )

    @property
    def _known(self) -> tuple[Formula, ...]:
        return (*self.given, *(used.formula for used in self.lemmas))

    @property
    def obligations(self) -> tuple[Claim, Claim]:
        """The two claims to prove."""
        return (self.base, self.step)

    @property
    def conclusion(self) -> Claim:
        """What base and step establish together, for use as a lemma; it is not proved by the engines directly."""
        k = self.variable
        return Claim(self.name, (*self.variables, k), (k >= self.start, *self.hypotheses), self.statement)


def induction(
    name: str,
    variable: Var,
    start: Operand,
    statement: Callable[[Term], Formula],
    *,
    variables: Sequence[Var] = (),
    hypotheses: Callable[[Term], Formula] | None = None,
    initial: Sequence[Formula] = (),
    recurrence: Callable[[Term], Formula] | None = None,
    instances: Sequence[Mapping[Var, Operand]] = ({},),
    lemmas: Sequence[Instance] = (),
    given: Callable[[Term], Formula] | None = None,
) -> Induction:
    """An induction whose statement, hypotheses, recurrence and given facts are given as functions of k.

    Raises:  InvalidInput if one of the functions is not uniform, that is, does not give at the start and at k + 1 what
             it gives at k with k replaced.

    >>> from verifier.identities.term import Function, equal, integer
    >>> k, f = integer("k"), Function("f")
    >>> doubling = induction("doubling", k, 0, lambda k: f(k) >= 1, initial=(equal(f(0), 1),),
    ...                      recurrence=lambda k: equal(f(k + 1), 2 * f(k)))
    >>> print(doubling.step)
    doubling: from k to k + 1: for all integer k: 0 <= k and f(k + 1) = 2*f(k) and 1 <= f(k) implies 1 <= f(k + 1)
    """

    def uniform(what: str, of: Callable[[Term], Formula]) -> Formula:
        stated = formula(of(variable))
        for value in (term(start), variable + 1):
            if formula(of(value)) != replace(stated, {variable: value}):
                wish = f"the same formula at {value} as at {variable.name}, with {variable.name} replaced"
                raise InvalidInput.argument(what, str(of(value)), wish)
        return stated

    Induction(name, variable, term(start), TRUE, tuple(variables))  # names what is malformed before anything is built
    needed = uniform("hypotheses", hypotheses) if hypotheses else TRUE
    relation = uniform("recurrence", recurrence) if recurrence else TRUE
    data = uniform("given", given) if given else TRUE
    return Induction(
        name,
        variable,
        term(start),
        uniform("statement", statement),
        tuple(variables),
        () if needed == TRUE else (needed,),
        tuple(initial),
        () if relation == TRUE else (relation,),
        tuple(tuple((v, term(value)) for v, value in instance.items()) for instance in instances),
        tuple(lemmas),
        () if data == TRUE else (data,),
    )
