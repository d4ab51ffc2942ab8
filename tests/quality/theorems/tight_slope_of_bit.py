"""True and tight: 3 is the slope of the clamp."""

from __future__ import annotations

from verifier.attack.blocks import bit_slope
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)

THEOREM = Theorem(
    name="tight_slope_of_bit",
    title="A digit reader of slope 3",
    part=Part.LEMMA,
    source="draft",
    statement=r"|\mathrm{bit}(t) - \mathrm{bit}(u)| \le 3 |t-u|",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(bit_slope(),),
)
