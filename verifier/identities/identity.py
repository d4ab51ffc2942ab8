"""Claims for all parameters, the points that refute them, and what an engine answers.

The engines share this module and `verifier.identities.term`, and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NoReturn, TypeAlias

from verifier.errors import DomainError, InvalidInput
from verifier.identities.term import (
    Apply,
    Formula,
    Function,
    Sort,
    Table,
    Term,
    Var,
    all_of,
    applications_of,
    canonical,
    formula,
    holds,
    implies,
    latex,
    parts_of,
    renamed,
    replace,
    text,
    value_of,
    variables_of,
)
from verifier.verdict import Kind

_NUMERATORS: Final = (0, 1, -1, 2, -2, 3, -3, 5, 7)
_SIMPLE: Final = tuple(Fraction(n, d) for d in (1, 2, 3, 4, 8) for n in _NUMERATORS if d == 1 or n % d)


@dataclass(frozen=True, slots=True)
class Claim:
    """For all values of the variables and all functions: the hypotheses together imply the conclusion.

    `only` names the engines that apply when some do not, and `reason` says why; a proof then rests on those alone.

    Raises:  InvalidInput if a variable is undeclared or declared twice, a name is used for two things, or `only` has
             no reason.

    >>> from verifier.identities.term import equal, reals, relu
    >>> x, = reals("x")
    >>> print(Claim("positive part", (x,), (x >= 0,), equal(relu(x), x)))
    positive part: for all real x: 0 <= x implies relu(x) = x
    """

    name: str
    variables: tuple[Var, ...]
    hypotheses: tuple[Formula, ...]
    conclusion: Formula
    only: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip():
            raise InvalidInput.argument("name", self.name, "a text that is not empty")
        object.__setattr__(self, "variables", tuple(self.variables))
        object.__setattr__(self, "hypotheses", tuple(formula(hypothesis) for hypothesis in self.hypotheses))
        formula(self.conclusion)
        used: dict[str, Var | Function] = {}
        for variable in self.variables:
            if not isinstance(variable, Var):
                raise InvalidInput.argument("variables", variable, "variables made by real() or integer()")
            if variable.name in used:
                raise InvalidInput.argument("variables", variable.name, "each name once")
            used[variable.name] = variable
        for variable in variables_of(*self.formulas):
            if used.get(variable.name) != variable:
                wish = f"every variable declared in the claim {self.name!r} with its sort ({variable.sort.value})"
                raise InvalidInput.argument("variables", variable.name, wish)
        for application in applications_of(*self.formulas):
            if used.setdefault(application.function.name, application.function) != application.function:
                raise InvalidInput.argument("function", application.function.name, "one name for one thing")
        if bool(self.only) != bool(self.reason.strip()):
            raise InvalidInput.argument("reason", self.reason, "a sentence exactly if `only` names engines")

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The hypotheses and the conclusion."""
        return (*self.hypotheses, self.conclusion)

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions of which nothing is known, in order of first occurrence."""
        return tuple(dict.fromkeys(application.function for application in applications_of(*self.formulas)))

    @property
    def statement(self) -> Formula:
        """The hypotheses imply the conclusion, as one formula."""
        return implies(all_of(*self.hypotheses), self.conclusion) if self.hypotheses else self.conclusion

    @property
    def canonical(self) -> str:
        """What is claimed, without its name: the text of which `digest` is taken."""
        lines = [f"(var {v.name} {v.sort.value})" for v in sorted(self.variables, key=lambda v: v.name)]
        lines += [f"(fun {f.name} {f.arity} {f.sort.value})" for f in sorted(self.functions, key=lambda f: f.name)]
        lines += [f"(hyp {canonical(hypothesis)})" for hypothesis in self.hypotheses]
        lines.append(f"(con {canonical(self.conclusion)})")
        return "\n".join(lines) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text."""
        return hashlib.sha256(self.canonical.encode("ascii")).hexdigest()

    def __str__(self) -> str:
        ranges = [
            f"{sort.value} {', '.join(v.name for v in self.variables if v.sort is sort)}"
            for sort in Sort
            if any(v.sort is sort for v in self.variables)
        ]
        quantifier = f"for all {' and '.join(ranges)}: " if ranges else ""
        premise = f"{text(all_of(*self.hypotheses))} implies " if self.hypotheses else ""
        return f"{self.name}: {quantifier}{premise}{text(self.conclusion)}"

    @property
    def latex(self) -> str:
        """The claim as a formula in LaTeX."""
        premise = rf"{latex(all_of(*self.hypotheses))} \;\Longrightarrow\; " if self.hypotheses else ""
        names = {Sort.REAL: r"\mathbb{R}", Sort.INTEGER: r"\mathbb{Z}"}
        ranges = [
            rf"{', '.join(latex(v) for v in self.variables if v.sort is sort)} \in {names[sort]}"
            for sort in Sort
            if any(v.sort is sort for v in self.variables)
        ]
        quantifier = "\\forall " + ",\\; ".join(ranges) + ":\\; " if ranges else ""
        return quantifier + premise + latex(self.conclusion)

    def renamed(self, names: Mapping[Function, Function], prefix: str) -> Claim:
        """The claim for other functions in place of some; itself if it mentions none of them."""
        if not set(names) & set(self.functions):
            return self
        hypotheses = tuple(renamed(hypothesis, names) for hypothesis in self.hypotheses)
        conclusion = renamed(self.conclusion, names)
        return Claim(f"{prefix}: {self.name}", self.variables, hypotheses, conclusion, self.only, self.reason)

    def generalised(self, variable: Var, term: Term) -> Claim:
        """The stronger claim with every occurrence of the term replaced by a fresh variable.

        Claim:   if the result holds for all values of its variables, so does this claim.
        Raises:  InvalidInput if the term does not occur or the variable does.
        """
        if not any(part == term for part in parts_of(*self.formulas)):
            raise InvalidInput.argument("term", str(term), f"a term that occurs in the claim {self.name!r}")
        if any(declared.name == variable.name for declared in self.variables):
            raise InvalidInput.argument("variable", variable.name, f"a name not used in the claim {self.name!r}")
        swap = {term: variable}
        hypotheses = tuple(replace(hypothesis, swap) for hypothesis in self.hypotheses)
        variables = (*self.variables, variable)
        return Claim(self.name, variables, hypotheses, replace(self.conclusion, swap), self.only, self.reason)


# ---------------------------------------------------------------- witnesses


@dataclass(frozen=True, slots=True)
class Witness:
    """Values for all variables and functions of a claim."""

    values: tuple[tuple[Var, Fraction], ...]
    functions: tuple[tuple[Function, Table], ...] = ()

    def refutes(self, claim: Claim) -> bool:
        """Do the hypotheses hold here, and the conclusion fail? Exact, by evaluation of the claim itself."""
        values, functions = dict(self.values), dict(self.functions)
        if not all(holds(hypothesis, values, functions) for hypothesis in claim.hypotheses):
            return False
        return not holds(claim.conclusion, values, functions)

    def __str__(self) -> str:
        shown = [f"{variable.name} = {value}" for variable, value in self.values]
        for function, table in self.functions:
            shown += [f"{function.name}({', '.join(map(str, key))}) = {value}" for key, value in table.entries]
            shown.append(f"{function.name} = {table.default} elsewhere")
        return ", ".join(shown) if shown else "the only point (there are no variables)"


def witness_of(
    claim: Claim, values: dict[Var, Fraction], guess: Callable[[Apply, tuple[Fraction, ...]], Fraction]
) -> Witness:
    """The witness with these values whose functions take, at the arguments that occur, the guessed values.

    `guess` is asked once for each function and list of arguments, inner applications first.
    """
    entries: dict[Function, dict[tuple[Fraction, ...], Fraction]] = {function: {} for function in claim.functions}
    for application in applications_of(*claim.formulas):
        tables = {function: Table(tuple(known.items())) for function, known in entries.items()}
        key = tuple(value_of(argument, values, tables) for argument in application.arguments)
        if key not in entries[application.function]:
            entries[application.function][key] = guess(application, key)
    return Witness(
        tuple((variable, values[variable]) for variable in claim.variables),
        tuple((function, Table(tuple(known.items()))) for function, known in entries.items()),
    )


def simplified(claim: Claim, witness: Witness) -> Witness:
    """A witness that refutes the claim as well, with simpler numbers where that is easily possible.

    Witnesses with functions are returned as they are, because their tables belong to their values.
    """
    if witness.functions:
        return witness
    current = witness
    for variable, value in witness.values:
        for candidate in _simpler(value):
            if candidate.denominator != 1 and variable.sort is Sort.INTEGER:
                continue
            values = tuple((v, candidate if v == variable else old) for v, old in current.values)
            trial = Witness(values, current.functions)
            if trial.refutes(claim):
                current = trial
                break
    return current


def _simpler(value: Fraction) -> Iterator[Fraction]:
    seen: set[Fraction] = set()
    for candidate in (*_SIMPLE, *(value.limit_denominator(bound) for bound in (1, 2, 3, 4, 6, 8, 10, 16, 100, 1000))):
        if candidate == value:
            return
        if candidate not in seen:
            seen.add(candidate)
            yield candidate


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class Answer:
    """What one engine says about one claim: PROVED, REFUTED with a witness, or UNDECIDED with what is left.

    Raises:  InvalidInput for another kind, or if there is a witness without REFUTED or REFUTED without a witness.
    """

    kind: Kind
    detail: str
    evidence: tuple[tuple[str, str], ...] = ()
    witness: Witness | None = None
    milliseconds: int = 0

    def __post_init__(self) -> None:
        if self.kind not in (Kind.PROVED, Kind.REFUTED, Kind.UNDECIDED):
            raise InvalidInput.argument("kind", self.kind, "PROVED, REFUTED or UNDECIDED")
        if (self.kind is Kind.REFUTED) != (self.witness is not None):
            raise InvalidInput.argument("witness", self.witness, "a witness exactly if the kind is REFUTED")

    def __bool__(self) -> NoReturn:
        raise TypeError("an answer has no truth value; look at its kind")


Engine: TypeAlias = Callable[[Claim, int], Answer]


def checked_refutation(claim: Claim, witness: Witness) -> bool:
    """Does the witness refute the claim? False also where it has no value or a value of the wrong sort."""
    try:
        return witness.refutes(claim)
    except DomainError:
        return False
