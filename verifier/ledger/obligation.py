"""Obligations and their outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from verifier.verdict import Verdict

Progress = Callable[[int, int], None]
Check = Callable[[Progress], Verdict]


class Scope(Enum):
    """For what an obligation is discharged."""

    ALL = "for all parameters"
    INSTANCE = "this instance"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing to be established: the claim in words, its scope, the method, and the check itself."""

    name: str
    claim: str
    scope: Scope
    method: str
    check: Check


@dataclass(frozen=True, slots=True)
class Outcome:
    """A discharged obligation."""

    obligation: Obligation
    verdict: Verdict
    seconds: float


@dataclass(frozen=True, slots=True)
class Section:
    """Outcomes that belong together: one entry of the ledger, or one theorem for one instance.

    noun: what one such section is called in the headline, in the singular and the plural.
    """

    noun: tuple[str, str]
    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    outcomes: tuple[Outcome, ...]


THEOREM = ("theorem or lemma", "theorems and lemmas")
FINDING = ("finding", "findings")
INSTANCE = ("theorem instance", "theorem instances")
ERROR = ("two-sided error bound", "two-sided error bounds")
KERNEL = ("formal development", "formal developments")
