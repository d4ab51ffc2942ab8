"""Cells, gaps and their products, with what a network with medians can take there. (3.9, 5.1)

Notation: q_beta is the number of cell beta, psi the network before y -> s y + b.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from verifier.constructions.grid import Grid
from verifier.exact.interval import Box, Interval


@dataclass(frozen=True, slots=True)
class Strip:
    """A cell of one axis (one number) or the closed gap between two cells (both numbers)."""

    side: Interval
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A product of cells and gaps; psi takes values between low 2^-n and high 2^-n on it, and only low 2^-n on a cell."""

    box: Box
    low: Fraction
    high: Fraction
    gaps: tuple[bool, ...]


def strips(grid: Grid) -> list[Strip]:
    """The 2K - 1 closed pieces of [0, 1]: cell 0, gap, cell 1, ..., cell K-1.

    The gap between the cells k - 1 and k is [k/K - delta, k/K].
    """
    found = [Strip(grid.side(0), (0,))]
    for k in range(1, grid.K):
        edge = Fraction(k, grid.K)
        found += [Strip(Interval(edge - grid.delta.fraction, edge), (k - 1, k)), Strip(grid.side(k), (k,))]
    return found


def regions(grid: Grid, cells: Sequence[int]) -> Iterator[Region]:
    """All (2K - 1)^d regions, first coordinate fastest.

    Claim:   they cover the cube; for the networks of Theorems 2.2 and 2.3 psi lies in [low 2^-n, high 2^-n] on each: on a
             cell by 3.9 and the median of three numbers two of which are equal, in gaps by 5.1.
    """
    axis = strips(grid)
    for parts in product(axis, repeat=grid.d):
        chosen = parts[::-1]
        around = [cells[grid.index(beta) - 1] for beta in product(*(part.numbers for part in chosen))]
        box = tuple(part.side for part in chosen)
        yield Region(box, Fraction(min(around)), Fraction(max(around)), tuple(len(part.numbers) > 1 for part in chosen))
