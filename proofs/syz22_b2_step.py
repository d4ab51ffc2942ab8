"""The step function g counts the cells of one axis.

Scaled by K the step reads, with X = K x and D = K delta,

    D g = S_{K-1},   S_k = sum_{i=1}^{k} [sigma(X - i + D) - sigma(X - i)],

and is proved for every number of summands by induction on k. `step_sum(X, D, k)` is S_k; the printed sum, with
w = 1/K, is `printed_sum(x, delta, w, k)`, and K times it is S_k at (K x, K delta).
"""

from fractions import Fraction

from verifier.attack.blocks import step_values
from verifier.constructions.grid import Grid
from verifier.constructions.step import step
from verifier.exact.dyadic import power_of_two
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Term,
    all_of,
    any_of,
    between,
    equal,
    integers,
    reals,
    relu,
    replace,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

X, D, g, x, delta, w, t = reals("X D g x delta w t")
N, i, p, q, r, s, R, S, T = reals("N i p q r s R S T")
K, k, beta = integers("K k beta")

STEP_SUM = Function("step_sum", 3)
PRINTED_SUM = Function("printed_sum", 4)


def step_sum(X: Operand, D: Operand, k: Operand) -> Term:  # noqa: N803
    """S_k = sum_{i=1}^{k} [sigma(X - i + D) - sigma(X - i)]."""
    return STEP_SUM(X, D, k)


def printed_sum(x: Operand, delta: Operand, w: Operand, k: Operand) -> Term:
    """sum_{i=1}^{k} [sigma(x - i w + delta) - sigma(x - i w)], w = 1/K."""
    return PRINTED_SUM(x, delta, w, k)


def is_step(g: Operand, X: Term, D: Term, K: Term) -> Formula:  # noqa: N803
    """g = S_{K-1} / D is the value of the step function at x = X/K."""
    return equal(D * g, step_sum(X, D, K - 1))


def in_cell(X: Term, D: Term, K: Term, beta: Term) -> Formula:  # noqa: N803
    """x = X/K lies in the cell beta of one axis (0 <= beta <= K-1), the last one closed at 1."""
    return any_of(
        all_of(beta <= K - 2, between(beta, X, beta + 1 - D)),
        all_of(equal(beta, K - 1), between(K - 1, X, K)),
    )


def _recurrence(k: Term) -> Formula:
    return equal(step_sum(X, D, k + 1), step_sum(X, D, k) + relu(X - (k + 1) + D) - relu(X - (k + 1)))


_EMPTY = equal(step_sum(X, D, 0), 0)

_RIGHT = induction(
    "S_k = k D for X >= k",
    k,
    0,
    lambda k: equal(step_sum(X, D, k), k * D),
    variables=(X, D),
    hypotheses=lambda k: all_of(D >= 0, k <= X),
    initial=(_EMPTY,),
    recurrence=_recurrence,
)
_CONSTANT = induction(
    "S_k = S_beta for k >= beta, X <= beta + 1 - D",
    k,
    beta,
    lambda k: equal(step_sum(X, D, k), step_sum(X, D, beta)),
    variables=(X, D, beta),
    hypotheses=lambda k: all_of(D >= 0, beta >= 0, beta + 1 - D >= X),
    initial=(_EMPTY,),
    recurrence=_recurrence,
)
_LEFT = induction(
    "S_k = 0 for X <= 1 - D",
    k,
    0,
    lambda k: equal(step_sum(X, D, k), 0),
    variables=(X, D),
    hypotheses=lambda k: all_of(D >= 0, X <= 1 - D),
    initial=(_EMPTY,),
    recurrence=_recurrence,
)
_BOUNDS = induction(
    "0 <= S_k <= k D",
    k,
    0,
    lambda k: between(0, step_sum(X, D, k), k * D),
    variables=(X, D),
    hypotheses=lambda k: D >= 0,
    initial=(_EMPTY,),
    recurrence=_recurrence,
)
_HOMOGENEOUS = Claim("sigma(t) = N sigma(s) for t = N s, N > 0", (N, s, t), (N > 0, equal(t, N * s)), equal(relu(t), N * relu(s)))
_SCALING = Claim(
    "N (x - i w + delta) = N x - i + N delta for N w = 1",
    (N, x, delta, w, i),
    (equal(N * w, 1),),
    equal(N * x - i + N * delta, N * (x - i * w + delta)),
)
_SUMMAND = Claim(
    "N q = T for q = p + r - s, T = S + R - t, N p = S, N r = R, N s = t",
    (N, p, q, r, s, S, T, R, t),
    (equal(q, p + r - s), equal(T, S + R - t), equal(N * p, S), equal(N * r, R), equal(N * s, t)),
    equal(N * q, T),
)
_SCALED = induction(
    "K times the printed sum is S_k at (K x, K delta)",
    k,
    0,
    lambda k: equal(K * printed_sum(x, delta, w, k), step_sum(K * x, K * delta, k)),
    variables=(x, delta, w, K),
    hypotheses=lambda k: all_of(K >= 1, equal(K * w, 1)),
    initial=(equal(printed_sum(x, delta, w, 0), 0), equal(step_sum(K * x, K * delta, 0), 0)),
    recurrence=lambda k: all_of(
        equal(
            printed_sum(x, delta, w, k + 1),
            printed_sum(x, delta, w, k) + relu(x - (k + 1) * w + delta) - relu(x - (k + 1) * w),
        ),
        replace(_recurrence(k), {X: K * x, D: K * delta}),
    ),
    lemmas=(
        instance(_SCALING, N=K, i=k + 1),
        instance(_SCALING, N=K, i=k + 1, delta=0),
        instance(_HOMOGENEOUS, N=K, s=x - (k + 1) * w + delta, t=K * x - (k + 1) + K * delta),
        instance(_HOMOGENEOUS, N=K, s=x - (k + 1) * w, t=K * x - (k + 1)),
        instance(
            _SUMMAND,
            N=K,
            p=printed_sum(x, delta, w, k),
            q=printed_sum(x, delta, w, k + 1),
            r=relu(x - (k + 1) * w + delta),
            s=relu(x - (k + 1) * w),
            S=step_sum(K * x, K * delta, k),
            T=step_sum(K * x, K * delta, k + 1),
            R=relu(K * x - (k + 1) + K * delta),
            t=relu(K * x - (k + 1)),
        ),
    ),
)

_GIVEN = (D > 0, K >= 1, is_step(g, X, D, K))
_CELLS = Assembly(
    "g = beta on the cell beta",
    (X, D, g, K, beta),
    (instance(_RIGHT.conclusion, k=beta), instance(_RIGHT.conclusion, k=K - 1), instance(_CONSTANT.conclusion, k=K - 1)),
    equal(g, beta),
    (*_GIVEN, between(0, beta, K - 1), in_cell(X, D, K, beta)),
)
_RANGE = Assembly(
    "0 <= g <= K - 1 on R", (X, D, g, K), (instance(_BOUNDS.conclusion, k=K - 1),), between(0, g, K - 1), _GIVEN
)
_PRINTED = Assembly(
    "the printed g is g in the scaled variables",
    (x, delta, w, g, K),
    (instance(_SCALED.conclusion, k=K - 1),),
    is_step(g, K * x, K * delta, K),
    (K >= 1, equal(K * w, 1), equal(delta * g, printed_sum(x, delta, w, K - 1))),
)
_BEFORE = Assembly(
    "g = 0 for x <= 1/K - delta",
    (X, D, g, K),
    (instance(_LEFT.conclusion, k=K - 1),),
    equal(g, 0),
    (*_GIVEN, X <= 1 - D),
)
_AFTER = Assembly(
    "g = K - 1 for x >= (K-1)/K",
    (X, D, g, K),
    (instance(_RIGHT.conclusion, k=K - 1),),
    equal(g, K - 1),
    (*_GIVEN, X >= K - 1),
)

CELLS = stated(_CELLS)  # D > 0, K >= 1, is_step(g, X, D, K), 0 <= beta <= K-1, in_cell(X, D, K, beta): g = beta
RANGE = stated(_RANGE)  # D > 0, K >= 1, is_step(g, X, D, K): 0 <= g <= K-1
BEFORE = stated(_BEFORE)  # ..., X <= 1 - D: g = 0
AFTER = stated(_AFTER)  # ..., X >= K-1: g = K-1
PRINTED = stated(_PRINTED)  # K w = 1, delta g = printed_sum(x, delta, w, K-1): is_step(g, K x, K delta, K)
HOMOGENEOUS = _HOMOGENEOUS


def _formula(x: Fraction, K: int, delta: Fraction) -> Fraction:  # noqa: N803
    zero = Fraction(0)
    ends = (max(x - Fraction(k, K) + delta, zero) - max(x - Fraction(k, K), zero) for k in range(1, K))
    return sum(ends, zero) / delta


def _literal() -> Verdict:
    compared = 0
    for n in (1, 2, 3, 4):
        for extra in (2, 3, 6):
            grid = Grid(1, n, power_of_two(-n - extra))
            delta, K = grid.delta.fraction, grid.K  # noqa: N806
            network = step(grid).literal
            for k in range(-1, K + 2):
                for offset in (-delta, -delta / 2, Fraction(0), delta / 2, Fraction(1, 2 * K)):
                    at = Fraction(k, K) + offset
                    found, wanted = run(network, [at])[0], _formula(at, K, delta)
                    if found != wanted:
                        return Verdict(Kind.REFUTED, f"n = {n}, delta = {delta}: {found} at {at}, the sum {wanted}")
                    compared += 1
    return Verdict(Kind.CERTIFIED, f"equal at {compared} points for n = 1..4 and three delta each")


THEOREM = Theorem(
    name="syz22_b2_step",
    title="The step function on cells, everywhere, and outside the cube",
    part=Part.LEMMA,
    source="[SYZ22] B.2 Step 1",
    statement=r"g(x) = \sum_{k=1}^{K-1} \frac{\sigma(x-k/K+\delta)-\sigma(x-k/K)}{\delta}:\quad"
    r" g = \beta \text{ on the cell } \beta,\quad 0 \le g \le K-1 \text{ on } \mathbb{R},\quad"
    r" g = 0\ (x \le \tfrac1K-\delta),\quad g = K-1\ (x \ge \tfrac{K-1}{K})",
    hypotheses=(r"\delta > 0", r"K \ge 1"),
    obligations=(
        _RIGHT,
        _CONSTANT,
        _LEFT,
        _BOUNDS,
        _HOMOGENEOUS,
        _SCALING,
        _SUMMAND,
        _SCALED,
        _CELLS,
        _RANGE,
        _BEFORE,
        _AFTER,
        _PRINTED,
        Computation(
            "the sum is what the layers compute",
            "the literal network equals the printed sum at the ends and inside of all cells and gaps, and beyond the cube",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "one cell further: X <= beta + 1 - D -> X <= beta + 1",
            Claim(
                "a summand vanishes on the whole of [beta, beta + 1]",
                (X, D, beta),
                (D > 0, between(beta, X, beta + 1)),
                equal(relu(X - (beta + 1) + D) - relu(X - (beta + 1)), 0),
            ),
        ),
        Sabotage(
            "K - 1 summands -> K: the last summand does not vanish on the last cell, closed at 1",
            Claim(
                "the summand K vanishes on [(K-1)/K, 1]",
                (X, D, K),
                (D > 0, K >= 1, between(K - 1, X, K)),
                equal(relu(X - K + D) - relu(X - K), 0),
            ),
        ),
        Sabotage(
            "K - 1 -> K - 2 in the range",
            Claim(
                "g <= K - 2 from the bounds of the sum",
                (X, D, g, K),
                (D > 0, K >= 2, between(0, D * g, (K - 1) * D)),
                g <= K - 2,
            ),
        ),
    ),
    attacks=(step_values(),),
)
