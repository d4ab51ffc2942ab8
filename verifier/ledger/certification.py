"""Obligations of one certificate: two-sided error, tolerance, literal digits, second number system, the theorem's bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.attack.points import adversarial_points
from verifier.attack.pointwise import bounds, sample, shown
from verifier.certificates.certificate import (
    Claim,
    ClassBound,
    attainable,
    certificate,
    checkable,
    checkable_power,
    class_bound,
    published,
)
from verifier.certificates.lp_error import LpError, lp_error
from verifier.certificates.readback import read_every_cell
from verifier.certificates.second_opinion import agree, second_opinion
from verifier.certificates.sup_error import SupError, sup_error
from verifier.constructions.approximant import Approximant
from verifier.constructions.grid import lp_delta
from verifier.errors import InvalidInput
from verifier.exact.decimal_text import decimal, decimal_down, decimal_up
from verifier.exact.interval import Interval
from verifier.ledger.instance import Question, build
from verifier.ledger.obligation import INSTANCE, Check, Obligation, Progress, Scope, Section
from verifier.ledger.run import Watch, discharge, unwatched
from verifier.network.meaning import Exact
from verifier.targets.target import Target
from verifier.verdict import Kind, Verdict

NARROWER = 8  # by default the gaps of a certified network of Theorem 2.1 are 2^-8 of the widest: they should not matter
_OPINION_BITS = 80


@dataclass(frozen=True)
class Certified:
    """What `certify` found: the section for the reader, and the certificate."""

    section: Section
    data: dict[str, Any]


def network_to_certify(question: Question, *, checked: bool = True) -> Approximant:
    """The network of the theorem; for 2.1 with narrower gaps than the theorem asks for, unless delta is given.

    Raises:  InvalidInput for the printed route of Theorem 2.3, whose digits are read only approximately; if `checked`,
             ResourceLimit for what the checker does not read.
    """
    if question.theorem == "2.3" and question.layout == "printed":
        raise InvalidInput("the products of the printed route are approximate: certify --layout compact or direct")
    if checked and question.theorem == "2.1":
        checkable_power(question.p)
    if question.theorem == "2.1" and question.delta is None:
        widest = lp_delta(question.target.dimension, question.n, question.p)
        narrow = widest.shift(-NARROWER).fraction
        question = Question(
            question.theorem, question.target, question.n, question.p, narrow, question.layout,
            question.max_cells, question.max_parameters,
        )  # fmt: skip
    approximant = build(question)
    if checked:
        checkable(approximant)
    return approximant


def certify(
    target: Target,
    approximant: Approximant,
    tolerance: Fraction,
    provenance: Mapping[str, str],
    *,
    budget: int,
    seed: int = 0,
    watch: Watch = unwatched,
) -> Certified:
    """Bound the error from both sides, hold everything against a second number system, and write it down.

    Raises:  EnginesDisagree if Arb and mpmath enclose f in disjoint intervals anywhere.
    """
    found: list[SupError | LpError] = []
    wanted, bound = attainable(tolerance), class_bound(target, approximant)

    def error(progress: Progress) -> Verdict:
        if approximant.p is None:
            found.append(sup_error(target, approximant, wanted, budget=budget, seed=seed, progress=progress))
        else:
            found.append(lp_error(target, approximant, wanted, budget=budget, progress=progress))
        claim = published(found[0], approximant.p, bound)
        detail = f"{decimal_down(claim.lower, 5)} <= error <= {decimal_up(claim.upper, 5)} ({_how(found[0])})"
        return Verdict(Kind.CERTIFIED, detail, (("lower", str(claim.lower)), ("upper", str(claim.upper))))

    norm = "sup norm on the cube" if approximant.p is None else f"L^{approximant.p} norm on the cube"
    obligations = [
        _obligation("error", f"l <= |Phi - f| <= u, {norm}", "enclosures on boxes that cover the cube", error),
        _obligation("tolerance", f"u <= (1 + {tolerance}) l", "exact comparison of what is written down",
                    lambda _: _close(found[0], published(found[0], approximant.p, bound), tolerance)),
        _obligation("digits", "the literal network reads every digit of every cell", "literal layers in exact integers",
                    lambda progress: read_every_cell(approximant, Exact(), progress)),
        _obligation("second number system", "mpmath encloses f where Arb does, at the corner and on all of every cell",
                    "mpmath with guard, mpmath.iv for + - * /", lambda progress: _overlap(target, approximant, progress)),
    ]  # fmt: skip
    outcomes = list(discharge(obligations, watch))
    outcomes += discharge(_comparisons(target, approximant, bound, found[0]), watch)
    title = f"Certificate: Theorem {approximant.theorem} ({approximant.layout}) for {target.name}"
    section = Section(INSTANCE, approximant.theorem, title, facts(target, approximant, bound), tuple(outcomes))
    return Certified(section, certificate(target, approximant, found[0], bound, provenance))


def estimate(target: Target, approximant: Approximant, points: int, seed: int) -> Section:
    """The largest error at some points, evaluated exactly: fast, and no bound of anything."""

    def check(progress: Progress) -> Verdict:
        kinks = [target.breakpoints(axis) for axis in range(approximant.grid.d)]
        chosen = adversarial_points(approximant.grid, points, kinks, seed)
        worst = max(sample(target, approximant, chosen, progress), key=lambda one: one.error.hi)
        largest = f"at {len(chosen)} points the error is at most {decimal_up(worst.error.hi, 5)}, at {shown(worst.x)}"
        detail = f"NOT CERTIFIED: {largest}"
        return Verdict(Kind.TESTED, detail)

    obligation = _obligation("estimate", "the error, sampled", "exact values at points; nothing between them", check)
    title = f"Estimate: Theorem {approximant.theorem} ({approximant.layout}) for {target.name}"
    return Section(INSTANCE, approximant.theorem, title, facts(target, approximant, None), discharge([obligation]))


def facts(target: Target, approximant: Approximant, bound: ClassBound | None) -> tuple[tuple[str, str], ...]:
    """The numbers and hypotheses that a reader wants first."""
    grid, outer = approximant.grid, approximant.code.frame
    measure = "" if approximant.p is None else f", p = {approximant.p}"
    lines = [
        ("f", target.name),
        ("grid", f"d = {grid.d}, n = {grid.n}, {grid.J} cells, delta = {grid.delta.fraction}{measure}"),
        ("s, b", f"{decimal(outer.s.fraction, 6)}, {decimal(outer.b.fraction, 6)}"),
        ("v", f"{grid.m * grid.n} bits"),
    ]
    if bound is not None:
        lines.append(("hypothesis" if bound.how == "declared" else "modulus of continuity", bound.hypothesis))
    return tuple(lines)


def _obligation(name: str, claim: str, method: str, check: Check) -> Obligation:
    return Obligation(name, claim, Scope.INSTANCE, method, check)


def _how(found: SupError | LpError) -> str:
    if isinstance(found, SupError):
        return f"{found.boxes} boxes; lower bound at x = {shown(found.witness)}"
    return f"{found.boxes} boxes, {found.parts} per axis and cell; gaps {decimal(100 * found.gaps, 2)} % of u^p"


def _close(found: SupError | LpError, claim: Claim, tolerance: Fraction) -> Verdict:
    """The bounds that are written down, not those that were proved before they were rounded."""
    if claim.upper <= (1 + tolerance) * claim.lower:
        ratio = f"u/l = {decimal_up(claim.upper / claim.lower, 5)}" if claim.lower else "the error is 0"
        return Verdict(Kind.CERTIFIED, f"{ratio}, tolerance {tolerance}")
    ratio = decimal_down(claim.upper / claim.lower, 5) if claim.lower else "unbounded"
    hint = "" if attainable(tolerance) else "; a certificate leaves 1/256 between its bounds, so that others can confirm them"
    if isinstance(found, LpError) and found.gaps > Fraction(1, 10):
        hint += "; the gaps weigh too much: choose a smaller --delta"
    return Verdict(Kind.UNDECIDED, f"the budget of boxes is spent at u/l = {ratio}, tolerance {tolerance}{hint}")


def _overlap(target: Target, approximant: Approximant, progress: Progress) -> Verdict:
    """Both routes at the lower corner and on all of every cell; a second route without an answer is counted."""
    grid = approximant.grid
    corners = boxes = 0
    for count, beta in enumerate(grid.cells(), start=1):
        corner, box = grid.corner(beta), grid.box(beta)
        point = tuple(Interval.point(t) for t in corner)
        first = target.at(corner, _OPINION_BITS)
        corners += agree(first, second_opinion(target, point, _OPINION_BITS), f"at {shown(corner)}")
        boxes += agree(target.on(box, _OPINION_BITS), second_opinion(target, box, _OPINION_BITS), f"on cell {beta}")
        progress(count, grid.J)
    detail = f"overlap at {corners} of {grid.J} corners and on {boxes} of {grid.J} cells"
    if corners < grid.J or boxes < grid.J:
        return Verdict(Kind.UNDECIDED, f"{detail}; elsewhere mpmath has no enclosure")
    return Verdict(Kind.CERTIFIED, detail)


def _comparisons(
    target: Target, approximant: Approximant, bound: ClassBound | None, found: SupError | LpError
) -> list[Obligation]:
    """The proved bounds of the error, before they are rounded, against the right-hand sides of the theorem."""
    lower, upper = found.lower, found.upper
    proved = bounds(target, approximant)
    rows = [("bound, as printed", "omega_f(sqrt(d)/K) + 2^(2-n) omega_f(sqrt d), proved modulus", proved.printed)]
    if approximant.p is None:
        rows.append(("bound of Theorem 2.2'", "omega_f(sqrt(d)/K) + 2^(1-n) omega_f(sqrt d), proved modulus", proved.repaired))
    if bound is not None and bound.printed != proved.printed:
        rows.append(("bound, as printed, class in the certificate", "the same from the hypothesis", bound.printed))
    assumed = []
    if bound is not None and bound.how == "declared":
        declared = Verdict(Kind.ASSUMED, bound.hypothesis)
        assumed.append(_obligation("hypothesis", bound.hypothesis, "declared by the user", lambda _: declared))

    def compare(value: Fraction) -> Verdict:
        evidence = (("bound", str(value)), ("lower", str(lower)), ("upper", str(upper)))
        if upper <= value:
            slack = f"u = {decimal_up(upper / value, 3)} of B" if value else "both are 0"
            detail = f"u = {decimal_up(upper, 5)} before rounding, B = {decimal_up(value, 5)}, {slack}"
            return Verdict(Kind.CERTIFIED, detail, evidence)
        if lower > value and not assumed:
            return Verdict(Kind.REFUTED, f"the error is at least {decimal_down(lower, 5)}, B = {decimal_up(value, 5)}", evidence)
        return Verdict(Kind.UNDECIDED, f"B = {decimal(value, 5)} lies between l and u, or rests on a declaration", evidence)

    method = "exact comparison of u with B"

    def row(name: str, formula: str, value: Fraction) -> Obligation:
        return _obligation(name, f"|Phi - f| <= B for a proved B >= {formula}", method, lambda _: compare(value))

    return [*assumed, *(row(*one) for one in rows)]
