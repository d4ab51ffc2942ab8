"""verifier list: the entries of the ledger."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from rich.console import Console

from verifier.cli.formats import add_format, as_json, show_json
from verifier.cli.ledger_options import select
from verifier.ledger.theorem import Theorem

HELP = "list all definitions, lemmas, size bounds, theorems and findings"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("files", metavar="FILE.py", nargs="*", help="further theorem files")
    add_format(parser)


def run(args: argparse.Namespace, out: Console) -> int:
    """One line each, in an order in which everything stands behind what it uses."""
    _, theorems = select(args.files)
    if as_json(args):
        show_json(out, {"format": "verifier-list", "version": 1, "entries": [_data(theorem) for theorem in theorems]})
        return 0
    for theorem in theorems:
        out.print(f"{theorem.name:34} {theorem.part.value:10}  {theorem.title}  ({theorem.source})", markup=False)
    counts = Counter(theorem.part.value for theorem in theorems)
    parts = ", ".join(f"{count} {part}{'' if count == 1 else 's'}" for part, count in counts.items())
    obligations = sum(1 for theorem in theorems for _ in theorem.tasks())
    out.print(f"{len(theorems)} entries, {obligations} obligations: {parts}", markup=False)
    return 0


def _data(theorem: Theorem) -> dict[str, Any]:
    return {
        "name": theorem.name,
        "part": theorem.part.value,
        "title": theorem.title,
        "source": theorem.source,
        "statement": theorem.statement,
        "uses": [*theorem.uses],
        "assumes": [one.name for one in theorem.assumes],
        "obligations": sum(1 for _ in theorem.tasks()),
        "sabotage": len(theorem.sabotage),
        "attackable": len(theorem.attacks),
    }
