"""Claims about L^p norms in one variable: the part of the norm that comes from the cells, as an exact integral.

On a cell the network is constant (Theorem A.1), and f is piecewise linear, so that the integral of |network - f|^p over all
cells is rational for p = 1 and p = 2. It is a lower bound of the whole integral, so that a hit is a hit. The value on a cell is
that at its near corner; a hit is walked through the literal layers there and at the far corner of every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from verifier.attack import admission
from verifier.attack.claim import Attackable, Trial
from verifier.attack.networks import Bound, Setting, literal_values
from verifier.attack.strategies import grids, mcshane, polygons, ridges, ripples, zigzags
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code, encode
from verifier.constructions.grid import Grid
from verifier.errors import DomainError, InvalidInput
from verifier.exact.dyadic import Dyadic
from verifier.targets.piecewise_linear import PiecewiseLinear

Problem = tuple[PiecewiseLinear, Grid]


def norm_error(
    name: str,
    statement: str,
    construct: Callable[[Grid, Code, Fraction], Approximant],
    bound: Bound,
    p: Fraction,
    *,
    largest: int,
    examples: int = 60,
) -> Attackable[Problem]:
    """The claim that the L^p error of a construction is within a bound, for p = 1 or 2, d = 1 and n <= largest.

    error is the p-th power of the norm over the cells, bound the p-th power of the bound.
    """
    if p not in (1, 2):
        raise InvalidInput.argument("p", p, "1 or 2: other powers of linear functions have no rational integral here")
    power = int(p)

    def setting(problem: Problem) -> Setting:
        target, grid = problem
        return Setting(target, construct(grid, encode(target, grid), p))

    def whole(at: Setting, target: PiecewiseLinear, values: Iterable[Fraction]) -> Trial:
        total = sum(
            (integral(target, side.lo, side.hi, value, power)
             for side, value in zip(map(at.grid.side, range(at.grid.K)), values, strict=True)),
            Fraction(0),
        )  # fmt: skip
        return Trial(total, bound(at) ** power, ("grid", at.grid.n, str(at.grid.delta)), {"p": str(p)})

    def trials(problem: Problem) -> Iterator[Trial]:
        at = setting(problem)
        near = (at.approximant.closed((Dyadic(k, -at.grid.n),)).fraction for k in range(at.grid.K))
        yield whole(at, problem[0], near)

    def again(problem: Problem, witness: Mapping[str, Any]) -> Iterator[Trial]:
        at = setting(problem)
        sides = [at.grid.side(k) for k in range(at.grid.K)]
        near = [list(literal_values(at.approximant, (side.lo,))) for side in sides]
        far = [list(literal_values(at.approximant, (side.hi,))) for side in sides]
        if near != far:
            raise DomainError("the network is not constant on a cell: Theorem A.1 does not hold for this construction")
        for route in zip(*near, strict=True):
            yield whole(at, problem[0], route)

    def instances() -> st.SearchStrategy[Problem]:
        def kinds(grid: Grid) -> st.SearchStrategy[Problem]:
            several: list[st.SearchStrategy[Any]] = [zigzags(), ridges(grid), polygons(), mcshane(1), ripples()]
            return st.tuples(st.one_of(*several), st.just(grid))

        return grids(1, largest, p).flatmap(kinds)

    on_grid = admission.target_on_grid({1: largest}, 1, p)
    return Attackable(
        name, statement, instances, trials, again=again, examples=examples,
        admits=lambda instance: on_grid(instance) and isinstance(instance[0], PiecewiseLinear),
    )  # fmt: skip


def integral(target: PiecewiseLinear, left: Fraction, right: Fraction, value: Fraction, power: int) -> Fraction:
    """The integral of |f - value|^power over [left, right], exactly, for power 1 or 2.

    >>> line = PiecewiseLinear((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)))
    >>> integral(line, Fraction(0), Fraction(1), Fraction(0), 1), integral(line, Fraction(0), Fraction(1), Fraction(0), 2)
    (Fraction(1, 2), Fraction(1, 3))
    """
    places = [left, *(t for t in target.places if left < t < right), right]
    heights = [target.at((t,), 0).lo - value for t in places]
    total = Fraction(0)
    for (s, a), (t, b) in pairwise(zip(places, heights, strict=True)):
        if power == 2:
            total += (t - s) * (a * a + a * b + b * b) / 3
        elif a * b >= 0:
            total += (t - s) * abs(a + b) / 2
        else:
            total += (t - s) * (a * a + b * b) / (2 * (abs(a) + abs(b)))
    return total
