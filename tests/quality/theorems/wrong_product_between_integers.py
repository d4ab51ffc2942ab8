"""Wrong: the exact product is exact at integers only."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Outputs, Question, block_claim
from verifier.attack.strategies import dyadics
from verifier.constructions.product import exact_products
from verifier.exact.dyadic import Dyadic
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(instance: tuple[Dyadic, Dyadic]) -> list[Question]:
    """P(y, a) at least as large as at the integer below y."""
    y, a = (value.fraction for value in instance)

    def judge(out: Outputs) -> tuple[Fraction, Fraction]:
        return 4 ** y.__floor__() * a - out[0], Fraction(0)

    return [Question((y, a), judge, ("integer", y.__floor__()))]


THEOREM = Theorem(
    name="wrong_product_between_integers",
    title="Exact products for every real exponent between 1 and J",
    part=Part.LEMMA,
    source="draft",
    statement=r"P(y, a) \ge 4^{\lfloor y \rfloor} a",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "monotone",
            "P(y, a) >= 4^floor(y) a for 1 <= y <= 4 and 0 <= a <= 1/4, J = 4",
            lambda: st.tuples(dyadics(1, 4, 5), dyadics(0, 1, 8).map(lambda a: a.shift(-2))),
            lambda instance: exact_products(4, 1, 1, (0,)),
            questions,
            examples=100,
        ),
    ),
)
