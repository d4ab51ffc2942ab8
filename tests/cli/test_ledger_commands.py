"""check, list, explain, findings and sabotage as users meet them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.ledger.discover import proofs_folder

CLAMP = (proofs_folder() / "syz22_b1_clamp.py").read_text()
EXAMPLES = sorted(p for p in (Path(__file__).parents[2] / "examples").glob("*.py") if not p.name.startswith("test_"))


def verifier(*arguments: str, folder: Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, with a fresh memory, optionally with a folder in front of the import path."""
    options = ["-O"] if not __debug__ else []
    environment = dict(os.environ, XDG_CACHE_HOME=str(folder / "memory"))
    if path is not None:
        environment["PYTHONPATH"] = os.pathsep.join([str(path), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, *options, "-m", "verifier", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, env=environment, check=False)


def test_check_by_name_is_remembered_and_counts(tmp_path: Path) -> None:
    """Catches a second run that is not remembered, and a headline that does not count."""
    first = verifier("check", "syz22_b1_clamp", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1] == "1 theorem or lemma, 5 obligations: 5 proved"
    assert any((tmp_path / "memory" / "intrinsic-verifier").iterdir())
    second = verifier("check", "syz22_b1_clamp", folder=tmp_path)
    assert second.stdout == first.stdout


def test_a_missing_solver_is_undecided_exit_4(tmp_path: Path) -> None:
    """Catches a skip that looks green: without z3 nothing is proved, and the line says what to install."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "z3.py").write_text("raise ImportError('no z3 here')\n")
    done = verifier("check", "syz22_b1_clamp", "--no-cache", folder=tmp_path, path=hidden)
    assert done.returncode == 4
    assert "z3-solver" in done.stdout
    assert re.search(r"5 obligations: 5 undecided", done.stdout.splitlines()[-1])


def test_a_solver_out_of_time_is_undecided_exit_4(tmp_path: Path) -> None:
    """Catches a timeout taken for a proof."""
    done = verifier("check", "lsyz21_3_1_median", "--no-cache", "--timeout", "0.001", folder=tmp_path)
    assert done.returncode == 4
    assert "undecided" in done.stdout.splitlines()[-1]


def test_explain_shows_statement_evidence_and_sabotage(tmp_path: Path) -> None:
    """Catches an explanation without the query that was asked, or without the controls."""
    done = verifier("explain", "syz22_b1_clamp", "--full", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for words in ("[SYZ22]", "(check-sat)", "absurd", "Sabotage", "z = 17/50"):
        assert words in done.stdout


def test_findings_have_witnesses(tmp_path: Path) -> None:
    """Catches a finding without a witness."""
    done = verifier("findings", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    blocks = done.stdout.strip().split("\n\n")[:-1]
    assert len(blocks) >= 9
    for block in blocks:
        assert "as printed" in block
        assert "repaired" in block


def test_list_counts(tmp_path: Path) -> None:
    """Catches an entry that cannot be listed."""
    done = verifier("list", folder=tmp_path)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[-1].startswith(f"{len(lines) - 1} entries, ")


def test_sabotage_prints_k_of_k(tmp_path: Path) -> None:
    """Catches a survivor that is not counted."""
    done = verifier("sabotage", "syz22_b1_clamp", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "killed 2 of 2: refuted with a witness; 0 proved, 0 undecided"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_somebody_elses_file(example: Path, tmp_path: Path) -> None:
    """Catches a ledger that needs a theorem to be registered somewhere."""
    copy = tmp_path / example.name
    copy.write_text(example.read_text())
    done = verifier("check", copy.name, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "theorem" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("empty.py", "", "no THEOREM"),
        ("broken.py", "def", "SyntaxError"),
        ("renamed.py", CLAMP, "expected 'renamed'"),
        ("cyclic.py", CLAMP.replace('name="syz22_b1_clamp",', 'name="cyclic", uses=("cyclic",),'), "uses itself"),
        ("dangling.py", CLAMP.replace('name="syz22_b1_clamp",', 'name="dangling", uses=("nothing_there",),'), "does not exist"),
        ("idle.py", re.sub(r"obligations=\(.*\),\n", "obligations=(),\n", CLAMP).replace("syz22_b1_clamp", "idle"), "no obligations"),
        ("missing.py", None, "no such theorem file"),
    ],
)
def test_malformed_theorem_files_are_one_line_and_exit_2(name: str, text: str | None, words: str, tmp_path: Path) -> None:
    """Catches success, or a traceback, for a file that is no theorem."""
    if text is not None:
        (tmp_path / name).write_text(text)
    done = verifier("check", name, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_refuted_obligation_exits_1_with_its_witness(tmp_path: Path) -> None:
    """Catches a false lemma that passes."""
    text = CLAMP.replace("(3 * z >= 2,)", "(3 * z >= 1,)").replace("syz22_b1_clamp", "wrong")
    (tmp_path / "wrong.py").write_text(text)
    done = verifier("check", "wrong.py", folder=tmp_path)
    assert done.returncode == 1
    assert "1 refuted" in done.stdout.splitlines()[-1]
    assert "the claim fails at z = " in done.stdout
