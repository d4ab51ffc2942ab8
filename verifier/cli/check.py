"""verifier check: theorems for all parameters, and for your function; the last line counts."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from verifier.cli.arguments import TARGET_HELP, add_target_options, integer, question, target, theorems
from verifier.cli.ledger_options import add_engine_options, select, settings, show_theorems
from verifier.constructions.grid import MAX_CELLS
from verifier.errors import InvalidInput, VerifierError
from verifier.files import check_writable
from verifier.ledger.count import exit_code, headline
from verifier.ledger.discover import is_theorem
from verifier.ledger.hearing import hear, sabotage
from verifier.ledger.illustration import Illustration, approximation, code_of, convergence, heat, kept, tents
from verifier.ledger.instance import MAX_PARAMETERS, MAX_POINTS, Question, build, facts, obligations
from verifier.ledger.memory import instance_key, keep_section, recall_section
from verifier.ledger.obligation import INSTANCE, Section
from verifier.ledger.run import Watch, discharge
from verifier.report.folder import check_folder, write_folder
from verifier.report.model import report, write_report
from verifier.report.terminal import counter, progress, show_heading, show_outcome
from verifier.targets.target import Target
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
    parser.add_argument("--report", metavar="DIR", help="write a page, Markdown, JSON, JUnit and figures into a folder")


def run(args: argparse.Namespace, out: Console) -> int:
    """Check, print, count."""
    if args.only not in (None, "for-all", "instances"):
        raise InvalidInput.argument("only", args.only, "for-all or instances")
    if args.json is not None:
        check_writable(Path(args.json))
    if args.report is not None:
        check_folder(Path(args.report))
    names, target_text = _sort_out(args.items)
    sections: list[Section] = []
    if target_text is None and args.only != "instances":
        sections += theorem_sections(args, names, out)
    stop = args.fail_fast and any(o.verdict.kind in _FAILED for section in sections for o in section.outcomes)
    if not names and args.only != "for-all" and not stop:
        sections += instance_sections(args, target_text, out)
    if args.report is not None:
        write_run(Path(args.report), args, names, [] if target_text is None else [target_text], sections, out)
    if args.json is not None:
        write_report(Path(args.json), sections, ["verifier", *sys.argv[1:]])
        out.print(f"\nwrote {args.json}", markup=False)
    out.print(f"\n{headline(sections)}", markup=False)
    return exit_code(sections)


_DRAWN: Final = 3  # targets of which pictures are drawn
_PICTURED: Final = ("sine", "franke")  # without a target
_FAILED: Final = (Kind.REFUTED, Kind.UNDECIDED)


def _sort_out(items: list[str]) -> tuple[list[str], str | None]:
    """Names of theorems, or the one target."""
    names = [item for item in items if item.endswith(".py") or is_theorem(item)]
    others = [item for item in items if item not in names]
    if others and (names or len(others) > 1):
        raise InvalidInput(f"{others[0]!r} is neither a theorem (see verifier list) nor the only target")
    return names, others[0] if others else None


def theorem_sections(args: argparse.Namespace, names: list[str], out: Console) -> list[Section]:
    """Hear the theorems, for all parameters, and show them."""
    library, chosen = select(names)
    with counter("obligations") as advance:
        sections = hear(library, chosen, settings(args), advance, fail_fast=args.fail_fast)
    show_theorems(out, library, sections)
    return list(sections)


def write_run(
    path: Path, args: argparse.Namespace, names: Sequence[str], targets: Sequence[str], sections: Sequence[Section], out: Console
) -> None:
    """Write the report of a run, with the wrong variants of its theorems, and with figures."""
    library, chosen = select(names)
    heard = {section.name for section in sections}
    theorems = [theorem for theorem in chosen if theorem.name in heard]
    with counter("sabotages") as advance:
        sabotaged = list(sabotage(library, theorems, settings(args), advance))
    notes: list[str] = []
    drawn = _illustrations(args, targets, notes)
    command = ["verifier", *sys.argv[1:]]
    write_folder(path, report(sections, command, library=library, sabotaged=sabotaged, illustrations=drawn, notes=notes))
    out.print(f"\nwrote {path / 'index.html'}, report.md, report.json, junit.xml", markup=False, soft_wrap=True)


def _illustrations(args: argparse.Namespace, texts: Sequence[str], notes: list[str]) -> list[Illustration]:
    """The tents, and pictures of the first targets; a target that cannot be drawn is noted."""
    found = [tents()]
    for place, text in enumerate(list(texts)[:_DRAWN] or _PICTURED, start=1):
        try:
            found += _pictures(target(args, text), place)
        except VerifierError as error:
            notes.append(f"No figures of {text}: {error}")
    return found


def _pictures(chosen: Target, place: int) -> list[Illustration]:
    number = f"-{place}"
    rate = convergence(chosen, {1: 6, 2: 2}.get(chosen.dimension, 1), f"convergence{number}")
    if chosen.dimension == 1:
        return [
            approximation(Question("2.2", chosen, 3), f"approximation{number}"), rate,
            code_of(Question("2.3", chosen, 4), f"code{number}"), kept(chosen, 4, f"kept{number}"),
        ]  # fmt: skip
    return [heat(Question("2.2", chosen, 2), f"error{number}"), rate] if chosen.dimension == 2 else [rate]


def instance_sections(args: argparse.Namespace, text: str | None, out: Console) -> list[Section]:
    """Check the theorems for one function, or for the default ones, and show them."""
    points = integer("points", args.points) if args.points is not None else None
    if points is not None and not 1 <= points <= MAX_POINTS:
        raise InvalidInput.argument("points", points, f"between 1 and {MAX_POINTS}")
    seed = integer("seed", args.seed)
    memory = settings(args).memory
    sections: list[Section] = []
    with progress() as watch:
        for words, asked in _questions(args, text):
            name = instance_key(asked, points, seed)
            section = recall_section(memory, name)
            if section is None:
                section = _instance(asked, _again(args, words, asked), points, seed, args.fail_fast, watch, out)
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


def _again(args: argparse.Namespace, text: str, asked: Question) -> str:
    """The command that asks this one question again."""
    words = ["verifier", "check", text, "--theorem", asked.theorem, "-n", str(asked.n)]
    if args.d is not None:
        words += ["-d", args.d]
    if asked.theorem == "2.1" and args.p != "2":
        words += ["-p", args.p]
    seed = args.seed if args.seed != "0" else None
    for option, value in (("delta", args.delta), ("layout", args.layout), ("points", args.points), ("seed", seed)):
        words += [f"--{option}", value] if value is not None else []
    words += ["--hoelder", *args.hoelder] if args.hoelder else []
    for option, value, usual in (("cells", asked.max_cells, MAX_CELLS), ("parameters", asked.max_parameters, MAX_PARAMETERS)):
        words += [f"--max-{option}", str(value)] if value != usual else []
    return shlex.join(words)


def _instance(
    asked: Question, again: str, points: int | None, seed: int, fail_fast: bool, watch: Watch, out: Console
) -> Section:
    """Build, discharge and show one instance."""
    approximant = build(asked)
    title = f"Theorem {asked.theorem} ({approximant.layout}) for {_short(asked.target.name)}"
    found = (*facts(asked, approximant), ("replay", again))
    show_heading(out, title, found)
    outcomes = []
    for obligation in obligations(asked, approximant, points=points, seed=seed):
        (outcome,) = discharge([obligation], watch)
        show_outcome(out, outcome)
        outcomes.append(outcome)
        if fail_fast and outcome.verdict.kind in _FAILED:
            break
    return Section(INSTANCE, asked.theorem, title, found, tuple(outcomes))


def _questions(args: argparse.Namespace, text: str | None) -> list[tuple[str, Question]]:
    n = integer("n", args.n) if args.n is not None else None
    if text is not None:
        chosen = target(args, text)
        default = DEFAULT_N.get(chosen.dimension, 1)
        return [(text, question(args, theorem, chosen, default if n is None else n)) for theorem in theorems(args)]
    if args.d is not None:
        raise InvalidInput.argument("d", args.d, "a target to go with it")
    return [
        (name, question(args, theorem, target(args, name), default if n is None else n))
        for name, default in INSTANCES
        for theorem in theorems(args)
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
