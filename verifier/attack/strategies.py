"""Hypothesis strategies for everything that claims about networks speak of; import them in your own tests.

Every value is exact. Targets come with a proved modulus of continuity. Strategies shrink towards small numbers, few pieces
and the constant function.

Notation: a grid has d axes, K = 2^n cells each, gaps of width delta, a power of two <= 1/(3K).

>>> from hypothesis import strategies as st
>>> isinstance(targets(1), st.SearchStrategy) and isinstance(grids(1, 2), st.SearchStrategy)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from verifier.attack.points import Point, axis_points, dyadic_place
from verifier.constructions.encoding import Code, Frame, pack
from verifier.constructions.grid import Grid, lp_delta
from verifier.errors import InvalidInput
from verifier.exact.dyadic import Dyadic, power_of_two
from verifier.network.ir import Layer, Network, row
from verifier.targets.cones import Cones
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

EXPONENTS: Final = tuple(Fraction(*pair) for pair in ((1, 1), (1, 2), (1, 3), (2, 3), (3, 4), (9, 10), (1, 10)))
NORMS: Final = tuple(Fraction(*pair) for pair in ((1, 1), (2, 1), (3, 2), (3, 1), (7, 3), (5, 1)))
_SHARES: Final = tuple(Fraction(k, 2) for k in (0, 2, -2, 1, -1))
_TURNS: Final = 64  # places of kinks are multiples of 1/64, or near the edges of cells


# numbers


def dyadics(low: int = -4, high: int = 4, bits: int = 10) -> SearchStrategy[Dyadic]:
    """Multiples of 2^-bits from low to high, coarser ones first."""
    return st.integers(0, bits).flatmap(lambda k: st.integers(low << k, high << k).map(lambda m: Dyadic(m, -k)))


def rationals(low: int = -4, high: int = 4, denominator: int = 60) -> SearchStrategy[Fraction]:
    """Fractions from low to high."""
    return st.fractions(low, high, max_denominator=denominator)


# networks and codes


@st.composite
def networks(draw: DrawFn, inputs: int = 1, outputs: int = 1, depth: int = 3, width: int = 4) -> Network:
    """Random ReLU networks R^inputs -> R^outputs: depth 0..depth, at most `width` neurons a layer, sparse dyadic weights."""
    layers = []
    size, hidden = inputs, draw(st.integers(0, depth))
    weights = dyadics(-4, 4, 3)
    for number in range(hidden + 1):
        count = outputs if number == hidden else draw(st.integers(1, width))
        rows = []
        for _ in range(count):
            columns = [column for column in range(size) if draw(st.booleans())]
            rows.append(row(draw(weights), [(column, draw(weights)) for column in columns]))
        layers.append(Layer(size, tuple(rows)))
        size = count
    return Network(tuple(layers))


def cell_tables(cells: int, n: int) -> SearchStrategy[tuple[int, ...]]:
    """One value q in 0..2^n - 1 for each of `cells` cells; columns of bits are the digits theta_{j,l}."""
    return st.tuples(*[st.integers(0, (1 << n) - 1)] * cells)


def bit_tables(cells: int) -> SearchStrategy[tuple[int, ...]]:
    """theta_1, ..., theta_cells in {0, 1}."""
    return st.integers(0, (1 << cells) - 1).map(lambda bits: tuple(bits >> j & 1 for j in range(cells)))


def codes(grid: Grid) -> SearchStrategy[Code]:
    """Random cell values packed into a_1..a_n and v, with s = 1 and b = 0."""
    return cell_tables(grid.J, grid.n).map(lambda cells: pack(cells, grid.n, Frame(Dyadic(1), Dyadic(0))))


# grids and points


def gap_widths(n: int, narrower: int = 12) -> SearchStrategy[Dyadic]:
    """Admissible delta: powers of two from the largest, 2^-(n+2) <= 1/(3K), to 2^-narrower times it."""
    return st.integers(0, narrower).map(lambda k: power_of_two(-(n + 2 + k)))


@st.composite
def grids(draw: DrawFn, d: int, largest: int, p: Fraction | None = None, smallest: int = 1) -> Grid:
    """Grids with d axes, smallest <= n <= largest and every admissible delta; for Theorem 2.1 with the exponent p."""
    n = draw(st.integers(smallest, largest))
    if p is None:
        return Grid(d, n, draw(gap_widths(n)))
    widest = lp_delta(d, n, p)
    return Grid(d, n, widest.shift(-draw(st.integers(0, 6))))


def norms() -> SearchStrategy[Fraction]:
    """Exponents p >= 1 of L^p norms."""
    return st.sampled_from(NORMS)


def points(grid: Grid, kinks: Sequence[Sequence[Fraction]] = ()) -> SearchStrategy[Point]:
    """Points that matter: corners of cells, edges of gaps and their neighbours, interiors of gaps, faces and corners of the cube,
    kinks of f, and any dyadic place; one in eight has equal coordinates, where cells are longest."""
    axes = [axis_points(grid, kinks[axis] if axis < len(kinks) else ()) for axis in range(grid.d)]
    unit = grid.delta.fraction / 1024
    anywhere = st.integers(0, (1 / unit).__floor__()).map(lambda k: k * unit)
    one = [st.one_of(st.sampled_from(axis), st.sampled_from(axis), anywhere) for axis in axes]
    free: SearchStrategy[Point] = st.tuples(*one)
    if grid.d == 1:
        return free
    diagonal = one[0].map(lambda t: (t,) * grid.d)
    return st.one_of(*[free] * 7, diagonal)


# targets


@st.composite
def zigzags(draw: DrawFn, slope: Fraction = Fraction(1), turns: int = 8) -> PiecewiseLinear:
    """d = 1: slopes +-slope, +-slope/2 or 0 between at most `turns` places; Lipschitz constant at most `slope`."""
    inner = sorted(draw(st.sets(st.integers(1, _TURNS - 1), max_size=turns)))
    places = (Fraction(0), *(Fraction(k, _TURNS) for k in inner), Fraction(1))
    value = draw(rationals(-1, 1, 8))
    values = [value]
    for left, right in pairwise(places):
        value += draw(st.sampled_from(_SHARES)) * slope * (right - left)
        values.append(value)
    return PiecewiseLinear(places, tuple(values))


@st.composite
def polygons(draw: DrawFn, corners: int = 8) -> PiecewiseLinear:
    """d = 1: any values at any dyadic places, a few of them very close to each other."""
    inner = draw(st.sets(dyadics(0, 1, 12).map(lambda t: t.fraction), max_size=corners))
    places = (Fraction(0), *sorted(t for t in inner if 0 < t < 1), Fraction(1))
    return PiecewiseLinear(places, tuple(draw(rationals(-2, 2, 16)) for _ in places))


@st.composite
def mcshane(draw: DrawFn, d: int, slope: Fraction = Fraction(1), data: int = 5) -> Target:
    """McShane extensions of random data, the largest or the smallest; Lipschitz constant `slope` in the sum or maximum norm.

    In one dimension a polygon, whose modulus of continuity is exact; in more a `Cones`.
    """
    coordinate = st.integers(0, 8).map(lambda k: Fraction(k, 8))
    apexes = sorted(draw(st.sets(st.tuples(*[coordinate] * d), min_size=1, max_size=data)))
    heights = [draw(rationals(-1, 1, 16)) for _ in apexes]
    sign = draw(st.sampled_from((1, -1)))
    if d == 1:
        return _polygon([p[0] for p in apexes], [sign * h for h in heights], slope, sign)
    return Cones(tuple(apexes), tuple(heights), sign * slope, draw(st.sampled_from(("sum", "max"))))


def _polygon(apexes: list[Fraction], heights: list[Fraction], slope: Fraction, sign: int) -> PiecewiseLinear:
    """sign * min_i (h_i + slope |x - p_i|) on [0, 1]."""
    met = [min(h + slope * abs(p - q) for q, h in zip(apexes, heights, strict=True)) for p in apexes]
    nodes = dict(zip(apexes, met, strict=True))
    for end in (Fraction(0), Fraction(1)):
        nodes.setdefault(end, min(h + slope * abs(end - q) for q, h in zip(apexes, met, strict=True)))
    for (p, g), (q, h) in zip(zip(apexes, met, strict=True), zip(apexes[1:], met[1:], strict=True), strict=False):
        middle = ((p + q) + (h - g) / slope) / 2
        nodes[middle] = g + slope * (middle - p)
    places = tuple(sorted(nodes))
    return PiecewiseLinear(places, tuple(sign * nodes[place] for place in places))


@st.composite
def hoelder_bumps(draw: DrawFn, d: int, alpha: Fraction | None = None) -> HoelderCusp:
    """scale |x - c|^alpha with the given exponent or one of EXPONENTS; enclosures by Arb, not exact values."""
    centre = tuple(draw(rationals(0, 1, 12)) for _ in range(d))
    exponent = draw(st.sampled_from(EXPONENTS)) if alpha is None else alpha
    return HoelderCusp(centre, exponent, draw(st.sampled_from((Fraction(1), Fraction(-1), Fraction(3), Fraction(-1, 3)))))


@st.composite
def ripples(draw: DrawFn, slope: Fraction = Fraction(1)) -> PiecewiseLinear:
    """d = 1: constant + tiny ripples: up to 4 teeth of width 2^-k and Lipschitz constant `slope`, anywhere."""
    width = Fraction(1, 1 << draw(st.integers(3, 24)))
    value = draw(rationals(-1, 1, 8))
    start = draw(st.integers(0, 7)) * Fraction(1, 8)
    places, values = ([start], [value])
    for _ in range(draw(st.integers(1, 4))):
        value += draw(st.sampled_from((1, -1, 0))) * slope * width
        if places[-1] + width > 1:
            break
        places.append(places[-1] + width)
        values.append(value)
    if start:
        places, values = [Fraction(0), *places], [values[0], *values]
    if places[-1] < 1:
        places, values = [*places, Fraction(1)], [*values, values[-1]]
    return PiecewiseLinear(tuple(places), tuple(values))


@st.composite
def tables(draw: DrawFn, d: int, side: int = 3) -> Table:
    """Random values at the points of a regular grid with 2..side+1 points an axis, multilinear between them."""
    shape = tuple(draw(st.integers(2, side + 1)) for _ in range(d))
    count = 1
    for n in shape:
        count *= n
    return Table(shape, tuple(draw(st.lists(rationals(-1, 1, 8), min_size=count, max_size=count))))


@st.composite
def ridges(draw: DrawFn, grid: Grid) -> Target:
    """Adapted to the construction: f = g(x_1 + ... + x_d), g rising from 0 to 1/2, worst at the far corners of cells.

    With the range [0, 1/2] and f(0) = 0 the frame is s = 1, b = -1/2. g is linear up to a corner m/K and linear after it, and at
    that corner ft lies just below a threshold of quantisation, q + 1 - tiny, so that rounding down costs nearly a whole step;
    from there f rises by its full modulus to the far corner of the cell.
    """
    K, d = grid.K, grid.d  # noqa: N806  # the letter of the source
    corner = draw(st.integers(1, d * K - d)) if d * K > d else 1
    level = draw(st.integers(0, max(K // 2 - 1, 0)))
    tiny = Fraction(1, 1 << draw(st.integers(1, grid.n + 8)))
    sign = draw(st.sampled_from((1, -1)))
    at = min((level + (1 - tiny if sign > 0 else tiny)) / K, Fraction(1, 2))  # f = -g falls: ft = 1/2 - at lies below as well
    rise = [at * j / corner for j in range(corner)]
    rise += [at + (Fraction(1, 2) - at) * (j - corner) / (d * K - corner) for j in range(corner, d * K + 1)]
    if d == 1:
        return PiecewiseLinear(tuple(Fraction(k, K) for k in range(K + 1)), tuple(sign * value for value in rise))
    return Table((K + 1,) * d, tuple(sign * rise[sum(index)] for index in product(range(K + 1), repeat=d)))


@st.composite
def thresholds(draw: DrawFn, grid: Grid) -> Target:
    """Adapted to the construction: values at the corners of cells at or next to thresholds of quantisation, otherwise free."""
    K = grid.K  # noqa: N806  # the letter of the source
    count = (K + 1) ** grid.d
    tiny = draw(st.sampled_from((Fraction(0), Fraction(1, 4 * K * K), Fraction(-1, 4 * K * K), Fraction(1, 1 << 20))))
    values = [Fraction(0)]
    values += [Fraction(q, K) + tiny for q in draw(st.lists(st.integers(0, K // 2), min_size=count - 1, max_size=count - 1))]
    return Table((K + 1,) * grid.d, tuple(values))


def targets(d: int, slope: Fraction = Fraction(1)) -> SearchStrategy[Target]:
    """Functions on [0,1]^d with a proved modulus, of every kind above that does not need a grid."""
    several: list[SearchStrategy[Any]] = [mcshane(d, slope), tables(d), hoelder_bumps(d)]
    if d == 1:
        several = [zigzags(slope), ripples(slope), polygons(), *several]
    return st.one_of(*several)


def lipschitz_targets(d: int, slope: Fraction = Fraction(1)) -> SearchStrategy[Target]:
    """Functions of Lipschitz(slope) with respect to the Euclidean norm."""
    if d == 1:
        return st.one_of(zigzags(slope), mcshane(1, slope), ripples(slope))
    return mcshane(d, slope).filter(lambda f: (f.lipschitz() or slope + 1) <= slope)


def adapted(grid: Grid) -> SearchStrategy[Target]:
    """Functions made against the construction on one grid, and all others of its dimension."""
    return st.one_of(ridges(grid), ridges(grid), thresholds(grid), targets(grid.d))


@st.composite
def problems(
    draw: DrawFn, largest: dict[int, int], p: Fraction | None = None, smallest: int = 1, extra: int = 4
) -> tuple[Target, Grid, tuple[Point, ...]]:
    """A grid with smallest <= n <= largest[d], a target adapted to it or not, and a few points to try beside others."""
    if not largest or min(largest.values()) < 1:
        raise InvalidInput.argument("largest", largest, "the largest n for at least one dimension")
    grid = draw(st.sampled_from(sorted(largest)).flatmap(lambda d: grids(d, largest[d], p, smallest)))
    target: Target = draw(adapted(grid))
    kinks = [[dyadic_place(grid, t) for t in target.breakpoints(axis)] for axis in range(grid.d)]
    return target, grid, tuple(draw(st.lists(points(grid, kinks), max_size=extra)))
