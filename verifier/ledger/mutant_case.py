"""One mutant before the engines: the checks that must refute it, and the same checks for the original."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from verifier.identities.engines import prove
from verifier.identities.identity import Claim
from verifier.verdict import Kind, Verdict

TIMEOUT: Final = 20_000  # milliseconds for each identity engine
Check = Callable[[], Verdict]
Checks = tuple[tuple[str, Check], ...]


@dataclass(frozen=True)
class Case:
    """A mutant with what each engine has to say; an engine that has nothing to say has no check.

    changes: whether it changes a value on the cube, and where that was seen; None if it is no network.
    control: the same checks for the original; every one must be established.
    """

    name: str
    family: str
    checks: Checks
    control: Checks
    changes: Callable[[], str | None] | None = None


def proved(claims: Iterable[Claim]) -> Verdict:
    """The first claim that is not proved, or PROVED if all are."""
    names = []
    for claim in claims:
        verdict = prove(claim, timeout=TIMEOUT).verdict
        if verdict.kind is not Kind.PROVED:
            return Verdict(verdict.kind, f"{claim.name}: {verdict.detail}", verdict.evidence)
        names.append(claim.name)
    if not names:
        return Verdict(Kind.UNDECIDED, "nothing was claimed")
    return Verdict(Kind.PROVED, f"proved by both engines: {'; '.join(names)}")
