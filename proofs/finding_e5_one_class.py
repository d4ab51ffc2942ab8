"""Finding E5: even inside one Hoelder class no delta serves all functions, so that Theorem 2.3 inherits finding E4.

Theorem 2.3 claims ONE network phi for all f of Hoelder(alpha, lambda). Its proof takes over d omega_ft(delta) <= 2^-n with
ft = (f - b)/s, s = 2 omega_f(sqrt d). Inside the class omega_f(delta) is small, but omega_f(sqrt d) may be small as well.
For alpha = 1, every lambda > 0 and every delta take amplitude A = lambda delta and slope lambda:

    f(x) = lambda min(x_1, delta) = lambda (sigma(x_1) - sigma(x_1 - delta)),   |f(x) - f(y)| <= lambda |x - y|_2:

f is in Lipschitz(lambda), omega_f(sqrt d) = A, which goes to 0 with delta, and omega_ft(delta) = 1/2 for every delta.

Repair: Theorem 2.2', for every delta; in the class its bound is 3 lambda sqrt(d) 2^-n, in which delta does not occur.
"""

from fractions import Fraction

from hypothesis import strategies as st

from proofs.finding_e1_last_cell import refuted
from proofs.finding_e4_delta_depends_on_f import framed, steps_of_delta
from proofs.uniform_2_2 import LIPSCHITZ
from verifier.attack.claim import Attackable
from verifier.attack.strategies import grids, lipschitz_targets, points
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.term import Term, absolute, all_of, between, equal, half, integers, reals, relu, term
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.verdict import Kind, Verdict

t, u, r, delta, lam, w, F0, F1, A = reals("t u r delta lambda w F0 F1 A")
d, K = integers("d K")
ZERO = term(0)


def ramp(t: Term) -> Term:
    """lambda min(t, delta) for t >= 0: slope lambda up to delta, then constant."""
    return lam * (relu(t) - relu(t - delta))


_CLASS = (lam > 0, delta > 0)
_AMPLITUDE = equal(A, lam * delta)
_DELTA = (K >= 2, 3 * K * delta <= 1)
_RAMP = (framed(F0, ramp(ZERO), -A, A), framed(F1, ramp(delta), -A, A))

UNIT_SLOPE = Claim(
    "min(t, delta) is 1-Lipschitz",
    (t, u, delta),
    (delta > 0,),
    absolute(relu(t) - relu(t - delta) - relu(u) + relu(u - delta)) <= absolute(t - u),
)
SCALED = Claim("lambda keeps |.| <= |.|", (lam, t, u), (lam > 0, absolute(t) <= u), absolute(lam * t) <= lam * u)
EUCLIDEAN = Claim(  # r = |x - y|_2, w the sum of the squares of the other coordinates of x - y
    "|x_1 - y_1| <= |x - y|_2",
    (t, u, r, w),
    (r >= 0, w >= 0, equal(r * r, (t - u) * (t - u) + w)),
    absolute(t - u) <= r,
)
_IN_CLASS = Assembly(
    "f is in Lipschitz(lambda) on the cube",
    (t, u, r, w, delta, lam),
    (
        instance(UNIT_SLOPE),
        instance(EUCLIDEAN),
        instance(SCALED, t=relu(t) - relu(t - delta) - relu(u) + relu(u - delta), u=r),
    ),
    absolute(ramp(t) - ramp(u)) <= lam * r,
    (*_CLASS, r >= 0, w >= 0, equal(r * r, (t - u) * (t - u) + w)),
)
IN_CLASS = stated(_IN_CLASS)
OSCILLATION = Claim(
    "f has the range [0, A], A = lambda delta",
    (t, delta, lam, A),
    (*_CLASS, _AMPLITUDE, between(0, t, 1)),
    all_of(between(0, ramp(t), A), equal(ramp(ZERO), 0), equal(ramp(delta), A), A > 0),
)
VALUES = Claim(
    "ft = 1/2 at 0 and ft = 1 at delta e_1",
    (delta, lam, A, F0, F1),
    (*_CLASS, A > 0, _AMPLITUDE, equal(2 * A * F0, A), equal(2 * A * F1, 2 * A)),
    all_of(equal(F0, half), equal(F1, 1)),
)
_NO_DELTA = Assembly(  # w = omega_ft(delta), at least the difference at two points at the distance delta
    "for every lambda and delta some f of Lipschitz(lambda) has d omega_ft(delta) > 2^-n",
    (delta, lam, A, F0, F1, w, d, K),
    (instance(OSCILLATION, t=delta), instance(VALUES)),
    d * K * w > 1,
    (*_CLASS, *_DELTA, _AMPLITUDE, *_RAMP, w >= absolute(F1 - F0), d >= 1, d * K >= 3),
)
NO_DELTA = stated(_NO_DELTA)  # K = 2^n; d K >= 3 says that d and n are not both 1
PRINTED = Claim(
    "d |ft(delta e_1) - ft(0)| <= 2^-n for n = 2 and every f of Lipschitz(1)",
    (delta, lam, A, F0, F1, d, K),
    (equal(lam, 1), delta > 0, *_DELTA, _AMPLITUDE, *_RAMP, d >= 1, equal(K, 4)),
    d * K * absolute(F1 - F0) <= 1,
)
_REPAIRED = Assembly(  # the variables of LIPSCHITZ: u names the point x and any delta in (0, 1/(3K)], r = sqrt(d)
    "Theorem 2.2' bounds the error of every f of the class, for every delta",
    LIPSCHITZ.variables,
    (instance(LIPSCHITZ),),
    LIPSCHITZ.conclusion,
    LIPSCHITZ.hypotheses,
)
# root = sqrt(d), w = omega_f(sqrt(d)/K), W = omega_f(sqrt d), q = 1/K; omega_f(r) <= lambda r
root, W, q = reals("root W q")
CLASS_BOUND = Claim(
    "omega_f(sqrt(d)/K) + 2 omega_f(sqrt d)/K <= 3 lambda sqrt(d)/K",
    (lam, root, w, W, q),
    (lam > 0, root >= 1, q > 0, w <= lam * root * q, lam * root >= W),
    w + 2 * W * q <= 3 * lam * root * q,
)


def _one_class() -> Verdict:
    """Ramps of slope 1 and smaller and smaller amplitude; exact slopes and moduli."""
    found = []
    for k in range(4, 12):
        gap = Fraction(1, 1 << k)
        target = PiecewiseLinear((Fraction(0), gap, Fraction(1)), (Fraction(0), gap, gap))
        amplitude = target.modulus(Fraction(1))
        omega = target.modulus(gap) / (2 * amplitude)
        if target.lipschitz() != 1 or amplitude != gap or omega != Fraction(1, 2):
            return Verdict(Kind.REFUTED, f"delta = {gap}: omega_ft = {omega}, slope {target.lipschitz()}")
        found.append((f"delta = A = {gap}", f"slope 1, omega_f(delta) = {target.modulus(gap)}, omega_ft(delta) = {omega}"))
    return Verdict(Kind.CERTIFIED, "slope 1 and omega_ft(delta) = 1/2 for every amplitude", tuple(found))


AS_PRINTED = Attackable(
    "one delta for Lipschitz(1)",
    "d omega_ft(delta) <= 2^-n for a delta that is chosen by d and n alone, and every f of Lipschitz(1); (d, n) != (1, 1)",
    lambda: st.one_of(grids(1, 4, smallest=2), grids(2, 2)).flatmap(
        lambda grid: st.tuples(lipschitz_targets(grid.d), st.just(grid), st.lists(points(grid), max_size=4).map(tuple))
    ),
    steps_of_delta,
    as_printed=True,
)

THEOREM = Theorem(
    name="finding_e5_one_class",
    title="No delta serves one Lipschitz class",
    part=Part.FINDING,
    source="[SYZ22] Theorem 2.3, proof",
    statement=r"\forall \lambda > 0\ \forall \delta \in (0, \tfrac1{3K}]\ \exists f \in \mathrm{Lip}(\lambda):\ "
    r" \omega_f(\sqrt d) = \lambda\delta,\ d\,\omega_{\tilde f}(\delta) = \tfrac d2 > 2^{-n} \quad ((d,n) \ne (1,1))",
    hypotheses=(r"K = 2^n", r"(d, n) \ne (1, 1)", r"\alpha = 1"),
    obligations=(
        refuted(PRINTED),
        UNIT_SLOPE,
        SCALED,
        EUCLIDEAN,
        _IN_CLASS,
        OSCILLATION,
        VALUES,
        _NO_DELTA,
        CLASS_BOUND,
        _REPAIRED,
        Computation(
            "one class, amplitudes to 0",
            "slope 1 and omega_ft(delta) = 1/2 for A = delta = 2^-4 .. 2^-11",
            Scope.INSTANCE,
            "exact slope and modulus of continuity",
            _one_class,
        ),
    ),
    uses=("uniform_2_2",),
    printed="There is one network phi for all f in Hoelder(alpha, lambda); in the proof delta, which fixes phi, is chosen with"
    " d omega_ft(delta) <= 2^-n.",
    repaired="Theorem 2.2': for every delta in (0, 1/(3K)], the same for the whole class, the error is at most"
    " 3 lambda sqrt(d) 2^-n (alpha = 1).",
    sabotage=(
        Sabotage(
            "slope lambda -> lambda/2",
            Claim(
                "min(t, delta) is 1/2-Lipschitz",
                UNIT_SLOPE.variables,
                UNIT_SLOPE.hypotheses,
                absolute(relu(t) - relu(t - delta) - relu(u) + relu(u - delta)) <= absolute(t - u) / 2,
            ),
        ),
        Sabotage(
            "3 lambda -> 2 lambda",
            Claim(
                "2 lambda sqrt(d)/K",
                CLASS_BOUND.variables,
                CLASS_BOUND.hypotheses,
                w + 2 * W * q <= 2 * lam * root * q,
            ),
        ),
        Sabotage(
            "the amplitude fixed at 1",
            Claim(
                "with A = 1 the ramp still has ft = 1 at delta e_1",
                (delta, lam, A, F0, F1),
                (equal(lam, 1), delta > 0, 3 * delta <= 1, equal(A, 1), *_RAMP),
                equal(F1, 1),
            ),
        ),
    ),
    attacks=(AS_PRINTED,),
)
