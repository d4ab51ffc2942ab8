"""verifier certify: two-sided bounds of the error for your function, as a certificate that a separate program checks."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import Final

from rich.console import Console

from verifier.cli.arguments import TARGET_HELP, add_target_options, integer, question, rational, target
from verifier.cli.formats import add_format, command, for_people, show_sections
from verifier.errors import InvalidInput
from verifier.files import canonical, check_writable, write_atomically
from verifier.ledger.certification import certify, estimate, network_to_certify
from verifier.ledger.count import exit_code, headline
from verifier.report.model import provenance
from verifier.report.terminal import progress, show_section

HELP = "bound the error for your function from both sides and write a certificate"
DEFAULT_N: Final = {1: "4", 2: "3", 3: "2"}
TOLERANCE: Final = "1/20"
BUDGET: Final = 20_000
_LARGEST_BUDGET: Final = 1_000_000  # about a gigabyte
_POINTS: Final = 200
_LONGEST_COMMAND: Final = 4000  # characters


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("target", metavar="TARGET", help=TARGET_HELP)
    add_target_options(parser, many_theorems=False)
    parser.set_defaults(p=None)
    parser.add_argument("--tolerance", metavar="T", default=TOLERANCE, help=f"wanted: u <= (1 + T) l (default {TOLERANCE})")
    parser.add_argument("--budget", metavar="BOXES", default=str(BUDGET), help=f"boxes to spend on it (default {BUDGET})")
    parser.add_argument("--seed", metavar="S", default="0", help="seed of the search for the lower bound (default 0)")
    parser.add_argument("--dirty", action="store_true", help="only sample the error: fast, certifies nothing, writes nothing")
    parser.add_argument("-o", "--output", metavar="CERT.json", help="certificate to write; see `verifier replay`")
    add_format(parser)


def run(args: argparse.Namespace, out: Console) -> int:
    """Certify, show, write."""
    if args.dirty and args.output is not None:
        raise InvalidInput("--dirty certifies nothing: there is nothing to write with -o")
    if args.p is not None and args.theorem in ("2.2", "2.3"):
        raise InvalidInput(f"-p chooses the norm of Theorem 2.1; the errors of Theorem {args.theorem} are sup norms")
    args.p = "2" if args.p is None else args.p
    lines = for_people(args, out)
    if args.output is not None:
        check_writable(Path(args.output))
    tolerance, budget, seed = _options(args)
    chosen = target(args, args.target)
    asked = question(args, args.theorem, chosen, integer("n", args.n or DEFAULT_N.get(chosen.dimension, "1")))
    approximant = network_to_certify(asked, checked=not args.dirty)
    if args.dirty:
        section = estimate(chosen, approximant, _POINTS, seed)
        show_section(lines, section)
        lines.print(f"\n{headline([section])}", markup=False)
        show_sections(args, out, [section])
        return exit_code([section])
    origin = provenance(command())
    words = {"command": " ".join(origin["command"])[:_LONGEST_COMMAND]}
    words |= {name: str(origin[name]) for name in ("time", "python")}
    words |= {name: str(version) for name, version in origin["packages"].items()}
    with progress() as watch:
        done = certify(chosen, approximant, tolerance, words, budget=budget, seed=seed, watch=watch)
    if args.output is not None:  # before anything is shown: a closed or full standard output loses no work
        write_atomically(Path(args.output), canonical(done.data) + "\n")
    show_section(lines, done.section)
    if args.output is not None:
        lines.print(f"wrote {args.output}; check it with: verifier replay {args.output}", markup=False)
    lines.print(f"\n{headline([done.section])}", markup=False)
    show_sections(args, out, [done.section])
    return exit_code([done.section])


def _options(args: argparse.Namespace) -> tuple[Fraction, int, int]:
    tolerance = rational("tolerance", args.tolerance)
    if tolerance < 0:
        raise InvalidInput.argument("tolerance", args.tolerance, "a number >= 0")
    budget = integer("budget", args.budget)
    if not 1 <= budget <= _LARGEST_BUDGET:
        raise InvalidInput.argument("budget", args.budget, f"between 1 and {_LARGEST_BUDGET} boxes")
    return tolerance, budget, integer("seed", args.seed)
