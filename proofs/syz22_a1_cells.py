"""Theorem A.1: psi_0(x) = sum_l 2^-l bit(a_l phi1(x)) is q_beta 2^-n on Q_beta, for all d, n, delta and every target.

The integer u names a point x together with delta. On the axis i: `scaled_point(K, u, i)` is K x_i, `coordinate(u, i)`
the number beta_i of its cell (any of 0..K-1 if it lies in none), `real_coordinate(u, i)` the value g(x_i) of the step
function; `scaled_gap(K, u)` is K delta. in_cells(K, u, i) = 1 says that the first i coordinates lie in cells.
rho(beta) is 1 + index_sum(u, d), the network computes 1 + real_sum(u, d), and phi1(x) = h(1 + real_sum(u, d)) with J
= K^d.

The digits are those of `syz22_b1_digits`: theta(l, j) is the j-th digit of a_l = partial(l, J). q_beta has the binary
digits theta(1, j), ..., theta(n, j), j = rho(beta): binary(j, l) is the number of the first l of them, q_beta =
binary(j, n). `value(K, u, d, l)` is the sum of the first l summands of psi_0, so that psi_0 = value(K, u, d, n).
"""

from fractions import Fraction

from proofs.calculus_powers import LARGE, POSITIVE, grows, power
from proofs.syz22_a1_quantisation import BITS, PREFIX, QUANTISED, pick
from proofs.syz22_b1_bit import RANGE as BIT_RANGE
from proofs.syz22_b1_bit import READS, bit
from proofs.syz22_b1_digits import partial, theta
from proofs.syz22_b2_exponential import VALUES, h
from proofs.syz22_b2_index import INTEGER_RANGE, coordinate, index_sum, real_coordinate, real_sum
from proofs.syz22_b2_partition import cell, gap
from proofs.syz22_b2_step import CELLS as STEP_ON_CELLS
from proofs.syz22_b2_step import is_step
from verifier.attack.networks import network_error, uniform_bound
from verifier.attack.tightness import lp_two
from verifier.constructions.encoding import Frame, pack
from verifier.constructions.grid import make_grid
from verifier.constructions.lp_network import lp_network
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
    absolute,
    all_of,
    between,
    equal,
    implies,
    integers,
    minimum,
    reals,
    replace,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

K, u, d, n, i, l, j, q, P, z = integers("K u d n i l j q P z")  # noqa: E741
x, sample, target, w, t, s, b, f, f0, W, lo, hi = reals("x sample target w t s b f f0 W lo hi")

SCALED_POINT, SCALED_GAP = Function("scaled_point", 3), Function("scaled_gap", 2)
IN_CELLS, DISTANCE = Function("in_cells", 3), Function("distance", 3)
TWO_TO_MINUS, BINARY, PSI_SUM = Function("two_to_minus"), Function("binary", 2, Sort.INTEGER), Function("psi_sum", 4)


def scaled_point(u: Operand, i: Operand) -> Term:
    """K x_i."""
    return SCALED_POINT(K, u, i)


def scaled_gap(u: Operand) -> Term:
    """K delta."""
    return SCALED_GAP(K, u)


def in_cells(u: Operand, i: Operand) -> Formula:
    """The first i coordinates of x lie in cells."""
    return equal(IN_CELLS(K, u, i), 1)


def distance(u: Operand, i: Operand) -> Term:
    """sum_{l=1}^{i} (K x_l - beta_l)^2, so that |x - x_beta|_2 = sqrt(distance(u, d)) / K."""
    return DISTANCE(K, u, i)


def two_to_minus(l: Operand) -> Term:  # noqa: E741
    """2^-l."""
    return TWO_TO_MINUS(l)


def binary(j: Operand, l: Operand) -> Term:  # noqa: E741
    """sum_{k=1}^{l} 2^(l-k) theta(k, j): the first l binary digits of the j-th cell as a number."""
    return BINARY(j, l)


def rho(u: Operand, d: Operand) -> Term:
    """rho(beta)."""
    return 1 + index_sum(u, d)


def phi1(u: Operand, d: Operand) -> Term:
    """phi1(x) = h(rho(g(x_1), ..., g(x_d)))."""
    return h(1 + real_sum(u, d), power(K, d))


def value(u: Operand, d: Operand, l: Operand) -> Term:  # noqa: E741
    """sum_{k=1}^{l} 2^-k bit(a_k phi1(x))."""
    return PSI_SUM(K, u, d, l)


def _axis(i: Term) -> Formula:
    """The coordinate i: what it means that it lies in a cell, and that the step function is read."""
    X, D = scaled_point(u, i), scaled_gap(u)  # noqa: N806
    return all_of(
        implies(in_cells(u, i), all_of(in_cells(u, i - 1), cell(X, D, K, coordinate(u, i)))),
        implies(K >= 1, all_of(D > 0, is_step(real_coordinate(u, i), X, D, K))),
    )


_ON_CELLS = induction(
    "on Q_beta the network reads beta: sum of g(x_l) K^(l-1) = sum of beta_l K^(l-1)",
    i,
    0,
    lambda i: implies(in_cells(u, i), equal(real_sum(u, i), index_sum(u, i))),
    variables=(K, u),
    hypotheses=lambda i: K >= 1,
    initial=(equal(real_sum(u, 0), 0), equal(index_sum(u, 0), 0)),
    given=lambda i: all_of(_axis(i + 1), implies(K >= 1, between(0, coordinate(u, i + 1), K - 1))),
    lemmas=(
        instance(
            STEP_ON_CELLS,
            g=real_coordinate(u, i + 1),
            X=scaled_point(u, i + 1),
            D=scaled_gap(u),
            beta=coordinate(u, i + 1),
        ),
    ),
    recurrence=lambda i: all_of(
        equal(real_sum(u, i + 1), real_sum(u, i) + power(K, i) * real_coordinate(u, i + 1)),
        equal(index_sum(u, i + 1), index_sum(u, i) + power(K, i) * coordinate(u, i + 1)),
    ),
)
_PHI1 = Assembly(
    "phi1 = 4^rho(beta) on Q_beta",
    (K, u, d),
    (
        instance(_ON_CELLS.conclusion, i=d),
        instance(INTEGER_RANGE),
        instance(LARGE, b=K, i=d),
        instance(VALUES, J=power(K, d), j=rho(u, d)),
    ),
    all_of(equal(phi1(u, d), power(4, rho(u, d))), between(1, rho(u, d), power(K, d)), power(K, d) >= 2),
    (K >= 2, d >= 1, in_cells(u, d)),
)
_BITS = Assembly(
    "bit(a_l phi1) = theta_{rho(beta), l} on Q_beta",
    (K, u, d, l),
    (instance(stated(_PHI1)), instance(READS, u=l, J=power(K, d), j=rho(u, d))),
    equal(bit(power(K, d), partial(l, power(K, d)) * phi1(u, d)), theta(l, rho(u, d))),
    (K >= 2, d >= 1, in_cells(u, d)),
)


def _appended(j: Operand, l: Term) -> Formula:  # noqa: E741
    """The first l + 1 binary digits of the j-th cell."""
    return equal(binary(j, l + 1), 2 * binary(j, l) + theta(l + 1, j))


def _one_more(l: Term) -> Formula:  # noqa: E741
    """One more summand of psi_0, and 2^-(l+1) = 2^-l / 2."""
    J = power(K, d)  # noqa: N806
    return all_of(
        equal(2 * two_to_minus(l + 1), two_to_minus(l)),
        equal(
            value(u, d, l + 1),
            value(u, d, l) + two_to_minus(l + 1) * bit(J, partial(l + 1, J) * phi1(u, d)),
        ),
    )


_BINARY = induction(
    "one more binary digit doubles the number and is added",
    l,
    0,
    lambda l: _appended(z, l),  # noqa: E741
    variables=(z,),
    initial=(equal(binary(z, 0), 0), _appended(z, term(0))),
    recurrence=lambda l: all_of(_appended(z, l), _appended(z, l + 1)),  # noqa: E741
)
_SUM = induction(
    "sum_{k<=l} 2^-k bit(a_k phi1) = 2^-l sum_{k<=l} 2^(l-k) theta_{rho, k}",
    l,
    0,
    lambda l: equal(value(u, d, l), two_to_minus(l) * binary(rho(u, d), l)),  # noqa: E741
    variables=(K, u, d),
    hypotheses=lambda l: all_of(K >= 2, d >= 1, in_cells(u, d)),  # noqa: E741
    initial=(equal(value(u, d, 0), 0), equal(binary(rho(u, d), 0), 0)),
    recurrence=lambda l: all_of(_one_more(l), _appended(rho(u, d), l)),  # noqa: E741
    lemmas=(instance(stated(_BITS), l=l + 1),),
)
_RANGE = induction(
    "0 <= sum_{k<=l} 2^-k bit(a_k phi1) <= 1 - 2^-l for every x",
    l,
    0,
    lambda l: all_of(two_to_minus(l) > 0, between(0, value(u, d, l), 1 - two_to_minus(l))),  # noqa: E741
    variables=(K, u, d),
    hypotheses=lambda l: power(K, d) >= 1,  # noqa: E741
    initial=(equal(value(u, d, 0), 0), equal(two_to_minus(0), 1)),
    recurrence=lambda l: _one_more(l),  # noqa: E741
    lemmas=(instance(BIT_RANGE, J=power(K, d), t=partial(l + 1, power(K, d)) * phi1(u, d)),),
)
_VALUE = Assembly(
    "psi_0 = q_beta 2^-n on Q_beta",
    (K, u, d, n),
    (instance(_SUM.conclusion, l=n),),
    equal(value(u, d, n), two_to_minus(n) * binary(rho(u, d), n)),
    (K >= 2, d >= 1, n >= 1, in_cells(u, d)),
)
_PSI_RANGE = Assembly(
    "0 <= psi_0 <= 1 everywhere",
    (K, u, d, n),
    (instance(_RANGE.conclusion, l=n), instance(LARGE, b=K, i=d)),
    between(0, value(u, d, n), 1),
    (K >= 2, d >= 1, n >= 1),
)
_SIDE = Claim(
    "(K x_i - beta_i)^2 <= 1 in a cell", (x, t, K, j), (K >= 1, t > 0, cell(x, t, K, j)), (x - j) * (x - j) <= 1
)
_NEAR = induction(
    "sum_{l<=i} (K x_l - beta_l)^2 <= i on Q_beta",
    i,
    0,
    lambda i: implies(in_cells(u, i), distance(u, i) <= i),
    variables=(K, u),
    hypotheses=lambda i: K >= 1,
    initial=(equal(distance(u, 0), 0),),
    recurrence=lambda i: equal(
        distance(u, i + 1),
        distance(u, i)
        + (scaled_point(u, i + 1) - coordinate(u, i + 1)) * (scaled_point(u, i + 1) - coordinate(u, i + 1)),
    ),
    given=lambda i: _axis(i + 1),
    lemmas=(instance(_SIDE, x=scaled_point(u, i + 1), t=scaled_gap(u), j=coordinate(u, i + 1)),),
)


def _chosen(sample: Term, n: Operand) -> Term:
    """The q that is picked for ft(x_beta)."""
    return pick(minimum(power(2, n) * sample, power(2, n)), power(2, n))


_HALVES = induction(
    "2^n 2^-n = 1, 2^-n > 0",
    n,
    0,
    lambda n: all_of(equal(power(2, n) * two_to_minus(n), 1), two_to_minus(n) > 0),
    initial=(equal(power(2, 0), 1), equal(two_to_minus(0), 1)),
    recurrence=lambda n: all_of(grows(2, n), equal(2 * two_to_minus(n + 1), two_to_minus(n))),
)
_FRAME = Claim(
    "ft = (f - b)/s in [0, 1] for s = 2 W, b = f(0) - W",
    (f, f0, W, s, b, target),
    (W > 0, absolute(f - f0) <= W, equal(s, 2 * W), equal(b, f0 - W), equal(f, s * target + b)),
    between(0, target, 1),
)


def quantised(q: Term, sample: Term, n: Operand) -> Formula:
    """|ft(x_beta) - q 2^-n| <= 2^-n."""
    return absolute(sample - two_to_minus(n) * q) <= two_to_minus(n)


_UNSCALED = Claim(
    "|t y - t q| <= t for |y - q| <= 1", (x, t, q), (t >= 0, absolute(x - q) <= 1), absolute(t * x - t * q) <= t
)
_INVERSE = Claim("t (P y) = y for P t = 1", (x, t, P), (equal(P * t, 1),), equal(t * (P * x), x))
_CODED = Assembly(
    "some q_beta in {0..2^n - 1} has |ft(x_beta) - q_beta 2^-n| <= 2^-n, and its digits give it back",
    (n, j, sample),
    (
        instance(QUANTISED, ft=sample, lo=sample, hi=sample),
        instance(BITS, q=_chosen(sample, n)),
        instance(_HALVES.conclusion),
        instance(POSITIVE, b=2, i=n),
        instance(_INVERSE, x=sample, t=two_to_minus(n), P=power(2, n)),
        instance(_UNSCALED, x=power(2, n) * sample, t=two_to_minus(n), q=_chosen(sample, n)),
    ),
    quantised(binary(j, n), sample, n),
    (n >= 1, between(0, sample, 1), equal(binary(j, n), PREFIX(n, _chosen(sample, n), n))),
)
_SAMPLE = Assembly(
    "|psi_0(x) - ft(x_beta)| <= 2^-n on Q_beta",
    (K, u, d, n, sample),
    (instance(stated(_VALUE)),),
    absolute(value(u, d, n) - sample) <= two_to_minus(n),
    (K >= 2, d >= 1, n >= 1, in_cells(u, d), quantised(binary(rho(u, d), n), sample, n)),
)
_ERROR = Assembly(
    "|psi_0(x) - ft(x)| <= omega_ft(sqrt(d) 2^-n) + 2^-n off Omega",
    (K, u, d, n, sample, target, w),
    (instance(stated(_SAMPLE)), instance(_NEAR.conclusion, i=d)),
    absolute(value(u, d, n) - target) <= w + two_to_minus(n),
    (
        K >= 2,
        d >= 1,
        n >= 1,
        in_cells(u, d),
        quantised(binary(rho(u, d), n), sample, n),
        implies(distance(u, d) <= d, absolute(sample - target) <= w),  # w = omega_ft(sqrt(d)/K), sample = ft(x_beta)
    ),
)

ON_CELLS = _ON_CELLS.conclusion  # K >= 1, x in Q_beta: real_sum(u, i) = index_sum(u, i)
PHI1 = stated(_PHI1)  # K >= 2, d >= 1, x in Q_beta: phi1 = 4^rho, 1 <= rho <= K^d, K^d >= 2
VALUE_ON_CELLS = stated(_VALUE)  # K >= 2, d, n >= 1, x in Q_beta: psi_0 = 2^-n binary(rho(u, d), n)
RANGE = stated(_PSI_RANGE)  # K >= 2, d, n >= 1: 0 <= psi_0 <= 1
SAMPLE = stated(_SAMPLE)  # x in Q_beta: |psi_0 - ft(x_beta)| <= 2^-n
_ENCODED = Assembly(
    "every f has a code: |ft(x_beta) - q_beta 2^-n| <= 2^-n with s = 2 omega_f(sqrt d), b = f(0) - omega_f(sqrt d)",
    (n, j, f, f0, W, s, b, sample),
    (instance(_FRAME, target=sample), instance(stated(_CODED))),
    quantised(binary(j, n), sample, n),
    (
        n >= 1,
        *(replace(given, {target: sample}) for given in _FRAME.hypotheses),
        equal(binary(j, n), PREFIX(n, _chosen(sample, n), n)),
    ),
)
_SCALE = Claim(
    "s psi + b - f = s (psi - ft) for f = s ft + b",
    (x, target, f, s, b, w, t),
    (s >= 0, equal(f, s * target + b), absolute(x - target) <= w + t),
    absolute(s * x + b - f) <= s * w + s * t,
)
_SCALED = Assembly(
    "|s psi_0 + b - f| <= omega_f(sqrt(d) 2^-n) + s 2^-n off Omega",
    (K, u, d, n, sample, target, w, f, s, b),
    (instance(stated(_ERROR)), instance(_SCALE, x=value(u, d, n), t=two_to_minus(n))),
    absolute(s * value(u, d, n) + b - f) <= s * w + s * two_to_minus(n),
    (*stated(_ERROR).hypotheses, s >= 0, equal(f, s * target + b)),  # s w = s omega_ft = omega_f
)

CODED = stated(_CODED)  # the picked q_beta satisfies `quantised`
FRAME = _FRAME  # s = 2 W, b = f(0) - W, |f - f(0)| <= W, f = s ft + b: 0 <= ft <= 1
ENCODED = stated(_ENCODED)  # both together
SCALE = _SCALE  # |psi - ft| <= w + t, f = s ft + b: |s psi + b - f| <= s w + s t
SCALED = stated(_SCALED)  # x in Q_beta: |s psi_0 + b - f| <= s w + s 2^-n
UNIT_POWERS = _HALVES.conclusion  # n >= 0: 2^n 2^-n = 1, 2^-n > 0
ERROR = stated(_ERROR)  # x in Q_beta: |psi_0 - ft(x)| <= w + 2^-n


def _literal() -> Verdict:
    """phi2 . L . phi1 of the library on every cell, at both ends, with a code that has nothing regular about it."""
    compared = 0
    for dimension, bits in ((1, 1), (1, 2), (1, 3), (2, 1), (3, 1)):
        grid = make_grid(dimension, bits)
        chosen = tuple((5 * j * j + 3 * j + 1) % grid.K for j in range(grid.J))
        psi_0 = lp_network(grid, pack(chosen, bits, Frame(ZERO, ZERO)), Fraction(1)).psi.literal
        for beta, q_beta in zip(grid.cells(), chosen, strict=True):
            for point in (grid.corner(beta), tuple(side.hi for side in grid.box(beta))):
                found = run(psi_0, point)[0]
                if found != Fraction(q_beta, grid.K):
                    return Verdict(Kind.REFUTED, f"d = {dimension}, n = {bits}: {found} at {point}, q_beta = {q_beta}")
                compared += 1
    return Verdict(Kind.CERTIFIED, f"q_beta 2^-n at both ends of every cell, {compared} points, 5 pairs (d, n)")


THEOREM = Theorem(
    name="syz22_a1_cells",
    title="The network on cells",
    part=Part.THEOREM,
    source="[SYZ22] Theorem A.1 (for every delta there is phi1)",
    statement=r"\psi_0(x) = \sum_{l=1}^n 2^{-l}\,\mathrm{bit}(a_l\,\phi_1(x)) = q_\beta 2^{-n}\ (x \in Q_\beta),\quad"
    r" |\psi_0(x) - \tilde f(x)| \le \omega_{\tilde f}(\sqrt d\,2^{-n}) + 2^{-n}\ (x \in [0,1]^d \setminus \Omega),"
    r" 0 \le \psi_0 \le 1",
    hypotheses=(
        r"K = 2^n,\ d, n \ge 1,\ 0 < \delta \le 1/(3K)",
        r"|\tilde f(x_\beta) - q_\beta 2^{-n}| \le 2^{-n}",
        r"a_l = \sum_j \theta_{j,l} 4^{-j},\ \theta_{j,l} \text{ the binary digits of } q_\beta,\ j = \rho(\beta)",
    ),
    obligations=(
        _ON_CELLS,
        _PHI1,
        _BITS,
        _BINARY,
        _SUM,
        _RANGE,
        _VALUE,
        _PSI_RANGE,
        _SIDE,
        _NEAR,
        _HALVES,
        _FRAME,
        _UNSCALED,
        _INVERSE,
        _CODED,
        _ENCODED,
        _SAMPLE,
        _ERROR,
        _SCALE,
        _SCALED,
        Computation(
            "the literal network reads q_beta 2^-n",
            "phi2 . L . phi1 is q_beta 2^-n at both ends of every cell for five pairs (d, n)",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    uses=(
        "calculus_powers",
        "syz22_a1_quantisation",
        "syz22_b1_bit",
        "syz22_b2_exponential",
        "syz22_b2_index",
        "syz22_b2_step",
    ),
    sabotage=(
        Sabotage(
            "2^-n -> 2^-(n+1)",
            Claim(
                "|q 2^-n - ft(x)| <= omega + 2^-(n+1)",
                (sample, target, w, t, q),
                (t > 0, q >= 0, absolute(sample - t * q) <= t, absolute(sample - target) <= w),
                absolute(t * q - target) <= w + t / 2,
            ),
        ),
        Sabotage(
            "off Omega dropped: x in a gap",
            Claim(
                "the step function reads k - 1 in the gap k",
                (x, t, s, K, j),
                (K >= 2, t > 0, 3 * t <= 1, gap(x, t, K, j), equal(t * s, t * (j - 1) + x - j + t)),
                equal(s, j - 1),
            ),
        ),
        Sabotage(
            "the last cell closed at 1 -> open beyond",
            Claim(
                "(K x_i - beta_i)^2 <= 1 for x_i >= (K-1)/K",
                (x, K, j),
                (K >= 1, equal(j, K - 1), x >= j),
                (x - j) * (x - j) <= 1,
            ),
        ),
    ),
    attacks=(
        network_error(
            "error on cells",
            "|s psi_0(x) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^-n s for x off Omega, and b <= s psi_0 + b <= b + s in Omega",
            lp_two,
            uniform_bound,
            largest={1: 4, 2: 2},
            region="cells",
        ),
    ),
)
