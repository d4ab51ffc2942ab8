"""Theorem 2.3 as printed: products within eta, and what they add to the bounds of Theorems 2.2 and 2.2'.

The a_l are taken from v by the printed floor (Lemma A.3) and multiplied with phi1(x) within eta (Lemma A.4), at every x: with
J = K^d, M = 2^(2J+1) and M^2 4^-r <= eta,

    psi_0(x, v) = sum_l 2^-l bit_J( sigma(psi_eta(a_l, phi1(x))) ),   a_l = 2^-m F(2^(ml) v) - F(2^(m(l-1)) v).

`printed_value(r, u, d, l)` is the sum of its first l summands, `psi_eta(i, z)` the medians made of it as psi(i, z) of
`uniform_2_2` is made of Theorem A.1. bit is 3-Lipschitz and the median moves by no more than its arguments, so both differ by
less than 3 eta everywhere, in the gaps as well. eta depends on n alone, 3 eta <= 2^-n, so phi does not depend on f.
"""

from collections.abc import Callable

from proofs.calculus_powers import LARGE, RECURRENCE, power
from proofs.lsyz21_3_1_median import median
from proofs.syz22_2_2 import HOELDER as PRINTED_HOELDER
from proofs.syz22_a1_cells import phi1, two_to_minus, value
from proofs.syz22_a1_code import A
from proofs.syz22_a3_unpacking import PRINTED, of_code, start
from proofs.syz22_a4_product import LARGE as M_LARGE
from proofs.syz22_a4_product import ONE_BIT, PRODUCT, product
from proofs.syz22_b1_bit import bit
from proofs.syz22_b1_digits import partial
from proofs.syz22_b1_sawtooth import DEFINITION, scaled
from proofs.syz22_b2_exponential import RANGE as PHI1_RANGE
from proofs.syz22_b2_index import RANGE as INDEX_RANGE
from proofs.syz22_b2_index import real_sum
from proofs.syz22_b2_step import is_step
from proofs.uniform_2_2 import HOELDER, SHIFTS, moved, psi, shift
from proofs.unpacking_digits import tail
from proofs.y17_square import quarters
from verifier.attack.networks import network_error, uniform_bound
from verifier.constructions.three_parameters import product_error, three_parameters
from verifier.identities.assembly import Assembly, Instance, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Term,
    absolute,
    all_of,
    between,
    equal,
    implies,
    integers,
    real,
    reals,
    relu,
    term,
)
from verifier.ledger.theorem import Part, Sabotage, Theorem, stated

K, u, d, n, i, z, ell, J, N, tents, parent = integers("K u d n i z l J N tents parent")
root = real("r")  # d^(alpha/2), as in uniform_2_2
f, s, b, omega, W, lam, L, h, eps, eta, t, phi = reals("f s b omega W lam L h eps eta t phi")

a, b2, c, a1, b1, c1, e, p, D, B, E = reals("a b' c a1 b1 c1 e p D B E")

PRINTED_PSI, PRINTED_DIGIT = Function("psi_sum_printed", 5), Function("digit_printed", 5)
FLOORS, MEDIANS = Function("floor_of_v", 3), Function("psi_printed", 7)
CELLS = power(K, d)


def floors(N: Operand, i: Operand) -> Term:
    """F(2^i v), slopes of width 2^-N."""
    return FLOORS(J, N, i)


def printed_a(N: Operand, ell: Term) -> Term:
    """2^-m F(2^(ml) v) - F(2^(m(l-1)) v)."""
    return two_to_minus(2 * J) * floors(N, start(ell) + 2 * J) - floors(N, start(ell))


def _is_floor(N: Term, i: Term) -> Formula:
    """F(2^i v) is a step function with 2^i cells."""
    return is_step(floors(N, i), power(2, i) * of_code(tail(0)), two_to_minus(N), power(2, i))


_TAKEN = Assembly(
    "the printed floors take a_l from v",
    (ell, J, N),
    (
        instance(PRINTED, F=floors(N, start(ell) + 2 * J), G=floors(N, start(ell)), a=partial(ell, J)),
    ),
    equal(printed_a(N, ell), partial(ell, J)),
    (
        ell >= 1,
        J >= 1,
        start(ell) + 2 * J <= N,
        _is_floor(N, start(ell) + 2 * J),
        _is_floor(N, start(ell)),
    ),
)


def half(t: Term) -> Term:
    """t / 2M, M = 2^(2J+1)."""
    return scaled(t, 2 * CELLS + 2)


def near(ell: Term) -> Term:
    """psi_eta(a_l, phi1(x))."""
    return product(power(2, 2 * CELLS + 1), half(partial(ell, CELLS)), half(phi1(u, d)), tents)


_ENOUGH_TENTS = power(2, 2 * CELLS + 1) * power(2, 2 * CELLS + 1) * quarters(tents) <= eta
_GRID = (K >= 2, d >= 1, tents >= 0, eta > 0, _ENOUGH_TENTS)

_ARGUMENTS = Assembly(
    "0 <= a_l, phi1(x) <= M everywhere",
    (K, u, d, ell),
    (
        instance(M_LARGE, J=CELLS),
        instance(A, u=ell, J=CELLS),
        instance(LARGE, b=K, i=d),
        instance(INDEX_RANGE),
        instance(PHI1_RANGE, J=CELLS, y=1 + real_sum(u, d)),
    ),
    all_of(
        between(0, partial(ell, CELLS), power(2, 2 * CELLS + 1)),
        between(0, phi1(u, d), power(2, 2 * CELLS + 1)),
        power(2, 2 * CELLS + 1) >= 2,
        CELLS >= 2,
    ),
    (K >= 2, d >= 1),
)
_NEAR = Assembly(
    "|psi_eta(a_l, phi1(x)) - a_l phi1(x)| <= eta everywhere",
    (K, u, d, ell, tents, eta),
    (
        instance(stated(_ARGUMENTS)),
        instance(RECURRENCE, b=2, i=2 * CELLS + 1),
        instance(DEFINITION, t=partial(ell, CELLS), k=2 * CELLS + 2),
        instance(DEFINITION, t=phi1(u, d), k=2 * CELLS + 2),
        instance(
            PRODUCT,
            x=partial(ell, CELLS),
            y=phi1(u, d),
            M=power(2, 2 * CELLS + 1),
            X=half(partial(ell, CELLS)),
            Y=half(phi1(u, d)),
            r=tents,
        ),
    ),
    all_of(absolute(near(ell) - partial(ell, CELLS) * phi1(u, d)) <= eta, partial(ell, CELLS) * phi1(u, d) >= 0),
    _GRID,
)
def printed_digit(ell: Term) -> Term:
    """bit_J(sigma(psi_eta(a_l, phi1(x))))."""
    return PRINTED_DIGIT(K, tents, u, d, ell)


def printed_value(tents: Operand, u: Operand, d: Operand, ell: Operand) -> Term:
    """sum_{k=1}^{l} 2^-k printed_digit(k)."""
    return PRINTED_PSI(K, tents, u, d, ell)


def digit(ell: Term) -> Term:
    """bit_J(a_l phi1(x))."""
    return bit(CELLS, partial(ell, CELLS) * phi1(u, d))


def _is_digit(ell: Term) -> Formula:
    return equal(printed_digit(ell), bit(CELLS, relu(near(ell))))


_DIGIT = induction(
    "printed_digit(l) is bit_J(sigma(psi_eta(a_l, phi1(x))))",
    ell,
    1,
    _is_digit,
    variables=(K, u, d, tents),
    initial=(_is_digit(term(1)),),
    recurrence=lambda ell: _is_digit(ell + 1),
)
_ONE = Assembly(
    "one digit moves by at most 3 eta",
    (K, u, d, ell, tents, eta),
    (
        instance(stated(_NEAR)),
        instance(stated(_ARGUMENTS)),
        instance(_DIGIT.conclusion),
        instance(ONE_BIT, p=near(ell), t=partial(ell, CELLS) * phi1(u, d), J=CELLS),
    ),
    absolute(printed_digit(ell) - digit(ell)) <= 3 * eta,
    (*_GRID, ell >= 1),
    opaque=((p, near(ell)),),
)
_ADDED = Claim(
    "|D + t B| <= (1 - t) E for |D| <= (1 - 2t) E, |B| <= E",
    (D, B, E, t),
    (t > 0, absolute(D) <= E * (1 - 2 * t), absolute(B) <= E),
    absolute(D + t * B) <= E * (1 - t),
)
_MOVED = induction(
    "|psi_0 printed - psi_0| <= 3 eta (1 - 2^-l) everywhere",
    ell,
    0,
    lambda ell: all_of(
        two_to_minus(ell) > 0,
        absolute(printed_value(tents, u, d, ell) - value(u, d, ell)) <= 3 * eta * (1 - two_to_minus(ell)),
    ),
    variables=(K, u, d, tents, eta),
    hypotheses=lambda ell: all_of(*_GRID),
    initial=(equal(printed_value(tents, u, d, 0), 0), equal(value(u, d, 0), 0), equal(two_to_minus(0), 1)),
    recurrence=lambda ell: all_of(
        equal(2 * two_to_minus(ell + 1), two_to_minus(ell)),
        equal(
            printed_value(tents, u, d, ell + 1),
            printed_value(tents, u, d, ell) + two_to_minus(ell + 1) * printed_digit(ell + 1),
        ),
        equal(value(u, d, ell + 1), value(u, d, ell) + two_to_minus(ell + 1) * digit(ell + 1)),
    ),
    lemmas=(
        instance(stated(_ONE), l=ell + 1),
        instance(
            _ADDED,
            D=printed_value(tents, u, d, ell) - value(u, d, ell),
            B=printed_digit(ell + 1) - digit(ell + 1),
            E=3 * eta,
            t=two_to_minus(ell + 1),
        ),
    ),
)
_MEDIAN = Claim(
    "the median moves by no more than its arguments",
    (a, b2, c, a1, b1, c1, e),
    (absolute(a - a1) <= e, absolute(b2 - b1) <= e, absolute(c - c1) <= e),
    absolute(median(a, b2, c) - median(a1, b1, c1)) <= e,
)


def psi_eta(i: Operand, z: Operand) -> Term:
    """psi_i of the printed route."""
    return MEDIANS(K, u, d, n, tents, i, z)


def _three(of: Callable[[Operand, Operand], Term], i: Term) -> tuple[Term, ...]:
    """The values at the three points of which the median is taken."""
    return tuple(of(i, shift(e, parent)) for e in SHIFTS)


def _made(z: Term) -> Formula:
    """What psi_0 is on the two routes; psi is that of Theorem 2.2."""
    return all_of(
        equal(psi_eta(0, z), printed_value(tents, moved(z), d, n)), equal(psi(0, z), value(moved(z), d, n))
    )


_START = Assembly(
    "|psi_0 printed - psi_0| <= 3 eta at every shifted point",
    (K, u, d, n, z, tents, eta),
    (instance(_MOVED.conclusion, u=moved(z), l=n),),
    absolute(psi_eta(0, z) - psi(0, z)) <= 3 * eta,
    (*_GRID, n >= 0, _made(z)),
)
_MEDIANS = induction(
    "|psi_i printed - psi_i| <= 3 eta",
    i,
    0,
    lambda i: absolute(psi_eta(i, z) - psi(i, z)) <= 3 * eta,
    variables=(K, u, d, n, tents, z, parent, eta),
    hypotheses=lambda i: all_of(*_GRID, n >= 0),
    initial=(_made(z),),
    recurrence=lambda i: all_of(
        equal(psi_eta(i + 1, parent), median(*_three(psi_eta, i))), equal(psi(i + 1, parent), median(*_three(psi, i)))
    ),
    lemmas=(
        instance(stated(_START)),
        Instance(
            _MEDIAN,
            tuple(zip((a, b2, c, a1, b1, c1, e), (*_three(psi_eta, i), *_three(psi, i), 3 * eta), strict=True)),
        ),
    ),
    instances=tuple({z: shift(e, z), parent: z} for e in SHIFTS),
)
_SCALED = Claim(
    "s 3 eta more, at most s 2^-n = 2^(1-n) W",
    (s, phi, p, b, f, E, eta, t, W),
    (s >= 0, equal(s, 2 * W), 3 * eta <= t, absolute(s * p + b - f) <= E, absolute(phi - p) <= 3 * eta),
    all_of(absolute(s * phi + b - f) <= E + 3 * s * eta, 3 * s * eta <= 2 * W * t),
)
_SEVEN = Claim(
    "2^(1-n) W <= 2 lambda d^(alpha/2) 2^(-alpha n)",
    (W, L, t, h),
    (W >= 0, t > 0, t <= h, W <= L),
    2 * W * t <= 2 * L * h,
)
_DISTANCE = absolute(s * phi + b - f)


def _theorem(name: str, bound: Claim, constant: int) -> Assembly:
    """The error of the printed route, from a bound for exact products."""
    return Assembly(
        name,
        (K, u, d, n, z, f, s, b, omega, W, lam, root, h, eps, eta, tents, parent, phi),
        (
            instance(bound),
            instance(_MEDIANS.conclusion, i=d),
            instance(_SCALED, p=psi(d, z), E=constant * lam * root * h, t=two_to_minus(n)),
            instance(_SEVEN, L=lam * root, t=two_to_minus(n)),
        ),
        all_of(
            constant * lam * root * h + 3 * s * eta >= _DISTANCE,
            (constant + 2) * lam * root * h >= _DISTANCE,
            implies(2 * constant * lam * root * h <= eps, _DISTANCE <= eps),
        ),
        (*bound.hypotheses, *_GRID, W >= 0, 3 * eta <= two_to_minus(n), equal(phi, psi_eta(d, z)), eps > 0),
    )


_THEOREM = _theorem("|s phi(x, v) + b - f| <= eps for 5 lambda d^(alpha/2) 2^(-alpha n) <= eps / 2", PRINTED_HOELDER, 5)
_UNIFORM = _theorem("with Theorem 2.2': 5 lambda d^(alpha/2) 2^(-alpha n)", HOELDER, 3)

MOVED = _MEDIANS.conclusion  # M^2 4^-r <= eta, i, n >= 0: |psi_eta(i, z) - psi(i, z)| <= 3 eta
PRINTED = stated(_THEOREM)  # |s phi + b - f| <= 5 lam r h + 3 s eta, <= 7 lam r h; <= eps if 10 lam r h <= eps
UNIFORM = stated(_UNIFORM)  # |s phi + b - f| <= 3 lam r h + 3 s eta, <= 5 lam r h; <= eps if 6 lam r h <= eps

THEOREM = Theorem(
    name="syz22_2_3_printed",
    title="Three intrinsic parameters, products within eta",
    part=Part.THEOREM,
    source="[SYZ22] Theorem 2.3, with delta independent of f",
    statement=r"\forall \varepsilon, \lambda > 0,\ \alpha \in (0,1]\ \exists \phi: \mathbb{R}^{d+1} \to \mathbb{R}"
    r"\ \forall f \in \text{Hoelder}(\alpha, \lambda)\ \exists s \ge 0, v \in [0,1), b:\quad"
    r" |s\,\phi(x,v) + b - f(x)| \le 5\lambda d^{\alpha/2} 2^{-\alpha n} + 3 s \eta \le \varepsilon\quad (x \in [0,1]^d)",
    hypotheses=(
        r"K = 2^n,\ 0 < \delta \le 1/(3K),\ d, n \ge 1,\ 3\eta \le 2^{-n}",
        r"s = 2\omega_f(\sqrt d),\ b = f(0) - \omega_f(\sqrt d),\ f = s\tilde f + b",
        r"\theta_{j,l} \text{ the binary digits of } q_\beta,\ |\tilde f(x_\beta) - q_\beta 2^{-n}| \le 2^{-n}",
        r"\omega_f(\rho) \le \lambda\rho^\alpha,\ 5\lambda d^{\alpha/2}2^{-\alpha n} \le \varepsilon/2",
    ),
    uses=(
        "calculus_powers",
        "syz22_2_2",
        "syz22_a1_code",
        "syz22_a3_unpacking",
        "syz22_a4_product",
        "syz22_b1_sawtooth",
        "syz22_b2_exponential",
        "syz22_b2_index",
        "uniform_2_2",
    ),
    obligations=(
        _TAKEN,
        _ARGUMENTS,
        _NEAR,
        _DIGIT,
        _ONE,
        _ADDED,
        _MOVED,
        _MEDIAN,
        _START,
        _MEDIANS,
        _SCALED,
        _SEVEN,
        _THEOREM,
        _UNIFORM,
    ),
    sabotage=(
        Sabotage(
            "3 eta <= 2^-n -> eta <= 2^-n: eta too large",
            Claim(
                "5 lambda d^(alpha/2) 2^(-alpha n) + 3 s eta <= eps",
                (L, h, W, t, eta, eps),
                (L >= 0, t > 0, t <= h, between(0, W, L), eta <= t, 10 * L * h <= eps),
                5 * L * h + 6 * W * eta <= eps,
            ),
        ),
        Sabotage(
            "5 lambda d^(alpha/2) 2^(-alpha n) <= eps / 2 -> <= eps",
            Claim(
                "5 lambda d^(alpha/2) 2^(-alpha n) + 3 s eta <= eps, without the half",
                (L, h, W, t, eta, eps),
                (L >= 0, t > 0, t <= h, between(0, W, L), 3 * eta <= t, 5 * L * h <= eps),
                5 * L * h + 6 * W * eta <= eps,
            ),
        ),
        Sabotage(
            "the median of moved arguments moves by at most two thirds",
            Claim(
                "the median moves by less than its arguments",
                (a, b2, c, a1, b1, c1, e),
                (absolute(a - a1) <= e, absolute(b2 - b1) <= e, absolute(c - c1) <= e),
                3 * absolute(median(a, b2, c) - median(a1, b1, c1)) <= 2 * e,
            ),
        ),
    ),
    attacks=tuple(
        network_error(
            f"three numbers, as printed, n = {number}",  # n = 2 has the printed floor with 2^16 breakpoints
            "|s phi(x, v) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W + 3 eta s on the cube, phi with products within eta",
            lambda grid, code: three_parameters(grid, code, "printed"),
            lambda at: uniform_bound(at) + 3 * product_error(at.grid.n).fraction * at.s,
            largest={1: number},
            smallest=number,
            examples=40,
        )
        for number in (1, 3)
    ),
)
