"""Wrong: tails come up to 1/3, but this clamp is 0 only up to 1/4."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Question, block_claim, equals
from verifier.attack.strategies import bit_tables
from verifier.constructions.sawtooth import sawtooth
from verifier.exact.dyadic import Dyadic
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.network.block import Block
from verifier.network.calculus import affine, compose
from verifier.network.ir import Network, row

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(theta: tuple[int, ...]) -> Iterator[Question]:
    """All digits of a = sum_j theta_j 4^-j."""
    a = sum((Fraction(digit, 4**j) for j, digit in enumerate(theta, start=1)), Fraction(0))
    for j, digit in enumerate(theta, start=1):
        yield Question((4**j * a,), equals(digit), ("digit", len(theta), j))


def gentle(theta: tuple[int, ...]) -> Block:
    """sigma(2z - 1/2) - sigma(2z - 3/2) behind 2J + 1 tents."""
    hidden = affine(1, [row(Dyadic(-1, -1), [(0, 2)]), row(Dyadic(-3, -1), [(0, 2)])]).layers[0]
    cut = Network((hidden, affine(2, [row(0, [(0, 1), (1, -1)])]).layers[0]))
    saw = sawtooth(2 * len(theta) + 1).literal
    return Block("gentle", 1, 1, lambda t: t, lambda: compose(cut, saw))


THEOREM = Theorem(
    name="wrong_gentle_clamp",
    title="A clamp of slope 2",
    part=Part.LEMMA,
    source="draft",
    statement=r"\mathrm{bit}(4^j a) = \theta_j \text{ with } \sigma(2z-\tfrac12)-\sigma(2z-\tfrac32)",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "gentle clamp",
            "the gentle clamp behind 2J + 1 tents reads theta_j at 4^j a",
            lambda: st.integers(1, 6).flatmap(bit_tables),
            gentle,
            questions,
            examples=100,
        ),
    ),
)
