"""A conclusion follows from lemmas as they are stated, and from nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.errors import InvalidInput
from verifier.identities.assembly import Assembly, Instance, instance
from verifier.identities.engines import prove
from verifier.identities.identity import Claim
from verifier.identities.term import Function, absolute, between, equal, integer, reals, relu
from verifier.verdict import Kind

x, y, z, low, high, t = reals("x y z low high t")
k = integer("k")
f = Function("f")


def clamp(argument):  # type: ignore[no-untyped-def]
    return relu(3 * argument - 1) - relu(3 * argument - 2)


LIPSCHITZ = Claim("clamp is 3-Lipschitz", (x, y), (), absolute(clamp(x) - clamp(y)) <= 3 * absolute(x - y))
LOW = Claim("clamp, low", (x,), (x <= Fraction(1, 3),), equal(clamp(x), 0))
NEAR = Assembly(
    "near zero",
    (z, t),
    (instance(LIPSCHITZ, x=z, y=t), instance(LOW, x=t)),
    absolute(clamp(z)) <= 3 * absolute(z),
    (equal(t, 0),),
)


def test_lemmas_prove_the_conclusion() -> None:
    """Would catch an assembly that does not follow from its lemmas with both engines."""
    for lemma in NEAR.lemmas:
        assert prove(lemma).kind is Kind.PROVED
    assert prove(NEAR.claim).kind is Kind.PROVED


def test_opaque_terms_are_all_the_engines_see() -> None:
    """Would catch an assembly that is proved from the network instead of from the lemmas."""
    u, v = reals("u v")
    opaque = Assembly(NEAR.name, NEAR.variables, NEAR.instances, NEAR.conclusion, NEAR.hypotheses,
                      ((u, clamp(z)), (v, clamp(t))))
    assert "relu" not in str(opaque.claim)
    assert prove(opaque.claim).kind is Kind.PROVED
    no_lemmas = Assembly(NEAR.name, NEAR.variables, (), NEAR.conclusion, NEAR.hypotheses, ((u, clamp(z)),))
    assert prove(no_lemmas.claim).kind is Kind.REFUTED


def test_without_a_lemma() -> None:
    """Would catch a lemma that is listed but not needed, and a sabotage that removes nothing."""
    g = Function("g")
    first = Claim("first", (x,), (x >= 0,), g(x) <= 1)
    second = Claim("second", (x,), (), g(x) >= g(x + 1) - 1)
    built = Assembly("built", (y,), (instance(first, x=y), instance(second, x=y)), g(y + 1) <= 2, (y >= 0,))
    assert prove(built.claim).kind is Kind.PROVED
    assert prove(built.without(first)).kind is Kind.REFUTED
    assert prove(built.without(second)).kind is Kind.REFUTED
    with pytest.raises(InvalidInput, match="uses"):
        built.without(LOW)


def test_statement_is_taken_from_the_lemma() -> None:
    """Would catch a lemma used without its hypotheses."""
    moved = Claim("moved", (z,), (z - 1 <= Fraction(1, 3),), equal(clamp(z - 1), 0))
    assert instance(LOW, x=z - 1).formula == moved.statement
    assert LOW.statement in Assembly("a", (x,), (Instance(LOW),), x <= 1).claim.hypotheses


def test_simultaneous_substitution() -> None:
    """Would catch instances in which a swap of two variables identifies them."""
    lemma = Claim("l", (x, y), (), f(x) <= f(y) + x)
    assert instance(lemma, x=y, y=x).formula == (f(y) <= f(x) + y)


def test_integer_variables_take_integers() -> None:
    """Would catch a lemma about integers used for a real number."""
    lemma = Claim("l", (k,), (), equal(f(k), 0))
    with pytest.raises(InvalidInput, match="integer"):
        _ = instance(lemma, k=x / 2).formula
    assert instance(lemma, k=2 * k + 1).formula == equal(f(2 * k + 1), 0)


def test_malformed_instances() -> None:
    """Would catch a misspelt variable that leaves the lemma as it was."""
    with pytest.raises(InvalidInput, match="variable of"):
        instance(LOW, q=z)
    with pytest.raises(InvalidInput, match="at most once"):
        Instance(LOW, ((x, z), (x, t)))
    with pytest.raises(InvalidInput, match="at most once"):
        Instance(LOW, ((y, z),))
    with pytest.raises(InvalidInput, match="declared"):
        _ = Assembly("a", (), (instance(LOW, x=z),), between(0, 1, 2)).claim


def test_opaque_keeps_integers() -> None:
    """Would catch an integer term made opaque by a real variable, which loses that it is one."""
    built = Assembly("a", (k,), (), 2 * relu(k) >= 0, (), ((t, relu(k)),))
    with pytest.raises(InvalidInput, match="integer variable"):
        _ = built.claim


def test_other_functions_in_place() -> None:
    """Would catch a lemma about f used for g although nobody shows it for g: its digest changes with the function."""
    g, names = Function("g"), {f: Function("g")}
    lemma, plain = Claim("l", (x,), (f(x) >= 1,), f(f(x)) >= x), Claim("p", (x,), (), relu(x) >= 0)
    built = Assembly("a", (x, y), (instance(lemma, x=f(y)), instance(plain)), f(y) >= 0, (f(x) >= 1,), ((t, f(y)),))
    changed = built.renamed(names, "g")
    assert changed.name == "g: a" and changed.conclusion == (g(y) >= 0) and changed.hypotheses == (g(x) >= 1,)
    assert changed.opaque == ((t, g(y)),) and changed.instances[0].values == ((x, g(y)),)
    assert changed.lemmas == (Claim("g: l", (x,), (g(x) >= 1,), g(g(x)) >= x), plain)
    assert changed.lemmas[0].digest != lemma.digest
    with pytest.raises(InvalidInput, match="arity"):
        lemma.renamed({f: Function("h", 2)}, "h")
