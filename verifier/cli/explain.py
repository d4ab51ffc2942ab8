"""verifier explain: everything about one theorem."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from verifier.cli.ledger_options import add_engine_options, add_kernel_option, examined, select, settings
from verifier.ledger.count import exit_code, headline
from verifier.ledger.formal import coq_folder, place_of
from verifier.ledger.hearing import hear, sabotage, strengths
from verifier.report.terminal import counter, show_verdict_word

HELP = "explain one theorem: statement, source, what it rests on, each obligation with verdict and evidence"
_SHOWN = 400


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("name", metavar="NAME|FILE.py", help="a name from `verifier list`, or a theorem file")
    parser.add_argument("--full", action="store_true", help="all evidence in full (SMT-LIB2 queries, transcripts, witnesses)")
    add_engine_options(parser)
    add_kernel_option(parser)


def run(args: argparse.Namespace, out: Console) -> int:
    """Discharge what it rests on, and print."""
    library, needed = select([args.name])
    wanted = next(t for t in needed if t.name == args.name or library.paths[t.name] == Path(args.name).resolve())
    with counter("obligations") as advance:
        sections = hear(library, needed, settings(args), advance)
        if args.kernel:
            sections = examined(library, settings(args)).joined(sections)
        wrecked = list(sabotage(library, [wanted], settings(args), advance))
    strength = strengths(library, sections)
    section = next(one for one in sections if one.name == wanted.name)
    out.print(f"[bold]{escape(wanted.title)}[/bold]  {wanted.name}, {wanted.part.value}")
    for key, text in section.facts:
        out.print(f"  {key:11} {text}", markup=False)
    out.print(f"  used by     {', '.join(library.graph.users(wanted.name)) or 'nothing'}", markup=False)
    out.print(f"  strength    {strength[wanted.name].value}, with all it rests on", markup=False)
    if not args.kernel:
        place = place_of(wanted.name, coq_folder())
        told = f"{place} in proofs/coq has this name; --kernel asks Coq" if place else "nothing in proofs/coq has this name"
        out.print(f"  kernel      not asked: {told}", markup=False)
    for used in needed[:-1]:
        out.print(f"    rests on  {show_verdict_word(strength[used.name])}  {escape(used.name)}")
    for outcome in section.outcomes:
        obligation, verdict = outcome.obligation, outcome.verdict
        out.print(f"\n{show_verdict_word(verdict.kind)}  [bold]{escape(obligation.name)}[/bold]")
        out.print(f"  claim       {obligation.claim}", markup=False)
        out.print(f"  scope       {obligation.scope.value}; {obligation.method}; {outcome.seconds:.2f} s", markup=False)
        out.print(f"  verdict     {verdict.detail}", markup=False)
        for key, text in verdict.evidence:
            shown = text if args.full or len(text) <= _SHOWN else f"{text[:_SHOWN]} ... ({len(text)} characters, --full)"
            lines = shown.splitlines() or [""]
            out.print(f"  evidence    {key}: {lines[0]}", markup=False)
            for line in lines[1:]:
                out.print(f"              {line}", markup=False)
    out.print("\n[bold]Sabotage[/bold]: wrong variants, which must not be proved")
    for one in wrecked:
        out.print(f"  {show_verdict_word(one.verdict.kind)}  {escape(one.change)}: {escape(one.verdict.detail)}")
    out.print(f"\n{headline([section])}", markup=False)
    return exit_code([section])
