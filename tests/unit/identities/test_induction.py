"""Base and step are instances of the one statement, and together they are an induction."""

from __future__ import annotations

from dataclasses import replace as changed

import pytest

from verifier.errors import InvalidInput
from verifier.identities.assembly import instance
from verifier.identities.engines import prove
from verifier.identities.identity import Claim
from verifier.identities.induction import Induction, induction
from verifier.identities.term import (
    Function,
    Term,
    all_of,
    between,
    equal,
    half,
    integer,
    integers,
    real,
    reals,
    relu,
    replace,
    term,
)
from verifier.verdict import Kind

k, m = integers("k m")
x, y = reals("x y")
f, P, z = Function("f"), Function("P"), Function("z")


def powers() -> Induction:
    """P(0) = 1 and P(k+1) = 4 P(k) imply P(k) >= 3k + 1."""
    return induction(
        "powers of four",
        k,
        0,
        lambda k: P(k) >= 3 * k + 1,
        initial=(equal(P(0), 1),),
        recurrence=lambda k: equal(P(k + 1), 4 * P(k)),
    )


def exponential() -> Induction:
    """The exponential network: right of its last breakpoint k it is the line through (k, 4^k) of slope 3*4^k.

    h(k, y) is the sum of its first k + 1 units.
    """
    h = Function("h", 2)
    return induction(
        "exponential",
        k,
        1,
        lambda k: equal(h(k, y), P(k) + 3 * P(k) * (y - k)),
        variables=(y,),
        hypotheses=lambda k: y >= k,
        initial=(equal(P(1), 4), equal(h(1, y), 4 + 12 * relu(y - 1))),
        recurrence=lambda k: all_of(
            equal(P(k + 1), 4 * P(k)),
            equal(h(k + 1, y), h(k, y) + (3 * P(k + 1) - 3 * P(k)) * relu(y - (k + 1))),
        ),
    )


@pytest.mark.parametrize("made", [powers(), exponential()], ids=lambda made: made.name)
def test_inductions_are_proved(made: Induction) -> None:
    """Would catch an induction of the construction that does not go through with both engines."""
    for claim in made.obligations:
        result = prove(claim, timeout=10_000)
        assert result.kind is Kind.PROVED, result.verdict.detail


def test_unpacking() -> None:
    """Would catch a step that uses the digits of the wrong index: z(k) is what is left of the number after k digits."""
    digit, unit = Function("digit"), Function("unit")

    def step(t: Term, slope: Term) -> Term:
        return relu(slope * (t - half) + 1) - relu(slope * (t - half))

    made = induction(
        "unpacking",
        k,
        0,
        lambda k: between(0, z(k), 1 - unit(k)),
        initial=(equal(unit(0), real("Q")), between(0, real("v"), 1 - real("Q")), equal(z(0), real("v"))),
        recurrence=lambda k: all_of(
            unit(k) > 0,
            2 * unit(k) <= 1,
            real("S") * unit(k) >= 1,
            equal(unit(k + 1), 2 * unit(k)),
            (z(k) >= half) | (z(k) <= half - unit(k)),
            equal(z(k + 1), 2 * z(k) - digit(k)),
            equal(digit(k), step(z(k), real("S"))),
        ),
        variables=reals("Q S v"),
    )
    assert prove(made.base, timeout=10_000).kind is Kind.PROVED
    assert prove(made.step, timeout=10_000).kind is Kind.PROVED
    without = changed(made, recurrence=())
    assert prove(without.step, timeout=10_000).kind is Kind.REFUTED


def test_claims_are_instances() -> None:
    """Would catch a base or a step that states something else than the statement."""
    made = powers()
    assert made.base.conclusion == replace(made.statement, {k: term(0)})
    assert made.step.conclusion == replace(made.statement, {k: k + 1})
    assert made.statement in made.step.hypotheses
    assert made.conclusion.conclusion == made.statement
    assert made.conclusion.hypotheses == (k >= 0,)


def test_step_starts_at_the_start() -> None:
    """Would catch a step that does not reach from the base to the next number, or begins too late."""
    late = induction("late", k, 3, lambda k: f(k) >= k)
    assert (k >= 3) in late.step.hypotheses
    assert late.base.conclusion == (f(3) >= 3)


def test_hypotheses_are_needed_at_k() -> None:
    """Would catch a statement at k used although its hypotheses at k are not known: k <= 5 does not follow from x."""
    made = induction("h", k, 0, lambda k: f(k) <= 0, hypotheses=lambda k: x <= k, variables=(x,))
    assert (x <= k + 1) in made.step.hypotheses
    assert made.statement not in made.step.hypotheses
    same = induction("h", k, 0, lambda k: f(k) <= 0, hypotheses=lambda k: x <= 1, variables=(x,))
    assert same.statement in same.step.hypotheses


def test_other_instances() -> None:
    """Would catch an induction on compositions, which needs the statement at another point, made unprovable."""
    g = Function("g", 2)
    made = induction(
        "composition",
        k,
        0,
        lambda k: equal(g(k, y), y + k),
        initial=(equal(g(0, y), y),),
        recurrence=lambda k: equal(g(k + 1, y), g(k, y + 1)),
        variables=(y,),
        instances=({}, {y: y + 1}),
    )
    assert prove(made.base).kind is Kind.PROVED
    assert prove(made.step).kind is Kind.PROVED
    assert prove(changed(made, instances=((),)).step).kind is Kind.REFUTED


def test_false_induction_is_refuted() -> None:
    """Would catch a step that proves everything."""
    false = induction("false", k, 0, lambda k: P(k) >= 4 * k + 1, initial=(equal(P(0), 1),),
                      recurrence=lambda k: equal(P(k + 1), 2 * P(k)))
    assert prove(false.base).kind is Kind.PROVED
    assert prove(false.step).kind is Kind.REFUTED


def test_statement_must_be_uniform() -> None:
    """Would catch a statement that says one thing at the start and another later."""
    with pytest.raises(InvalidInput, match="the same formula"):
        induction("c", k, 0, lambda t: f(t) <= (1 if t == term(0) else 2))
    with pytest.raises(InvalidInput, match="the same formula"):
        induction("c", k, 0, lambda t: f(t) <= 1, recurrence=lambda t: f(t) <= (0 if t == k + 1 else 2))


def test_malformed() -> None:
    """Would catch an induction over the reals, which has no next number, and the like."""
    with pytest.raises(InvalidInput, match="integer variable"):
        induction("c", x, 0, lambda t: f(t) <= 0)
    with pytest.raises(InvalidInput, match="integer term"):
        induction("c", k, half, lambda t: f(t) <= 0)
    with pytest.raises(InvalidInput, match="integer term"):
        induction("c", k, k + 1, lambda t: f(t) <= 0)
    with pytest.raises(InvalidInput, match="other than"):
        induction("c", k, 0, lambda t: f(t) <= 0, variables=(k,))
    with pytest.raises(InvalidInput, match="without k"):
        induction("c", k, 0, lambda t: f(t) <= 0, initial=(f(k) <= 0,))
    with pytest.raises(InvalidInput, match="other variables"):
        induction("c", k, 0, lambda t: f(t) <= 0, instances=({k: k + 1},))
    with pytest.raises(InvalidInput, match="at least one"):
        induction("c", k, 0, lambda t: f(t) <= 0, instances=())
    assert induction("c", k, m, lambda t: f(t) <= 0, variables=(m,)).start == integer("m")


def test_lemmas_and_given_facts_are_used_in_base_and_step() -> None:
    """Would catch a lemma or given fact left out, which makes the proof fail, or used at the wrong index."""
    digit, total = Function("digit"), Function("total")
    positive = Claim("z^2 >= 0", (x,), (), x * x >= 0)
    made = induction(
        "sum of digits and squares",
        k,
        0,
        lambda k: total(k) >= digit(0) * digit(0),
        initial=(equal(total(0), digit(0) * digit(0) + P(0) * P(0)),),
        recurrence=lambda k: equal(total(k + 1), total(k) + P(k) * P(k) + digit(k + 1)),
        lemmas=(instance(positive, x=P(k)),),
        given=lambda k: between(0, digit(k + 1), 1),
    )
    square = P(k) * P(k) >= 0
    assert replace(square, {k: term(0)}) in made.base.hypotheses
    assert square in made.step.hypotheses
    assert between(0, digit(1), 1) in made.base.hypotheses
    assert between(0, digit(k + 1), 1) in made.step.hypotheses
    assert made.conclusion.hypotheses == (k >= 0,)
    for claim in made.obligations:
        assert prove(claim, timeout=10_000).kind is Kind.PROVED
    assert prove(changed(made, given=()).step, timeout=10_000).kind is Kind.REFUTED


def test_lemmas_are_taken_at_the_instances() -> None:
    """Would catch a lemma that is used only at the values of the step itself."""
    lemma = Claim("f(y) >= y", (x,), (), f(x) >= x)
    made = induction(
        "l", k, 0, lambda k: y >= y, variables=(y,), instances=({}, {y: y + k}), lemmas=(instance(lemma, x=y),)
    )
    assert (f(y) >= y) in made.step.hypotheses
    assert (f(y + k) >= y + k) in made.step.hypotheses


def test_other_functions_in_an_induction() -> None:
    """Would catch a definition or a given fact that keeps speaking of the old function."""
    g = Function("g")
    step = induction(
        "f", k, 0, lambda k: f(k) >= 0, initial=(equal(f(0), 1),), recurrence=lambda k: equal(f(k + 1), f(k) + P(k)),
        given=lambda k: between(0, P(k), f(k)),
    )  # fmt: skip
    other = induction(
        "g: f", k, 0, lambda k: g(k) >= 0, initial=(equal(g(0), 1),), recurrence=lambda k: equal(g(k + 1), g(k) + P(k)),
        given=lambda k: between(0, P(k), g(k)),
    )  # fmt: skip
    assert step.renamed({f: g}, "g") == other
