"""A small formal development for tests, compiled once; and the mark of tests that need coqc."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from verifier.kernel.development import Compiled, Development, compiled

TOY = Path(__file__).parent / "kernel" / "toy"
_KEPT = tempfile.TemporaryDirectory()  # compiled files of this process
MEMORY = Path(_KEPT.name) / "memory"

# Without coqc these tests are skipped on somebody's machine; where CI=true they run and fail.
needs_coqc = pytest.mark.skipif(
    shutil.which("coqc") is None and os.environ.get("CI") != "true", reason="coqc is not installed (with CI=true this fails)"
)


def edited(*edits: tuple[str, str, str], folder: Path = TOY) -> Development:
    """The development with (file, old, new) replaced, each exactly once."""
    files = dict(Development.read(folder).files)
    for name, old, new in edits:
        assert files[name].count(old) == 1, f"{name}: {old!r} occurs {files[name].count(old)} times"
        files[name] = files[name].replace(old, new)
    return Development(files)


def written(development: Development, folder: Path) -> Path:
    """The sources in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in development.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@cache
def toy() -> Compiled:
    """The toy, compiled."""
    folder = Path(_KEPT.name) / "toy"
    folder.mkdir()
    return compiled(Development.read(TOY), MEMORY, folder)


def compiled_again(development: Development, folder: Path) -> Compiled:
    """An edited development; what the edit does not touch is not compiled again."""
    folder.mkdir(parents=True, exist_ok=True)
    return compiled(development, MEMORY, folder)
