"""The median hull: where two of three numbers lie in an interval, so does their median."""

from proofs.lsyz21_3_1_median import MEDIAN, NETWORK, median
from verifier.attack.blocks import median_hull
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.term import Formula, at_least, between, reals
from verifier.ledger.theorem import Part, Sabotage, Theorem, stated

a, b, c, low, high, m = reals("a b c low high m")


def _inside(count: int) -> Formula:
    """At least `count` of a, b, c lie in [low, high]."""
    return at_least(count, *(between(low, one, high) for one in (a, b, c)))


HULL = Claim(
    "the median of a, b, c is in [low, high]",
    (a, b, c, low, high),
    (_inside(2),),
    between(low, median(a, b, c), high),
)
_NETWORK_HULL = Assembly(
    "mid(a, b, c) is in [low, high]",
    (a, b, c, low, high),
    (instance(MEDIAN), instance(HULL)),
    between(low, NETWORK, high),
    (_inside(2),),
    opaque=((m, NETWORK),),
)
NETWORK_HULL = stated(_NETWORK_HULL)  # two of a, b, c in [low, high]: the output of the literal layers as well

THEOREM = Theorem(
    name="syz22_a2_hull",
    title="The median of three numbers, two of which lie in an interval",
    part=Part.LEMMA,
    source="[SYZ22] Lemma A.2, proof",
    statement=r"\#\{t \in (a,b,c) : \ell \le t \le u\} \ge 2 \;\Longrightarrow\;"
    r" \ell \le \operatorname{mid}(a,b,c) \le u",
    obligations=(HULL, _NETWORK_HULL),
    uses=("lsyz21_3_1_median",),
    sabotage=(
        Sabotage(
            "two of three -> one of three",
            Claim("from one of three", (a, b, c, low, high), (_inside(1),), between(low, median(a, b, c), high)),
        ),
        Sabotage(
            "mid -> mean",
            Claim("the mean of three", (a, b, c, low, high), (_inside(2),), between(low, (a + b + c) / 3, high)),
        ),
    ),
    attacks=(median_hull(),),
)
