"""Wrong: the rate of Hoelder(alpha, lambda) is 2^(-alpha n), not 2^-n."""

from __future__ import annotations

from fractions import Fraction

from verifier.attack.networks import Setting, network_error
from verifier.constructions.sup_network import sup_network
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.targets.modulus import power_up

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def bound(at: Setting) -> Fraction:
    """5 lambda d^(alpha/2) / K."""
    known = at.target.hoelder()
    if known is None:
        return 3 * at.W
    rounding = at.W - at.target.oscillation()  # the frame is rounded outward
    return (5 * known[1] * power_up(Fraction(at.grid.d), known[0] / 2) + 4 * rounding) / at.grid.K


THEOREM = Theorem(
    name="wrong_hoelder_rate",
    title="The Lipschitz rate for Hoelder functions",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le 5\lambda d^{\alpha/2} 2^{-n}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "rate 2^-n",
            "|phi(x) - f(x)| <= 5 lambda d^(alpha/2) 2^-n for f in Hoelder(alpha, lambda)",
            sup_network,
            bound,
            largest={1: 4, 2: 2},
            examples=600,
        ),
    ),
)
