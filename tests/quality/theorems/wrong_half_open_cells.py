"""Wrong: with half-open cells the edge (beta+1)/K - delta of a gap belongs to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from verifier.attack.blocks import grids_with_points, in_omega
from verifier.attack.claim import Attackable, Trial
from verifier.attack.points import telling_points
from verifier.constructions.grid import Grid
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def trials(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Trial]:
    """Points in no half-open cell and in no gap."""
    grid, drawn = instance
    for (t,) in dict.fromkeys((*telling_points(grid, 40), *drawn)):
        k = min((t * grid.K).__floor__(), grid.K - 1)
        top = Fraction(k + 1, grid.K) - grid.delta.fraction
        covered = t < top or k == grid.K - 1 or in_omega(grid, (t,))
        yield Trial(Fraction(not covered), Fraction(0), ("point", grid.n, k), {"t": str(t)})


THEOREM = Theorem(
    name="wrong_half_open_cells",
    title="Half-open cells and gaps cover [0, 1]",
    part=Part.LEMMA,
    source="draft",
    statement=r"[0,1] = \bigcup_\beta [\tfrac\beta K, \tfrac{\beta+1}K - \delta) \cup \Omega",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        Attackable(
            "half-open",
            "every t of [0, 1] is in a half-open cell, in the last cell or in a gap",
            lambda: grids_with_points({1: 4}),
            trials,
            examples=100,
        ),
    ),
)
