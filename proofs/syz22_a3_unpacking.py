"""Lemma A.3: one number v = sum_{l=1}^{n} 2^(-m(l-1)) a_l holds a_1, ..., a_n, and networks take them out again.

m = 2J, N = mn. The number v is named by J (u = J), and a_l = partial(l, J) = sum_j theta_{j,l} 4^-j. Behind the first
o = m(l-1) binary digits of v stand those of a_l, every other one 0: v_digit(o + 2j - 1) = 0, v_digit(o + 2j) = theta_{j,l}.
joined(J, l) = sum_{i=1}^{l} 2^(-m(i-1)) a_i.

Two networks are proved: the one that collects the digits one by one (5.3), and the printed one,

    a_l = 2^-m F(2^(ml) v) - F(2^(m(l-1)) v),    F(t) = sum_k [sigma(t - k + w) - sigma(t - k)] / w,  w = 2^(-mn),

whose F(2^i v), with breakpoints k = 1, ..., 2^i - 1, is a step function with 2^i cells (B.2 Step 1) and gives the integer
part of 2^i v.
"""

from fractions import Fraction

from proofs.calculus_powers import FOUR, POSITIVE, ZEROTH, grows, power
from proofs.syz22_a1_code import joined
from proofs.syz22_b1_digits import CODE, partial, theta, whole
from proofs.syz22_b2_step import CELLS, is_step
from proofs.unpacking_digits import (
    COLLECT,
    INVERSE,
    SMALLER,
    SPLIT,
    TAIL,
    V_DIGIT,
    block,
    collected,
    tail,
    two_to_minus,
    v_digit,
)
from verifier.constructions.unpacking import floor_unpacking
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Term,
    all_of,
    between,
    equal,
    implies,
    integers,
    reals,
    relu,
    replace,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

i, j, k, ell, n, o, u, J, N = integers("i j k l n o u J N")
F, G, a = reals("F G a")
v, P, b, c, e, r = reals("v P b c e r")


def start(ell: Term) -> Term:
    """o = m(l-1), where a_l starts in v."""
    return 2 * J * (ell - 1)


def of_code(term: Term) -> Term:
    """What is said of the number named u, said of v, the code of J cells."""
    return replace(term, {u: J})


def unpacked(ell: Term) -> Term:
    """2^-m times what is collected behind the first m(l-1) digits of v."""
    return two_to_minus(2 * J) * of_code(collected(start(ell), 2 * J))


def _even_places(ell: Term, j: Term) -> Formula:
    """The digits 2j + 1 and 2j + 2 of v behind the first m(l-1), for j < J."""
    o = start(ell)
    return implies(
        all_of(ell >= 1, j >= 0, j < J),
        all_of(equal(V_DIGIT(J, o + 2 * j + 1), 0), equal(V_DIGIT(J, o + 2 * j + 2), theta(ell, j + 1))),
    )


_CODE = induction(
    "the integer of the 2j digits behind the first m(l-1) is that of the first j digits of a_l",
    j,
    0,
    lambda j: equal(of_code(collected(start(ell), 2 * j)), whole(ell, j)),
    variables=(ell, J),
    hypotheses=lambda j: all_of(ell >= 1, j <= J),
    initial=(equal(of_code(collected(start(ell), 0)), 0), equal(whole(ell, 0), 0)),
    recurrence=lambda j: all_of(
        equal(whole(ell, j + 1), 4 * whole(ell, j) + theta(ell, j + 1)),
        *(
            equal(of_code(collected(start(ell), p + 1)), 2 * of_code(collected(start(ell), p)) + V_DIGIT(J, start(ell) + p + 1))
            for p in (2 * j, 2 * j + 1)
        ),
    ),
    given=lambda j: _even_places(ell, j),
)
_SUM = induction(
    "2^-(j+k) = 2^-j 2^-k",
    k,
    0,
    lambda k: equal(two_to_minus(j + k), two_to_minus(j) * two_to_minus(k)),
    variables=(j,),
    hypotheses=lambda k: j >= 0,
    initial=(equal(two_to_minus(0), 1),),
    recurrence=lambda k: all_of(*(equal(2 * two_to_minus(p + 1), two_to_minus(p)) for p in (k, j + k))),
)
_CONCATENATED = induction(
    "the integer of the first o + k digits is 2^k times that of the first o, and the integer of the k behind them",
    k,
    0,
    lambda k: equal(collected(0, o + k), power(2, k) * collected(0, o) + collected(o, k)),
    variables=(u, o),
    hypotheses=lambda k: o >= 0,
    initial=(equal(power(2, 0), 1), equal(collected(o, 0), 0)),
    recurrence=lambda k: all_of(
        grows(2, k),
        equal(collected(o, k + 1), 2 * collected(o, k) + v_digit(o + k + 1)),
        equal(collected(0, o + k + 1), 2 * collected(0, o + k) + v_digit(o + k + 1)),
    ),
)
_SHIFTED = Claim(
    "P v = c + r for v = b + e r, e c = b, P e = 1",
    (v, P, b, c, e, r),
    (equal(v, b + e * r), equal(e * c, b), equal(P * e, 1)),
    equal(P * v, c + r),
)
_INTEGER_PART = Assembly(
    "2^i v is the integer of the first i digits and the tail behind them, which is at most 1 - 2^-N",
    (u, i, N),
    (
        instance(SPLIT, o=0, k=i),
        instance(COLLECT, o=0, k=i),
        instance(INVERSE, j=i),
        instance(TAIL, j=N - i),
        instance(SMALLER, k=N, j=N - i),
        instance(INVERSE, j=N - i),
        instance(INVERSE, j=N),
        instance(_SHIFTED, v=tail(0), P=power(2, i), b=block(0, i), c=collected(0, i), e=two_to_minus(i), r=tail(i)),
    ),
    all_of(
        equal(power(2, i) * tail(0), collected(0, i) + tail(i)),
        between(0, tail(i), 1 - two_to_minus(N)),
        collected(0, i) >= 0,
    ),
    (i >= 0, i <= N),
)
_BELOW = Assembly(
    "the integer of the first i digits is at most 2^i - 1",
    (u, i, N),
    (
        instance(stated(_INTEGER_PART)),
        instance(stated(_INTEGER_PART), i=0),
        instance(POSITIVE, b=2, i=i),
        instance(INVERSE, j=N),
    ),
    collected(0, i) <= power(2, i) - 1,
    (i >= 0, i <= N),
)
_FLOOR = Assembly(
    "the printed F is the integer part of 2^i v",
    (u, i, N, F),
    (
        instance(stated(_INTEGER_PART)),
        instance(stated(_BELOW)),
        instance(POSITIVE, b=2, i=i),
        instance(INVERSE, j=N),
        instance(CELLS, X=power(2, i) * tail(0), D=two_to_minus(N), g=F, K=power(2, i), beta=collected(0, i)),
    ),
    equal(F, collected(0, i)),
    (i >= 0, i <= N, is_step(F, power(2, i) * tail(0), two_to_minus(N), power(2, i))),
)
_COLLECTED = Assembly(
    "bit by bit: 2^-m times what is collected behind the first m(l-1) digits is a_l",
    (ell, J, a),
    (
        instance(_CODE.conclusion, j=J),
        instance(CODE, u=ell, j=J),
        instance(INVERSE, j=2 * J),
        instance(FOUR, i=J),
    ),
    equal(unpacked(ell), a),
    (ell >= 1, J >= 1, equal(a, partial(ell, J))),
)
_BLOCK = Assembly(
    "the m digits behind the first m(l-1) make up a_l",
    (ell, J, a),
    (instance(stated(_COLLECTED)), instance(COLLECT, u=J, o=start(ell), k=2 * J, N=start(ell) + 2 * J)),
    equal(of_code(block(start(ell), 2 * J)), a),
    (ell >= 1, J >= 1, equal(a, partial(ell, J))),
)
_NEXT = Assembly(
    "behind the first m(l-1) digits: a_l, then 2^-m times the tail behind it",
    (ell, J, N, a),
    (instance(stated(_BLOCK)), instance(SPLIT, u=J, o=start(ell), k=2 * J)),
    equal(of_code(tail(start(ell))), a + two_to_minus(2 * J) * of_code(tail(start(ell) + 2 * J))),
    (ell >= 1, J >= 1, start(ell) + 2 * J <= N, equal(a, partial(ell, J))),
)
_PACKED = induction(
    "v is the sum of its first l blocks and of the tail behind them",
    ell,
    0,
    lambda ell: equal(of_code(tail(0)), joined(J, ell) + two_to_minus(2 * J * ell) * of_code(tail(2 * J * ell))),
    variables=(J, N),
    hypotheses=lambda ell: all_of(J >= 1, 2 * J * ell <= N),
    initial=(equal(joined(J, 0), 0), equal(two_to_minus(0), 1)),
    recurrence=lambda ell: equal(joined(J, ell + 1), joined(J, ell) + two_to_minus(2 * J * ell) * partial(ell + 1, J)),
    lemmas=(
        instance(stated(_NEXT), l=ell + 1, a=partial(ell + 1, J)),
        instance(_SUM.conclusion, j=2 * J * ell, k=2 * J),
    ),
)
_WHOLE = Assembly(
    "v is the sum of all 2^(-m(l-1)) a_l, and 0 <= v < 1",
    (J, n, N),
    (
        instance(_PACKED.conclusion, l=n),
        instance(TAIL, u=J, j=0),
        instance(TAIL, u=J, j=N),
        instance(INVERSE, j=0),
        instance(INVERSE, j=N),
        instance(ZEROTH, b=2, i=0),
    ),
    all_of(equal(of_code(tail(0)), joined(J, n)), of_code(tail(0)) >= 0, of_code(tail(0)) < 1),
    (J >= 1, n >= 1, equal(N, 2 * J * n)),
)
_DIFFERENCE = Assembly(
    "a_l from the integers of the first ml and the first m(l-1) digits",
    (ell, J, a),
    (
        instance(_CONCATENATED.conclusion, u=J, o=start(ell), k=2 * J),
        instance(stated(_COLLECTED)),
        instance(INVERSE, j=2 * J),
    ),
    equal(two_to_minus(2 * J) * of_code(collected(0, start(ell) + 2 * J)) - of_code(collected(0, start(ell))), a),
    (ell >= 1, J >= 1, equal(a, partial(ell, J))),
)
_PRINTED = Assembly(
    "printed: 2^-m F(2^(ml) v) - F(2^(m(l-1)) v) is a_l",
    (ell, J, N, F, G, a),
    (
        instance(stated(_FLOOR), u=J, i=start(ell) + 2 * J),
        instance(stated(_FLOOR), u=J, i=start(ell), F=G),
        instance(stated(_DIFFERENCE)),
    ),
    equal(two_to_minus(2 * J) * F - G, a),
    (
        ell >= 1,
        J >= 1,
        start(ell) + 2 * J <= N,
        is_step(F, power(2, start(ell) + 2 * J) * of_code(tail(0)), two_to_minus(N), power(2, start(ell) + 2 * J)),
        is_step(G, power(2, start(ell)) * of_code(tail(0)), two_to_minus(N), power(2, start(ell))),
        equal(a, partial(ell, J)),
    ),
)

COLLECTED = stated(_COLLECTED)  # l, J >= 1, a = partial(l, J): unpacked(l) = a
PRINTED = stated(_PRINTED)  # ..., F and G the printed floors: 2^-m F - G = a
WHOLE = stated(_WHOLE)  # J, n >= 1, N = mn: v = joined(J, n), 0 <= v < 1
PACKED_UP_TO = _PACKED.conclusion  # J >= 1, l >= 0, ml <= N: v = joined(J, l) + 2^-(ml) tail(ml)

_SIZES = ((2, 1), (2, 2), (4, 1), (3, 2), (2, 3), (4, 2))


def _literal() -> Verdict:
    """Every v with mn digits through the literal layers of the printed floor, together with one carried number."""
    count = 0
    for m, n in _SIZES:
        network = floor_unpacking(m, n, 1).literal
        for whole_v in range(1 << (m * n)):
            x = Fraction(whole_v, 3)
            found = run(network, (x, Fraction(whole_v, 1 << (m * n))))
            wanted = [Fraction(whole_v >> (m * (n - ell)) & ((1 << m) - 1), 1 << m) for ell in range(1, n + 1)]
            if found != (x, *wanted):
                return Verdict(Kind.REFUTED, f"m = {m}, n = {n}: v = {whole_v}/2^{m * n} gives {found}")
            count += 1
    return Verdict(Kind.CERTIFIED, f"{count} numbers v unpacked into their blocks for {len(_SIZES)} pairs (m, n)")


THEOREM = Theorem(
    name="syz22_a3_unpacking",
    title="One number holds a_1, ..., a_n, and networks unpack it",
    part=Part.LEMMA,
    source="[SYZ22] Lemma A.3 and the proof of Theorem 2.3",
    statement=r"v = \sum_{l=1}^{n} 2^{-m(l-1)} a_l \in [0,1),\quad a_l = \sum_{j=1}^{J} \theta_{j,l} 4^{-j},\ m = 2J:\quad"
    r" a_l = 2^{-m} \lfloor 2^{ml} v \rfloor - \lfloor 2^{m(l-1)} v \rfloor = 2^{-m} F(2^{ml} v) - F(2^{m(l-1)} v),"
    r"\quad F(t) = \sum_k 2^{mn} \bigl(\sigma(t-k+2^{-mn}) - \sigma(t-k)\bigr)",
    hypotheses=(r"1 \le l \le n", r"J \ge 1", r"\theta_{j,l} \in \{0,1\}"),
    uses=("calculus_powers", "syz22_b1_digits", "syz22_b2_step", "unpacking_digits"),
    obligations=(
        _CODE,
        _SUM,
        _CONCATENATED,
        _SHIFTED,
        _INTEGER_PART,
        _BELOW,
        _FLOOR,
        _COLLECTED,
        _BLOCK,
        _NEXT,
        _PACKED,
        _WHOLE,
        _DIFFERENCE,
        _PRINTED,
        Computation(
            "the printed floor unpacks",
            "the layers of floor_unpacking(m, n, 1) give the n blocks of every v with mn digits and keep the carried number",
            Scope.INSTANCE,
            "all v, literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "slopes of width 2^-N -> 2^(1-N)",
            Claim(
                "a slope twice as wide is still 0 at the last number before k",
                (k, a, F),
                (a > 0, 4 * a <= 1, equal(F, k - a)),
                equal(relu(F - k + 2 * a) - relu(F - k), 0),
            ),
        ),
        Sabotage(
            "2^-m -> 2^(1-m)",
            Claim(
                "a_l with the wrong power, i the integer of the first m(l-1) digits, j that of a_l, k = 2^m",
                (i, j, k, a),
                (k >= 4, i >= 0, between(0, j, k - 1), equal(k * a, j)),
                equal(2 * (k * i + j), k * (i + a)),
            ),
        ),
        Sabotage(
            "v -> sum of 2^(-ml) a_l, one block late",
            Claim(
                "the first block of m digits, k = 2^m, is a_1 if v = a_1 / k",
                (j, k, F, a),
                (k >= 4, between(0, j, k - 1), equal(k * a, j), equal(k * F, a)),
                equal(k * F, j),
            ),
        ),
    ),
)
