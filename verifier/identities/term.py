"""The language of statements: piecewise-polynomial terms and the formulas that compare them.

Terms are built from real and integer variables, rational numbers, +, -, *, division by a number, relu, absolute,
minimum, maximum, and functions of which nothing is known but their name. Formulas compare terms (<=, <, equal,
distinct) and join comparisons (all_of, any_of, implies, ~). Both are immutable and equal by value, so ``==`` asks
whether two terms are the same text; the *statement* that they are equal is written ``equal(left, right)``.

>>> z, = reals("z")
>>> tent = 1 - 2 * relu(z - half) - 2 * relu(half - z)
>>> print(implies(z <= half, equal(tent, 2 * z)))
z <= 1/2 -> 1 - 2*relu(z - 1/2) - 2*relu(1/2 - z) = 2*z
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final, NoReturn, TypeAlias, assert_never, overload

from verifier.errors import DomainError, InvalidInput, ShapeMismatch

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*'*")
_LARGEST_POWER: Final = 64


class Sort(Enum):
    """What a variable ranges over."""

    REAL = "real"
    INTEGER = "integer"


class Relation(Enum):
    """The four comparisons; > and >= are written with the sides exchanged."""

    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    DISTINCT = "!="


# ---------------------------------------------------------------- terms


class _Node:
    """What terms and formulas have in common: a hash that is computed once, a text, no truth value."""

    __slots__ = ("_hash",)
    _hash: int
    __match_args__: tuple[str, ...] = ()

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            fields = tuple(getattr(self, name) for name in self.__match_args__)
            object.__setattr__(self, "_hash", hash((type(self).__name__, fields)))
            return self._hash


class _Term(_Node):
    """The operators of terms; every operand may also be an int or a Fraction."""

    __slots__ = ("_integral",)
    _integral: bool

    def __add__(self, other: Operand) -> Term:
        return _sum((_term(self), term(other)))

    def __radd__(self, other: Operand) -> Term:
        return _sum((term(other), _term(self)))

    def __sub__(self, other: Operand) -> Term:
        return _sum((_term(self), -term(other)))

    def __rsub__(self, other: Operand) -> Term:
        return _sum((term(other), -self))

    def __neg__(self) -> Term:
        return _product((Number(Fraction(-1)), _term(self)))

    def __mul__(self, other: Operand) -> Term:
        return _product((_term(self), term(other)))

    def __rmul__(self, other: Operand) -> Term:
        return _product((term(other), _term(self)))

    def __truediv__(self, other: int | Fraction) -> Term:
        if isinstance(other, bool) or not isinstance(other, (int, Fraction)) or other == 0:
            raise InvalidInput.argument("divisor", other, "a rational number other than 0 (a term cannot divide)")
        return _product((Number(1 / Fraction(other)), _term(self)))

    def __pow__(self, exponent: int) -> Term:
        if isinstance(exponent, bool) or not isinstance(exponent, int) or not 0 <= exponent <= _LARGEST_POWER:
            raise InvalidInput.argument("exponent", exponent, f"an integer from 0 to {_LARGEST_POWER}")
        return _product((_term(self),) * exponent)

    def __le__(self, other: Operand) -> Formula:
        return Compare(Relation.AT_MOST, _term(self), term(other))

    def __lt__(self, other: Operand) -> Formula:
        return Compare(Relation.BELOW, _term(self), term(other))

    def __ge__(self, other: Operand) -> Formula:
        return Compare(Relation.AT_MOST, term(other), _term(self))

    def __gt__(self, other: Operand) -> Formula:
        return Compare(Relation.BELOW, term(other), _term(self))

    def __bool__(self) -> NoReturn:
        raise TypeError("a term has no truth value; write equal(a, b) or a <= b, and between(a, b, c) for a <= b <= c")

    def __str__(self) -> str:
        return text(_term(self))

    def __repr__(self) -> str:
        return f"<{text(_term(self))}>"

    @property
    def integral(self) -> bool:
        """True if the term is an integer for all values of its variables because of its form."""
        try:
            return self._integral
        except AttributeError:
            object.__setattr__(self, "_integral", _is_integral(_term(self)))
            return self._integral


@dataclass(frozen=True, slots=True, repr=False)
class Number(_Term):
    """A rational number."""

    value: Fraction
    __hash__ = _Node.__hash__

    def __post_init__(self) -> None:
        if not isinstance(self.value, Fraction):
            raise InvalidInput.argument("value", self.value, "a Fraction")


@dataclass(frozen=True, slots=True, repr=False)
class Var(_Term):
    """A variable: a name of letters, digits, single underscores and final primes, and what it ranges over."""

    name: str
    sort: Sort = Sort.REAL
    __hash__ = _Node.__hash__

    def __post_init__(self) -> None:
        _check_name(self.name)
        if not isinstance(self.sort, Sort):
            raise InvalidInput.argument("sort", self.sort, "a Sort")


@dataclass(frozen=True, slots=True, repr=False)
class Sum(_Term):
    """A sum of at least two terms, flat; built by + and -."""

    terms: tuple[Term, ...]
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Product(_Term):
    """A product of at least two factors, flat, with at most one number, which comes first; built by * and /."""

    factors: tuple[Term, ...]
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Relu(_Term):
    """max(0, argument)."""

    argument: Term
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Absolute(_Term):
    """max(argument, -argument)."""

    argument: Term
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Minimum(_Term):
    """The smaller of two terms."""

    left: Term
    right: Term
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Maximum(_Term):
    """The larger of two terms."""

    left: Term
    right: Term
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Apply(_Term):
    """The value of a function of which nothing is known; built by calling a Function."""

    function: Function
    arguments: tuple[Term, ...]
    __hash__ = _Node.__hash__


Term: TypeAlias = Number | Var | Sum | Product | Relu | Absolute | Minimum | Maximum | Apply
Operand: TypeAlias = Term | int | Fraction


@dataclass(frozen=True, slots=True)
class Function:
    """A function R^arity -> R (or -> Z) of which nothing is known but that equal arguments give equal values.

    >>> x, = reals("x")
    >>> print(Function("f", 2)(x, 0))
    f(x, 0)
    """

    name: str
    arity: int = 1
    sort: Sort = Sort.REAL

    def __post_init__(self) -> None:
        _check_name(self.name)
        if isinstance(self.arity, bool) or not isinstance(self.arity, int) or self.arity < 1:
            raise InvalidInput.argument("arity", self.arity, "an integer of at least 1")

    def __call__(self, *arguments: Operand) -> Term:
        """The value at the arguments, as a term."""
        if len(arguments) != self.arity:
            raise ShapeMismatch.argument(f"arguments of {self.name}", len(arguments), f"{self.arity} of them")
        return Apply(self, tuple(term(argument) for argument in arguments))


# ---------------------------------------------------------------- formulas


class _Formula(_Node):
    """The operators of formulas."""

    __slots__ = ()

    def __and__(self, other: Formula) -> Formula:
        return all_of(_formula(self), other)

    def __or__(self, other: Formula) -> Formula:
        return any_of(_formula(self), other)

    def __invert__(self) -> Formula:
        return Not(_formula(self))

    def __bool__(self) -> NoReturn:
        raise TypeError("a formula has no truth value; join with &, |, ~, and write between(a, b, c) for a <= b <= c")

    def __str__(self) -> str:
        return text(_formula(self))

    def __repr__(self) -> str:
        return f"<{text(_formula(self))}>"


@dataclass(frozen=True, slots=True, repr=False)
class Compare(_Formula):
    """left relation right."""

    relation: Relation
    left: Term
    right: Term
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class And(_Formula):
    """All parts hold; And(()) is true."""

    parts: tuple[Formula, ...]
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Or(_Formula):
    """Some part holds; Or(()) is false."""

    parts: tuple[Formula, ...]
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Not(_Formula):
    """The part does not hold."""

    part: Formula
    __hash__ = _Node.__hash__


@dataclass(frozen=True, slots=True, repr=False)
class Implies(_Formula):
    """The premise fails or the conclusion holds."""

    premise: Formula
    conclusion: Formula
    __hash__ = _Node.__hash__


Formula: TypeAlias = Compare | And | Or | Not | Implies

TRUE: Final = And(())
FALSE: Final = Or(())


# ---------------------------------------------------------------- building


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InvalidInput.argument("name", name, "a letter, then letters, digits, single underscores, final primes")


def _term(value: _Term) -> Term:
    if isinstance(value, Term):
        return value
    raise InvalidInput.argument("term", value, "a term of the closed union Term")


def _formula(value: object) -> Formula:
    if isinstance(value, Formula):
        return value
    raise InvalidInput.argument("formula", value, "a formula such as a <= b or equal(a, b); a == b is not one")


def term(value: object) -> Term:
    """The term itself, or the number as a term; raises InvalidInput for anything else (floats included)."""
    if isinstance(value, Term):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise InvalidInput.argument("operand", value, "a term, an int or a Fraction")
    return Number(Fraction(value))


def formula(value: object) -> Formula:
    """The formula itself; raises InvalidInput for anything else (``a == b``, a bool, included)."""
    return _formula(value)


half: Final = Fraction(1, 2)


def real(name: str) -> Var:
    """One real variable."""
    return Var(name, Sort.REAL)


def integer(name: str) -> Var:
    """One integer variable."""
    return Var(name, Sort.INTEGER)


def reals(names: str) -> tuple[Var, ...]:
    """Real variables, named as in ``reals("x y z")``."""
    return tuple(real(name) for name in names.split())


def integers(names: str) -> tuple[Var, ...]:
    """Integer variables, named as in ``integers("j k")``."""
    return tuple(integer(name) for name in names.split())


def _sum(terms: Iterable[Term]) -> Term:
    flat: list[Term] = []
    constant, place = Fraction(0), -1
    for outer in terms:
        for part in outer.terms if isinstance(outer, Sum) else (outer,):
            if isinstance(part, Number):
                constant += part.value
                if place < 0:
                    place = len(flat)
            else:
                flat.append(part)
    if constant:
        flat.insert(place, Number(constant))
    if not flat:
        return Number(constant)
    return flat[0] if len(flat) == 1 else Sum(tuple(flat))


def _product(factors: Iterable[Term]) -> Term:
    flat: list[Term] = []
    coefficient = Fraction(1)
    for outer in factors:
        for part in outer.factors if isinstance(outer, Product) else (outer,):
            if isinstance(part, Number):
                coefficient *= part.value
            else:
                flat.append(part)
    if not coefficient or not flat:
        return Number(coefficient)
    if coefficient != 1:
        flat.insert(0, Number(coefficient))
    return flat[0] if len(flat) == 1 else Product(tuple(flat))


def total(terms: Iterable[Operand]) -> Term:
    """The sum of the terms; 0 if there are none."""
    return _sum(term(part) for part in terms)


def relu(argument: Operand) -> Term:
    """sigma(argument) = max(0, argument)."""
    return Relu(term(argument))


def absolute(argument: Operand) -> Term:
    """|argument|."""
    return Absolute(term(argument))


def minimum(first: Operand, *others: Operand) -> Term:
    """The smallest of the terms."""
    result = term(first)
    for other in others:
        result = Minimum(result, term(other))
    return result


def maximum(first: Operand, *others: Operand) -> Term:
    """The largest of the terms."""
    result = term(first)
    for other in others:
        result = Maximum(result, term(other))
    return result


def equal(left: Operand, right: Operand) -> Formula:
    """The statement left = right."""
    return Compare(Relation.EQUAL, term(left), term(right))


def distinct(left: Operand, right: Operand) -> Formula:
    """The statement left != right."""
    return Compare(Relation.DISTINCT, term(left), term(right))


def between(low: Operand, middle: Operand, high: Operand) -> Formula:
    """low <= middle <= high."""
    return all_of(term(low) <= term(middle), term(middle) <= term(high))


def all_of(*parts: Formula) -> Formula:
    """All parts hold."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (_formula(part),))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(*parts: Formula) -> Formula:
    """At least one part holds."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (_formula(part),))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def at_least(count: int, *parts: Formula) -> Formula:
    """At least `count` of the parts hold."""
    if count <= 0:
        return TRUE
    if count > len(parts):
        return FALSE
    first, rest = _formula(parts[0]), parts[1:]
    if count == len(parts):
        return all_of(*parts)
    return any_of(all_of(first, at_least(count - 1, *rest)), at_least(count, *rest))


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """If the premise holds, so does the conclusion."""
    return Implies(_formula(premise), _formula(conclusion))


def equivalent(left: Formula, right: Formula) -> Formula:
    """Both hold or neither does."""
    return all_of(implies(left, right), implies(right, left))


# ---------------------------------------------------------------- looking inside


def children(node: Term | Formula) -> tuple[Term | Formula, ...]:
    """The immediate parts of a term or formula, from left to right."""
    match node:
        case Number() | Var():
            return ()
        case Sum(terms):
            return terms
        case Product(factors):
            return factors
        case Relu(argument) | Absolute(argument):
            return (argument,)
        case Minimum(left, right) | Maximum(left, right):
            return (left, right)
        case Apply(_, arguments):
            return arguments
        case Compare(_, left, right):
            return (left, right)
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case Implies(premise, conclusion):
            return (premise, conclusion)
        case _:
            assert_never(node)


def parts_of(*roots: Term | Formula) -> Iterator[Term | Formula]:
    """Every distinct part of the roots once, each after its own parts."""
    seen: set[Term | Formula] = set()
    stack: list[tuple[Term | Formula, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, ready = stack.pop()
        if ready:
            yield node
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(children(node)))


def variables_of(*roots: Term | Formula) -> tuple[Var, ...]:
    """The variables that occur, in order of first occurrence."""
    return tuple(node for node in parts_of(*roots) if isinstance(node, Var))


def applications_of(*roots: Term | Formula) -> tuple[Apply, ...]:
    """The distinct function applications that occur, inner ones first."""
    return tuple(node for node in parts_of(*roots) if isinstance(node, Apply))


def _is_integral(node: Term) -> bool:
    match node:
        case Number(value):
            return value.denominator == 1
        case Var(_, sort):
            return sort is Sort.INTEGER
        case Apply(function, _):
            return function.sort is Sort.INTEGER
        case Sum() | Product() | Relu() | Absolute() | Minimum() | Maximum():
            return all(child.integral for child in children(node) if isinstance(child, Term))
        case _:
            assert_never(node)


# ---------------------------------------------------------------- replacing


@overload
def replace(node: Term, replacements: Mapping[Term, Term] | Mapping[Var, Term]) -> Term: ...
@overload
def replace(node: Formula, replacements: Mapping[Term, Term] | Mapping[Var, Term]) -> Formula: ...
def replace(node: Term | Formula, replacements: Mapping[Term, Term] | Mapping[Var, Term]) -> Term | Formula:
    """The node with every occurrence of a key replaced by its value, all at once; values are not searched again.

    A key that is a sum is also found as a part of a longer sum, where sums have been joined.

    Raises:  InvalidInput if an integer term is replaced by a term that need not be an integer.
    """
    for old, new in replacements.items():
        if old.integral and not new.integral:
            raise InvalidInput.argument(f"replacement of {old}", str(new), "a term that is an integer by its form")
    done: dict[Term, Term] = dict(replacements.items())

    sums = [(old, new) for old, new in replacements.items() if isinstance(old, Sum)]

    def term_of(part: Term) -> Term:
        if part not in done:
            found, rest = _found_in_sum(part, sums) if isinstance(part, Sum) else ((), part)
            done[part] = _sum((*found, _rebuilt(rest, term_of))) if found else _rebuilt(part, term_of)
        return done[part]

    def formula_of(part: Formula) -> Formula:
        match part:
            case Compare(relation, left, right):
                return Compare(relation, term_of(left), term_of(right))
            case And(inner):
                return And(tuple(formula_of(piece) for piece in inner))
            case Or(inner):
                return Or(tuple(formula_of(piece) for piece in inner))
            case Not(piece):
                return Not(formula_of(piece))
            case Implies(premise, conclusion):
                return Implies(formula_of(premise), formula_of(conclusion))
            case _:
                assert_never(part)

    return term_of(node) if isinstance(node, Term) else formula_of(node)


@overload
def renamed(node: Term, names: Mapping[Function, Function]) -> Term: ...
@overload
def renamed(node: Formula, names: Mapping[Function, Function]) -> Formula: ...
def renamed(node: Term | Formula, names: Mapping[Function, Function]) -> Term | Formula:
    """The node with other functions in place of some.

    Raises:  InvalidInput if a function is replaced by one of another arity or sort.

    >>> f, g = Function("f"), Function("g")
    >>> print(renamed(f(f(1)) <= 2, {f: g}))
    g(g(1)) <= 2
    """
    for old, new in names.items():
        if (old.arity, old.sort) != (new.arity, new.sort):
            raise InvalidInput.argument(f"name for {old.name}", new, f"a function of arity {old.arity}, {old.sort.value}")
    values: dict[Term, Term] = {}
    for value in applications_of(node):  # inner ones first
        inner = tuple(replace(argument, values) for argument in value.arguments)
        values[value] = Apply(names.get(value.function, value.function), inner)
    return replace(node, values)


def _found_in_sum(whole: Sum, sums: Sequence[tuple[Sum, Term]]) -> tuple[tuple[Term, ...], Term]:
    """What stands for the sums that are part of the whole, and what is left of it; numbers are split off as needed."""
    left = list(whole.terms)
    found: list[Term] = []
    for old, new in sums:
        wanted = [part for part in old.terms if not isinstance(part, Number)]
        while all(left.count(part) >= wanted.count(part) for part in wanted):
            for part in wanted:
                left.remove(part)
            found += [new, *(-part for part in old.terms if isinstance(part, Number))]
    return tuple(found), _sum(left)


def _rebuilt(node: Term, change: Callable[[Term], Term]) -> Term:
    match node:
        case Number() | Var():
            return node
        case Sum(terms):
            return _sum(change(part) for part in terms)
        case Product(factors):
            return _product(change(part) for part in factors)
        case Relu(argument):
            return Relu(change(argument))
        case Absolute(argument):
            return Absolute(change(argument))
        case Minimum(left, right):
            return Minimum(change(left), change(right))
        case Maximum(left, right):
            return Maximum(change(left), change(right))
        case Apply(function, arguments):
            return Apply(function, tuple(change(argument) for argument in arguments))
        case _:
            assert_never(node)


# ---------------------------------------------------------------- exact evaluation


@dataclass(frozen=True, slots=True)
class Table:
    """A function given by finitely many values and one value everywhere else."""

    entries: tuple[tuple[tuple[Fraction, ...], Fraction], ...] = ()
    default: Fraction = Fraction(0)

    def value(self, arguments: tuple[Fraction, ...]) -> Fraction:
        """The value at the arguments."""
        for key, value in self.entries:
            if key == arguments:
                return value
        return self.default


def value_of(
    node: Term, values: Mapping[Var, Fraction], functions: Mapping[Function, Table] | None = None
) -> Fraction:
    """The exact value of a term at the given values.

    Raises:  DomainError if a variable or function has no value, or an integer one a value that is not an integer.

    >>> x, = reals("x")
    >>> value_of(relu(2 * x - 1), {x: Fraction(3, 4)})
    Fraction(1, 2)
    """
    return _Evaluation(values, functions or {}).term(node)


def holds(
    node: Formula, values: Mapping[Var, Fraction], functions: Mapping[Function, Table] | None = None
) -> bool:
    """Does the formula hold at the given values? Exact; raises DomainError as `value_of` does."""
    return _Evaluation(values, functions or {}).formula(node)


class _Evaluation:
    """Evaluates each distinct term once."""

    __slots__ = ("_done", "_functions", "_values")

    def __init__(self, values: Mapping[Var, Fraction], functions: Mapping[Function, Table]) -> None:
        self._values = values
        self._functions = functions
        self._done: dict[Term, Fraction] = {}

    def term(self, node: Term) -> Fraction:
        if node not in self._done:
            self._done[node] = self._fresh(node)
        return self._done[node]

    def _fresh(self, node: Term) -> Fraction:
        match node:
            case Number(value):
                return value
            case Var(name, sort):
                if node not in self._values:
                    raise DomainError.argument(name, None, "a value for every variable")
                return _of_sort(name, Fraction(self._values[node]), sort)
            case Sum(terms):
                return sum((self.term(part) for part in terms), Fraction(0))
            case Product(factors):
                result = Fraction(1)
                for factor in factors:
                    result *= self.term(factor)
                return result
            case Relu(argument):
                return max(self.term(argument), Fraction(0))
            case Absolute(argument):
                return abs(self.term(argument))
            case Minimum(left, right):
                return min(self.term(left), self.term(right))
            case Maximum(left, right):
                return max(self.term(left), self.term(right))
            case Apply(function, arguments):
                if function not in self._functions:
                    raise DomainError.argument(function.name, None, "a table for every function")
                value = self._functions[function].value(tuple(self.term(argument) for argument in arguments))
                return _of_sort(function.name, value, function.sort)
            case _:
                assert_never(node)

    def formula(self, node: Formula) -> bool:
        match node:
            case Compare(relation, left, right):
                difference = self.term(left) - self.term(right)
                match relation:
                    case Relation.AT_MOST:
                        return difference <= 0
                    case Relation.BELOW:
                        return difference < 0
                    case Relation.EQUAL:
                        return difference == 0
                    case Relation.DISTINCT:
                        return difference != 0
                    case _:
                        assert_never(relation)
            case And(parts):
                return all(self.formula(part) for part in parts)
            case Or(parts):
                return any(self.formula(part) for part in parts)
            case Not(part):
                return not self.formula(part)
            case Implies(premise, conclusion):
                return not self.formula(premise) or self.formula(conclusion)
            case _:
                assert_never(node)


def _of_sort(name: str, value: Fraction, sort: Sort) -> Fraction:
    if sort is Sort.INTEGER and value.denominator != 1:
        raise DomainError.argument(name, value, "an integer")
    return value


# ---------------------------------------------------------------- printing

_GREEK: Final = frozenset(
    {"alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho"}
    | {"sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma"}
    | {"Phi", "Psi", "Omega"}
)
_PLAIN_RELATION: Final = {relation: relation.value for relation in Relation}
_LATEX_RELATION: Final = {
    Relation.AT_MOST: r"\le",
    Relation.BELOW: "<",
    Relation.EQUAL: "=",
    Relation.DISTINCT: r"\ne",
}
# How tightly a construction binds; an operand that binds less tightly than its place asks for gets parentheses.
_IMPLIES, _OR, _AND, _ATOM, _SUM, _PRODUCT, _UNIT = range(7)


def text(node: Term | Formula) -> str:
    """One line of plain text, as in ``2*x - relu(y - 1/2) <= 1``."""
    return _plain(node, _IMPLIES)


def latex(node: Term | Formula) -> str:
    r"""LaTeX, in the letters of the paper: relu is \sigma.

    >>> x, = reals("x_1")
    >>> print(latex(relu(x - half) / 3 <= 1))
    \tfrac{1}{3} \sigma(x_{1} - \tfrac{1}{2}) \le 1
    """
    return _latex(node, _IMPLIES)


def _wrapped(shown: str, level: int, place: int) -> str:
    return f"({shown})" if level < place else shown


def _signed(terms: tuple[Term, ...], show: Callable[[Term, int], str]) -> str:
    shown = ""
    for part in terms:
        if isinstance(part, Number) and part.value < 0:
            negative, part = True, Number(-part.value)
        elif isinstance(part, Product) and isinstance(part.factors[0], Number) and part.factors[0].value < 0:
            negative, part = True, -part
        else:
            negative = False
        if shown:
            shown += " - " if negative else " + "
        elif negative:
            shown = "-"
        shown += show(part, _PRODUCT)
    return shown


def _plain(node: Term | Formula, place: int) -> str:
    match node:
        case Number(value):
            return _wrapped(str(value), _SUM if value < 0 else _UNIT, place)
        case Var(name, _):
            return name
        case Sum(terms):
            return _wrapped(_signed(terms, _plain), _SUM, place)
        case Product((Number(Fraction(numerator=-1, denominator=1)), *rest)):
            return _wrapped("-" + "*".join(_plain(part, _UNIT) for part in rest), _SUM, place)
        case Product((Number(value), *rest)):
            shown = "*".join((str(value), *(_plain(part, _UNIT) for part in rest)))
            return _wrapped(shown, _SUM if value < 0 else _PRODUCT, place)
        case Product(factors):
            return _wrapped("*".join(_plain(part, _UNIT) for part in factors), _PRODUCT, place)
        case Relu(argument):
            return f"relu({_plain(argument, _SUM)})"
        case Absolute(argument):
            return f"|{_plain(argument, _SUM)}|"
        case Minimum(left, right):
            return f"min({_plain(left, _SUM)}, {_plain(right, _SUM)})"
        case Maximum(left, right):
            return f"max({_plain(left, _SUM)}, {_plain(right, _SUM)})"
        case Apply(function, arguments):
            return f"{function.name}({', '.join(_plain(argument, _SUM) for argument in arguments)})"
        case Compare(relation, left, right):
            return _wrapped(f"{_plain(left, _SUM)} {_PLAIN_RELATION[relation]} {_plain(right, _SUM)}", _ATOM, place)
        case And(()):
            return "true"
        case Or(()):
            return "false"
        case And(parts):
            return _wrapped(" and ".join(_plain(part, _ATOM) for part in parts), _AND, place)
        case Or(parts):
            return _wrapped(" or ".join(_plain(part, _AND) for part in parts), _OR, place)
        case Not(part):
            return f"not ({_plain(part, _IMPLIES)})"
        case Implies(premise, conclusion):
            return _wrapped(f"{_plain(premise, _OR)} -> {_plain(conclusion, _IMPLIES)}", _IMPLIES, place)
        case _:
            assert_never(node)


def _latex_number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _latex_name(name: str) -> str:
    primes = len(name) - len(name.rstrip("'"))
    head, *subscripts = name.rstrip("'").split("_")
    shown = "\\" + head if head in _GREEK else head if len(head) == 1 else rf"\mathrm{{{head}}}"
    inner = ",".join("\\" + part if part in _GREEK else part for part in subscripts)
    return shown + "'" * primes + (f"_{{{inner}}}" if inner else "")


def _latex(node: Term | Formula, place: int) -> str:
    match node:
        case Number(value):
            return _wrapped(_latex_number(value), _SUM if value < 0 else _UNIT, place)
        case Var(name, _):
            return _latex_name(name)
        case Sum(terms):
            return _wrapped(_signed(terms, _latex), _SUM, place)
        case Product((Number(Fraction(numerator=-1, denominator=1)), *rest)):
            return _wrapped("-" + " ".join(_latex(part, _UNIT) for part in rest), _SUM, place)
        case Product((Number(value), *rest)):
            shown = " ".join((_latex_number(value), *(_latex(part, _UNIT) for part in rest)))
            return _wrapped(shown, _SUM if value < 0 else _PRODUCT, place)
        case Product(factors):
            return _wrapped(" ".join(_latex(part, _UNIT) for part in factors), _PRODUCT, place)
        case Relu(argument):
            return rf"\sigma({_latex(argument, _SUM)})"
        case Absolute(argument):
            return rf"\lvert {_latex(argument, _SUM)} \rvert"
        case Minimum(left, right):
            return rf"\min({_latex(left, _SUM)}, {_latex(right, _SUM)})"
        case Maximum(left, right):
            return rf"\max({_latex(left, _SUM)}, {_latex(right, _SUM)})"
        case Apply(function, arguments):
            return f"{_latex_name(function.name)}({', '.join(_latex(argument, _SUM) for argument in arguments)})"
        case Compare(relation, left, right):
            return _wrapped(f"{_latex(left, _SUM)} {_LATEX_RELATION[relation]} {_latex(right, _SUM)}", _ATOM, place)
        case And(()):
            return r"\top"
        case Or(()):
            return r"\bot"
        case And(parts):
            return _wrapped(r" \wedge ".join(_latex(part, _ATOM) for part in parts), _AND, place)
        case Or(parts):
            return _wrapped(r" \vee ".join(_latex(part, _AND) for part in parts), _OR, place)
        case Not(part):
            return rf"\neg({_latex(part, _IMPLIES)})"
        case Implies(premise, conclusion):
            return _wrapped(rf"{_latex(premise, _OR)} \Rightarrow {_latex(conclusion, _IMPLIES)}", _IMPLIES, place)
        case _:
            assert_never(node)


def canonical(node: Term | Formula) -> str:
    """The text that content hashes are taken of: prefix notation, one spelling for each term or formula.

    >>> x, = reals("x")
    >>> canonical(relu(x - half) <= 1)
    '(<= (relu (+ x -1/2)) 1)'
    """
    match node:
        case Number(value):
            return str(value)
        case Var(name, _):
            return name
        case Sum():
            head = "+"
        case Product():
            head = "*"
        case Relu():
            head = "relu"
        case Absolute():
            head = "abs"
        case Minimum():
            head = "min"
        case Maximum():
            head = "max"
        case Apply(function, _):
            head = f"apply {function.name}"
        case Compare(relation, _, _):
            head = relation.value
        case And():
            head = "and"
        case Or():
            head = "or"
        case Not():
            head = "not"
        case Implies():
            head = "=>"
        case _:
            assert_never(node)
    return f"({' '.join((head, *(canonical(child) for child in children(node))))})"
