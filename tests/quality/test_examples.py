"""The example of a user's own test is itself tested."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "test_my_theorem.py"


def test_the_example_passes(tmp_path: Path) -> None:
    """Catches an example that no longer runs, and one whose tests are not collected."""
    environment = dict(os.environ, PYTHONPATH=str(EXAMPLE.parents[1]))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "-c", os.devnull, str(EXAMPLE)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout + done.stderr
