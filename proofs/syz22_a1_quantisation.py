"""Quantisation: a value known within 2^-n has an n-bit neighbour, and its bits give it back.

Everything is scaled by M = 2^n: H is the upper end of the enclosure, t = 2^n ft the unknown true value. `pick(H, M)` is
ceil(H) - 1, at least 0, found by counting up to M. `number(u, l)` is the number that the bits 1..l of the family u
spell, most significant first, and `reading(u, l)` is sum_{i<=l} 2^-i value(u, i) for real values in [0, 1].
"""

# ruff: noqa: E741  (l is the letter of the source)

from fractions import Fraction

from proofs.calculus_powers import POSITIVE, grows, power
from proofs.syz22_b2_index import DIGIT, DIGITS, QUOTIENT, VANISHES
from verifier.attack.blocks import quantisation_error
from verifier.constructions.encoding import quantise
from verifier.exact.interval import Interval
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Sort,
    Term,
    absolute,
    all_of,
    between,
    equal,
    implies,
    integers,
    maximum,
    minimum,
    reals,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.verdict import Kind, Verdict

L, H, t, ft, lo, hi, V = reals("L H t ft lo hi V")
M, P, n, l, q, u = integers("M P n l q u")

PICK = Function("pick", 2, Sort.INTEGER)
BIT_OF = Function("bit_of", 2, Sort.INTEGER)
NUMBER = Function("spelled_number", 2, Sort.INTEGER)
PREFIX = Function("prefix_of", 3, Sort.INTEGER)
VALUE = Function("summand_value", 2)
READING = Function("binary_reading", 2)
BITS_READ = Function("bits_read", 2)


def pick(H: Operand, M: Operand) -> Term:  # noqa: N803
    """The largest integer below H, at least 0, among 0..M-1."""
    return PICK(H, M)


def number(u: Operand, l: Operand) -> Term:
    """sum_{i=1}^{l} bit_of(u, i) 2^(l-i)."""
    return NUMBER(u, l)


def bits_read(u: Operand, l: Operand) -> Formula:
    """The first l values are the bits themselves."""
    return equal(BITS_READ(u, l), 1)


def reading(u: Operand, l: Operand) -> Term:
    """sum_{i=1}^{l} 2^-i value(u, i)."""
    return READING(u, l)


_SERVES = Claim(
    "|t - q| <= 1 on the whole enclosure if it holds at both ends",
    (L, H, t, q),
    (t >= L, t <= H, H - q <= 1, q - L <= 1),
    absolute(t - q) <= 1,
)
_PICKED = induction(
    "q = pick(H, M) is in {0..M-1}, and q <= H <= q + 1",
    M,
    1,
    lambda M: all_of(between(0, pick(H, M), M - 1), between(pick(H, M), H, pick(H, M) + 1)),  # noqa: N803
    variables=(H,),
    hypotheses=lambda M: between(0, H, M),  # noqa: N803
    initial=(equal(pick(H, 1), 0),),
    recurrence=lambda M: all_of(  # noqa: N803
        implies(H <= M, equal(pick(H, M + 1), pick(H, M))), implies(H > M, equal(pick(H, M + 1), M))
    ),
)
_CLIPPED = minimum(power(2, n) * hi, power(2, n))
_HALFWAY = Claim(
    "the enclosure, cut to [0, 1] and scaled by M",
    (ft, lo, hi, M),
    (M >= 1, between(lo, ft, hi), between(0, ft, 1), M * (hi - lo) <= 1),
    all_of(
        between(0, minimum(M * hi, M), M),
        between(maximum(M * lo, 0), M * ft, minimum(M * hi, M)),
        minimum(M * hi, M) - maximum(M * lo, 0) <= 1,
    ),
)
_ENDS = Claim(
    "an integer next to the upper end serves the lower end",
    (L, H, q),
    (H - L <= 1, between(q, H, q + 1)),
    all_of(H - q <= 1, q - L <= 1),
)
_QUANTISED = Assembly(
    "some q in {0..2^n - 1} has |ft - q 2^-n| <= 2^-n for every ft of the enclosure",
    (ft, lo, hi, n),
    (
        instance(POSITIVE, b=2, i=n),
        instance(_HALFWAY, M=power(2, n)),
        instance(_PICKED.conclusion, H=_CLIPPED, M=power(2, n)),
        instance(_ENDS, L=maximum(power(2, n) * lo, 0), H=_CLIPPED, q=pick(_CLIPPED, power(2, n))),
        instance(
            _SERVES,
            L=maximum(power(2, n) * lo, 0),
            H=_CLIPPED,
            t=power(2, n) * ft,
            q=pick(_CLIPPED, power(2, n)),
        ),
    ),
    all_of(
        between(0, pick(_CLIPPED, power(2, n)), power(2, n) - 1),
        absolute(power(2, n) * ft - pick(_CLIPPED, power(2, n))) <= 1,
    ),
    (n >= 0, between(lo, ft, hi), between(0, ft, 1), power(2, n) * (hi - lo) <= 1),
)


def _spelled(u: Operand, l: Term) -> Term:
    return 2 * number(u, l) + BIT_OF(u, l + 1)


_NUMBER = induction(
    "0 <= number_l <= 2^l - 1",
    l,
    0,
    lambda l: between(0, number(u, l), power(2, l) - 1),
    variables=(u,),
    initial=(equal(power(2, 0), 1), equal(number(u, 0), 0)),
    recurrence=lambda l: all_of(
        equal(number(u, l + 1), _spelled(u, l)), grows(2, l)
    ),
    given=lambda l: between(0, BIT_OF(u, l + 1), 1),
)
_FRACTION = induction(
    "2^l sum_{i<=l} 2^-i theta_i is the number that the bits spell",
    l,
    0,
    lambda l: implies(bits_read(u, l), equal(power(2, l) * reading(u, l), number(u, l))),
    variables=(u,),
    initial=(equal(power(2, 0), 1), equal(number(u, 0), 0), equal(reading(u, 0), 0)),
    recurrence=lambda l: all_of(
        equal(power(2, l + 1) * reading(u, l + 1), power(2, l + 1) * reading(u, l) + VALUE(u, l + 1)),
        equal(number(u, l + 1), _spelled(u, l)),
        grows(2, l),
    ),
    given=lambda l: implies(bits_read(u, l + 1), all_of(bits_read(u, l), equal(VALUE(u, l + 1), BIT_OF(u, l + 1)))),
)
_READING = induction(
    "0 <= sum_{i<=l} 2^-i value_i <= 1 - 2^-l for values in [0, 1]",
    l,
    0,
    lambda l: between(0, power(2, l) * reading(u, l), power(2, l) - 1),
    variables=(u,),
    initial=(equal(power(2, 0), 1), equal(reading(u, 0), 0)),
    recurrence=lambda l: all_of(
        equal(power(2, l + 1) * reading(u, l + 1), power(2, l + 1) * reading(u, l) + VALUE(u, l + 1)),
        grows(2, l),
    ),
    given=lambda l: between(0, VALUE(u, l + 1), 1),
)
_BELOW_ONE = Claim(
    "0 <= V < 1 for 0 <= P V <= P - 1", (V, P), (P >= 1, between(0, P * V, P - 1)), all_of(V >= 0, V < 1)
)
_UNIT = Assembly(
    "0 <= sum_{l<=n} 2^-l value_l < 1",
    (u, n),
    (
        instance(_READING.conclusion, l=n),
        instance(POSITIVE, b=2, i=n),
        instance(_BELOW_ONE, P=power(2, n), V=reading(u, n)),
    ),
    all_of(reading(u, n) >= 0, reading(u, n) < 1),
    (n >= 0,),
)
_PREFIXES = induction(
    "the first l bits of q spell q after n - l halvings",
    l,
    0,
    lambda l: equal(PREFIX(n, q, l), QUOTIENT(2, q, n - l)),
    variables=(n, q),
    hypotheses=lambda l: all_of(l <= n, q >= 0, equal(QUOTIENT(2, q, n), 0)),
    initial=(equal(PREFIX(n, q, 0), 0),),
    recurrence=lambda l: equal(PREFIX(n, q, l + 1), 2 * PREFIX(n, q, l) + DIGIT(2, q, n - l)),
    lemmas=(instance(DIGITS, K=2, N=q, d=n - l - 1),),
)
_BITS = Assembly(
    "every q in {0..2^n - 1} is spelled by its n bits",
    (n, q),
    (
        instance(_PREFIXES.conclusion, l=n),
        instance(VANISHES, K=2, N=q, d=n),
        instance(DIGITS, K=2, N=q, d=0),
    ),
    equal(PREFIX(n, q, n), q),
    (n >= 0, between(0, q, power(2, n) - 1)),
)

SERVES = _SERVES  # L <= t <= H, H - q <= 1, q - L <= 1: |t - q| <= 1
QUANTISED = stated(_QUANTISED)  # lo <= ft <= hi, 0 <= ft <= 1, 2^n (hi - lo) <= 1: |2^n ft - q| <= 1, 0 <= q <= 2^n - 1
FRACTION = _FRACTION.conclusion  # bits_read(u, l): 2^l reading(u, l) = number(u, l)
NUMBERS = _NUMBER.conclusion  # l >= 0: 0 <= number(u, l) <= 2^l - 1
READINGS = _READING.conclusion  # values in [0, 1]: 0 <= 2^l reading(u, l) <= 2^l - 1
UNIT = stated(_UNIT)  # n >= 0, values in [0, 1]: 0 <= reading(u, n) < 1
BITS = stated(_BITS)  # 0 <= q <= 2^n - 1: PREFIX(n, q, n) = q


def _literal() -> Verdict:
    asked = 0
    for n in range(1, 6):
        M = 2**n  # noqa: N806
        for numerator in range(-12, 12 * M + 1):
            for width in (0, 1, 5, 12):
                lo, hi = Fraction(numerator, 12 * M), Fraction(numerator + width, 12 * M)
                if hi < 0 or lo > 1:
                    continue
                q = quantise(Interval(lo, hi), n)
                ends = (max(lo, Fraction(0)), min(hi, Fraction(1)))
                if q is None or not 0 <= q < M or any(abs(M * end - q) > 1 for end in ends):
                    return Verdict(Kind.REFUTED, f"n = {n}: [{lo}, {hi}] is quantised to {q}")
                asked += 1
    return Verdict(Kind.CERTIFIED, f"{asked} enclosures, n = 1..5: a q in range that serves both ends")


THEOREM = Theorem(
    name="syz22_a1_quantisation",
    title="Quantisation from enclosures, and the bits of q",
    part=Part.LEMMA,
    source="[SYZ22] A.1 (encoding) and Theorem A.1, proof",
    statement=r"[lo, hi] \ni \tilde f,\ hi - lo \le 2^{-n},\ \tilde f \in [0,1]:\quad \exists q \in \{0,\dots,2^n-1\}:"
    r"\ |\tilde f - q 2^{-n}| \le 2^{-n};\qquad q 2^{-n} = \sum_{l=1}^n 2^{-l}\theta_l,\quad"
    r" 0 \le \sum_{l=1}^n 2^{-l} y_l \le 1 - 2^{-n}\ (y_l \in [0,1])",
    hypotheses=(r"n \ge 0",),
    uses=("calculus_powers", "syz22_b2_index"),
    obligations=(
        _SERVES,
        _PICKED,
        _HALFWAY,
        _ENDS,
        _QUANTISED,
        _NUMBER,
        _FRACTION,
        _READING,
        _BELOW_ONE,
        _UNIT,
        _PREFIXES,
        _BITS,
        Computation(
            "the encoder quantises",
            "quantise answers with a q that serves the enclosure whenever it is at most 2^-n wide and meets [0, 1]",
            Scope.INSTANCE,
            "the encoder on rational enclosures",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "width 2^-n -> 3/2 * 2^-n",
            Claim(
                "enclosures 3/2 wide",
                (L, H, q),
                (2 * (H - L) <= 3, between(q, H, q + 1)),
                all_of(H - q <= 1, q - L <= 1),
            ),
        ),
        Sabotage(
            "q up to 2^n - 1 -> 2^n - 2",
            Claim(
                "one q fewer",
                (t, M, q),
                (M >= 2, between(0, t, M), between(t - 1, q, t), q >= 0),
                q <= M - 2,
            ),
        ),
        Sabotage(
            "values in [0, 1] -> up to 2",
            Claim(
                "reading, values up to 2",
                (V, t, P),
                (P >= 1, between(0, P * V, P - 1), between(0, t, 2)),
                2 * P * V + t <= 2 * P - 1,
            ),
        ),
    ),
    attacks=(quantisation_error(),),
)
