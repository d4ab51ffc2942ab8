"""What every target function can be asked.

Notation: f: [0,1]^d -> R is the target, omega_f its modulus of continuity with respect to the Euclidean norm.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from verifier.errors import DomainError, InvalidInput, ShapeMismatch
from verifier.exact.interval import Box, Interval

How = Literal[
    "proved: gradient enclosure",
    "proved: composition of moduli",
    "proved: exact slopes",
    "by definition",
    "declared by the user",
]
Point = tuple[Fraction, ...]
HIGHEST_DIMENSION: Final = 16


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One fact about a target that theorems rest on, and why it may be believed."""

    statement: str
    how: How

    def __str__(self) -> str:
        return f"{self.statement} ({self.how})"


class Target(ABC):
    """A continuous function f: [0,1]^d -> R with rigorous values, range and modulus of continuity.

    Claim:   every number that a method returns is proved, up to the `hypotheses` declared by the user.
    Raises:  ShapeMismatch or DomainError for a point or box that does not lie in [0,1]^d.
    """

    __slots__ = ()

    name: str
    dimension: int

    @abstractmethod
    def at(self, point: Point, bits: int) -> Interval:
        """An enclosure of f(point) of width <= 2**-bits; of width 0 where f(point) is known as a fraction."""

    @abstractmethod
    def on(self, box: Box, bits: int) -> Interval:
        """An enclosure of f on a box, computed with `bits` bits."""

    def natural(self, box: Box, bits: int) -> Interval:
        """An enclosure of f on a box that any other interval arithmetic finds as well; `on` may be sharper."""
        return self.on(box, bits)

    def gradient(self, box: Box, bits: int) -> Box | None:
        """An enclosure of the (Clarke) gradient of f on the box, one interval per axis; None if none is known."""
        self.check_box(box)
        return None

    @abstractmethod
    def range(self) -> Interval:
        """An outer enclosure of f([0,1]^d)."""

    @abstractmethod
    def oscillation_lower(self) -> Fraction:
        """A lower bound on max f - min f, attained between two points of the cube."""

    def oscillation(self) -> Fraction:
        """An upper bound on max f - min f."""
        return self.range().width

    def modulus(self, r: Fraction) -> Fraction:
        """An upper bound on omega_f(r), at most `oscillation()`; raises InvalidInput if r < 0."""
        if r < 0:
            raise InvalidInput.argument("r", r, "a distance >= 0")
        return self.modulus_of_root(r * r)

    @abstractmethod
    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """An upper bound on omega_f(sqrt(r_squared)), at most `oscillation()`; raises InvalidInput if r_squared < 0."""

    @abstractmethod
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """What the modulus of continuity rests on."""

    @abstractmethod
    def lipschitz(self) -> Fraction | None:
        """An upper bound on the Lipschitz constant, or None if none is known."""

    @abstractmethod
    def hoelder(self) -> tuple[Fraction, Fraction] | None:
        """(alpha, lambda) with omega_f(r) <= lambda * r**alpha for r <= sqrt(d), or None if none is known."""

    @abstractmethod
    def sympy(self) -> Any:
        """f as a sympy expression in x1, ..., xd."""

    @abstractmethod
    def to_data(self) -> dict[str, Any]:
        """Plain data (strings, integers, lists) from which `verifier.targets.codec` rebuilds the target."""

    def breakpoints(self, axis: int) -> tuple[Fraction, ...]:
        """Places on an axis (0 <= axis < d) at which kinks of f are known."""
        if not 0 <= axis < self.dimension:
            raise InvalidInput.argument("axis", axis, f"an axis from 0 to {self.dimension - 1}")
        return ()

    def check_point(self, point: Point) -> None:
        """Raise ShapeMismatch or DomainError unless the point lies in [0,1]^d."""
        if len(point) != self.dimension:
            raise ShapeMismatch(f"{self.name} takes {self.dimension} coordinates, not {len(point)}")
        for coordinate in point:
            if not 0 <= coordinate.numerator <= coordinate.denominator:
                raise DomainError(f"{self.name} is a function on [0,1]^{self.dimension}; {coordinate} is outside")

    def check_box(self, box: Box) -> None:
        """Raise ShapeMismatch or DomainError unless the box lies in [0,1]^d."""
        self.check_point(tuple(side.lo for side in box))
        self.check_point(tuple(side.hi for side in box))


def variables(dimension: int) -> tuple[Any, ...]:
    """The sympy symbols x1, ..., xd, real."""
    import sympy

    return tuple(sympy.Symbol(f"x{index}", real=True) for index in range(1, dimension + 1))


def rational(value: Fraction) -> Any:
    """The sympy number equal to a fraction."""
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def check_bits(bits: int) -> None:
    """Raise InvalidInput unless 0 <= bits <= 2**20."""
    if not 0 <= bits <= 1 << 20:
        raise InvalidInput.argument("bits", bits, f"an accuracy from 0 to {1 << 20} bits")


def check_dimension(dimension: int) -> None:
    """Raise InvalidInput unless 1 <= dimension <= 16."""
    if not 1 <= dimension <= HIGHEST_DIMENSION:
        raise InvalidInput.argument("dimension", dimension, f"a dimension from 1 to {HIGHEST_DIMENSION}")
