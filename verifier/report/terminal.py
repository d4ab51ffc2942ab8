"""Sections as lines on a terminal, coloured there and plain in a pipe; progress on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from verifier.ledger.obligation import Obligation, Outcome, Section
from verifier.ledger.obligation import Progress as Advance
from verifier.ledger.run import Watch, unwatched
from verifier.verdict import Kind

_COLOURS: Final = {
    Kind.PROVED: "green",
    Kind.CERTIFIED: "green",
    Kind.TESTED: "cyan",
    Kind.ASSUMED: "yellow",
    Kind.UNDECIDED: "yellow",
    Kind.REFUTED: "bold red",
}


def console(file: IO[str] | None = None) -> Console:
    """Standard output, or a file; long lines are left to the terminal, never cut."""
    return _Console(file=file, highlight=False, soft_wrap=True)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def plain(text: str) -> str:
    """Text from a file or a command line with control characters made visible, so that it cannot imitate our lines."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def show_heading(out: Console, title: str, facts: tuple[tuple[str, str], ...]) -> None:
    """The title of a section and its facts."""
    out.print(f"\n[bold]{escape(plain(title))}[/bold]")
    width = max((len(key) for key, _ in facts), default=0)
    for key, text in facts:
        out.print(f"  [dim]{escape(key.ljust(width))}[/dim]  {escape(plain(text))}")


def show_outcome(out: Console, outcome: Outcome) -> None:
    """One line for an obligation; a refutation is followed by its witness."""
    verdict = outcome.verdict
    out.print(f"  {show_verdict_word(verdict.kind)}  {escape(plain(outcome.obligation.name))}: {escape(plain(verdict.detail))}")
    if verdict.kind in (Kind.REFUTED, Kind.UNDECIDED):
        for key, text in verdict.evidence:
            if "\n" in text:
                continue  # queries and transcripts: --json or explain --full
            shown = text if len(text) <= 200 else f"{text[:190]}... ({len(text)} characters; all of it with --json)"
            out.print(f"             {escape(key)} = {escape(shown)}")


def show_verdict_word(kind: Kind) -> str:
    """The verdict as coloured text of fixed width."""
    return f"[{_COLOURS[kind]}]{kind.value.ljust(9)}[/]"


def show_section(out: Console, section: Section) -> None:
    """A whole section."""
    show_heading(out, section.title, section.facts)
    for outcome in section.outcomes:
        show_outcome(out, outcome)


@contextmanager
def counter(description: str) -> Iterator[Advance]:
    """One progress bar on standard error; silent unless that is a terminal."""
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def progress() -> Iterator[Watch]:
    """A progress bar on standard error while obligations are discharged; silent unless that is a terminal."""
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield unwatched
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=None)

        def watch(obligation: Obligation) -> Advance:
            bar.reset(task, description=obligation.name, total=None)
            return lambda done, total: bar.update(task, completed=done, total=total)

        yield watch
