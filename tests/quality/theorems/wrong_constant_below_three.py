"""Wrong: the constant of Theorem 2.2' is 3, and 2.9 is too small: rounding down costs nearly a whole step."""

from __future__ import annotations

from fractions import Fraction

from verifier.attack.networks import Setting, network_error
from verifier.constructions.sup_network import sup_network
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.targets.modulus import root_up

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def bound(at: Setting) -> Fraction:
    """2.9 lambda sqrt(d)/K, and the rounding of the frame."""
    lipschitz = at.target.hoelder()
    if lipschitz is None or lipschitz[0] != 1:
        return 3 * at.W  # not of the class: nothing is claimed
    rounding = at.W - at.target.oscillation()  # the frame is rounded outward
    return Fraction(29, 10) * lipschitz[1] * root_up(Fraction(at.grid.d, at.grid.K**2)) + 2 * rounding / at.grid.K


THEOREM = Theorem(
    name="wrong_constant_below_three",
    title="The sup norm bound with constant 2.9",
    part=Part.LEMMA,
    source="draft",
    statement=r"\|\phi - f\|_\infty \le 2.9\,\lambda\sqrt d\,2^{-n}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        network_error(
            "constant 2.9",
            "|phi(x) - f(x)| <= 2.9 lambda sqrt(d) 2^-n for f in Lipschitz(lambda)",
            sup_network,
            bound,
            largest={1: 3, 2: 2},
            examples=300,
        ),
    ),
)
