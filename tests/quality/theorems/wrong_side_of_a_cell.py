"""Wrong: for d = 2 a cell is longer than its side, omega_f(1/K) is not enough."""

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
    """omega_f(1/K) + 2 W/K."""
    return at.target.modulus_of_root(Fraction(1, at.grid.K**2)) + 2 * at.W / at.grid.K


THEOREM = Theorem(
    name="wrong_side_of_a_cell",
    title="The sup norm bound with the side of a cell",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le \omega_f(1/K) + 2^{1-n}\omega_f(\sqrt d)",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "side of a cell",
            "|phi(x) - f(x)| <= omega_f(1/K) + 2^(1-n) W, d <= 2",
            sup_network,
            bound,
            largest={1: 3, 2: 2},
            examples=200,
        ),
    ),
)
