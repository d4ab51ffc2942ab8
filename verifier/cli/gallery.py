"""verifier gallery: the named targets."""

from __future__ import annotations

import argparse

from rich.console import Console

from verifier.cli.formats import add_format, as_json, show_json
from verifier.targets.gallery import ENTRIES

HELP = "list the named target functions"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_format(parser)


def run(args: argparse.Namespace, out: Console) -> int:
    """One line per target."""
    if as_json(args):
        targets = [{"name": one.name, "dimension": one.dimension, "description": one.description} for one in ENTRIES]
        show_json(out, {"format": "verifier-gallery", "version": 1, "targets": targets})
        return 0
    for entry in ENTRIES:
        out.print(f"{entry.name:12} d = {entry.dimension}  {entry.description}", markup=False)
    out.print(f"{len(ENTRIES)} targets; use a name wherever TARGET is asked for")
    return 0
