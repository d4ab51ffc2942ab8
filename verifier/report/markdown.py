"""A report as Markdown, for code-hosting pages: tables, and statements between dollar signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from verifier.ledger.hearing import NOT_REACHED
from verifier.report.comparison import Against
from verifier.report.mathml import is_latex
from verifier.report.outline import INSTANCES, MEANINGS, Chapter, Outline, outline
from verifier.report.trust import KERNEL_TITLE, NOT_ASKED, NOT_PROVED, trusted


def markdown(data: Mapping[str, Any], figures: Mapping[str, str]) -> str:
    """The text; `figures` are those that were drawn, by name."""
    return "\n".join(_lines(data, figures, outline(data))) + "\n"


def _lines(data: Mapping[str, Any], figures: Mapping[str, str], read: Outline) -> Iterator[str]:
    yield "# Proof-check report\n"
    yield f"**{cell(data['headline'])}**\n"
    if data["interrupted"]:
        yield f"**INTERRUPTED** {cell(data['interrupted'])}. Not reached, and undecided: {read.unreached} obligations.\n"
    if data["exit_code"] and not data["interrupted"]:
        yield f"**Not everything was established** (exit code {data['exit_code']}).\n"
        yield from (f"- {o['verdict']}: {_link(one)}, {cell(o['name'])}: {cell(o['detail'])}"
                    for kind in ("refuted", "undecided") for one, o in read.weak[kind])  # fmt: skip
        yield ""
    yield from (f"> {cell(note)}\n" for note in data["notes"])
    yield "| verdict | number | meaning |\n|---|---:|---|"
    yield from (f"| {word} | {data['counts'][kind]} | {meaning} |" for kind, (_, word, meaning) in MEANINGS.items())
    parts = [*read.parts, ("Findings", read.findings), (KERNEL_TITLE, read.kernel)]
    parts.insert(0 if data["targets"] else len(parts), (INSTANCES, read.others))
    for title, chapters in parts:
        if chapters:
            yield f"\n## {title}\n"
            yield from _errors(read) if title == INSTANCES else ()
            for one in chapters:
                yield from _chapter(one)
    if data["entries"] and not read.kernel:
        yield f"\n## {KERNEL_TITLE}\n\n{NOT_ASKED}"
    if data["figures"]:
        yield "\n## Figures\n"
        for figure in data["figures"]:
            shown = f"![{cell(figure['alternative'])}](figures/{figure['name']}.svg)\n\n" if figure["name"] in figures else ""
            yield f"### {cell(figure['title'])}\n\n{shown}{cell(figure['caption'])}\n"
    yield "\n## What is not proved\n"
    for kind in ("refuted", "undecided", "assumed", "tested"):
        yield from (f"- {kind}: {_link(one)}, {cell(o['name'])}: {cell(o['detail'])}"
                    for one, o in read.weak[kind] if o["detail"] != NOT_REACHED.detail)  # fmt: skip
    if read.unreached:
        yield f"- undecided: {read.unreached} obligations that were not reached"
    yield from (f"- {text}" for text in NOT_PROVED)
    yield "\n## Trust base\n\n| component | version | trusted for |\n|---|---|---|"
    yield from (f"| {name} | {version} | {purpose} |" for name, version, purpose in trusted(data["provenance"]))
    yield "\n## Provenance\n"
    provenance = data["provenance"]
    yield f"- command: `{' '.join(provenance['command']).replace('`', ' ')}`\n- time: {provenance['time']}"
    yield f"- Python {provenance['python']} on {provenance['platform']}{', optimised' if provenance['optimised'] else ''}"


def _errors(read: Outline) -> Iterator[str]:
    """The errors that are bounded from both sides; what a certificate says is this, rounded outwards."""
    if not read.errors:
        return
    yield "Proved bounds of the error everywhere, before a certificate rounds them outwards:\n"
    yield "| network | error | bound as printed | of it | bound of Theorem 2.2' | of it | bounds to each other |"
    yield "|---|---|---:|---:|---:|---:|---|"
    for one, row in read.errors:
        bounds = [_against(side) for side in (row.printed, row.repaired)]
        closeness, verdict = row.tolerance
        error = f"{row.lower} ≤ error ≤ {row.upper}, {cell(row.norm)}"
        yield f"| {_link(one)} | {error} | {' | '.join(bounds)} | {verdict}: {cell(closeness)} |"
    yield ""


def _against(side: Against | None) -> str:
    return "none | none" if side is None else f"{side.bound} | {side.slack} ({side.verdict})"


def _chapter(one: Chapter) -> Iterator[str]:
    letter, word, _ = MEANINGS[one.strength]
    yield f'<a id="{one.anchor}"></a>\n'
    yield f"### {cell(one.title)}\n"
    yield f"`{one.name}` · {one.part or one.kind} · **{letter} {word}** with all it rests on\n"
    if one.source:
        yield f"Source: {cell(one.source)}\n"
    if one.statement:
        yield f"```math\n{_fenced(one.statement)}\n```\n"
    for key, text in (("As printed", one.printed), ("Repaired", one.repaired)):
        if text:
            yield f"{key}: {cell(text)}\n"
    yield from (f"- hypothesis: {_formula(text)}" for text in one.hypotheses)
    yield from (f"- {cell(key)}: {cell(text)}" for key, text in one.facts)
    for key, names in (("uses", one.uses), ("used by", one.users)):
        if names:
            yield f"- {key}: {', '.join(f'[{name}](#{name})' for name in names)}"
    if one.comparisons:
        yield "\n| | bound | computed | of the bound |\n|---|---:|---:|---:|"
        yield from (f"| {cell(row.what)} | {row.bound} | {row.computed} | {row.slack} |" for row in one.comparisons)
    yield "\n| obligation | verdict | method | established |\n|---|---|---|---|"
    for o in one.obligations:
        yield f"| {cell(o['name'])} | {o['verdict']} | {cell(o['method'])} | {cell(o['detail'])} |"
    if one.sabotage:
        yield "\n| wrong variant | verdict | killed by | witness |\n|---|---|---|---|"
        yield from (
            f"| {cell(o['change'])} | {o['verdict']} | {' and '.join(o['by']) or 'nobody'} | {cell(o['detail'])} |"
            for o in one.sabotage
        )
    if one.attack:
        yield "\n| attacked claim | verdict | instances | exact evaluations | largest error/bound |\n|---|---|---:|---:|---:|"
        yield from (
            f"| {cell(row.obligation['name'])}: {cell(row.obligation['claim'])} | {row.obligation['verdict']} | {row.examples}"
            f" | {row.evaluations} | {row.ratio} |"
            for row in one.attack
        )
    elif one.attackable:
        yield f"\nNot attacked in this run ({one.attackable} can be): `verifier attack {one.name}`"
    if one.replay:
        yield f"\nAgain: `{one.replay.replace('`', ' ')}`"
    yield ""


def _formula(text: str) -> str:
    return f"$`{_fenced(text)}`$" if is_latex(text) else cell(text)


def _fenced(latex: str) -> str:
    """LaTeX on one line that cannot end its fence."""
    return " ".join(latex.replace("`", " ").split())


def _link(one: Chapter) -> str:
    return f"[{cell(one.title)}](#{one.anchor})"


def cell(text: str) -> str:
    """Text in a table or paragraph that is not taken for markup."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>|$#~])", r"\\\1", flat)
