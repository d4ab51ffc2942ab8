"""Finding E7: Theorem A.1 quantifies delta after phi1, but phi1 depends on delta.

Read as printed there is one phi1 for all delta in (0, 1/(3K)]. Three things are shown.

1. The phi1 that is built for delta does not serve any smaller delta': at the end k/K - delta' of a cell for delta' its step
   function is between k - 1 and k, and not a cell number. An exact point is given at which the inequality of A.1 itself fails.
2. No phi1 at all serves every delta, that is, has the value 4^rho(beta) on Q_beta for every delta: with
   |phi1(x) - phi1(y)| <= M |x - y| it would fall short of the jump 4^(j+1) - 4^j >= 12 over a gap with M delta < 12.
   Every ReLU network has such an M: it is a sum of |weights| for each layer, multiplied from layer to layer.
3. Only the other direction holds: cells shrink as delta grows, so that phi1 for delta serves every larger delta'.

Repair: for every delta there is phi1, as in its construction.
Scaled by K: X = K x, D = K delta; step_sum(X, D, k) = sum_{i=1}^{k} [sigma(X - i + D) - sigma(X - i)] = D g for k = K - 1.
"""

from fractions import Fraction

from proofs.finding_e1_last_cell import refuted
from proofs.syz22_b2_step import CELLS, in_cell, is_step, step_sum
from verifier.constructions.approximant import linear_map
from verifier.constructions.bit import reader
from verifier.constructions.encoding import Frame, pack
from verifier.constructions.exponential import phi1
from verifier.constructions.grid import Grid
from verifier.exact.dyadic import ONE, ZERO, power_of_two
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Function,
    Term,
    absolute,
    all_of,
    between,
    equal,
    implies,
    integers,
    reals,
    relu,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.block import sequence
from verifier.network.evaluate import evaluate
from verifier.network.meaning import Exact
from verifier.verdict import Kind, Verdict

X, D, E, s, t, g, P, M, delta, low, high, m, r = reals("X D E s t g P M delta low high m r")
K, k, i, j, beta = integers("K k i j beta")


def _recurrence(k: Term) -> Formula:
    return equal(step_sum(X, D, k + 1), step_sum(X, D, k) + relu(X - (k + 1) + D) - relu(X - (k + 1)))


# ---- 1. phi1 for D does not serve E < D: X = k - E is the end of the cell k - 1 for E

_BEFORE = induction(
    "S_i = i D for X >= i",
    i,
    0,
    lambda i: equal(step_sum(X, D, i), i * D),
    variables=(X, D),
    hypotheses=lambda i: all_of(D > 0, i <= X),
    initial=(equal(step_sum(X, D, 0), 0),),
    recurrence=_recurrence,
)
_BEHIND = induction(
    "S_i = S_k for i >= k, X <= k",
    i,
    k,
    lambda i: equal(step_sum(X, D, i), step_sum(X, D, k)),
    variables=(X, D, k),
    hypotheses=lambda i: all_of(D > 0, 3 * D <= 1, k >= X, k >= 0),
    recurrence=_recurrence,
)
_SMALLER = Assembly(
    "at the end of a cell for delta' < delta the step for delta is no cell number",
    (D, E, g, K, k),
    (instance(_BEFORE.conclusion, X=k - E, i=k - 1), instance(_BEHIND.conclusion, X=k - E, i=K - 1)),
    all_of(in_cell(k - E, E, K, k - 1), equal(D * (g - (k - 1)), D - E), k - 1 < g, g < k),
    (
        E > 0,
        E < D,
        3 * D <= 1,
        between(1, k, K - 1),
        is_step(g, k - E, D, K),
        equal(step_sum(k - E, D, k), step_sum(k - E, D, k - 1) + relu(D - E) - relu(-E)),
    ),
)
SMALLER = stated(_SMALLER)
PRINTED = Claim(  # the summand k of g: g = k - 1 on the cell k - 1 for E asks that it vanish there
    "the step for D counts the cells for every E",
    (X, D, E, k),
    (E > 0, E <= D, 3 * D <= 1, k >= 1, between(k - 1, X, k - E)),
    equal(relu(X - k + D) - relu(X - k), 0),
)

# ---- 2. no function with a Lipschitz constant serves every delta

NO_SLOPE = Claim(  # low = phi1(k/K - delta) and high = phi1(k/K), with P = 4^j
    "no M serves every delta: with M delta < 12 the values 4^j and 4^(j+1) are too far apart",
    (low, high, P, M, delta),
    (delta > 0, M >= 0, M * delta < 12, P >= 4, absolute(high - low) <= M * delta),
    ~(equal(low, P) & equal(high, 4 * P)),
)
_NARROW = Claim(
    "for every M there is delta <= 1/(3K) with M delta < 12",
    (M, delta, K),
    (M >= 0, K >= 2, equal(delta * (M + 3 * K), 1)),
    all_of(delta > 0, 3 * K * delta <= 1, M * delta < 12),
)
_NOT_ONE = Assembly(
    "for every M there is delta <= 1/(3K) that no function with the constant M serves",
    (low, high, P, M, delta, K),
    (instance(_NARROW), instance(NO_SLOPE)),
    all_of(delta > 0, 3 * K * delta <= 1, ~(equal(low, P) & equal(high, 4 * P))),
    (M >= 0, K >= 2, equal(delta * (M + 3 * K), 1), P >= 4, absolute(high - low) <= M * delta),
)
NOT_ONE = stated(_NOT_ONE)
SIGMA = Claim("sigma is 1-Lipschitz", (s, t), (), absolute(relu(s) - relu(t)) <= absolute(s - t))
WEIGHT, INPUT, FORM, SUM = Function("weight"), Function("input", 2), Function("form", 2), Function("sum")
ROW = induction(  # form(m, j): an affine form with j weights, values m apart; sum(j): sum of |weights|
    "an affine form has the Lipschitz constant sum |weights|",
    j,
    0,
    lambda j: absolute(FORM(m, j)) <= SUM(j) * m,
    variables=(m,),
    hypotheses=lambda j: m >= 0,
    initial=(equal(FORM(m, 0), 0), equal(SUM(0), 0)),
    recurrence=lambda j: all_of(
        equal(FORM(m, j + 1), FORM(m, j) + WEIGHT(j + 1) * INPUT(m, j + 1)),
        equal(SUM(j + 1), SUM(j) + absolute(WEIGHT(j + 1))),
    ),
    given=lambda j: implies(m >= 0, absolute(INPUT(m, j + 1)) <= m),
)
SPREAD, SLOPE, LARGEST = Function("spread"), Function("slope"), Function("largest")
LAYERS = induction(  # spread(i): largest difference of the values at x and y of layer i; r = |x - y|
    "a ReLU network has a Lipschitz constant that does not depend on the points",
    i,
    0,
    lambda i: SPREAD(i) <= SLOPE(i) * r,
    variables=(r,),
    hypotheses=lambda i: all_of(r >= 0, SPREAD(0) <= r),
    initial=(equal(SLOPE(0), 1),),
    recurrence=lambda i: equal(SLOPE(i + 1), LARGEST(i + 1) * SLOPE(i)),
    given=lambda i: all_of(LARGEST(i + 1) >= 0, SPREAD(i + 1) <= LARGEST(i + 1) * SPREAD(i)),
)

# ---- 3. larger delta

LARGER = Claim(
    "phi1 for delta serves every larger delta': its cells are contained in those of delta",
    (X, D, E, K, beta),
    (D > 0, D <= E, 3 * E <= 1, K >= 1, between(0, beta, K - 1), in_cell(X, E, K, beta)),
    in_cell(X, D, K, beta),
)
_SERVES = Assembly(
    "the step for delta counts the cells for every larger delta'",
    (X, D, E, g, K, beta),
    (instance(LARGER), instance(CELLS)),
    equal(g, beta),
    (*LARGER.hypotheses, is_step(g, X, D, K)),
)
SERVES = stated(_SERVES)


def _inequality_fails() -> Verdict:
    """d = 1, n = 2, f = 1/2: the network for delta = 1/16 at a point of a cell for delta' = 1/64."""
    x, bound, f = (Fraction(15, 64),), Fraction(1, 4), Fraction(1, 2)
    wide, narrow = (Grid(1, 2, power_of_two(-k)) for k in (4, 6))
    code = pack((2,) * wide.J, wide.n, Frame(ONE, ZERO))
    cell = narrow.cell_of(x)
    evidence = [("x", str(x[0])), ("cell of x for delta' = 1/64", str(cell)), ("f", f"the constant {f}, q_beta = 2")]
    errors = []
    for grid in (wide, narrow):
        first = phi1(grid)
        psi = sequence("psi", first, linear_map(code, 1), reader(grid.J, grid.n)).literal
        (at_phi,), (at_psi,) = (evaluate(network, x, Exact()).values for network in (first.literal, psi))
        if at_phi is None or at_psi is None:
            return Verdict(Kind.UNDECIDED, "no exact value")
        errors.append((at_phi, abs(at_psi - f)))
        evidence.append((f"delta = {grid.delta.fraction}", f"phi1(x) = {at_phi}, |psi(x) - f| = {abs(at_psi - f)}"))
    (wide_phi, wide_error), (narrow_phi, narrow_error) = errors
    evidence.append(("bound", f"omega_f(1/4) + 2^-2 = {bound}, phi1 = 4^rho(0) = 4"))
    shown = cell == (0,) and wide_phi != 4 == narrow_phi and narrow_error <= bound < wide_error
    detail = f"at x = {x[0]} the error is {wide_error} > {bound} with phi1 for 1/16 and {narrow_error} with phi1 for 1/64"
    return Verdict(Kind.PROVED if shown else Kind.REFUTED, detail, tuple(evidence))


THEOREM = Theorem(
    name="finding_e7_quantifier",
    title="For every delta there is phi1, not one phi1 for all delta",
    part=Part.FINDING,
    source="[SYZ22] Theorem A.1",
    statement=r"\nexists \phi_1\ \forall \delta \in (0,\tfrac{1}{3K}]\ \forall \beta:\ \phi_1 = 4^{\rho(\beta)} \text{ on }"
    r" Q_\beta(\delta);\quad \phi_1^{\delta} = 4^{\rho(\beta)} \text{ on } Q_\beta(\delta') \text{ for all } \beta"
    r" \iff \delta \le \delta'",
    hypotheses=(r"0 < \delta, \delta' \le 1/(3K)", r"K = 2^n \ge 2"),
    obligations=(
        refuted(PRINTED),
        Computation(
            "the inequality of A.1 fails for one phi1 and two delta",
            "phi1 built for delta = 1/16 violates the bound at 15/64, in a cell for delta' = 1/64",
            Scope.ALL,
            "literal layers in exact arithmetic",
            _inequality_fails,
        ),
        _BEFORE,
        _BEHIND,
        _SMALLER,
        NO_SLOPE,
        _NARROW,
        _NOT_ONE,
        SIGMA,
        ROW,
        LAYERS,
        LARGER,
        _SERVES,
    ),
    uses=("syz22_b2_step",),
    printed="There are phi1 and phi2 such that ... for every x in [0,1]^d outside Omega(K, delta), where delta is an arbitrary"
    " number in (0, 1/(3K)]: one phi1 for all delta.",
    repaired="For every delta in (0, 1/(3K)] there are phi1 and phi2 such that ... outside Omega(K, delta), and outside"
    " Omega(K, delta') for every delta' >= delta.",
    sabotage=(
        Sabotage(
            "smaller and larger exchanged",
            Claim(
                "phi1 for delta serves every smaller delta'",
                (X, D, E, K, beta),
                (E > 0, E <= D, 3 * D <= 1, K >= 1, between(0, beta, K - 1), in_cell(X, E, K, beta)),
                in_cell(X, D, K, beta),
            ),
        ),
        Sabotage(
            "M delta < 12 -> M delta <= 12",
            Claim(
                "a jump of 12 is possible",
                NO_SLOPE.variables,
                (delta > 0, M >= 0, M * delta <= 12, P >= 4, absolute(high - low) <= M * delta),
                NO_SLOPE.conclusion,
            ),
        ),
        Sabotage("the repaired direction put to the same refutation", refuted(LARGER)),
    ),
)
