"""Theorem 2.3 by exact products: one network phi(x, v), three intrinsic numbers s, v, b, and no loss against Theorem 2.2'.

v is unpacked bit by bit (5.3), a_l phi1(x) is replaced by the exact product of 5.4 at y = 1 + real_sum(u, d), the index that
the step functions compute: with J = K^d,

    psi_0(x, v) = sum_l 2^-l bit_J( sum_{j=1}^{J} sigma(4^j a_l - 4^J (1 - hat(y - j))) ),   a_l = 2^-m collected_l(v),

`exact_value(u, d, l)` being the sum of the first l summands. On cells y = rho(beta) and psi_0 is that of Theorem A.1, and
Theorem 2.2' asks for no more: its steps are taken again for the medians of this psi_0 (`for_leaves`), and for those of the
psi_0 that reads v directly (5.7). phi = psi_d is the median of the 3^d values of psi_0. Notation there: r = d^(alpha/2),
h = 2^(-alpha n), omega = omega_f(sqrt(d) 2^-n), W = omega_f(sqrt d).
"""

import dataclasses
from collections.abc import Callable

from proofs.calculus_powers import LARGE, power
from proofs.direct_reading import DIRECT
from proofs.exact_product import NOT_NEGATIVE, PRODUCT, product_sum
from proofs.syz22_a1_cells import ON_CELLS, PHI1, in_cells, phi1, rho, two_to_minus, value
from proofs.syz22_a1_code import V_RANGE, A, joined
from proofs.syz22_a3_unpacking import COLLECTED, unpacked
from proofs.syz22_b1_bit import RANGE as BIT_RANGE
from proofs.syz22_b1_bit import READS, bit
from proofs.syz22_b1_digits import partial
from proofs.syz22_b2_index import real_sum
from proofs.uniform_2_2 import for_leaves, moved, psi_of
from verifier.attack.networks import network_error, uniform_bound
from verifier.constructions.three_parameters import three_parameters
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import Induction, induction
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Term,
    absolute,
    all_of,
    between,
    equal,
    integers,
    reals,
    relu,
    replace,
)
from verifier.ledger.theorem import Part, Sabotage, Theorem, concluded, stated

K, u, d, n, z, ell, J, k = integers("K u d n z l J k")
f, s, b, omega, W, lam, r, h, eps, t, phi, L, X, c, M = reals("f s b omega W lam r h eps t phi L X c M")

EXACT_SUM, DIRECT_SUM = Function("psi_sum_exact", 4), Function("psi_sum_direct", 5)
CELLS = power(K, d)


def exact_value(u: Operand, d: Operand, ell: Operand) -> Term:
    """sum_{k=1}^{l} 2^-k bit_J(exact product of a_k and 4^y)."""
    return EXACT_SUM(K, u, d, ell)


def exact(ell: Term) -> Term:
    """The exact product of a_l, as it is taken from v, and 4^y at the point u."""
    return product_sum(replace(unpacked(ell), {J: CELLS}), power(4, CELLS), 1 + real_sum(u, d), CELLS)


def direct_value(u: Operand, d: Operand, n: Operand, ell: Operand) -> Term:
    """sum_{k=1}^{l} 2^-k bit_{nJ}(exact product of 4^((k-1)J) v and 4^y)."""
    return DIRECT_SUM(K, u, d, n, ell)


def direct(ell: Term) -> Term:
    """The exact product of 4^((l-1)J) v and 4^y at the point u, v = joined(J, n)."""
    shifted = power(4, (ell - 1) * CELLS) * joined(CELLS, n)
    return product_sum(shifted, power(4, n * CELLS), 1 + real_sum(u, d), CELLS)


_IN_CELL = (K >= 2, d >= 1, in_cells(u, d))

_PRODUCT = Assembly(
    "on cells the exact product is a_l phi1(x)",
    (K, u, d, ell),
    (
        instance(COLLECTED, J=CELLS, a=partial(ell, CELLS)),
        instance(A, u=ell, J=CELLS),
        instance(ON_CELLS, i=d),
        instance(PHI1),
        instance(PRODUCT, a=partial(ell, CELLS), y=rho(u, d), J=CELLS),
    ),
    equal(exact(ell), partial(ell, CELLS) * phi1(u, d)),
    (*_IN_CELL, ell >= 1),
)
_SIGN = Assembly(
    "the products are not negative anywhere: sigma in front of the readers changes nothing",
    (K, u, d, ell),
    (
        instance(
            NOT_NEGATIVE,
            a=replace(unpacked(ell), {J: CELLS}),
            C=power(4, CELLS),
            x=1 + real_sum(u, d),
            k=CELLS,
        ),
        instance(LARGE, b=K, i=d),
    ),
    equal(relu(exact(ell)), exact(ell)),
    (K >= 1, d >= 1),
)


def _one_more(ell: Term) -> Formula:
    """One more summand of the exact psi_0, of the psi_0 of Theorem A.1, and 2^-(l+1) = 2^-l / 2."""
    return all_of(
        equal(2 * two_to_minus(ell + 1), two_to_minus(ell)),
        equal(
            exact_value(u, d, ell + 1), exact_value(u, d, ell) + two_to_minus(ell + 1) * bit(CELLS, exact(ell + 1))
        ),
    )


_VALUE = induction(
    "on cells the exact psi_0 is that of Theorem A.1",
    ell,
    0,
    lambda ell: equal(exact_value(u, d, ell), value(u, d, ell)),
    variables=(K, u, d),
    hypotheses=lambda ell: all_of(*_IN_CELL),
    initial=(equal(exact_value(u, d, 0), 0), equal(value(u, d, 0), 0)),
    recurrence=lambda ell: all_of(
        _one_more(ell),
        equal(
            value(u, d, ell + 1),
            value(u, d, ell) + two_to_minus(ell + 1) * bit(CELLS, partial(ell + 1, CELLS) * phi1(u, d)),
        ),
    ),
    lemmas=(instance(stated(_PRODUCT), l=ell + 1),),
)
_RANGE = induction(
    "everywhere 0 <= the exact psi_0 <= 1 - 2^-l",
    ell,
    0,
    lambda ell: all_of(two_to_minus(ell) > 0, between(0, exact_value(u, d, ell), 1 - two_to_minus(ell))),
    variables=(K, u, d),
    hypotheses=lambda ell: CELLS >= 1,
    initial=(equal(exact_value(u, d, 0), 0), equal(two_to_minus(0), 1)),
    recurrence=_one_more,
    lemmas=(instance(BIT_RANGE, J=CELLS, t=exact(ell + 1)),),
)
_READ = Assembly(
    "on cells bit with nJ digits reads from v what bit with J digits reads from a_l",
    (K, u, d, n, ell),
    (
        instance(ON_CELLS, i=d),
        instance(PHI1),
        instance(READS, u=ell, J=CELLS, j=rho(u, d)),
        instance(DIRECT, y=rho(u, d), J=CELLS, v=joined(CELLS, n)),
    ),
    equal(bit(n * CELLS, direct(ell)), bit(CELLS, partial(ell, CELLS) * phi1(u, d))),
    (*_IN_CELL, between(1, ell, n)),
)
_DIRECT = induction(
    "on cells the psi_0 that reads v directly is that of Theorem A.1",
    ell,
    0,
    lambda ell: equal(direct_value(u, d, n, ell), value(u, d, ell)),
    variables=(K, u, d, n),
    hypotheses=lambda ell: all_of(*_IN_CELL, ell <= n),
    initial=(equal(direct_value(u, d, n, 0), 0), equal(value(u, d, 0), 0)),
    recurrence=lambda ell: all_of(
        equal(
            direct_value(u, d, n, ell + 1),
            direct_value(u, d, n, ell) + two_to_minus(ell + 1) * bit(n * CELLS, direct(ell + 1)),
        ),
        equal(
            value(u, d, ell + 1),
            value(u, d, ell) + two_to_minus(ell + 1) * bit(CELLS, partial(ell + 1, CELLS) * phi1(u, d)),
        ),
    ),
    lemmas=(instance(stated(_READ), l=ell + 1),),
)
_UNIT = Assembly(
    "v is in [0, 1)",
    (K, d, n),
    (instance(V_RANGE, J=CELLS), instance(LARGE, b=K, i=d)),
    all_of(joined(CELLS, n) >= 0, joined(CELLS, n) < 1),
    (K >= 1, d >= 1, n >= 1),
)
_ROOM = induction(
    "(1 + k) 2^-k <= 1",
    k,
    0,
    lambda k: all_of((1 + k) * two_to_minus(k) <= 1, two_to_minus(k) > 0),
    initial=(equal(two_to_minus(0), 1),),
    recurrence=lambda k: equal(2 * two_to_minus(k + 1), two_to_minus(k)),
)
_UNDER = Claim(
    "X t <= 1 for X <= k + 1 and (1 + k) t <= 1", (X, t, k), (t > 0, k + 1 >= X, (1 + k) * t <= 1), X * t <= 1
)
_SMALL = Claim(
    "M t <= eps for M = eps X, X t <= 1",
    (M, eps, X, t),
    (eps > 0, equal(M, eps * X), X * t <= 1),
    M * t <= eps,
)
_LESS = Claim("M h <= M t for h <= t", (M, h, t), (M >= 0, h <= t), M * h <= M * t)
_ENOUGH = Assembly(
    "c lambda d^(alpha/2) 2^(-alpha n) <= eps once 2^(-alpha n) <= 2^-k, k the integral part of c lambda d^(alpha/2) / eps",
    (c, L, eps, X, h, k),
    (
        instance(_ROOM.conclusion),
        instance(_UNDER, t=two_to_minus(k)),
        instance(_SMALL, M=c * L, t=two_to_minus(k)),
        instance(_LESS, M=c * L, t=two_to_minus(k)),
    ),
    c * L * h <= eps,
    (c >= 0, L >= 0, eps > 0, k >= 0, equal(c * L, eps * X), X <= k + 1, h <= two_to_minus(k)),
)


def _made(name: str, value: Callable[[Operand], Term]) -> Callable[[Operand], Formula]:
    """psi_0 at every shifted point is the sum of its n summands, on cells and in the gaps."""
    return lambda n: equal(psi_of(name)(K, u, d, n, 0, z), value(n))


_EXACT_STEPS = for_leaves(
    "exact", _made("exact", lambda n: exact_value(moved(z), d, n)), _VALUE.conclusion, {"l": n}
)
_DIRECT_STEPS = for_leaves(
    "direct", _made("direct", lambda n: direct_value(moved(z), d, n, n)), _DIRECT.conclusion, {"n": n, "l": n}
)
_MADE_BY = {"exact": _EXACT_STEPS, "direct": _DIRECT_STEPS}


_EXACT_LEAF = next(step for step in _EXACT_STEPS if isinstance(step, Induction) and step.variable == n)


def psi(name: str) -> Term:
    """psi_d(x) for the psi_0 with exact products or with direct reading: what phi(x, v) is."""
    return psi_of(name)(K, u, d, n, d, z)


def _bound(name: str) -> Assembly:
    bound, _ = _ends(name)
    return Assembly(
        f"{name}: |s phi(x, v) + b - f| <= omega_f(sqrt(d) 2^-n) + 2^(1-n) omega_f(sqrt d)",
        (K, u, d, n, z, f, s, b, omega, W, phi),
        (instance(bound),),
        absolute(s * phi + b - f) <= omega + 2 * two_to_minus(n) * W,
        (*bound.hypotheses, equal(phi, psi(name))),
    )


def _theorem(name: str) -> Assembly:
    _, hoelder = _ends(name)
    return Assembly(
        f"{name}: |s phi(x, v) + b - f| <= eps for 3 lambda d^(alpha/2) 2^(-alpha n) <= eps",
        (K, u, d, n, z, f, s, b, omega, W, lam, r, h, eps, phi),
        (instance(hoelder),),
        absolute(s * phi + b - f) <= eps,
        (*hoelder.hypotheses, 3 * lam * r * h <= eps, equal(phi, psi(name))),
    )


def _ends(name: str) -> tuple[Claim, Claim]:
    """The bound and the rate of Theorem 2.2' for this psi_0."""
    bound, hoelder = (concluded(step)[0] for step in _MADE_BY[name][-2:])
    return bound, hoelder


_BOUND, _DIRECT_BOUND = _bound("exact"), _bound("direct")
_THEOREM, _DIRECT_THEOREM = _theorem("exact"), _theorem("direct")
CONSTANT = Claim("a constant f: s = 0, b = f", (f, b, phi), (equal(b, f),), equal(0 * phi + b - f, 0))

VALUE = _VALUE.conclusion  # K >= 2, d >= 1, x in Q_beta, l >= 0: exact_value(u, d, l) = value(u, d, l)
DIRECT_VALUE = _DIRECT.conclusion  # ..., l <= n: direct_value(u, d, n, l) = value(u, d, l)
RANGE = _RANGE.conclusion  # K^d >= 1, l >= 0: 0 <= exact_value(u, d, l) <= 1 - 2^-l for every x
ENOUGH = stated(_ENOUGH)  # n large enough: c L h <= eps
ERROR = stated(_BOUND)  # |s phi + b - f| <= omega + 2^(1-n) W, phi with exact products
THREE = stated(_THEOREM)  # |s phi + b - f| <= eps, phi with exact products
DIRECT_THREE = stated(_DIRECT_THEOREM)  # the same, phi with direct reading

THEOREM = Theorem(
    name="syz22_2_3_exact",
    title="Three intrinsic parameters, exact products",
    part=Part.THEOREM,
    source="[SYZ22] Theorem 2.3, with the products of specification 5.4 (or the direct reading 5.7) and Theorem 2.2'",
    statement=r"\forall \varepsilon, \lambda > 0,\ \alpha \in (0,1]\ \exists \phi: \mathbb{R}^{d+1} \to \mathbb{R}"
    r"\ \forall f \in \text{Hoelder}(\alpha, \lambda)\ \exists s \ge 0, v \in [0,1), b:\quad"
    r" |s\,\phi(x,v) + b - f(x)| \le 3\lambda d^{\alpha/2} 2^{-\alpha n} \le \varepsilon\quad (x \in [0,1]^d)",
    hypotheses=(
        r"K = 2^n,\ 0 < \delta \le 1/(3K),\ d, n \ge 1",
        r"s = 2\omega_f(\sqrt d),\ b = f(0) - \omega_f(\sqrt d),\ f = s\tilde f + b",
        r"\theta_{j,l} \text{ the binary digits of } q_\beta,\ |\tilde f(x_\beta) - q_\beta 2^{-n}| \le 2^{-n}",
        r"\omega_f(\rho) \le \lambda\rho^\alpha,\ 3\lambda d^{\alpha/2}2^{-\alpha n} \le \varepsilon;"
        r"\ \text{any } n \ge k/\alpha,\ k = \lfloor 3\lambda d^{\alpha/2}/\varepsilon \rfloor \text{ will do: }"
        r" 2^{-\alpha n} \le 2^{-k}",
    ),
    uses=(
        "calculus_powers",
        "direct_reading",
        "exact_product",
        "syz22_a1_cells",
        "syz22_a1_code",
        "syz22_a2_hull",
        "syz22_a3_unpacking",
        "syz22_b1_bit",
        "syz22_corollaries",
        "uniform_2_2",
    ),
    obligations=(
        _PRODUCT,
        _SIGN,
        _VALUE,
        _RANGE,
        _READ,
        _DIRECT,
        _UNIT,
        _ROOM,
        _UNDER,
        _SMALL,
        _LESS,
        _ENOUGH,
        *_EXACT_STEPS,
        _BOUND,
        _THEOREM,
        *_DIRECT_STEPS,
        _DIRECT_BOUND,
        _DIRECT_THEOREM,
        CONSTANT,
    ),
    sabotage=(
        Sabotage(
            "3 lambda d^(alpha/2) 2^(-alpha n) -> 2 lambda d^(alpha/2) 2^(-alpha n) <= eps",
            Claim(
                "omega + 2^(1-n) W <= eps",
                (omega, W, t, h, L, eps),
                (L >= 0, t > 0, t <= h, omega <= L * h, W <= L, 2 * L * h <= eps),
                omega + 2 * t * W <= eps,
            ),
        ),
        Sabotage(
            "exact products that are not those of Theorem A.1 on cells",
            dataclasses.replace(_EXACT_LEAF, lemmas=_EXACT_LEAF.lemmas[:-2]).step,
        ),
        Sabotage(
            "s = 2 omega_f(sqrt d) -> any s",
            Claim(
                "omega + s 2^-n <= omega + 2^(1-n) W for any s",
                (s, omega, W, t),
                (s >= 0, W >= 0, t > 0),
                omega + s * t <= omega + 2 * t * W,
            ),
        ),
        Sabotage(
            "n one too small: k the integral part of (3 L / eps) - 1",
            Claim(
                "c L h <= eps for X <= k + 2",
                (c, L, eps, X, h, t, k),
                (c >= 0, L >= 0, eps > 0, k >= 0, equal(c * L, eps * X), X <= k + 2, h <= t, (1 + k) * t <= 1, t > 0),
                c * L * h <= eps,
            ),
        ),
    ),
    attacks=(
        network_error(
            "three numbers",
            "|s phi(x, v) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W for x in the cube, phi with exact products",
            three_parameters,
            uniform_bound,
            largest={1: 4, 2: 2},
        ),
    ),
)
