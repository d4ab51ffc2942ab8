"""The code of a target: a_l lies in [0, 1/3) with 2^m a_l an integer, and v in [0, 1) with 2^(mn) v an integer.

a_l = partial(l, J) of `syz22_b1_digits`, m = 2J, and v = sum_{i=1}^{n} 2^(-m(i-1)) a_i is `joined(J, n)`, with
4^(J l) v_l = `concatenated(J, l)`, the digits of a_1, .., a_l written one after the other as one integer.
"""

# ruff: noqa: E741  (l is the letter of the source)

from fractions import Fraction

from proofs.calculus_powers import FOUR, POSITIVE, TOWER, grows, power
from proofs.syz22_b1_digits import TOTAL, partial, whole
from proofs.unpacking_digits import INVERSE, two_to_minus
from verifier.attack.blocks import reader_values
from verifier.constructions.encoding import Frame, pack, unpack
from verifier.exact.dyadic import ZERO
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import Function, Operand, Sort, Term, all_of, between, equal, integers, reals
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.verdict import Kind, Verdict

V, W, M, P, Q, a, e, c, d, w = reals("V W M P Q a e c d w")
J, l, n, u = integers("J l n u")

JOINED = Function("joined", 2)
CONCATENATED = Function("concatenated", 2, Sort.INTEGER)


def joined(J: Operand, l: Operand) -> Term:  # noqa: N803
    """v_l = sum_{i=1}^{l} 4^(-J(i-1)) a_i."""
    return JOINED(J, l)


def concatenated(J: Operand, l: Operand) -> Term:  # noqa: N803
    """sum_{i=1}^{l} 4^(J(l-i)) (4^J a_i)."""
    return CONCATENATED(J, l)


_M = power(4, J)

_A = Assembly(
    "0 <= a_l < 1/3, and 2^(2J) a_l is an integer",
    (u, J),
    (instance(TOTAL, a=partial(u, J)), instance(FOUR, i=J)),
    all_of(partial(u, J) >= 0, 3 * partial(u, J) < 1, equal(power(2, 2 * J) * partial(u, J), whole(u, J))),
    (J >= 0,),
)
_LONGER = Claim(
    "0 <= 3d <= Q - 1 for d = M c + w, Q = M P, 0 <= 3c <= P - 1, 0 <= 3w <= M - 1",
    (M, P, Q, c, d, w),
    (M >= 1, equal(d, M * c + w), equal(Q, M * P), between(0, 3 * c, P - 1), between(0, 3 * w, M - 1)),
    between(0, 3 * d, Q - 1),
)
_DIGITS = induction(
    "the digits of a_1..a_l in a row: 0 <= 3 c_l <= 4^(J l) - 1",
    l,
    0,
    lambda l: between(0, 3 * concatenated(J, l), power(_M, l) - 1),
    variables=(J,),
    hypotheses=lambda l: all_of(J >= 0, _M >= 1),
    initial=(equal(power(_M, 0), 1), equal(concatenated(J, 0), 0)),
    recurrence=lambda l: all_of(
        equal(concatenated(J, l + 1), _M * concatenated(J, l) + whole(l + 1, J)),
        grows(_M, l),
    ),
    lemmas=(
        instance(TOTAL, u=l + 1, a=partial(l + 1, J)),
        instance(
            _LONGER,
            M=_M,
            P=power(_M, l),
            Q=power(_M, l + 1),
            c=concatenated(J, l),
            d=concatenated(J, l + 1),
            w=whole(l + 1, J),
        ),
    ),
)
_ORDER = Claim("J l >= 0 for J, l >= 0", (J, l), (J >= 0, l >= 0), all_of(J * l >= 0, 2 * J * l >= 0))
_PLACE = Assembly(
    "(4^J)^l 2^-(2Jl) = 1",
    (J, l),
    (
        instance(_ORDER),
        instance(FOUR, i=J * l),
        instance(TOWER, b=4, j=J, i=l),
        instance(INVERSE, j=2 * J * l),
    ),
    equal(power(_M, l) * two_to_minus(2 * J * l), 1),
    (J >= 0, l >= 0),
)
_APPENDED = Claim(
    "Q W = d for Q = M P, W = V + e a, d = M c + w, P V = c, P e = 1, M a = w",
    (V, W, M, P, Q, a, e, c, d, w),
    (equal(Q, M * P), equal(W, V + e * a), equal(d, M * c + w), equal(P * V, c), equal(P * e, 1), equal(M * a, w)),
    equal(Q * W, d),
)
_JOINED = induction(
    "4^(J l) v_l = c_l",
    l,
    0,
    lambda l: equal(power(_M, l) * joined(J, l), concatenated(J, l)),
    variables=(J,),
    hypotheses=lambda l: all_of(J >= 0, _M >= 1),
    initial=(equal(power(_M, 0), 1), equal(concatenated(J, 0), 0), equal(joined(J, 0), 0)),
    recurrence=lambda l: all_of(
        equal(concatenated(J, l + 1), _M * concatenated(J, l) + whole(l + 1, J)),
        equal(joined(J, l + 1), joined(J, l) + two_to_minus(2 * J * l) * partial(l + 1, J)),
        grows(_M, l),
    ),
    lemmas=(
        instance(TOTAL, u=l + 1, a=partial(l + 1, J)),
        instance(stated(_PLACE)),
        instance(
            _APPENDED,
            V=joined(J, l),
            W=joined(J, l + 1),
            a=partial(l + 1, J),
            e=two_to_minus(2 * J * l),
            M=_M,
            P=power(_M, l),
            Q=power(_M, l + 1),
            c=concatenated(J, l),
            d=concatenated(J, l + 1),
            w=whole(l + 1, J),
        ),
    ),
)
_UNIT = Claim(
    "0 <= V < 1/3 for P V = c, 0 <= 3c <= P - 1",
    (V, P, c),
    (P >= 1, equal(P * V, c), between(0, 3 * c, P - 1)),
    all_of(V >= 0, 3 * V < 1),
)
_V = Assembly(
    "0 <= v < 1/3, and 2^(m n) v is an integer, m = 2J",
    (J, n),
    (
        instance(POSITIVE, b=4, i=J),
        instance(POSITIVE, b=_M, i=n),
        instance(_DIGITS.conclusion, l=n),
        instance(_JOINED.conclusion, l=n),
        instance(FOUR, i=J),
        instance(TOWER, b=2, j=2 * J, i=n),
        instance(_UNIT, P=power(_M, n), V=joined(J, n), c=concatenated(J, n)),
    ),
    all_of(
        joined(J, n) >= 0,
        3 * joined(J, n) < 1,
        equal(power(2, 2 * J * n) * joined(J, n), concatenated(J, n)),
    ),
    (J >= 0, n >= 0),
)

A = stated(_A)  # J >= 0: 0 <= partial(u, J) < 1/3, 2^(2J) partial(u, J) = whole(u, J)
V_RANGE = stated(_V)  # J, n >= 0: 0 <= joined(J, n) < 1/3, 2^(2Jn) joined(J, n) = concatenated(J, n)
JOIN = _JOINED.conclusion  # (4^J)^l joined(J, l) = concatenated(J, l)


def _literal() -> Verdict:
    codes = (((0, 3, 1, 2), 2), ((7, 0, 5, 5, 2, 1, 6, 3), 3), ((1, 0), 1), ((31,) * 4, 5), ((0,) * 8, 3))
    for cells, n in codes:
        code = pack(cells, n, Frame(ZERO, ZERO))
        m = 2 * len(cells)
        a = [one.fraction for one in code.a]
        v = sum((one / 2 ** (m * i) for i, one in enumerate(a)), Fraction(0))
        whole_numbers = all((2**m * one).denominator == 1 and 0 <= 3 * one < 1 for one in a)
        if not whole_numbers or v != code.v.fraction or (2 ** (m * n) * v).denominator != 1:
            return Verdict(Kind.REFUTED, f"cells {cells}, n = {n}: a = {a}, v = {code.v.fraction}")
        if unpack(code.v, len(cells), n) != cells:
            return Verdict(Kind.REFUTED, f"cells {cells}, n = {n}: v is not read back")
    return Verdict(Kind.CERTIFIED, f"{len(codes)} codes: a_l and v as stated, and v read back")


THEOREM = Theorem(
    name="syz22_a1_code",
    title="Range and integrality of a_l and of v",
    part=Part.LEMMA,
    source="[SYZ22] A.1 and Lemma A.3",
    statement=r"a_l \in [0, \tfrac13),\quad 2^m a_l \in \mathbb{Z},\ m = 2J;\qquad"
    r" v = \sum_{i=1}^n 2^{-m(i-1)} a_i \in [0, \tfrac13),\quad 2^{mn} v \in \mathbb{Z}",
    hypotheses=(r"J, n \ge 0",),
    uses=("calculus_powers", "syz22_b1_digits", "unpacking_digits"),
    obligations=(
        _A,
        _LONGER,
        _DIGITS,
        _ORDER,
        _PLACE,
        _APPENDED,
        _JOINED,
        _UNIT,
        _V,
        Computation(
            "the encoder packs a_l and v",
            "a_l and v of the encoder have these values and v is read back",
            Scope.INSTANCE,
            "the encoder in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "4^J a_l up to (4^J - 1)/3 -> up to 2 (4^J - 1)/3, that is digits up to 2",
            Claim(
                "one more block, numbers up to 2/3 of 4^J",
                (P, c, w),
                (P >= 4, between(0, 3 * c, P - 1), between(0, 3 * w, 2 * (P - 1))),
                3 * (P * c + w) <= P * P - 1,
            ),
        ),
        Sabotage(
            "1/3 -> 0.33",
            Claim(
                "v stays below 0.33",
                (V, P, c),
                (P >= 1, equal(P * V, c), between(0, 3 * c, P - 1)),
                100 * V <= 33,
            ),
        ),
    ),
    attacks=(reader_values(),),
)
