"""verifier mutants: wrong constructions and wrong claims, and which engine refutes each."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from rich.console import Console

from verifier.cli.arguments import integer
from verifier.errors import InvalidInput
from verifier.files import canonical, check_writable, write_atomically
from verifier.ledger.count import ESTABLISHED, REJECTED
from verifier.ledger.kill_matrix import ENGINES, Totals, Tried, kill_matrix, totals
from verifier.report.terminal import counter
from verifier.verdict import Kind

HELP = "the kill matrix: wrong constructions and wrong claims before the identities, the certificates and the attack"
_WORDS: Final = {Kind.REFUTED: "KILLED", Kind.PROVED: "proved", Kind.CERTIFIED: "passes", Kind.TESTED: "passes"}
_SILENT: Final = "-"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--only", metavar="NAME", default="", help="mutants whose name or family contains NAME")
    parser.add_argument("--json", metavar="FILE", help="write every verdict with its witness")
    parser.add_argument("-j", "--jobs", metavar="J", default="2", help="processes (default 2)")


def run(args: argparse.Namespace, out: Console) -> int:
    """Try, print, count."""
    workers = integer("jobs", args.jobs)
    if not 1 <= workers <= 256:
        raise InvalidInput.argument("jobs", workers, "between 1 and 256 processes")
    if args.json is not None:
        check_writable(Path(args.json))
    with counter("mutants") as advance:
        rows = kill_matrix(args.only, workers, advance)
    width = max(len(one.name) for one in rows)
    family = ""
    for one in rows:
        if one.family != family:
            family = one.family
            out.print(f"\n{family}", markup=False)
            out.print(f"  {'':{width}}  " + "  ".join(f"{engine:15}" for engine in ENGINES), markup=False)
        out.print(f"  {one.name:{width}}  {_marks(one)}  {_ending(one)}".rstrip(), markup=False)
    found = totals(rows)
    for proof in dict.fromkeys(one.equivalent for one in rows if one.equivalent is not None):
        out.print("")
        for one in rows:
            if one.equivalent == proof:
                out.print(f"equivalent: {one.name}", markup=False)
                if one.changed is not None:
                    out.print(f"  for all that its lemma says; another value at {one.changed}", markup=False)
        out.print(f"  {_short(proof)}", markup=False)
    _summary(found, out)
    if args.json is not None:
        write_atomically(Path(args.json), canonical(_data(rows, found)) + "\n")
        out.print(f"wrote {args.json}", markup=False)
    wrong = found.mutants - found.equivalent
    last = f"{found.mutants} mutants: {found.killed} of {wrong} killed, {found.by_two} by two engines or more, "
    out.print(f"{last}{found.equivalent} equivalent, {len(found.survivors)} survived", markup=False)
    fine = found.sound if not args.only else not found.survivors
    return ESTABLISHED if fine else REJECTED


def _marks(one: Tried) -> str:
    said = {mark.engine: mark for mark in one.marks}
    cells = []
    for engine in ENGINES:
        mark = said.get(engine)
        text = _SILENT if mark is None else f"{_WORDS.get(mark.verdict.kind, 'open')} {int(1000 * mark.seconds)} ms"
        cells.append(f"{text:15}")
    return "  ".join(cells)


def _ending(one: Tried) -> str:
    return "" if one.killers else "equivalent" if one.equivalent is not None else "SURVIVED"


def _summary(found: Totals, out: Console) -> None:
    wrong = found.mutants - found.equivalent
    out.print("")
    for engine, count in found.by_engine:
        out.print(f"{engine:13} kill {count} of {wrong}", markup=False)
    seen = f"{found.changing} wrong networks that were seen to change a value on the cube"
    whole = f"{found.changing_by_whole} of them by a value of the whole network"
    out.print(f"the attack alone kills {found.changing_by_attack} of the {seen}, {whole}", markup=False)
    for name in found.survivors:
        out.print(f"survivor: {name}", markup=False)


def _data(rows: tuple[Tried, ...], found: Totals) -> dict[str, object]:
    mutants = [
        {"name": one.name, "family": one.family, "killers": list(one.killers), "changed": one.changed or "",
         "equivalent": one.equivalent or "",
         "engines": [{"engine": mark.engine, "verdict": mark.verdict.kind.value, "detail": mark.verdict.detail,
                      "milliseconds": int(1000 * mark.seconds), "evidence": [list(pair) for pair in mark.verdict.evidence]}
                     for mark in one.marks]}
        for one in rows
    ]  # fmt: skip
    return {"mutants": mutants, "killed": found.killed, "by_two": found.by_two, "equivalent": found.equivalent,
            "survivors": list(found.survivors)}  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 240 else f"{text[:230]}..."
