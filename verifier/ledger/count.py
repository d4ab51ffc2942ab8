"""The honest headline: how many of what, and the exit code that follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from verifier.ledger.obligation import Section
from verifier.verdict import Kind, weakest

ESTABLISHED, REJECTED, USAGE, MISSING, OPEN = 0, 1, 2, 3, 4  # the exit codes


def tally(sections: Sequence[Section]) -> Counter[Kind]:
    """How many obligations have which verdict."""
    return Counter(outcome.verdict.kind for section in sections for outcome in section.outcomes)


def headline(sections: Sequence[Section], *, naming: bool = True) -> str:
    """The last line of every run, e.g. ``3 theorem instances, 24 obligations: 21 certified, 3 tested``.

    With `naming`, what is undecided is named, as far as it fits.
    """
    counts = tally(sections)
    number = sum(counts.values())
    nouns = Counter(section.noun for section in sections)
    things = ", ".join(f"{count} {noun[count != 1]}" for noun, count in nouns.items()) or "nothing"
    parts = ", ".join(f"{counts[kind]} {kind.value}" for kind in Kind if counts[kind])
    left = [
        f"{section.name}: {outcome.obligation.name}"
        for section in sections
        for outcome in section.outcomes
        if outcome.verdict.kind is Kind.UNDECIDED
    ]
    shown = "; ".join(left[:3]) + ("; ..." if len(left) > 3 else "")
    return (
        f"{things}, {number} obligation{'' if number == 1 else 's'}: {parts or 'nothing was checked'}"
        + (f" ({shown})" if left and naming else "")
    )


def exit_code(sections: Sequence[Section]) -> int:
    """0 if all was established and something was checked, 1 if anything was refuted, 4 if anything is undecided."""
    kinds = list(tally(sections))
    if Kind.REFUTED in kinds:
        return REJECTED
    if weakest(kinds) is Kind.UNDECIDED:
        return OPEN
    return ESTABLISHED
