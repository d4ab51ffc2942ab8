"""True and tight: the error of the square is reached in the middle of every piece."""

from __future__ import annotations

from verifier.attack.blocks import square_error
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)

THEOREM = Theorem(
    name="tight_square",
    title="The square within 4^-(r+1)",
    part=Part.LEMMA,
    source="draft",
    statement=r"0 \le f_r(z) - z^2 \le 4^{-(r+1)}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(square_error(),),
)
