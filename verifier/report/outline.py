"""A report put in the order in which it is read: what failed, theorems, findings, instances, what is not proved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from verifier.exact.decimal_text import decimal_down
from verifier.ledger.attack_record import SIZES
from verifier.ledger.given import NAME as GIVEN
from verifier.ledger.hearing import NOT_REACHED
from verifier.ledger.obligation import ERROR, FINDING, KERNEL, THEOREM
from verifier.ledger.siege import ATTACK
from verifier.report.comparison import Comparison, TwoSided, comparisons, two_sided

MEANINGS: Final[dict[str, tuple[str, str, str]]] = {
    "proved": ("P", "proved", "for all parameters, by two engines, or by the Coq kernel where it is named"),
    "certified": ("C", "certified", "exactly, for the stated instance"),
    "tested": ("T", "tested", "an attack of stated size found nothing; no proof"),
    "assumed": ("A", "assumed", "taken from elsewhere, by name"),
    "undecided": ("U", "undecided", "says what is left"),
    "refuted": ("R", "refuted", "false, with an exact witness"),
}
PARTS: Final = ("theorem", "size bound", "lemma", "definition")
TITLES: Final = {"theorem": "Theorems", "size bound": "Size bounds", "lemma": "Lemmas", "definition": "Definitions"}
INSTANCES: Final = "Instances"
ATTACKED: Final = ATTACK[0]
_ENTRIES: Final = (THEOREM[0], FINDING[0])
_APART: Final = ("source", "statement", "hypothesis", "definition", "given", "uses", "as printed", "repaired", "replay")


@dataclass(frozen=True, slots=True)
class Assault:
    """One attacked claim: how many instances and exact evaluations, the largest error/bound, and the worst instance.

    The sizes are empty where the report does not have them. ratio: a decimal, rounded down, "infinite" or "none".
    """

    obligation: Mapping[str, Any]
    examples: str
    evaluations: str
    ratio: str
    worst: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the report with everything that belongs to it.

    anchor:   its name as a link target. strength: the weakest verdict it rests on, transitively, or of its own obligations.
    facts:    those that are not shown in a place of their own.
    counts:   how many of its obligations have which verdict.
    attack:   what came of attacking its claims; attackable: how many can be attacked.
    """

    anchor: str
    name: str
    title: str
    kind: str
    part: str
    strength: str
    source: str
    statement: str
    printed: str
    repaired: str
    hypotheses: tuple[str, ...]
    definitions: tuple[str, ...]
    given: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    uses: tuple[str, ...]
    users: tuple[str, ...]
    obligations: tuple[Mapping[str, Any], ...]
    counts: tuple[tuple[str, int], ...]
    comparisons: tuple[Comparison, ...]
    sabotage: tuple[Mapping[str, Any], ...]
    attackable: int
    attack: tuple[Assault, ...]
    witnesses: tuple[Mapping[str, Any], ...]
    replay: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole report.

    errors: which of the others bound an error from both sides.
    weak: what is neither proved nor certified, as (chapter, obligation). unreached: how many of the undecided were not reached.
    """

    parts: tuple[tuple[str, tuple[Chapter, ...]], ...]
    findings: tuple[Chapter, ...]
    kernel: tuple[Chapter, ...]
    others: tuple[Chapter, ...]
    errors: tuple[tuple[Chapter, TwoSided], ...]
    weak: dict[str, tuple[tuple[Chapter, Mapping[str, Any]], ...]]
    unreached: int
    killed: int
    sabotaged: int
    evaluations: int

    @property
    def open(self) -> tuple[tuple[Chapter, tuple[Mapping[str, Any], ...]], ...]:
        """What is undecided although it was reached, by chapter."""
        found: dict[str, tuple[Chapter, list[Mapping[str, Any]]]] = {}
        for chapter, obligation in self.weak["undecided"]:
            if obligation["detail"] != NOT_REACHED.detail:
                found.setdefault(chapter.anchor, (chapter, []))[1].append(obligation)
        return tuple((chapter, tuple(some)) for chapter, some in found.values())

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters, in the order of the page."""
        return (*(one for _, chapters in self.parts for one in chapters), *self.findings, *self.kernel, *self.others)


def outline(data: Mapping[str, Any]) -> Outline:
    """Sort the sections of a report."""
    entries = {entry["name"]: entry for entry in data["entries"]}
    besieged = {one["name"]: one for one in data["sections"] if one["kind"] == ATTACKED}
    known = {one["name"] for one in data["sections"] if one["kind"] in _ENTRIES and one["name"] in entries}
    chapters = [
        _chapter(place, section, entries, data["sabotage"], besieged)
        for place, section in enumerate(data["sections"], start=1)
        if section["kind"] != ATTACKED or section["name"] not in known
    ]
    findings = tuple(one for one in chapters if one.part == "finding")
    parts = tuple(
        (TITLES[part], tuple(one for one in _in_order(part, chapters) if one.part == part))
        for part in PARTS
        if any(one.part == part for one in chapters)
    )
    kernel = tuple(one for one in chapters if one.kind == KERNEL[0])
    others = tuple(one for one in chapters if not one.part and one not in kernel)
    errors = tuple((one, row) for one in others if one.kind == ERROR[0] and (row := two_sided(one.obligations)))
    weak = {
        kind: tuple((one, o) for one in chapters for o in _all(one) if o["verdict"] == kind)
        for kind in ("refuted", "undecided", "assumed", "tested")
    }
    killed = sum(one["verdict"] == "refuted" for one in data["sabotage"])
    unreached = sum(o["detail"] == NOT_REACHED.detail for _, o in weak["undecided"])
    evaluations = sum(int(row.evaluations or 0) for one in chapters for row in one.attack)
    return Outline(parts, findings, kernel, others, errors, weak, unreached, killed, len(data["sabotage"]), evaluations)


def _all(one: Chapter) -> tuple[Mapping[str, Any], ...]:
    return (*one.obligations, *(row.obligation for row in one.attack))


def _in_order(part: str, chapters: list[Chapter]) -> list[Chapter]:
    """Theorems from the last one, which rests on the others, to the first; everything else as it was built up."""
    return chapters[::-1] if part == "theorem" else chapters


def replay(section: Mapping[str, Any], entry: Mapping[str, Any] | None) -> str:
    """The command that does one section again: the one it names, or that of its entry."""
    named = dict(map(tuple, section["facts"])).get("replay", "")
    return named or (f"verifier explain {section['name']} --full" if entry else "")


def _chapter(
    place: int,
    section: Mapping[str, Any],
    entries: Mapping[str, Mapping[str, Any]],
    sabotage: list[Mapping[str, Any]],
    besieged: Mapping[str, Mapping[str, Any]],
) -> Chapter:
    entry = entries.get(section["name"]) if section["kind"] in _ENTRIES else None
    facts = [tuple(pair) for pair in section["facts"]]
    first: dict[str, str] = {}
    for key, text in facts:
        first.setdefault(key, text)
    obligations = tuple(section["obligations"])
    kinds = [one["verdict"] for one in obligations]
    known = entry is not None
    apart = _APART if known else ("replay",)
    return Chapter(
        anchor=section["name"] if known else f"section-{place}",
        name=section["name"],
        title=section["title"],
        kind=section["kind"],
        part=entry["part"] if entry else "finding" if section["kind"] == "finding" else "",
        strength=entry["strength"] if entry else _weakest(kinds),
        source=first.get("source", "") if known else "",
        statement=first.get("statement", "") if known else "",
        printed=first.get("as printed", "") if known else "",
        repaired=first.get("repaired", "") if known else "",
        hypotheses=tuple(text for key, text in facts if known and key == "hypothesis"),
        definitions=tuple(text for key, text in facts if known and key == "definition"),
        given=tuple(text for key, text in facts if known and key == "given"),
        facts=tuple((key, text) for key, text in facts if key not in apart),
        uses=tuple(entry["uses"]) if entry else (),
        users=tuple(name for name, one in entries.items() if section["name"] in one["uses"]) if known else (),
        obligations=obligations,
        counts=tuple((kind, kinds.count(kind)) for kind in MEANINGS if kind in kinds),
        comparisons=comparisons(obligations),
        sabotage=tuple(one for one in sabotage if known and one["entry"] == section["name"]),
        attackable=entry["attackable"] if entry else 0,
        attack=tuple(map(_assault, besieged[section["name"]]["obligations"])) if known and section["name"] in besieged else (),
        witnesses=tuple(one for one in obligations if _is_witness(one)),
        replay=replay(section, entry),
        milliseconds=sum(one["milliseconds"] for one in obligations),
    )


def _assault(obligation: Mapping[str, Any]) -> Assault:
    evidence = [(key, text) for key, text in obligation["evidence"]]
    sizes = dict(pair for pair in evidence if pair[0] in SIZES)
    examples, evaluations, ratio = (sizes.get(key, "") for key in SIZES)
    shown = decimal_down(Fraction(ratio), 4) if re.fullmatch("-?[0-9]{1,4000}(/[1-9][0-9]{0,3999})?", ratio) else ratio
    return Assault(obligation, examples, evaluations, shown, tuple(pair for pair in evidence if pair[0] not in SIZES))


def _is_witness(obligation: Mapping[str, Any]) -> bool:
    """What shows that a printed claim is false; that given facts can hold, and what is proved in its place, do not."""
    return obligation["verdict"] in ("certified", "refuted") and obligation["name"] != GIVEN


def _weakest(kinds: list[str]) -> str:
    """The last of the verdicts in the order of strength; without any it is undecided."""
    return max(kinds, key=list(MEANINGS).index, default="undecided")
