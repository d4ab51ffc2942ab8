"""McShane extensions: the largest or smallest function of a given slope through given data.

The norm is the sum or the maximum of the coordinates' distances, so that values at rational points are rational; the Euclidean
Lipschitz constant follows from |z|_max <= |z|_2 and |z|_1 <= sqrt(d) |z|_2, and both are attained: by the maximum norm along
an axis, by the sum along a diagonal, the direction in which cells of a grid are longest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal

from verifier.errors import InvalidInput, ResourceLimit
from verifier.exact.interval import Box, Interval
from verifier.targets.modulus import check_square, root_up, short_up
from verifier.targets.target import Hypothesis, Point, Target, check_bits, check_dimension, rational, variables

LARGEST: Final = 1000
_SPLITS: Final = 48
_NORMS: Final = ("sum", "max")
Norm = Literal["sum", "max"]


@dataclass(frozen=True, slots=True)
class Cones(Target):
    """f(x) = min_i (h_i + slope |x - p_i|) for slope > 0, and max_i (h_i + slope |x - p_i|) for slope < 0.

    Claim:   |f(x) - f(y)| <= |slope| |x - y| in its norm, hence omega_f(r) <= |slope| r for "max" and
             |slope| sqrt(d) r for "sum". If |h_i - h_j| <= |slope| |p_i - p_j|, then f(p_i) = h_i.
    Exact:   values. The range is enclosed from outside by branch and bound, and exactly at the end where apexes are.
    Raises:  InvalidInput unless there are as many heights as apexes, at least one, slope != 0, and all apexes in one space.
    Source:  E. J. McShane, Extension of range of functions, Bull. AMS 40, 1934.

    >>> f = Cones(((Fraction(0), Fraction(0)),), (Fraction(1),), Fraction(2), "sum")
    >>> f.at((Fraction(1, 2), Fraction(1, 4)), 0).lo, f.modulus_of_root(Fraction(1, 8))
    (Fraction(5, 2), Fraction(1, 1))
    """

    apexes: tuple[Point, ...]
    heights: tuple[Fraction, ...]
    slope: Fraction
    norm: Norm = "sum"
    name: str = field(init=False, compare=False)
    dimension: int = field(init=False, compare=False)
    _known: list[tuple[Interval, Fraction]] = field(init=False, compare=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        if not self.apexes or len(self.apexes) != len(self.heights) or len({len(apex) for apex in self.apexes}) != 1:
            raise InvalidInput(f"cones need as many heights as apexes of one dimension: {self.apexes!r:.60}")
        if len(self.apexes) > LARGEST:
            raise ResourceLimit.cost("a minimum of cones", f"{len(self.apexes)} cones", str(LARGEST), "no option raises it")
        check_dimension(len(self.apexes[0]))
        if not self.slope:
            raise InvalidInput.argument("slope", self.slope, "a number other than 0")
        if self.norm not in _NORMS:
            raise InvalidInput.argument("norm", self.norm, f"one of {', '.join(_NORMS)}")
        object.__setattr__(self, "dimension", len(self.apexes[0]))
        object.__setattr__(self, "name", f"{'minimum' if self.slope > 0 else 'maximum'} of {len(self.apexes)} cones")

    def _length(self, distances: list[Fraction]) -> Fraction:
        return max(distances) if self.norm == "max" else sum(distances, Fraction(0))

    def _value(self, point: Point) -> Fraction:
        cones = [
            height + self.slope * self._length([abs(x - p) for x, p in zip(point, apex, strict=True)])
            for apex, height in zip(self.apexes, self.heights, strict=True)
        ]
        return min(cones) if self.slope > 0 else max(cones)

    def at(self, point: Point, bits: int) -> Interval:
        """f(point), exactly."""
        self.check_point(point)
        check_bits(bits)
        return Interval.point(self._value(point))

    def on(self, box: Box, bits: int) -> Interval:
        """The minimum (maximum) of the exact ranges of all cones: exact at the end where apexes are, outer at the other."""
        self.check_box(box)
        check_bits(bits)
        ranges = []
        for apex, height in zip(self.apexes, self.heights, strict=True):
            near = [max(side.lo - p, p - side.hi, Fraction(0)) for side, p in zip(box, apex, strict=True)]
            far = [max(p - side.lo, side.hi - p) for side, p in zip(box, apex, strict=True)]
            ranges.append(Interval(self._length(near), self._length(far)).scale(self.slope) + Interval.point(height))
        chosen = min if self.slope > 0 else max
        return Interval(chosen(one.lo for one in ranges), chosen(one.hi for one in ranges))

    def _extremes(self) -> tuple[Interval, Fraction]:
        """An outer range, and a difference of two values of f."""
        if self._known:
            return self._known[0]
        cube = (Interval(Fraction(0), Fraction(1)),) * self.dimension
        up = self.slope > 0

        def reach(box: Box) -> Fraction:  # how far the uncertain end may go on a box, upwards
            found = self.on(box, 0)
            return found.hi if up else -found.lo

        inside = [p for p in self.apexes if all(0 <= x <= 1 for x in p)] or [tuple(side.lo for side in cube)]
        seen = [self._value(p) for p in inside]
        best = max(seen) if up else -min(seen)
        boxes: list[tuple[Fraction, Box]] = [(reach(cube), cube)]
        done = Fraction(0)
        for split in range(_SPLITS * self.dimension):
            boxes.sort(key=lambda one: one[0])
            top, box = boxes[-1]
            middle = self._value(tuple(side.middle for side in box))
            seen.append(middle)
            best = max(best, middle if up else -middle)
            done = max(top, best)
            if top <= best:
                break
            boxes.pop()
            axis = split % self.dimension
            for half in box[axis].split():
                piece = (*box[:axis], half, *box[axis + 1 :])
                boxes.append((reach(piece), piece))
        done = max(max(one for one, _ in boxes), best)
        sure = self.on(cube, 0)
        whole = Interval(sure.lo, max(done, sure.lo)) if up else Interval(min(-done, sure.hi), sure.hi)
        self._known.append((whole, max(seen) - min(seen)))
        return self._known[0]

    def range(self) -> Interval:
        """An outer enclosure of the range."""
        return self._extremes()[0]

    def oscillation_lower(self) -> Fraction:
        """The largest difference of two values that were seen."""
        return self._extremes()[1]

    def lipschitz(self) -> Fraction:
        """|slope|, times sqrt(d) for the sum norm (rounded up if irrational)."""
        factor = root_up(Fraction(self.dimension)) if self.norm == "sum" else Fraction(1)
        return short_up(abs(self.slope) * factor)

    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """|slope| r, or |slope| sqrt(d) r; exact where that root is rational."""
        check_square(r_squared)
        factor = self.dimension if self.norm == "sum" else 1
        return min(short_up(abs(self.slope) * root_up(factor * r_squared)), self.oscillation())

    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The Lipschitz constant."""
        return (Hypothesis(f"f has slope {abs(self.slope)} in the {self.norm} norm", "by definition"),)

    def hoelder(self) -> tuple[Fraction, Fraction]:
        """(1, Lipschitz constant)."""
        return Fraction(1), self.lipschitz()

    def sympy(self) -> Any:
        """A sympy Min or Max of the cones."""
        import sympy

        symbols = variables(self.dimension)
        cones = []
        for apex, height in zip(self.apexes, self.heights, strict=True):
            distances = [sympy.Abs(x - rational(p)) for x, p in zip(symbols, apex, strict=True)]
            length = sympy.Max(*distances) if self.norm == "max" else sympy.Add(*distances)
            cones.append(rational(height) + rational(self.slope) * length)
        return sympy.Min(*cones) if self.slope > 0 else sympy.Max(*cones)

    def to_data(self) -> dict[str, Any]:
        """The kind and its parameters."""
        return {
            "kind": "cones",
            "apexes": [[str(x) for x in apex] for apex in self.apexes],
            "heights": [str(height) for height in self.heights],
            "slope": str(self.slope),
            "norm": self.norm,
        }

    def breakpoints(self, axis: int) -> tuple[Fraction, ...]:
        """The coordinates of the apexes, as far as they are in the cube."""
        Target.breakpoints(self, axis)
        return tuple(sorted({apex[axis] for apex in self.apexes if 0 <= apex[axis] <= 1}))
