"""Piecewise linear functions of one variable; everything about them is exact."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from verifier.errors import InvalidInput, ResourceLimit
from verifier.exact.interval import Box, Interval
from verifier.targets.modulus import check_square, piecewise_linear_modulus, root_up
from verifier.targets.target import Hypothesis, Point, Target, check_bits, rational, variables

LARGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class PiecewiseLinear(Target):
    """The polygon through the points (places[i], values[i]), 0 = places[0] < ... < places[-1] = 1.

    Exact:   values, range, Lipschitz constant and, for rational distances, the modulus of continuity.
    Raises:  InvalidInput if the places do not increase from 0 to 1; ResourceLimit beyond 20000 points.

    >>> hat = PiecewiseLinear((Fraction(0), Fraction(1, 2), Fraction(1)), (Fraction(0), Fraction(1), Fraction(0)))
    >>> hat.at((Fraction(1, 3),), 10).lo, hat.lipschitz(), hat.modulus(Fraction(1, 4))
    (Fraction(2, 3), Fraction(2, 1), Fraction(1, 2))
    """

    places: tuple[Fraction, ...]
    values: tuple[Fraction, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    name: str = field(init=False, compare=False)
    dimension: int = field(init=False, compare=False)
    _known: dict[Fraction, Fraction] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        count = len(self.places)
        if count > LARGEST:
            raise ResourceLimit.cost(
                "a piecewise linear target", f"{count} points", str(LARGEST), "no option raises it"
            )
        if count < 2 or count != len(self.values):
            raise InvalidInput(
                f"a piecewise linear target needs as many places as values, at least 2: {count}, {len(self.values)}"
            )
        if self.places[0] != 0 or self.places[-1] != 1:
            raise InvalidInput.argument("places", (self.places[0], self.places[-1]), "first place 0 and last place 1")
        for left, right in zip(self.places, self.places[1:], strict=False):
            if left >= right:
                raise InvalidInput.argument("places", (left, right), "places that increase")
        object.__setattr__(self, "name", self.title or f"piecewise linear, {count - 1} pieces")
        object.__setattr__(self, "dimension", 1)

    def _value(self, place: Fraction) -> Fraction:
        index = bisect_right(self.places, place) - 1
        left = self.places[index]
        if left == place:
            return self.values[index]
        rise = self.values[index + 1] - self.values[index]
        return self.values[index] + rise * (place - left) / (self.places[index + 1] - left)

    def at(self, point: Point, bits: int) -> Interval:
        """f(point), exactly."""
        self.check_point(point)
        check_bits(bits)
        return Interval.point(self._value(point[0]))

    def on(self, box: Box, bits: int) -> Interval:
        """The exact range of f on the interval."""
        self.check_box(box)
        check_bits(bits)
        lo, hi = box[0].lo, box[0].hi
        inner = self.values[bisect_right(self.places, lo) : bisect_right(self.places, hi)]
        seen = (self._value(lo), self._value(hi), *inner)
        return Interval(min(seen), max(seen))

    def gradient(self, box: Box, bits: int) -> Box:
        """The least and the greatest slope of the pieces that the interval meets, exactly."""
        self.check_box(box)
        first = max(bisect_right(self.places, box[0].lo) - 1, 0)
        last = max(bisect_left(self.places, box[0].hi), first + 1)
        met = [self._slope(index) for index in range(min(first, len(self.places) - 2), last)]
        return (Interval(min(met), max(met)),)

    def range(self) -> Interval:
        """The exact range of f."""
        return Interval(min(self.values), max(self.values))

    def oscillation_lower(self) -> Fraction:
        """max f - min f, exactly."""
        return self.range().width

    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """omega_f(r), exactly if r is rational, else omega_f at a number above r by at most 2**-79 r."""
        check_square(r_squared)
        r = min(root_up(r_squared), Fraction(1))
        if r not in self._known:
            self._known[r] = piecewise_linear_modulus(self.places, self.values, r)
        return self._known[r]

    def slopes(self) -> tuple[Fraction, ...]:
        """The slope of every piece, from left to right."""
        return tuple(self._slope(index) for index in range(len(self.places) - 1))

    def _slope(self, index: int) -> Fraction:
        rise = self.values[index + 1] - self.values[index]
        return rise / (self.places[index + 1] - self.places[index])

    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The Lipschitz constant, and where the data come from."""
        slope = self.lipschitz()
        statement = f"f is piecewise linear with Lipschitz constant {slope}; omega_f is computed from the breakpoints"
        return (
            Hypothesis(statement, "proved: exact slopes"),
            *(Hypothesis(note, "by definition") for note in self.notes),
        )

    def lipschitz(self) -> Fraction:
        """The steepest slope, exactly."""
        return max(abs(slope) for slope in self.slopes())

    def hoelder(self) -> tuple[Fraction, Fraction]:
        """(1, Lipschitz constant)."""
        return Fraction(1), self.lipschitz()

    def sympy(self) -> Any:
        """A sympy Piecewise in x1."""
        import sympy

        (x,) = variables(1)
        pieces = []
        for index, slope in enumerate(self.slopes()):
            line = rational(self.values[index]) + rational(slope) * (x - rational(self.places[index]))
            pieces.append((line, x <= rational(self.places[index + 1])))
        pieces[-1] = (pieces[-1][0], True)
        return sympy.Piecewise(*pieces)

    def to_data(self) -> dict[str, Any]:
        """The kind, the points and the title."""
        return {
            "kind": "piecewise linear",
            "places": [str(place) for place in self.places],
            "values": [str(value) for value in self.values],
            "title": self.title,
            "notes": list(self.notes),
        }

    def breakpoints(self, axis: int) -> tuple[Fraction, ...]:
        """The places."""
        if axis != 0:
            raise InvalidInput.argument("axis", axis, "axis 0 of a function of one variable")
        return self.places
