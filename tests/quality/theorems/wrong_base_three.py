"""Wrong: in base 3 the integer part of 3^j a may be odd, and the tail may be 1/2."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Question, block_claim, equals
from verifier.attack.strategies import bit_tables
from verifier.constructions.bit import bit
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(theta: tuple[int, ...]) -> Iterator[Question]:
    """All digits of a = sum_j theta_j 3^-j."""
    a = sum((Fraction(digit, 3**j) for j, digit in enumerate(theta, start=1)), Fraction(0))
    for j, digit in enumerate(theta, start=1):
        yield Question((3**j * a,), equals(digit), ("digit", len(theta), j))


THEOREM = Theorem(
    name="wrong_base_three",
    title="Digits in base 3",
    part=Part.LEMMA,
    source="draft",
    statement=r"\mathrm{bit}(3^j a) = \theta_j,\ a = \sum_j \theta_j 3^{-j}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "base 3",
            "bit(3^j a) = theta_j for a = sum_j theta_j 3^-j",
            lambda: st.integers(1, 6).flatmap(bit_tables),
            lambda theta: bit(len(theta)),
            questions,
            examples=100,
        ),
    ),
)
