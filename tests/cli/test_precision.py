"""`verifier precision` as users meet it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.test_commands import verifier


def test_smallest_law_and_formats_are_shown(tmp_path: Path) -> None:
    """Catches a search that is not compared with the law, or a claim of completeness that was not earned."""
    done = verifier("precision", "kink", "--theorem", "2.3", "-n", "3", "--every", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "certified  smallest precision: 47 bits; the law says 95, v has 48; all 49 precisions" in done.stdout
    assert re.search(r"46 bits misread: cell \(0\), x = \(1/32\): psi = \S+ instead of 3/8", done.stdout)
    assert re.search(r"single +FAILS: cell \(0\)", done.stdout)
    assert re.search(r"double +reads every cell", done.stdout)
    assert done.stdout.splitlines()[-1] == "1 theorem instance, 2 obligations: 2 certified"


def test_fewer_readings_are_only_tested(tmp_path: Path) -> None:
    """Catches a sampled search that presents itself as exact."""
    done = verifier("precision", "kink", "-n", "3", "--readings", "4", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "1 theorem instance, 2 obligations: 1 certified, 1 tested"
    assert "of the 49 precisions up to the law were read" in done.stdout


def test_table_names_the_first_n_that_fails(tmp_path: Path) -> None:
    """Catches a table without its conclusion."""
    done = verifier("precision", "--table", "-d", "1", "-n", "4", "--readings", "4", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "single precision first misreads at n = 3" in done.stdout
    assert "double precision first misreads at n = 4" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("4 theorem instances, 8 obligations: ")


def test_malformed_questions_exit_2(tmp_path: Path) -> None:
    """Catches a command that measures nothing and succeeds."""
    for words in (["precision"], ["precision", "kink", "--readings", "-1"], ["precision", "kink", "--theorem", "9"]):
        done = verifier(*words, folder=tmp_path)
        assert done.returncode == 2, words
        assert len(done.stderr.splitlines()) == 1
