"""verifier check: theorems for all parameters, and for your function; the last line counts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from rich.console import Console

from verifier.cli.arguments import TARGET_HELP, add_target_options, integer, question, target, theorems
from verifier.cli.ledger_options import add_engine_options, select, settings, show_theorems
from verifier.errors import InvalidInput
from verifier.files import check_writable
from verifier.ledger.count import exit_code, headline
from verifier.ledger.discover import is_theorem
from verifier.ledger.hearing import hear
from verifier.ledger.instance import MAX_POINTS, Question, build, facts, obligations
from verifier.ledger.memory import instance_key, keep_section, recall_section
from verifier.ledger.obligation import INSTANCE, Section
from verifier.ledger.run import Watch, discharge
from verifier.report.model import write_report
from verifier.report.terminal import counter, progress, show_heading, show_outcome
from verifier.verdict import Kind

HELP = "check the theorems: for all parameters, by name or file, or for your function"
DEFAULT_N: Final = {1: 4, 2: 3, 3: 2}
INSTANCES: Final = (("sine", 5), ("root", 4), ("ripples", 4), ("constant", 3), ("population", 4), ("franke", 3), ("damped", 1))


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    what = (
        "nothing: the whole paper and a default set of functions; names from `verifier list` or paths to theorem files; "
        f"or {TARGET_HELP}"
    )
    parser.add_argument("items", metavar="TARGET|NAME|FILE.py", nargs="*", help=what)
    parser.add_argument("--only", metavar="for-all|instances", help="only the theorems, or only the functions")
    parser.add_argument("--fail-fast", action="store_true", help="stop at the first obligation that is not established")
    add_engine_options(parser)
    add_target_options(parser, many_theorems=True)
    parser.add_argument("--points", metavar="M", help="number of adversarial points (default: by the size of the network)")
    parser.add_argument("--seed", metavar="S", default="0", help="seed of the choice of points in d >= 2 (default 0)")
    parser.add_argument("--json", metavar="FILE", help="write the full report, with all evidence, as JSON")


def run(args: argparse.Namespace, out: Console) -> int:
    """Check, print, count."""
    if args.only not in (None, "for-all", "instances"):
        raise InvalidInput.argument("only", args.only, "for-all or instances")
    if args.json is not None:
        check_writable(Path(args.json))
    names, target_text = _sort_out(args.items)
    sections: list[Section] = []
    if target_text is None and args.only != "instances":
        sections += _theorems(args, names, out)
    stop = args.fail_fast and any(o.verdict.kind in _FAILED for section in sections for o in section.outcomes)
    if not names and args.only != "for-all" and not stop:
        sections += _instances(args, target_text, out)
    if args.json is not None:
        write_report(Path(args.json), sections, ["verifier", *sys.argv[1:]])
        out.print(f"\nwrote {args.json}", markup=False)
    out.print(f"\n{headline(sections)}", markup=False)
    return exit_code(sections)


_FAILED: Final = (Kind.REFUTED, Kind.UNDECIDED)


def _sort_out(items: list[str]) -> tuple[list[str], str | None]:
    """Names of theorems, or the one target."""
    names = [item for item in items if item.endswith(".py") or is_theorem(item)]
    others = [item for item in items if item not in names]
    if others and (names or len(others) > 1):
        raise InvalidInput(f"{others[0]!r} is neither a theorem (see verifier list) nor the only target")
    return names, others[0] if others else None


def _theorems(args: argparse.Namespace, names: list[str], out: Console) -> list[Section]:
    library, chosen = select(names)
    with counter("obligations") as advance:
        sections = hear(library, chosen, settings(args), advance, fail_fast=args.fail_fast)
    show_theorems(out, library, sections)
    return list(sections)


def _instances(args: argparse.Namespace, text: str | None, out: Console) -> list[Section]:
    points = integer("points", args.points) if args.points is not None else None
    if points is not None and not 1 <= points <= MAX_POINTS:
        raise InvalidInput.argument("points", points, f"between 1 and {MAX_POINTS}")
    seed = integer("seed", args.seed)
    memory = settings(args).memory
    sections: list[Section] = []
    with progress() as watch:
        for asked in _questions(args, text):
            name = instance_key(asked, points, seed)
            section = recall_section(memory, name)
            if section is None:
                section = _instance(asked, points, seed, args.fail_fast, watch, out)
                if memory is not None:
                    keep_section(memory, name, section)
            else:
                show_heading(out, f"{section.title} [remembered]", section.facts)
                for outcome in section.outcomes:
                    show_outcome(out, outcome)
            sections.append(section)
            if args.fail_fast and any(one.verdict.kind in _FAILED for one in section.outcomes):
                break
    return sections


def _instance(asked: Question, points: int | None, seed: int, fail_fast: bool, watch: Watch, out: Console) -> Section:
    """Build, discharge and show one instance."""
    approximant = build(asked)
    title = f"Theorem {asked.theorem} ({approximant.layout}) for {_short(asked.target.name)}"
    found = facts(asked, approximant)
    show_heading(out, title, found)
    outcomes = []
    for obligation in obligations(asked, approximant, points=points, seed=seed):
        (outcome,) = discharge([obligation], watch)
        show_outcome(out, outcome)
        outcomes.append(outcome)
        if fail_fast and outcome.verdict.kind in _FAILED:
            break
    return Section(INSTANCE, asked.theorem, title, found, tuple(outcomes))


def _questions(args: argparse.Namespace, text: str | None) -> list[Question]:
    n = integer("n", args.n) if args.n is not None else None
    if text is not None:
        chosen = target(args, text)
        default = DEFAULT_N.get(chosen.dimension, 1)
        return [question(args, theorem, chosen, default if n is None else n) for theorem in theorems(args)]
    if args.d is not None:
        raise InvalidInput.argument("d", args.d, "a target to go with it")
    return [
        question(args, theorem, target(args, name), default if n is None else n)
        for name, default in INSTANCES
        for theorem in theorems(args)
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
