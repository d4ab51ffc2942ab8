"""The JSON form of a run, version 4, described and checked by report.schema.json in this folder.

Everything else that is written about a run (Markdown, HTML, JUnit, figures) is rendered from this form alone, so a report
can be rendered again from its JSON. Times are whole milliseconds; exact numbers are integers or strings.

{"format": "verifier-report", "version": 4, "headline": ..., "exit_code": ..., "interrupted": text, "counts": {verdict: number},
 "sections": [{"kind", "name", "title", "facts": [[key, text]...], "obligations": [{"name", "claim", "scope", "method", "verdict",
               "detail", "evidence": [[key, text]...], "milliseconds"}]}],
 "entries":  [{"name", "part", "strength", "attackable": number, "uses": [name...],
               "assumes": [{"name", "statement", "source"}...]}],
 "sabotage": [{"entry", "change", "verdict", "detail", "by": [engine...], "evidence": [[key, text]...]}...],
 "figures":  [{"name", "title", "caption", "alternative", ...}...],
 "targets":  [text...],
 "notes":    [text...],
 "provenance": {...}}

An attack on the claims of an entry is a section of kind "attacked theorem" with the name of the entry. A section of kind
"two-sided error bound" bounds the error for a function; its obligations "bound..." have the evidence bound, lower, upper.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from verifier.errors import InvalidCertificate
from verifier.files import read_json, write_atomically
from verifier.kernel import program
from verifier.ledger.count import exit_code, headline, tally
from verifier.ledger.hearing import Library, Sabotaged, strengths
from verifier.ledger.obligation import FINDING, THEOREM, Outcome, Section
from verifier.ledger.picture import Illustration, figure_data
from verifier.ledger.siege import ATTACK
from verifier.verdict import Kind

FORMAT: Final = "verifier-report"
VERSION: Final = 4
INTERRUPTED: Final = 130  # the exit code of a run that Ctrl-C ended
PACKAGES: Final = ("intrinsic-verifier", "mpmath", "sympy", "z3-solver", "python-flint", "numpy", "hypothesis", "matplotlib")


_MARK: Final = "INTERRUPTED"
_BY: Final = re.compile(r"\(found by ([a-z]+(?: and by [a-z]+)*), checked exactly\)")


def provenance(command: Sequence[str]) -> dict[str, Any]:
    """Versions, platform, command and time of the run: all that may differ between two equal runs."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "not installed"
    return {
        "command": list(command),
        "python": platform.python_version(),
        "packages": packages,
        "optimised": not __debug__,
        "platform": sys.platform,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def report(
    sections: Sequence[Section],
    command: Sequence[str],
    *,
    library: Library | None = None,
    sabotaged: Sequence[Sabotaged] = (),
    illustrations: Sequence[Illustration] = (),
    targets: Sequence[str] = (),
    notes: Sequence[str] = (),
    interrupted: str = "",
) -> dict[str, Any]:
    """The run as plain JSON data.

    library:       where the sections about theorems come from: what uses what, and how strong each is, transitively.
    sabotaged:     wrong variants and what was said of them.
    illustrations: exact data of figures.
    targets:       the functions that were named: a reader wants them first.
    notes:         what a reader must know about the run as a whole.
    interrupted:   where Ctrl-C ended the run, and what was not begun; empty if it came to its end.
    """
    counts, origin = tally(sections), provenance(command)
    return {
        "format": FORMAT,
        "version": VERSION,
        "headline": last_line(sections, interrupted),
        "exit_code": INTERRUPTED if interrupted else exit_code(sections),
        "interrupted": interrupted,
        "counts": {kind.value: counts[kind] for kind in Kind},
        "sections": [_section(section) for section in sections],
        "entries": [] if library is None else _entries(library, sections),
        "sabotage": [sabotaged_data(one) for one in sabotaged],
        "figures": [figure_data(one) for one in illustrations],
        "targets": list(targets),
        "notes": list(notes),
        "provenance": {**origin, "packages": {**origin["packages"], "coqc": program.version() or "not installed"}},
    }


def last_line(sections: Sequence[Section], interrupted: str) -> str:
    """The headline, which says INTERRUPTED first if the run was."""
    return f"{_MARK} {interrupted}. {headline(sections, naming=False)}" if interrupted else headline(sections)


def write_report(path: Path, sections: Sequence[Section], command: Sequence[str], interrupted: str = "") -> None:
    """Write the JSON report atomically."""
    write_atomically(path, text_of(report(sections, command, interrupted=interrupted)))


def text_of(data: dict[str, Any]) -> str:
    """The text of a JSON report."""
    return json.dumps(data, indent=1) + "\n"


def read_report(path: Path) -> dict[str, Any]:
    """A JSON report from a file.

    Raises:  InvalidInput if it cannot be read; InvalidCertificate, with the JSON path, if it does not follow the schema, or
             if its headline, counts or exit code are not those of its obligations.
    """
    data = read_json(path)
    check(data)
    return data  # type: ignore[no-any-return]  # an object, by the schema


@cache
def schema() -> Any:
    """The JSON schema of this version."""
    return json.loads((Path(__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


def check(data: Any) -> None:
    """Hold a report against the schema, and its counts, graph and exit code against its obligations."""
    from jsonschema import Draft202012Validator

    known = data.get("version") if isinstance(data, dict) and data.get("format") == FORMAT else VERSION
    if known != VERSION:
        raise InvalidCertificate("$.version", f"{known!r:.40}, and this program reads version {VERSION}: run the check again")
    error = min(Draft202012Validator(schema()).iter_errors(data), key=lambda one: list(map(str, one.absolute_path)), default=None)
    if error is not None:
        raise InvalidCertificate(error.json_path, error.message if len(error.message) <= 200 else error.message[:197] + "...")
    kinds = [one["verdict"] for section in data["sections"] for one in section["obligations"]]
    for kind in Kind:
        if data["counts"][kind.value] != kinds.count(kind.value):
            raise InvalidCertificate(f"$.counts.{kind.value}", f"there are {kinds.count(kind.value)}")
    wanted = INTERRUPTED if data["interrupted"] else 1 if "refuted" in kinds else 4 if "undecided" in kinds or not kinds else 0
    if data["exit_code"] != wanted:
        raise InvalidCertificate("$.exit_code", f"expected {wanted} for these verdicts")
    if bool(data["interrupted"]) != data["headline"].startswith(_MARK):
        raise InvalidCertificate("$.headline", f"says {_MARK} if the run was interrupted, and only then")
    names = {entry["name"] for entry in data["entries"]}
    for place, entry in enumerate(data["entries"]):
        for used in entry["uses"]:
            if used not in names:
                raise InvalidCertificate(f"$.entries[{place}].uses", f"{used!r} is no entry")


def _entries(library: Library, sections: Sequence[Section]) -> list[dict[str, Any]]:
    """The theorems among the sections (not the attacks on them), in an order in which everything stands behind what it uses."""
    own = [section for section in sections if section.noun in (THEOREM, FINDING) and section.name in library.graph.theorems]
    failures = {section.name: _refuted(section) for section in sections if section.noun == ATTACK}
    heard = [replace(section, outcomes=(*section.outcomes, *failures.get(section.name, ()))) for section in own]
    strength = strengths(library, heard)
    return [
        {
            "name": theorem.name,
            "part": theorem.part.value,
            "strength": strength[theorem.name].value,
            "attackable": len(theorem.attacks),
            "uses": [name for name in theorem.uses if name in strength],
            "assumes": [{"name": one.name, "statement": one.statement, "source": one.source} for one in theorem.assumes],
        }
        for theorem in library.graph.order
        if theorem.name in strength
    ]


def _refuted(section: Section) -> list[Outcome]:
    """A counterexample to a claim of a theorem counts against the theorem; that an attack finds none counts for nothing."""
    return [outcome for outcome in section.outcomes if outcome.verdict.kind is Kind.REFUTED]


def sabotaged_data(one: Sabotaged) -> dict[str, Any]:
    """A wrong variant as plain data; `by`: the engines that refuted it, or "computation"."""
    found = _BY.search(one.verdict.detail)
    by = found[1].split(" and by ") if found else ["computation"]
    return {
        "entry": one.theorem,
        "change": one.change,
        "verdict": one.verdict.kind.value,
        "detail": one.verdict.detail,
        "by": by if one.killed else [],
        "evidence": [list(pair) for pair in one.verdict.evidence],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "kind": section.noun[0],
        "name": section.name,
        "title": section.title,
        "facts": [list(pair) for pair in section.facts],
        "obligations": [
            {
                "name": outcome.obligation.name,
                "claim": outcome.obligation.claim,
                "scope": outcome.obligation.scope.value,
                "method": outcome.obligation.method,
                "verdict": outcome.verdict.kind.value,
                "detail": outcome.verdict.detail,
                "evidence": [list(pair) for pair in outcome.verdict.evidence],
                "milliseconds": round(1000 * outcome.seconds),
            }
            for outcome in section.outcomes
        ],
    }
