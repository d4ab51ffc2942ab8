"""verifier report: what a referee reads, in one folder; from a run, or again from its JSON."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from rich.console import Console

from verifier.cli.arguments import add_target_options
from verifier.cli.check import instance_sections, kernel_section, report_stages, theorem_sections, write_run
from verifier.cli.gathering import EXIT_CODES, Gathered, Stage, gather
from verifier.cli.ledger_options import add_engine_options, add_kernel_option
from verifier.errors import InvalidInput
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
    parser.add_argument("--no-attack", action="store_true", help="do not attack the theorems; the page then says so")
    add_engine_options(parser)
    add_kernel_option(parser)
    add_target_options(parser, many_theorems=True)
    parser.set_defaults(fail_fast=False)
    parser.epilog = EXIT_CODES


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
    stages: list[Stage] = [("the theorems", lambda found: theorem_sections(args, args.names, found, out))]
    if args.kernel:
        stages.append(("the Coq kernel", lambda found: kernel_section(args, args.names, found, out)))
    for text in args.target:
        stages.append((f"the function {text}", partial(_instances, args, text, out)))
    found = gather([*stages, *report_stages(args, args.names, args.target, attacked=not args.no_attack)])
    write_run(folder, args.names, found, out)
    out.print(f"\n{found.headline}", markup=False)
    return found.exit_code


def _instances(args: argparse.Namespace, text: str, out: Console, found: Gathered) -> None:
    instance_sections(args, text, found, out)
