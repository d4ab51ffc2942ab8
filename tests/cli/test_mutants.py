"""`verifier mutants` as users meet it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_commands import verifier


def test_a_part_of_the_matrix_with_json(tmp_path: Path) -> None:
    """Catches a kill without a witness, a missing equivalent, or a last line that does not count."""
    done = verifier("mutants", "--only", "clamp thresholds", "-j", "1", "--json", "kills.json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "4 mutants: 3 of 3 killed, 3 by two engines or more, 1 equivalent, 0 survived"
    assert "equivalent: clamp thresholds 1/3, 2/3 -> 2/5, 3/5\n  for all that its lemma says; another value at q = " in done.stdout
    assert "\n  proved by both engines" in done.stdout
    data = json.loads((tmp_path / "kills.json").read_text())
    assert len(data["mutants"]) == 4
    for one in data["mutants"]:
        for engine in one["engines"]:
            assert engine["verdict"] != "refuted" or engine["evidence"]


def test_unknown_names_and_bad_numbers_exit_2(tmp_path: Path) -> None:
    """Catches a matrix of nothing that succeeds."""
    for words in (["--only", "no such mutant"], ["-j", "0"]):
        done = verifier("mutants", *words, folder=tmp_path)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
