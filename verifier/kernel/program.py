"""The programs coqc and coqchk: where they are, which version, and how they are run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

FIX: Final = "apt-get install -y --no-install-recommends coq"
ABSENT: Final = f"coqc is not installed ({FIX})"
TIMEOUT: Final = 600  # seconds for one file


def coqc() -> str | None:
    """The path of coqc, or None."""
    return shutil.which("coqc")


@cache
def version_of(path: str) -> str:
    """The version of the program at this path, as it prints it: that of Coq and that of OCaml; empty if it does not run."""
    try:
        done = subprocess.run([path, "--print-version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(done.stdout.split()) if done.returncode == 0 else ""


def version() -> str:
    """The version of coqc; empty if it is missing or does not run."""
    path = coqc()
    return version_of(path) if path else ""


def run(folder: Path, name: str, library: Path, root: str, timeout: int = TIMEOUT) -> str:
    """Run coqc on one file of a folder, with the compiled files of `library` under the logical name `root`.

    No resource file is read, no other flag is given, and no further folder of libraries is searched but Coq's own.

    Returns what it objects to; empty if it accepts the file.
    """
    path = coqc()
    if path is None:
        return ABSENT
    return _started([path, "-q", "-Q", str(library), root, name], folder, f"{name}: coqc", timeout)[1]


def recheck(library: Path, modules: Sequence[str], root: str, timeout: int = TIMEOUT) -> tuple[str, str]:
    """Run coqchk, a kernel of its own, on compiled files: what it prints, and what it objects to (empty if nothing)."""
    path = shutil.which("coqchk")
    if path is None:
        return "", ABSENT.replace("coqc", "coqchk", 1)
    names = [f"{root}.{module}" for module in modules]
    return _started([path, "-silent", "-o", "-Q", str(library), root, *names], library, "coqchk", timeout)


def _started(command: list[str], folder: Path, called: str, timeout: int) -> tuple[str, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COQ")}
    environment |= dict.fromkeys(("XDG_DATA_HOME", "XDG_DATA_DIRS"), os.devnull)  # where coqc looks for further libraries
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", f"{called} stopped: {error}"
    problem = "" if done.returncode == 0 else (done.stderr.strip() or f"{called} ended with {done.returncode}")
    return done.stdout + done.stderr, problem
