"""Two-sided bounds of the L^p error of a network of Theorem 2.1: a quadrature with proved remainders on cells, 3.10 in gaps.

Notation: c is the value of Phi on a cell, e = c - f; B a box with midpoint m, half-widths w_i and volume V; the gradient of f on
B lies in prod [g_i - r_i, g_i + r_i]; eps bounds how far e(m) is known.
    |e(x) - (e(m) - g (x - m))| <= sum r_i w_i on B                                      (mean value theorem)
    integral of |e|^p over B <= V * mean over the corners v of (|e(m) - g (v - m)| + sum r_i w_i + eps)^p      (convexity)
    integral of |e|^p over B >= V * max(0, |e(m)| - sum r_i w_i / 2 - eps)^p            (Jensen; |x_i - m_i| is w_i/2 in the mean)
and both may be replaced by the least and the greatest |e| on B. Numbers are integers over a power of two, rounded outward.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import isqrt
from typing import Final

from verifier.constructions.approximant import Approximant
from verifier.constructions.grid import Grid
from verifier.errors import InvalidInput
from verifier.exact.interval import Box, Interval
from verifier.targets.target import Target

Progress = Callable[[int, int], None]
BUDGET: Final = 20_000  # boxes


@dataclass(frozen=True, slots=True)
class LpError:
    """lower <= |Phi - f|_{L^p} <= upper, from parts^d boxes in each cell.

    gaps: the share of the gaps in upper^p; reached: whether upper <= (1 + tolerance) lower.
    """

    lower: Fraction
    upper: Fraction
    parts: int
    boxes: int
    gaps: Fraction
    reached: bool


@dataclass(frozen=True, slots=True)
class Power:
    """t -> t^p for t >= 0 and p = a/b, on integers: t = T / 2^places goes to integers over 2^scale."""

    p: Fraction
    places: int

    @property
    def scale(self) -> int:
        """ceil(p * places)."""
        return -((-self.p * self.places).__floor__())

    def down(self, t: int) -> int:
        """The greatest integer <= 2^scale (t / 2^places)^p."""
        return root(self._inner(t), self.p.denominator)

    def up(self, t: int) -> int:
        """The least integer >= 2^scale (t / 2^places)^p."""
        inner = self._inner(t)
        low = root(inner, self.p.denominator)
        return low if low**self.p.denominator == inner else low + 1

    def _inner(self, t: int) -> int:
        raised: int = t**self.p.numerator
        return raised << (self.p.denominator * self.scale - self.p.numerator * self.places)


def root(value: int, degree: int) -> int:
    """floor(value^(1/degree)) for value >= 0."""
    if degree == 1 or value < 2:
        return value
    if degree == 2:
        return isqrt(value)
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def gap_measure(grid: Grid) -> Fraction:
    """The measure of Omega: 1 - (1 - (K - 1) delta)^d."""
    return 1 - (1 - (grid.K - 1) * grid.delta.fraction) ** grid.d


class _Quadrature:
    """Bounds of the integral of |Phi - f|^p over all cells, for one target and one number of parts."""

    def __init__(self, target: Target, approximant: Approximant, p: Fraction, parts: int) -> None:
        self.target, self.parts = target, parts
        self.grid, self.code = approximant.grid, approximant.code
        s = self.code.frame.s.fraction
        self.places = 64 + self.grid.n + max(0, s.denominator.bit_length() - s.numerator.bit_length())
        self.power = Power(p, self.places)

    def cells(self, progress: Callable[[int], None]) -> Interval:
        """The bounds."""
        low = high = Fraction(0)
        s, b = self.code.frame.s.fraction, self.code.frame.b.fraction
        for count, beta in enumerate(self.grid.cells(), start=1):
            value = s * self.code.cells[self.grid.index(beta) - 1] / self.grid.K + b
            sides = [self._parts(side) for side in self.grid.box(beta)]
            volume = Fraction(1)
            for side in sides:
                volume *= side[0].width
            lower = upper = 0
            for box in product(*sides):
                less, more = self._box(box, value)
                lower += less
                upper += more
            low += volume * lower
            high += volume * upper
            progress(count)
        unit = Fraction(1, 1 << self.power.scale)
        return Interval(low * unit, high * unit)

    def _parts(self, side: Interval) -> list[Interval]:
        step = side.width / self.parts
        ends = [side.lo + step * i for i in range(self.parts)] + [side.hi]
        return [Interval(low, high) for low, high in pairwise(ends)]

    def _box(self, box: Box, value: Fraction) -> tuple[int, int]:
        """Bounds of the mean of |e|^p over the box, in units of 2^-scale."""
        whole = abs(Interval.point(value) - self.target.natural(box, self.places))
        lower, upper = self.power.down(self._floor(whole.lo)), self.power.up(self._ceil(whole.hi))
        slopes = self.target.gradient(box, self.places)
        if slopes is None:
            return lower, upper
        middle = Interval.point(value) - self.target.at(tuple(side.middle for side in box), self.places)
        centre, eps = middle.middle, middle.width / 2
        bend = sum((slope.width * side.width for slope, side in zip(slopes, box, strict=True)), Fraction(0)) / 4
        tilt = [slope.middle * side.width / 2 for slope, side in zip(slopes, box, strict=True)]
        lower = max(lower, self.power.down(self._floor(max(abs(centre) - bend / 2 - eps, Fraction(0)))))
        total = 0
        for signs in product((1, -1), repeat=len(tilt)):
            corner = centre + sum((t if sign > 0 else -t for t, sign in zip(tilt, signs, strict=True)), Fraction(0))
            total += self.power.up(self._ceil(abs(corner) + bend + eps))
        return lower, min(upper, -(-total >> len(tilt)))

    def _floor(self, value: Fraction) -> int:
        return (value.numerator << self.places) // value.denominator

    def _ceil(self, value: Fraction) -> int:
        return -((-value.numerator << self.places) // value.denominator)


def gap_part(target: Target, approximant: Approximant, p: Fraction) -> Fraction:
    """An upper bound of the integral over Omega: its measure times max(b + s - min f, max f - b)^p, as psi is in [0, 1]."""
    grid, outer = approximant.grid, approximant.code.frame
    low = high = None
    for beta in grid.cells():
        f = target.on(tuple(Interval(Fraction(k, grid.K), Fraction(k + 1, grid.K)) for k in beta), 64)
        low, high = (f.lo, f.hi) if low is None or high is None else (min(low, f.lo), max(high, f.hi))
    if low is None or high is None:
        raise InvalidInput("a grid without cells")
    b, s = outer.b.fraction, outer.s.fraction
    worst = max(b + s - low, high - b)
    places = 64 + max(0, worst.denominator.bit_length() - worst.numerator.bit_length())  # 64 digits of small numbers, too
    power = Power(p, places)
    size = power.up(-((-worst.numerator << places) // worst.denominator)) if worst > 0 else 0
    return gap_measure(grid) * size / (1 << power.scale)


def lp_error(
    target: Target,
    approximant: Approximant,
    tolerance: Fraction,
    *,
    budget: int = BUDGET,
    progress: Progress = lambda done, total: None,
) -> LpError:
    """Bounds of the L^p norm of Phi - f; the number of boxes is doubled along every axis until they are close.

    Exact:   both bounds are proved. upper <= (1 + tolerance) lower unless the budget is spent.
    Raises:  InvalidInput for a network that is not of Theorem 2.1.
    """
    p, grid = approximant.p, approximant.grid
    if p is None:
        raise InvalidInput(f"no L^p bound for Theorem {approximant.theorem}")
    gaps = gap_part(target, approximant, p)
    parts, spent = 1, 0
    while True:
        before, each = spent, parts**grid.d
        cells = _Quadrature(target, approximant, p, parts).cells(
            lambda count, before=before, each=each: progress(min(before + count * each, budget), budget)  # type: ignore[misc]
        )
        spent += grid.J * parts**grid.d
        lower, upper = norm_down(cells.lo, p), norm_up(cells.hi + gaps, p)
        reached = upper <= (1 + tolerance) * lower
        following = grid.J * (2 * parts) ** grid.d
        if reached or spent + following > budget:
            share = gaps / (cells.hi + gaps) if gaps else Fraction(0)
            return LpError(lower, upper, parts, grid.J * parts**grid.d, share, reached)
        parts *= 2


def norm_down(integral: Fraction, p: Fraction, digits: int = 40) -> Fraction:
    """The greatest multiple of a power of two of about `digits` bits whose p-th power is <= integral."""
    if integral <= 0:
        return Fraction(0)
    a, b = p.numerator, p.denominator
    lift = digits + max(0, -((integral.numerator.bit_length() - integral.denominator.bit_length()) * b // a))
    power = (integral**b) * (1 << (a * lift))
    return Fraction(root(power.__floor__(), a), 1 << lift)


def norm_up(integral: Fraction, p: Fraction, digits: int = 40) -> Fraction:
    """The least multiple of a power of two of about `digits` bits whose p-th power is >= integral."""
    if integral <= 0:
        return Fraction(0)
    low = norm_down(integral, p, digits)
    if low**p.numerator == integral**p.denominator:
        return low
    a, b = p.numerator, p.denominator
    lift = digits + max(0, -((integral.numerator.bit_length() - integral.denominator.bit_length()) * b // a))
    return low + Fraction(1, 1 << lift)
