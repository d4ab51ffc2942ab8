"""Every exception of the library, one sentence each.

A *malformed* question raises one of these; a *false* answer is data (see `verifier.verdict`).
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def meant(word: str, known: Iterable[str]) -> str:
    """A question to put behind an unknown word: those known ones that contain it or look like it.

    >>> meant("clamp", ("b1_clamp", "tent")), meant("chek", ("check", "list")), meant("xyz", ("check",))
    ('; did you mean b1_clamp?', '; did you mean check?', '')
    """
    listed = list(known)
    inside = [one for one in listed if len(word) > 2 and word.casefold() in one.casefold()]
    found = list(dict.fromkeys((*inside, *get_close_matches(word, listed))))[:3]
    return f"; did you mean {' or '.join(found)}?" if found else ""


class VerifierError(Exception):
    """Base class of everything that the library raises on purpose."""


class InvalidInput(VerifierError, ValueError):
    """The question is malformed and therefore has no verdict."""

    @classmethod
    def argument(cls, name: str, value: object, wish: str) -> InvalidInput:
        """The uniform message: which argument, its value and type, and what was expected."""
        try:
            shown = repr(value)
        except ValueError:  # Python refuses to write integers of very many digits
            shown = "a number too long to write"
        if len(shown) > 80:
            shown = shown[:77] + "..."
        return cls(f"{name} = {shown} ({type(value).__name__}): expected {wish}")


class ShapeMismatch(InvalidInput):
    """Two objects that are to be joined have dimensions that do not fit."""


class DomainError(InvalidInput):
    """A function was asked for a value where it has none."""


class PrecisionTooLow(VerifierError):
    """Evaluation was asked for below the precision at which it is exact."""

    def __init__(self, asked: int, needed: int) -> None:
        super().__init__(
            f"precision {asked} bits is too low: this evaluation is exact from {needed} bits on "
            f"(use --prec auto, --prec {needed}, or --inexact)"
        )
        self.asked = asked
        self.needed = needed


class ResourceLimit(VerifierError):
    """Refused before it started, because it would cost too much."""

    @classmethod
    def cost(cls, what: str, cost: str, limit: str, option: str) -> ResourceLimit:
        """The uniform message: what was asked, what it would cost, the limit, how to raise it."""
        return cls(f"{what} would need {cost}; the limit is {limit} ({option})")


class BrokenLedger(VerifierError):
    """The ledger has a cycle, a missing or duplicate name, or an obligation without evidence."""


class EnginesDisagree(VerifierError):
    """Two engines that must agree gave contradictory answers: one of them is wrong."""


class MissingComponent(VerifierError):
    """An optional program or package that this command cannot do without is not installed."""


class InvalidCertificate(VerifierError):
    """A file that should hold a certificate or a network does not; `path` says where."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
