"""verifier precision: how many bits are needed until the network reads every digit, beside the precision law and IEEE formats."""

from __future__ import annotations

import argparse
from typing import Final

from rich.console import Console

from verifier.certificates.precision import READINGS, Misread, Sufficient, misread, sufficient
from verifier.cli.arguments import TARGET_HELP, add_target_options, integer, question, target
from verifier.constructions.approximant import Approximant
from verifier.errors import InvalidInput
from verifier.exact.decimal_text import decimal, exact_text
from verifier.ledger.count import exit_code, headline
from verifier.ledger.instance import build
from verifier.ledger.obligation import INSTANCE, Check, Obligation, Progress, Scope, Section
from verifier.ledger.run import Watch, discharge
from verifier.network.meaning import Double, Single
from verifier.report.terminal import progress, show_section
from verifier.verdict import Kind, Verdict

HELP = "the smallest number of bits that read every cell at one point, against the precision law and IEEE formats"
DEFAULT_N: Final = {1: "4", 2: "2", 3: "1"}
DEFAULT_TARGETS: Final = {1: "root", 2: "ridge"}
TABLE_READINGS: Final = 8
ROWS: Final = {1: 8, 2: 4}  # the table: n = 1, ..., ROWS[d]
FORMATS: Final = (("single", Single()), ("double", Double()))


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("target", metavar="TARGET", nargs="?", help=f"{TARGET_HELP} (with --table: default per dimension)")
    add_target_options(parser, many_theorems=True)
    parser.add_argument("--table", action="store_true", help="all n: d = 1, n = 1..8 and d = 2, n = 1..4 (-n, -d: fewer)")
    parser.add_argument("--every", action="store_true", help="read at every precision down from the law: exact, slow for n > 5")
    parser.add_argument("--readings", metavar="R",
                        help=f"read so many above the smallest (default {READINGS}, with --table {TABLE_READINGS})")  # fmt: skip


def run(args: argparse.Namespace, out: Console) -> int:
    """Search, show, count."""
    default = TABLE_READINGS if args.table else READINGS
    readings = None if args.every else integer("readings", args.readings) if args.readings is not None else default
    if readings is not None and readings < 0:
        raise InvalidInput.argument("readings", readings, "a number >= 0")
    theorems = tuple(args.theorem or ("2.3",))
    if not args.table and args.target is None:
        raise InvalidInput("which function? give a TARGET, or --table")
    sections = []
    if args.table:
        for theorem in theorems:
            sections += _table(args, theorem, readings, out)
    else:
        chosen = target(args, args.target)
        n = integer("n", args.n or DEFAULT_N.get(chosen.dimension, "1"))
        for theorem in theorems:
            approximant = build(question(args, theorem, chosen, n))
            with progress() as watch:
                *_, section = _measure(chosen.name, approximant, readings, watch)
            show_section(out, section)
            sections.append(section)
    out.print(f"\n{headline(sections)}", markup=False)
    return exit_code(sections)


def _table(args: argparse.Namespace, theorem: str, readings: int | None, out: Console) -> list[Section]:
    sections = []
    wanted = integer("d", args.d) if args.d is not None else None
    if args.target is not None:
        wanted = target(args, args.target).dimension
    dimensions = [wanted] if wanted is not None else list(ROWS)
    for d in dimensions:
        if d not in ROWS and args.n is None:
            raise InvalidInput.argument("n", None, f"the last n of the table for d = {d}")
        name = args.target or DEFAULT_TARGETS.get(d)
        if name is None:
            raise InvalidInput(f"which function in dimension {d}? give a TARGET")
        args.d = str(d)
        chosen = target(args, name)
        first: dict[str, int] = {}
        last = integer("n", args.n) if args.n is not None else ROWS[d]
        out.print(f"\nTheorem {theorem} ({args.layout or 'default layout'}), d = {d}, f = {chosen.name}", markup=False)
        out.print("every cell is read at one point, x_beta + delta (1, ..., 1)", markup=False)
        heading = "  n   bits of v      law  smallest   read above it        one bit less            single  double"
        out.print(heading, markup=False)
        for n in range(1, last + 1):
            approximant = build(question(args, theorem, chosen, n))
            with progress() as watch:
                found, formats, section = _measure(chosen.name, approximant, readings, watch)
            sections.append(section)
            marks = ["reads" if wrong is None else "FAILS" for wrong in formats]
            for (label, _), wrong in zip(FORMATS, formats, strict=True):
                if wrong is not None:
                    first.setdefault(label, n)
            grid = approximant.grid
            share = f"all {found.read}" if found.complete else f"{found.read} of {found.law - found.bits + 1}"
            below = "-" if found.below is None else f"misreads cell {_cell(found.below.cell)}"
            out.print(f"  {n}   {grid.m * grid.n:9}  {found.law:7}  {found.bits:8}   {share:18}   {below:22}  "
                      f"{marks[0]:6}  {marks[1]}", markup=False)  # fmt: skip
        for label, _ in FORMATS:
            where = f"first misreads at n = {first[label]}" if label in first else f"reads every cell up to n = {last}"
            out.print(f"  {label} precision {where}", markup=False)
    return sections


def _measure(
    name: str, approximant: Approximant, readings: int | None, watch: Watch
) -> tuple[Sufficient, list[Misread | None], Section]:
    """The search as a section, and what each format misreads: a fact about the format, not an obligation."""
    grid = approximant.grid
    found: list[Sufficient] = []

    def smallest(advance: Progress) -> Verdict:
        found.append(sufficient(approximant, readings=readings, progress=advance))
        one = found[0]
        above = one.law - one.bits + 1
        detail = f"{one.bits} bits; the law says {one.law}, v has {grid.m * grid.n}"
        if one.complete:
            return Verdict(Kind.CERTIFIED, f"{detail}; all {above} precisions up to the law were read")
        return Verdict(Kind.TESTED, f"{detail}; {one.read} of the {above} precisions up to the law were read (--every: all)")

    def less(advance: Progress) -> Verdict:
        wrong = found[0].below
        if wrong is None:
            return Verdict(Kind.CERTIFIED, "1 bit is enough: there is no smaller precision")
        return Verdict(Kind.CERTIFIED, f"{found[0].bits - 1} bits misread: {_shown(wrong)}")

    texts: tuple[tuple[str, str, str, Check], ...] = (
        ("smallest precision", "at p bits, and at every larger precision, mpmath reads all digits of every cell at one point",
         "literal layers in mpmath at x_beta + delta (1, ..., 1); from the law on nothing is rounded there", smallest),
        ("one bit less", "at p - 1 bits some cell is misread", "literal layers in mpmath", less),
    )  # fmt: skip
    obligations = [Obligation(label, claim, Scope.INSTANCE, method, check) for label, claim, method, check in texts]
    outcomes = discharge(obligations, watch)
    facts = [
        ("target", name),
        ("grid", f"d = {grid.d}, n = {grid.n}, {grid.J} cells"),
        ("v", f"{grid.m * grid.n} bits ({approximant.code.v.bits} from the first 1 to the last)"),
        ("read at", "one point of each cell, x_beta + delta (1, ..., 1)"),
        ("precision law", f"{found[0].law} bits"),
    ]
    if found[0].islands:
        lucky = ", ".join(map(str, found[0].islands))
        facts.append(("not monotone", f"smaller precisions that read every cell by luck: {lucky}"))
    formats = [misread(approximant, meaning) for _, meaning in FORMATS]
    for (label, _), wrong in zip(FORMATS, formats, strict=True):
        facts.append((label, "reads every cell" if wrong is None else f"FAILS: {_shown(wrong)}"))
    title = f"Precision: Theorem {approximant.theorem} ({approximant.layout}) for {name}"
    return found[0], formats, Section(INSTANCE, approximant.theorem, title, tuple(facts), outcomes)


def _shown(wrong: Misread) -> str:
    x = ", ".join(map(str, wrong.x))
    if wrong.psi is None:
        psi = "not finite"
    else:
        exact = exact_text(wrong.psi)
        psi = exact if len(exact) <= 40 else decimal(wrong.psi, 12)
    return f"cell {_cell(wrong.cell)}, x = ({x}): psi = {psi} instead of {wrong.expected}"


def _cell(beta: tuple[int, ...]) -> str:
    return "(" + ", ".join(map(str, beta)) + ")"
