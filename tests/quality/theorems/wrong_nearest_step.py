"""Wrong: the code rounds down, so that quantisation costs up to 2^-n s, not half of it."""

from __future__ import annotations

from fractions import Fraction

from verifier.attack.networks import Setting, network_error
from verifier.constructions.sup_network import sup_network
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def bound(at: Setting) -> Fraction:
    """omega_f(sqrt(d)/K) + W/K."""
    return at.omega + at.W / at.grid.K


THEOREM = Theorem(
    name="wrong_nearest_step",
    title="The sup norm bound with half a step",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le \omega_f(\sqrt d/K) + 2^{-n}\omega_f(\sqrt d)",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "half a step",
            "|phi(x) - f(x)| <= omega_f(sqrt(d)/K) + 2^-n W",
            sup_network,
            bound,
            largest={1: 3, 2: 2},
            examples=100,
        ),
    ),
)
