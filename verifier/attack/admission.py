"""Is an instance one of those that a claim speaks of? A witness is a stranger's file: what its instance is, is checked.

Small tests that are put together; none of them raises for any value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from verifier.constructions.grid import Grid, lp_delta
from verifier.exact.dyadic import Dyadic
from verifier.targets.cones import Cones
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

Test = Callable[[Any], bool]
PROVED_MODULUS = (PiecewiseLinear, Table, HoelderCusp, Cones)  # the modulus follows from the data; nothing is declared


def whole(low: int, high: int) -> Test:
    """An integer from low to high."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def dyadic(low: int | None = None, high: int | None = None) -> Test:
    """A dyadic number, from low to high if they are given."""

    def test(value: Any) -> bool:
        if not isinstance(value, Dyadic):
            return False
        return (low is None or value.fraction >= low) and (high is None or value.fraction <= high)

    return test


def each(*tests: Test) -> Test:
    """A tuple whose members pass the tests, one by one."""
    return lambda value: (
        isinstance(value, tuple) and len(value) == len(tests) and all(test(one) for test, one in zip(tests, value, strict=True))
    )


def several(test: Test, least: int, most: int) -> Test:
    """A tuple of `least` to `most` members that pass the test."""
    return lambda value: isinstance(value, tuple) and least <= len(value) <= most and all(map(test, value))


def grid(largest: Mapping[int, int], smallest: int = 1, p: Fraction | None = None) -> Test:
    """A grid with smallest <= n <= largest[d]; for Theorem 2.1 with the exponent p, its gaps are narrow enough for it."""

    def test(value: Any) -> bool:
        if not isinstance(value, Grid) or value.d not in largest or not smallest <= value.n <= largest[value.d]:
            return False
        return p is None or value.delta <= lp_delta(value.d, value.n, p)

    return test


def target(value: Any) -> bool:
    """A target whose modulus of continuity is proved, not declared."""
    return isinstance(value, PROVED_MODULUS)


def points_of_cube(d: int, value: Any) -> bool:
    """A tuple of at most 64 points of [0, 1]^d."""
    number: Test = lambda t: isinstance(t, Fraction) and 0 <= t <= 1  # noqa: E731
    return several(several(number, d, d), 0, 64)(value)


def grid_with_points(largest: Mapping[int, int]) -> Test:
    """A grid and points of its cube."""
    pair = each(grid(largest), lambda value: True)
    return lambda value: pair(value) and points_of_cube(value[0].d, value[1])


def target_on_grid(largest: Mapping[int, int], smallest: int = 1, p: Fraction | None = None) -> Test:
    """A target and a grid of its dimension."""
    pair = each(target, grid(largest, smallest, p))
    return lambda value: pair(value) and _dimension(value[0]) == value[1].d


def problem(largest: Mapping[int, int], smallest: int = 1, p: Fraction | None = None) -> Test:
    """A target, a grid of its dimension, and points of the cube."""
    pair = target_on_grid(largest, smallest, p)
    return lambda value: (
        isinstance(value, tuple) and len(value) == 3 and pair(value[:2]) and points_of_cube(value[1].d, value[2])
    )


def table(most_digits: int, most_cells: int) -> Test:
    """(n, q_1..q_J) with n <= most_digits, J <= most_cells and 0 <= q_j < 2^n."""
    pair = each(whole(1, most_digits), lambda value: True)
    return lambda value: pair(value) and several(whole(0, (1 << value[0]) - 1), 1, most_cells)(value[1])


def _dimension(value: Target) -> int:
    return value.dimension
