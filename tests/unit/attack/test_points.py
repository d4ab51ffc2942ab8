"""Points where a network could be worst."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from verifier.attack.points import adversarial_points, axis_points, dyadic_place, telling_points
from verifier.constructions.grid import make_grid


@pytest.mark.parametrize("n", [1, 2, 3])
def test_axis_points_cover_what_matters(n: int) -> None:
    """Catches gap edges, gap interiors or shifted edges that are never attacked."""
    grid = make_grid(1, n)
    delta = grid.delta.fraction
    places = axis_points(grid, [Fraction(1, 3)])
    assert places == sorted(set(places)) and places[0] == 0 and places[-1] == 1
    for k in range(1, grid.K):
        edge = Fraction(k, grid.K)
        assert {edge, edge - delta, edge - delta / 2, edge + delta, edge - 2 * delta} <= set(places)
        assert any(edge - delta < t < edge - delta + delta / 100 for t in places)
        assert any(edge - delta / 100 < t < edge for t in places)
        assert any(0 < t - edge < delta / 100 for t in places)
    assert any(0 <= Fraction(1, 3) - t < delta / 1000 for t in places)
    assert all(t.denominator & (t.denominator - 1) == 0 for t in places)
    gaps = [t for t in places if grid.cell_of((t,)) is None]
    assert len(gaps) >= 4 * (grid.K - 1)


def test_a_dyadic_kink_is_kept() -> None:
    """Catches a dyadic kink that is rounded although the docstring says only others are."""
    grid = make_grid(1, 1)
    kink = Fraction(1, 4) + Fraction(1, 1 << 40)
    assert kink in axis_points(grid, [kink])


@pytest.mark.parametrize(("d", "count"), [(1, 10**6), (1, 7), (2, 100), (3, 50), (3, 4), (2, 1)])
def test_number_of_points(d: int, count: int) -> None:
    """Catches more points than asked for, repeated points, and corners of the cube left out."""
    grid = make_grid(d, 1)
    points = adversarial_points(grid, count, seed=3)
    assert len(points) <= count and len(set(points)) == len(points)
    assert all(len(x) == d and all(0 <= t <= 1 for t in x) for x in points)
    corners = set(product((Fraction(0), Fraction(1)), repeat=d))
    if count >= len(corners) + 10:
        assert corners <= set(points)
    if d == 1 and count > 1000:
        assert [x[0] for x in points] == axis_points(grid)
    elif count <= 100:
        assert len(points) == count


def test_the_seed_decides() -> None:
    """Catches a global random state: equal seeds give equal points, others do not."""
    grid = make_grid(2, 2)
    assert adversarial_points(grid, 60, seed=1) == adversarial_points(grid, 60, seed=1) != adversarial_points(grid, 60, seed=2)


def test_kinks_belong_to_their_axis() -> None:
    """Catches kinks of one axis used on another."""
    grid = make_grid(2, 1)
    kinks = [[Fraction(5, 16)], []]
    points = adversarial_points(grid, 10**6, kinks)
    assert Fraction(5, 16) in {x for x, _ in points} and Fraction(5, 16) not in {y for _, y in points}


@pytest.mark.parametrize(("d", "n", "count"), [(1, 1, 80), (1, 4, 80), (2, 2, 80), (1, 6, 40), (3, 1, 20)])
def test_telling_points(d: int, n: int, count: int) -> None:
    """Catches a kind of place that is never tried: near and far corners, gaps, kinks, the far corner of the cube."""
    grid = make_grid(d, n)
    points = telling_points(grid, count, [[Fraction(1, 3), Fraction(1, 2)]] * d)
    assert len(points) == len(set(points)) <= count + 10
    assert all(len(x) == d and all(0 <= t <= 1 for t in x) for x in points)
    assert (Fraction(1),) * d in points and (Fraction(0),) * d in points
    far = (Fraction(1, grid.K) - grid.delta.fraction,) * d
    assert far in points and grid.cell_of(far) == (0,) * d
    assert any(grid.cell_of(x) is None for x in points)
    if d == 1:
        assert (Fraction(1, 2),) in points and (dyadic_place(grid, Fraction(1, 3)),) in points


def test_dyadic_places() -> None:
    """Catches a place that is moved although it is dyadic, or moved up."""
    grid = make_grid(1, 2)
    assert dyadic_place(grid, Fraction(5, 1 << 40)) == Fraction(5, 1 << 40)
    third = dyadic_place(grid, Fraction(1, 3))
    assert 0 <= Fraction(1, 3) - third < grid.delta.fraction / 1024
