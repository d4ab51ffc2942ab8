from __future__ import annotations

from pathlib import Path

import pytest

from tests.coq_sample import needs_coqc
from verifier.kernel import program


def test_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a missing program that raises, or counts as accepting a file."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program.coqc() is None and program.version() == ""
    assert program.run(tmp_path, "A.v", tmp_path, "Syz") == program.ABSENT and program.FIX in program.ABSENT
    printed, problem = program.recheck(tmp_path, ["A"], "Syz")
    assert printed == "" and problem == f"coqchk is not installed ({program.FIX})"


def test_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a program that is there but does not run."""
    (tmp_path / "coqc").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "coqc").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program.version() == ""
    assert program.run(tmp_path, "A.v", tmp_path, "Syz") == "A.v: coqc ended with 3"


@needs_coqc
def test_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an objection that is swallowed, and flags or libraries that come from the environment."""
    (tmp_path / "A.v").write_text("Definition a : True := I.\n")
    (tmp_path / "B.v").write_text("From Syz Require Import A.\nDefinition b : False := a.\n")
    assert program.version().split()[0].count(".") >= 1
    assert program.run(tmp_path, "A.v", tmp_path, "Syz") == "" and (tmp_path / "A.vo").is_file()
    assert 'has type "True"' in " ".join(program.run(tmp_path, "B.v", tmp_path, "Syz").split())
    (tmp_path / "C.v").write_text("From Elsewhere Require Import A.\n")
    (tmp_path / "coq" / "Elsewhere").mkdir(parents=True)
    (tmp_path / "coq" / "Elsewhere" / "A.vo").write_bytes((tmp_path / "A.vo").read_bytes())
    for name in ("COQPATH", "XDG_DATA_HOME", "XDG_DATA_DIRS"):
        monkeypatch.setenv(name, str(tmp_path / "coq" if name == "COQPATH" else tmp_path))
    assert "Cannot find" in program.run(tmp_path, "C.v", tmp_path, "Syz")


@needs_coqc
def test_timeout(tmp_path: Path) -> None:
    """Catches a file that runs for ever."""
    (tmp_path / "A.v").write_text("Lemma a : True.\nProof. do 1000000 (do 1000000 idtac). exact I. Qed.\n")
    assert "timed out" in program.run(tmp_path, "A.v", tmp_path, "Syz", timeout=1)


@needs_coqc
def test_recheck(tmp_path: Path) -> None:
    """Catches a damaged file that the second kernel is said to accept."""
    (tmp_path / "A.v").write_text("Definition a : True := I.\n")
    assert program.run(tmp_path, "A.v", tmp_path, "Syz") == ""
    printed, problem = program.recheck(tmp_path, ["A"], "Syz")
    assert problem == "" and "* Axioms: <none>" in printed
    content = bytearray((tmp_path / "A.vo").read_bytes())
    content[len(content) // 2] ^= 255
    (tmp_path / "A.vo").write_bytes(content)
    assert program.recheck(tmp_path, ["A"], "Syz")[1] != ""
