"""verifier attack, and verifier replay of its witnesses, as users meet them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_commands import verifier
from verifier.cli import attack as command
from verifier.cli.main import main
from verifier.ledger.discover import load, proofs_folder

QUALITY = Path(__file__).parents[1] / "quality" / "theorems"
FAST = ("syz22_b1_bit", "finding_e1_last_cell", "syz22_a2_hull")


def attack(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return verifier("attack", *arguments, folder=folder)


def test_named_theorems_last_line_counts(tmp_path: Path) -> None:
    """Catches a refuted finding that fails the run, a last line that does not count, notes left in the user's folder."""
    done = attack(*FAST, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "3 attacked theorems, 5 obligations: 1 certified, 4 tested"
    assert re.search(r"[0-9,]+ exact evaluations in .* a minute", done.stdout)
    assert "false as printed: cells and gaps cover the cube: false, error 1 > bound 0 at x = (1)" in done.stdout
    assert list(tmp_path.iterdir()) == [] or [one.name for one in tmp_path.iterdir()] == ["memory"]


def test_a_wrong_theorem_exits_1_and_its_witness_replays(tmp_path: Path) -> None:
    """Catches a refutation that exits with 0, and a witness that needs more than its file and the theorem's."""
    file = QUALITY / "wrong_gentle_clamp.py"
    report = tmp_path / "report.json"
    done = attack(str(file), "-o", ".", "--json", str(report), folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "1 attacked theorem, 1 obligation: 1 refuted"
    evidence = dict(json.loads(report.read_text())["sections"][0]["obligations"][0]["evidence"])
    assert evidence["bound"] == "0" and "instance" in evidence
    witness = tmp_path / "wrong_gentle_clamp.gentle_clamp.json"
    alone = verifier("replay", witness.name, folder=tmp_path)
    assert alone.returncode == 2 and "--theorem" in alone.stderr and len(alone.stderr.splitlines()) == 1
    again = verifier("replay", witness.name, "--theorem", str(file), folder=tmp_path)
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.splitlines()[-1] == "1 witness, 1 obligation: 1 certified"
    data = json.loads(witness.read_text())
    data["error"] = "1/9"
    witness.write_text(json.dumps(data))
    assert verifier("replay", witness.name, "--theorem", str(file), folder=tmp_path).returncode == 1
    witness.write_text(json.dumps({**data, "instance": {"integer": "1"}}))
    assert verifier("replay", witness.name, "--theorem", str(file), folder=tmp_path).returncode == 2


def test_same_seed_same_witnesses(tmp_path: Path) -> None:
    """Catches randomness without a seed: every witness of two runs is equal byte by byte; the hash seed is another one."""
    folders = [tmp_path / name for name in ("one", "two")]
    names = ("uniform_2_2", "syz22_b1_bit", "finding_e5_one_class")
    for number, folder in enumerate(folders):
        folder.mkdir()
        environment = dict(os.environ, PYTHONHASHSEED=str(number + 1), XDG_CACHE_HOME=str(tmp_path / "memory"))
        command = [sys.executable, "-m", "verifier", "attack", *names, "--examples", "30", "--seed", "5", "-o", "."]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    first, second = ({path.name: path.read_bytes() for path in folder.glob("*.json")} for folder in folders)
    assert first == second and len(first) == 6


def test_a_killed_run_leaves_whole_witnesses(tmp_path: Path) -> None:
    """Catches a half-written file: the run is killed outright in the middle, every witness in the folder replays."""
    command = [sys.executable, "-m", "verifier", "attack", "uniform_2_2", "syz22_2_2", "--profile", "deep", "-o", "."]
    environment = dict(os.environ, XDG_CACHE_HOME=str(tmp_path / "memory"))
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob("*.json")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    witnesses = sorted(tmp_path.glob("*.json"))
    assert witnesses
    for witness in witnesses:
        done = verifier("replay", witness.name, folder=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def test_counterexamples_in_the_folder_are_tried_first(tmp_path: Path) -> None:
    """Catches a regression that is forgotten."""
    for _ in range(2):
        done = attack("finding_e4_delta_depends_on_f", "-o", ".", folder=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "at example 1\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--examples", "0"), "examples"), (("--seconds", "-1"), "seconds"), (("--profile", "huge"), "profile"),
        (("--seed", "x"), "seed"), (("-o", "no/where"), "output"), (("no_such_theorem",), "no_such_theorem"),
        (("size_phi1", "--examples", "1"), "nothing to attack"), (("missing.py",), "missing.py"),
    ],
)  # fmt: skip
def test_malformed_requests_are_one_line_and_exit_2(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Catches a traceback, or an attack of nothing."""
    done = attack(*arguments, folder=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert words in done.stderr and len(done.stderr.splitlines()) == 1


def test_seconds(tmp_path: Path) -> None:
    """Catches a time limit that is not kept."""
    start = time.monotonic()
    done = attack("uniform_2_2", "--seconds", "2", folder=tmp_path)
    assert done.returncode == 0 and time.monotonic() - start < 30


def test_the_table_of_tightness(tmp_path: Path) -> None:
    """Catches a table that is not printed, and rows that are not counted."""
    done = attack("--tightness", "--examples", "8", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "19 rows, 57 bounds attacked: 57 tested, 0 refuted"
    assert "what W exceeds the oscillation of f by" in done.stdout


@pytest.mark.parametrize("arguments", [("uniform_2_2",), ("--seconds", "1"), ("--json", "a.json"), ("-o", ".")])
def test_the_table_ignores_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Catches an option that the table of tightness takes and does not follow."""
    done = attack("--tightness", *arguments, folder=tmp_path)
    assert done.returncode == 2 and "leave out" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_refuted_row_of_the_deep_table_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a deep run that prints a ratio above 1 and exits with 0."""
    monkeypatch.setattr(command, "_show_table", lambda out, budget: (1, 1, 0))
    monkeypatch.setattr(command, "_theorems", lambda items: (load(proofs_folder() / "syz22_a2_hull.py"),))
    arguments = ["attack", "--profile", "deep", "--examples", "2"]
    assert main(arguments) == 1
    monkeypatch.setattr(command, "_show_table", lambda out, budget: (1, 0, 1))
    assert main(arguments) == 4
    monkeypatch.setattr(command, "_show_table", lambda out, budget: (1, 0, 0))
    assert main(arguments) == 0


def test_replay_refuses_options_that_it_would_not_follow(tmp_path: Path) -> None:
    """Catches --quick for a witness and --theorem for a certificate, taken and not followed."""
    attack("syz22_a2_hull", "-o", ".", "--examples", "2", folder=tmp_path)
    (witness,) = tmp_path.glob("*.json")
    assert verifier("replay", witness.name, "--quick", "3", folder=tmp_path).returncode == 2
    (tmp_path / "other.json").write_text("{}")
    assert verifier("replay", "other.json", "--theorem", "x.py", folder=tmp_path).returncode == 2
