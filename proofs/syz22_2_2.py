"""Theorem 2.2 as printed: the bound with 2^(2-n), from Theorem 2.2' and for every delta <= 1/(3K).

The printed proof chooses delta after f, so that phi1 depends on f (finding E4); here delta is any number in (0,
1/(3K)]. Notation of `uniform_2_2`: psi(d, z) is psi_d(x), two_to_minus(n) is 2^-n, omega = omega_f(sqrt(d) 2^-n), W =
omega_f(sqrt d).
"""

from proofs.syz22_a1_cells import UNIT_POWERS, two_to_minus
from proofs.syz22_corollaries import HOELDER_5, LIPSCHITZ_5, hoelder
from proofs.uniform_2_2 import BOUND as UNIFORM
from proofs.uniform_2_2 import K, W, b, d, f, h, lam, n, omega, psi, r, s, u, z
from verifier.attack.networks import network_error, printed_bound, rate_bound
from verifier.constructions.sup_network import sup_network
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.term import absolute, reals
from verifier.ledger.theorem import Part, Sabotage, Theorem, stated

error, t = reals("error t")

_GIVEN = (*UNIFORM.hypotheses, W >= 0)
_ERROR = absolute(s * psi(d, z) + b - f)
_RATE = (*_GIVEN, lam >= 0, r >= 0)

_BOUND = Assembly(
    "|s psi_d + b - f| <= omega_f(sqrt(d) 2^-n) + 2^(2-n) omega_f(sqrt d)",
    (K, u, d, n, z, f, s, b, omega, W),
    (instance(UNIFORM), instance(UNIT_POWERS)),
    omega + 4 * two_to_minus(n) * W >= _ERROR,
    _GIVEN,
)
_HOELDER = Assembly(
    "|s psi_d + b - f| <= 5 lambda d^(alpha/2) 2^(-alpha n)",
    (K, u, d, n, z, f, s, b, omega, W, lam, r, h),
    (instance(stated(_BOUND)), instance(UNIT_POWERS), instance(HOELDER_5, error=_ERROR, w=omega, t=two_to_minus(n))),
    5 * lam * r * h >= _ERROR,
    (*_RATE, two_to_minus(n) <= h, hoelder(omega, W, lam, r, h)),  # r = d^(alpha/2), h = 2^(-alpha n)
)
_LIPSCHITZ = Assembly(
    "|s psi_d + b - f| <= 5 lambda sqrt(d) 2^-n",
    (K, u, d, n, z, f, s, b, omega, W, lam, r),
    (instance(stated(_BOUND)), instance(UNIT_POWERS), instance(LIPSCHITZ_5, error=_ERROR, w=omega, t=two_to_minus(n))),
    5 * lam * r * two_to_minus(n) >= _ERROR,
    (*_RATE, hoelder(omega, W, lam, r, two_to_minus(n))),  # r = sqrt(d)
)

BOUND = stated(_BOUND)  # |s psi_d + b - f| <= omega + 2^(2-n) W
HOELDER = stated(_HOELDER)  # <= 5 lam r h
LIPSCHITZ = stated(_LIPSCHITZ)  # <= 5 lam r 2^-n

THEOREM = Theorem(
    name="syz22_2_2",
    title="The sup norm bound as printed",
    part=Part.THEOREM,
    source="[SYZ22] Theorem 2.2, with delta independent of f",
    statement=r"\|s\,(\phi_2 \circ L \circ \phi_1) + b - f\|_{L^\infty([0,1]^d)} \le"
    r" \omega_f(\sqrt d\,2^{-n}) + 2^{2-n}\omega_f(\sqrt d) \le 5\lambda d^{\alpha/2}2^{-\alpha n}",
    hypotheses=(
        r"K = 2^n,\ \text{every } 0 < \delta \le 1/(3K),\ d, n \ge 1",
        r"f \text{ continuous},\ s = 2\omega_f(\sqrt d),\ b = f(0) - \omega_f(\sqrt d),\ s\tilde f + b = f",
        r"\phi_2 \circ L \circ \phi_1 = \psi_d, \text{ the medians of } 3^d \text{ copies}",
        r"\omega_f(\rho) \le \lambda\rho^\alpha \text{ for the last bound};\ \alpha = 1:\ 5\lambda\sqrt d\,2^{-n}",
    ),
    obligations=(_BOUND, _HOELDER, _LIPSCHITZ),
    uses=("syz22_a1_cells", "syz22_corollaries", "uniform_2_2"),
    sabotage=(
        Sabotage(
            "2^(2-n) -> 2^-n: below the bound that holds",
            Claim(
                "error <= omega + 2^-n W",
                (error, omega, t, W),
                (W >= 0, t > 0, error <= omega + 2 * t * W),
                error <= omega + t * W,
            ),
        ),
        Sabotage(
            "5 -> 4 with the printed bound",
            Claim(
                "omega + 2^(2-n) W <= 4 lambda sqrt(d) 2^-n",
                (omega, W, lam, r, t),
                (lam >= 0, r >= 0, t > 0, hoelder(omega, W, lam, r, t)),
                omega + 4 * t * W <= 4 * lam * r * t,
            ),
        ),
    ),
    attacks=(
        network_error(
            "sup norm as printed",
            "|s psi_d(x) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^(2-n) W for x in the cube",
            sup_network,
            printed_bound,
            largest={1: 4, 2: 2},
        ),
        network_error(
            "rate as printed",
            "|s psi_d(x) + b - f(x)| <= 5 lambda d^(alpha/2) 2^(-alpha n) for f in Hoelder(alpha, lambda), x in the cube",
            sup_network,
            rate_bound,
            largest={1: 4, 2: 2},
        ),
    ),
)
