"""Finding E4: in the proof of Theorem 2.2 delta depends on f, and with it phi1, which the theorem calls independent of f.

The proof chooses delta with d omega_ft(delta) <= 2^-n, where ft = (f - b)/s, s = 2 W, b = f(0) - W, W = omega_f(sqrt d).
No delta does this for all continuous f. For every delta in (0, 1/(3K)] take the ramp

    f(x) = min(x_1, delta) = sigma(x_1) - sigma(x_1 - delta)   on [0, 1]^d:

W = delta, s = 2 delta, b = -delta, ft = 1/2 at 0 and ft = 1 at delta e_1, two points at the distance delta. So
omega_ft(delta) = 1/2, the largest value that is possible, and d/2 > 2^-n unless d = n = 1 (where every delta does).

Repair: Theorem 2.2' needs no such condition. It holds for every delta in (0, 1/(3K)], whatever f is, and so for the ramp
with its own delta as well.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs.finding_e1_last_cell import refuted
from proofs.syz22_a1_cells import scaled_gap
from proofs.uniform_2_2 import BOUND
from verifier.attack.claim import Attackable, Trial
from verifier.attack.points import telling_points
from verifier.attack.strategies import problems
from verifier.constructions.exponential import phi1
from verifier.constructions.grid import Grid
from verifier.exact.dyadic import power_of_two
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.term import Formula, Term, absolute, all_of, between, equal, half, integers, reals, relu, term
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.codec import identity_of_phi
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.verdict import Kind, Verdict

t, delta, w, f, f0, f1, F0, F1, b, W = reals("t delta w f f0 f1 F0 F1 b W")
d, K, u = integers("d K u")
ZERO = term(0)


def ramp(t: Term) -> Term:
    """min(t, delta) for t >= 0: a ReLU network with two neurons."""
    return relu(t) - relu(t - delta)


def framed(F: Term, f: Term, b: Term, W: Term) -> Formula:  # noqa: N803
    """F = (f - b)/s with s = 2 W."""
    return equal(2 * W * F, f - b)


_DELTA = (K >= 2, delta > 0, 3 * K * delta <= 1)
_RAMP = (framed(F0, ramp(ZERO), -delta, delta), framed(F1, ramp(delta), -delta, delta))

OSCILLATION = Claim(
    "the ramp has the range [0, delta], and both ends lie delta apart in the cube",
    (t, delta, K),
    (*_DELTA, between(0, t, 1)),
    all_of(between(0, ramp(t), delta), equal(ramp(ZERO), 0), equal(ramp(delta), delta), delta <= 1),
)
VALUES = Claim(
    "ft = 1/2 at 0 and ft = 1 at delta e_1",
    (delta, F0, F1),
    (delta > 0, *_RAMP),
    all_of(equal(F0, half), equal(F1, 1)),
)
LARGEST = Claim(  # W = omega_f(sqrt d) > 0 bounds every difference of values of f
    "omega_ft is never larger than 1/2",
    (f0, f1, F0, F1, b, W),
    (W > 0, absolute(f0 - f1) <= W, framed(F0, f0, b, W), framed(F1, f1, b, W)),
    absolute(F0 - F1) <= half,
)
_NO_DELTA = Assembly(  # w = omega_ft(delta), at least the difference at two points at the distance delta
    "for every delta some f has d omega_ft(delta) > 2^-n",
    (delta, F0, F1, w, d, K),
    (instance(VALUES),),
    d * K * w > 1,
    (*_DELTA, *_RAMP, w >= absolute(F1 - F0), d >= 1, d * K >= 3),
)
NO_DELTA = stated(_NO_DELTA)  # K = 2^n; d K >= 3 says that d and n are not both 1
PRINTED = Claim(
    "d |ft(delta e_1) - ft(0)| <= 2^-n for n = 2 and the ramp",
    (delta, F0, F1, d, K),
    (*_DELTA, *_RAMP, d >= 1, equal(K, 4)),
    d * K * absolute(F1 - F0) <= 1,
)
_REPAIRED = Assembly(  # the variables of BOUND: u names the point x and delta, W = omega_f(sqrt d), s = 2 W
    "Theorem 2.2' bounds the error of the ramp with the same delta",
    tuple(dict.fromkeys((*BOUND.variables, t, delta))),
    (instance(BOUND),),
    BOUND.conclusion,
    (
        *BOUND.hypotheses,
        delta > 0,
        equal(scaled_gap(u), K * delta),
        equal(W, delta),
        equal(b, -delta),
        equal(f, ramp(t)),
    ),
)
REPAIRED = stated(_REPAIRED)


def _exact_moduli() -> Verdict:
    """omega_ft(delta) of ramps, by the exact modulus of piecewise linear functions; phi1 for each delta by its digest."""
    found, networks, n = [], set(), 2
    for k in range(n + 2, n + 10):
        gap = Fraction(1, 1 << k)
        target = PiecewiseLinear((Fraction(0), gap, Fraction(1)), (Fraction(0), gap, gap))
        omega = target.modulus(gap) / (2 * target.modulus(Fraction(1)))
        if omega != Fraction(1, 2):
            return Verdict(Kind.REFUTED, f"omega_ft({gap}) = {omega}")
        networks.add(identity_of_phi(phi1(Grid(1, n, power_of_two(-k))).literal))
        found.append((f"delta = {gap}", f"omega_ft(delta) = {omega} > 2^-{n}"))
    if len(networks) != len(found):
        return Verdict(Kind.REFUTED, "two values of delta give the same phi1")
    detail = f"omega_ft(delta) = 1/2 for each of {len(found)} values of delta, and as many different networks phi1"
    return Verdict(Kind.CERTIFIED, detail, tuple(found))


def steps_of_delta(instance: tuple[Any, Grid, tuple[Any, ...]]) -> Iterator[Trial]:
    """d |ft(x + delta e_i) - ft(x)| against 2^-n, for the delta of the grid: a lower bound of d omega_ft(delta)."""
    target, grid, drawn = instance
    s, gap = 2 * target.oscillation(), grid.delta.fraction
    kinks = [target.breakpoints(axis) for axis in range(grid.d)]
    for x in dict.fromkeys((*telling_points(grid, 40, kinks), *drawn)):
        for axis in range(grid.d):
            moved = (*x[:axis], x[axis] + gap, *x[axis + 1 :])
            if s and moved[axis] <= 1:
                rise = abs(target.at(moved, 60) - target.at(x, 60)).lo
                witness = {"x": "(" + ", ".join(map(str, x)) + ")", "axis": axis + 1}
                yield Trial(grid.d * rise / s, Fraction(1, grid.K), ("pair", grid.d, grid.n, x, axis), witness)


AS_PRINTED = Attackable(
    "one delta for all f",
    "d omega_ft(delta) <= 2^-n for a delta that is chosen by d and n alone, and every continuous f; (d, n) != (1, 1)",
    lambda: problems({1: 4, 2: 2}, smallest=2),
    steps_of_delta,
    examples=400,
    as_printed=True,
)

THEOREM = Theorem(
    name="finding_e4_delta_depends_on_f",
    title="No delta serves all continuous functions",
    part=Part.FINDING,
    source="[SYZ22] Theorem 2.2, proof",
    statement=r"\forall\, \delta \in (0, \tfrac{1}{3K}]\ \exists f \in C([0,1]^d):\ d\,\omega_{\tilde f}(\delta)"
    r" = \tfrac d2 > 2^{-n} \quad ((d,n) \ne (1,1))",
    hypotheses=(r"K = 2^n", r"(d, n) \ne (1, 1)"),
    obligations=(
        refuted(PRINTED),
        OSCILLATION,
        VALUES,
        LARGEST,
        _NO_DELTA,
        _REPAIRED,
        Computation(
            "exact moduli of ramps",
            "omega_ft(delta) = 1/2 for d = 1, n = 2 and delta = 2^-4 .. 2^-11, and phi1 differs from delta to delta",
            Scope.INSTANCE,
            "exact modulus of continuity; SHA-256 of the literal phi1",
            _exact_moduli,
        ),
    ),
    uses=("uniform_2_2",),
    printed="There are phi1 and phi2, independent of f, ...; in the proof delta, which fixes phi1, is chosen with"
    " d omega_ft(delta) <= 2^-n.",
    repaired="Theorem 2.2': for every delta in (0, 1/(3K)], the same for all f, the error is at most"
    " omega_f(sqrt(d) 2^-n) + 2^(1-n) omega_f(sqrt d).",
    sabotage=(
        Sabotage(
            "d = n = 1 not excluded",
            Claim(
                "for d = n = 1 the ramp has d omega_ft(delta) > 2^-n",
                (delta, F0, F1, w, d, K),
                (*_DELTA, *_RAMP, equal(w, absolute(F1 - F0)), equal(d, 1), equal(K, 2)),
                d * K * w > 1,
            ),
        ),
        Sabotage(
            "omega_ft(delta) = 1/2 -> 1",
            Claim("the ramp oscillates by 1", (delta, F0, F1), (delta > 0, *_RAMP), absolute(F1 - F0) >= 1),
        ),
        Sabotage("W > 0 dropped", Claim("constant f", LARGEST.variables, LARGEST.hypotheses[1:], LARGEST.conclusion)),
    ),
    attacks=(AS_PRINTED,),
)
