"""Points that matter: corners of cells, edges and interiors of gaps, faces and corners of the cube, kinks of f."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from verifier.constructions.grid import Grid

Point = tuple[Fraction, ...]


def axis_points(grid: Grid, kinks: Iterable[Fraction] = ()) -> list[Fraction]:
    """Dyadic places on one axis where a network or f can be worst, increasing.

    For each k: the lower corner k/K of a cell and its neighbours at distance u = delta/1024; the gap edge k/K - delta, its
    neighbours, the quarter points of the gap, points at distance delta (where a shifted copy crosses an edge); the
    centre of the cell; 0 and 1; and each kink of f, rounded down to a multiple of u if it is not dyadic.
    """
    delta = grid.delta.fraction
    u = delta / 1024
    places: set[Fraction] = {Fraction(0), Fraction(1), u, 1 - u}
    for k in range(grid.K + 1):
        edge = Fraction(k, grid.K)
        for move in (Fraction(0), u, -u, -delta, -delta + u, -delta - u, -delta / 2, -delta / 4, -3 * delta / 4,
                     delta, delta - u, delta + u, -2 * delta, -2 * delta + u, -2 * delta - u, Fraction(1, 2 * grid.K)):
            places.add(edge + move)
    places.update(dyadic_place(grid, kink) for kink in kinks)
    return sorted(t for t in places if 0 <= t <= 1)


def dyadic_place(grid: Grid, place: Fraction) -> Fraction:
    """The place itself if it is dyadic, else the multiple of delta/1024 below it."""
    if place.denominator & (place.denominator - 1) == 0:
        return place
    unit = grid.delta.fraction / 1024
    return (place / unit).__floor__() * unit


def telling_points(grid: Grid, count: int, kinks: Iterable[Iterable[Fraction]] = ()) -> list[Point]:
    """At most about `count` points where the error of a construction on cells is largest, in a fixed order.

    For every cell its near corner x_beta, its far corner, and the points just behind it, in the middle and at the end of the gap
    along the diagonal; beside them, in one dimension, the kinks of f. If there are too many cells, every m-th is taken.
    """
    delta, u = grid.delta.fraction, grid.delta.fraction / 1024
    cells = list(grid.cells())
    every = -(-5 * len(cells) // max(count, 5))
    chosen: dict[Point, None] = {}
    if grid.d == 1:
        chosen.update(dict.fromkeys((dyadic_place(grid, t),) for one in kinks for t in one if 0 <= t <= 1))
    for beta in [*cells[:: every], cells[-1]]:
        for move in (None, -delta, -u, -delta / 2, -delta + u):
            corner = grid.corner(beta) if move is None else _far(grid, beta, move)
            chosen[corner] = None
    return list(chosen)


def _far(grid: Grid, beta: tuple[int, ...], move: Fraction) -> Point:
    return tuple(Fraction(1) if b == grid.K - 1 else Fraction(b + 1, grid.K) + move for b in beta)


def adversarial_points(grid: Grid, count: int, kinks: Iterable[Iterable[Fraction]] = (), seed: int = 0) -> list[Point]:
    """At most `count` points of the cube made of `axis_points`; corners of the cube first, the rest drawn by the seed.

    In one dimension all axis points are used if they are not more than count.
    """
    kinks = [list(one) for one in kinks] or [[]] * grid.d
    axes = [axis_points(grid, one) for one in kinks]
    total = 1
    for axis in axes:
        total *= len(axis)
    if total <= count:
        return list(product(*axes))
    chosen: dict[Point, None] = dict.fromkeys(product(*[(Fraction(0), Fraction(1))] * grid.d))
    rng = random.Random(seed)
    while len(chosen) < count:
        chosen[tuple(rng.choice(axis) for axis in axes)] = None
    return list(chosen)[:count]
