"""Unpacking v bit by bit (5.3): z_0 = v, z_{i+1} = 2 z_i - step(z_i), and step(z_i) is the next digit of v, exactly.

v is one of a family of numbers, named u, and v_digit(k) in {0, 1} is its k-th binary digit; N of them are used. What stands
behind the first i digits is tail(i) = sum_{k=i+1}^{N} v_digit(k) 2^-(k-i): 2 tail(i) = v_digit(i+1) + tail(i+1) for i < N,
tail(N) = 0, and v = tail(0). two_to_minus(j) is 2^-j.

A block of digits behind the first o is collected by collected(o, 0) = 0, collected(o, k+1) = 2 collected(o, k) +
v_digit(o+k+1), an integer; block(o, k) = sum_{i=1}^{k} v_digit(o+i) 2^-i is the same behind the point. The sigma between the
layers changes nothing, because z_i and the collected numbers are not negative.
"""

from fractions import Fraction

from proofs.calculus_powers import POSITIVE, grows, power
from proofs.unpacking_step import HIGH, LOW, step
from verifier.attack.blocks import unpacking_values
from verifier.constructions.unpacking import unpacking
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
    any_of,
    between,
    equal,
    implies,
    integers,
    reals,
    relu,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

i, j, k, o, u, N = integers("i j k o u N")
t, S, Q = reals("t S Q")
V_DIGIT, TAIL_OF, Z = Function("v_digit", 2, Sort.INTEGER), Function("v_tail", 3), Function("v_state", 3)
BLOCK, COLLECTED, two_to_minus = Function("v_block", 3), Function("v_collected", 3, Sort.INTEGER), Function("two_to_minus")


def v_digit(k: Operand) -> Term:
    """The k-th binary digit of the number v named u, 0 or 1."""
    return V_DIGIT(u, k)


def tail(i: Operand) -> Term:
    """sum_{k=i+1}^{N} v_digit(k) 2^-(k-i)."""
    return TAIL_OF(u, N, i)


def z(i: Operand) -> Term:
    """z_i, when the slope of the step is 2^N."""
    return Z(u, N, i)


def block(o: Operand, k: Operand) -> Term:
    """sum_{i=1}^{k} v_digit(o+i) 2^-i."""
    return BLOCK(u, o, k)


def collected(o: Operand, k: Operand) -> Term:
    """sum_{i=1}^{k} v_digit(o+i) 2^(k-i), as the network adds it up."""
    return COLLECTED(u, o, k)


def digit(k: Term) -> Formula:
    """v_digit(k) is 0 or 1."""
    return any_of(equal(v_digit(k), 0), equal(v_digit(k), 1))


def _tail(i: Term) -> Formula:
    return implies(i < N, all_of(digit(i + 1), equal(2 * tail(i), v_digit(i + 1) + tail(i + 1))))


def _halved(j: Term) -> Formula:
    return equal(2 * two_to_minus(j + 1), two_to_minus(j))


_DIGIT = induction(
    "2 tail(i) = v_digit(i+1) + tail(i+1) for i < N",
    i,
    0,
    _tail,
    variables=(u, N),
    given=lambda i: all_of(_tail(i), _tail(i + 1)),
)
_GAP = induction(
    "2^-k is positive and at most 2^-j for k >= j",
    k,
    j,
    lambda k: all_of(two_to_minus(k) > 0, two_to_minus(k) <= two_to_minus(j)),
    variables=(j,),
    hypotheses=lambda k: all_of(j >= 0, two_to_minus(j) > 0),
    recurrence=_halved,
)
_INVERSE = induction(
    "2^j 2^-j = 1 and 2^-j > 0",
    j,
    0,
    lambda j: all_of(equal(power(2, j) * two_to_minus(j), 1), two_to_minus(j) > 0),
    initial=(equal(power(2, 0), 1), equal(two_to_minus(0), 1)),
    recurrence=lambda j: all_of(grows(2, j), _halved(j)),
)
_HALVED = induction(
    "2 2^-(j+1) = 2^-j",
    j,
    0,
    _halved,
    initial=(equal(two_to_minus(0), 1), _halved(term(0))),
    recurrence=lambda j: _halved(j + 1),
)
_TAIL = induction(
    "the tail of j digits is at least 0 and at most 1 - 2^-j",
    j,
    0,
    lambda j: between(0, tail(N - j), 1 - two_to_minus(j)),
    variables=(u, N),
    hypotheses=lambda j: j <= N,
    initial=(equal(two_to_minus(0), 1),),
    recurrence=_halved,
    given=lambda j: all_of(equal(tail(N), 0), implies(j < N, _tail(N - (j + 1)))),
)
_READ = Assembly(
    "the step of the tail behind i digits is the next digit",
    (u, i, N),
    (
        instance(_DIGIT.conclusion),
        instance(_TAIL.conclusion, j=N - i - 1),
        instance(_HALVED.conclusion, j=N - i - 1),
        instance(_GAP.conclusion, k=N, j=N - i),
        instance(_INVERSE.conclusion, j=N - i),
        instance(_INVERSE.conclusion, j=N),
        instance(POSITIVE, b=2, i=N),
        instance(HIGH, z=tail(i), S=power(2, N)),
        instance(LOW, z=tail(i), S=power(2, N), Q=two_to_minus(N)),
    ),
    equal(step(tail(i), power(2, N)), v_digit(i + 1)),
    (i >= 0, i < N),
)
_READ_STATED = stated(_READ)
_UNPACKED = induction(
    "z_i is the tail behind i digits",
    i,
    0,
    lambda i: equal(z(i), tail(i)),
    variables=(u, N),
    hypotheses=lambda i: i <= N,
    initial=(equal(z(0), tail(0)),),
    recurrence=lambda i: equal(z(i + 1), 2 * z(i) - step(z(i), power(2, N))),
    lemmas=(instance(_DIGIT.conclusion, i=i), instance(_READ_STATED, i=i)),
)
_DIGITS = Assembly(
    "step(z_i) = v_digit(i+1), and z_i >= 0",
    (u, i, N),
    (instance(_READ_STATED), instance(_UNPACKED.conclusion), instance(_TAIL.conclusion, j=N - i)),
    all_of(equal(step(z(i), power(2, N)), v_digit(i + 1)), equal(relu(z(i)), z(i))),
    (i >= 0, i < N),
)
_COLLECT = induction(
    "2^-k times the collected integer is the block",
    k,
    0,
    lambda k: all_of(equal(two_to_minus(k) * collected(o, k), block(o, k)), equal(relu(collected(o, k)), collected(o, k))),
    variables=(u, o, N),
    hypotheses=lambda k: all_of(o >= 0, o + k <= N),
    initial=(equal(collected(o, 0), 0), equal(block(o, 0), 0)),
    recurrence=lambda k: all_of(
        equal(collected(o, k + 1), 2 * collected(o, k) + v_digit(o + k + 1)),
        equal(block(o, k + 1), block(o, k) + two_to_minus(k + 1) * v_digit(o + k + 1)),
        _halved(k),
    ),
    lemmas=(instance(_DIGIT.conclusion, i=o + k),),
)
_SPLIT = induction(
    "a tail is a block and 2^-k times the tail behind it",
    k,
    0,
    lambda k: equal(tail(o), block(o, k) + two_to_minus(k) * tail(o + k)),
    variables=(u, o, N),
    hypotheses=lambda k: all_of(o >= 0, o + k <= N),
    initial=(equal(block(o, 0), 0), equal(two_to_minus(0), 1)),
    recurrence=lambda k: all_of(
        equal(block(o, k + 1), block(o, k) + two_to_minus(k + 1) * v_digit(o + k + 1)), _halved(k)
    ),
    lemmas=(instance(_DIGIT.conclusion, i=o + k),),
)

READ = _READ_STATED  # 0 <= i < N: step(tail(i)) = v_digit(i+1), slope 2^N
UNPACKED = _UNPACKED.conclusion  # 0 <= i <= N: z_i = tail(i)
DIGITS = stated(_DIGITS)  # 0 <= i < N: step(z_i) = v_digit(i+1), sigma(z_i) = z_i
DIGIT = _DIGIT.conclusion  # 0 <= i < N: v_digit(i+1) in {0, 1}, 2 tail(i) = v_digit(i+1) + tail(i+1)
TAIL = _TAIL.conclusion  # 0 <= j <= N: 0 <= tail(N-j) <= 1 - 2^-j
SMALLER = _GAP.conclusion  # k >= j >= 0, two_to_minus(j) > 0: 0 < two_to_minus(k) <= two_to_minus(j)
INVERSE = _INVERSE.conclusion  # j >= 0: 2^j two_to_minus(j) = 1, two_to_minus(j) > 0
HALVED = _HALVED.conclusion  # j >= 0: 2 two_to_minus(j+1) = two_to_minus(j)
COLLECT = _COLLECT.conclusion  # o >= 0, o + k <= N: two_to_minus(k) collected(o, k) = block(o, k), sigma does nothing
SPLIT = _SPLIT.conclusion  # o >= 0, o + k <= N: tail(o) = block(o, k) + two_to_minus(k) tail(o+k)

_SIZES = ((1, 1), (2, 1), (1, 3), (2, 2), (2, 3), (4, 2), (3, 3))


def _literal() -> Verdict:
    """Every v with mn digits through the literal layers, together with one carried number."""
    count = 0
    for m, n in _SIZES:
        network = unpacking(m, n, 1).literal
        for whole in range(1 << (m * n)):
            x = Fraction(whole, 3)
            found = run(network, (x, Fraction(whole, 1 << (m * n))))
            wanted = [Fraction(whole >> (m * (n - number)) & ((1 << m) - 1), 1 << m) for number in range(1, n + 1)]
            if found != (x, *wanted):
                return Verdict(Kind.REFUTED, f"m = {m}, n = {n}: v = {whole}/2^{m * n} gives {found}")
            count += 1
    return Verdict(Kind.CERTIFIED, f"{count} numbers v unpacked into their blocks for {len(_SIZES)} pairs (m, n)")


THEOREM = Theorem(
    name="unpacking_digits",
    title="Unpacking a number digit by digit",
    part=Part.LEMMA,
    source="Specification 5.3, for [SYZ22] Lemma A.3",
    statement=r"v = \sum_{k=1}^{N} \theta_k 2^{-k},\ \theta_k \in \{0,1\},\ z_0 = v,\ z_{i+1} = 2 z_i - \mathrm{step}(z_i)"
    r" \;\Longrightarrow\; \mathrm{step}(z_i) = \theta_{i+1},\ z_i = \sum_{k>i} \theta_k 2^{i-k} \ge 0 \quad (0 \le i < N)",
    uses=("calculus_powers", "unpacking_step"),
    obligations=(
        _DIGIT,
        _GAP,
        _INVERSE,
        _HALVED,
        _TAIL,
        _READ,
        _UNPACKED,
        _DIGITS,
        _COLLECT,
        _SPLIT,
        Computation(
            "the literal layers unpack",
            "the layers of unpacking(m, n, 1) give the n blocks of every v with mn digits and keep the carried number",
            Scope.INSTANCE,
            "all v, literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "slope 2^N -> 2^(N-1)",
            Claim(
                "the digit 0 read with half the slope",
                (t, S, Q),
                (S >= 2, equal(S * Q, 1), between(0, t, 1 - 2 * Q)),
                equal(step(t / 2, S / 2), 0),
            ),
        ),
        Sabotage(
            "N digits -> N + 1 digits",
            Claim(
                "the digit 0 read where the tail has one digit more",
                (t, S, Q),
                (S >= 2, equal(S * Q, 1), between(0, t, 1 - Q)),
                equal(step(t / 2, S), 0),
            ),
        ),
        Sabotage(
            "z_{i+1} = 2 z_i - step(z_i) -> 2 z_i",
            Claim(
                "the next tail without subtracting the digit",
                (t, S, Q),
                (S >= 2, equal(S * Q, 1), between(0, t, 1 - 2 * Q)),
                equal(2 * ((1 + t) / 2), t),
            ),
        ),
    ),
    attacks=(unpacking_values(),),
)
