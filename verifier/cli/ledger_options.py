"""Options and output that the commands about theorems share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from verifier.cli.arguments import integer, rational
from verifier.errors import InvalidInput
from verifier.ledger.formal import Examined, coq_folder, examine
from verifier.ledger.hearing import Library, strengths
from verifier.ledger.memory import default_memory
from verifier.ledger.obligation import Section
from verifier.ledger.referee import Settings
from verifier.ledger.theorem import Theorem
from verifier.report.terminal import show_outcome, show_verdict_word
from verifier.verdict import Kind


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """-j, --timeout, --no-cache."""
    parser.add_argument("-j", "--jobs", metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--timeout", metavar="SECONDS", default="60", help="for each engine and claim (default 60)")
    parser.add_argument("--no-cache", action="store_true", help="do not remember verdicts, and do not use remembered ones")


def add_kernel_option(parser: argparse.ArgumentParser) -> None:
    """--kernel."""
    parser.add_argument("--kernel", action="store_true", help="ask the Coq kernel too (proofs/coq; a minute the first time)")


def examined(library: Library, config: Settings) -> Examined:
    """What the Coq kernel says of the formal development, for the theorems of the library."""
    return examine([theorem.name for theorem in library.graph.order], coq_folder(), config.memory, config.workers)


def settings(args: argparse.Namespace) -> Settings:
    """The settings that the options ask for."""
    workers = integer("jobs", args.jobs) if args.jobs is not None else os.cpu_count() or 1
    if not 1 <= workers <= 256:
        raise InvalidInput.argument("jobs", workers, "between 1 and 256 processes")
    milliseconds = int(rational("timeout", args.timeout) * 1000)
    if not 1 <= milliseconds <= 86_400_000:
        raise InvalidInput.argument("timeout", args.timeout, "between 0.001 and 86400 seconds")
    return Settings(milliseconds, workers, None if args.no_cache else default_memory())


def select(names: Sequence[str]) -> tuple[Library, tuple[Theorem, ...]]:
    """The library with the files among the names, and the theorems meant: all of them if no name is given."""
    files = [Path(name) for name in names if name.endswith(".py")]
    library = Library.open(files)
    if not names:
        return library, library.graph.order
    by_path = {path: name for name, path in library.paths.items()}
    chosen = [by_path[Path(name).resolve()] if name.endswith(".py") else name for name in names]
    return library, library.graph.needed(chosen)


def show_theorems(out: Console, library: Library, sections: Sequence[Section]) -> None:
    """One line for each theorem; what is not proved in full."""
    transitive = strengths(library, sections)
    for section in sections:
        own = [outcome.verdict.kind for outcome in section.outcomes]
        seconds = sum(outcome.seconds for outcome in section.outcomes)
        counts = ", ".join(f"{own.count(kind)} {kind.value}" for kind in Kind if kind in own)
        word = show_verdict_word(transitive[section.name])
        out.print(f"{word}  {escape(section.name):34} {escape(section.title)}  [dim]({counts}; {seconds:.2f} s)[/dim]")
        for outcome in section.outcomes:
            if outcome.verdict.kind in (Kind.REFUTED, Kind.UNDECIDED, Kind.ASSUMED):
                show_outcome(out, outcome)
