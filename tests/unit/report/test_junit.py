"""verifier.report.junit: what a CI system counts is what was established."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.report_sample import HOSTILE, obligation, report_of, sample, section
from verifier.report.junit import junit


def test_counts_and_outcomes() -> None:
    """Catches a refuted or undecided obligation that passes, and an assumption that passes as if it were checked."""
    root = ElementTree.fromstring(junit(sample()))
    assert {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "9", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    suites = root.findall("testsuite")
    assert len(suites) == 5
    for key in ("tests", "failures", "errors", "skipped"):
        assert sum(int(suite.get(key, "")) for suite in suites) == int(root.get(key, ""))
    assert len(root.findall(".//testcase")) == 9
    assert [one.get("type") for one in root.findall(".//failure")] == ["refuted"]
    assert "z = 17/50" in str(root.findtext(".//failure"))
    assert root.findall(".//testcase")[0].get("time") == "1.250"


def test_a_passed_case_says_what_kind_of_pass_it_is() -> None:
    """Catches "tested" that reads as "proved"."""
    outputs = [one.text or "" for one in ElementTree.fromstring(junit(sample())).findall(".//system-out")]
    assert any(one.startswith("tested (this instance") for one in outputs)


def test_control_characters_do_not_break_the_file() -> None:
    """Catches XML that no parser reads."""
    data = report_of([section("x", "n", HOSTILE + "\x00\ud800", [], obligation(HOSTILE, "refuted", evidence=[("k", "\x0b")]))])
    root = ElementTree.fromstring(junit(data))
    assert root.find(".//testcase") is not None
    assert "<script>" in str(root.findall("testsuite")[0].get("name"))


def test_nothing_checked_is_an_error() -> None:
    """Catches an empty file that a CI system takes for success."""
    root = ElementTree.fromstring(junit(report_of([])))
    assert (root.get("tests"), root.get("errors")) == ("1", "1")
