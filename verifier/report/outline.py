"""A report put in the order in which it is read: what failed, theorems, findings, instances, what is not proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from verifier.ledger.given import NAME as GIVEN
from verifier.report.comparison import Comparison, comparisons

MEANINGS: Final[dict[str, tuple[str, str, str]]] = {
    "proved": ("P", "proved", "for all parameters, by two engines"),
    "certified": ("C", "certified", "exactly, for the stated instance"),
    "tested": ("T", "tested", "an attack of stated size found nothing; no proof"),
    "assumed": ("A", "assumed", "taken from elsewhere, by name"),
    "undecided": ("U", "undecided", "says what is left"),
    "refuted": ("R", "refuted", "false, with an exact witness"),
}
PARTS: Final = ("theorem", "size bound", "lemma", "definition")
TITLES: Final = {"theorem": "Theorems", "size bound": "Size bounds", "lemma": "Lemmas", "definition": "Definitions"}
_APART: Final = ("source", "statement", "hypothesis", "definition", "given", "uses", "as printed", "repaired", "replay")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the report with everything that belongs to it.

    anchor:   its name as a link target. strength: the weakest verdict it rests on, transitively, or of its own obligations.
    facts:    those that are not shown in a place of their own.
    counts:   how many of its obligations have which verdict.
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
    witnesses: tuple[Mapping[str, Any], ...]
    replay: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole report. weak: what is neither proved nor certified, as (chapter, obligation)."""

    parts: tuple[tuple[str, tuple[Chapter, ...]], ...]
    findings: tuple[Chapter, ...]
    others: tuple[Chapter, ...]
    weak: dict[str, tuple[tuple[Chapter, Mapping[str, Any]], ...]]
    killed: int
    sabotaged: int

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters, in the order of the page."""
        return (*(one for _, chapters in self.parts for one in chapters), *self.findings, *self.others)


def outline(data: Mapping[str, Any]) -> Outline:
    """Sort the sections of a report."""
    entries = {entry["name"]: entry for entry in data["entries"]}
    chapters = [_chapter(place, section, entries, data["sabotage"]) for place, section in enumerate(data["sections"], start=1)]
    findings = tuple(one for one in chapters if one.part == "finding")
    parts = tuple(
        (TITLES[part], tuple(one for one in _in_order(part, chapters) if one.part == part))
        for part in PARTS
        if any(one.part == part for one in chapters)
    )
    others = tuple(one for one in chapters if not one.part)
    weak = {
        kind: tuple((one, o) for one in chapters for o in one.obligations if o["verdict"] == kind)
        for kind in ("refuted", "undecided", "assumed", "tested")
    }
    killed = sum(one["verdict"] == "refuted" for one in data["sabotage"])
    return Outline(parts, findings, others, weak, killed, len(data["sabotage"]))


def _in_order(part: str, chapters: list[Chapter]) -> list[Chapter]:
    """Theorems from the last one, which rests on the others, to the first; everything else as it was built up."""
    return chapters[::-1] if part == "theorem" else chapters


def replay(section: Mapping[str, Any], entry: Mapping[str, Any] | None) -> str:
    """The command that does one section again: the one it names, or that of its entry."""
    named = dict(map(tuple, section["facts"])).get("replay", "")
    return named or (f"verifier explain {section['name']} --full" if entry else "")


def _chapter(
    place: int, section: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]], sabotage: list[Mapping[str, Any]]
) -> Chapter:
    entry = entries.get(section["name"]) if section["kind"] in ("theorem or lemma", "finding") else None
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
        witnesses=tuple(one for one in obligations if _is_witness(one)),
        replay=replay(section, entry),
        milliseconds=sum(one["milliseconds"] for one in obligations),
    )


def _is_witness(obligation: Mapping[str, Any]) -> bool:
    """What shows that a printed claim is false; that given facts can hold, and what is proved in its place, do not."""
    return obligation["verdict"] in ("certified", "refuted") and obligation["name"] != GIVEN


def _weakest(kinds: list[str]) -> str:
    """The last of the verdicts in the order of strength; without any it is undecided."""
    return max(kinds, key=list(MEANINGS).index, default="undecided")
