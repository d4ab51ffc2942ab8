"""verifier findings: what is wrong in the published text, with witnesses, and what is true instead."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.markup import escape

from verifier.cli.formats import add_format, for_people, show_sections
from verifier.cli.ledger_options import add_engine_options, select, settings
from verifier.ledger.count import exit_code, headline
from verifier.ledger.hearing import hear
from verifier.ledger.obligation import FINDING
from verifier.ledger.theorem import Part
from verifier.report.terminal import counter, show_verdict_word
from verifier.verdict import Kind

HELP = "the errors of the published text: each claim as printed with its witness, and the repaired claim"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_engine_options(parser)
    add_format(parser)


def run(args: argparse.Namespace, out: Console) -> int:
    """Recompute every witness and print it beside the repair."""
    lines = for_people(args, out)
    library, everything = select([])
    names = [theorem.name for theorem in everything if theorem.part is Part.FINDING]
    with counter("obligations") as advance:
        heard = hear(library, library.graph.needed(names), settings(args), advance)
    sections = [section for section in heard if section.noun == FINDING]
    for section in sections:
        facts = dict(section.facts)
        lines.print(f"\n[bold]{escape(section.title)}[/bold]  {section.name}  ({facts['source']})")
        lines.print(f"  as printed  {facts['as printed']}", markup=False)
        lines.print(f"  repaired    {facts['repaired']}", markup=False)
        for outcome in section.outcomes:
            verdict = outcome.verdict
            lines.print(f"  {show_verdict_word(verdict.kind)}   {escape(outcome.obligation.name)}")
            if outcome.obligation.method.startswith("both engines") and verdict.kind is Kind.PROVED:
                continue
            lines.print(f"              {verdict.detail}", markup=False)
            for key, text in verdict.evidence:
                if "\n" not in text and len(text) <= 200:
                    lines.print(f"              {key}: {text}", markup=False)
    lines.print(f"\n{headline(sections)}", markup=False)
    show_sections(args, out, sections, library=library)
    return exit_code(sections)
