"""verifier report and verifier check --report as users meet them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.test_ledger_commands import CLAMP, verifier

FILES = ["figures", "index.html", "junit.xml", "report.json", "report.md"]


def names(path: Path) -> list[str]:
    """What is in a folder."""
    return sorted(one.name for one in path.iterdir())


def test_a_report_of_one_lemma_and_again_from_its_json(tmp_path: Path) -> None:
    """Catches a report that cannot be rendered from its own data, or differs when it is."""
    done = verifier("report", "syz22_b1_clamp", "-o", "one", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "1 theorem or lemma, 5 obligations: 5 proved"
    assert names(tmp_path / "one") == FILES
    again = verifier("report", "--from", "one/report.json", "-o", "two", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    for name in FILES[1:]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    data = json.loads((tmp_path / "one" / "report.json").read_text())
    assert [one["verdict"] for one in data["sabotage"]] == ["refuted", "refuted"]


def test_check_writes_a_report_of_a_function_with_the_command_for_each_question(tmp_path: Path) -> None:
    """Catches a replay command that asks something else."""
    done = verifier("check", "abs(x1-1/3)", "-n", "2", "--theorem", "2.2", "--layout", "shared", "--points", "30", "--report", "r", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "r" / "report.json").read_text())
    (section,) = data["sections"]
    command = dict(map(tuple, section["facts"]))["replay"]
    assert command == "verifier check 'abs(x1-1/3)' --theorem 2.2 -n 2 --layout shared --points 30"
    assert [figure["name"] for figure in data["figures"]] == ["tents", "approximation-1", "convergence-1", "code-1", "kept-1"]
    page = (tmp_path / "r" / "index.html").read_text()
    assert "verifier check &#39;abs(x1-1/3)&#39; --theorem 2.2" in page


def test_a_refuted_theorem_file_gives_a_report_that_says_so_first(tmp_path: Path) -> None:
    """Catches a report that is only written when all is well."""
    text = CLAMP.replace("(3 * z >= 2,)", "(3 * z >= 1,)").replace("syz22_b1_clamp", "wrong")
    (tmp_path / "wrong.py").write_text(text)
    done = verifier("report", "wrong.py", "-o", "r", folder=tmp_path)
    assert done.returncode == 1
    page = (tmp_path / "r" / "index.html").read_text()
    assert "Refuted: 1 claim is false" in page
    assert ElementTree.parse(tmp_path / "r" / "junit.xml").getroot().get("failures") == "1"


def test_a_missing_solver_is_an_error_in_the_report(tmp_path: Path) -> None:
    """Catches a report without z3 that looks like one with it."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "z3.py").write_text("raise ImportError('no z3 here')\n")
    done = verifier("check", "syz22_b1_clamp", "--no-cache", "--report", "r", folder=tmp_path, path=hidden)
    assert done.returncode == 4
    page = (tmp_path / "r" / "index.html").read_text()
    assert "Not decided" in page and "z3-solver" in page
    assert ElementTree.parse(tmp_path / "r" / "junit.xml").getroot().get("errors") == "5"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "syz22_b1_clamp"), "-o"),
        (("report", "--from", "none.json", "-o", "r"), "No such file"),
        (("report", "--from", "bad.json", "-o", "r"), "required property"),
        (("report", "--from", "bad.json", "--target", "x1", "-o", "r"), "without names and targets"),
        (("report", "syz22_b1_clamp", "-o", "."), "no part of a report"),
        (("check", "syz22_b1_clamp", "--report", "no/where"), "No such file"),
    ],
)
def test_malformed_requests_are_one_line_and_exit_2(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Catches long work that is thrown away because the folder cannot be written, and tracebacks."""
    (tmp_path / "bad.json").write_text("{}")
    done = verifier(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr and done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (tmp_path / "r").exists()
