"""The error of a network at adversarial points, enclosed exactly and compared with the bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from verifier.attack.points import Point
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Sampled
from verifier.exact.decimal_text import decimal_up, exact_text
from verifier.exact.interval import Interval
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict


class Modular(Sampled, Protocol):
    """A target with a proved modulus of continuity."""

    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """An upper bound of omega_f(sqrt(r_squared))."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Right-hand sides for one instance, from the proved modulus and from W = s/2 >= omega_f(sqrt d).

    printed:   omega_f(sqrt(d)/K) + 2^(2-n) W      Theorems 2.1, 2.2
    repaired:  omega_f(sqrt(d)/K) + 2^(1-n) W      Theorem 2.2' (plus 3 eta s for the printed route of 2.3)
    """

    printed: Fraction
    repaired: Fraction


def bounds(target: Modular, approximant: Approximant, reading_error: Fraction = Fraction(0)) -> Bounds:
    """The two bounds of the instance as rationals (upper bounds of the right-hand sides)."""
    grid = approximant.grid
    s = approximant.code.frame.s.fraction
    modulus = target.modulus_of_root(Fraction(grid.d, grid.K**2))
    return Bounds(modulus + 2 * s / grid.K, modulus + s / grid.K + s * reading_error)


@dataclass(frozen=True, slots=True)
class Sample:
    """One point: the exact value of the network, an enclosure of |network - f|, and whether x lies in a gap."""

    x: Point
    value: Fraction
    error: Interval
    gap: bool


def sample(
    target: Sampled, approximant: Approximant, points: Sequence[Point], progress: Callable[[int, int], None]
) -> list[Sample]:
    """Evaluate the literal layers in exact integers at every point, and f by enclosures of width at most 2^-64 s."""
    s = approximant.code.frame.s.fraction
    bits = 64 + (s.denominator.bit_length() if s else 0)
    found = []
    for count, x in enumerate(points, start=1):
        value = run(approximant.network, x)[0]
        error = abs(Interval.point(value) - target.at(x, bits))
        found.append(Sample(x, value, error, approximant.grid.cell_of(x) is None))
        progress(count, len(points))
    return found


def below(samples: Sequence[Sample], approximant: Approximant, bound: Fraction, *, cells_only: bool) -> Verdict:
    """Is |s psi + b - f| <= bound at all sampled points, and psi in [0, 1]?

    cells_only: points in the gaps are only asked for psi in [0, 1] (Theorem 2.1 claims no more there).
    TESTED with the largest ratio error/bound, REFUTED with a witness, else UNDECIDED if an enclosure straddles the bound.
    """
    s, b = approximant.code.frame.s.fraction, approximant.code.frame.b.fraction
    worst, where = Fraction(-1), None
    straddled: Point | None = None
    for one in samples:
        if not b <= one.value <= b + s:
            return Verdict(Kind.REFUTED, "psi leaves [0, 1]", (("x", shown(one.x)), ("network", exact_text(one.value))))
        if one.gap and cells_only:
            continue
        if one.error.lo > bound:
            witness = (("x", shown(one.x)), ("network", exact_text(one.value)), ("error at least", exact_text(one.error.lo)),
                       ("bound", exact_text(bound)))  # fmt: skip
            return Verdict(Kind.REFUTED, f"the error exceeds the bound at x = {shown(one.x)}", witness)
        if one.error.hi > bound:
            straddled = straddled or one.x
        if one.error.hi > worst:
            worst, where = one.error.hi, one.x
    if straddled is not None:
        return Verdict(Kind.UNDECIDED, f"the enclosure of f at {shown(straddled)} is too wide to compare with the bound")
    if where is None:
        return Verdict(Kind.UNDECIDED, "no point was tested")
    gaps = sum(one.gap for one in samples)
    ratio = f"largest error <= {decimal_up(worst)}" + (f", <= {decimal_up(worst / bound, 3)} of the bound" if bound else "")
    evidence = (("worst x", shown(where)), ("error there at most", exact_text(worst)), ("bound", exact_text(bound)))
    return Verdict(Kind.TESTED, f"{len(samples)} points, {gaps} of them in gaps; {ratio}", evidence)


def shown(x: Point) -> str:
    """A point as text."""
    return "(" + ", ".join(str(t) for t in x) + ")"
