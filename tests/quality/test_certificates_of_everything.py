"""Every target of the gallery (a CSV among them) and five more formulas, every theorem, p = 1, 2, 7/2: certified, then replayed.

The checker runs as users run it, `python -I` and `python -I -O`. For the sup norm u/l is small: at most 1.05 in one dimension, 1.3 in two.
"""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from verifier import checker
from verifier.files import canonical
from verifier.ledger.certification import certify, network_to_certify
from verifier.ledger.instance import Question
from verifier.targets.gallery import gallery, resolve
from verifier.verdict import Kind

FORMULAS = (
    "exp(-3*x1)*log(1 + 2*x1)", "tan(x1)/2 + atan(5*x1 - 2)", "tanh(4*x1 - 1)**2 + x1**(3/2)",
    "max(x1*x2, 1/3 - x2**2) + sqrt(1 + x1)", "sin(5*x1 + x2*x3) - exp(x3)/3",
)  # fmt: skip
DEPTH = {1: 3, 2: 2, 3: 1}
QUESTIONS = (("2.2", "2"), ("2.3", "2"), ("2.1", "1"), ("2.1", "2"), ("2.1", "7/2"))


@pytest.mark.parametrize("name", [*gallery(), *FORMULAS])
def test_certified_and_replayed(name: str, tmp_path: Path) -> None:
    """Catches a target, theorem or norm for which the checker does not confirm what was certified, or a bound that is useless."""
    target = resolve(name)
    for theorem, p in QUESTIONS:
        approximant = network_to_certify(Question(theorem, target, DEPTH[target.dimension], p=Fraction(p)))
        wanted = Fraction(1, 21 if target.dimension == 1 else 8) if theorem != "2.1" else Fraction(1, 4)
        done = certify(target, approximant, wanted, {"command": "test"}, budget=8000)
        assert {one.verdict.kind for one in done.section.outcomes} == {Kind.CERTIFIED}, theorem
        lower, upper = (Fraction(done.data["claim"][side]) for side in ("lower", "upper"))
        if theorem != "2.1":
            assert upper <= lower * (Fraction(21, 20) if target.dimension == 1 else Fraction(13, 10))
        path = tmp_path / f"{theorem}-{p.replace('/', '-')}.json"
        path.write_text(canonical(done.data))
        for options in (["-I"], ["-I", "-O"]):
            command = [sys.executable, *options, checker.__file__, str(path)]
            run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
            assert run.returncode == 0, run.stdout
            assert run.stdout.splitlines()[-1] == f"ACCEPTED {done.data['statement']}"
