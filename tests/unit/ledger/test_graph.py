"""verifier.ledger.graph: cycles, dangling and duplicate names raise; strength is the weakest thing, transitively."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.ledger.test_theorem import theorem
from verifier.errors import BrokenLedger
from verifier.identities.induction import induction
from verifier.identities.term import Function, Operand, Term, between, equal, integer, integers
from verifier.ledger.graph import Graph
from verifier.ledger.theorem import Assumption, Theorem
from verifier.verdict import Kind


def named(name: str, *uses: str, assumed: bool = False) -> Theorem:
    """A theorem of that name."""
    assumes = (Assumption("fact", "a fact", "a book"),) if assumed else ()
    return replace(theorem(), name=name, uses=uses, assumes=assumes)


def test_broken_graphs_raise() -> None:
    """Catches a circular proof, a theorem that rests on nothing that exists, and two of one name."""
    with pytest.raises(BrokenLedger, match="cycle: a uses b uses c uses a"):
        Graph([named("a", "b"), named("b", "c"), named("c", "a")])
    with pytest.raises(BrokenLedger, match="'missing', which does not exist"):
        Graph([named("a", "missing")])
    with pytest.raises(BrokenLedger, match="two theorems"):
        Graph([named("a"), named("a")])


def test_order_and_needs() -> None:
    """Catches a theorem heard before what it uses, and needs that are not transitive."""
    graph = Graph([named("a", "b"), named("b", "c"), named("c"), named("d")])
    order = [one.name for one in graph.order]
    assert order.index("c") < order.index("b") < order.index("a")
    assert {one.name for one in graph.needed(["a"])} == {"a", "b", "c"}
    assert graph.users("c") == ("b",)
    with pytest.raises(BrokenLedger):
        graph.needed(["e"])


def test_a_chain_is_as_strong_as_its_weakest_link() -> None:
    """Catches 'proved' above an assumption, an undecided lemma or a theorem that was not heard."""
    graph = Graph([named("a", "b"), named("b", "c"), named("c", assumed=True), named("d"), named("e", "d")])
    own = {name: [Kind.PROVED] for name in "abcd"} | {"e": [Kind.PROVED, Kind.CERTIFIED]}
    assert graph.strengths(own) == {
        "a": Kind.ASSUMED, "b": Kind.ASSUMED, "c": Kind.ASSUMED, "d": Kind.PROVED, "e": Kind.CERTIFIED,
    }  # fmt: skip
    own["d"] = [Kind.PROVED, Kind.UNDECIDED]
    assert graph.strengths(own)["e"] is Kind.UNDECIDED
    del own["c"]
    assert graph.strengths(own)["a"] is Kind.UNDECIDED


i, k, b = integers("i k b")
f, data = Function("f", 2), Function("data")


def defines(name: str, base: Operand, first: Operand, grow: int, skip: Operand = 0) -> Theorem:
    """A theorem whose induction defines f(base, 0) = first and f(base, k + skip + 1) = grow f(base, k + skip)."""
    step = induction(
        "f >= 0",
        k,
        0,
        lambda k: f(base, k) >= 0,
        variables=(b, i),
        hypotheses=lambda k: i >= 0,
        initial=(equal(f(base, 0), first),),
        recurrence=lambda k: equal(f(base, k + skip + 1), grow * f(base, k + skip)),
    )
    return replace(theorem(), name=name, obligations=(step,))


def test_one_name_has_one_meaning() -> None:
    """Catches conclusions about two functions of one name, which together could prove anything."""
    Graph([defines("a", b, 1, 2), defines("c", b, 1, 2)])
    Graph([defines("a", b, 1, 2), defines("c", 4, 1, 2), defines("d", 3, 1, 2, i + 1)])  # at particular values
    for other in (defines("c", b, 2, 2), defines("c", b, 1, 3), defines("c", 4, 5, 2)):
        with pytest.raises(BrokenLedger, match="define f differently"):
            Graph([defines("a", b, 1, 2), other])
    with pytest.raises(BrokenLedger, match="define f differently"):  # no theorem has all definitions
        Graph([defines("a", 3, 1, 2), defines("c", 4, 1, 2)])


def test_data_are_not_defined_elsewhere() -> None:
    """Catches a fact that is given of a function for which another theorem would have to show it."""

    def given(name: str, value: Term) -> Theorem:
        step = induction("k >= 0", k, 0, lambda k: k >= 0, variables=(b,), given=lambda k: between(0, value, 1))
        return replace(theorem(), name=name, obligations=(step,))

    Graph([defines("a", b, 1, 2), given("c", data(integer("b")))])
    with pytest.raises(BrokenLedger, match="other theorems define"):
        Graph([defines("a", b, 1, 2), given("c", f(b, 0))])
