"""verifier.ledger.given: facts given of data that contradict each other or the definitions are found at small values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.ledger.test_theorem import theorem
from verifier.identities import smt
from verifier.identities.identity import Answer
from verifier.identities.induction import induction
from verifier.identities.term import Formula, Function, Term, all_of, equal, integers, reals
from verifier.ledger.given import check, instances, takes
from verifier.ledger.theorem import Theorem
from verifier.verdict import Kind

(k,), (x,) = integers("k"), reals("x")
data, pair, f = Function("data"), Function("pair", 2), Function("f")


def giving(name: str, fact: Any, start: int = 0, **facts: Any) -> Theorem:
    """A theorem that takes the fact as given, for k and k + 1."""

    def given(k: Term) -> Formula:
        return all_of(fact(k), fact(k + 1))

    step = induction("k >= start", k, start, lambda k: k >= start, variables=(x,), given=given, **facts)
    return replace(theorem(), name=name, obligations=(step,))


def test_contradictions_are_found() -> None:
    """Catches facts that are contradictory only for some x: with them every x is proved to be another one."""
    assert check(giving("a", lambda k: all_of(pair(x, k) >= x, pair(x, k) <= 0)), ()).kind is Kind.REFUTED
    assert check(giving("a", lambda k: all_of(pair(x, k) >= x, pair(x, k) <= x)), ()).kind is Kind.CERTIFIED


def test_contradictions_between_theorems_are_found() -> None:
    """Catches data of which two theorems say different things, in a third one that uses both."""
    low, high, third = giving("a", lambda k: data(k) <= 0), giving("b", lambda k: data(k) >= 1), replace(theorem(), name="c")
    assert takes(third, (low, high)) and not takes(third, (low,)) and not takes(third, ())
    assert check(third, (low, high)).kind is Kind.REFUTED
    assert check(third, (low, low)).kind is Kind.CERTIFIED


def test_what_is_defined_is_left_free() -> None:
    """Catches a statement about a defined function, true or false far out, that passes for one about data."""
    define = {"initial": (equal(f(0), 0),), "recurrence": lambda k: equal(f(k + 1), f(k) + 1)}
    assert check(giving("a", lambda k: data(k) >= f(k), **define), ()).kind is Kind.CERTIFIED
    assert check(giving("a", lambda k: f(k) + data(0) <= 50 + data(0), **define), ()).kind is Kind.REFUTED
    assert check(giving("a", lambda k: all_of(f(k) <= data(0), data(0) <= 50), **define), ()).kind is Kind.REFUTED
    assert check(giving("a", lambda k: f(k) + data(0) >= data(0), **define), ()).kind is Kind.REFUTED


def test_numbers_below_the_start_do_not_count() -> None:
    """Catches a fact held against values for which it is not given."""
    entry = giving("a", lambda k: all_of(data(k) >= 2 - k, data(k) <= k - 1), start=2)
    assert instances(entry, ()) and check(entry, ()).kind is Kind.CERTIFIED
    entry = giving("a", lambda k: all_of(data(k) >= 2 - k, data(k) <= k - 1), start=1)
    assert check(entry, ()).kind is Kind.REFUTED


def test_no_model_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a missing solver that counts as a model."""
    monkeypatch.setattr(smt, "decide", lambda claim, timeout: Answer(Kind.UNDECIDED, "z3 is not installed"))
    assert check(giving("a", lambda k: data(k) >= 0), ()).kind is Kind.UNDECIDED
