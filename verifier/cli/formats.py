"""--format: lines for people, or one JSON text on standard output for programs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from verifier.errors import InvalidInput
from verifier.ledger.obligation import Section
from verifier.report.model import report
from verifier.report.terminal import console

FORMATS = ("human", "json")


def add_format(parser: argparse.ArgumentParser) -> None:
    """--format human|json."""
    parser.add_argument("--format", metavar="human|json", default="human",
                        help="json: one JSON text on standard output and nothing else (default human)")  # fmt: skip


def as_json(args: argparse.Namespace) -> bool:
    """Is JSON asked for?

    Raises:  InvalidInput for another word.
    """
    if args.format not in FORMATS:
        raise InvalidInput.argument("format", args.format, " or ".join(FORMATS))
    return bool(args.format == "json")


def for_people(args: argparse.Namespace, out: Console) -> Console:
    """Where lines for people go: nowhere if JSON is asked for."""
    return console(open(os.devnull, "w", encoding="utf-8")) if as_json(args) else out


def command() -> list[str]:
    """The command line as it was given."""
    return ["verifier", *sys.argv[1:]]


def show_sections(args: argparse.Namespace, out: Console, sections: Sequence[Section], **more: Any) -> None:
    """The sections as a JSON report, if JSON is asked for."""
    if as_json(args):
        show_json(out, report(sections, command(), **more))


def show_json(out: Console, data: Any) -> None:
    """One JSON text; nothing in it is taken for markup, and no line is broken."""
    out.print(json.dumps(data, indent=1), markup=False, highlight=False, emoji=False, soft_wrap=True)
