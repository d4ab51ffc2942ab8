"""The command line as users meet it: every run is a real process; exit codes, last lines, one-line errors, files that survive."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

LAST = re.compile(r"\d+ theorem instances?, \d+ obligations?: ")


def verifier(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder; -O is inherited so that the suite means the same under it."""
    options = ["-O"] if not __debug__ else []
    command = [sys.executable, *options, "-m", "verifier", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def sine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sine")
    done = verifier("build", "sin(2*pi*x1)", "--theorem", "2.3", "-d", "1", "-n", "5", "-o", "sine.json", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder / "sine.json"


def test_show_says_320_bits(sine: Path) -> None:
    """Catches a wrong length of v, or a show that no longer rebuilds."""
    done = verifier("show", "sine.json", folder=sine.parent)
    assert done.returncode == 0
    assert "320 bits = 0x" in done.stdout
    assert "the layers of the file equal the construction made anew" in done.stdout


def test_53_bits_are_refused_with_the_number_needed(sine: Path) -> None:
    """Catches silent rounding in mpmath."""
    done = verifier("eval", "sine.json", "3/8", "--prec", "53", folder=sine.parent)
    assert done.returncode == 2
    assert re.search(r"53 bits is too low: this evaluation is exact from \d{3} bits on", done.stderr)
    assert done.stdout == ""


def test_auto_equals_exact_and_double_differs(sine: Path) -> None:
    """Catches engines that disagree, and floating point presented as if it were to be trusted."""
    exact = verifier("eval", "sine.json", "3/8", "--engine", "exact", folder=sine.parent).stdout.splitlines()[0]
    auto = verifier("eval", "sine.json", "3/8", "--prec", "auto", folder=sine.parent).stdout.splitlines()[0]
    double = verifier("eval", "sine.json", "3/8", "--inexact", "--engine", "double", folder=sine.parent)
    assert exact == auto
    assert double.returncode == 0
    assert double.stdout.splitlines()[0] != exact
    assert "NOT TRUSTED" in double.stdout
    assert "differs from it" in double.stdout
    refused = verifier("eval", "sine.json", "3/8", "--engine", "double", folder=sine.parent)
    assert refused.returncode == 2


def test_transfer_changes_three_parameters_only(sine: Path) -> None:
    """Catches a phi that depends on the target, and a transfer that writes something else than it says."""
    done = verifier("transfer", "sine.json", "abs(x1-1/3)", "-o", "kink.json", folder=sine.parent)
    assert done.returncode == 0, done.stderr
    assert "changed: 3 stored parameters, named b, s, v" in done.stdout
    before, after = (json.loads((sine.parent / name).read_text()) for name in ("sine.json", "kink.json"))
    assert before["network"]["phi_sha256"] == after["network"]["phi_sha256"]
    assert before["network"]["phi"] == after["network"]["phi"]
    assert all(before["network"]["values"][name] != after["network"]["values"][name] for name in "svb")
    assert LAST.match(done.stdout.splitlines()[-1])


def test_check_counts_in_the_last_line_and_writes_json(tmp_path: Path) -> None:
    """Catches a headline that does not count, or a report that disagrees with the terminal."""
    done = verifier("check", "abs(x1-1/3)", "-n", "2", "--json", "report.json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["headline"] == last
    assert last.startswith("3 theorem instances, 23 obligations: 18 certified, 5 tested")
    assert sum(len(one["obligations"]) for one in report["sections"]) == 23
    assert done.stderr == ""  # quiet in a pipe


def test_check_a_csv_and_three_dimensions(tmp_path: Path) -> None:
    """Catches tables or d = 3 falling out of the path that the expressions take."""
    rows = "\n".join(f"{t},{v}" for t, v in enumerate(("0.1", "2.5", "-1", "3e-1", "0.25")))
    (tmp_path / "table.csv").write_text("t,value\n" + rows + "\n")
    done = verifier("check", "table.csv", "-n", "3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    done = verifier("check", "x1*x2*x3", "-n", "1", folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_false_hypothesis_is_found(tmp_path: Path) -> None:
    """Catches a bound that cannot be exceeded: a declared Hoelder class that f does not have is refuted or refused."""
    done = verifier("check", "sin(20*x1)", "--hoelder", "1", "1/2", "-n", "2", folder=tmp_path)
    assert done.returncode in (1, 2)
    assert "declared" in done.stdout + done.stderr


BAD = [
    (["check", "foo(x1)"], "unknown name 'foo'"),
    (["check", "__import__('os')"], "unknown name '__import__'"),
    (["check", "1/(x1-1/2)"], "division by 0"),
    (["check", "log(x1-1/2)"], "not defined"),
    (["check", "sine", "-n", "0"], "n = 0"),
    (["check", "x1", "-d", "0"], "d = 0"),
    (["check", "sine", "-n", "40"], "2^40 cells"),
    (["check", "sine", "-n", "3", "--delta", "1/8"], "0 < delta <= 1/(3K) = 1/24"),
    (["check", "sine", "--theorem", "2.4"], "one of 2.1, 2.2, 2.3"),
    (["check", "sine", "--theorem", "2.1", "-p", "1/2"], "p = '1/2'"),
    (["check", "missing.csv"], "missing.csv"),
    (["show", "missing.json"], "missing.json"),
    (["frobnicate"], "there is no command"),
    (["chek"], "did you mean check?"),
    (["explain", "clamp"], "did you mean syz22_b1_clamp?"),
    (["check", "clamp"], "did you mean syz22_b1_clamp?"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=[" ".join(one) for one, _ in BAD])
def test_bad_input_is_one_line_and_exit_2(arguments: list[str], words: str, tmp_path: Path) -> None:
    """Catches tracebacks, silence and wrong exit codes for a user's mistake."""
    done = verifier(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [("t,v\n0,1\n1,nan\n", "line 3"), ("t,v\n0,1\n1,2,3\n", "line 3"), ("", "table.csv"), ("t,v\n0,1\n1,2\n5,3\n", "table.csv")],
    ids=["nan", "ragged", "empty", "irregular"],
)
def test_bad_tables(text: str, words: str, tmp_path: Path) -> None:
    """Catches a table that is read although it has no meaning."""
    (tmp_path / "table.csv").write_text(text)
    done = verifier("check", "table.csv", folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_existing_file_survives_a_failure(tmp_path: Path) -> None:
    """Catches an output file that is opened before the work is done, and leftovers."""
    (tmp_path / "old.json").write_text("precious")
    done = verifier("build", "1/x1", "--theorem", "2.3", "-o", "old.json", folder=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "old.json").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]


DAMAGE = ["truncated", "edited number", "edited weight", "redigested weight", "other n", "not json", "nan"]


@pytest.mark.parametrize("kind", DAMAGE)
def test_damaged_network_files(kind: str, sine: Path, tmp_path: Path) -> None:
    """Catches a reader that trusts the file: also when the outer digests were made to fit."""
    from verifier.files import canonical, digest

    text = sine.read_text()
    data = json.loads(text)
    match kind:
        case "truncated":
            text = text[: len(text) // 2]
        case "edited number":
            data["network"]["values"]["v"] = data["network"]["values"]["s"]
            text = canonical(data)
        case "edited weight":
            data["network"]["phi"]["layers"][1]["rows"][0][0] = "7"
            text = canonical(data)
        case "redigested weight":
            data["network"]["phi"]["layers"][1]["rows"][0][0] = "7"
            data["network"]["phi_sha256"] = digest(data["network"]["phi"])
            del data["sha256"]
            data["sha256"] = digest(data)
            text = canonical(data)
        case "other n":
            data["n"] = 4
            del data["sha256"]
            data["sha256"] = digest(data)
            text = canonical(data)
        case "not json":
            text = "network"
        case "nan":
            text = text.replace('"n":5', '"n":NaN')
    (tmp_path / "bad.json").write_text(text)
    done = verifier("show", "bad.json", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_gallery_lists_every_target(tmp_path: Path) -> None:
    """Catches a gallery entry that cannot be listed."""
    done = verifier("gallery", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("19 targets")


def test_a_run_leaves_the_interpreter_as_it_was() -> None:
    """Catches the limit on printed digits lifted for good by a command that is run in a process of somebody else."""
    from verifier.cli.main import main

    before = sys.get_int_max_str_digits()
    assert main(["gallery"]) == 0
    assert sys.get_int_max_str_digits() == before
