"""Exact products (5.4): a 4^y = sum_{j=1}^{J} sigma(4^j a - C (1 - hat(y - j))) for integers y in 1..J.

hat(u) = sigma(u+1) - 2 sigma(u) + sigma(u-1) is 1 at 0 and 0 for |u| >= 1, so the summand j = y is 4^y a; every other one is
0 because 4^j a <= 4^J a <= C. The cap is C = 4^J for 0 <= a <= 1; when a is replaced by 4^o a (offsets, 5.7), C = 4^(J+o).
`product_sum(a, C, y, k)` is the sum of the first k summands.
"""

from fractions import Fraction

from proofs.calculus_powers import POSITIVE, grows, power
from verifier.attack.blocks import product_values
from verifier.constructions.product import exact_products
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.symbolic import realise
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Term,
    absolute,
    all_of,
    any_of,
    between,
    equal,
    integers,
    reals,
    relu,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

a, C, P, u, x = reals("a C P u x")
y, j, k, h, J = integers("y j k h J")

PRODUCT_SUM = Function("product_sum", 4)


def hat(u: Term) -> Term:
    """hat(u) = sigma(u+1) - 2 sigma(u) + sigma(u-1)."""
    return relu(u + 1) - 2 * relu(u) + relu(u - 1)


def summand(t: Term, C: Operand, u: Term) -> Term:
    """sigma(t - C (1 - hat(u)))."""
    return relu(t - C * (1 - hat(u)))


def product_sum(a: Operand, C: Operand, y: Operand, k: Operand) -> Term:
    """sum_{j=1}^{k} sigma(4^j a - C (1 - hat(y - j)))."""
    return PRODUCT_SUM(a, C, y, k)


def _next(y: Term, k: Term) -> Formula:
    before = product_sum(a, C, y, k)
    return all_of(
        equal(product_sum(a, C, y, k + 1), before + summand(power(4, k + 1) * a, C, y - (k + 1))), grows(4, k)
    )


HAT = Claim("hat(u) = sigma(1 - |u|)", (u,), (), equal(hat(u), relu(1 - absolute(u))))
PEAK = Claim("hat(0) = 1", (u,), (equal(u, 0),), equal(hat(u), 1))
OUTSIDE = Claim("hat(u) = 0 for |u| >= 1", (u,), (absolute(u) >= 1,), equal(hat(u), 0))
_HERE = Assembly(
    "the summand j = y is 4^y a",
    (P, C, y, j),
    (instance(PEAK, u=y - j),),
    equal(summand(P, C, y - j), P),
    (P >= 0, equal(y, j)),
    opaque=((h, hat(y - j)),),
)
_ELSEWHERE = Assembly(
    "a summand j != y is 0",
    (P, C, y, j),
    (instance(OUTSIDE, u=y - j),),
    equal(summand(P, C, y - j), 0),
    (P <= C, any_of(y <= j - 1, y >= j + 1)),
    opaque=((h, hat(y - j)),),
)
HERE, ELSEWHERE = stated(_HERE), stated(_ELSEWHERE)
_BEFORE = induction(
    "the summands before j = y add up to 0",
    k,
    0,
    lambda k: equal(product_sum(a, C, y, k), 0),
    variables=(a, C, y),
    hypotheses=lambda k: all_of(k <= y - 1, a >= 0, power(4, k) * a <= C),
    initial=(equal(product_sum(a, C, y, 0), 0),),
    recurrence=lambda k: _next(y, k),
    lemmas=(instance(POSITIVE, b=4, i=k), instance(ELSEWHERE, P=power(4, k + 1) * a, j=k + 1)),
)
_BEHIND = induction(
    "the summands behind j = y add nothing",
    k,
    y,
    lambda k: equal(product_sum(a, C, y, k), product_sum(a, C, y, y)),
    variables=(a, C, y),
    hypotheses=lambda k: all_of(y >= 1, a >= 0, power(4, k) * a <= C),
    recurrence=lambda k: _next(y, k),
    lemmas=(instance(POSITIVE, b=4, i=k), instance(ELSEWHERE, P=power(4, k + 1) * a, j=k + 1)),
)
_CAP = Claim("P a <= C for a <= 1 and P <= C", (a, P, C), (between(0, a, 1), P >= 0, P <= C), P * a <= C)
_GROWS = induction(
    "4^j <= 4^k for j <= k",
    k,
    j,
    lambda k: power(4, k) >= power(4, j),
    variables=(j,),
    hypotheses=lambda k: all_of(j >= 0, power(4, j) >= 1),
    recurrence=lambda k: grows(4, k),
)
_SCALED = Claim("P a <= C a for P <= C, a >= 0", (a, P, C), (a >= 0, P <= C), P * a <= C * a)
_ORDER = Assembly(
    "4^j a <= 4^k a for j <= k, a >= 0",
    (a, j, k),
    (
        instance(_GROWS.conclusion),
        instance(POSITIVE, b=4, i=j),
        instance(_SCALED, P=power(4, j), C=power(4, k)),
    ),
    power(4, j) * a <= power(4, k) * a,
    (a >= 0, j >= 0, j <= k),
)
_NEXT = induction(
    "one more summand",
    k,
    0,
    lambda k: _next(y, k),
    variables=(a, C, y),
    initial=(_next(y, term(0)),),
    recurrence=lambda k: _next(y, k + 1),
)
_EXACT = Assembly(
    "the sum is 4^y a for integers y in 1..J, a >= 0, 4^J a <= C",
    (a, C, y, J),
    (
        instance(_BEFORE.conclusion, k=y - 1),
        instance(_NEXT.conclusion, k=y - 1),
        instance(HERE, P=power(4, y) * a, j=y),
        instance(_BEHIND.conclusion, k=J),
        instance(stated(_ORDER), j=y - 1, k=J),
        instance(stated(_ORDER), j=y, k=J),
        instance(POSITIVE, b=4, i=y),
    ),
    equal(product_sum(a, C, y, J), power(4, y) * a),
    (between(1, y, J), a >= 0, power(4, J) * a <= C),
)
_UNIT = Assembly(
    "the sum with the cap 4^J is 4^y a for integers y in 1..J and 0 <= a <= 1",
    (a, y, J),
    (instance(stated(_EXACT), C=power(4, J)), instance(_CAP, P=power(4, J), C=power(4, J)), instance(POSITIVE, b=4, i=J)),
    equal(product_sum(a, power(4, J), y, J), power(4, y) * a),
    (between(1, y, J), between(0, a, 1)),
)
_NOT_NEGATIVE = induction(
    "the sum is not negative, for any real y",
    k,
    0,
    lambda k: product_sum(a, C, x, k) >= 0,
    variables=(a, C, x),
    initial=(equal(product_sum(a, C, x, 0), 0),),
    recurrence=lambda k: equal(
        product_sum(a, C, x, k + 1), product_sum(a, C, x, k) + summand(power(4, k + 1) * a, C, x - (k + 1))
    ),
)

NEXT = _NEXT.conclusion  # k >= 0: product_sum(a, C, y, k+1) = product_sum(a, C, y, k) + summand(4^(k+1) a, C, y - (k+1))
ORDER = stated(_ORDER)  # 0 <= j <= k, a >= 0: 4^j a <= 4^k a
EXACT = stated(_EXACT)  # 1 <= y <= J, a >= 0, 4^J a <= C: product_sum(a, C, y, J) = 4^y a
PRODUCT = stated(_UNIT)  # 1 <= y <= J, 0 <= a <= 1: product_sum(a, 4^J, y, J) = 4^y a
NOT_NEGATIVE = _NOT_NEGATIVE.conclusion  # every real x, k >= 0: product_sum(a, C, x, k) >= 0

_LAYERS = realise(exact_products(2, 1, 1, [0]).literal, [x, a])[0]  # J = 2, C = 16
LITERAL = Claim(
    "the layers for J = 2",
    (a, x),
    (between(0, a, 1),),
    equal(_LAYERS, summand(4 * a, 16, x - 1) + summand(16 * a, 16, x - 2)),
)


def _literal() -> Verdict:
    """All integers y in 1..J and some a in [0, 1] through the literal layers, two offsets; halves of y for the sign."""
    compared = 0
    for J in (1, 2, 3, 4, 8):
        network = exact_products(J, 1, 1, [0, J]).literal
        for twice in range(2, 2 * J + 1):
            for numerator in range(0, 16, 3):
                at, y = Fraction(numerator, 15), Fraction(twice, 2)
                found = run(network, (y, at))
                if twice % 2 == 0 and found != (4 ** (twice // 2) * at, 4 ** (twice // 2 + J) * at):
                    return Verdict(Kind.REFUTED, f"J = {J}, y = {y}, a = {at}: {found}")
                if min(found) < 0:
                    return Verdict(Kind.REFUTED, f"J = {J}, y = {y}, a = {at}: a negative value")
                compared += 1
    return Verdict(Kind.CERTIFIED, f"4^y a and 4^(J+y) a at all integers y in 1..J, {compared} points for J = 1, 2, 3, 4, 8")


THEOREM = Theorem(
    name="exact_product",
    title="Products with powers of four, exactly",
    part=Part.LEMMA,
    source="Specification 5.4; it replaces [SYZ22] Lemma A.4",
    statement=r"4^y a = \sum_{j=1}^{J} \sigma\bigl(4^j a - 4^J (1 - \mathrm{hat}(y-j))\bigr)"
    r"\ (y \in \{1,\dots,J\},\ 0 \le a \le 1),\quad \mathrm{hat}(u) = \sigma(u+1)-2\sigma(u)+\sigma(u-1) = \sigma(1-|u|);\quad"
    r" \text{the sum is} \ge 0 \text{ for every real } y",
    hypotheses=(r"J \ge 1",),
    uses=("calculus_powers",),
    obligations=(
        HAT,
        PEAK,
        OUTSIDE,
        _HERE,
        _ELSEWHERE,
        _BEFORE,
        _BEHIND,
        _CAP,
        _GROWS,
        _SCALED,
        _ORDER,
        _NEXT,
        _EXACT,
        _UNIT,
        _NOT_NEGATIVE,
        LITERAL,
        Computation(
            "the literal layers multiply",
            "the layers of exact_products(J, 1, 1, [0, J]) give 4^y a and 4^(J+y) a",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "cap 4^J -> 4^(J-1), a < 1/3",
            Claim(
                "the summand j = J is 0 for y = J - 1",
                (a, P),
                (P >= 4, between(0, a, Fraction(1, 3))),
                equal(relu(P * a - P / 4 * (1 - hat(term(-1)))), 0),
            ),
        ),
        Sabotage(
            "J summands -> J - 1 (J = 2)",
            Claim("the first summand is 16 a at y = 2", (a,), (between(0, a, 1),), equal(summand(4 * a, 16, term(1)), 16 * a)),
        ),
        Sabotage(
            "integers y -> real y (J = 2)",
            Claim(
                "the sum is at least 4 a between the integers 1 and 2",
                (a, x),
                (between(0, a, 1), between(1, x, 2)),
                4 * a <= _LAYERS,
            ),
        ),
    ),
    attacks=(product_values(),),
)
