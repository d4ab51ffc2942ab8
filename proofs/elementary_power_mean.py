"""A^p + B^p <= (A+B)^p for p >= 1.

Rational p = u/w: with the roots a = A^(1/w), b = B^(1/w), c = (A+B)^(1/w) the claim reads a^u + b^u <= c^u for u >= w,
where a^w + b^w = c^w, and is proved by induction on u. `root_power(t, u)` is t^u for real t >= 0 and integer u >= 0,
defined by t^0 = 1, t^(u+1) = t t^u.

Real p: `real_power(t, p)` is t^p for real t >= 0 and p. With A = s U, B = s V, U + V = 1 the claim follows from
(s U)^p = s^p U^p and U^p <= U; these facts about real powers are hypotheses here and `REAL_POWERS` where they are used.
"""

from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import Formula, Function, Term, all_of, between, equal, implies, integers, reals
from verifier.ledger.theorem import Assumption, Part, Sabotage, Theorem, stated

t, a, b, c = reals("t a b c")
u, w = integers("u w")
A, B, C, s, U, V, p = reals("A B C s U V p")

ROOT_POWER, REAL_POWER = Function("root_power", 2), Function("real_power", 2)


def _recurrence(t: Term, u: Term) -> Formula:
    return implies(u >= 0, equal(ROOT_POWER(t, u + 1), t * ROOT_POWER(t, u)))


_POSITIVE = induction(
    "t^u >= 0, and > 0 for t > 0",
    u,
    0,
    lambda u: all_of(ROOT_POWER(t, u) >= 0, (t <= 0) | (ROOT_POWER(t, u) > 0)),
    variables=(t,),
    hypotheses=lambda u: t >= 0,
    initial=(equal(ROOT_POWER(t, 0), 1),),
    recurrence=lambda u: _recurrence(t, u),
)
POSITIVE = _POSITIVE.conclusion

_PRODUCT = Claim(
    "c C < a A for 0 <= c < a, 0 <= C < A", (a, c, A, C), (c >= 0, c < a, C >= 0, C < A), c * C < a * A
)
_WEIGHTED = Claim(
    "a A + b B <= c C for 0 <= a, b <= c and A + B <= C",
    (a, b, c, A, B, C),
    (between(0, a, c), between(0, b, c), A >= 0, B >= 0, A + B <= C),
    a * A + b * B <= c * C,
)
_INCREASING = induction(
    "c^w < a^w for 0 <= c < a",
    w,
    1,
    lambda w: ROOT_POWER(c, w) < ROOT_POWER(a, w),
    variables=(a, c),
    hypotheses=lambda w: all_of(c >= 0, c < a),
    initial=(
        *(equal(ROOT_POWER(t, 0), 1) for t in (a, c)),
        *(equal(ROOT_POWER(t, 1), t * ROOT_POWER(t, 0)) for t in (a, c)),
    ),
    recurrence=lambda w: all_of(_recurrence(a, w), _recurrence(c, w)),
    lemmas=(instance(POSITIVE, t=c, u=w), instance(_PRODUCT, A=ROOT_POWER(a, w), C=ROOT_POWER(c, w))),
)
_SUM = induction(
    "a^u + b^u <= c^u for u >= w, a, b <= c",
    u,
    w,
    lambda u: ROOT_POWER(a, u) + ROOT_POWER(b, u) <= ROOT_POWER(c, u),
    variables=(a, b, c, w),
    hypotheses=lambda u: all_of(
        w >= 1, between(0, a, c), between(0, b, c), equal(ROOT_POWER(a, w) + ROOT_POWER(b, w), ROOT_POWER(c, w))
    ),
    recurrence=lambda u: all_of(*(_recurrence(one, u) for one in (a, b, c))),
    lemmas=(
        *(instance(POSITIVE, t=one) for one in (a, b)),
        instance(_WEIGHTED, A=ROOT_POWER(a, u), B=ROOT_POWER(b, u), C=ROOT_POWER(c, u)),
    ),
)
_RATIONAL = Assembly(
    "A^p + B^p <= (A+B)^p for p = u/w",
    (a, b, c, u, w),
    (
        instance(_INCREASING.conclusion),
        instance(_INCREASING.conclusion, a=b),
        instance(POSITIVE, t=a, u=w),
        instance(POSITIVE, t=b, u=w),
        instance(_SUM.conclusion),
    ),
    ROOT_POWER(a, u) + ROOT_POWER(b, u) <= ROOT_POWER(c, u),
    (w >= 1, w <= u, a >= 0, b >= 0, c >= 0, equal(ROOT_POWER(a, w) + ROOT_POWER(b, w), ROOT_POWER(c, w))),
)
RATIONAL = stated(_RATIONAL)

_SMALLER = induction(
    "t^w <= t^u for 0 <= t <= 1, w >= u",
    w,
    u,
    lambda w: ROOT_POWER(t, w) <= ROOT_POWER(t, u),
    variables=(t, u),
    hypotheses=lambda w: all_of(u >= 0, between(0, t, 1)),
    recurrence=lambda w: _recurrence(t, w),
    lemmas=(instance(POSITIVE, u=w),),
)
SMALLER = _SMALLER.conclusion


def real_power(t: Term, p: Term) -> Term:
    """t^p for real t >= 0 and real p."""
    return REAL_POWER(t, p)


def splits(s: Term, t: Term, p: Term) -> Formula:
    """(s t)^p = s^p t^p, for s, t >= 0."""
    return equal(real_power(s * t, p), real_power(s, p) * real_power(t, p))


def shrinks(t: Term, p: Term) -> Formula:
    """0 <= t^p <= t, for 0 <= t <= 1 and p >= 1."""
    return between(0, real_power(t, p), t)


REAL_POWERS = Assumption(
    "real powers",
    "For real p >= 1 and s, t >= 0: (s t)^p = s^p t^p; t^p > 0 if t > 0; 0 <= t^p <= t if t <= 1.",
    "calculus, from t^p = exp(p ln t)",
)

_CONVEX = Claim(
    "C A + C B <= C for A <= U, B <= V, U + V = 1",
    (A, B, C, U, V),
    (C >= 0, A <= U, B <= V, equal(U + V, 1)),
    C * A + C * B <= C,
)


def parts(A: Term, B: Term, s: Term, U: Term, V: Term, p: Term) -> Formula:  # noqa: N803
    """A = s U, B = s V, U + V = 1, U, V >= 0 (possible for A, B >= 0, s = A + B); what is used of their powers."""
    return all_of(
        equal(s * U, A),
        equal(s * V, B),
        equal(U + V, 1),
        U >= 0,
        V >= 0,
        real_power(s, p) >= 0,
        equal(real_power(A, p), real_power(s, p) * real_power(U, p)),
        equal(real_power(B, p), real_power(s, p) * real_power(V, p)),
        shrinks(U, p),
        shrinks(V, p),
    )


_REAL = Assembly(
    "A^p + B^p <= (A+B)^p for real p >= 1",
    (A, B, s, U, V, p),
    (instance(_CONVEX, A=real_power(U, p), B=real_power(V, p), C=real_power(s, p)),),
    real_power(A, p) + real_power(B, p) <= real_power(s, p),
    (p >= 1, s >= 0, parts(A, B, s, U, V, p)),
)
REAL = stated(_REAL)  # p >= 1, parts(A, B, s, U, V, p): A^p + B^p <= s^p
_ROOT = Assembly(
    "A^p < (A+B)^p for B > 0",
    (A, B, s, U, V, p),
    (instance(REAL),),
    real_power(A, p) < real_power(s, p),
    (*REAL.hypotheses, real_power(B, p) > 0),
)
ROOT = stated(_ROOT)  # and B^p > 0: A^p < s^p

THEOREM = Theorem(
    name="elementary_power_mean",
    title="Sums of powers",
    part=Part.LEMMA,
    source="Elementary; used in the proof of [SYZ22] Theorem 2.1",
    statement=r"A^p + B^p \le (A+B)^p,\quad A, B \ge 0,\ p \ge 1;\quad t^w \le t^u,\quad 0 \le t \le 1,\ w \ge u",
    hypotheses=(
        "p = u/w rational: A = a^w, B = b^w, A + B = c^w",
        "p real: (s t)^p = s^p t^p and 0 <= t^p <= t on [0, 1]; A = s U, B = s V with U + V = 1",
    ),
    obligations=(
        _POSITIVE,
        _PRODUCT,
        _WEIGHTED,
        _INCREASING,
        _SUM,
        _RATIONAL,
        _SMALLER,
        _CONVEX,
        _REAL,
        _ROOT,
    ),
    sabotage=(
        Sabotage(
            "u >= w dropped: the step where a > c",
            Claim(
                "a A + b B <= c C for any a, b, c >= 0",
                (a, b, c, A, B, C),
                (a >= 0, b >= 0, c >= 0, A >= 0, B >= 0, A + B <= C),
                a * A + b * B <= c * C,
            ),
        ),
        Sabotage(
            "p >= 1 dropped: t^p > t",
            Claim(
                "C A + C B <= C for any A, B in [0, 1]",
                (A, B, C, U, V),
                (C >= 0, between(U, A, 1), between(V, B, 1), U >= 0, V >= 0, equal(U + V, 1)),
                C * A + C * B <= C,
            ),
        ),
        Sabotage(
            "A, B >= 0 dropped",
            Claim("A^3 + B^3 <= (A+B)^3", (a, b), (a + b >= 0,), a**3 + b**3 <= (a + b) ** 3),
        ),
    ),
)
