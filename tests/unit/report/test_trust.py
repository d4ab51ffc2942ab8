"""verifier.report.trust: every program that a verdict rests on is named with its version."""

from __future__ import annotations

from verifier.ledger import memory
from verifier.report.model import PACKAGES, provenance
from verifier.report.trust import TRUSTED, trusted


def test_every_engine_is_named_and_has_a_version() -> None:
    """Catches an engine that decides verdicts and is not in the trust base."""
    named = {name for name, _, _ in TRUSTED}
    assert set(memory._PACKAGES) <= named
    assert named - {"python", "coqc"} <= set(PACKAGES)  # two programs
    for _, version, purpose in trusted(provenance([])):
        assert version and purpose


def test_a_version_that_was_not_recorded_says_so() -> None:
    """Catches a report of another machine that shows this machine's versions."""
    rows = trusted({"python": "3.11", "packages": {}})
    assert {version for _, version, _ in rows} == {"3.11", "not recorded"}
