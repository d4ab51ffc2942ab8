"""What a run gathers, stage by stage; Ctrl-C ends it with what was established until then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from verifier.ledger.count import exit_code
from verifier.ledger.hearing import Interrupted, Sabotaged
from verifier.ledger.obligation import Section
from verifier.ledger.picture import Illustration
from verifier.report.model import INTERRUPTED, last_line

EXIT_CODES = (
    "exit codes: 0 everything asked for was established and something was checked; 1 refuted; 2 malformed input; "
    "3 a component is missing; 4 undecided; 130 ended by Ctrl-C: what was established until then is remembered, and written "
    "unless Ctrl-C came while it was written"
)


@dataclass
class Gathered:
    """Sections, wrong variants, figures and notes, in the order in which they came; where the run was interrupted."""

    sections: list[Section] = field(default_factory=list)
    sabotaged: list[Sabotaged] = field(default_factory=list)
    figures: list[Illustration] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    interrupted: str = ""

    @property
    def headline(self) -> str:
        """The last line of the run."""
        return last_line(self.sections, self.interrupted)

    @property
    def exit_code(self) -> int:
        """By the verdicts, or 130."""
        return INTERRUPTED if self.interrupted else exit_code(self.sections)


Stage = tuple[str, Callable[[Gathered], None]]


def gather(stages: Sequence[Stage]) -> Gathered:
    """Run the stages in order. After Ctrl-C no further stage is begun; the one that was ended hands over what it has."""
    found = Gathered()
    for place, (title, stage) in enumerate(stages):
        try:
            stage(found)
        except KeyboardInterrupt as stopped:
            if isinstance(stopped, Interrupted):
                found.sections += stopped.sections
                found.sabotaged += stopped.sabotaged
            left = [one for one, _ in stages[place + 1 :]]
            found.interrupted = f"by Ctrl-C during {title}" + (f"; not begun: {', '.join(left)}" if left else "")
            break
    return found
