"""verifier.report.outline: every section has its place, and what is weak is listed."""

from __future__ import annotations

from tests.report_sample import error_section, obligation, report_of, sample, section
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
        "refuted": ["false lemma"], "undecided": ["tolerance"], "assumed": ["measure"], "tested": ["sup norm", "error"],
    }  # fmt: skip


def test_a_section_that_looks_like_an_entry_is_none() -> None:
    """Catches an attack on a theorem that was not heard, or a function, that borrows a theorem's proof."""
    data = sample()
    data["sections"].append(section("attacked theorem", "nobody", "attack", [("source", "s")], obligation("a", "tested")))
    data["sections"].append(section("theorem instance", "clamp", "instance", [("source", "s")], obligation("a", "tested")))
    for one in outline(data).others[-2:]:
        assert (one.part, one.strength, one.sabotage, one.facts) == ("", "tested", (), (("source", "s"),))


def test_an_attack_stands_at_its_theorem_and_adds_nothing_to_its_strength() -> None:
    """Catches an attack that is lost, shown twice, or makes a theorem look weaker or stronger."""
    read = outline(sample(failing=False))
    bound = next(one for one in read.chapters if one.name == "bound")
    (row,) = bound.attack
    assert (row.examples, row.evaluations, row.ratio, row.worst) == ("100", "1234", "0.9999", (("x", "(1/8)"),))
    assert (bound.strength, bound.attackable, read.evaluations) == ("assumed", 1, 1234)
    assert [o["name"] for o in bound.obligations] == ["assembly", "measure"]
    clamp = next(one for one in read.chapters if one.name == "clamp")
    assert clamp.attack == () and clamp.attackable == 1
    assert not any(one.kind == "attacked theorem" for one in read.chapters)


def test_a_ratio_below_one_is_never_shown_as_one() -> None:
    """Catches 0.99999999 rounded to 1, which would say that the bound is attained."""
    for exact, shown in (("99999999/100000000", "0.9999"), ("1", "1"), ("infinite", "infinite"), ("none", "none"), ("1e9", "1e9")):
        data = sample()
        data["sections"][-1]["obligations"][0]["evidence"][2][1] = exact
        assert next(one for one in outline(data).chapters if one.attack).attack[0].ratio == shown


def test_what_was_not_reached_is_counted() -> None:
    """Catches an interrupted run whose missing part has no size."""
    data = sample()
    assert outline(data).unreached == 0
    data["sections"][-2]["obligations"][-1]["detail"] = "not reached"
    assert outline(data).unreached == 1


def test_replay_commands() -> None:
    """Catches an entry that cannot be done again."""
    data = sample()
    assert replay(data["sections"][0], data["entries"][0]) == "verifier explain clamp --full"
    assert replay(data["sections"][3], None) == "verifier check x1 --theorem 2.2"


def test_all_verdicts_have_a_meaning_in_order_of_strength() -> None:
    """Catches a verdict that the report does not know."""
    assert list(MEANINGS) == [kind.value for kind in Kind]
    assert len({letter for letter, _, _ in MEANINGS.values()}) == len(MEANINGS)


def test_the_kernel_has_a_place_of_its_own() -> None:
    """Catches a formal development among the functions, of which other things are said."""
    data = sample()
    data["sections"].append(section("formal development", "kernel", "Coq", [("not proved", "much")], obligation("a", "proved")))
    read = outline(data)
    assert [one.name for one in read.kernel] == ["kernel"] and "kernel" not in [one.name for one in read.others]
    assert "kernel" in [one.name for one in read.chapters] and outline(sample()).kernel == ()


def test_only_what_bounds_an_error_is_listed_as_that() -> None:
    """Catches an instance that is only tested among the errors that are bounded."""
    data = sample()
    assert outline(data).errors == ()
    data["sections"].append(error_section())
    read = outline(data)
    assert [(one.kind, row.upper) for one, row in read.errors] == [("two-sided error bound", "0.33334")]
    assert len(read.others) == 2 and len({one.anchor for one in read.chapters}) == 5
    data["sections"][-1]["kind"] = "theorem instance"
    assert outline(data).errors == ()
