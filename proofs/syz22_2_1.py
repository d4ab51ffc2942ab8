"""Theorem 2.1: the L^p bound, with delta such that d K delta 2^p <= 2^(-pn).

t = 2^-n, w = omega_f(sqrt(d) t), W = omega_f(sqrt d), s = 2 W, b = f(0) - W, e = s psi_0 + b - f. On cells |e| <= w +
2 t W (Theorem A.1), in the gaps |e| <= s because psi_0 and ft lie in [0, 1]. E is the integral of |e|^p over the
cube, N = E^(1/p) the norm, m = |Omega|, and x^p is `real_power(x, p)` for real p >= 1. Then

    E <= (w + 2tW)^p + m (2W)^p <= (w + 2tW)^p + (tW)^p <= (w + 3tW)^p,

by m (2W)^p <= d K delta 2^p W^p <= t^p W^p and A^p + B^p <= (A+B)^p; and 3 t W <= 2^(2-n) W.
"""

from collections.abc import Mapping
from fractions import Fraction

from proofs.elementary_power_mean import REAL, REAL_POWERS, ROOT, parts, real_power, splits
from proofs.syz22_a1_cells import FRAME, SCALED, K, d, n, two_to_minus, u, value
from proofs.syz22_a1_cells import RANGE as PSI_RANGE
from proofs.syz22_b2_measure import MEASURE, measure_of_omega
from proofs.syz22_corollaries import HOELDER_5, LIPSCHITZ_5, hoelder
from verifier.attack.networks import network_error, printed_bound, rate_bound
from verifier.attack.norms import norm_error
from verifier.attack.tightness import lp_two
from verifier.constructions.grid import lp_delta
from verifier.constructions.lp_network import lp_network
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.term import Term, Var, absolute, all_of, between, equal, implies, real, reals, replace, term
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Assumption, Computation, Part, Sabotage, Theorem, stated
from verifier.verdict import Kind, Verdict

f, f0, s, b, w, W, p, psi, target, sample, modulus = reals("f f0 s b w W p psi target sample modulus")
delta, D, t, E, N, m, Q, G = reals("delta D t E N m Q G")
A, B, C, U, V, Y, Z, P2, Pt, PW = reals("A B C U V Y Z P2 Pt PW")
lam, r, h = reals("lam r h")


def power(x: Term) -> Term:
    """x^p."""
    return real_power(x, p)


# ---------------------------------------------------------------- pointwise

_OFF_OMEGA = tuple(replace(given, {SCALED.variables[6]: modulus}) for given in SCALED.hypotheses)
_CELLS = Assembly(
    "|s psi_0 + b - f| <= w + 2^(1-n) W on cells",
    (K, u, d, n, sample, target, modulus, f, s, b, w, W),
    (instance(SCALED, w=modulus),),
    absolute(s * value(u, d, n) + b - f) <= w + 2 * two_to_minus(n) * W,
    (*_OFF_OMEGA, equal(s, 2 * W), equal(w, s * modulus)),
)
_BETWEEN = Claim(
    "|s psi + b - f| <= s for psi, ft in [0, 1], f = s ft + b",
    (psi, target, s, b, f),
    (s >= 0, between(0, psi, 1), between(0, target, 1), equal(f, s * target + b)),
    absolute(s * psi + b - f) <= s,
)
_GAPS = Assembly(
    "|s psi_0 + b - f| <= 2 W everywhere",
    (K, u, d, n, f, f0, s, b, W, target),
    (instance(PSI_RANGE), instance(FRAME), instance(_BETWEEN, psi=value(u, d, n))),
    absolute(s * value(u, d, n) + b - f) <= 2 * W,
    (K >= 2, d >= 1, n >= 1, *FRAME.hypotheses),
    opaque=((psi, value(u, d, n)),),
)
_CONSTANT = Claim(
    "s = 0 for constant f: no error at all",
    (psi, target, s, b, f),
    (equal(s, 0), equal(f, s * target + b)),
    equal(s * psi + b - f, 0),
)

# ---------------------------------------------------------------- delta and the share of the gaps

_NARROW = Claim(
    "D = Kdelta with 3 G D = 2^(-pn), G = d 2^p",
    (D, G, Pt),
    (G >= 1, Pt > 0, Pt <= 1, equal(3 * G * D, Pt)),
    all_of(D > 0, 3 * D <= 1, Pt >= G * D),
)
_FACTOR = Claim("d 2^p >= 1", (d, P2), (d >= 1, P2 >= 1), d * P2 >= 1)
_DELTA = Assembly(
    "there is such a delta: 0 < K delta <= 1/3 and d K delta 2^p <= 2^(-pn)",
    (D, d, P2, Pt),
    (instance(_FACTOR), instance(_NARROW, G=d * P2)),
    all_of(D > 0, 3 * D <= 1, d * D * P2 <= Pt),
    (d >= 1, P2 >= 1, Pt > 0, Pt <= 1, equal(3 * d * P2 * D, Pt)),  # this D, or any smaller one
)
_SHRINK = Claim(
    "m 2^p <= 2^(-pn) for m <= Q, Q 2^p <= 2^(-pn)", (m, Q, P2, Pt), (m <= Q, P2 >= 0, Pt >= Q * P2), m * P2 <= Pt
)
_TIMES = Claim("m 2^p W^p <= 2^(-pn) W^p", (m, P2, Pt, PW), (m * P2 <= Pt, PW >= 0), m * P2 * PW <= Pt * PW)
_SHARE = Assembly(
    "|Omega| (2 W)^p <= (2^-n W)^p",
    (K, d, delta, p, t, W),
    (
        instance(MEASURE),
        instance(_SHRINK, m=measure_of_omega(K, delta, d), Q=d * K * delta, P2=power(term(2)), Pt=power(t)),
        instance(_TIMES, m=measure_of_omega(K, delta, d), P2=power(term(2)), Pt=power(t), PW=power(W)),
    ),
    measure_of_omega(K, delta, d) * power(2 * W) <= power(t * W),
    (
        K >= 1,
        d >= 1,
        delta > 0,
        d * K * delta * power(term(2)) <= power(t),
        power(term(2)) >= 0,
        power(W) >= 0,
        splits(term(2), W, p),
        splits(t, W, p),
    ),
)

# ---------------------------------------------------------------- the norm


_GIVEN = (
    *stated(_SHARE).hypotheses,
    p >= 1,
    w >= 0,
    W >= 0,
    t > 0,
    equal(A, w + 2 * t * W),
    equal(C, w + 3 * t * W),
    parts(A, t * W, C, U, V, p),
    power(A) + measure_of_omega(K, delta, d) * power(2 * W) >= E,  # the integral of |e|^p: `INTEGRAL`
)
_NUMBERS = (K, d, delta, p, t, w, W, A, C, U, V, E)
_NOT_NEGATIVE = Claim("w + 3 t W >= 0", (w, t, W), (w >= 0, t > 0, W >= 0), w + 3 * t * W >= 0)
_OF_GAPS = {
    "power_of_2": term(2), "power_of_t": t, "power_of_W": W, "power_of_2W": 2 * W, "power_of_tW": t * W,
    "power_of_A": A, "power_of_C": C, "power_of_U": U, "power_of_V": V,
}  # fmt: skip
_OF_NORM = {"power_of_N": N, "power_of_Y": Y, "power_of_Z": Z, "power_of_rest": N - C}


def _opaque(powers: Mapping[str, Term]) -> tuple[tuple[Var, Term], ...]:
    """The powers as numbers of which only the hypotheses are known."""
    return tuple((real(name), power(x)) for name, x in powers.items())


_SUM = Assembly(
    "E <= (w + 3 t W)^p",
    _NUMBERS,
    (instance(stated(_SHARE)), instance(_NOT_NEGATIVE), instance(REAL, B=t * W, s=C)),
    power(C) >= E,
    _GIVEN,
    opaque=_opaque(_OF_GAPS),
)
_NORM = Assembly(
    "N <= w + 3 t W for N^p = E",
    (*_NUMBERS, N, Y, Z),
    (instance(stated(_SUM)), instance(_NOT_NEGATIVE), instance(ROOT, A=C, B=N - C, s=N, U=Y, V=Z)),
    w + 3 * t * W >= N,
    (
        *_GIVEN,
        N >= 0,
        equal(power(N), E),
        implies(N > C, all_of(parts(C, N - C, N, Y, Z, p), power(N - C) > 0)),
    ),
    opaque=_opaque(_OF_GAPS | _OF_NORM),
)
_FINAL, _VARIABLES = stated(_NORM).hypotheses, stated(_NORM).variables
_RATE = (*_FINAL, lam >= 0, r >= 0)

_BOUND = Assembly(
    "N <= omega_f(sqrt(d) 2^-n) + 2^(2-n) omega_f(sqrt d)",
    _VARIABLES,
    (instance(stated(_NORM)),),
    w + 4 * t * W >= N,
    _FINAL,
    opaque=_opaque(_OF_GAPS | _OF_NORM),
)
_HOELDER = Assembly(
    "N <= 5 lambda d^(alpha/2) 2^(-alpha n)",
    (*_VARIABLES, lam, r, h),
    (instance(stated(_BOUND)), instance(HOELDER_5, error=N)),
    5 * lam * r * h >= N,
    (*_RATE, t <= h, hoelder(w, W, lam, r, h)),  # r = d^(alpha/2), h = 2^(-alpha n)
    opaque=_opaque(_OF_GAPS | _OF_NORM),
)
_LIPSCHITZ = Assembly(
    "N <= 5 lambda sqrt(d) 2^-n",
    (*_VARIABLES, lam, r),
    (instance(stated(_BOUND)), instance(LIPSCHITZ_5, error=N)),
    5 * lam * r * t >= N,
    (*_RATE, hoelder(w, W, lam, r, t)),  # r = sqrt(d)
    opaque=_opaque(_OF_GAPS | _OF_NORM),
)

ON_CELLS = stated(_CELLS)  # x in Q_beta: |s psi_0 + b - f| <= w + 2^(1-n) W
EVERYWHERE = stated(_GAPS)  # |s psi_0 + b - f| <= 2 W
DELTA = stated(_DELTA)  # some D = K delta in (0, 1/3] has d D 2^p <= 2^(-pn)
SHARE = stated(_SHARE)  # d K delta 2^p <= t^p: |Omega| (2W)^p <= (t W)^p
NORM = stated(_NORM)  # N <= w + 3 t W
BOUND = stated(_BOUND)  # N <= w + 2^(2-n) W
HOELDER = stated(_HOELDER)  # N <= 5 lam r h
LIPSCHITZ = stated(_LIPSCHITZ)  # N <= 5 lam r t

INTEGRAL = Assumption(
    "integral",
    "For measurable e with |e| <= A off Omega and |e| <= B on Omega the integral of |e|^p over [0,1]^d is at most"
    " A^p + |Omega| B^p.",
    "additivity and monotonicity of the Lebesgue integral",
)


def _chosen() -> Verdict:
    """The delta of the library in integers: p = a/c, delta = 2^-k, d^c 2^(a(n+1)) <= 2^(c(k-n)), k >= n + 2."""
    exponents = [Fraction(one) for one in ("1", "3/2", "2", "7/3", "5", "13")]
    for dimension in range(1, 6):
        for bits in range(1, 9):
            for one in exponents:
                chosen = lp_delta(dimension, bits, one)
                k, a, c = -chosen.exponent, one.numerator, one.denominator
                small = dimension**c * 2 ** (a * (bits + 1)) <= 2 ** (c * (k - bits))
                if chosen.mantissa != 1 or not small or k < bits + 2:
                    return Verdict(Kind.REFUTED, f"d = {dimension}, n = {bits}, p = {one}: delta = 2^-{k}")
    return Verdict(Kind.CERTIFIED, f"{5 * 8 * len(exponents)} triples (d, n, p)")


THEOREM = Theorem(
    name="syz22_2_1",
    title="The L^p bound",
    part=Part.THEOREM,
    source="[SYZ22] Theorem 2.1",
    statement=r"\|s\,(\phi_2 \circ L \circ \phi_1) + b - f\|_{L^p([0,1]^d)} \le"
    r" \omega_f(\sqrt d\,2^{-n}) + 2^{2-n}\omega_f(\sqrt d) \le 5\lambda d^{\alpha/2}2^{-\alpha n}",
    hypotheses=(
        r"1 \le p < \infty,\ K = 2^n,\ d, n \ge 1,\ 0 < \delta \le 1/(3K),\ d K \delta\, 2^p \le 2^{-pn}",
        r"f \text{ continuous},\ s = 2\omega_f(\sqrt d),\ b = f(0) - \omega_f(\sqrt d),\ s\tilde f + b = f",
        r"\phi_2 \circ L \circ \phi_1 = \psi_0 \text{ of Theorem A.1}",
        r"\omega_f(\rho) \le \lambda\rho^\alpha \text{ for the last bound};\ \alpha = 1:\ 5\lambda\sqrt d\,2^{-n}",
    ),
    obligations=(
        _CELLS,
        _BETWEEN,
        _GAPS,
        _CONSTANT,
        _FACTOR,
        _NARROW,
        _DELTA,
        _SHRINK,
        _TIMES,
        _SHARE,
        _NOT_NEGATIVE,
        _SUM,
        _NORM,
        _BOUND,
        _HOELDER,
        _LIPSCHITZ,
        Computation(
            "the delta that the library chooses",
            "d K delta 2^p <= 2^(-pn) and delta <= 1/(3K) for d = 1..5, n = 1..8 and six p",
            Scope.INSTANCE,
            "integers",
            _chosen,
        ),
    ),
    uses=("elementary_power_mean", "syz22_a1_cells", "syz22_b2_measure", "syz22_b2_partition", "syz22_corollaries"),
    assumes=(INTEGRAL, REAL_POWERS),
    sabotage=(
        Sabotage(
            "d K delta 2^p <= 2^(-pn) dropped",
            Claim("m 2^p <= 2^(-pn) for any delta", (m, Q, P2, Pt), (m <= Q, P2 >= 1, Pt > 0), m * P2 <= Pt),
        ),
        Sabotage(
            "2^p dropped: d K delta <= 2^(-pn)",
            Claim("m 2^p <= 2^(-pn) for m <= 2^(-pn)", (m, P2, Pt), (m <= Pt, P2 >= 2, Pt > 0), m * P2 <= Pt),
        ),
        Sabotage(
            "the gaps forgotten: w + 2^(1-n) W, p = 1",
            Claim(
                "w + 2 t W + m s <= w + 2 t W",
                (w, t, W, m),
                (w >= 0, t > 0, W >= 0, between(0, 2 * m, t)),
                w + 2 * t * W + m * 2 * W <= w + 2 * t * W,
            ),
        ),
        Sabotage(
            "s = 2 W -> W in the gaps",
            Claim(
                "|s psi_0 + b - f| <= W in the gaps",
                (psi, target, s, b, f, W),
                (W >= 0, equal(s, 2 * W), between(0, psi, 1), between(0, target, 1), equal(f, s * target + b)),
                absolute(s * psi + b - f) <= W,
            ),
        ),
    ),
    attacks=(
        norm_error(
            "L^1 norm",
            "the L^1 norm of the error off Omega <= omega_f(2^-n) + 2^(2-n) W, d = 1",
            lp_network,
            printed_bound,
            Fraction(1),
            largest=4,
        ),
        norm_error(
            "L^2 norm",
            "the L^2 norm of the error off Omega <= omega_f(2^-n) + 2^(2-n) W, d = 1",
            lp_network,
            printed_bound,
            Fraction(2),
            largest=4,
        ),
        network_error(
            "rate on cells",
            "|s psi_0(x) + b - f(x)| <= 5 lambda d^(alpha/2) 2^(-alpha n) for f in Hoelder(alpha, lambda), x off Omega",
            lp_two,
            rate_bound,
            largest={1: 4, 2: 2},
            region="cells",
            p=Fraction(2),
        ),
    ),
)
