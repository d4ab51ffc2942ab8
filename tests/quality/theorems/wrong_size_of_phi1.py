"""Wrong from n = 3 on: phi1 has 9 K - 7 parameters for d = 1, more than 8 K for K >= 8."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.attack.claim import Attackable, Trial
from verifier.attack.strategies import grids
from verifier.constructions.exponential import phi1
from verifier.constructions.grid import Grid
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def trials(grid: Grid) -> Iterator[Trial]:
    """Stored parameters of the literal phi1."""
    yield Trial(Fraction(phi1(grid).size), Fraction(8 * grid.J), ("grid", grid.d, grid.n), {"n": grid.n})


THEOREM = Theorem(
    name="wrong_size_of_phi1",
    title="phi1 has at most 2^(dn+3) parameters",
    part=Part.LEMMA,
    source="draft",
    statement=r"\mathrm{size}(\phi_1) \le 2^{dn+3}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        Attackable(
            "size",
            "phi1 stores at most 2^(dn+3) numbers, d = 1",
            lambda: grids(1, 5),
            trials,
            examples=60,
        ),
    ),
)
