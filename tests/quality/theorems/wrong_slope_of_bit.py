"""Wrong: the clamp has slope 3, and the sawtooth has slope 1 nearly everywhere."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Question, block_claim
from verifier.attack.strategies import dyadics
from verifier.constructions.bit import bit
from verifier.exact.dyadic import Dyadic
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.network.block import beside

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(instance: tuple[Dyadic, Dyadic]) -> list[Question]:
    """The slope between t and t + h."""
    t, h = (value.fraction for value in instance)
    return [Question((t, t + h), lambda out: (abs(out[0] - out[1]), Fraction(5, 2) * abs(h)), ("place", t))]


THEOREM = Theorem(
    name="wrong_slope_of_bit",
    title="A digit reader of slope 5/2",
    part=Part.LEMMA,
    source="draft",
    statement=r"|\mathrm{bit}(t) - \mathrm{bit}(u)| \le \tfrac52 |t-u|",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "slope 5/2",
            "|bit(t) - bit(u)| <= 5/2 |t - u| on [0, 2]",
            lambda: st.tuples(dyadics(0, 2, 6), dyadics(-1, 1, 8).filter(lambda h: h.mantissa != 0)),
            lambda instance: beside("two", bit(1), bit(1)),
            questions,
            examples=200,
        ),
    ),
)
