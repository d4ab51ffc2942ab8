"""A memory on disk: outcomes kept under a content hash of what was asked, of all sources and of the engines' versions.

An entry that is missing, damaged or of another version is not believed: the work is done again. UNDECIDED is never kept.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from verifier.files import canonical, write_atomically
from verifier.ledger.discover import digest_sources
from verifier.ledger.instance import Question
from verifier.ledger.obligation import Obligation, Outcome, Progress, Scope, Section
from verifier.verdict import Kind, Verdict

_PACKAGES: Final = ("sympy", "z3-solver", "mpmath", "python-flint")


def default_memory() -> Path:
    """Where outcomes are remembered: $XDG_CACHE_HOME or ~/.cache, in intrinsic-verifier/."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "intrinsic-verifier"


@cache
def versions() -> str:
    """The engines and their versions; part of every key."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing")
    return ", ".join(found)


@cache
def sources(folder: Path | None = None) -> str:
    """Digest of all sources of the library, and of a further folder."""
    own = digest_sources(Path(__file__).resolve().parent.parent.rglob("*.py"))
    return own if folder is None else own + digest_sources(folder.glob("*.py"))


def key(parts: Iterable[str]) -> str:
    """The content hash of what was asked."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def keep(memory: Path, name: str, entry: dict[str, Any]) -> None:
    """Write one entry atomically."""
    memory.mkdir(parents=True, exist_ok=True)
    write_atomically(memory / f"{name}.json", json.dumps(entry))


def recall(memory: Path | None, name: str) -> Any:
    """The entry of that name, or None."""
    if memory is None:
        return None
    try:
        return json.loads((memory / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def verdict_data(verdict: Verdict, seconds: float) -> dict[str, Any]:
    """A verdict and its time as plain data."""
    evidence = [list(pair) for pair in verdict.evidence]
    return {"kind": verdict.kind.value, "detail": verdict.detail, "evidence": evidence, "seconds": seconds}


def verdict_of(entry: Any) -> tuple[Verdict, float] | None:
    """What `verdict_data` wrote; None if it is anything else."""
    try:
        evidence = tuple((str(name), str(text)) for name, text in entry["evidence"])
        return Verdict(Kind(entry["kind"]), str(entry["detail"]), evidence), float(entry["seconds"])
    except (KeyError, TypeError, ValueError):
        return None


def instance_key(question: Question, points: int | None, seed: int) -> str:
    """The content hash of one instance: the target as data, the theorem and its options, sources and versions."""
    data = [
        question.theorem, question.target.to_data(), question.n, str(question.p), str(question.delta), question.layout,
        question.max_cells, question.max_parameters, points, seed,
    ]  # fmt: skip
    return key((canonical(data), sources(), versions()))


def keep_section(memory: Path, name: str, section: Section) -> None:
    """Remember a section, unless anything in it is refuted or undecided."""
    if any(outcome.verdict.kind in (Kind.REFUTED, Kind.UNDECIDED) for outcome in section.outcomes):
        return
    outcomes = [
        {"name": one.obligation.name, "claim": one.obligation.claim, "scope": one.obligation.scope.value,
         "method": one.obligation.method, **verdict_data(one.verdict, one.seconds)}
        for one in section.outcomes
    ]  # fmt: skip
    facts = [list(fact) for fact in section.facts]
    entry = {"noun": list(section.noun), "name": section.name, "title": section.title, "facts": facts, "outcomes": outcomes}
    keep(memory, name, entry)


def recall_section(memory: Path | None, name: str) -> Section | None:
    """The remembered section, its methods marked as remembered; None if there is none."""
    entry = recall(memory, name)
    try:
        outcomes = []
        for one in entry["outcomes"]:
            known = verdict_of(one)
            if known is None or known[0].kind in (Kind.REFUTED, Kind.UNDECIDED):
                return None
            method = f"{one['method']}, remembered"
            obligation = Obligation(str(one["name"]), str(one["claim"]), Scope(one["scope"]), method, already)
            outcomes.append(Outcome(obligation, *known))
        facts = tuple((str(label), str(text)) for label, text in entry["facts"])
        if not outcomes:
            return None
        singular, plural = entry["noun"]
        return Section((str(singular), str(plural)), str(entry["name"]), str(entry["title"]), facts, tuple(outcomes))
    except (KeyError, TypeError, ValueError):
        return None


def already(advance: Progress) -> Verdict:
    """The check of an obligation that was discharged elsewhere: asked again, it says so."""
    return Verdict(Kind.UNDECIDED, "discharged elsewhere")
