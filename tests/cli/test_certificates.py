"""verifier certify and verifier replay as users meet them: exit codes, last lines, refusals in one line, files that survive."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.test_commands import LAST, verifier
from verifier.cli import certify, replay
from verifier.cli.main import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    done = verifier("certify", "sin(2*pi*x1)", "--theorem", "2.3", "-n", "3", "-o", "sine.json", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert LAST.match(done.stdout.splitlines()[-1])
    return folder


def test_a_certificate_is_replayed(folder: Path) -> None:
    """Catches a certificate that its own checker does not accept, and a replay that hides the checker's words."""
    done = verifier("replay", "sine.json", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("ACCEPTED")
    quick = verifier("replay", "sine.json", "--quick", "2", folder=folder)
    assert quick.returncode == 4 and "ONLY IN PART: 2 of 8" in quick.stdout


def test_a_lowered_upper_bound_is_rejected(folder: Path) -> None:
    """Catches a checker that believes what it reads: the claim is put just below the certified lower bound."""
    data = json.loads((folder / "sine.json").read_text())
    low, high = data["claim"]["lower"], data["claim"]["upper"]
    data["statement"] = data["statement"].replace(f"<= {high} ", f"<= {low} ")
    data["claim"]["upper"] = low
    (folder / "low.json").write_text(json.dumps(data))
    done = verifier("replay", "low.json", folder=folder)
    assert done.returncode == 1
    assert "REJECTED" in done.stdout and "claim.upper" in done.stdout
    (folder / "half.json").write_text((folder / "sine.json").read_text()[:700])
    done = verifier("replay", "half.json", folder=folder)
    assert done.returncode == 2 and "MALFORMED" in done.stdout and "Traceback" not in done.stderr


def test_lp_with_another_p(tmp_path: Path) -> None:
    """Catches p read as a float, and an L^p certificate about another norm."""
    done = verifier("certify", "abs(x1-1/3)", "--theorem", "2.1", "-n", "2", "-p", "7/2", "-o", "k.json", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    claim = json.loads((tmp_path / "k.json").read_text())["claim"]
    assert claim["norm"] == "7/2" and Fraction(claim["upper"]) <= Fraction(claim["lower"]) * Fraction(107, 100)
    assert verifier("replay", "k.json", folder=tmp_path).returncode == 0


@pytest.mark.parametrize(("words", "said"), [
    (["x1", "--theorem", "2.2", "--tolerance", "-1"], "tolerance"), (["x1", "--theorem", "2.2", "--budget", "0"], "budget"),
    (["x1", "--theorem", "2.2", "--dirty", "-o", "x.json"], "dirty"), (["x1", "--theorem", "2.4"], "theorem"),
    (["x1", "--theorem", "2.3", "--layout", "printed"], "approximate"), (["x1", "--theorem", "2.2", "-o", "no/x.json"], "output"),
    (["x1", "--theorem", "2.2", "-p", "7/2"], "sup norms"), (["x1", "--theorem", "2.1", "-p", "100001/100000"], "no certificate"),
    (["x1", "--theorem", "2.2", "-n", "40"], "max-cells"), (["x1", "--theorem", "2.1", "-p", "1/2"], "p = "),
])  # fmt: skip
def test_bad_input_is_one_line(words: list[str], said: str, tmp_path: Path) -> None:
    """Catches a traceback, a partial file, or an error that does not name the argument."""
    done = verifier("certify", *words, folder=tmp_path)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_undecided_tolerance_is_exit_4_and_the_bounds_stand(tmp_path: Path) -> None:
    """Catches a missed tolerance that is called success, or that throws the bounds away."""
    done = verifier("certify", "sin(2*pi*x1)", "--theorem", "2.2", "-n", "3", "--tolerance", "0", "--budget", "5", "-o", "c.json",
                    folder=tmp_path)  # fmt: skip
    assert done.returncode == 4 and "1 undecided (2.2: tolerance)" in done.stdout
    assert verifier("replay", "c.json", folder=tmp_path).returncode == 0


def test_dirty_is_labelled(tmp_path: Path) -> None:
    """Catches an estimate that looks like a certificate."""
    done = verifier("certify", "sin(2*pi*x1)", "--theorem", "2.2", "-n", "3", "--dirty", folder=tmp_path)
    assert done.returncode == 0 and "NOT CERTIFIED" in done.stdout and done.stdout.splitlines()[-1].endswith("1 tested")


def test_replay_of_nothing(tmp_path: Path) -> None:
    """Catches a missing file or a strange option that ends in a traceback."""
    assert verifier("replay", "none.json", folder=tmp_path).returncode == 2
    assert verifier("replay", "none.json", "--quick", "x", folder=tmp_path).returncode == 2


def test_a_checker_that_is_ended_gives_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches the number of a signal as exit code, which is none of the documented ones."""
    class Ended:
        returncode = -9

    (tmp_path / "c.json").write_text("{}")
    monkeypatch.setattr(replay.subprocess, "run", lambda *args, **options: Ended)
    assert main(["replay", str(tmp_path / "c.json")]) == 2


def test_the_certificate_is_written_before_anything_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches work lost to a standard output that is full or closed."""
    def broken(out: object, section: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(certify, "show_section", broken)
    with pytest.raises(BrokenPipeError):
        main(["certify", "x1", "--theorem", "2.2", "-n", "1", "-o", str(tmp_path / "c.json")])
    assert json.loads((tmp_path / "c.json").read_text())["format"] == "error-certificate"


def test_a_file_whose_name_begins_with_a_dash(folder: Path) -> None:
    """Catches a name behind -- that is changed on its way, or that the checker takes for an option."""
    (folder / "-sine.json").write_text((folder / "sine.json").read_text())
    done = verifier("replay", "--", "-sine.json", folder=folder)
    assert done.returncode == 0 and done.stdout.splitlines()[-1].startswith("ACCEPTED"), done.stdout + done.stderr
