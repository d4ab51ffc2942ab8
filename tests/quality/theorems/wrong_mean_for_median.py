"""Wrong: one stranger moves a mean, but not a median."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.attack.strategies import rationals
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def trials(instance: tuple[Fraction, ...]) -> Iterator[Trial]:
    """How far the mean of lo, hi and a stranger is from [lo, hi]."""
    low, high = sorted(instance[:2])
    mean = sum(instance, Fraction(0)) / 3
    yield Trial(max(low - mean, mean - high, Fraction(0)), Fraction(0), ("triple",), {"triple": str(instance)})


THEOREM = Theorem(
    name="wrong_mean_for_median",
    title="The mean keeps to the hull of two of three",
    part=Part.LEMMA,
    source="draft",
    statement=r"\tfrac{a+b+c}3 \in [lo, hi] \text{ if two of } a, b, c \text{ are}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(Attackable("mean", "lo <= (lo + hi + c)/3 <= hi", lambda: st.tuples(*[rationals()] * 3), trials, examples=50),),
)
