"""verifier.ledger.consistency: what is called a definition has to define. Each refusal here once proved a false theorem."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.identities.induction import Induction, induction
from verifier.identities.term import Function, Sort, all_of, equal, half, implies, integers, minimum, reals
from verifier.ledger.consistency import inconsistent

(i, j, k), (x,) = integers("i j k"), reals("x")
f, g, pair = Function("f"), Function("g"), Function("pair", 2)
whole, triple = Function("whole", 1, Sort.INTEGER), Function("triple", 3)


def defining(start: Any = 0, hypotheses: Any = None, variables: Any = (x, i, j), **facts: Any) -> Induction:
    """An induction with these definitions; what it states does not matter."""
    return induction("k >= start", k, start, lambda k: k >= start, variables=variables, hypotheses=hypotheses, **facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"initial": (equal(f(0), x),)}, "the other side depends on x"),
        ({"initial": (equal(f(x * x), x),)}, "neither a number nor a sum of variables"),
        ({"initial": (equal(pair(x, x), x),)}, "brings in no variable of its own"),
        ({"initial": (equal(whole(0), half),)}, "its values are integers"),
        ({"initial": (equal(2 * whole(0), 1),)}, "its values are integers"),
        ({"initial": (equal(f(0), 1), equal(f(0), 2))}, "defined twice"),
        ({"initial": (equal(pair(x, 0), x), equal(pair(0, i), 1))}, "defined twice"),
        ({"initial": (equal(f(0), 1),), "recurrence": lambda k: equal(f(k + 1), f(k + 1) + 1)}, "defined by itself"),
        ({"recurrence": lambda k: equal(f(k + 1), 2 * f(k + 1))}, "defined by itself"),
        ({"recurrence": lambda k: equal(f(k + 1), f(k + 2))}, "defined by itself"),
        ({"recurrence": lambda k: all_of(equal(f(k + 1), g(k + 1)), equal(g(k + 1), f(k + 1) + 1))}, "defined by itself"),
        ({"recurrence": lambda k: all_of(equal(f(k + 1), f(k)), equal(f(k + 1), f(k) + 1))}, "defined twice"),
        ({"recurrence": lambda k: equal(pair(i, k + 1), pair(i + 1, k + 1))}, "defined by itself"),
        ({"initial": (equal(f(5), 1),), "recurrence": lambda k: equal(f(k + 1), f(k))}, "defined twice"),
        (
            {
                "recurrence": lambda k: all_of(
                    implies(pair(x, k + 1) <= x, equal(pair(x, k + 1), 1)),
                    implies(pair(x, k + 1) > x, equal(pair(x, k + 1), -1)),
                )
            },
            "defined by itself",
        ),
        ({"start": i, "initial": (equal(f(0), 1),), "recurrence": lambda k: equal(f(k + 1), minimum(f(k), 0))}, "defined twice"),
    ],
)
def test_what_does_not_define_is_refused(facts: dict[str, Any], words: str) -> None:
    """Catches equations that contradict each other somewhere: with them any statement can be proved, by cases."""
    assert words in str(inconsistent([defining(**facts)]))


def test_two_inductions_share_their_functions() -> None:
    """Catches one function defined differently by two inductions of one theorem, or from a lower start."""
    doubling = defining(initial=(equal(f(0), 1),), recurrence=lambda k: equal(f(k + 1), 2 * f(k)))
    tripling = defining(initial=(equal(f(0), 1),), recurrence=lambda k: equal(f(k + 1), 3 * f(k)))
    earlier = defining(start=-1, initial=(equal(f(-1), 1),), recurrence=lambda k: equal(f(k + 1), 2 * f(k)))
    assert inconsistent([doubling, doubling]) is None
    assert "defined twice" in str(inconsistent([doubling, tripling]))
    assert "defined twice" in str(inconsistent([doubling, earlier]))


@pytest.mark.parametrize(
    "facts",
    [
        {"initial": (equal(f(0), 1),), "recurrence": lambda k: equal(f(k + 1), 2 * f(k))},
        {"initial": (equal(pair(x, 0), x),), "recurrence": lambda k: equal(pair(x, k + 1), pair(minimum(x, 1 - x), k))},
        {"initial": (equal(triple(i, j, 0), 0),), "recurrence": lambda k: equal(triple(i, j, k + 1), triple(i, j, k) + pair(i, j))},
        {"recurrence": lambda k: equal(pair(i, i + k + 1), g(k + 1))},  # one new variable in each place
        {"recurrence": lambda k: all_of(equal(f(k + 1), g(k)), equal(g(k + 1), f(k) + 1))},
        {"recurrence": lambda k: all_of(implies(f(k) <= x, equal(pair(x, k + 1), 1)), implies(f(k) > x, equal(pair(x, k + 1), 0)))},
        {"initial": (equal(f(0), 1), equal(f(1), 2), equal(f(2), 2 * f(1))), "recurrence": lambda k: equal(f(k + 1), 2 * f(k))},
        {"initial": (equal(2 * f(0), 1),), "recurrence": lambda k: equal(4 * f(k + 1), f(k))},
        {"start": i, "hypotheses": lambda k: i >= 0, "initial": (equal(f(0), 1),), "recurrence": lambda k: equal(f(k + 1), f(k))},
    ],
)
def test_what_defines_is_accepted(facts: dict[str, Any]) -> None:
    """Catches a check that refuses recursions, cases, instances, or what follows from a definition."""
    assert inconsistent([defining(**facts)]) is None
