"""verifier.report.model: the JSON report says what was established, no more, and follows its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.report_sample import sample
from verifier.errors import InvalidCertificate, InvalidInput
from verifier.ledger.hearing import Library, Sabotaged
from verifier.ledger.illustration import tents
from verifier.ledger.obligation import INSTANCE, THEOREM, Obligation, Outcome, Scope, Section
from verifier.ledger.siege import ATTACK
from verifier.report.model import check, read_report, report, schema, text_of, write_report
from verifier.verdict import Kind, Verdict


def section(*kinds: Kind) -> Section:
    """A section with one outcome for each kind."""
    outcomes = tuple(
        Outcome(
            Obligation(f"o{i}", "a claim", Scope.INSTANCE, "by hand", lambda advance: Verdict(Kind.UNDECIDED, "")),
            Verdict(kind, "detail", (("key", "text"),)), 0.25,
        )
        for i, kind in enumerate(kinds)
    )  # fmt: skip
    return Section(INSTANCE, "2.2", "title", (("fact", "text"),), outcomes)


def test_counts_headline_and_exit_code_agree(tmp_path: Path) -> None:
    """Catches a report that is greener than the run."""
    sections = [section(Kind.CERTIFIED, Kind.TESTED), section(Kind.REFUTED)]
    write_report(tmp_path / "r.json", sections, ["verifier", "check"])
    data = json.loads((tmp_path / "r.json").read_text())
    assert data["exit_code"] == 1
    assert data["counts"] == {"proved": 0, "certified": 1, "tested": 1, "assumed": 0, "undecided": 0, "refuted": 1}
    assert data["headline"] == "2 theorem instances, 3 obligations: 1 certified, 1 tested, 1 refuted"
    first = data["sections"][0]["obligations"][0]
    assert first["verdict"] == "certified"
    assert first["evidence"] == [["key", "text"]]
    assert first["scope"] == "this instance"
    assert first["milliseconds"] == 250


def test_only_provenance_differs_between_equal_runs() -> None:
    """Catches time stamps and machine facts outside the provenance block."""
    one, two = (report([section(Kind.PROVED)], ["verifier"]) for _ in range(2))
    del one["provenance"], two["provenance"]
    assert one == two


def test_nothing_checked_is_not_success() -> None:
    """Catches an empty run that exits 0."""
    assert report([], ["verifier"])["exit_code"] == 4


def test_the_graph_holds_what_was_heard_and_its_transitive_strength() -> None:
    """Catches entries that were not heard, uses that dangle, and a theorem that is stronger than what it rests on."""
    library = Library.open()
    weak = Section(THEOREM, "syz22_b1_clamp", "t", (), section(Kind.ASSUMED).outcomes)
    strong = Section(THEOREM, "syz22_b1_bit", "t", (), section(Kind.PROVED).outcomes)
    data = report([strong, weak], ["verifier"], library=library)
    assert [(one["name"], one["uses"]) for one in data["entries"]] == [("syz22_b1_clamp", []), ("syz22_b1_bit", ["syz22_b1_clamp"])]
    assert data["entries"][0]["strength"] == "assumed"
    assert data["entries"][1]["strength"] == "undecided", "it also rests on what was not heard"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Catches data that the schema or the strict reader refuses, such as floats."""
    wrong = Sabotaged("clamp", "1/3 -> 0.34", Verdict(Kind.REFUTED, "fails"))
    data = report([section(Kind.PROVED)], ["verifier"], sabotaged=[wrong], illustrations=[tents(1)], targets=["x1"], notes=["n"])
    assert data["targets"] == ["x1"]
    (tmp_path / "r.json").write_text(text_of(data))
    assert read_report(tmp_path / "r.json") == data
    check(sample())


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Put a value somewhere."""

    def apply(data: dict[str, Any]) -> None:
        *way, last = path.split("/")
        place: Any = data
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value

    return apply


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (change("version", 2), "$.version"),
        (change("interrupted", "by Ctrl-C during the theorems"), "$.exit_code"),
        (change("exit_code", 130), "$.exit_code"),
        (change("headline", "INTERRUPTED by Ctrl-C. 8 obligations"), "$.headline"),
        (change("sabotage/0/by", None), "$.sabotage[0].by"),
        (change("more", 1), "$"),
        (change("counts/proved", 7), "$.counts.proved"),
        (change("exit_code", 0), "$.exit_code"),
        (change("sections/0/obligations/0/verdict", "splendid"), "$.sections[0].obligations[0].verdict"),
        (change("sections/0/obligations/0/verdict", "certified"), "$.counts.proved"),
        (change("entries/1/uses", ["nobody"]), "$.entries[1].uses"),
        (change("figures/0/panels/0/series/0/x", ["0.5"]), "$.figures[0].panels[0]"),
    ],
)
def test_spoiled_reports_are_refused_with_their_place(spoil: Callable[[dict[str, Any]], None], where: str) -> None:
    """Catches a report that was edited to look better than its obligations."""
    data = sample()
    spoil(data)
    with pytest.raises(InvalidCertificate) as caught:
        check(data)
    assert caught.value.path == where


def test_no_report_is_no_report(tmp_path: Path) -> None:
    """Catches a traceback for a missing file or a list."""
    with pytest.raises(InvalidInput):
        read_report(tmp_path / "missing.json")
    (tmp_path / "r.json").write_text("[]")
    with pytest.raises(InvalidCertificate):
        read_report(tmp_path / "r.json")


def test_the_schema_is_a_schema_and_knows_all_verdicts() -> None:
    """Catches a schema that accepts anything because it is malformed, or forgets a verdict."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema())
    assert schema()["$defs"]["verdict"]["enum"] == [kind.value for kind in Kind]


def test_an_interrupted_run_says_so_and_has_a_code_of_its_own() -> None:
    """Catches half a run that is taken for a whole one, and one that is refused as malformed."""
    data = report([section(Kind.PROVED, Kind.UNDECIDED)], ["verifier"], interrupted="by Ctrl-C during the theorems")
    check(data)
    assert data["exit_code"] == 130
    assert data["headline"] == "INTERRUPTED by Ctrl-C during the theorems. 1 theorem instance, 2 obligations: 1 proved, 1 undecided"
    for spoiled in ({**data, "interrupted": ""}, {**data, "headline": "2 obligations: all is well"}, {**data, "exit_code": 4}):
        with pytest.raises(InvalidCertificate):
            check(spoiled)


def test_who_killed_a_wrong_variant() -> None:
    """Catches a survivor with a killer, and an engine that is named without having found anything."""
    both = Verdict(Kind.REFUTED, "the claim fails at z = 1 (found by cases and by smt, checked exactly)", (("cases: witness", "z = 1"),))
    one = Verdict(Kind.REFUTED, "the claim fails at z = 1 (found by smt, checked exactly)")
    counted = Verdict(Kind.REFUTED, "281 > 280")
    alive = Verdict(Kind.UNDECIDED, "found by cases and by smt, checked exactly")
    wrong = [Sabotaged("clamp", "c", verdict) for verdict in (both, one, counted, alive)]
    data = report([section(Kind.PROVED)], ["verifier"], sabotaged=wrong)
    assert [row["by"] for row in data["sabotage"]] == [["cases", "smt"], ["smt"], ["computation"], []]
    assert data["sabotage"][0]["evidence"] == [["cases: witness", "z = 1"]]


def test_an_attack_counts_against_its_theorem_only_if_it_refutes() -> None:
    """Catches a theorem that stays proved beside a counterexample, or is only tested because it was also attacked."""
    library = Library.open()
    clamp = Section(THEOREM, "syz22_b1_clamp", "t", (), section(Kind.PROVED).outcomes)
    for kind, strength in ((Kind.TESTED, "proved"), (Kind.UNDECIDED, "proved"), (Kind.REFUTED, "refuted")):
        attack = Section(ATTACK, "syz22_b1_clamp", "t", (), section(kind).outcomes)
        data = report([clamp, attack], ["verifier"], library=library)
        assert [(one["name"], one["strength"]) for one in data["entries"]] == [("syz22_b1_clamp", strength)]
        check(data)
    assert data["exit_code"] == 1
    assert data["entries"][0]["attackable"] == len(library["syz22_b1_clamp"].attacks)
