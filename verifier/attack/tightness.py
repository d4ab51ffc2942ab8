"""How near the error comes to the bounds: for each theorem and grid the largest ratios that the search reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.attack.networks import Bound, Region, network_error, printed_bound, rate_bound, uniform_bound
from verifier.attack.search import Attacked, attack
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code
from verifier.constructions.grid import Grid
from verifier.constructions.lp_network import lp_network
from verifier.constructions.sup_network import sup_network
from verifier.constructions.three_parameters import three_parameters

NORM: Final = Fraction(2)  # the p of Theorem 2.1 in the table


def lp_two(grid: Grid, code: Code) -> Approximant:
    """The network of Theorem 2.1 for p = 2."""
    return lp_network(grid, code, NORM)


@dataclass(frozen=True, slots=True)
class Subject:
    """A theorem of the table: its network, where its error is bounded, and on which grids it is attacked."""

    theorem: str
    construct: Callable[[Grid, Code], Approximant]
    region: Region
    p: Fraction | None
    grids: tuple[tuple[int, int], ...]  # (d, n)


_GRIDS: Final = ((1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2))
SUBJECTS: Final = (
    Subject("2.1 on cells", lp_two, "cells", NORM, (*_GRIDS, (2, 3))),
    Subject("2.2, 2.2'", sup_network, "cube", None, _GRIDS),
    Subject("2.3 (5.4)", three_parameters, "cube", None, _GRIDS),
)


@dataclass(frozen=True, slots=True)
class Row:
    """Largest ratios error/bound for one theorem on grids with one (d, n) and every admissible delta.

    uniform: to omega_f(sqrt(d)/K) + 2^(1-n) W. printed: to omega_f(sqrt(d)/K) + 2^(2-n) W.
    rate:    to 5 lambda d^(alpha/2) 2^(-alpha n).
    """

    theorem: str
    d: int
    n: int
    uniform: Attacked
    printed: Attacked
    rate: Attacked


def table(examples: int, seed: int, subjects: tuple[Subject, ...] = SUBJECTS) -> Iterator[Row]:
    """The rows of all subjects, one search of `examples` instances for each ratio."""
    for subject in subjects:
        for d, n in subject.grids:
            bounds: tuple[Bound, ...] = (uniform_bound, printed_bound, rate_bound)
            uniform, printed, rate = (
                attack(
                    network_error(
                        f"{subject.theorem} d={d} n={n}", "|s psi + b - f| <= bound", subject.construct, bound,
                        largest={d: n}, smallest=n, region=subject.region, p=subject.p,
                    ),
                    examples=examples, seed=seed,
                )
                for bound in bounds
            )  # fmt: skip
            yield Row(subject.theorem, d, n, uniform, printed, rate)
