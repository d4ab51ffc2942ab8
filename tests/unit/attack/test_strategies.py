"""The strategies: every value is admissible, and the kinds that attacks live on do occur."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from verifier.attack import strategies as s
from verifier.constructions.encoding import encode
from verifier.constructions.grid import Grid, lp_delta, make_grid
from verifier.errors import InvalidInput, VerifierError
from verifier.network.compiled import run
from verifier.targets.target import Target

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
UNIT = st.integers(0, 64).map(lambda k: Fraction(k, 64))


def check_modulus(data: Any, f: Target) -> None:
    """|f(x) - f(y)| <= omega_f(|x - y|) <= the oscillation, at two points."""
    x, y = (data.draw(st.tuples(*[UNIT] * f.dimension)) for _ in range(2))
    square = sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))
    rise = abs(f.at(x, 60) - f.at(y, 60)).lo
    assert rise <= f.modulus_of_root(square) <= f.oscillation()


@SETTINGS
@given(data=st.data())
def test_targets_have_a_proved_modulus(data: Any) -> None:
    """Catches a strategy whose Lipschitz constant is a wish."""
    grid = data.draw(st.integers(1, 2).flatmap(lambda d: s.grids(d, 2)))
    for strategy in (s.targets(grid.d), s.adapted(grid)):
        check_modulus(data, data.draw(strategy))


@SETTINGS
@given(data=st.data(), slope=st.fractions(Fraction(1, 4), 4, max_denominator=8))
def test_lipschitz_targets_keep_to_their_class(data: Any, slope: Fraction) -> None:
    """Catches a zigzag, an extension or a ripple that is steeper than was asked."""
    d = data.draw(st.integers(1, 3))
    f = data.draw(s.lipschitz_targets(d, slope))
    lipschitz = f.lipschitz()
    assert lipschitz is not None and lipschitz <= slope
    if d == 1:
        for strategy in (s.zigzags(slope), s.mcshane(1, slope), s.ripples(slope)):
            assert data.draw(strategy).lipschitz() <= slope


@SETTINGS
@given(data=st.data())
def test_mcshane_polygon_is_the_minimum_of_cones(data: Any) -> None:
    """Catches a kink at a wrong place: the polygon equals min_i (h_i + slope |x - p_i|), or the maximum, everywhere."""
    places = sorted(data.draw(st.sets(UNIT, min_size=1, max_size=4)))
    heights = [data.draw(s.rationals(-1, 1, 8)) for _ in places]
    slope, sign = data.draw(st.sampled_from([Fraction(1), Fraction(5, 2)])), data.draw(st.sampled_from([1, -1]))
    polygon = s._polygon(places, heights, slope, sign)
    x = data.draw(st.fractions(0, 1, max_denominator=99))
    assert polygon.at((x,), 0).lo == sign * min(h + slope * abs(x - p) for p, h in zip(places, heights, strict=True))


@SETTINGS
@given(data=st.data(), d=st.integers(1, 3))
def test_grids_are_admissible(data: Any, d: int) -> None:
    """Catches delta > 1/(3K), and delta too wide for L^p."""
    p = data.draw(st.one_of(st.none(), s.norms()))
    grid = data.draw(s.grids(d, 2, p))
    assert grid.delta.fraction <= Fraction(1, 3 * grid.K)
    if p is not None:
        assert grid.delta <= lp_delta(d, grid.n, p)


@SETTINGS
@given(data=st.data(), d=st.integers(1, 2))
def test_points_lie_in_the_cube_and_are_dyadic(data: Any, d: int) -> None:
    """Catches a point at which closed forms cannot be evaluated."""
    grid = data.draw(s.grids(d, 3))
    x = data.draw(s.points(grid, [[Fraction(1, 3)]]))
    assert len(x) == d and all(0 <= t <= 1 and t.denominator & (t.denominator - 1) == 0 for t in x)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda grid, x: x == (Fraction(1),) * grid.d,
        lambda grid, x: grid.cell_of(x) is None,
        lambda grid, x: all(t == Fraction(1, grid.K) - grid.delta.fraction for t in x),
        lambda grid, x: grid.d == 2 and x[0] == x[1] and grid.cell_of(x) is None,
    ],
    ids=["corner of the cube", "inside a gap", "edge of a gap", "gap on the diagonal"],
)
def test_points_that_matter_occur(wanted: Any) -> None:
    """Catches a kind of place that the strategy no longer reaches."""
    for d in (1, 2):
        grid = make_grid(d, 2)
        if d == 1 and wanted(make_grid(2, 2), (Fraction(1, 4) - Fraction(1, 64),) * 2):
            continue
        find(s.points(grid), lambda x, grid=grid: wanted(grid, x), settings=settings(max_examples=3000, phases=[Phase.generate]))  # type: ignore[misc]  # fmt: skip


@SETTINGS
@given(data=st.data())
def test_networks_and_codes_are_well_formed(data: Any) -> None:
    """Catches a network of another shape, a table of another length."""
    network = data.draw(s.networks(2, 3, depth=2, width=3))
    assert (network.inputs, network.outputs) == (2, 3) and network.depth <= 2 and network.width <= 3
    run(network, (Fraction(1, 2), Fraction(-3)))
    grid = make_grid(1, 2)
    assert len(data.draw(s.codes(grid)).cells) == grid.J
    assert set(data.draw(s.bit_tables(5))) <= {0, 1} and len(data.draw(s.bit_tables(5))) == 5
    assert max(data.draw(s.cell_tables(3, 2))) < 4


def test_ridges_sit_just_below_a_threshold() -> None:
    """Catches an adapted function that is not adapted: some corner loses nearly a whole step of quantisation."""

    def loses(pair: tuple[Target, Grid]) -> bool:
        target, grid = pair
        code = encode(target, grid)
        frame_s, b = code.frame.s.fraction, code.frame.b.fraction
        losses = [
            (target.at(grid.corner(beta), 0).lo - b) / frame_s * grid.K - q for beta, q in zip(grid.cells(), code.cells, strict=True)
        ]
        return max(losses) > Fraction(99, 100)

    for d in (1, 2):
        grid = make_grid(d, 2)
        find(s.ridges(grid).map(lambda f, grid=grid: (f, grid)), loses, settings=settings(max_examples=500))  # type: ignore[misc]


@SETTINGS
@given(problem=s.problems({1: 3, 2: 2}, smallest=2))
def test_problems_fit_together(problem: Any) -> None:
    """Catches points of another dimension than the grid, a target of another dimension."""
    target, grid, points = problem
    assert target.dimension == grid.d and 2 <= grid.n <= 3 and all(len(x) == grid.d for x in points)
    encode(target, grid)


def test_malformed_problems() -> None:
    """Catches an attack on no dimension at all."""
    with pytest.raises(InvalidInput):
        find(s.problems({}), lambda problem: True)
    with pytest.raises(VerifierError):
        find(s.problems({1: 0}), lambda problem: True)
