"""For your own test_my_theorem.py: given this construction and this bound, attack it. Works with pytest and without.

    from verifier.attack.networks import network_error
    from verifier.attack.testing import survives

    def test_my_bound():
        survives(network_error("my bound", "|...| <= ...", my_network, my_bound, largest={1: 3}), examples=200)
"""

from __future__ import annotations

from typing import TypeVar

from verifier.attack.claim import Attackable
from verifier.attack.search import Attacked, attack, evidence_of
from verifier.verdict import Kind

T = TypeVar("T")


def survives(claim: Attackable[T], *, examples: int | None = None, seed: int = 0) -> Attacked:
    """Attack a claim that should hold; returns what the attack saw.

    Raises:  AssertionError with the shrunk, re-evaluated counterexample if there is one, or if nothing was evaluated.
    """
    seen = attack(claim, examples=examples, seed=seed)
    if seen.verdict.kind is not Kind.TESTED:
        raise AssertionError(_message(claim, seen))
    return seen


def falls(claim: Attackable[T], *, examples: int | None = None, seed: int = 0) -> Attacked:
    """Attack a claim that should not hold, the negative control of a test; returns what the attack saw.

    Raises:  AssertionError if the attack finds no counterexample.
    """
    seen = attack(claim, examples=examples, seed=seed)
    if seen.verdict.kind is not Kind.REFUTED:
        raise AssertionError(f"no counterexample: {_message(claim, seen)}")
    return seen


def _message(claim: Attackable[T], seen: Attacked) -> str:
    lines = [f"{claim.name}: {seen.verdict.detail}", f"  claim: {claim.statement}"]
    if seen.found is not None:
        lines += [f"  {name}: {text}" for name, text in evidence_of(seen.found)]
    return "\n".join(lines)
