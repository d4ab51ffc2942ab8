"""The median network: the literal layers of `mid` compute the median of three numbers.

The median is stated in two ways, a + b + c - max - min and by the order (at least two of the three are at most the
median, at least two are at least the median, and it is one of them).
"""

from verifier.attack.blocks import median_values
from verifier.constructions.median import mid
from verifier.identities.identity import Claim
from verifier.identities.symbolic import realise
from verifier.identities.term import (
    Operand,
    Term,
    absolute,
    all_of,
    any_of,
    at_least,
    between,
    equal,
    maximum,
    minimum,
    reals,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem
from verifier.verdict import Kind, Verdict

a, b, c = reals("a b c")


def median(a: Operand, b: Operand, c: Operand) -> Term:
    """The median of three numbers: their sum without the largest and the smallest."""
    return term(a) + b + c - maximum(a, b, c) - minimum(a, b, c)


NETWORK = realise(mid().literal, (a, b, c))[0]


def _size() -> Verdict:
    """Depth and width of the literal layers, counted."""
    network = mid().literal
    counted = (("depth", str(network.depth)), ("width", str(network.width)), ("parameters", str(mid().size)))
    fits = network.depth == 2 and network.width <= 14
    return Verdict(Kind.PROVED if fits else Kind.REFUTED, ", ".join(f"{name} {n}" for name, n in counted), counted)


MEDIAN = Claim("mid = a + b + c - max - min", (a, b, c), (), equal(NETWORK, median(a, b, c)))
ORDER = Claim(
    "a + b + c - max - min is the one in the middle",
    (a, b, c),
    (),
    all_of(
        any_of(*(equal(median(a, b, c), one) for one in (a, b, c))),
        at_least(2, *(one <= median(a, b, c) for one in (a, b, c))),
        at_least(2, *(one >= median(a, b, c) for one in (a, b, c))),
    ),
)
RANGE = Claim(
    "mid stays in [0, 1]",
    (a, b, c),
    (between(0, a, 1), between(0, b, 1), between(0, c, 1)),
    between(0, median(a, b, c), 1),
)
SIZE = Computation("size of mid", "depth 2 and width at most 14", Scope.ALL, "count of the literal layers", _size)

THEOREM = Theorem(
    name="lsyz21_3_1_median",
    title="The median of three numbers is a ReLU network",
    part=Part.LEMMA,
    source="[LSYZ21] Lemma 3.1, [SYZ22] Lemma A.2",
    statement=r"\operatorname{mid}(a,b,c) = a+b+c-\max\{a,b,c\}-\min\{a,b,c\} \text{ on } \mathbb{R}^3,\quad"
    r" \text{a ReLU network of width} \le 14 \text{ and depth } 2",
    obligations=(MEDIAN, ORDER, RANGE, SIZE),
    sabotage=(
        Sabotage(
            "mid = a + b + c - 2 max",
            Claim("mid = a + b + c - 2 max", (a, b, c), (), equal(NETWORK, a + b + c - 2 * maximum(a, b, c))),
        ),
        Sabotage(
            "the second layer dropped: mid = max(a, b)",
            Claim("mid = max(a, b)", (a, b, c), (), equal((a + b + absolute(a - b)) / 2, median(a, b, c))),
        ),
        Sabotage(
            "at least two -> all three",
            Claim("all three are at most the median", (a, b, c), (), maximum(a, b, c) <= median(a, b, c)),
        ),
    ),
    attacks=(median_values(),),
)
