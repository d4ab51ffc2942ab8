"""Two-sided bounds of the sup norm error of a network of Theorem 2.2 or 2.3. Nothing is sampled: boxes cover the cube.

Upper bound: on every box psi lies in a known interval (`regions`), f in an enclosure; boxes are halved, worst first.
Lower bound: the exact value of the network at one dyadic point, and an enclosure of f there.

Notation: Phi = s psi + b.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import product
from typing import Final

from verifier.certificates.gap_values import GapReader
from verifier.certificates.regions import Region, regions
from verifier.constructions.approximant import Approximant
from verifier.errors import InvalidInput, VerifierError
from verifier.exact.dyadic import Dyadic
from verifier.exact.interval import Box, Interval
from verifier.network.compiled import run
from verifier.targets.target import Target

Point = tuple[Fraction, ...]
Progress = Callable[[int, int], None]
BUDGET: Final = 20_000  # boxes beyond the regions themselves
_TRIES: Final = 12  # points looked at in a gap
_LONGEST: Final = 9000  # bits of the value at a witness, which is written down and read by others


@dataclass(frozen=True, slots=True)
class SupError:
    """lower <= sup |Phi - f| <= upper; at the witness |Phi - f| >= lower, and Phi(witness) = value.

    boxes: how many boxes cover the cube; reached: whether upper <= (1 + tolerance) lower.
    """

    lower: Fraction
    upper: Fraction
    witness: Point
    value: Fraction
    boxes: int
    reached: bool


class _Search:
    """Best-first subdivision: the largest upper bound of all boxes is an upper bound of the error."""

    def __init__(self, target: Target, approximant: Approximant, seed: int) -> None:
        self.target = target
        self.approximant = approximant
        self.s, self.b = approximant.code.frame.s.fraction, approximant.code.frame.b.fraction
        self.unit = self.s / approximant.grid.K
        self.bits = 40 + approximant.grid.n + max(0, self.s.denominator.bit_length() - self.s.numerator.bit_length())
        self.lower, self.witness = Fraction(-1), (Fraction(0),) * approximant.grid.d
        self.rng = random.Random(seed)
        self.reader = GapReader.of(approximant)
        self.heap: list[tuple[Fraction, int, Region]] = []
        self.boxes = 0

    def bound(self, region: Region) -> Fraction:
        """An upper bound of |Phi - f| on the region."""
        f = self.target.on(region.box, self.bits)
        return max(self.unit * region.high + self.b - f.lo, f.hi - self.unit * region.low - self.b)

    def push(self, region: Region) -> None:
        self.boxes += 1
        heappush(self.heap, (-self.bound(region), self.boxes, region))

    def halves(self, region: Region) -> Iterator[Region]:
        """The two halves across the longest side; in gaps, with what psi can take on them by the closed forms."""
        axis = max(range(len(region.box)), key=lambda i: region.box[i].width)
        for side in region.box[axis].split():
            box: Box = (*region.box[:axis], side, *region.box[axis + 1 :])
            low, high = region.low, region.high
            if any(region.gaps):
                psi = self.reader.psi(box).scale(Fraction(self.approximant.grid.K))
                low, high = max(low, psi.lo), min(high, psi.hi)
            yield Region(box, low, high, region.gaps)

    def look(self, region: Region) -> None:
        """Raise the lower bound by points of the region: corners of a cell; points near the corners in gaps."""
        ends = [(side.lo, side.hi) if side.width else (side.lo,) for side in region.box]
        if not any(region.gaps):
            value = self.unit * region.low + self.b
            for point in (*product(*ends), tuple(side.middle for side in region.box)):
                self.see(point, value)
            return
        for _ in range(_TRIES):
            self.see(tuple(self.near(side, gap) for side, gap in zip(region.box, region.gaps, strict=True)))

    def near(self, side: Interval, gap: bool) -> Fraction:
        """An end of a cell, or a dyadic place in a gap near an end."""
        inward = side.width * Fraction(2 * self.rng.randrange(1, 1 << 9) + 1, 1 << 14) if gap else Fraction(0)
        return side.lo + inward if self.rng.getrandbits(1) else side.hi - inward

    def see(self, point: Point, value: Fraction | None = None) -> None:
        if value is None:
            value = self.approximant.closed([Dyadic.of(t) for t in point]).fraction
        error = abs(Interval.point(value) - self.target.at(point, self.bits)).lo
        if error > self.lower and max(value.denominator.bit_length(), value.numerator.bit_length()) <= _LONGEST:
            self.lower, self.witness = error, point


def sup_error(
    target: Target,
    approximant: Approximant,
    tolerance: Fraction,
    *,
    budget: int = BUDGET,
    seed: int = 0,
    progress: Progress = lambda done, total: None,
) -> SupError:
    """Bounds of sup |Phi - f| over the cube, with upper <= (1 + tolerance) lower unless the budget is spent.

    Exact:   both bounds are proved; `seed` only chooses the points at which the lower bound is looked for.
    Raises:  InvalidInput for a network without medians, or with approximate products.
    """
    if approximant.theorem == "2.1" or approximant.layout == "printed":
        raise InvalidInput(f"no sup norm bound for Theorem {approximant.theorem} ({approximant.layout})")
    search = _Search(target, approximant, seed)
    every = list(regions(approximant.grid, approximant.code.cells))
    search.look(every[0])
    for count, region in enumerate(every, start=1):
        search.push(region)
        progress(count, len(every) + budget)
    heapify(search.heap)
    spent = 0
    while spent < budget:
        key, _, region = search.heap[0]
        search.look(region)
        if -key <= (1 + tolerance) * search.lower:
            break
        heappop(search.heap)
        for half in search.halves(region):
            search.push(half)
        spent += 1
        progress(len(every) + spent, len(every) + budget)
    upper = -search.heap[0][0]
    value = run(approximant.network, search.witness)[0]
    error = abs(Interval.point(value) - target.at(search.witness, search.bits)).lo
    if error < search.lower:
        raise VerifierError(f"the literal network and its closed form differ at {search.witness}")
    return SupError(search.lower, upper, search.witness, value, len(search.heap), upper <= (1 + tolerance) * search.lower)
