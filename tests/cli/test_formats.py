"""--format json: one JSON text on standard output, nothing else, for every command that has it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_ledger_commands import CLAMP, verifier
from verifier.report.model import check

REPORTS = [
    ("check", "syz22_b1_clamp"),
    ("check", "kink", "-n", "1", "--theorem", "2.2", "--points", "5"),
    ("certify", "kink", "--theorem", "2.2", "-n", "1"),
    ("certify", "kink", "--theorem", "2.2", "-n", "1", "--dirty"),
    ("attack", "syz22_b1_clamp", "--examples", "5"),
]


@pytest.mark.parametrize("arguments", REPORTS, ids=" ".join)
def test_verdicts_are_a_report_with_the_exit_code_of_the_run(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Catches lines for people between the braces, data that follow no schema, and an exit code that differs."""
    done = verifier(*arguments, "--format", "json", folder=tmp_path)
    data = json.loads(done.stdout)
    check(data)
    assert data["exit_code"] == done.returncode == 0, done.stderr
    assert data["provenance"]["command"][1:] == [*arguments, "--format", "json"]
    human = verifier(*arguments, folder=tmp_path)
    assert human.stdout.splitlines()[-1] == data["headline"], "both say the same"


def test_a_refuted_file_is_json_too(tmp_path: Path) -> None:
    """Catches JSON that is written only when all is well."""
    (tmp_path / "wrong.py").write_text(CLAMP.replace("(3 * z >= 2,)", "(3 * z >= 1,)").replace("syz22_b1_clamp", "wrong"))
    done = verifier("check", "wrong.py", "--format", "json", folder=tmp_path)
    data = json.loads(done.stdout)
    assert done.returncode == data["exit_code"] == 1 and data["counts"]["refuted"] == 1


@pytest.mark.parametrize(("command", "key", "one"), [("list", "entries", "syz22_b1_clamp"), ("gallery", "targets", "sine")])
def test_lists_are_json(command: str, key: str, one: str, tmp_path: Path) -> None:
    """Catches a list that programs have to parse with regular expressions, or that is shorter than the one for people."""
    done = verifier(command, "--format", "json", folder=tmp_path)
    data = json.loads(done.stdout)
    assert done.returncode == 0 and data["format"] == f"verifier-{command}" and data["version"] == 1
    assert one in [row["name"] for row in data[key]]
    assert len(data[key]) == len(verifier(command, folder=tmp_path).stdout.splitlines()) - 1


def test_sabotage_is_json_and_a_survivor_shows(tmp_path: Path) -> None:
    """Catches a survivor that looks killed, in the data or in the exit code."""
    done = verifier("sabotage", "syz22_b1_clamp", "--format", "json", folder=tmp_path)
    data = json.loads(done.stdout)
    assert (done.returncode, data["exit_code"], data["killed"], len(data["variants"])) == (0, 0, 2, 2)
    assert all(one["by"] == ["cases", "smt"] and one["evidence"] for one in data["variants"])
    (tmp_path / "soft.py").write_text(CLAMP.replace("(100 * z <= 34,)", "(100 * z <= 33,)").replace("syz22_b1_clamp", "soft"))
    done = verifier("sabotage", "soft.py", "--format", "json", folder=tmp_path)
    data = json.loads(done.stdout)
    assert (done.returncode, data["exit_code"], data["killed"]) == (1, 1, 1)
    assert [one["by"] for one in data["variants"]] == [[], ["cases", "smt"]]


def test_findings_are_a_report_with_the_printed_claims(tmp_path: Path) -> None:
    """Catches findings without what was printed."""
    done = verifier("findings", "--format", "json", folder=tmp_path)
    data = json.loads(done.stdout)
    check(data)
    assert done.returncode == 0 and len(data["sections"]) == 9
    assert all(dict(map(tuple, one["facts"]))["as printed"] for one in data["sections"])


def test_the_doctor_has_both_spellings(tmp_path: Path) -> None:
    """Catches a script of last year that no longer works."""
    both = [json.loads(verifier("doctor", *words, folder=tmp_path).stdout) for words in (("--json",), ("--format", "json"))]
    assert both[0].keys() == both[1].keys() and both[0]["format"] == "verifier-doctor"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "--format", "xml"), "expected human or json"),
        (("check", "syz22_b1_clamp", "--format", "JSON"), "expected human or json"),
        (("attack", "--tightness", "--format", "json"), "leave out --format json"),
    ],
)
def test_malformed_requests_are_one_line(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Catches a format that is silently ignored."""
    done = verifier(*arguments, folder=tmp_path)
    assert done.returncode == 2 and words in done.stderr and done.stderr.count("\n") == 1 and done.stdout == ""
