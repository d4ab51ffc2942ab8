"""verifier.report.outline: every section has its place, and what is weak is listed."""

from __future__ import annotations

from tests.report_sample import obligation, report_of, sample, section
from verifier.report.outline import MEANINGS, outline, replay
from verifier.verdict import Kind


def test_every_section_appears_once() -> None:
    """Catches a section that no chapter shows."""
    read = outline(sample())
    assert sorted(one.name for one in read.chapters) == ["2.2", "bound", "clamp", "finding_e1"]
    assert [title for title, _ in read.parts] == ["Theorems", "Lemmas"]
    assert len({one.anchor for one in read.chapters}) == 4


def test_strength_is_transitive_for_entries_and_the_weakest_for_others() -> None:
    """Catches a chapter that is greener than what it rests on, and an empty one that is green."""
    read = {one.name: one for one in outline(sample()).chapters}
    assert (read["bound"].strength, read["clamp"].strength, read["2.2"].strength) == ("refuted", "proved", "undecided")
    (empty,) = outline(report_of([section("x", "n", "t", [])])).chapters
    assert empty.strength == "undecided"


def test_everything_weak_is_listed() -> None:
    """Catches an assumption or an untested claim that the list of what is not proved forgets."""
    weak = outline(sample()).weak
    assert {kind: [o["name"] for _, o in found] for kind, found in weak.items()} == {
        "refuted": ["false lemma"], "undecided": ["tolerance"], "assumed": ["measure"], "tested": ["error"],
    }  # fmt: skip


def test_a_section_that_looks_like_an_entry_is_none() -> None:
    """Catches an attack on a theorem that borrows the theorem's proof."""
    data = sample()
    data["sections"].append(section("attacked theorem", "clamp", "attack", [("source", "s")], obligation("a", "tested")))
    attack = outline(data).others[-1]
    assert (attack.part, attack.strength, attack.sabotage, attack.facts) == ("", "tested", (), (("source", "s"),))


def test_replay_commands() -> None:
    """Catches an entry that cannot be done again."""
    data = sample()
    assert replay(data["sections"][0], data["entries"][0]) == "verifier explain clamp --full"
    assert replay(data["sections"][3], None) == "verifier check x1 --theorem 2.2"


def test_all_verdicts_have_a_meaning_in_order_of_strength() -> None:
    """Catches a verdict that the report does not know."""
    assert list(MEANINGS) == [kind.value for kind in Kind]
    assert len({letter for letter, _, _ in MEANINGS.values()}) == len(MEANINGS)
