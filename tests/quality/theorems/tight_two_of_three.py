"""True and tight: delta = 1/(3K) is the largest delta that serves."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.identities.identity import Claim
from verifier.identities.term import reals
from verifier.ledger.theorem import Part, Sabotage, Theorem

x = reals("x")[0]
EASY = Claim("doubling", (x,), (x >= 0,), 2 * x >= x)


def trials(instance: tuple[int, Fraction, Fraction]) -> Iterator[Trial]:
    """How many of t - delta, t, t + delta miss the cells; at most one is allowed."""
    K, share, t = instance  # noqa: N806
    delta = share / K
    missed = 0
    for s in (t - delta, t, t + delta):
        missed += any(Fraction(k, K) - delta < s < Fraction(k, K) for k in range(1, K))
    yield Trial(Fraction(missed), Fraction(1), ("cell", K, (t * K).__floor__()), {"t": str(t)})


THEOREM = Theorem(
    name="tight_two_of_three",
    title="At least two of three",
    part=Part.LEMMA,
    source="draft",
    statement=r"\#\{e \in \{-\delta,0,\delta\} : t + e \in \text{cells}\} \ge 2 \text{ for } \delta \le \tfrac{1}{3K}",
    obligations=(EASY,),
    sabotage=(Sabotage("x >= 0 dropped", Claim("too easy", (x,), (), 2 * x >= x)),),
    attacks=(
        Attackable(
            "two of three",
            "two of t - delta, t, t + delta lie outside the gaps, for 0 < delta <= 1/(3K) and t in [0, 1]",
            lambda: st.tuples(
                st.integers(2, 6),
                st.fractions(Fraction(1, 50), Fraction(1, 3), max_denominator=60),
                st.fractions(0, 1, max_denominator=400),
            ),
            trials,
            examples=1500,
        ),
    ),
)
