"""True and tight: all digits 1."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.attack.strategies import bit_tables
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def trials(theta: tuple[int, ...]) -> Iterator[Trial]:
    """a against (1 - 4^-J)/3."""
    a = sum((Fraction(digit, 4**j) for j, digit in enumerate(theta, start=1)), Fraction(0))
    yield Trial(a, (1 - Fraction(1, 4 ** len(theta))) / 3, ("digits", len(theta)), {"J": len(theta)})


THEOREM = Theorem(
    name="tight_largest_code",
    title="a is at most (1 - 4^-J)/3",
    part=Part.LEMMA,
    source="draft",
    statement=r"a = \sum_j \theta_j 4^{-j} \le (1 - 4^{-J})/3",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        Attackable(
            "largest code",
            "sum_j theta_j 4^-j <= (1 - 4^-J)/3 for theta_j in {0, 1}, j <= J",
            lambda: st.integers(1, 12).flatmap(bit_tables),
            trials,
            examples=300,
        ),
    ),
)
