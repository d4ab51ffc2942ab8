"""verifier.ledger.memory: outcomes under a content hash; what is damaged, undecided or about something else is not believed."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from verifier.ledger import memory
from verifier.ledger.instance import Question, build, facts, obligations
from verifier.ledger.memory import instance_key, keep_section, recall_section, verdict_data, verdict_of
from verifier.ledger.obligation import INSTANCE, Outcome, Section
from verifier.ledger.run import discharge
from verifier.targets.gallery import gallery
from verifier.verdict import Kind, Verdict

QUESTION = Question("2.3", gallery()["kink"], 1)


NO_NOUN = (
    '{"outcomes": [{"name": "n", "claim": "c", "scope": "this instance", "method": "m", "kind": "proved", "detail": "",'
    ' "evidence": [], "seconds": 0}], "facts": [], "name": "x", "title": "t"}'
)


def section() -> Section:
    approximant = build(QUESTION)
    outcomes = discharge(obligations(QUESTION, approximant, points=5))
    return Section(INSTANCE, "2.3", "kink", facts(QUESTION, approximant), outcomes)


def seen(outcome: Outcome) -> tuple[str, str, Verdict]:
    return outcome.obligation.name, outcome.obligation.claim, outcome.verdict


def test_a_section_comes_back_as_it_was_and_says_so(tmp_path: Path) -> None:
    """Catches a verdict, fact or piece of evidence that is lost or changed on the way through the memory."""
    before = section()
    keep_section(tmp_path, "k", before)
    after = recall_section(tmp_path, "k")
    assert after is not None
    assert [seen(one) for one in after.outcomes] == [seen(one) for one in before.outcomes]
    assert (after.facts, after.title, after.noun) == (before.facts, before.title, before.noun)
    assert all(one.obligation.method.endswith(", remembered") for one in after.outcomes)
    keep_section(tmp_path, "a", replace(before, noun=("attacked theorem", "attacked theorems")))
    attack = recall_section(tmp_path, "a")
    assert attack is not None and attack.noun == ("attacked theorem", "attacked theorems")
    assert recall_section(tmp_path, "other") is None and recall_section(None, "k") is None


@pytest.mark.parametrize("kind", [Kind.UNDECIDED, Kind.REFUTED])
def test_what_failed_is_not_remembered(tmp_path: Path, kind: Kind) -> None:
    """Catches an undecided verdict that would outlive its cause, also one planted in the file."""
    one = section()
    bad = replace(one, outcomes=(replace(one.outcomes[0], verdict=Verdict(kind, "x")), *one.outcomes[1:]))
    keep_section(tmp_path, "k", bad)
    assert not list(tmp_path.iterdir())
    keep_section(tmp_path, "k", one)
    entry = json.loads((tmp_path / "k.json").read_text())
    entry["outcomes"][0]["kind"] = kind.value
    (tmp_path / "k.json").write_text(json.dumps(entry))
    assert recall_section(tmp_path, "k") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"outcomes": [], "facts": [], "name": "", "title": ""}', '{"outcomes": 3}', NO_NOUN])
def test_a_damaged_entry_is_not_believed(tmp_path: Path, text: str) -> None:
    """Catches a crash, or success from an empty entry."""
    (tmp_path / "k.json").write_text(text)
    assert recall_section(tmp_path, "k") is None


def test_the_key_tells_every_question_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches the outcome of one instance shown for another, or for other sources or engines."""
    questions = [
        (QUESTION, None, 0), (QUESTION, 5, 0), (QUESTION, None, 1), (replace(QUESTION, n=2), None, 0),
        (replace(QUESTION, theorem="2.2"), None, 0), (replace(QUESTION, layout="direct"), None, 0),
        (replace(QUESTION, target=gallery()["sine"]), None, 0), (replace(QUESTION, p=Fraction(3)), None, 0),
        (replace(QUESTION, delta=Fraction(1, 64)), None, 0),
    ]  # fmt: skip
    keys = {instance_key(*one) for one in questions}
    assert len(keys) == len(questions)
    assert instance_key(*questions[0]) in keys
    for name in ("versions", "sources"):
        monkeypatch.setattr(memory, name, lambda: "other")
        assert instance_key(*questions[0]) not in keys
        monkeypatch.undo()


def test_verdicts_as_data() -> None:
    """Catches a kind that is not one of ours being believed."""
    verdict = Verdict(Kind.PROVED, "so", (("a", "b"),))
    assert verdict_of(verdict_data(verdict, 0.5)) == (verdict, 0.5)
    for damaged in (None, 3, {}, {**verdict_data(verdict, 0), "kind": "splendid"}, {**verdict_data(verdict, 0), "evidence": 1}):
        assert verdict_of(damaged) is None
