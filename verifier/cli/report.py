"""verifier report: what a referee reads, in one folder; from a run, or again from its JSON."""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console

from verifier.cli.arguments import add_target_options, integer, rational
from verifier.cli.certify import BUDGET, TOLERANCE
from verifier.cli.check import again, instance_sections, kernel_section, questions, report_stages, theorem_sections, write_run
from verifier.cli.gathering import EXIT_CODES, Gathered, Stage, gather
from verifier.cli.ledger_options import add_engine_options, add_kernel_option, settings
from verifier.errors import InvalidInput, ResourceLimit
from verifier.ledger.certification import certify, network_to_certify
from verifier.ledger.instance import Question
from verifier.ledger.memory import instance_key, keep_section, key, recall_section
from verifier.ledger.obligation import ERROR, Section
from verifier.ledger.run import Watch
from verifier.report.folder import check_folder, write_folder
from verifier.report.model import read_report
from verifier.report.terminal import progress, show_section

HELP = "write a report of the theorems and of your functions: one page, Markdown, JSON, JUnit, figures"
MOST_CELLS: Final = 256  # of a network whose error a report bounds: some ten seconds


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("names", metavar="NAME|FILE.py", nargs="*", help="theorems, with what they use (default: all of them)")
    what = "check this function too, and bound its error from both sides (repeatable)"
    parser.add_argument("--target", action="append", default=[], metavar="TARGET", help=what)
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
        stages.append((f"the error for {text}", partial(error_sections, args, text, out)))
    found = gather([*stages, *report_stages(args, args.names, args.target, attacked=not args.no_attack)])
    write_run(folder, args.names, args.target, found, out)
    out.print(f"\n{found.headline}", markup=False)
    return found.exit_code


def _instances(args: argparse.Namespace, text: str, out: Console, found: Gathered) -> None:
    instance_sections(args, text, found, out)


def error_sections(args: argparse.Namespace, text: str, out: Console, found: Gathered) -> None:
    """Bound the error for this function from both sides, as `verifier certify` does; a note says why where that is not done."""
    memory, seed = settings(args).memory, integer("seed", args.seed)
    with progress() as watch:
        for words, asked in questions(args, text):
            name = key(("two-sided", instance_key(asked, None, seed), TOLERANCE, str(BUDGET)))
            section = recall_section(memory, name)
            if section is None:
                try:
                    section = _bounded(args, words, asked, seed, watch)
                except (InvalidInput, ResourceLimit) as error:
                    found.notes.append(f"Theorem {asked.theorem} for {words}: the error is only tested, not bounded. {error}")
                    continue
                if memory is not None:
                    keep_section(memory, name, section)
            show_section(out, section)
            found.sections.append(section)


def _bounded(args: argparse.Namespace, words: str, asked: Question, seed: int, watch: Watch) -> Section:
    """What `verifier certify` finds, without the certificate: the command that writes it stands beside it."""
    command = f"{again(args, 'certify', words, asked)} -o certificate-{asked.theorem}.json"
    cells = asked.grid().J
    if cells > MOST_CELLS:
        raise ResourceLimit(f"It has {cells} cells, a report takes on at most {MOST_CELLS}: {command}")
    tolerance = rational("tolerance", TOLERANCE)
    section = certify(asked.target, network_to_certify(asked), tolerance, {}, budget=BUDGET, seed=seed, watch=watch).section
    title = section.title.replace("Certificate:", "Error from both sides:", 1)
    return replace(section, noun=ERROR, title=title, facts=(*section.facts, ("replay", command)))
