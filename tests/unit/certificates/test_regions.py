"""verifier.certificates.regions: cells and gaps cover the cube, and psi stays between the neighbours' values."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from verifier.certificates.regions import regions, strips
from verifier.constructions.grid import make_grid
from verifier.exact.dyadic import Dyadic
from verifier.ledger.instance import Question, build
from verifier.targets.expression import Expression


@pytest.mark.parametrize(("d", "n"), [(1, 1), (1, 3), (2, 1), (2, 2), (3, 1)])
def test_regions_cover_the_cube(d: int, n: int) -> None:
    """Catches a gap that is forgotten, or a last cell that ends before 1."""
    grid = make_grid(d, n)
    axis = strips(grid)
    assert axis[0].side.lo == 0 and axis[-1].side.hi == 1
    assert all(left.side.hi == right.side.lo for left, right in zip(axis, axis[1:], strict=False))
    found = list(regions(grid, tuple(range(grid.J))))
    assert len(found) == (2 * grid.K - 1) ** d
    volume = Fraction(0)
    for region in found:
        part = Fraction(1)
        for side in region.box:
            part *= side.width
        volume += part
    assert volume == 1
    for region in found:
        beta = grid.cell_of(tuple(side.middle for side in region.box))
        assert (beta is None) == any(region.gaps)
        if beta is not None:
            assert region.low == region.high == grid.index(beta) - 1  # the cells are numbered by rho


@pytest.mark.parametrize(("theorem", "layout"), [("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct")])
@pytest.mark.parametrize("d", [1, 2])
def test_psi_stays_in_the_region_s_interval(theorem: str, layout: str, d: int) -> None:
    """Catches a hull over the wrong neighbours: psi is evaluated at random dyadic points of every region, ends included."""
    approximant = build(Question(theorem, Expression(f"(2*x1 - 1)**2*x{d}", d), 2, layout=layout))
    grid, rng = approximant.grid, random.Random(d)
    tight = 0
    for region in regions(grid, approximant.code.cells):
        for _ in range(6):
            shares = [Fraction(rng.choice((0, 0, 1, 511, 512, rng.randrange(513))), 512) for _ in range(d)]
            point = [Dyadic.of(side.lo + side.width * share) for side, share in zip(region.box, shares, strict=True)]
            psi = approximant.psi.closed(tuple(point))[0].fraction * grid.K
            assert region.low <= psi <= region.high
            tight += psi in (region.low, region.high)
    assert tight > 0
