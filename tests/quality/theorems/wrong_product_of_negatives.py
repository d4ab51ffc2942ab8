"""Wrong: as built, with squares on [0, 1] only, products are right for non-negative factors; Lemma A.4 allows negative ones."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.blocks import Question, block_claim, within
from verifier.attack.strategies import dyadics
from verifier.constructions.product import approximate_products
from verifier.exact.dyadic import Dyadic, power_of_two
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def questions(instance: tuple[Dyadic, Dyadic]) -> list[Question]:
    """psi_eta against the product, eta = 1/16, J = 1."""
    s, t = (value.fraction for value in instance)
    return [Question((s, t), within(Fraction(1, 16), s * t), ("signs", s < 0, t < 0))]


THEOREM = Theorem(
    name="wrong_product_of_negatives",
    title="Products on [-M, M]^2",
    part=Part.LEMMA,
    source="draft",
    statement=r"|\psi_\eta(x,y) - xy| \le \eta \text{ on } [-M, M]^2",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        block_claim(
            "products",
            "|psi_eta(x, y) - x y| <= eta for -8 <= x, y <= 8, eta = 1/16",
            lambda: st.tuples(dyadics(-8, 8, 4), dyadics(-8, 8, 4)),
            lambda instance: approximate_products(1, 1, 1, power_of_two(-4)),
            questions,
            examples=100,
        ),
    ),
)
