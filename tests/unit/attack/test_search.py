"""The search: what it reports, that it is deterministic, that hits are evaluated again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.attack.search import Attacked, Found, attack, confirm
from verifier.errors import EnginesDisagree, InvalidInput
from verifier.verdict import Kind


def trials(value: int) -> Iterator[Trial]:
    """value <= 100 and value // 10 <= 10, at two places."""
    yield Trial(Fraction(value), Fraction(100), ("value", value % 7), {"x": value})
    yield Trial(Fraction(value // 10), Fraction(10), ("tenth", 0), {"x": value // 10})


def claim(largest: int = 100, **more: Any) -> Attackable[int]:
    return Attackable("hundred", "x <= 100", lambda: st.integers(0, largest), trials, **more)


def again(value: int, witness: Mapping[str, Any]) -> Iterator[Trial]:
    yield Trial(Fraction(value), Fraction(100), ("again",), witness)


def test_a_false_claim_is_refuted_and_shrunk() -> None:
    """Catches a search without shrinking: the least counterexample is 101."""
    seen = attack(claim(10_000), examples=200)
    assert seen.verdict.kind is Kind.REFUTED and seen.found is not None
    assert seen.found.instance == {"integer": "101"} and seen.found.trial.error == 101
    assert "x = 101" in seen.verdict.detail and dict(seen.verdict.evidence)["bound"] == "100"


def test_a_true_claim_survives_and_the_bound_is_reached() -> None:
    """Catches a search that does not climb, and one that counts an instance twice."""
    seen = attack(claim(), examples=90)
    assert seen.verdict.kind is Kind.TESTED and seen.ratio == 1
    assert seen.examples == 90 and seen.evaluations == 180
    assert seen.places == (("tenth", 1), ("value", 7))


def test_climbing_helps() -> None:
    """Catches hypothesis.target called with something else than the ratio: the sum of three numbers grows."""

    def far(value: tuple[int, int, int]) -> Iterator[Trial]:
        yield Trial(Fraction(sum(value)), Fraction(3000), ("sum",))

    seen = attack(Attackable("far", "sum <= 3000", lambda: st.tuples(*[st.integers(0, 1000)] * 3), far), examples=400)
    assert seen.ratio is not None and seen.ratio > Fraction(95, 100)


def test_few_instances_end_the_search() -> None:
    """Catches an endless loop where a strategy has fewer instances than examples are asked for."""
    seen = attack(claim(5), examples=10_000)
    assert seen.examples == 6 and seen.verdict.kind is Kind.TESTED


def test_no_instance_is_undecided() -> None:
    """Catches an attack of nothing that looks like success."""
    empty: Attackable[int] = replace(claim(), evaluate=lambda value: [])
    seen = attack(empty, examples=5)
    assert seen.verdict.kind is Kind.UNDECIDED and seen.found is None and seen.ratio is None


@pytest.mark.parametrize("largest", [100, 10_000])
def test_same_seed_same_witness(largest: int) -> None:
    """Catches hidden randomness: two runs see the same instances in the same order."""

    def run(seed: int) -> tuple[Attacked, list[Found]]:
        bests: list[Found] = []
        return attack(claim(largest), examples=60, seed=seed, best=bests.append), bests

    assert run(3) == run(3)
    assert run(3) != run(4)


def test_every_new_best_is_announced_at_once() -> None:
    """Catches a witness that is lost if the run is killed."""
    bests: list[Found] = []
    attack(claim(), examples=60, best=bests.append)
    ranks = [one.trial.rank for one in bests]
    assert len(ranks) >= 2 and ranks == sorted(set(ranks))


def test_pinned_instances_come_first() -> None:
    """Catches a regression that is not tried."""
    seen = attack(claim(100), examples=5, pinned=[7, 250])
    assert seen.verdict.kind is Kind.REFUTED and seen.examples == 2 and seen.found is not None
    assert seen.found.instance == {"integer": "250"}


def test_hits_are_evaluated_again() -> None:
    """Catches a hit of a wrong fast route that counts without the slow one."""
    seen = attack(claim(10_000, again=again), examples=200)
    assert seen.verdict.kind is Kind.REFUTED

    def denies(value: int, witness: Mapping[str, Any]) -> Iterator[Trial]:
        yield Trial(Fraction(0), Fraction(100), ("again",), witness)

    with pytest.raises(EnginesDisagree, match="evaluated again: 0 against 100"):
        attack(claim(10_000, again=denies), examples=200)
    with pytest.raises(EnginesDisagree, match="nothing"):
        attack(claim(10_000, again=lambda value, witness: []), examples=200)


def test_evaluation_that_does_not_repeat_itself() -> None:
    """Catches a claim whose trials depend on more than the instance."""
    calls: list[int] = []

    def fickle(value: int) -> Iterator[Trial]:
        calls.append(value)
        yield Trial(Fraction(len(calls) == 1), Fraction(0), ("call",))

    with pytest.raises(EnginesDisagree):
        attack(Attackable("fickle", "never", lambda: st.integers(0, 3), fickle), examples=3)


def test_confirm_returns_all_routes() -> None:
    """Catches routes that are not all looked at."""
    assert len(confirm(claim(200, again=again), 150, next(trials(150)))) == 1


def test_seconds_stop_the_search() -> None:
    """Catches a clock that is not looked at; the clock is a fake one that runs by calls."""
    ticks = iter(range(10**6))
    seen = attack(claim(), seconds=50, clock=lambda: next(ticks))
    assert 0 < seen.examples <= 50 and seen.verdict.kind is Kind.TESTED


@pytest.mark.parametrize("budget", [{"examples": 0}, {"seconds": 0}, {"examples": 5, "seconds": -1}])
def test_budgets_are_positive(budget: dict[str, int]) -> None:
    """Catches an attack of no examples."""
    with pytest.raises(InvalidInput):
        attack(claim(), **budget)


def test_exceptions_of_a_claim_come_through() -> None:
    """Catches a malformed construction that is taken for a survivor."""

    def broken(value: int) -> Iterator[Trial]:
        raise InvalidInput("broken")
        yield

    with pytest.raises(InvalidInput, match="broken"):
        attack(Attackable("broken", "never", lambda: st.integers(), broken), examples=5)
