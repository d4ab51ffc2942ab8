"""verifier report and verifier check --report as users meet them."""

from __future__ import annotations

import json
import shlex
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.test_ledger_commands import CLAMP, verifier
from verifier.cli import check, report
from verifier.cli.main import main
from verifier.ledger.obligation import Obligation, Outcome
from verifier.ledger.run import Watch, discharge

FILES = ["figures", "index.html", "junit.xml", "report.json", "report.md"]


def names(path: Path) -> list[str]:
    """What is in a folder."""
    return sorted(one.name for one in path.iterdir())


def test_a_report_of_one_lemma_and_again_from_its_json(tmp_path: Path) -> None:
    """Catches a report that cannot be rendered from its own data, or differs when it is."""
    done = verifier("report", "syz22_b1_clamp", "-o", "one", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "1 theorem or lemma, 1 attacked theorem, 6 obligations: 5 proved, 1 tested"
    assert names(tmp_path / "one") == FILES
    again = verifier("report", "--from", "one/report.json", "-o", "two", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    for name in FILES[1:]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    data = json.loads((tmp_path / "one" / "report.json").read_text())
    assert [(one["verdict"], one["by"]) for one in data["sabotage"]] == [("refuted", ["cases", "smt"])] * 2
    assert [one["attackable"] for one in data["entries"]] == [1]
    evidence = dict(map(tuple, data["sections"][1]["obligations"][0]["evidence"]))
    assert int(evidence["examples"]) > 10 and int(evidence["evaluations"]) > 10 and evidence["largest error/bound"]
    page = (tmp_path / "one" / "index.html").read_text()
    assert f"{evidence['examples']} instances, {evidence['evaluations']} evaluations" in page and "Not attacked" not in page


def test_without_an_attack_the_page_says_so(tmp_path: Path) -> None:
    """Catches a theorem that looks attacked: by --no-attack, and by check, which attacks nothing."""
    for arguments in (("report", "syz22_b1_clamp", "--no-attack", "-o", "r"), ("check", "syz22_b1_clamp", "--report", "r")):
        done = verifier(*arguments, folder=tmp_path)
        assert done.stdout.splitlines()[-1] == "1 theorem or lemma, 5 obligations: 5 proved"
        for name in ("index.html", "report.md"):
            text = (tmp_path / "r" / name).read_text()
            assert "Not attacked in this run (1" in text and "verifier attack syz22_b1_clamp" in text


def test_an_attack_that_finds_something_is_seen_first(tmp_path: Path) -> None:
    """Catches a counterexample that stays below a list of proofs, and a report that exits 0 beside it."""
    wrong = CLAMP.replace("syz22_b1_clamp", "soft").replace("THEOREM = ", "GOOD = ") + (
        "\nfrom dataclasses import replace\n\nfrom verifier.attack.claim import Attackable, Trial\n"
        "from fractions import Fraction\nfrom hypothesis import strategies as st\n\n"
        "WRONG = Attackable('ten', 'k <= 10', lambda: st.integers(0, 99), lambda k: [Trial(Fraction(k), Fraction(10))])\n"
        "THEOREM = replace(GOOD, attacks=(WRONG,))\n"
    )
    (tmp_path / "soft.py").write_text(wrong)
    done = verifier("report", "soft.py", "-o", "r", folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    page = (tmp_path / "r" / "index.html").read_text()
    head = page[: page.index('class="counts"')]
    assert "Refuted: 1 claim is false" in head and "error 11 &gt; bound 10" in head
    assert json.loads((tmp_path / "r" / "report.json").read_text())["entries"][0]["strength"] == "refuted"


def test_check_writes_a_report_of_a_function_with_the_command_for_each_question(tmp_path: Path) -> None:
    """Catches a replay command that asks something else."""
    done = verifier("check", "abs(x1-1/3)", "-n", "2", "--theorem", "2.2", "--layout", "shared", "--points", "30", "--report", "r", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "r" / "report.json").read_text())
    (section,) = data["sections"]
    command = dict(map(tuple, section["facts"]))["replay"]
    assert command == "verifier check 'abs(x1-1/3)' --theorem 2.2 -n 2 --layout shared --points 30"
    assert [figure["name"] for figure in data["figures"]] == [
        "cells-line", "cells-square", "tents", "approximation-1", "convergence-1", "parameters-1", "precision-1", "code-1", "kept-1",
    ]  # fmt: skip
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
        (("report", "--from", "old.json", "-o", "r"), "reads version 4: run the check again"),
        (("report", "--from", "bad.json", "--target", "x1", "-o", "r"), "without names and targets"),
        (("report", "syz22_b1_clamp", "-o", "."), "no part of a report"),
        (("check", "syz22_b1_clamp", "--report", "no/where"), "No such file"),
    ],
)
def test_malformed_requests_are_one_line_and_exit_2(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Catches long work that is thrown away because the folder cannot be written, and tracebacks."""
    (tmp_path / "bad.json").write_text("{}")
    (tmp_path / "old.json").write_text('{"format": "verifier-report", "version": 2}')
    done = verifier(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr and done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (tmp_path / "r").exists()


INTERRUPTING = """\
import os
import pathlib
import signal

count = pathlib.Path(__file__).with_name("count")
number = int(count.read_text()) if count.exists() else 0
count.write_text(str(number + 1))
if number == 3:
    os.kill(os.getpid(), signal.SIGINT)
raise ImportError("no z3 here")
"""


@pytest.mark.parametrize("command", ["report", "check"])
def test_ctrl_c_writes_what_was_established(command: str, tmp_path: Path) -> None:
    """Catches an hour of work that is thrown away, and half a report that looks whole."""
    (tmp_path / "z3.py").write_text(INTERRUPTING)
    option = "-o" if command == "report" else "--report"
    done = verifier(command, "syz22_b1_bit", "-j", "1", "--no-cache", option, "r", folder=tmp_path, path=tmp_path)
    assert done.returncode == 130, done.stderr
    assert done.stderr == "", "no traceback"
    last = done.stdout.splitlines()[-1]
    assert last.startswith("INTERRUPTED by Ctrl-C during the theorems; not begun: the wrong variants, ")
    assert names(tmp_path / "r") == FILES[1:]
    data = json.loads((tmp_path / "r" / "report.json").read_text())
    assert data["exit_code"] == 130 and data["headline"] == last
    details = [one["detail"] for section in data["sections"] for one in section["obligations"]]
    reached = [one for one in details if one != "not reached"]
    assert len(reached) == 3 and len(details) > 3
    page = (tmp_path / "r" / "index.html").read_text()
    assert "INTERRUPTED: this run did not come to its end" in page and f"{len(details) - 3} obligations were not reached" in page
    assert "what was established is remembered" not in page, "--no-cache"
    again = verifier("report", "--from", "r/report.json", "-o", "again", folder=tmp_path)
    assert again.returncode == 130 and "INTERRUPTED" in again.stdout


def test_ctrl_c_among_functions_names_those_that_were_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a report of some functions that looks like one of all, and obligations that were not reached and yet count."""
    calls: list[str] = []

    def stopping(obligations: list[Obligation], watch: Watch) -> tuple[Outcome, ...]:
        calls.append(obligations[0].name)
        if calls.count(calls[0]) == 2 and calls[-1] != calls[0]:
            raise KeyboardInterrupt
        return discharge(obligations, watch)

    monkeypatch.setattr(check, "discharge", stopping)
    folder = tmp_path / "r"
    assert main(["check", "kink", "-n", "1", "--points", "5", "--no-cache", "--report", str(folder)]) == 130
    data = json.loads((folder / "report.json").read_text())
    assert data["notes"] == ["Instances not begun: kink (Theorem 2.3)."]
    first, second = data["sections"]
    assert (first["name"], second["name"]) == ("2.1", "2.2")
    assert [one["detail"] == "not reached" for one in second["obligations"][:3]] == [False, True, True]
    assert not any(one["detail"] == "not reached" for one in first["obligations"])
    assert "Instances not begun: kink (Theorem 2.3)." in (folder / "index.html").read_text()


def test_ctrl_c_during_imports_is_one_line(tmp_path: Path) -> None:
    """Catches a traceback for the impatient."""
    (tmp_path / "flint.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    done = verifier("list", folder=tmp_path, path=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "verifier: interrupted\n")


def test_a_wrong_variant_that_survives_is_seen_on_the_page(tmp_path: Path) -> None:
    """Catches a control that failed and is folded away."""
    (tmp_path / "soft.py").write_text(CLAMP.replace("(100 * z <= 34,)", "(100 * z <= 33,)").replace("syz22_b1_clamp", "soft"))
    verifier("report", "soft.py", "--no-attack", "-o", "r", folder=tmp_path)
    page = (tmp_path / "r" / "index.html").read_text()
    assert "1 of 2 wrong variants were refuted with a witness; <strong>1 was not</strong>" in page
    assert "SURVIVES" in page and "2 wrong variants, 1 killed" in page


def test_the_error_of_a_named_function_is_bounded_from_both_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a report that only tests the error of the user's function, another network than its command names, and work done twice."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    arguments = ["report", "syz22_b1_clamp", "--no-attack", "--target", "abs(x1-1/3)", "-n", "2", "--theorem", "2.2", "--points", "5", "-o", "r"]
    assert main(arguments) == 0
    data = json.loads((tmp_path / "r" / "report.json").read_text())
    assert data["targets"] == ["abs(x1-1/3)"] and data["notes"] == []
    (section,) = (one for one in data["sections"] if one["kind"] == "two-sided error bound")
    evidence = {one["name"]: dict(map(tuple, one["evidence"])) for one in section["obligations"]}
    lower, upper, bound = (Fraction(evidence["bound of Theorem 2.2'"][key]) for key in ("lower", "upper", "bound"))
    assert 0 < lower <= upper <= bound
    page = (tmp_path / "r" / "index.html").read_text()
    assert page.index('id="instances"') < page.index('id="graph"') and "≤ error ≤" in page
    command = dict(map(tuple, section["facts"]))["replay"]
    assert command == "verifier certify 'abs(x1-1/3)' --theorem 2.2 -n 2 -o certificate-2.2.json"
    assert main(shlex.split(command)[1:]) == 0
    claim = json.loads((tmp_path / "certificate-2.2.json").read_text())["claim"]
    assert evidence["error"] == {"lower": claim["lower"], "upper": claim["upper"]}
    monkeypatch.setattr(report, "certify", None)
    assert main(arguments) == 0
    again = json.loads((tmp_path / "r" / "report.json").read_text())
    assert [one["method"].endswith(", remembered") for one in again["sections"][-1]["obligations"]] == [True] * len(evidence)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--theorem", "2.2", "-n", "9"), "It has 512 cells, a report takes on at most 256: verifier certify x1 --theorem 2.2 -n 9"),
        (("--theorem", "2.3", "-n", "1", "--layout", "printed"), "the products of the printed route are approximate"),
        (("--theorem", "2.1", "-n", "1", "-p", "9999"), "the checker reads numerators up to"),
    ],
)
def test_an_error_that_is_not_bounded_says_why(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Catches a skip that looks like a bound, and a refusal that throws the report away."""
    folder = tmp_path / "r"
    given = ["report", "syz22_b1_clamp", "--no-attack", "--target", "x1", *arguments, "--points", "2", "-o", str(folder)]
    assert main(given) == 0
    data = json.loads((folder / "report.json").read_text())
    (note,) = data["notes"]
    assert note.startswith(f"Theorem {arguments[1]} for x1: the error is only tested, not bounded. ") and words in note
    assert not any(one["kind"] == "two-sided error bound" for one in data["sections"])
    page = (folder / "index.html").read_text()
    assert words in page and page.index('id="instances"') < page.index('id="graph"') and "≤ error ≤" not in page


def test_a_budget_that_is_spent_is_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches bounds that are far apart and look as good as close ones, or are remembered."""
    monkeypatch.setattr(report, "TOLERANCE", "0")
    monkeypatch.setattr(report, "BUDGET", 50)
    folder = tmp_path / "r"
    given = ["report", "syz22_b1_clamp", "--no-attack", "--target", "sin(9*x1)", "--theorem", "2.2", "-n", "2", "-o", str(folder)]
    for _ in range(2):
        assert main(given) == 4
        data = json.loads((folder / "report.json").read_text())
        (section,) = (one for one in data["sections"] if one["kind"] == "two-sided error bound")
        tolerance = next(one for one in section["obligations"] if one["name"] == "tolerance")
        assert tolerance["verdict"] == "undecided" and "budget of boxes is spent" in tolerance["detail"]
        assert "remembered" not in tolerance["method"]
