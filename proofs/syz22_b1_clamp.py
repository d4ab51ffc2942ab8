"""The clamp: rounds a number that is at most 1/3 or at least 2/3."""

from verifier.attack.blocks import clamp_values
from verifier.constructions.sawtooth import clamp as clamp_block
from verifier.identities.identity import Claim
from verifier.identities.symbolic import realise
from verifier.identities.term import Term, absolute, between, equal, reals, relu
from verifier.ledger.theorem import Part, Sabotage, Theorem

x, y, z = reals("x y z")


def clamp(t: Term) -> Term:
    """clamp(t) = sigma(3t - 1) - sigma(3t - 2)."""
    return relu(3 * t - 1) - relu(3 * t - 2)


LITERAL = Claim("the layers that are run", (z,), (), equal(realise(clamp_block().literal, [z])[0], clamp(z)))
RANGE = Claim("0 <= clamp <= 1", (z,), (), between(0, clamp(z), 1))
ZERO = Claim("clamp is 0 up to 1/3", (z,), (3 * z <= 1,), equal(clamp(z), 0))
ONE = Claim("clamp is 1 from 2/3 on", (z,), (3 * z >= 2,), equal(clamp(z), 1))
LIPSCHITZ = Claim("clamp is 3-Lipschitz", (x, y), (), absolute(clamp(x) - clamp(y)) <= 3 * absolute(x - y))

THEOREM = Theorem(
    name="syz22_b1_clamp",
    title="The clamp",
    part=Part.LEMMA,
    source="[SYZ22] Proposition B.1, proof",
    statement=r"c(z) = \sigma(3z-1)-\sigma(3z-2) \in [0,1],\quad c(z)=0\ (z\le\tfrac13),\quad c(z)=1\ (z\ge\tfrac23),\quad"
    r" |c(x)-c(y)|\le 3|x-y|",
    obligations=(LITERAL, RANGE, ZERO, ONE, LIPSCHITZ),
    sabotage=(
        Sabotage("1/3 -> 0.34", Claim("clamp is 0 up to 0.34", (z,), (100 * z <= 34,), equal(clamp(z), 0))),
        Sabotage(
            "3-Lipschitz -> 2-Lipschitz",
            Claim("clamp is 2-Lipschitz", (x, y), (), absolute(clamp(x) - clamp(y)) <= 2 * absolute(x - y)),
        ),
    ),
    attacks=(clamp_values(),),
)
