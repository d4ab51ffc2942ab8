"""verifier formal: the Coq development beside the library: the bridge, identities as goals, a second kernel, a review."""

from __future__ import annotations

import argparse
import itertools
import os
import time

from rich.console import Console
from rich.markup import escape

from verifier.cli.arguments import integer, rational
from verifier.constructions.grid import make_grid
from verifier.errors import InvalidInput, ResourceLimit
from verifier.kernel.bridge import PAIRS, widths
from verifier.ledger import formal
from verifier.ledger.count import ESTABLISHED, OPEN, REJECTED
from verifier.ledger.hearing import Library
from verifier.ledger.memory import default_memory
from verifier.report.terminal import show_verdict_word
from verifier.verdict import Kind

HELP = "the Coq development: compare its networks with the library's, give identities to Coq, check again"
_LARGEST = 1 << 12  # copies times cells times bits of a network that Coq is asked to compute


def configure(parser: argparse.ArgumentParser) -> None:
    """The four things and their options."""
    names = "bridge|identities|recheck|review"
    tasks = parser.add_subparsers(dest="task", metavar=names, required=True, parser_class=type(parser))
    bridge = "Coq computes the literal networks of the formal statements; every entry is compared with the library's"
    one = tasks.add_parser("bridge", help=bridge, description=bridge)
    one.add_argument("-d", "--d", action="append", default=[], metavar="D", help="dimension (repeatable; goes with -n)")
    one.add_argument("-n", "--n", action="append", default=[], metavar="N", help="2^n cells per axis (repeatable; goes with -d)")
    one.add_argument(
        "--delta", metavar="DELTA", help="width of the gaps, a power of two (default: those of Theorems 2.2 and 2.1)"
    )
    _shared(one)
    identities = "piecewise linear claims of the theorem files as goals of Coq, closed by one fixed tactic"
    two = tasks.add_parser("identities", help=identities, description=identities)
    two.add_argument("--goals", action="store_true", help="print the goals as Coq reads them")
    _shared(two)
    recheck = "a second kernel, coqchk, goes through all compiled files and names the axioms in full (a minute)"
    _shared(tasks.add_parser("recheck", help=recheck, description=recheck))
    review = "record that somebody has read what Statement.v, and lemmas named like theorems of the ledger, state"
    three = tasks.add_parser("review", help=review, description=review)
    three.add_argument("--what", required=True, metavar="TEXT", help="what was read and compared with what")
    _shared(three)


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-j", "--jobs", metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--no-cache", action="store_true", help="do not remember compiled files, and do not use remembered ones")


def run(args: argparse.Namespace, out: Console) -> int:
    """One of the four."""
    workers = integer("jobs", args.jobs) if args.jobs is not None else os.cpu_count() or 1
    if not 1 <= workers <= 256:
        raise InvalidInput.argument("jobs", workers, "between 1 and 256 processes")
    task = {"bridge": _bridge, "identities": _identities, "recheck": _recheck, "review": _review}[args.task]
    return task(args, out, workers)


def _bridge(args: argparse.Namespace, out: Console, workers: int) -> int:
    """One line for each network; a difference names layer, row, column and both values."""
    pairs: tuple[tuple[int, int], ...] = PAIRS
    if args.d or args.n:
        if not (args.d and args.n):
            raise InvalidInput("-d and -n go together")
        pairs = tuple(itertools.product((integer("d", d) for d in args.d), [integer("n", n) for n in args.n]))
    delta = rational("delta", args.delta) if args.delta is not None else None
    grids = [grid for d, n in pairs for grid in (widths(d, n) if delta is None else [make_grid(d, n, delta=delta)])]
    for grid in grids:
        if grid.J * 3**grid.d * grid.n > _LARGEST:
            cost = f"3^d n 2^(dn) = {grid.J * 3**grid.d * grid.n} readings"
            raise ResourceLimit.cost(f"d = {grid.d}, n = {grid.n}", cost, f"{_LARGEST}", "no option; Coq computes slowly")
    memory = None if args.no_cache else default_memory()
    found = formal.cross(formal.coq_folder(), memory, workers, grids)
    for family, grid, verdict in found:
        where = f"Theorem {family.theorem}, layout {family.layout}, d = {grid.d}, n = {grid.n}, delta = {grid.delta.fraction}"
        out.print(f"{show_verdict_word(verdict.kind)}  {family.constant} {grid.d} {grid.n} ({where}): {escape(verdict.detail)}")
    kinds = [verdict.kind for *_, verdict in found]
    equal = kinds.count(Kind.CERTIFIED)
    out.print(f"\n{len(kinds)} network{'' if len(kinds) == 1 else 's'} of Coq and of the library: {equal} equal", markup=False)
    return ESTABLISHED if equal == len(kinds) and kinds else REJECTED if Kind.REFUTED in kinds else OPEN


def _identities(args: argparse.Namespace, out: Console, workers: int) -> int:
    """What was emitted, what came of it, and what is outside the form."""
    start = time.perf_counter()
    found = formal.identities(Library.open().graph.order, workers)
    for (name, verdict), goal in zip(found.verdicts, found.goals, strict=True):
        unfit = goal.integral and verdict.kind is Kind.UNDECIDED  # no verdict: the tactic is not made for it
        word = "beyond   " if unfit else show_verdict_word(verdict.kind)
        out.print(f"{word}  {escape(name)}: {'it speaks of integers, and ' if unfit else ''}{escape(verdict.detail)}")
        if args.goals:
            out.print(f"           {goal.text}", markup=False)
    for name, problem in found.survivors:
        out.print(f"{show_verdict_word(Kind.REFUTED)}  {escape(name)}: a wrong variant is not rejected: {escape(problem)}")
    out.print("\nOutside the form, by what they speak of:", markup=False)
    for reason, count in sorted(found.left_out.items(), key=lambda pair: -pair[1]):
        out.print(f"  {count:5} {reason}", markup=False)
    proved = sum(verdict.kind is Kind.PROVED for _, verdict in found.verdicts)
    emitted, left, beyond = len(found.goals), sum(found.left_out.values()), found.beyond
    rejected = found.wrong - len(found.survivors)
    out.print(f"axioms: {', '.join(found.axioms) or 'none'}; {time.perf_counter() - start:.1f} s", markup=False)
    out.print(
        f"\n{emitted + left} claims, {emitted} emitted: {proved} proved by Coq, {beyond} with integers not closed;"
        f" {left} claims outside the form;"
        f" {rejected} of {found.wrong} wrong variants rejected",
        markup=False,
    )
    if found.survivors:
        return REJECTED
    return ESTABLISHED if proved and proved + beyond == emitted else OPEN


def _recheck(args: argparse.Namespace, out: Console, workers: int) -> int:
    """One line."""
    found = formal.recheck(formal.coq_folder(), None if args.no_cache else default_memory(), workers)
    out.print(f"{show_verdict_word(found.kind)}  {escape(found.detail)}")
    return ESTABLISHED if found.kind is Kind.CERTIFIED else REJECTED


def _review(args: argparse.Namespace, out: Console, workers: int) -> int:
    """Write the record."""
    memory = None if args.no_cache else default_memory()
    names = [theorem.name for theorem in Library.open().graph.order]
    today = time.strftime("%Y-%m-%d", time.gmtime())
    review = formal.review_again(names, formal.coq_folder(), memory, today, args.what, workers)
    for kind, digests in (("file", review.files), ("lemma", review.lemmas)):
        for name, digest in sorted(digests.items()):
            out.print(f"  {kind:6} {name:34} {digest}", markup=False)
    out.print(f"\nrecorded: {len(review.files)} files and {len(review.lemmas)} lemmas as read on {review.date}", markup=False)
    return ESTABLISHED
