"""Wrong: in the gaps the step function climbs already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from verifier.attack.blocks import Question, block_claim, equals, grids_with_points
from verifier.attack.points import telling_points
from verifier.constructions.grid import Grid
from verifier.constructions.step import step
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Question]:
    """g against the floor."""
    grid, drawn = instance
    for (t,) in dict.fromkeys((*telling_points(grid, 20), *drawn)):
        if t < 1:
            yield Question((t,), equals((t * grid.K).__floor__()), ("step", grid.n, (t * grid.K).__floor__()))


THEOREM = Theorem(
    name="wrong_step_is_floor",
    title="The step function is the floor",
    part=Part.LEMMA,
    source="draft",
    statement=r"g(x) = \lfloor Kx \rfloor \text{ on } [0, 1)",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "floor",
            "g(x) = floor(K x) for 0 <= x < 1",
            lambda: grids_with_points({1: 3}),
            lambda instance: step(instance[0]),
            questions,
            examples=50,
        ),
    ),
)
