"""A conclusion that follows from lemmas: their statements are taken from the lemma objects, not typed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.errors import InvalidInput
from verifier.identities.identity import Claim
from verifier.identities.term import Formula, Function, Operand, Term, Var, renamed, replace, term, text


@dataclass(frozen=True, slots=True)
class Instance:
    """What a lemma, which holds for all values of its variables, says for particular ones.

    Variables of the lemma that are not replaced stand for themselves.

    Raises:  InvalidInput if a variable is not one of the lemma's or is replaced twice.
    """

    lemma: Claim
    values: tuple[tuple[Var, Term], ...] = ()

    def __post_init__(self) -> None:
        given = [variable for variable, _ in self.values]
        for variable in given:
            if variable not in self.lemma.variables or given.count(variable) > 1:
                shown = ", ".join(known.name for known in self.lemma.variables)
                raise InvalidInput.argument("variable", variable.name, f"each of {shown} at most once")

    @property
    def formula(self) -> Formula:
        """Its hypotheses imply its conclusion, at these values."""
        return replace(self.lemma.statement, dict(self.values))

    def renamed(self, names: Mapping[Function, Function], prefix: str) -> Instance:
        """The same for other functions in place of some."""
        return Instance(self.lemma.renamed(names, prefix), tuple((v, renamed(value, names)) for v, value in self.values))


def instance(lemma: Claim, **values: Operand) -> Instance:
    """The lemma with terms for some of its variables, by name.

    >>> from verifier.identities.term import reals, relu
    >>> x, y = reals("x y")
    >>> lemma = Claim("relu is not negative", (x,), (), relu(x) >= 0)
    >>> instance(lemma, x=2 * y - 1).formula
    <0 <= relu(2*y - 1)>
    """
    by_name = {variable.name: variable for variable in lemma.variables}
    unknown = next((name for name in values if name not in by_name), None)
    if unknown is not None:
        raise InvalidInput.argument("variable", unknown, f"a variable of {lemma.name!r}: {', '.join(by_name)}")
    return Instance(lemma, tuple((by_name[name], term(value)) for name, value in values.items()))


@dataclass(frozen=True, slots=True)
class Assembly:
    """For all values of the variables: the hypotheses and the instances of the lemmas imply the conclusion.

    `opaque` terms are replaced by fresh variables wherever they occur: what is then proved is more general, and
    the engines need not look into networks of which the lemmas say all that is needed.

    Claim:   if `claim` and all `lemmas` hold, then the hypotheses imply the conclusion.
    Raises:  InvalidInput as `Claim` does, or if an opaque term does not occur.
    """

    name: str
    variables: tuple[Var, ...]
    instances: tuple[Instance, ...]
    conclusion: Formula
    hypotheses: tuple[Formula, ...] = ()
    opaque: tuple[tuple[Var, Term], ...] = ()

    @property
    def lemmas(self) -> tuple[Claim, ...]:
        """The lemmas it rests on, each once."""
        return tuple(dict.fromkeys(used.lemma for used in self.instances))

    @property
    def claim(self) -> Claim:
        """What both engines have to prove."""
        given = tuple(dict.fromkeys((*self.hypotheses, *(used.formula for used in self.instances))))
        claim = Claim(self.name, self.variables, given, self.conclusion)
        for variable, inner in self.opaque:
            if inner.integral and not variable.integral:
                wish = f"an integer variable, like the term {text(inner)} that it replaces"
                raise InvalidInput.argument("opaque", variable.name, wish)
            claim = claim.generalised(variable, inner)
        return claim

    def renamed(self, names: Mapping[Function, Function], prefix: str) -> Assembly:
        """The same for other functions in place of some: lemmas that speak of them are renamed, and have to be shown."""
        return Assembly(
            f"{prefix}: {self.name}",
            self.variables,
            tuple(used.renamed(names, prefix) for used in self.instances),
            renamed(self.conclusion, names),
            tuple(renamed(hypothesis, names) for hypothesis in self.hypotheses),
            tuple((variable, renamed(inner, names)) for variable, inner in self.opaque),
        )

    def without(self, lemma: Claim) -> Claim:
        """The same claim without one of the lemmas, which should then not be provable: a test of the assembly.

        Raises:  InvalidInput if the lemma is not used.
        """
        if lemma not in self.lemmas:
            raise InvalidInput.argument("lemma", lemma.name, f"a lemma that {self.name!r} uses")
        dropped = {used.formula for used in self.instances if used.lemma == lemma}
        whole = Assembly(self.name, self.variables, (), self.conclusion, self.hypotheses).claim
        kept = (used.formula for used in self.instances if used.lemma != lemma)
        given = tuple(dict.fromkeys((*whole.hypotheses, *(fact for fact in kept if fact not in dropped))))
        return Claim(f"{self.name}, without {lemma.name}", self.variables, given, self.conclusion)
