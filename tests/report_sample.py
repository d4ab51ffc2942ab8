"""A small report that has everything in it once: all verdicts, a graph, a finding, an instance, wrong variants, a figure, hostile text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verifier.ledger.illustration import tents
from verifier.ledger.picture import Illustration, figure_data
from verifier.verdict import Kind

HOSTILE = "<script>alert(1)</script> & \"quotes\" | `ticks` $x$ \x1b[2J"


def obligation(name: str, verdict: str, scope: str = "for all parameters", evidence: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """One obligation as data."""
    return {
        "name": name, "claim": f"{name}: for all real z: 0 <= z", "scope": scope, "method": "both engines", "verdict": verdict,
        "detail": f"detail of {name}", "evidence": [list(pair) for pair in evidence], "milliseconds": 1250,
    }  # fmt: skip


def section(kind: str, name: str, title: str, facts: Sequence[tuple[str, str]], *obligations: dict[str, Any]) -> dict[str, Any]:
    """One section as data."""
    return {"kind": kind, "name": name, "title": title, "facts": [list(pair) for pair in facts], "obligations": list(obligations)}


def entry(name: str, part: str, strength: str, *uses: str) -> dict[str, Any]:
    """One entry of the graph as data."""
    return {"name": name, "part": part, "strength": strength, "attackable": int(part != "finding"), "uses": list(uses), "assumes": []}


def report_of(sections: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A report with the counts and the exit code of its obligations."""
    kinds = [one["verdict"] for each in sections for one in each["obligations"]]
    code = 1 if "refuted" in kinds else 4 if "undecided" in kinds or not kinds else 0
    data = {
        "format": "verifier-report", "version": 4, "headline": f"{len(kinds)} obligations", "exit_code": code, "interrupted": "",
        "counts": {kind.value: kinds.count(kind.value) for kind in Kind}, "sections": list(sections),
        "entries": [], "sabotage": [], "figures": [], "targets": [], "notes": [],
        "provenance": {"command": ["verifier", "report"], "python": "3.11.7", "packages": {"z3-solver": "4.12"}, "optimised": False,
                       "platform": "linux", "time": "2026-01-01T00:00:00Z"},
    }  # fmt: skip
    return {**data, **more}


def sample(*, failing: bool = True, figures: Sequence[Illustration] = ()) -> dict[str, Any]:
    """Everything once; without `failing` nothing is refuted or undecided."""
    statement = r"c(z) = \sigma(3z-1) \le 1,\quad J \ge 1"
    lemma = section(
        "theorem or lemma", "clamp", "The clamp", [("source", "[S] 1"), ("statement", statement), ("hypothesis", r"J \ge 1"),
                                                   ("hypothesis", "any number"), ("definition", "f(0) = 0"), ("given", "t(j) <= 1")],
        obligation("range", "proved", evidence=[("smt: query", "(check-sat)\n(exit)"), ("digest", "abc")]),
    )  # fmt: skip
    theorem = section(
        "theorem or lemma", "bound", "The bound", [("source", "[S] 2"), ("statement", r"|f| \le 1"), ("uses", "clamp")],
        obligation("assembly", "proved"), obligation("measure", "assumed"),
        *([obligation("false lemma", "refuted", evidence=[("witness", "z = 17/50")])] if failing else []),
    )  # fmt: skip
    finding = section(
        "finding", "finding_e1", "The last cell", [("source", "[S] 3"), ("statement", r"1 \notin \Omega"), ("as printed", "It covers."),
                                                   ("repaired", "Close the last one.")],
        obligation("false: it covers", "certified", evidence=[("witness", "x = 1")]),
    )  # fmt: skip
    instance = section(
        "theorem instance", "2.2", f"Theorem 2.2 for {HOSTILE}", [("target", HOSTILE), ("replay", "verifier check x1 --theorem 2.2")],
        obligation("sizes", "certified", "this instance", [("phi1", "281 <= 512")]),
        obligation("error", "tested", "this instance", [("error there at most", "1/2"), ("bound", "2")]),
        *([obligation("tolerance", "undecided", "this instance")] if failing else []),
    )  # fmt: skip
    attack = section(
        "attacked theorem", "bound", "The bound", [("source", "[S] 2"), ("seed", "0")],
        obligation("sup norm", "tested", evidence=[("examples", "100"), ("evaluations", "1234"), ("largest error/bound", "99999/100000"), ("x", "(1/8)")]),
    )  # fmt: skip
    strength = "refuted" if failing else "assumed"
    return report_of(
        [lemma, theorem, finding, instance, attack],
        entries=[entry("clamp", "lemma", "proved"), entry("bound", "theorem", strength, "clamp"), entry("finding_e1", "finding", "certified")],
        sabotage=[{"entry": "clamp", "change": "1/3 -> 0.34", "verdict": "refuted", "detail": "fails at z = 17/50", "by": ["cases", "smt"],
                   "evidence": [["statement", "c(z) = 0 for z <= 17/50"], ["cases: witness", "z = 17/50"]]}],
        figures=[figure_data(one) for one in (figures or [tents(2)])],
    )  # fmt: skip


def error_section(tolerance: str = "certified", repaired: str = "certified") -> dict[str, Any]:
    """An error that is bounded from both sides: 2/7 <= error <= 1/3, beside the bounds 1 and 2/5."""
    error = obligation("error", "certified", "this instance", [("lower", "1/5"), ("upper", "1/2")])
    ends = [("lower", "2/7"), ("upper", "1/3")]
    return section(
        "two-sided error bound", "2.2", f"Error from both sides: Theorem 2.2 for {HOSTILE}",
        [("grid", "d = 1"), ("replay", "verifier certify x1 --theorem 2.2 -o certificate-2.2.json")],
        {**error, "claim": "l <= |Phi - f| <= u, sup norm on the cube"},
        obligation("tolerance", tolerance, "this instance"),
        obligation("bound, as printed", "certified", "this instance", [("bound", "1"), *ends]),
        obligation("bound of Theorem 2.2'", repaired, "this instance", [("bound", "2/5"), *ends]),
    )  # fmt: skip
