"""verifier.ledger.theorem: malformed entries are refused, assemblies rest on what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.errors import BrokenLedger
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import FALSE, Function, all_of, between, equal, implies, integer, reals, relu
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, concluded, stated, tasks_of
from verifier.verdict import Kind, Verdict

(x,) = reals("x")
POSITIVE = Claim("relu is not negative", (x,), (), relu(x) >= 0)
WRONG = Claim("relu is positive", (x,), (), relu(x) > 0)


class Lenient(Claim):
    """A claim that says something else to those who use it than to the engines."""


def theorem(**changes: object) -> Theorem:
    """A small correct theorem with some fields changed."""
    entry = Theorem("small", "Small", Part.LEMMA, "nowhere", "x", (POSITIVE,), (Sabotage("> for >=", WRONG),))
    return replace(entry, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Bad Name"}, "name"),
        ({"obligations": ()}, "no obligations"),
        ({"sabotage": ()}, "no sabotage"),
        ({"title": " "}, "title"),
        ({"source": ""}, "source"),
        ({"uses": ("small",)}, "uses itself"),
        ({"uses": ("a", "a")}, "twice"),
        ({"obligations": (POSITIVE, POSITIVE)}, "two obligations"),
        ({"part": Part.FINDING}, "printed"),
        ({"sabotage": (Sabotage("false", Claim("false", (), (), FALSE)),)}, "false whatever"),
        ({"sabotage": (Sabotage("false", Claim("false", (x,), (x >= 0,), FALSE)),)}, "false whatever"),
        ({"obligations": (replace(POSITIVE, only=("smt",), reason="quicker"),)}, "needs both"),
        ({"obligations": (Lenient("x", (x,), (), relu(x) >= 0),)}, "none of Claim"),
    ],
)
def test_malformed_entries_are_refused(changes: dict[str, object], words: str) -> None:
    """Catches an entry that would count as shown although nothing is."""
    with pytest.raises(BrokenLedger, match=words):
        theorem(**changes)


def test_an_induction_is_two_tasks_and_one_conclusion() -> None:
    """Catches a conclusion exported without its base or step."""
    k = integer("k")
    step = induction("k is not negative", k, 0, lambda k: k >= 0)
    assert [task.claim for task in tasks_of(step)] == [step.base, step.step]
    assert concluded(step) == (step.conclusion,)


def test_an_assembly_may_only_use_what_is_shown() -> None:
    """Catches a proof that rests on a lemma that nobody shows."""
    assembly = Assembly("twice", (x,), (instance(POSITIVE, x=2 * x),), relu(2 * x) >= 0)
    with pytest.raises(BrokenLedger, match="relu is not negative"):
        theorem(obligations=(assembly,)).check_assemblies(())
    theorem(obligations=(assembly,)).check_assemblies((POSITIVE,))
    theorem(obligations=(POSITIVE, assembly)).check_assemblies(())
    with pytest.raises(BrokenLedger):  # not in the wrong order
        theorem(obligations=(assembly, POSITIVE)).check_assemblies(())
    assert stated(assembly) == Claim("twice", (x,), (), relu(2 * x) >= 0)


def test_a_lemma_is_recognised_by_what_it_says() -> None:
    """Catches a lemma replaced by a stronger statement of the same name."""
    stronger = Claim(POSITIVE.name, (x,), (), relu(x) >= 1)
    assembly = Assembly("one", (x,), (instance(stronger),), relu(x) >= 1)
    with pytest.raises(BrokenLedger):
        theorem(obligations=(POSITIVE, assembly)).check_assemblies(())


def test_a_computation_concludes_nothing_for_others() -> None:
    """Catches an instance used as a lemma for all parameters."""
    step = Computation("c", "c", Scope.INSTANCE, "by hand", lambda: Verdict(Kind.CERTIFIED, "c"))
    assert concluded(step) == ()
    assert tasks_of(step)[0].scope is Scope.INSTANCE


k = integer("k")
f, g, power = Function("f"), Function("g"), Function("power", 2)
AT_ZERO = Claim("f(0) >= 0", (), (), f(0) >= 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"initial": (f(0) >= 0,)},
        {"initial": (instance(AT_ZERO).formula,)},
        {"recurrence": lambda k: f(k + 1) >= f(k)},
        {"recurrence": lambda k: all_of(equal(f(k + 1), f(k)), f(k) >= 0)},
        {"recurrence": lambda k: implies(f(k) >= 0, equal(f(k + 1), f(k)))},  # one of two cases
        {"recurrence": lambda k: implies(k >= 0, f(k + 1) >= 0)},
        {"recurrence": lambda k: equal(2 * k, k)},
        {"recurrence": lambda k: equal(g(k) * f(k + 1), 1)},  # g may be 0
        {"recurrence": lambda k: equal(f(k + 1) + g(k), 1)},
        {"recurrence": lambda k: equal(0 * f(k + 1), 1)},
    ],
)
def test_an_induction_takes_only_definitions_for_granted(changes: dict[str, object]) -> None:
    """Catches a lemma, or anything else that would have to be shown, among the facts that define functions."""
    step = induction("f is not negative", k, 0, lambda k: f(k) >= 0, **changes)  # type: ignore[arg-type]
    with pytest.raises(BrokenLedger, match=r"is not a defining equation; .* go to lemmas="):
        theorem(obligations=(step,))


@pytest.mark.parametrize(
    "changes",
    [
        {"initial": (equal(f(0), 1),), "recurrence": lambda k: equal(f(k + 1), 2 * f(k))},
        {"initial": (equal(1, f(0)),)},
        {"recurrence": lambda k: equal(2 * f(k + 1), f(k))},
        {"recurrence": lambda k: equal(power(2, k) * f(k), 1)},
        {"recurrence": lambda k: implies(k >= 0, equal(f(k + 1), 2 * f(k)))},
        {
            "recurrence": lambda k: all_of(
                implies(f(k) <= 3, equal(f(k + 1), f(k) + 1)), implies(f(k) > 3, equal(f(k + 1), 0))
            )
        },
    ],
)
def test_definitions(changes: dict[str, object]) -> None:
    """Catches an equation, a quotient, an equation from some index on or a definition by cases refused."""
    step = induction("f is not negative", k, 0, lambda k: f(k) >= 0, **changes)  # type: ignore[arg-type]
    entry = theorem(obligations=(step,))
    assert set(entry.definitions()) >= set(step.initial)


def test_only_data_is_given() -> None:
    """Catches a fact about a function that is defined, which would have to be shown, passed as a fact about data."""
    define = {"initial": (equal(f(0), 0),), "recurrence": lambda k: equal(f(k + 1), f(k) + g(k))}
    data = induction("f >= 0", k, 0, lambda k: f(k) >= 0, given=lambda k: between(0, g(k), 1), **define)  # type: ignore[arg-type]
    assert theorem(obligations=(data,)).given() == (g(k) >= 0, g(k) <= 1)
    wrong = induction("f >= 0", k, 0, lambda k: f(k) >= 0, given=lambda k: f(k) >= 0, **define)  # type: ignore[arg-type]
    with pytest.raises(BrokenLedger, match="speaks of no function that is data"):
        theorem(obligations=(wrong,))
    plain = induction("k >= 0", k, 0, lambda k: k >= 0, given=lambda k: k * k >= k)
    with pytest.raises(BrokenLedger, match="speaks of no function that is data"):
        theorem(obligations=(plain,))


def test_an_induction_may_only_use_what_is_shown() -> None:
    """Catches a lemma of an induction that nobody shows."""
    step = induction("relu(k) >= 0", k, 0, lambda k: relu(k) >= 0, lemmas=(instance(POSITIVE, x=k + 1),))
    with pytest.raises(BrokenLedger, match="relu is not negative"):
        theorem(obligations=(step,)).check_assemblies(())
    theorem(obligations=(step,)).check_assemblies((POSITIVE,))
    theorem(obligations=(POSITIVE, step)).check_assemblies(())
    with pytest.raises(BrokenLedger):  # not in the wrong order
        theorem(obligations=(step, POSITIVE)).check_assemblies(())
