"""verifier report: what a referee reads, in one folder; from a run, or again from its JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from verifier.cli.arguments import add_target_options
from verifier.cli.check import instance_sections, theorem_sections, write_run
from verifier.cli.ledger_options import add_engine_options
from verifier.errors import InvalidInput
from verifier.ledger.count import exit_code, headline
from verifier.report.folder import check_folder, write_folder
from verifier.report.model import read_report

HELP = "write a report of the theorems and of your functions: one page, Markdown, JSON, JUnit, figures"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("names", metavar="NAME|FILE.py", nargs="*", help="theorems, with what they use (default: all of them)")
    parser.add_argument("--target", action="append", default=[], metavar="TARGET", help="check this function too (repeatable)")
    parser.add_argument("--from", dest="source", metavar="JSON", help="check nothing: render a report.json again")
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="the folder; an older report in it is replaced")
    parser.add_argument("--points", metavar="M", help="number of adversarial points (default: by the size of the network)")
    parser.add_argument("--seed", metavar="S", default="0", help="seed of the choice of points in d >= 2 (default 0)")
    add_engine_options(parser)
    add_target_options(parser, many_theorems=True)
    parser.set_defaults(fail_fast=False)


def run(args: argparse.Namespace, out: Console) -> int:
    """Check or read, write, count."""
    folder = Path(args.output)
    check_folder(folder)
    if args.source is not None:
        if args.names or args.target:
            raise InvalidInput("--from renders what was checked before: it goes without names and targets")
        data = read_report(Path(args.source))
        write_folder(folder, data)
        out.print(f"wrote {folder / 'index.html'}, report.md, report.json, junit.xml\n\n{data['headline']}", markup=False)
        return int(data["exit_code"])
    sections = theorem_sections(args, args.names, out)
    for text in args.target:
        sections += instance_sections(args, text, out)
    write_run(folder, args, args.names, args.target, sections, out)
    out.print(f"\n{headline(sections)}", markup=False)
    return exit_code(sections)
