"""Wrong: after r terms the error is 4^-(r+1), and not 4^-(r+2)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Question, block_claim, within
from verifier.attack.strategies import dyadics
from verifier.constructions.product import square
from verifier.exact.dyadic import Dyadic
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(instance: tuple[int, Dyadic]) -> list[Question]:
    """f_r against the square."""
    r, z = instance[0], instance[1].fraction
    return [Question((z,), within(Fraction(1, 4 ** (r + 2)), z * z), ("terms", r))]


THEOREM = Theorem(
    name="wrong_square_one_term_less",
    title="The square within 4^-(r+2)",
    part=Part.LEMMA,
    source="draft",
    statement=r"|f_r(z) - z^2| \le 4^{-(r+2)}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "square",
            "|f_r(z) - z^2| <= 4^-(r+2) for 0 <= z <= 1",
            lambda: st.tuples(st.integers(1, 6), dyadics(0, 1, 8)),
            lambda instance: square(instance[0]),
            questions,
            examples=100,
        ),
    ),
)
