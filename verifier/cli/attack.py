"""verifier attack: search for counterexamples to every attackable claim; the last line counts."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from verifier.attack.claim import Attackable
from verifier.attack.search import Attacked, Found
from verifier.attack.tightness import table
from verifier.cli.arguments import integer, rational
from verifier.cli.formats import add_format, as_json, command, for_people, show_sections
from verifier.cli.ledger_options import select
from verifier.errors import InvalidInput
from verifier.exact.decimal_text import decimal
from verifier.files import check_writable
from verifier.ledger.attack_record import hypothesis_home
from verifier.ledger.count import ESTABLISHED, OPEN, REJECTED, exit_code, headline
from verifier.ledger.obligation import Outcome
from verifier.ledger.siege import DEEP, Budget, besiege, unnoted
from verifier.ledger.theorem import Theorem
from verifier.ledger.witness import pinned_instances, write_witness
from verifier.report.model import write_report
from verifier.report.terminal import counter, show_verdict_word
from verifier.verdict import Kind

HELP = "search for counterexamples to the theorems, or to those in your file; reports how near the errors come to the bounds"
_TABLE_EXAMPLES: Final = {1: 60, DEEP: 300}  # by the factor of the profile


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("items", metavar="NAME|FILE.py", nargs="*", help="theorems to attack; default: all that can be")
    parser.add_argument("--examples", metavar="N", help="instances for each claim")
    parser.add_argument("--seconds", metavar="S", help="for all claims together; the result then depends on the machine")
    parser.add_argument("--seed", metavar="S", default="0", help="same seed, same witnesses (default 0)")
    parser.add_argument(
        "--profile", metavar="quick|deep", default="quick",
        help=f"quick: as many instances as each claim asks for, under a minute in all; deep: {DEEP} times as many, and the "
             "tightness table",
    )  # fmt: skip
    parser.add_argument("--tightness", action="store_true", help="only the table of the largest ratios error/bound")
    parser.add_argument("--json", metavar="FILE", help="write the full report, with all witnesses, as JSON")
    add_format(parser)
    parser.add_argument(
        "-o", "--output", metavar="DIR",
        help="write the worst instance of each claim here, at every new best; counterexamples found there are tried first",
    )  # fmt: skip


def run(args: argparse.Namespace, out: Console) -> int:
    """Attack, print, count."""
    budget, folder = _options(args)
    if args.tightness and as_json(args):
        raise InvalidInput("--tightness is a table for people: leave out --format json")
    if args.tightness:
        with hypothesis_home():
            return _tightness(out, budget)
    with hypothesis_home() as hearing:
        return _attack(args, [hearing(one) for one in _theorems(args.items)], budget, folder, for_people(args, out), out)


def _attack(
    args: argparse.Namespace, theorems: Sequence[Theorem], budget: Budget, folder: Path | None, out: Console, bare: Console
) -> int:
    total = sum(len(theorem.attacks) for theorem in theorems)
    if budget.seconds is not None and total:
        budget = Budget(budget.examples, budget.seconds / total, budget.seed, budget.factor)

    def note(theorem: Theorem, claim: Attackable[Any], found: Found) -> None:
        if folder is not None:
            write_witness(folder, theorem, claim, found, budget.seed)

    def show(theorem: Theorem, claim: Attackable[Any], seen: Attacked, outcome: Outcome) -> None:
        verdict = outcome.verdict
        what = f"{escape(theorem.name):30} {escape(outcome.obligation.name)}"
        out.print(f"{show_verdict_word(verdict.kind)}  {what}: {escape(verdict.detail)}")
        if verdict.kind is Kind.REFUTED or claim.as_printed:
            out.print(f"           claim     {escape(claim.statement)}")
            for key, text in verdict.evidence:
                shown = text if len(text) <= 200 else f"{text[:190]}... ({len(text)} characters; all of it with --json or -o)"
                out.print(f"           {key:9} {escape(shown)}")

    start = time.perf_counter()
    with counter("claims") as advance:
        sections, evaluations = besiege(
            theorems, budget, advance, note=note if folder is not None else unnoted, show=show,
            pinned=lambda theorem, claim: () if folder is None else pinned_instances(folder, theorem, claim),
        )  # fmt: skip
    seconds = max(int(1000 * (time.perf_counter() - start)), 1)
    rate = evaluations * 60_000 // seconds
    out.print(f"\n{evaluations:,} exact evaluations in {decimal(Fraction(seconds, 1000), 3)} s, {rate:,} a minute", markup=False)
    if folder is not None:
        own = "".join(f" --theorem {item}" for item in args.items if item.endswith(".py"))
        out.print(f"witnesses in {folder}; verify one with: verifier replay FILE{own}", markup=False)
    broken = empty = 0
    if args.profile == "deep" and not args.items:
        rows, broken, empty = _show_table(out, budget)
        out.print(f"\n{_counted(rows, broken, empty)}", markup=False)
    if args.json is not None:
        write_report(Path(args.json), sections, command())
        out.print(f"wrote {args.json}", markup=False)
    out.print(f"\n{headline(sections)}", markup=False)
    show_sections(args, bare, sections)
    code = exit_code(sections)
    return REJECTED if broken else code or (OPEN if empty else code)


def _tightness(out: Console, budget: Budget) -> int:
    rows, broken, empty = _show_table(out, budget)
    out.print(f"\n{_counted(rows, broken, empty)}", markup=False)
    return REJECTED if broken else OPEN if empty or not rows else ESTABLISHED


def _counted(rows: int, broken: int, empty: int) -> str:
    undecided = f", {empty} undecided" if empty else ""
    tested = 3 * rows - broken - empty
    return f"{rows} rows, {3 * rows} bounds attacked: {tested} tested, {broken} refuted{undecided}"


def _show_table(out: Console, budget: Budget) -> tuple[int, int, int]:
    """The tightness table; how many rows it has, how many bounds are refuted, and how many were not tried."""
    out.print("\nLargest error/bound reached; K = 2^n, W = s/2. 5.1: omega_f(sqrt(d)/K) + 2^(1-n) W;", markup=False)
    out.print("printed: omega_f(sqrt(d)/K) + 2^(2-n) W; rate: 5 lambda d^(alpha/2) 2^(-alpha n), plus", markup=False)
    out.print("2^(2-n) times what W exceeds the oscillation of f by: s is rounded up to a dyadic number", markup=False)
    out.print(f"  {'theorem':14} d  n  {'5.1':9} {'printed':9} {'rate':9}  function", markup=False)
    rows = broken = empty = 0
    for one in table(budget.examples or _TABLE_EXAMPLES[budget.factor], budget.seed):
        rows += 1
        texts = []
        for seen in (one.uniform, one.printed, one.rate):
            broken += seen.verdict.kind is Kind.REFUTED
            empty += seen.verdict.kind not in (Kind.TESTED, Kind.REFUTED)
            texts.append("infinite" if seen.ratio is None else decimal(seen.ratio, 5))
        name = "" if one.uniform.found is None else _function(one.uniform.found)
        out.print(f"  {one.theorem:14} {one.d}  {one.n}  {texts[0]:9} {texts[1]:9} {texts[2]:9}  {name}", markup=False)
    return rows, broken, empty


def _function(found: Found) -> str:
    """The worst target in a few words, and the point."""
    kind = found.instance["tuple"][0]["target"]["kind"]
    return f"{kind}, at x = {found.trial.witness['x']}"


def _theorems(items: list[str]) -> tuple[Theorem, ...]:
    """The theorems named, or all; only those with something to attack if none is named."""
    _, chosen = select(items)
    if items:
        wanted = {Path(item).stem if item.endswith(".py") else item for item in items}
        return tuple(theorem for theorem in chosen if theorem.name in wanted)
    return tuple(theorem for theorem in chosen if theorem.attacks)


def _options(args: argparse.Namespace) -> tuple[Budget, Path | None]:
    if args.profile not in ("quick", "deep"):
        raise InvalidInput.argument("profile", args.profile, "quick or deep")
    examples = integer("examples", args.examples) if args.examples is not None else None
    if examples is not None and not 1 <= examples <= 10_000_000:
        raise InvalidInput.argument("examples", examples, "between 1 and 10000000")
    seconds = rational("seconds", args.seconds) if args.seconds is not None else None
    if seconds is not None and not 0 < seconds <= 604_800:
        raise InvalidInput.argument("seconds", args.seconds, "more than 0, at most 604800")
    ignored = [f"--{name}" for name in ("seconds", "json", "output") if getattr(args, name) is not None]
    if args.tightness and (args.items or ignored):
        raise InvalidInput(f"--tightness is a table of its own: leave out {', '.join([*args.items, *ignored])}")
    if args.json is not None:
        check_writable(Path(args.json))
    folder = Path(args.output) if args.output is not None else None
    if folder is not None:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise InvalidInput.argument("output", args.output, f"a folder, or a new one in a folder ({error.strerror})") from None
    return Budget(examples, seconds, integer("seed", args.seed), DEEP if args.profile == "deep" else 1), folder
