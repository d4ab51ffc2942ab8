"""Wrong: without medians the network of Theorem 2.1 is arbitrary in the gaps."""

from __future__ import annotations

from fractions import Fraction

from verifier.attack.networks import Setting, network_error
from verifier.attack.tightness import lp_two
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def bound(at: Setting) -> Fraction:
    """The printed bound."""
    return at.omega + 4 * at.W / at.grid.K


THEOREM = Theorem(
    name="wrong_sup_without_medians",
    title="The network of Theorem 2.1 in the sup norm",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le \omega_f(\sqrt d/K) + 2^{2-n}\omega_f(\sqrt d)",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "no medians",
            "|phi(x) - f(x)| <= omega_f(sqrt(d)/K) + 2^(2-n) W on the cube",
            lp_two,
            bound,
            largest={1: 4, 2: 2},
            examples=200,
        ),
    ),
)
