"""The index of a cell: rho(y) = 1 + sum_i y_i K^(i-1) is a bijection {0..K-1}^d -> {1..J}, J = K^d, for all d.

A vector is one of a family: `coordinate(u, i)` is the integer coordinate y_i of the vector named u, and
`index_sum(u, i)` is sum_{l=1}^{i} y_l K^(l-1), so that rho = 1 + index_sum(u, d). For points in the gaps the
coordinates are real numbers in [0, K-1]: `real_coordinate`, `real_sum`. That every coordinate lies in its range is
part of the recurrence that defines the family. Induction on d throughout; surjectivity by division with remainder.
"""

# ruff: noqa: E741  (l is the letter of the source)

from fractions import Fraction

from proofs.calculus_powers import grows, power
from verifier.attack.blocks import index_on_cells
from verifier.constructions.grid import Grid
from verifier.constructions.step import index_row
from verifier.exact.dyadic import power_of_two
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
    replace,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.verdict import Kind, Verdict

K, N, P, d, e, j, l, r, s, u, v, b, c = integers("K N P d e j l r s u v b c")

COORDINATE = Function("coordinate", 3, Sort.INTEGER)
INDEX_SUM = Function("index_sum", 3, Sort.INTEGER)
REAL_COORDINATE = Function("real_coordinate", 3)
REAL_SUM = Function("real_index_sum", 3)
DIFFERENCE = Function("coordinate_difference", 4, Sort.INTEGER)
DIFFERENCE_SUM = Function("difference_sum", 4, Sort.INTEGER)
QUO = Function("quo", 2, Sort.INTEGER)
REM = Function("rem", 2, Sort.INTEGER)
DIGIT = Function("digit_of", 3, Sort.INTEGER)
QUOTIENT = Function("quotient_of", 3, Sort.INTEGER)
DIGIT_SUM = Function("digit_sum_of", 3, Sort.INTEGER)
COORDINATES_AGREE = Function("coordinates_agree", 3)


def coordinate(u: Operand, i: Operand) -> Term:
    """y_i in {0..K-1} of the vector u."""
    return COORDINATE(K, u, i)


def index_sum(u: Operand, i: Operand) -> Term:
    """sum_{l=1}^{i} y_l K^(l-1)."""
    return INDEX_SUM(K, u, i)


def real_coordinate(u: Operand, i: Operand) -> Term:
    """A real y_i in [0, K-1]."""
    return REAL_COORDINATE(K, u, i)


def real_sum(u: Operand, i: Operand) -> Term:
    """The same sum of real coordinates."""
    return REAL_SUM(K, u, i)


def difference(u: Operand, v: Operand, i: Operand) -> Term:
    """y_i of u minus y_i of v, i >= 1."""
    return DIFFERENCE(K, u, v, i)


def difference_sum(u: Operand, v: Operand, i: Operand) -> Term:
    """sum_{l=1}^{i} (difference of the coordinates l) K^(l-1)."""
    return DIFFERENCE_SUM(K, u, v, i)


def digit(N: Operand, i: Operand) -> Term:  # noqa: N803
    """The i-th remainder when N is divided by K again and again, i >= 1."""
    return DIGIT(K, N, i)


def quotient(N: Operand, i: Operand) -> Term:  # noqa: N803
    """What is left of N after i divisions by K."""
    return QUOTIENT(K, N, i)


def digit_sum(N: Operand, i: Operand) -> Term:  # noqa: N803
    """sum_{l=1}^{i} digit_l K^(l-1)."""
    return DIGIT_SUM(K, N, i)


def agree(u: Operand, i: Operand) -> Formula:
    """The first i real coordinates are the coordinates."""
    return equal(COORDINATES_AGREE(K, u, i), 1)


def _extends(sum_of: Term, before: Term, place: Term, value: Term) -> Formula:
    """The sum with one more coordinate."""
    return equal(sum_of, before + power(K, place) * value)


def _in_range(value: Term) -> Formula:
    """A coordinate lies in its range if there is one (K >= 1)."""
    return implies(K >= 1, between(0, value, K - 1))


def _trichotomy(e: Term) -> Formula:
    """True of every integer."""
    return any_of(e <= -1, equal(e, 0), e >= 1)


def _vector(u: Term, i: Term) -> Formula:
    return _extends(index_sum(u, i + 1), index_sum(u, i), i, coordinate(u, i + 1))


def _real_vector(u: Term, i: Term) -> Formula:
    return _extends(real_sum(u, i + 1), real_sum(u, i), i, real_coordinate(u, i + 1))


_EUCLID = induction(
    "division with remainder, counting up from 0",
    N,
    0,
    lambda N: all_of(equal(N, K * QUO(K, N) + REM(K, N)), between(0, REM(K, N), K - 1), QUO(K, N) >= 0),  # noqa: N803
    variables=(K,),
    hypotheses=lambda N: K >= 1,  # noqa: N803
    initial=(equal(QUO(K, 0), 0), equal(REM(K, 0), 0)),
    recurrence=lambda N: all_of(  # noqa: N803
        implies(REM(K, N) <= K - 2, all_of(equal(REM(K, N + 1), REM(K, N) + 1), equal(QUO(K, N + 1), QUO(K, N)))),
        implies(REM(K, N) > K - 2, all_of(equal(REM(K, N + 1), 0), equal(QUO(K, N + 1), QUO(K, N) + 1))),
    ),
)

def _divided(i: Term) -> Formula:
    """Once more divided by K with remainder."""
    left = quotient(N, i)
    return all_of(
        equal(quotient(N, i + 1), QUO(K, left)),
        equal(digit(N, i + 1), REM(K, left)),
    )


def _differ(d: Term) -> Formula:
    e = difference(u, v, d + 1)
    return all_of(
        equal(difference_sum(u, v, d + 1), difference_sum(u, v, d) + power(K, d) * e),
        grows(K, d),
    )


_ONE = equal(power(K, 0), 1)
_APART = Claim(
    "r + P e = 0 with |r| < P only for r = e = 0",
    (P, r, e),
    (between(1 - P, r, P - 1), equal(r + P * e, 0), _trichotomy(e)),
    all_of(equal(r, 0), equal(e, 0)),
)
_RADIX = Assembly(
    "mixed radix: r + P b = s + P c with 0 <= r, s < P only for r = s, b = c",
    (P, r, s, b, c),
    (instance(_APART, r=r - s, e=b - c),),
    all_of(equal(r, s), equal(b, c)),
    (between(0, r, P - 1), between(0, s, P - 1), equal(r + P * b, s + P * c)),
)
_BOUNDS = induction(
    "0 <= sum <= K^d - 1 for real coordinates in [0, K-1]",
    d,
    0,
    lambda d: all_of(power(K, d) >= 1, between(0, real_sum(u, d), power(K, d) - 1)),
    variables=(K, u),
    hypotheses=lambda d: K >= 1,
    initial=(_ONE, equal(real_sum(u, 0), 0)),
    recurrence=lambda d: all_of(_real_vector(u, d), grows(K, d)),
    given=lambda d: _in_range(real_coordinate(u, d + 1)),
)
_INTEGER_BOUNDS = induction(
    "0 <= sum <= K^d - 1 for coordinates in {0..K-1}",
    d,
    0,
    lambda d: all_of(power(K, d) >= 1, between(0, index_sum(u, d), power(K, d) - 1)),
    variables=(K, u),
    hypotheses=lambda d: K >= 1,
    initial=(_ONE, equal(index_sum(u, 0), 0)),
    recurrence=lambda d: all_of(_vector(u, d), grows(K, d)),
    given=lambda d: _in_range(coordinate(u, d + 1)),
)
_AGREE = induction(
    "equal coordinates have equal sums",
    d,
    0,
    lambda d: implies(agree(u, d), equal(real_sum(u, d), index_sum(u, d))),
    variables=(K, u),
    hypotheses=lambda d: K >= 1,
    initial=(equal(real_sum(u, 0), 0), equal(index_sum(u, 0), 0)),
    recurrence=lambda d: all_of(_real_vector(u, d), _vector(u, d)),
    given=lambda d: implies(
        agree(u, d + 1), all_of(agree(u, d), equal(real_coordinate(u, d + 1), coordinate(u, d + 1)))
    ),
)
_DIFFERENCE = induction(
    "e_l is the difference of the coordinates l",
    l,
    1,
    lambda l: all_of(
        equal(difference(u, v, l), coordinate(u, l) - coordinate(v, l)),
        *(_in_range(coordinate(point, l)) for point in (u, v)),
    ),
    variables=(K, u, v),
    initial=(equal(difference(u, v, 1), coordinate(u, 1) - coordinate(v, 1)),),
    recurrence=lambda l: equal(difference(u, v, l + 1), coordinate(u, l + 1) - coordinate(v, l + 1)),
    given=lambda l: all_of(*(_in_range(coordinate(point, at)) for point in (u, v) for at in (l, l + 1))),
)
_SMALL = Assembly(
    "e_l is an integer with |e_l| <= K - 1",
    (K, u, v, l),
    (instance(_DIFFERENCE.conclusion),),
    all_of(between(1 - K, difference(u, v, l), K - 1), _trichotomy(difference(u, v, l))),
    (K >= 1, l >= 1),
)
_SEPARATE = induction(
    "a sum of e_l K^(l-1) with |e_l| <= K-1 is 0 only if all e_l are",
    d,
    0,
    lambda d: all_of(
        power(K, d) >= 1,
        between(1 - power(K, d), difference_sum(u, v, d), power(K, d) - 1),
        implies(all_of(equal(difference_sum(u, v, d), 0), between(1, l, d)), equal(difference(u, v, l), 0)),
    ),
    variables=(K, u, v, l),
    hypotheses=lambda d: K >= 1,
    initial=(_ONE, equal(difference_sum(u, v, 0), 0)),
    recurrence=_differ,
    lemmas=(instance(stated(_SMALL), l=d + 1),),
)
_DIVISION = induction(
    "N = sum of the first d digits + K^d * quotient, the quotient not negative",
    d,
    0,
    lambda d: all_of(
        power(K, d) >= 1,
        between(0, digit_sum(N, d), power(K, d) - 1),
        quotient(N, d) >= 0,
        equal(N, digit_sum(N, d) + power(K, d) * quotient(N, d)),
    ),
    variables=(K, N),
    hypotheses=lambda d: all_of(K >= 1, N >= 0),
    initial=(_ONE, equal(digit_sum(N, 0), 0), equal(quotient(N, 0), N)),
    recurrence=lambda d: all_of(
        equal(digit_sum(N, d + 1), digit_sum(N, d) + power(K, d) * digit(N, d + 1)), _divided(d), grows(K, d)
    ),
    lemmas=(instance(_EUCLID.conclusion, N=quotient(N, d)),),
)
_DIGITS = induction(
    "the digits are the remainders of repeated division",
    d,
    0,
    lambda d: all_of(
        quotient(N, d) >= 0,
        equal(quotient(N, d), K * quotient(N, d + 1) + digit(N, d + 1)),
        between(0, digit(N, d + 1), K - 1),
        equal(quotient(N, 0), N),
    ),
    variables=(K, N),
    hypotheses=lambda d: all_of(K >= 1, N >= 0),
    initial=(equal(quotient(N, 0), N), replace(_divided(d), {d: term(0)})),
    recurrence=lambda d: all_of(_divided(d), _divided(d + 1)),
    lemmas=tuple(instance(_EUCLID.conclusion, N=quotient(N, at)) for at in (d, d + 1)),
)
_SUBTRACT = induction(
    "sum e_l K^(l-1) is the difference of the sums",
    d,
    0,
    lambda d: equal(difference_sum(u, v, d), index_sum(u, d) - index_sum(v, d)),
    variables=(K, u, v),
    hypotheses=lambda d: K >= 1,
    initial=(equal(difference_sum(u, v, 0), 0), equal(index_sum(u, 0), 0), equal(index_sum(v, 0), 0)),
    recurrence=lambda d: all_of(
        _vector(u, d),
        _vector(v, d),
        _differ(d),
        equal(difference(u, v, d + 1), coordinate(u, d + 1) - coordinate(v, d + 1)),
    ),
)
_RANGE = Assembly(
    "1 <= rho <= J for real coordinates in [0, K-1]",
    (K, u, d),
    (instance(_BOUNDS.conclusion),),
    between(1, 1 + real_sum(u, d), power(K, d)),
    (K >= 1, d >= 1),
)
_INTEGER_RANGE = Assembly(
    "rho(beta) in {1..J}",
    (K, u, d),
    (instance(_INTEGER_BOUNDS.conclusion),),
    between(1, 1 + index_sum(u, d), power(K, d)),
    (K >= 1, d >= 1),
)
_INJECTIVE = Assembly(
    "rho(beta) = rho(beta') only for beta = beta'",
    (K, u, v, d, l),
    (instance(_SEPARATE.conclusion), instance(_SUBTRACT.conclusion), instance(_DIFFERENCE.conclusion)),
    equal(coordinate(u, l), coordinate(v, l)),
    (K >= 1, between(1, l, d), equal(1 + index_sum(u, d), 1 + index_sum(v, d))),
)
_VANISHES = Assembly(
    "a number below K^d is the sum of its first d digits",
    (K, N, d),
    (instance(_DIVISION.conclusion), instance(_APART, P=power(K, d), r=digit_sum(N, d) - N, e=quotient(N, d))),
    all_of(equal(digit_sum(N, d), N), equal(quotient(N, d), 0)),
    (K >= 1, d >= 0, between(0, N, power(K, d) - 1)),
)
_SURJECTIVE = Assembly(
    "every j in {1..J} is rho of the digits of j - 1",
    (K, j, d),
    (instance(stated(_VANISHES), N=j - 1),),
    equal(1 + digit_sum(j - 1, d), j),
    (K >= 1, d >= 1, between(1, j, power(K, d))),
)

RADIX = stated(_RADIX)
RANGE = stated(_RANGE)  # K, d >= 1: 1 <= 1 + real_sum(u, d) <= K^d
INTEGER_RANGE = stated(_INTEGER_RANGE)  # K, d >= 1: 1 <= 1 + index_sum(u, d) <= K^d
AGREE = _AGREE.conclusion  # agree(u, d): real_sum(u, d) = index_sum(u, d)
INJECTIVE = stated(_INJECTIVE)
VANISHES = stated(_VANISHES)  # 0 <= N < K^d: digit_sum(N, d) = N, quotient(N, d) = 0
DIGITS = _DIGITS.conclusion  # K >= 1, N, i >= 0: quotient(N, i) = K quotient(N, i+1) + digit(N, i+1), quotient(N, 0) = N
SURJECTIVE = stated(_SURJECTIVE)


def _literal() -> Verdict:
    for n, d in ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 2), (2, 3), (1, 5)):
        grid = Grid(d, n, power_of_two(-n - 2))
        row = index_row(grid)
        weights = [weight.fraction for _, weight in row.entries]
        if row.bias.fraction != 1 or weights != [Fraction(grid.K) ** i for i in range(d)]:
            return Verdict(Kind.REFUTED, f"d = {d}, n = {n}: bias {row.bias.fraction}, weights {weights}")
        if sorted(grid.index(beta) for beta in grid.cells()) != list(range(1, grid.J + 1)):
            return Verdict(Kind.REFUTED, f"d = {d}, n = {n}: the indices of the cells are not 1..J")
    return Verdict(Kind.CERTIFIED, "bias 1, weights K^(i-1), indices 1..J each once, for 8 pairs (d, n)")


THEOREM = Theorem(
    name="syz22_b2_index",
    title="The index is a bijection",
    part=Part.LEMMA,
    source="[SYZ22] B.2 Step 2",
    statement=r"\rho(y) = 1 + \sum_{i=1}^d y_i K^{i-1}: \{0,\dots,K-1\}^d \to \{1,\dots,J\} \text{ is a bijection},\ J = K^d;"
    r"\quad 1 \le \rho(y) \le J \text{ for real } y_i \in [0, K-1]",
    hypotheses=(r"K \ge 1", r"d \ge 1"),
    uses=("calculus_powers",),
    obligations=(
        _APART,
        _RADIX,
        _BOUNDS,
        _INTEGER_BOUNDS,
        _AGREE,
        _DIFFERENCE,
        _SMALL,
        _SEPARATE,
        _SUBTRACT,
        _EUCLID,
        _DIGITS,
        _DIVISION,
        _RANGE,
        _INTEGER_RANGE,
        _INJECTIVE,
        _VANISHES,
        _SURJECTIVE,
        Computation(
            "the row of the network is rho",
            "bias 1 and weights K^(i-1); the cells have the indices 1..J",
            Scope.INSTANCE,
            "literal weights and enumeration",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "r < P -> r <= P",
            Claim(
                "mixed radix with r = P allowed",
                (P, r, s, b, c),
                (P >= 1, between(0, r, P), between(0, s, P), equal(r + P * b, s + P * c)),
                equal(b, c),
            ),
        ),
        Sabotage(
            "coordinates up to K - 1 -> up to K",
            Claim(
                "range with y_i = K allowed",
                (K, P, r, b),
                (K >= 1, P >= 1, between(0, r, P - 1), between(0, b, K)),
                r + P * b <= P * K - 1,
            ),
        ),
    ),
    attacks=(index_on_cells(),),
)
