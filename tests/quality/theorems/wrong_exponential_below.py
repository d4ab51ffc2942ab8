"""Wrong: between integers h is a chord of 4^y, and chords of a convex function lie above it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Outputs, Question, block_claim
from verifier.constructions.exponential import exponential
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(instance: tuple[int, int]) -> list[Question]:
    """h at a half integer y, squared, against 16^y."""
    cells, k = instance
    y = Fraction(min(k, 2 * cells), 2)

    def judge(out: Outputs) -> tuple[Fraction, Fraction]:
        return out[0] ** 2, Fraction(4 ** (2 * y).__floor__())

    return [Question((y,), judge, ("half", cells, k))]


THEOREM = Theorem(
    name="wrong_exponential_below",
    title="The exponential is bounded by 4^y",
    part=Part.LEMMA,
    source="draft",
    statement=r"h(y)^2 \le 4^{2y}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "below",
            "h(y)^2 <= 16^y for y = 1, 3/2, 2, ..., J",
            lambda: st.tuples(st.integers(2, 6), st.integers(2, 12)),
            lambda instance: exponential(instance[0]),
            questions,
            examples=60,
        ),
    ),
)
