"""What psi can take on a box, from the closed forms of the blocks: sharper than 5.1 where few teeth fit into a gap.

On a box every block is enclosed by an exact range: g and rho and h increase, T and the clamp are known on intervals, hats
(5.4, 5.7) are convex between integers, the median increases in all three arguments. Ranges of sums are added.

Notation: y = rho(g(x)); t_l is what bit reads as digit l; T and clamp as in `verifier.constructions.sawtooth`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.constructions.approximant import Approximant
from verifier.constructions.grid import Grid
from verifier.exact.interval import Box, Interval

_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)
_UNIT: Final = Interval(_ZERO, _ONE)


@dataclass(frozen=True, slots=True)
class GapReader:
    """Ranges of psi for one network of Theorem 2.2 or 2.3 with exact products.

    numbers: what is multiplied by a power of four for digit l, a_l or v; offsets: the power is 4^(offset + y).
    hats:    True if the product is made of hats (5.4, 5.7), False if it is a_l h(y).
    """

    grid: Grid
    numbers: tuple[Fraction, ...]
    offsets: tuple[int, ...]
    hats: bool

    @classmethod
    def of(cls, approximant: Approximant) -> GapReader:
        """The reader of a network, by its layout."""
        grid, code = approximant.grid, approximant.code
        if approximant.layout == "direct":
            offsets = tuple(place * grid.J for place in range(grid.n))
            return cls(grid, (code.v.fraction,) * grid.n, offsets, True)
        return cls(grid, tuple(a.fraction for a in code.a), (0,) * grid.n, approximant.layout != "literal")

    def psi(self, box: Box) -> Interval:
        """An interval that contains psi at every point of the box."""
        delta = self.grid.delta.fraction
        steps = [[self._step(side, move * delta) for move in (-1, 0, 1)] for side in box]
        level = []
        for shift in self.grid.shifts():
            low = high = _ONE
            for axis, move in enumerate(shift):
                g = steps[axis][move + 1]
                low, high = low + g.lo * self.grid.K**axis, high + g.hi * self.grid.K**axis
            level.append(self._read(Interval(low, high)))
        while len(level) > 1:
            level = [_median(level[i : i + 3]) for i in range(0, len(level), 3)]
        return level[0]

    def _step(self, side: Interval, move: Fraction) -> Interval:
        return Interval(self._g(side.lo + move), self._g(side.hi + move))

    def _g(self, t: Fraction) -> Fraction:
        """g(t): k on cell k, linear in gaps."""
        number = min(max((t * self.grid.K).__floor__(), 0), self.grid.K - 1)
        if t <= 0 or number == self.grid.K - 1:
            return Fraction(number)
        into = t - Fraction(number + 1, self.grid.K) + self.grid.delta.fraction
        return number + max(into, _ZERO) / self.grid.delta.fraction

    def _read(self, y: Interval) -> Interval:
        """psi_0 for y in an interval: sum of 2^-l bit(t_l)."""
        low = high = _ZERO
        for place, (number, offset) in enumerate(zip(self.numbers, self.offsets, strict=True), start=1):
            t = self._hat(y, number, offset) if self.hats else self._power(y, number)
            digit = _UNIT if t is None else _bit(t)
            low += digit.lo / (1 << place)
            high += digit.hi / (1 << place)
        return Interval(low, high)

    def _power(self, y: Interval, a: Fraction) -> Interval | None:
        """a h(y); None if at least one whole tooth is surely inside."""
        j, k = min(y.lo.__floor__(), self.grid.J - 1), min(y.hi.__floor__(), self.grid.J - 1)
        if k - j > 1 and a * 4**j >= 1:
            return None
        return Interval(a * 4**j * (1 + 3 * (y.lo - j)), a * 4**k * (1 + 3 * (y.hi - k)))

    def _hat(self, y: Interval, a: Fraction, offset: int) -> Interval | None:
        """sum_j sigma(4^(offset+j) a - 4^cap |y - j|); None if y may be an integer and another number too."""
        if y.width == 0:
            return Interval.point(self._hats(y.lo, a, offset))
        ends = self._hats(y.lo, a, offset), self._hats(y.hi, a, offset)
        if y.lo.__ceil__() <= y.hi.__floor__():  # the peaks are at integers and grow; y.hi may be close to the next one
            top = max(self._hats(Fraction(y.hi.__floor__()), a, offset), *ends)
            return Interval(_ZERO, top) if top < 1 else None
        falling = self._hats_from(y.lo.__floor__(), y.hi, a, offset), self._hats_from(y.lo.__floor__() + 1, y.lo, a, offset)
        # between integers the sum is a falling and a rising branch: least where both are as small as they get
        return Interval(falling[0] + falling[1], max(ends))

    def _hats(self, y: Fraction, a: Fraction, offset: int) -> Fraction:
        j = y.__floor__()
        return self._hats_from(j, y, a, offset) + self._hats_from(j + 1, y, a, offset)

    def _hats_from(self, j: int, y: Fraction, a: Fraction, offset: int) -> Fraction:
        if not 1 <= j <= self.grid.J or abs(y - j) >= 1:
            return _ZERO
        cap = self.grid.J + max(self.offsets)
        return max(a * Fraction(4) ** (offset + j) - abs(y - j) * Fraction(4) ** cap, _ZERO)


def _bit(t: Interval) -> Interval:
    """clamp(T(t)) for t >= 0."""
    first, last = t.lo.__ceil__(), t.hi.__floor__()
    if last - first >= 1:
        return _UNIT
    ends = sorted((_tooth(t.lo), _tooth(t.hi)))
    if first == last:
        ends = [min(ends[0], _ZERO), ends[1]] if first % 2 == 0 else [ends[0], _ONE]
    return Interval(_clamp(ends[0]), _clamp(ends[1]))


def _tooth(t: Fraction) -> Fraction:
    inside = t - 2 * (t / 2).__floor__()
    return min(inside, 2 - inside)


def _clamp(z: Fraction) -> Fraction:
    return min(max(3 * z - 1, _ZERO), _ONE)


def _median(three: Sequence[Interval]) -> Interval:
    return Interval(sorted(one.lo for one in three)[1], sorted(one.hi for one in three)[1])
