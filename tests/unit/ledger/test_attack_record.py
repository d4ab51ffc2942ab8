"""verifier.ledger.attack_record: what a report says of an attack, remembered; an attack that was ended says so."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger import attack_record as module
from verifier.ledger.attack_record import SIZES, attack_record
from verifier.ledger.graph import Graph
from verifier.ledger.hearing import NOT_REACHED, Interrupted, Library
from verifier.ledger.obligation import Section
from verifier.ledger.siege import ATTACK, Budget, besiege
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.verdict import Kind

x = reals("x")[0]


def theorem(name: str, largest: int, examples: int = 20) -> Theorem:
    """At most ten, which is true for largest <= 10."""
    claim: Attackable[int] = Attackable(
        "ten", "k <= 10", lambda: st.integers(0, largest), lambda k: [Trial(Fraction(k), Fraction(10))], examples=examples
    )
    hurt = Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x))
    return Theorem(name, "Ten", Part.LEMMA, "nowhere", r"k \le 10", (Claim("d", (x,), (x >= 0,), 2 * x >= x),), (hurt,), attacks=(claim,))


def library(folder: Path, *theorems: Theorem) -> Library:
    return Library({one.name: folder / f"{one.name}.py" for one in theorems}, Graph(theorems))


class Counting:
    """besiege, counted; raises at one theorem if asked to."""

    def __init__(self, stop: str = "") -> None:
        self.seen: list[str] = []
        self.stop = stop

    def __call__(self, theorems: list[Theorem], *arguments: Any, **more: Any) -> tuple[tuple[Section, ...], int]:
        self.seen.append(theorems[0].name)
        if theorems[0].name == self.stop:
            raise KeyboardInterrupt
        return besiege(theorems, *arguments, **more)


def test_sizes_and_the_largest_ratio_are_the_first_evidence() -> None:
    """Catches an attack without its size, and a ratio that is rounded."""
    one = theorem("ten", 7)
    (section,) = attack_record(library(Path(), one), [one], None)
    (outcome,) = section.outcomes
    evidence = dict(outcome.verdict.evidence)
    assert outcome.verdict.kind is Kind.TESTED
    assert tuple(evidence)[:3] == SIZES
    assert evidence["examples"] == evidence["evaluations"] == "8" and evidence["largest error/bound"] == "7/10"
    assert (section.noun, section.name) == (ATTACK, "ten")


def test_a_second_run_remembers_and_says_so(tmp_path: Path) -> None:
    """Catches an attack that is made twice, or whose result is given for another budget, theorem or number of examples."""
    siege = Counting()
    one, other = theorem("ten", 7), theorem("ten", 7, examples=5)
    first = attack_record(library(tmp_path, one), [one], tmp_path, siege=siege)
    second = attack_record(library(tmp_path, one), [one], tmp_path, siege=siege)
    assert siege.seen == ["ten"]
    assert [o.verdict for o in first[0].outcomes] == [o.verdict for o in second[0].outcomes]
    assert second[0].outcomes[0].obligation.method.endswith(", remembered")
    assert second[0].outcomes[0].obligation.scope is first[0].outcomes[0].obligation.scope
    attack_record(library(tmp_path, one), [one], tmp_path, siege=siege, budget=Budget(seed=1))
    attack_record(library(tmp_path, other), [other], tmp_path, siege=siege)
    attack_record(library(tmp_path, one), [one], None, siege=siege)
    for _ in range(2):
        attack_record(library(tmp_path, one), [one], tmp_path, siege=siege, budget=Budget(seconds=Fraction(1)))
    assert len(siege.seen) == 6, "what a clock decides is not remembered"


def test_a_counterexample_is_never_remembered(tmp_path: Path) -> None:
    """Catches a refutation that outlives its cause."""
    wrong = theorem("eleven", 11)
    siege = Counting()
    for _ in range(2):
        (section,) = attack_record(library(tmp_path, wrong), [wrong], tmp_path, siege=siege)
        assert section.outcomes[0].verdict.kind is Kind.REFUTED
        assert dict(section.outcomes[0].verdict.evidence)["largest error/bound"] == "11/10"
    assert siege.seen == ["eleven", "eleven"]


def test_ctrl_c_hands_over_what_was_attacked_and_what_was_not(tmp_path: Path) -> None:
    """Catches an attack that was ended and looks like one that found nothing."""
    theorems = [theorem("a", 7), theorem("b", 7), theorem("c", 7)]
    siege = Counting("b")
    with pytest.raises(Interrupted) as caught:
        attack_record(library(tmp_path, *theorems), theorems, tmp_path, siege=siege)
    sections = caught.value.sections
    assert [one.name for one in sections] == ["a", "b", "c"] and siege.seen == ["a", "b"]
    assert [one.outcomes[0].verdict.kind for one in sections] == [Kind.TESTED, Kind.UNDECIDED, Kind.UNDECIDED]
    assert sections[1].outcomes[0].verdict == NOT_REACHED
    assert siege.seen == ["a", "b"]


def test_theorems_without_attackable_claims_are_passed_over() -> None:
    """Catches a section without outcomes, which would look checked."""
    assert attack_record(library(Path()), [], None) == ()


def test_the_user_s_folder_stays_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a .hypothesis folder where the user works, also after an error."""
    from hypothesis.configuration import storage_directory

    monkeypatch.chdir(tmp_path)
    with pytest.raises(ZeroDivisionError), module.hypothesis_home():
        inside = storage_directory("x").path
        raise ZeroDivisionError
    assert not inside.parent.exists() and list(tmp_path.iterdir()) == []


def signalling(calls: list[int]) -> Attackable[int]:
    """A claim during whose first evaluation Ctrl-C comes, and is swallowed there."""

    def evaluate(k: int) -> list[Trial]:
        calls.append(k)
        if len(calls) == 1:
            os.kill(os.getpid(), signal.SIGINT)
        return [Trial(Fraction(k), Fraction(10))]

    return Attackable("ten", "k <= 10", lambda: st.integers(0, 7), evaluate, examples=20)


def test_ctrl_c_inside_of_hypothesis_is_not_lost() -> None:
    """Catches Ctrl-C that Hypothesis or a callback of the garbage collector swallows, and a handler that stays."""
    calls: list[int] = []
    one = replace(theorem("ten", 7), attacks=(signalling(calls),))
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Interrupted) as caught:
        attack_record(library(Path(), one), [one], None)
    assert len(calls) == 1, "the next evaluation hears it"
    assert caught.value.sections[0].outcomes[0].verdict == NOT_REACHED
    assert signal.getsignal(signal.SIGINT) == before


def test_ctrl_c_after_the_last_evaluation_and_a_second_one_at_once() -> None:
    """Catches a signal that comes too late for an evaluation, and a user who has to wait twice."""
    with pytest.raises(KeyboardInterrupt), module.hypothesis_home():
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), module.hypothesis_home():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
