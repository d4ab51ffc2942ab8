"""Reading v directly (5.7): v is itself a base-4 code, of nJ digits, so neither unpacking nor the a_l are needed.

v = sum_l 2^(-m(l-1)) a_l = sum_{l,j} theta_{j,l} 4^-((l-1)J + j), m = 2J: the digit (l-1)J + j of v is theta_{j,l}. In the
family of codes of `syz22_b1_digits` v has the name w = name(J), theta(w, (l-1)J + j) = theta(l, j); the a_l have the names l.
Hence bit with nJ digits reads theta_{j,l} at 4^((l-1)J + j) v, and the exact product (5.4) with the cap 4^(nJ) brings that
number for j = rho(beta).
"""

from fractions import Fraction

from proofs.calculus_powers import FOUR, POSITIVE, SUM, grows, power
from proofs.exact_product import EXACT, ORDER, product_sum
from proofs.syz22_a1_code import V_RANGE, concatenated, joined
from proofs.syz22_b1_bit import READS, bit
from proofs.syz22_b1_digits import CODE, partial, theta, whole
from verifier.attack.networks import network_error, uniform_bound
from verifier.constructions.bit import bit as bit_network
from verifier.constructions.encoding import Frame, pack
from verifier.constructions.product import exact_products
from verifier.constructions.three_parameters import three_parameters
from verifier.exact.dyadic import ZERO
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Sort,
    Term,
    all_of,
    between,
    equal,
    implies,
    integers,
    reals,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

v, a = reals("v a")
j, k, ell, n, o, y, J, P, Q = integers("j k l n o y J P Q")

NAME = Function("name_of_v", 1, Sort.INTEGER)


def name(J: Operand) -> Term:
    """The name of v among the codes."""
    return NAME(J)


def _digits(ell: Term, j: Term) -> Formula:
    """The digit (l-1)J + j + 1 of v is theta_{j+1,l}, for j < J."""
    place = (ell - 1) * J + j + 1
    return implies(all_of(ell >= 1, between(0, j, J - 1)), equal(theta(name(J), place), theta(ell, j + 1)))


_DIGIT = induction(
    "the digit (l-1)J + j + 1 of v is theta_{j+1,l} for j < J",
    j,
    0,
    lambda j: _digits(ell, j),
    variables=(J, ell),
    given=lambda j: all_of(_digits(ell, j), _digits(ell, j + 1)),
)
_ROW = induction(
    "the digits of a_l are added to those of a_1..a_{l-1}",
    j,
    0,
    lambda j: equal(
        whole(name(J), (ell - 1) * J + j), power(4, j) * whole(name(J), (ell - 1) * J) + whole(ell, j)
    ),
    variables=(J, ell),
    hypotheses=lambda j: all_of(J >= 1, ell >= 1, j <= J),
    initial=(equal(power(4, 0), 1), equal(whole(ell, 0), 0)),
    recurrence=lambda j: all_of(
        grows(4, j),
        equal(whole(ell, j + 1), 4 * whole(ell, j) + theta(ell, j + 1)),
        equal(
            whole(name(J), (ell - 1) * J + j + 1),
            4 * whole(name(J), (ell - 1) * J + j) + theta(name(J), (ell - 1) * J + j + 1),
        ),
    ),
    lemmas=(instance(_DIGIT.conclusion),),
)
_ROWS = induction(
    "the first lJ digits of v are those of a_1..a_l in a row",
    ell,
    0,
    lambda ell: equal(whole(name(J), ell * J), concatenated(J, ell)),
    variables=(J,),
    hypotheses=lambda ell: J >= 1,
    initial=(equal(whole(name(J), 0), 0), equal(concatenated(J, 0), 0)),
    recurrence=lambda ell: equal(concatenated(J, ell + 1), power(4, J) * concatenated(J, ell) + whole(ell + 1, J)),
    lemmas=(instance(_ROW.conclusion, l=ell + 1, j=J),),
)
_SAME = Claim("P a = c = P v only for a = v", (a, v, P, Q), (P >= 1, equal(P * a, Q), equal(P * v, Q)), equal(a, v))
_CODE = Assembly(
    "v is the code of its nJ digits",
    (J, n),
    (
        instance(_ROWS.conclusion, l=n),
        instance(CODE, u=name(J), j=n * J),
        instance(V_RANGE),
        instance(FOUR, i=n * J),
        instance(POSITIVE, b=4, i=n * J),
        instance(_SAME, a=partial(name(J), n * J), v=joined(J, n), P=power(4, n * J), Q=concatenated(J, n)),
    ),
    equal(partial(name(J), n * J), joined(J, n)),
    (J >= 1, n >= 1),
)
_PLACE = Claim(
    "1 <= (l-1)J + j <= nJ", (ell, j, n, J), (between(1, ell, n), between(1, j, J)), between(1, (ell - 1) * J + j, n * J)
)
_READ = Assembly(
    "bit_{nJ}(4^((l-1)J + j) v) = theta_{j,l}",
    (ell, j, n, J),
    (
        instance(stated(_CODE)),
        instance(_PLACE),
        instance(READS, u=name(J), j=(ell - 1) * J + j, J=n * J),
        instance(_DIGIT.conclusion, j=j - 1),
    ),
    equal(bit(n * J, power(4, (ell - 1) * J + j) * joined(J, n)), theta(ell, j)),
    (between(1, ell, n), between(1, j, J)),
)
_CAP = Claim("P v <= P for v <= 1", (v, P), (P >= 0, v <= 1), P * v <= P)
_OFFSET = Assembly(
    "4^J 4^((l-1)J) v <= 4^(nJ)",
    (ell, n, J, v),
    (
        instance(SUM, b=4, j=(ell - 1) * J, i=J),
        instance(ORDER, a=v, j=(ell - 1) * J + J, k=n * J),
        instance(POSITIVE, b=4, i=n * J),
        instance(_CAP, P=power(4, n * J)),
        instance(_PLACE, j=J),
    ),
    power(4, J) * (power(4, (ell - 1) * J) * v) <= power(4, n * J),
    (between(1, ell, n), J >= 1, between(0, v, 1)),
)
_PRODUCT = Assembly(
    "the exact product with offset (l-1)J and cap 4^(nJ) is 4^((l-1)J + y) v",
    (ell, n, y, J, v),
    (
        instance(stated(_OFFSET)),
        instance(POSITIVE, b=4, i=(ell - 1) * J),
        instance(EXACT, a=power(4, (ell - 1) * J) * v, C=power(4, n * J)),
        instance(SUM, b=4, j=(ell - 1) * J, i=y),
    ),
    equal(
        product_sum(power(4, (ell - 1) * J) * v, power(4, n * J), y, J), power(4, (ell - 1) * J + y) * v
    ),
    (between(1, ell, n), between(1, y, J), between(0, v, 1)),
)
_DIRECT = Assembly(
    "bit_{nJ} of the exact product with v is theta_{y,l}",
    (ell, n, y, J, v),
    (instance(stated(_READ), j=y), instance(stated(_PRODUCT)), instance(V_RANGE)),
    equal(bit(n * J, product_sum(power(4, (ell - 1) * J) * v, power(4, n * J), y, J)), theta(ell, y)),
    (between(1, ell, n), between(1, y, J), equal(v, joined(J, n))),
)

V_CODE = stated(_CODE)  # J, n >= 1: partial(name(J), nJ) = joined(J, n)
READ = stated(_READ)  # 1 <= l <= n, 1 <= j <= J: bit(nJ, 4^((l-1)J + j) v) = theta(l, j)
PRODUCT = stated(_PRODUCT)  # ..., 0 <= v <= 1: the exact product is 4^((l-1)J + y) v
DIRECT = stated(_DIRECT)  # 1 <= l <= n, 1 <= y <= J, v = joined(J, n): bit(nJ, exact product) = theta(l, y)


def _literal() -> Verdict:
    """Encoder, literal products and literal bits of nJ digits, at every cell."""
    compared = 0
    for cells, n in (((0, 3, 1, 2), 2), ((1, 0, 1, 1), 1), ((7, 2), 3), ((5, 0, 7, 4, 1, 6, 2, 3), 3)):
        J = len(cells)
        v = pack(cells, n, Frame(ZERO, ZERO)).v.fraction
        digits = [q >> (n - ell) & 1 for ell in range(1, n + 1) for q in cells]
        if v != sum(Fraction(digit, 4**i) for i, digit in enumerate(digits, 1)):
            return Verdict(Kind.REFUTED, f"cells {cells}, n = {n}: v = {v} is not the code of {digits}")
        products = exact_products(J, 1, 1, [place * J for place in range(n)]).literal
        reader = bit_network(n * J).literal
        for y in range(1, J + 1):
            read = [run(reader, (t,))[0] for t in run(products, (Fraction(y), v))]
            if read != digits[y - 1 :: J]:
                return Verdict(Kind.REFUTED, f"cells {cells}, n = {n}: at y = {y} the layers read {read}")
            compared += n
    return Verdict(Kind.CERTIFIED, f"{compared} digits of 4 codes read from v by the literal layers")


THEOREM = Theorem(
    name="direct_reading",
    title="Reading the digits of v without unpacking it",
    part=Part.LEMMA,
    source="Specification 5.7",
    statement=r"v = \sum_{l=1}^{n} \sum_{j=1}^{J} \theta_{j,l} 4^{-((l-1)J+j)}:\quad"
    r" \mathrm{bit}_{nJ}(4^{(l-1)J+j} v) = \theta_{j,l},\quad 4^{(l-1)J} 4^y v = \sum_{j=1}^{J}"
    r" \sigma\bigl(4^{(l-1)J+j} v - 4^{nJ}(1 - \mathrm{hat}(y-j))\bigr)\ (y \in \{1,\dots,J\})",
    hypotheses=(r"1 \le l \le n,\ 1 \le j \le J",),
    uses=("calculus_powers", "exact_product", "syz22_a1_code", "syz22_b1_bit", "syz22_b1_digits"),
    obligations=(
        _DIGIT,
        _ROW,
        _ROWS,
        _SAME,
        _CODE,
        _PLACE,
        _READ,
        _CAP,
        _OFFSET,
        _PRODUCT,
        _DIRECT,
        Computation(
            "the literal layers read v",
            "encoder, products with offsets and bit with nJ digits give the digits of every cell",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "bit_{nJ} -> bit_J: the argument leaves [0, 4^J]",
            Claim(
                "4^(J + j) v <= 4^J, P = 4^J, Q = 4^j",
                (v, P, Q),
                (Q >= 4, P >= Q, between(0, v, Fraction(1, 3))),
                P * Q * v <= P,
            ),
        ),
        Sabotage(
            "cap 4^(nJ) -> 4^((n-1)J), for l = n, P = 4^((n-1)J), Q = 4^J",
            Claim(
                "4^J 4^((n-1)J) v <= 4^((n-1)J)",
                (v, P, Q),
                (P >= 1, Q >= 4, between(0, v, Fraction(1, 3))),
                Q * P * v <= P,
            ),
        ),
        Sabotage(
            "(l-1)J + j -> lJ + j",
            Claim("lJ + j <= nJ", (ell, j, n, J), (between(1, ell, n), between(1, j, J)), ell * J + j <= n * J),
        ),
    ),
    attacks=(
        network_error(
            "three numbers, read directly",
            "|s phi(x, v) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W for x in the cube, digits read from v itself",
            lambda grid, code: three_parameters(grid, code, "direct"),
            uniform_bound,
            largest={1: 4, 2: 1},
        ),
    ),
)
