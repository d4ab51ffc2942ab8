"""True and tight: Theorem 2.2'."""

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
    """Theorem 2.2'."""
    return at.omega + 2 * at.W / at.grid.K


THEOREM = Theorem(
    name="tight_uniform",
    title="The uniform bound",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le \omega_f(\sqrt d/K) + 2^{1-n}W",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "uniform",
            "|phi(x) - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W",
            sup_network,
            bound,
            largest={1: 4, 2: 2},
            examples=200,
        ),
    ),
)
