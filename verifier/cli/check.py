"""verifier check: theorems for all parameters, and for your function; the last line counts."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from rich.console import Console

from verifier.cli.arguments import TARGET_HELP, add_target_options, integer, question, target, theorems
from verifier.cli.formats import add_format, command, for_people, show_sections
from verifier.cli.gathering import EXIT_CODES, Gathered, Stage, gather
from verifier.cli.ledger_options import add_engine_options, add_kernel_option, examined, select, settings, show_theorems
from verifier.constructions.grid import MAX_CELLS
from verifier.errors import InvalidInput, VerifierError, meant
from verifier.files import check_writable
from verifier.ledger.attack_record import attack_record
from verifier.ledger.discover import is_theorem
from verifier.ledger.hearing import NOT_REACHED, Interrupted, Library, hear, sabotage
from verifier.ledger.illustration import construction, pictures, remembered
from verifier.ledger.instance import MAX_PARAMETERS, MAX_POINTS, Question, build, facts, obligations
from verifier.ledger.memory import instance_key, keep_section, recall_section
from verifier.ledger.obligation import INSTANCE, Outcome, Progress, Section
from verifier.ledger.run import Watch, discharge
from verifier.ledger.theorem import Theorem
from verifier.report.folder import check_folder, write_folder
from verifier.report.model import report, write_report
from verifier.report.terminal import counter, progress, show_heading, show_outcome, show_section
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
    add_kernel_option(parser)
    add_target_options(parser, many_theorems=True)
    parser.add_argument("--points", metavar="M", help="number of adversarial points (default: by the size of the network)")
    parser.add_argument("--seed", metavar="S", default="0", help="seed of the choice of points in d >= 2 (default 0)")
    parser.add_argument("--json", metavar="FILE", help="write the full report, with all evidence, as JSON")
    parser.add_argument("--report", metavar="DIR", help="write a page, Markdown, JSON, JUnit and figures into a folder")
    add_format(parser)
    parser.epilog = EXIT_CODES


def run(args: argparse.Namespace, out: Console) -> int:
    """Check, print, count."""
    if args.only not in (None, "for-all", "instances"):
        raise InvalidInput.argument("only", args.only, "for-all or instances")
    if args.json is not None:
        check_writable(Path(args.json))
    if args.report is not None:
        check_folder(Path(args.report))
    names, target_text = _sort_out(args.items)
    lines = for_people(args, out)
    stages: list[Stage] = []
    if target_text is None and args.only != "instances":
        stages.append(("the theorems", lambda found: theorem_sections(args, names, found, lines)))
    if args.kernel:
        stages.append(("the Coq kernel", lambda found: kernel_section(args, names, found, lines)))
    if not names and args.only != "for-all":
        stages.append(("the functions", lambda found: instance_sections(args, target_text, found, lines)))
    if args.report is not None:
        stages += report_stages(args, names, [] if target_text is None else [target_text], attacked=False)
    found = gather(stages)
    if args.report is not None:
        write_run(Path(args.report), names, [] if target_text is None else [target_text], found, lines)
    if args.json is not None:
        write_report(Path(args.json), found.sections, command(), found.interrupted)
        lines.print(f"\nwrote {args.json}", markup=False)
    lines.print(f"\n{found.headline}", markup=False)
    show_sections(args, out, found.sections, interrupted=found.interrupted)
    return found.exit_code


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


@cache
def selected(names: tuple[str, ...]) -> tuple[Library, tuple[Theorem, ...]]:
    """The library and the theorems meant, opened once for a whole run."""
    return select(names)


def theorem_sections(args: argparse.Namespace, names: list[str], found: Gathered, out: Console) -> None:
    """Hear the theorems, for all parameters, and show them."""
    library, chosen = selected(tuple(names))
    try:
        with counter("obligations") as advance:
            sections = hear(library, chosen, settings(args), advance, fail_fast=args.fail_fast)
    except Interrupted as stopped:
        show_theorems(out, library, stopped.sections)
        raise
    show_theorems(out, library, sections)
    found.sections += sections


def kernel_section(args: argparse.Namespace, names: list[str], found: Gathered, out: Console) -> None:
    """Ask the Coq kernel, show what it says, and add its outcome to the theorems that were heard."""
    library, _ = selected(tuple(names))
    judged = examined(library, settings(args))
    found.sections[:] = [*judged.joined(found.sections), judged.section]
    show_section(out, judged.section)


def report_stages(args: argparse.Namespace, names: Sequence[str], texts: Sequence[str], *, attacked: bool) -> list[Stage]:
    """What a report holds beside the verdicts: the wrong variants, the attack if it is asked for, the figures."""

    def heard(found: Gathered) -> tuple[Library, list[Theorem]]:
        library, chosen = selected(tuple(names))
        wanted = {section.name for section in found.sections}
        return library, [theorem for theorem in chosen if theorem.name in wanted]

    def variants(found: Gathered) -> None:
        library, theorems = heard(found)
        with counter("wrong variants") as advance:
            found.sabotaged += sabotage(library, theorems, settings(args), advance)

    def assault(found: Gathered) -> None:
        library, theorems = heard(found)
        with counter("attacked claims") as advance:
            found.sections += attack_record(library, theorems, settings(args).memory, advance)

    def figures(found: Gathered) -> None:
        with counter("figures") as advance:
            illustrate(args, texts, found, advance)

    stages: list[Stage] = [("the wrong variants", variants)]
    return [*stages, *([("the attack", assault)] if attacked else []), ("the figures", figures)]


def write_run(path: Path, names: Sequence[str], texts: Sequence[str], found: Gathered, out: Console) -> None:
    """Write the report of a run."""
    library, _ = selected(tuple(names))
    data = report(
        found.sections, command(), library=library, sabotaged=found.sabotaged, illustrations=found.figures, targets=texts,
        notes=found.notes, interrupted=found.interrupted,
    )  # fmt: skip
    write_folder(path, data)
    out.print(f"\nwrote {path / 'index.html'}, report.md, report.json, junit.xml", markup=False, soft_wrap=True)


def illustrate(args: argparse.Namespace, texts: Sequence[str], found: Gathered, advance: Progress) -> None:
    """Figures of the construction, and of the first targets; a target that cannot be drawn is noted."""
    todo = construction()
    for place, text in enumerate(list(texts)[:_DRAWN] or _PICTURED, start=1):
        try:
            todo += pictures(target(args, text), place)
        except VerifierError as error:
            found.notes.append(f"No figures of {text}: {error}")
    memory = settings(args).memory
    for place, commission in enumerate(todo, start=1):
        try:
            found.figures.append(remembered(memory, commission))
        except VerifierError as error:
            found.notes.append(f"No figure {commission.name}: {error}")
        advance(place, len(todo))


def instance_sections(args: argparse.Namespace, text: str | None, found: Gathered, out: Console) -> None:
    """Check the theorems for one function, or for the default ones, and show them."""
    if args.fail_fast and any(o.verdict.kind in _FAILED for section in found.sections for o in section.outcomes):
        return
    points = integer("points", args.points) if args.points is not None else None
    if points is not None and not 1 <= points <= MAX_POINTS:
        raise InvalidInput.argument("points", points, f"between 1 and {MAX_POINTS}")
    seed = integer("seed", args.seed)
    memory = settings(args).memory
    todo = questions(args, text)
    with progress() as watch, _unbegun(todo, found):
        for words, asked in todo:
            name = instance_key(asked, points, seed)
            section = recall_section(memory, name)
            if section is None:
                same = again(args, "check", words, asked, points=args.points)
                section = _instance(asked, same, points, seed, args.fail_fast, watch, out)
                if memory is not None:
                    keep_section(memory, name, section)
            else:
                show_heading(out, f"{section.title} [remembered]", section.facts)
                for outcome in section.outcomes:
                    show_outcome(out, outcome)
            found.sections.append(section)
            if args.fail_fast and any(one.verdict.kind in _FAILED for one in section.outcomes):
                break


@contextmanager
def _unbegun(todo: Sequence[tuple[str, Question]], found: Gathered) -> Iterator[None]:
    """After Ctrl-C, a note names the instances that were not begun."""
    before = len(found.sections)
    try:
        yield
    except KeyboardInterrupt as stopped:
        done = len(found.sections) - before + len(getattr(stopped, "sections", ()))
        if left := [f"{words} (Theorem {asked.theorem})" for words, asked in todo[done:]]:
            found.notes.append(f"Instances not begun: {', '.join(left)}.")
        raise


def again(args: argparse.Namespace, name: str, text: str, asked: Question, **more: str | None) -> str:
    """The command of this name that asks this one question again, with further options as they are spelled."""
    words = ["verifier", name, text, "--theorem", asked.theorem, "-n", str(asked.n)]
    if args.d is not None:
        words += ["-d", args.d]
    if asked.theorem == "2.1" and args.p != "2":
        words += ["-p", args.p]
    seed = args.seed if args.seed != "0" else None
    for option, value in (("delta", args.delta), ("layout", args.layout), *more.items(), ("seed", seed)):
        words += [f"--{option}", value] if value is not None else []
    words += ["--hoelder", *args.hoelder] if args.hoelder else []
    for option, value, usual in (("cells", asked.max_cells, MAX_CELLS), ("parameters", asked.max_parameters, MAX_PARAMETERS)):
        words += [f"--max-{option}", str(value)] if value != usual else []
    return shlex.join(words)


def _instance(
    asked: Question, same: str, points: int | None, seed: int, fail_fast: bool, watch: Watch, out: Console
) -> Section:
    """Build, discharge and show one instance."""
    approximant = build(asked)
    title = f"Theorem {asked.theorem} ({approximant.layout}) for {_short(asked.target.name)}"
    found = (*facts(asked, approximant), ("replay", same))
    show_heading(out, title, found)
    outcomes: list[Outcome] = []
    todo = list(obligations(asked, approximant, points=points, seed=seed))
    try:
        for obligation in todo:
            (outcome,) = discharge([obligation], watch)
            show_outcome(out, outcome)
            outcomes.append(outcome)
            if fail_fast and outcome.verdict.kind in _FAILED:
                break
    except KeyboardInterrupt:
        outcomes += [Outcome(one, NOT_REACHED, 0) for one in todo[len(outcomes) :]]
        raise Interrupted([Section(INSTANCE, asked.theorem, title, found, tuple(outcomes))]) from None
    return Section(INSTANCE, asked.theorem, title, found, tuple(outcomes))


def questions(args: argparse.Namespace, text: str | None) -> list[tuple[str, Question]]:
    """Every theorem meant, for one function or for the default ones, each with the words that name the function."""
    n = integer("n", args.n) if args.n is not None else None
    if text is not None:
        chosen = _target(args, text)
        default = DEFAULT_N.get(chosen.dimension, 1)
        return [(text, question(args, theorem, chosen, default if n is None else n)) for theorem in theorems(args)]
    if args.d is not None:
        raise InvalidInput.argument("d", args.d, "a target to go with it")
    return [
        (name, question(args, theorem, target(args, name), default if n is None else n))
        for name, default in INSTANCES
        for theorem in theorems(args)
    ]


def _target(args: argparse.Namespace, text: str) -> Target:
    """The target; a word that is none may have been meant for a theorem."""
    try:
        return target(args, text)
    except InvalidInput as error:
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", text):
            raise
        known = [theorem.name for theorem in select([])[1]]
        raise InvalidInput(f"{error}; and {text!r} is no theorem (verifier list shows all){meant(text, known)}") from None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
