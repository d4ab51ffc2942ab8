"""Wrong: 2J - 2 tents have too few teeth for 4^J a < 4^J/3 (2J - 1 would do)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Question, block_claim, equals
from verifier.attack.strategies import bit_tables
from verifier.constructions.sawtooth import clamp, sawtooth
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.network.block import Block
from verifier.network.calculus import compose

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(theta: tuple[int, ...]) -> Iterator[Question]:
    """All digits of a = sum_j theta_j 4^-j."""
    a = sum((Fraction(digit, 4**j) for j, digit in enumerate(theta, start=1)), Fraction(0))
    for j, digit in enumerate(theta, start=1):
        yield Question((4**j * a,), equals(digit), ("digit", len(theta), j))


def short(theta: tuple[int, ...]) -> Block:
    """A clamp behind 2J - 2 tents, at least one."""
    return sequence_of(max(2 * len(theta) - 2, 1))


def sequence_of(tents: int) -> Block:
    """The network clamp(sawtooth)."""
    saw, cut = sawtooth(tents), clamp()
    return Block("short", 1, 1, lambda t: cut.closed(saw.closed(t)), lambda: compose(cut.literal, saw.literal))


THEOREM = Theorem(
    name="wrong_too_few_tents",
    title="A digit reader of 2J - 2 tents",
    part=Part.LEMMA,
    source="draft",
    statement=r"\mathrm{bit}(4^j a) = \theta_j",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "2J - 2 tents",
            "clamp(tent^(2J-2)(t / 2^(2J-2))) = theta_j at t = 4^j a",
            lambda: st.integers(1, 6).flatmap(bit_tables),
            short,
            questions,
            examples=100,
        ),
    ),
)
