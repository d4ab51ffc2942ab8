"""verifier sabotage: wrong variants of every obligation, which the engines must not prove."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.markup import escape

from verifier.cli.formats import add_format, as_json, for_people, show_json
from verifier.cli.ledger_options import add_engine_options, select, settings
from verifier.ledger.count import ESTABLISHED, REJECTED
from verifier.ledger.hearing import sabotage
from verifier.report.model import sabotaged_data
from verifier.report.terminal import counter, show_verdict_word
from verifier.verdict import Kind

HELP = "put wrong variants of the theorems to the engines: each must be refuted with a witness"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("names", metavar="NAME|FILE.py", nargs="*", help="theorems (default: all)")
    add_engine_options(parser)
    add_format(parser)


def run(args: argparse.Namespace, out: Console) -> int:
    """Sabotage, print, count."""
    lines = for_people(args, out)
    library, theorems = select(args.names)
    with counter("sabotages") as advance:
        results = list(sabotage(library, theorems, settings(args), advance))
    for one in results:
        word = "killed  " if one.killed else "SURVIVED"
        lines.print(f"{word}  {show_verdict_word(one.verdict.kind)}  {escape(one.theorem):34} {escape(one.change)}")
    killed = sum(one.killed for one in results)
    proved = sum(one.verdict.kind is Kind.PROVED for one in results)
    rest = f"{proved} proved, {len(results) - killed - proved} undecided"
    lines.print(f"\nkilled {killed} of {len(results)}: refuted with a witness; {rest}")
    code = ESTABLISHED if results and killed == len(results) else REJECTED
    if as_json(args):
        data = {"format": "verifier-sabotage", "version": 1, "killed": killed, "variants": list(map(sabotaged_data, results))}
        show_json(out, {**data, "exit_code": code})
    return code
