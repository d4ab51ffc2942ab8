"""The exponential h: 4^j at the integers, for every J.

`exp_sum(y, k)` is the sum up to k, 4 + 12 sigma(y-1) + sum_{j=2}^{k} (3*4^j - 3*4^(j-1)) sigma(y-j), so that
h(y) = exp_sum(y, J-1) for J >= 2. Telescoping: for y >= k it is 4^k (1 + 3(y - k)), by induction on k.
"""

from fractions import Fraction

from proofs.calculus_powers import POSITIVE, RECURRENCE, grows, power
from verifier.attack.blocks import exponential_values, powers_on_cells
from verifier.constructions.exponential import exponential
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import Formula, Function, Operand, Term, all_of, between, equal, implies, integers, reals, relu
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

y, i, P, Q, E, F = reals("y i P Q E F")
J, j, k = integers("J j k")

EXP_SUM = Function("exp_sum", 2)


def exp_sum(y: Operand, k: Operand) -> Term:
    """4 + 12 sigma(y-1) + sum_{j=2}^{k} (3*4^j - 3*4^(j-1)) sigma(y-j), k >= 1."""
    return EXP_SUM(y, k)


def h(y: Operand, J: Term) -> Term:  # noqa: N803
    """The exponential, for J >= 2 cells."""
    return exp_sum(y, J - 1)


def _summand(k: Term) -> Formula:
    slope = 3 * power(4, k + 1) - 3 * power(4, k)
    return equal(exp_sum(y, k + 1), exp_sum(y, k) + slope * relu(y - (k + 1)))


_START = (equal(exp_sum(y, 1), 4 + 12 * relu(y - 1)), equal(power(4, 1), 4))

_TELESCOPES = Claim(
    "F = Q (1 + 3(y - i)) for F = E + (3Q - 3P) sigma(y - i), E = P (1 + 3(y - (i - 1))), Q = 4P, y >= i",
    (y, i, P, Q, E, F),
    (
        y >= i,
        equal(Q, 4 * P),
        equal(E, P * (1 + 3 * (y - (i - 1)))),
        equal(F, E + (3 * Q - 3 * P) * relu(y - i)),
    ),
    equal(F, Q * (1 + 3 * (y - i))),
)
_RIGHT = induction(
    "the sum is 4^k (1 + 3(y - k)) for y >= k",
    k,
    1,
    lambda k: equal(exp_sum(y, k), power(4, k) * (1 + 3 * (y - k))),
    variables=(y,),
    hypotheses=lambda k: y >= k,
    initial=_START,
    recurrence=lambda k: all_of(_summand(k), grows(4, k)),
    lemmas=(instance(_TELESCOPES, i=k + 1, P=power(4, k), Q=power(4, k + 1), E=exp_sum(y, k), F=exp_sum(y, k + 1)),),
)
_CONSTANT = induction(
    "later summands vanish for y <= j + 1",
    k,
    j,
    lambda k: all_of(equal(exp_sum(y, k), exp_sum(y, j)), power(4, k) >= 1),
    variables=(y, j),
    hypotheses=lambda k: all_of(j >= 1, y <= j + 1, power(4, j) >= 1),
    recurrence=lambda k: all_of(_summand(k), grows(4, k)),
)
_BELOW = induction(
    "the sum is at least 4",
    k,
    1,
    lambda k: all_of(exp_sum(y, k) >= 4, power(4, k) >= 1),
    variables=(y,),
    initial=_START,
    recurrence=lambda k: all_of(_summand(k), grows(4, k)),
)
_ABOVE = induction(
    "the sum is at most 4^(k+1) for y <= k + 1",
    k,
    1,
    lambda k: all_of(
        power(4, k) >= 4,
        implies(y >= k, equal(exp_sum(y, k), power(4, k) * (1 + 3 * (y - k)))),
        implies(y <= k + 1, exp_sum(y, k) <= 4 * power(4, k)),
    ),
    variables=(y,),
    initial=_START,
    recurrence=lambda k: all_of(_summand(k), grows(4, k)),
)
_AFFINE = Assembly(
    "h = 4^j (1 + 3(y - j)) on [j, j + 1]",
    (y, J, j),
    (instance(_RIGHT.conclusion, k=j), instance(_CONSTANT.conclusion, k=J - 1), instance(POSITIVE, b=4, i=j)),
    equal(h(y, J), power(4, j) * (1 + 3 * (y - j))),
    (j >= 1, j <= J - 1, between(j, y, j + 1)),
)
_VALUES = Assembly(
    "h(j) = 4^j for 1 <= j <= J",
    (J, j),
    (
        instance(stated(_AFFINE), y=j),
        instance(_RIGHT.conclusion, y=J, k=J - 1),
        instance(RECURRENCE, b=4, i=J - 1),
    ),
    equal(h(j, J), power(4, j)),
    (J >= 2, between(1, j, J)),
)
_LOWER = Assembly("h >= 4 on R", (y, J), (instance(_BELOW.conclusion, k=J - 1),), h(y, J) >= 4, (J >= 2,))
_RANGE = Assembly(
    "4 <= h(y) <= 4^J for y <= J",
    (y, J),
    (instance(stated(_LOWER)), instance(_ABOVE.conclusion, k=J - 1), instance(RECURRENCE, b=4, i=J - 1)),
    between(4, h(y, J), power(4, J)),
    (J >= 2, y <= J),
)

AFFINE = stated(_AFFINE)  # 1 <= j <= J-1, j <= y <= j+1: h(y, J) = 4^j (1 + 3(y - j))
VALUES = stated(_VALUES)  # J >= 2, 1 <= j <= J: h(j, J) = 4^j
LOWER = stated(_LOWER)  # J >= 2: h(y, J) >= 4
RANGE = stated(_RANGE)  # J >= 2, y <= J: 4 <= h(y, J) <= 4^J


def _formula(y: Fraction, J: int) -> Fraction:  # noqa: N803
    value = 4 + 12 * max(y - 1, Fraction(0))
    for j in range(2, J):
        value += (3 * 4**j - 3 * 4 ** (j - 1)) * max(y - j, Fraction(0))
    return value


def _literal() -> Verdict:
    compared = 0
    for J in (2, 3, 4, 8, 16, 64):  # noqa: N806
        network = exponential(J).literal
        for quarter in range(-4, 4 * J + 5):
            at = Fraction(quarter, 4)
            found, wanted = run(network, [at])[0], _formula(at, J)
            if found != wanted:
                return Verdict(Kind.REFUTED, f"J = {J}: the layers give {found} at {at}, the sum {wanted}")
            compared += 1
    return Verdict(Kind.CERTIFIED, f"equal at {compared} points for J = 2, 3, 4, 8, 16, 64")


THEOREM = Theorem(
    name="syz22_b2_exponential",
    title="The exponential at the integers and its range",
    part=Part.LEMMA,
    source="[SYZ22] B.2 Step 2",
    statement=r"h(y) = 4 + 12\,\sigma(y-1) + \sum_{j=2}^{J-1} (3\cdot 4^j - 3\cdot 4^{j-1})\,\sigma(y-j):\quad"
    r" h(j) = 4^j\ (1 \le j \le J),\quad h \text{ affine on } [j, j+1],\quad 4 \le h(y) \le 4^J\ (y \le J)",
    hypotheses=(r"J \ge 2",),
    uses=("calculus_powers",),
    obligations=(
        _TELESCOPES,
        _RIGHT,
        _CONSTANT,
        _BELOW,
        _ABOVE,
        _AFFINE,
        _VALUES,
        _LOWER,
        _RANGE,
        Computation(
            "the sum is what the layers compute",
            "the literal network equals the printed sum at the quarters of [-1, J + 1]",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "slopes 3*4^j - 3*4^(j-1) -> 3*4^j",
            Claim(
                "telescoping with the slopes 3*4^j",
                (y, P, k),
                (P >= 1, y >= k + 1),
                equal(P * (1 + 3 * (y - k)) + 3 * 4 * P * (y - (k + 1)), 4 * P * (1 + 3 * (y - (k + 1)))),
            ),
        ),
        Sabotage(
            "J - 1 summands -> J - 2: h(J) = 4^J fails",
            Claim(
                "4^(J-2) (1 + 3(J - (J-2))) = 4^J",
                (J, P),
                (P >= 1,),
                equal(P * (1 + 3 * (J - (J - 2))), 16 * P),
            ),
        ),
        Sabotage(
            "4^J -> 4^J - 1 in the range",
            Claim("range, lowered", (y, P), (P >= 1, between(0, y, 1)), P * (1 + 3 * y) <= 4 * P - 1),
        ),
    ),
    attacks=(exponential_values(), powers_on_cells(),),
)
