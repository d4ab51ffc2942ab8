"""What a claim speaks of: all that its strategy draws, and nothing that only a forged file holds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.attack import admission
from verifier.attack.claim import Attackable
from verifier.constructions.grid import Grid
from verifier.errors import InvalidInput
from verifier.exact.dyadic import Dyadic
from verifier.ledger.discover import discover, proofs_folder
from verifier.targets.expression import Expression
from verifier.targets.piecewise_linear import PiecewiseLinear

CLAIMS = [(theorem.name, claim) for theorem in discover(proofs_folder()) for claim in theorem.attacks if claim.admits is not None]
LINE = PiecewiseLinear((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))
GRID = Grid(1, 2, Dyadic(1, -4))


@pytest.mark.parametrize(("name", "claim"), CLAIMS, ids=[f"{name}: {claim.name}" for name, claim in CLAIMS])
def test_what_is_drawn_is_admitted(name: str, claim: Attackable[Any]) -> None:
    """Catches a test that is narrower than the strategy: a hit would be refused."""

    @settings(max_examples=15, database=None, deadline=None, suppress_health_check=tuple(HealthCheck))
    @given(st.data())
    def drawn(data: st.DataObject) -> None:
        instance = data.draw(claim.instances())
        assert claim.admits is not None and claim.admits(instance)
        assert claim.to_data(claim.rebuilt(claim.to_data(instance))) == claim.to_data(instance)

    drawn()


@pytest.mark.parametrize(
    ("test", "value"),
    [
        (admission.whole(1, 3), True),
        (admission.whole(1, 3), 4),
        (admission.dyadic(0, 1), Dyadic(2)),
        (admission.dyadic(0, 1), 1),
        (admission.each(admission.whole(1, 3)), (1, 1)),
        (admission.several(admission.whole(0, 1), 1, 8), ()),
        (admission.grid({1: 3}), Grid(2, 1, Dyadic(1, -4))),
        (admission.grid({1: 3}, 3), GRID),
        (admission.grid({1: 3}, 1, Fraction(3)), GRID),
        (admission.target, Expression("x1", 1)),
        (admission.grid_with_points({1: 3}), (GRID, ((Fraction(9),),))),
        (admission.target_on_grid({1: 3, 2: 2}), (LINE, Grid(2, 1, Dyadic(1, -4)))),
        (admission.problem({1: 3}), (LINE, GRID, ((Fraction(-1),),))),
        (admission.problem({1: 3}), "abc"),
        (admission.table(3, 4), (2, (4,))),
    ],
)  # fmt: skip
def test_what_is_not_admitted(test: admission.Test, value: Any) -> None:
    """Catches a test that lets a stranger's value through."""
    assert test(value) is False


def test_a_claim_refuses_what_it_does_not_speak_of() -> None:
    """Catches `rebuilt` without the question."""
    claim = Attackable("digits", "...", st.nothing, lambda one: (), admits=admission.whole(0, 1))
    assert claim.rebuilt({"integer": "1"}) == 1
    with pytest.raises(InvalidInput, match="outside of what the claim speaks of"):
        claim.rebuilt({"integer": "7"})
