"""Claims about theorem networks: |s psi(x) + b - f(x)| <= bound for all targets, all admissible grids, and x in a region.

The search evaluates proved closed forms at dyadic points; a hit is evaluated again by walking the literal layers, in exact
integers and in mpmath at the precision law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from verifier.attack import admission
from verifier.attack.claim import Attackable, Trial
from verifier.attack.points import Point, telling_points
from verifier.attack.strategies import problems
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code, encode
from verifier.constructions.grid import Grid
from verifier.errors import InvalidInput
from verifier.exact.dyadic import Dyadic
from verifier.exact.interval import Interval
from verifier.network.compiled import run
from verifier.network.evaluate import enclose, evaluate, law_at
from verifier.network.ir import Network
from verifier.network.meaning import Mpmath
from verifier.targets.modulus import power_up
from verifier.targets.target import Target

Problem = tuple[Target, Grid, tuple[Point, ...]]
Region = Literal["cube", "cells"]
COUNT: Final = 80  # points of one instance, beside the drawn ones
_GUARD: Final = 48


@dataclass(frozen=True, slots=True)
class Setting:
    """What a bound may depend on. The letters of the paper.

    omega: a proved upper bound of omega_f(sqrt(d)/K); W: s/2, a dyadic just above the proved bound of omega_f(sqrt d).
    """

    target: Target
    approximant: Approximant

    @property
    def grid(self) -> Grid:
        """d, n, K, J, delta."""
        return self.approximant.grid

    @property
    def s(self) -> Fraction:
        """The scale of the frame."""
        return self.approximant.code.frame.s.fraction

    @property
    def W(self) -> Fraction:  # noqa: N802  # the letter of the source
        """s/2 >= omega_f(sqrt d)."""
        return self.s / 2

    @property
    def omega(self) -> Fraction:
        """omega_f(sqrt(d)/K), rounded up."""
        return self.target.modulus_of_root(Fraction(self.grid.d, self.grid.K**2))


Bound = Callable[[Setting], Fraction]


def printed_bound(at: Setting) -> Fraction:
    """omega_f(sqrt(d)/K) + 2^(2-n) W: Theorems 2.1 and 2.2 as printed."""
    return at.omega + 4 * at.W / at.grid.K


def uniform_bound(at: Setting) -> Fraction:
    """omega_f(sqrt(d)/K) + 2^(1-n) W: Theorem 2.2'."""
    return at.omega + 2 * at.W / at.grid.K


def rate_bound(at: Setting) -> Fraction:
    """5 lambda d^(alpha/2) 2^(-alpha n) for f in Hoelder(alpha, lambda): the rate of Theorems 2.1 and 2.2 as printed.

    The frame is rounded outward to dyadics, so that W exceeds omega_f(sqrt d) a little; 2^(2-n) times that is added.
    """
    known = at.target.hoelder()
    if known is None:
        raise InvalidInput.argument("target", at.target.name, "a target of a known Hoelder class")
    alpha, scale = known
    rounding = max(at.W - at.target.oscillation(), Fraction(0))
    return 5 * scale * power_up(Fraction(at.grid.d, at.grid.K**2), alpha / 2) + 4 * rounding / at.grid.K


def network_error(
    name: str,
    statement: str,
    construct: Callable[[Grid, Code], Approximant],
    bound: Bound,
    *,
    largest: Mapping[int, int],
    smallest: int = 1,
    region: Region = "cube",
    p: Fraction | None = None,
    encoder: Callable[[Target, Grid], Code] = encode,
    examples: int = 100,
    count: int = COUNT,
) -> Attackable[Problem]:
    """The claim that a construction approximates every target within a bound on the cube, or off the gaps.

    construct: grid and code -> network with its closed form. largest: the largest n for each dimension to be attacked;
               smallest: the smallest n.
    p:         if given, delta is admissible for Theorem 2.1 with this exponent.
    region:    "cells" claims the bound off the gaps, and b <= s psi + b <= b + s in them.

    Exact:   errors of targets with exact values are exact; otherwise a proved lower bound, so that a hit is a hit.
    """
    if region not in ("cube", "cells"):
        raise InvalidInput.argument("region", region, "cube or cells")

    def setting(target: Target, grid: Grid) -> Setting:
        return Setting(target, construct(grid, encoder(target, grid)))

    def trials(problem: Problem) -> Iterator[Trial]:
        target, grid, drawn = problem
        at = setting(target, grid)
        limit = bound(at)
        kinks = [target.breakpoints(axis) for axis in range(grid.d)]
        approximant = at.approximant
        for x in dict.fromkeys((*telling_points(grid, count, kinks), *drawn)):
            value = approximant.closed(tuple(Dyadic.of(t) for t in x)).fraction
            yield trial(at, x, value, limit)

    def trial(at: Setting, x: Point, value: Fraction, limit: Fraction) -> Trial:
        place = place_of(at.grid, x)
        witness = {"x": "(" + ", ".join(map(str, x)) + ")"}
        if region == "cells" and place[0] == "gap":
            frame = at.approximant.code.frame
            low, high = frame.b.fraction, frame.b.fraction + at.s
            return Trial(max(low - value, value - high, Fraction(0)), Fraction(0), place, witness)
        return Trial(error_at(at, x, value), limit, place, witness)

    def again(problem: Problem, witness: Mapping[str, Any]) -> Iterator[Trial]:
        target, grid, _ = problem
        x = point_of(witness["x"], grid.d)
        at = setting(target, grid)
        limit = bound(at)
        for value in literal_values(at.approximant, x):
            yield trial(at, x, value, limit)

    return Attackable(
        name, statement, lambda: problems(dict(largest), p, smallest), trials, again=again, examples=examples,
        admits=admission.problem(dict(largest), smallest, p),
    )  # fmt: skip


def error_at(at: Setting, x: Point, value: Fraction) -> Fraction:
    """|value - f(x)|, or a lower bound of it within 2^-48 of s."""
    bits = _GUARD + max(at.s.denominator.bit_length() - at.s.numerator.bit_length(), 0)
    return abs(Interval.point(value) - at.target.at(x, bits)).lo


def literal_values(approximant: Approximant, x: Point) -> Iterator[Fraction]:
    """The network at x from its literal layers: in exact integers, then in mpmath at the precision law."""
    for outputs in literal_outputs(approximant.network, x):
        yield outputs[0]


def literal_outputs(network: Network, x: Point) -> Iterator[tuple[Fraction, ...]]:
    """The outputs of a network from its literal layers: in exact integers, then in mpmath at the precision law.

    At a point that is not dyadic no binary precision is exact; there the second evaluation is in rational intervals of width 0.
    """
    yield run(network, x)
    law = law_at(network, x)
    if law is None:
        yield tuple(value.lo for value in enclose(network, [Interval.point(t) for t in x]))
        return
    values = evaluate(network, x, Mpmath(law)).values
    known = tuple(value for value in values if value is not None)
    if len(known) != len(values):
        raise InvalidInput.argument("x", x, "a point at which mpmath does not overflow")
    yield known


def place_of(grid: Grid, x: Point) -> tuple[str, int, int, tuple[int, ...]]:
    """The cell of x with d and n, or the gap: ("gap", d, n, the cell below)."""
    beta = grid.cell_of(x)
    if beta is not None:
        return "cell", grid.d, grid.n, beta
    return "gap", grid.d, grid.n, tuple(min((t * grid.K).__floor__(), grid.K - 1) for t in x)


def point_of(text: object, d: int) -> Point:
    """Read the x of a witness; raises InvalidInput for anything else."""
    words = text[1:-1].split(", ") if isinstance(text, str) and text[:1] == "(" and text[-1:] == ")" else []
    try:
        x = tuple(Fraction(word) for word in words)
    except (ValueError, ZeroDivisionError):
        x = ()
    if len(x) != d:
        raise InvalidInput.argument("x", text, f"{d} coordinates in brackets")
    return x
