"""verifier doctor: a diagnosis, also of a sick installation."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

import pytest

from tests.cli.test_ledger_commands import verifier
from verifier.cli.doctor import COMPONENTS, found
from verifier.kernel.program import version_of

ROOT = Path(__file__).resolve().parents[2]


def without(module: str, folder: Path) -> Path:
    """A folder in front of the import path in which a module is broken."""
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / f"{module}.py").write_text(f"raise ImportError('no {module} here')\n")
    return hidden


def test_a_healthy_installation_passes_all_trials(tmp_path: Path) -> None:
    """Catches a self-test that cannot pass."""
    done = verifier("doctor", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "exit codes 0, 1" in done.stdout, "the checker must also reject"
    last = done.stdout.splitlines()[-1]
    numbers = re.fullmatch(r"(\d+) of (\d+) needed components, (\d+) of (\d+) trials good", last)
    assert numbers and numbers[1] == numbers[2] and numbers[3] == numbers[4] != "0"


def test_a_missing_engine_is_named_with_the_remedy_exit_3(tmp_path: Path) -> None:
    """Catches a doctor that calls an installation healthy in which nothing can be proved."""
    done = verifier("doctor", "--json", folder=tmp_path, path=without("z3", tmp_path))
    assert done.returncode == 3
    data = json.loads(done.stdout)
    (sick,) = [one for one in data["components"] if one["problem"]]
    assert (sick["package"], sick["needed"]) == ("z3-solver", True)
    assert "no z3 here" in sick["problem"] and "undecided" in sick["disables"]
    assert {one["name"]: one["good"] for one in data["trials"]}["engines"] is None
    assert data["exit_code"] == 3


def test_what_is_not_needed_may_be_absent(tmp_path: Path) -> None:
    """Catches an alarm about figures, and figures that are called needed."""
    done = verifier("doctor", folder=tmp_path, path=without("matplotlib", tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "absent   matplotlib" in done.stdout and "pip install matplotlib" in done.stdout


@pytest.mark.parametrize("module", ["flint", "sympy", "hypothesis", "numpy"])
def test_without_a_package_that_everything_needs_there_is_one_line(module: str, tmp_path: Path) -> None:
    """Catches a traceback of twenty lines as the first thing that a new user sees."""
    done = verifier("doctor", folder=tmp_path, path=without(module, tmp_path))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1 and f"no {module} here" in done.stderr and "pip install" in done.stderr


def test_every_requirement_is_examined() -> None:
    """Catches a new dependency that the doctor does not know."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    required = {re.split(r"[ <>=]", line)[0] for line in config["options"]["install_requires"].split("\n") if line}
    assert required == {one.package for one in COMPONENTS if one.package != "cvc5" and one.module}


def test_a_missing_coqc_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a doctor that does not know of the program, or counts it as needed."""
    (coqc,) = (one for one in COMPONENTS if one.package == "coqc")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found(coqc) == ("", "not installed") and not coqc.needed and coqc.remedy.startswith("apt-get install")
    (tmp_path / "coqc").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "coqc").chmod(0o755)
    assert found(coqc) == ("", "does not run")
    (tmp_path / "coqc").write_text("#!/bin/sh\necho 8.16.1 4.13.1\n")
    version_of.cache_clear()
    assert found(coqc) == ("8.16.1 4.13.1", "")
    version_of.cache_clear()
