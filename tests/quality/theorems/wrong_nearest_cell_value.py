"""Wrong: q is at most 2^n - 1, and the code rounds down."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from verifier.attack.claim import Attackable, Trial
from verifier.attack.strategies import adapted, grids
from verifier.constructions.encoding import encode
from verifier.constructions.grid import Grid
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def trials(instance: tuple[Any, Grid]) -> Iterator[Trial]:
    """ft at the corners against q 2^-n."""
    target, grid = instance
    code = encode(target, grid)
    s, b = code.frame.s.fraction, code.frame.b.fraction
    for beta, q in zip(grid.cells(), code.cells, strict=True):
        value = target.at(grid.corner(beta), 60)
        if s:
            error = abs((value.lo - b) / s - Fraction(q, grid.K)) - value.width / s
            yield Trial(error, Fraction(1, 2 * grid.K), ("cell", grid.n, beta), {"cell": str(beta)})


THEOREM = Theorem(
    name="wrong_nearest_cell_value",
    title="Cell values within half a step",
    part=Part.LEMMA,
    source="draft",
    statement=r"|\tilde f(x_\beta) - q_\beta 2^{-n}| \le 2^{-n-1}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        Attackable(
            "half a step",
            "|ft(x_beta) - q_beta 2^-n| <= 2^-(n+1)",
            lambda: grids(1, 3).flatmap(lambda grid: adapted(grid).map(lambda target: (target, grid))),
            trials,
            examples=100,
        ),
    ),
)
