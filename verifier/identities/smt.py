"""The second engine: the claim is written in SMT-LIB 2 and its negation is given to z3.

The text that z3 parses is the text that is kept as evidence, so any other solver can be asked the same question. Every
piece (relu, absolute, minimum, maximum) is a defined function with an if-then-else; nothing is simplified on the way.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, Final, assert_never

from verifier.errors import DomainError, InvalidInput
from verifier.identities.identity import Answer, Claim, Witness, checked_refutation, simplified, witness_of
from verifier.identities.term import (
    Absolute,
    And,
    Apply,
    Compare,
    Formula,
    Function,
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
    children,
    parts_of,
)
from verifier.verdict import Kind

DEFAULT_TIMEOUT: Final = 60_000  # milliseconds

# Words that SMT-LIB or one of its solvers reads as something else than a name of ours.
_RESERVED: Final = frozenset(
    {"let", "par", "as", "forall", "exists", "match", "and", "or", "not", "xor", "ite", "true", "false", "distinct"}
    | {"abs", "div", "mod", "rem", "divisible", "Int", "Real", "Bool", "String", "Array", "Set", "Seq", "Bag", "select"}
    | {"store", "exp", "sin", "cos", "tan", "csc", "sec", "cot", "arcsin", "arccos", "arctan", "arccsc", "arcsec"}
    | {"arccot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "sqrt", "pi", "euler"}
    | {"BINARY", "DECIMAL", "HEXADECIMAL", "NUMERAL", "STRING", "concat", "extract", "repeat", "tuple", "set", "seq"}
    | {"assert", "check", "push", "pop", "reset", "exit", "echo", "is", "update", "const", "lambda", "if", "iff"}
)
_SORT_NAME: Final = {Sort.REAL: "Real", Sort.INTEGER: "Int"}
_MACROS: Final = {
    Relu: ("relu", "((t {s})) {s} (ite (<= {z} t) t {z})"),
    Absolute: ("absolute", "((t {s})) {s} (ite (<= {z} t) t (- t))"),
    Minimum: ("minimum", "((s {s}) (t {s})) {s} (ite (<= s t) s t)"),
    Maximum: ("maximum", "((s {s}) (t {s})) {s} (ite (<= s t) t s)"),
}


def symbol(name: str) -> str:
    """The name in the query: the same, with a trailing dot where SMT-LIB gives the word another meaning."""
    return name + "." if name in _RESERVED else name


def _quoted(name: str) -> str:
    return f"|{name}|" if "'" in name else symbol(name)


def smtlib(claim: Claim) -> str:
    """The query: satisfiable exactly if the claim is false.

    A claim is proved by the answer `unsat`. Names with a dot are ours; every subterm that occurs more than once
    is defined once.

    >>> from verifier.identities.term import equal, reals, relu
    >>> x, = reals("x")
    >>> print(smtlib(Claim("positive part", (x,), (x >= 0,), equal(relu(x), x))))
    ; positive part
    ; unsat means: the hypotheses imply the conclusion for all values of the variables
    (set-logic ALL)
    (define-fun relu.Real ((t Real)) Real (ite (<= 0.0 t) t 0.0))
    (declare-fun x () Real)
    ; hypothesis 1
    (assert (<= 0.0 x))
    ; the conclusion fails
    (assert (not (= (relu.Real x) x)))
    (check-sat)
    <BLANKLINE>
    """
    writer = _Writer(claim)
    name = re.sub(r"\s+", " ", claim.name)
    lines = [f"; {name}", "; unsat means: the hypotheses imply the conclusion for all values of the variables"]
    lines.append("(set-logic ALL)")
    body: list[str] = []
    for index, hypothesis in enumerate(claim.hypotheses, 1):
        asserted = writer.formula(hypothesis)
        body += [*writer.take(), f"; hypothesis {index}", f"(assert {asserted})"]
    asserted = writer.formula(claim.conclusion)
    body += [*writer.take(), "; the conclusion fails", f"(assert (not {asserted}))", "(check-sat)"]
    lines += [writer.macros[key] for key in sorted(writer.macros)]
    lines += [f"(declare-fun {_quoted(variable.name)} () {_SORT_NAME[variable.sort]})" for variable in claim.variables]
    for function in claim.functions:
        domain = " ".join(["Real"] * function.arity)
        lines.append(f"(declare-fun {_quoted(function.name)} ({domain}) {_SORT_NAME[function.sort]})")
    return "\n".join(lines + body) + "\n"


class _Writer:
    """Writes formulas; remembers which macros are used and which shared subterms are defined already."""

    def __init__(self, claim: Claim) -> None:
        self.macros: dict[str, str] = {}
        self._definitions: list[str] = []
        self._names: dict[tuple[Term, Sort], str] = {}
        occurrences: dict[Term, int] = {}
        for part in parts_of(*claim.formulas):
            for child in children(part):
                if isinstance(child, (Relu, Absolute, Minimum, Maximum, Sum, Product, Apply)):
                    occurrences[child] = occurrences.get(child, 0) + 1
        self._shared = {part for part, count in occurrences.items() if count > 1}

    def take(self) -> list[str]:
        """The definitions since the last call."""
        taken, self._definitions = self._definitions, []
        return taken

    def formula(self, node: Formula) -> str:
        match node:
            case Compare(relation, left, right):
                sort = Sort.INTEGER if left.integral and right.integral else Sort.REAL
                sides = f"{self.term(left, sort)} {self.term(right, sort)}"
                match relation:
                    case Relation.AT_MOST:
                        return f"(<= {sides})"
                    case Relation.BELOW:
                        return f"(< {sides})"
                    case Relation.EQUAL:
                        return f"(= {sides})"
                    case Relation.DISTINCT:
                        return f"(not (= {sides}))"
                    case _:
                        assert_never(relation)
            case And(parts):
                return self._joined("and", "true", parts)
            case Or(parts):
                return self._joined("or", "false", parts)
            case Not(part):
                return f"(not {self.formula(part)})"
            case Implies(premise, conclusion):
                return f"(=> {self.formula(premise)} {self.formula(conclusion)})"
            case _:
                assert_never(node)

    def _joined(self, word: str, empty: str, parts: Iterable[Formula]) -> str:
        shown = [self.formula(part) for part in parts]
        if len(shown) < 2:
            return shown[0] if shown else empty
        return f"({word} {' '.join(shown)})"

    def term(self, node: Term, sort: Sort) -> str:
        """The term as an expression of the given sort; an integer term may be asked for as a real one."""
        key = (node, sort)
        if key in self._names:
            return self._names[key]
        shown = self._fresh(node, sort)
        if node in self._shared:
            name = f"t.{len(self._names)}"
            self._names[key] = name
            self._definitions.append(f"(define-fun {name} () {_SORT_NAME[sort]} {shown})")
            return name
        return shown

    def _fresh(self, node: Term, sort: Sort) -> str:
        match node:
            case Number(value):
                return _number(value, sort)
            case Var(name, own):
                return _cast(_quoted(name), own, sort)
            case Apply(function, arguments):
                shown = " ".join(self.term(argument, Sort.REAL) for argument in arguments)
                return _cast(f"({_quoted(function.name)} {shown})", function.sort, sort)
            case Sum(terms):
                return f"(+ {' '.join(self.term(part, sort) for part in terms)})"
            case Product((Number(Fraction(numerator=-1, denominator=1)), single)):
                return f"(- {self.term(single, sort)})"
            case Product(factors):
                return f"(* {' '.join(self.term(factor, sort) for factor in factors)})"
            case Relu(argument) | Absolute(argument):
                return f"({self._macro(type(node), sort)} {self.term(argument, sort)})"
            case Minimum(left, right) | Maximum(left, right):
                return f"({self._macro(type(node), sort)} {self.term(left, sort)} {self.term(right, sort)})"
            case _:
                assert_never(node)

    def _macro(self, kind: type[Relu | Absolute | Minimum | Maximum], sort: Sort) -> str:
        head, pattern = _MACROS[kind]
        name = f"{head}.{_SORT_NAME[sort]}"
        body = pattern.format(s=_SORT_NAME[sort], z=_number(Fraction(0), sort))
        self.macros[name] = f"(define-fun {name} {body})"
        return name


def _cast(shown: str, own: Sort, wanted: Sort) -> str:
    return f"(to_real {shown})" if own is Sort.INTEGER and wanted is Sort.REAL else shown


def _number(value: Fraction, sort: Sort) -> str:
    point = ".0" if sort is Sort.REAL else ""
    shown = f"{abs(value.numerator)}{point}"
    if value.denominator != 1:
        shown = f"(/ {shown} {value.denominator}{point})"
    return f"(- {shown})" if value < 0 else shown


# ---------------------------------------------------------------- asking z3


def decide(claim: Claim, timeout: int = DEFAULT_TIMEOUT) -> Answer:
    """Ask z3 for a point at which the claim fails.

    PROVED if z3 answers unsat; REFUTED if its model, put exactly into the claim itself, makes the claim false;
    UNDECIDED if z3 is missing, gives up, needs more than `timeout` milliseconds, or has no rational model.

    Raises:  InvalidInput for a timeout < 1; KeyboardInterrupt if Ctrl-C came while z3 was at work.
    """
    if isinstance(timeout, bool) or not isinstance(timeout, int) or timeout < 1:
        raise InvalidInput.argument("timeout", timeout, "a positive number of milliseconds")
    query = smtlib(claim)
    evidence: tuple[tuple[str, str], ...] = (("query", query),)
    try:
        z3: Any = import_module("z3")
    except ImportError:
        return Answer(Kind.UNDECIDED, "z3 is not installed: install z3-solver", evidence)
    evidence = (*evidence, ("solver", f"z3 {z3.get_version_string()}"))
    started = time.monotonic_ns()
    solver = z3.Solver()
    solver.set("timeout", timeout)
    solver.set("random_seed", 0)
    try:
        solver.from_string(query)
        outcome = str(solver.check())
        reason = solver.reason_unknown() if outcome == "unknown" else ""
        model = solver.model() if outcome == "sat" else None
    except z3.Z3Exception as error:
        return Answer(Kind.UNDECIDED, f"z3 did not accept the query: {error}", evidence)
    if reason.startswith("interrupted"):  # z3 takes Ctrl-C for itself; the user meant all of us
        raise KeyboardInterrupt
    spent = (time.monotonic_ns() - started) // 1_000_000
    if outcome == "unsat":
        return Answer(Kind.PROVED, "z3: no point at which the claim fails", evidence, None, spent)
    if model is None:
        if spent >= timeout or reason in ("timeout", "canceled"):
            left = f"z3 found no answer within the timeout of {timeout} ms"
        else:
            left = f"z3 gave up after {spent} ms: {reason}"
        return Answer(Kind.UNDECIDED, left, evidence, None, spent)
    evidence = (*evidence, ("model", str(model)))
    for digits in (10, 30):
        try:
            witness = _witness(z3, claim, model, digits)
        except (DomainError, z3.Z3Exception):
            continue
        if witness is not None and checked_refutation(claim, witness):
            witness = simplified(claim, witness)
            return Answer(Kind.REFUTED, f"z3: the claim fails at {witness}", evidence, witness, spent)
    left = "z3 has a model, but no rational point at which the claim fails"
    return Answer(Kind.UNDECIDED, left, evidence, None, spent)


@dataclass(frozen=True, slots=True)
class _Symbols:
    """The constants and functions of the query, by their declarations."""

    z3: Any

    def constant(self, variable: Var) -> Any:
        """The z3 constant of a variable."""
        return self.z3.Const(symbol(variable.name), self._sort(variable.sort))

    def function(self, function: Function) -> Any:
        """The z3 function of a function."""
        domain = [self.z3.RealSort()] * function.arity
        return self.z3.Function(symbol(function.name), *domain, self._sort(function.sort))

    def _sort(self, sort: Sort) -> Any:
        return self.z3.RealSort() if sort is Sort.REAL else self.z3.IntSort()


def _witness(z3: Any, claim: Claim, model: Any, digits: int) -> Witness | None:
    """The model in exact rationals; irrational numbers are replaced by near ones, which the claim then judges."""
    symbols = _Symbols(z3)

    def rational(expression: Any) -> Fraction:
        value = model.eval(expression, model_completion=True)
        if z3.is_algebraic_value(value):
            value = value.approx(digits)
        if z3.is_int_value(value):
            return Fraction(value.as_long())
        if z3.is_rational_value(value):
            return Fraction(value.numerator_as_long(), value.denominator_as_long())
        raise DomainError.argument("model value", str(value), "a number")

    def guess(application: Apply, arguments: tuple[Fraction, ...]) -> Fraction:
        numerals = [z3.RealVal(str(argument)) for argument in arguments]
        return rational(symbols.function(application.function)(*numerals))

    values = {variable: rational(symbols.constant(variable)) for variable in claim.variables}
    return witness_of(claim, values, guess)
