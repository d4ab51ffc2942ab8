"""The model function of a Hoelder class: lambda * |x - c|_2**alpha."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from verifier.errors import InvalidInput, ResourceLimit
from verifier.exact.enclosure import Enclosure
from verifier.exact.interval import Box, Interval
from verifier.targets.modulus import check_square, power_up, short_up
from verifier.targets.target import Hypothesis, Point, Target, check_bits, check_dimension, rational, variables


@dataclass(frozen=True, slots=True)
class HoelderCusp(Target):
    """f(x) = scale * |x - centre|_2**alpha with rational alpha in (0, 1].

    Claim:   omega_f(r) <= |scale| r**alpha, because t -> t**alpha is subadditive; equality for small r if the centre is
             in the cube.
    Exact:   |x - centre|_2 squared is exact; its power alpha/2 is rounded outward, and not at all where alpha = 1 and
             it is a square.
    Raises:  InvalidInput unless 0 < alpha <= 1, denominator of alpha at most 100.

    >>> HoelderCusp((Fraction(1, 3),), Fraction(1, 2), Fraction(2)).at((Fraction(1, 3) + Fraction(1, 4),), 60).lo
    Fraction(1, 1)
    """

    centre: Point
    alpha: Fraction
    scale: Fraction
    name: str = field(init=False, compare=False)
    dimension: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        check_dimension(len(self.centre))
        if not 0 < self.alpha <= 1 or self.alpha.denominator > 100:
            raise InvalidInput.argument("alpha", self.alpha, "a fraction in (0, 1] with denominator at most 100")
        centre = ", ".join(str(coordinate) for coordinate in self.centre)
        object.__setattr__(self, "name", f"{self.scale} * |x - ({centre})|^{self.alpha}")
        object.__setattr__(self, "dimension", len(self.centre))

    def _power(self, squares: Interval, bits: int) -> Interval:
        """scale * t**(alpha/2) for t in an interval of squared distances, ends exact where they are square roots."""
        half = self.alpha / 2
        if self.alpha == 1 and squares.lo == squares.hi:
            root = power_up(squares.lo, Fraction(1, 2))
            if root * root == squares.lo:
                return Interval.point(root).scale(self.scale)
        if squares.hi == 0:
            return Interval.point(0)
        return Enclosure.of(squares, bits).power(half).interval().scale(self.scale)

    def at(self, point: Point, bits: int) -> Interval:
        """f(point), exactly where it is a square root of a square, else as close as asked."""
        self.check_point(point)
        check_bits(bits)
        square = sum(((x - c) ** 2 for x, c in zip(point, self.centre, strict=True)), Fraction(0))
        working = bits + 24 + max(abs(self.scale).__ceil__().bit_length(), 0) + square.__ceil__().bit_length()
        goal = Fraction(1, 1 << bits)
        while working < 1 << 22:
            value = self._power(Interval.point(square), working)
            if value.width <= goal:
                return value
            working *= 2
        raise ResourceLimit.cost(
            f"{self.name} to {bits} bits", f"{working} bits", f"{1 << 22} bits", "ask for fewer bits"
        )

    def on(self, box: Box, bits: int) -> Interval:
        """The range of f on the box: the distance to the centre is extreme at the nearest point and at a corner."""
        self.check_box(box)
        check_bits(bits)
        nearest = Fraction(0)
        farthest = Fraction(0)
        for side, c in zip(box, self.centre, strict=True):
            nearest += (min(max(c, side.lo), side.hi) - c) ** 2
            farthest += max((side.lo - c) ** 2, (side.hi - c) ** 2)
        return self._power(Interval(nearest, farthest), bits + 8)

    def gradient(self, box: Box, bits: int) -> Box | None:
        """scale alpha (x_i - c_i) |x - c|^(alpha-2); None on boxes that contain the centre."""
        self.check_box(box)
        check_bits(bits)
        shifted = tuple(Interval(side.lo - c, side.hi - c) for side, c in zip(box, self.centre, strict=True))
        square = sum((abs(t) * abs(t) for t in shifted), Interval.point(0))
        if square.lo == 0:
            return None
        power = Enclosure.of(square, bits + 24).power(self.alpha / 2 - 1).interval().scale(self.scale * self.alpha)
        return tuple(t * power for t in shifted)

    def range(self) -> Interval:
        """The range of f, to 80 bits."""
        return self.on((Interval(Fraction(0), Fraction(1)),) * self.dimension, 80)

    def oscillation_lower(self) -> Fraction:
        """The difference of f between the nearest and a farthest point of the cube, rounded down."""
        nearest = tuple(min(max(c, Fraction(0)), Fraction(1)) for c in self.centre)
        farthest = tuple(Fraction(0) if c > Fraction(1, 2) else Fraction(1) for c in self.centre)
        difference = self.at(farthest, 80) - self.at(nearest, 80)
        return max(abs(difference).lo, Fraction(0))

    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """|scale| r**alpha, rounded up."""
        check_square(r_squared)
        return min(short_up(abs(self.scale) * power_up(r_squared, self.alpha / 2)), self.oscillation())

    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The Hoelder class."""
        return (Hypothesis(f"omega_f(r) <= {abs(self.scale)} * r^({self.alpha})", "by definition"),)

    def lipschitz(self) -> Fraction | None:
        """|scale| if alpha = 1, else None."""
        return abs(self.scale) if self.alpha == 1 else None

    def hoelder(self) -> tuple[Fraction, Fraction]:
        """(alpha, |scale|)."""
        return self.alpha, abs(self.scale)

    def sympy(self) -> Any:
        """The sympy expression scale * (sum (x_i - c_i)^2)**(alpha/2)."""
        import sympy

        square = sum((x - rational(c)) ** 2 for x, c in zip(variables(self.dimension), self.centre, strict=True))
        return rational(self.scale) * sympy.Pow(square, rational(self.alpha / 2))

    def to_data(self) -> dict[str, Any]:
        """The kind and its parameters."""
        return {
            "kind": "hoelder",
            "centre": [str(c) for c in self.centre],
            "alpha": str(self.alpha),
            "scale": str(self.scale),
        }

    def breakpoints(self, axis: int) -> tuple[Fraction, ...]:
        """The coordinate of the centre, if it is in the cube."""
        Target.breakpoints(self, axis)
        c = self.centre[axis]
        return (c,) if 0 <= c <= 1 else ()
