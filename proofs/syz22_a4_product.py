"""Lemma A.4: products within eta, and what an error eta of the products does to the digits read.

psi_eta(x, y) = 2 M^2 (f_r(X + Y) - f_r(X) - f_r(Y)), x = 2M X, y = 2M Y, with M^2 4^-r <= eta. M = 2^(2J+1) >= 1 + 4^J is
large enough for x = a_l < 1/3 and y = phi1(x) <= 4^J. f_r is `squares(r, .)`, and 4^-r `quarters(r)`, of `y17_square`.

bit is 3-Lipschitz, so one digit moves by at most 3 eta, and sum_l 2^-l bit(.) by less than that: `digit_errors(eta, l)`
stands for sum_{k<=l} 2^-k digit_error(eta, k), where digit_error(eta, k) in [-eta, eta] is what the digit k moves by.
Between psi_eta and the reader stands sigma, which does no harm because x y >= 0.
"""

from fractions import Fraction

from proofs.calculus_powers import FOUR, POSITIVE, RECURRENCE, SPLIT, SUM, grows, power
from proofs.syz22_a4_polarisation import DOMAIN, ERROR, polarised
from proofs.syz22_b1_bit import LIPSCHITZ, bit
from proofs.y17_square import BOUND, quarters, squares
from verifier.attack.blocks import products_within
from verifier.constructions.product import approximate_products, square_steps
from verifier.constructions.three_parameters import product_error
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
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

x, y, M, X, Y, eta, p, t, a = reals("x y M X Y eta p t a")
J, n, r, k = integers("J n r k")

MOVED, SHIFT, TWO_TO_MINUS = Function("digit_errors", 2), Function("digit_error", 2), Function("two_to_minus")


def product(M: Term, X: Term, Y: Term, r: Term) -> Term:
    """psi_eta(2M X, 2M Y)."""
    return polarised(M, squares(r, X + Y), squares(r, X), squares(r, Y))


_ARGUMENTS = (M > 0, equal(x, 2 * M * X), equal(y, 2 * M * Y), between(0, x, M), between(0, y, M))

_PRODUCT = Assembly(
    "|psi_eta(x, y) - x y| <= eta for 0 <= x, y <= M and M^2 4^-r <= eta",
    (x, y, M, X, Y, eta, r),
    (
        instance(DOMAIN),
        instance(BOUND, z=X + Y),
        instance(BOUND, z=X),
        instance(BOUND, z=Y),
        instance(ERROR, P=squares(r, X + Y), Q=squares(r, X), R=squares(r, Y), e=quarters(r) / 4),
    ),
    absolute(product(M, X, Y, r) - x * y) <= eta,
    (*_ARGUMENTS, r >= 0, M * M * quarters(r) <= eta),
)
_LARGE = Assembly(
    "M = 2^(2J+1) is at least 1 + 4^J",
    (J,),
    (instance(RECURRENCE, b=2, i=2 * J), instance(FOUR, i=J), instance(POSITIVE, b=4, i=J)),
    all_of(power(2, 2 * J + 1) >= 1 + power(4, J), power(2, 2 * J + 1) >= 2),
    (J >= 0,),
)
_INVERSE = induction(
    "4^r 4^-r = 1",
    r,
    0,
    lambda r: equal(power(4, r) * quarters(r), 1),
    initial=(equal(power(4, 0), 1), equal(quarters(0), 1)),
    recurrence=lambda r: all_of(grows(4, r), equal(4 * quarters(r + 1), quarters(r))),
)
_STEPS = Assembly(
    "2r >= 4J + 2 + k gives M^2 4^-r <= 2^-k",
    (J, k, r),
    (
        instance(SPLIT, b=2, j=4 * J + 2 + k, k=2 * r),
        instance(POSITIVE, b=2, i=2 * r - 4 * J - 2 - k),
        instance(SUM, b=2, j=4 * J + 2, i=k),
        instance(SUM, b=2, j=2 * J + 1, i=2 * J + 1),
        instance(POSITIVE, b=2, i=2 * J + 1),
        instance(POSITIVE, b=2, i=k),
        instance(FOUR, i=r),
        instance(_INVERSE.conclusion),
    ),
    power(2, 2 * J + 1) * power(2, 2 * J + 1) * quarters(r) * power(2, k) <= 1,
    (J >= 0, k >= 0, 2 * r >= 4 * J + 2 + k),
)
_SIGMA = Claim(
    "sigma brings p no further from a product that is not negative",
    (p, t, eta),
    (t >= 0, absolute(p - t) <= eta),
    absolute(relu(p) - t) <= eta,
)
_BIT = Assembly(
    "|bit(sigma(p)) - bit(t)| <= 3 eta for |p - t| <= eta, t >= 0",
    (p, t, eta, J),
    (instance(_SIGMA), instance(LIPSCHITZ, x=relu(p), y=t)),
    absolute(bit(J, relu(p)) - bit(J, t)) <= 3 * eta,
    (J >= 1, t >= 0, absolute(p - t) <= eta),
)


def _moves(k: Term) -> Formula:
    return all_of(
        equal(2 * TWO_TO_MINUS(k + 1), TWO_TO_MINUS(k)),
        equal(MOVED(eta, k + 1), MOVED(eta, k) + TWO_TO_MINUS(k + 1) * SHIFT(eta, k + 1)),
    )


_MOVED = induction(
    "|sum_{i<=k} 2^-i error(i)| <= (1 - 2^-k) eta for |error(i)| <= eta",
    k,
    0,
    lambda k: all_of(TWO_TO_MINUS(k) > 0, absolute(MOVED(eta, k)) <= eta * (1 - TWO_TO_MINUS(k))),
    variables=(eta,),
    hypotheses=lambda k: eta >= 0,
    initial=(equal(MOVED(eta, 0), 0), equal(TWO_TO_MINUS(0), 1)),
    recurrence=_moves,
    given=lambda k: implies(eta >= 0, absolute(SHIFT(eta, k + 1)) <= eta),
)
_LESS = Assembly(
    "n digits that move by at most 3 eta each move the value by less than 3 eta",
    (eta, n),
    (instance(_MOVED.conclusion, eta=3 * eta, k=n),),
    absolute(MOVED(3 * eta, n)) < 3 * eta,
    (eta > 0, n >= 0),
)

PRODUCT = stated(_PRODUCT)  # 0 <= x, y <= M, M^2 4^-r <= eta: |product(M, X, Y, r) - x y| <= eta
LARGE = stated(_LARGE)  # J >= 0: 2^(2J+1) >= 1 + 4^J
STEPS = stated(_STEPS)  # 2r >= 4J + 2 + k: M^2 4^-r <= 2^-k
ONE_BIT = stated(_BIT)  # J >= 1, t >= 0, |p - t| <= eta: |bit(J, sigma(p)) - bit(J, t)| <= 3 eta
MOVED_LESS = stated(_LESS)  # eta > 0, n >= 0: |digit_errors(3 eta, n)| < 3 eta


def _steps() -> Verdict:
    """The code's r is the least one, and is 2J + O(n)."""
    for J in range(1, 20):
        for n in range(1, 20):
            eta = product_error(n)
            r, k = square_steps(J, eta), -eta.exponent
            if 3 * eta.fraction * 2**n > 1 or 2 * r not in (4 * J + 2 + k, 4 * J + 3 + k):
                return Verdict(Kind.REFUTED, f"J = {J}, n = {n}: eta = 2^-{k}, r = {r}")
            if not eta.fraction * 4 ** (r - 1) < 4 ** (2 * J + 1) <= eta.fraction * 4**r:
                return Verdict(Kind.REFUTED, f"J = {J}, n = {n}: r = {r} is not the least")
    return Verdict(Kind.CERTIFIED, "r is the least with 2r >= 4J + 2 + k, eta = 2^-k <= 2^-n / 3, for J, n < 20")


def _literal() -> Verdict:
    """The literal products at the arguments that occur: a_l in [0, 1/3), powers of four and numbers between."""
    compared = 0
    for J, n in ((1, 1), (2, 1), (2, 3), (3, 2), (4, 1)):
        eta = product_error(n)
        network = approximate_products(J, 1, 1, eta).literal
        for left in range(0, 22, 3):
            for right in range(2 * 4**J + 1):
                x, y = Fraction(right, 2), Fraction(left, 64)
                found = run(network, (x, y))[0]
                if abs(found - x * y) > eta.fraction:
                    return Verdict(Kind.REFUTED, f"J = {J}, n = {n}: psi({x}, {y}) = {found}")
                compared += 1
    return Verdict(Kind.CERTIFIED, f"within eta at {compared} pairs")


THEOREM = Theorem(
    name="syz22_a4_product",
    title="Products within eta, and what they do to the digits",
    part=Part.LEMMA,
    source="[SYZ22] Lemma A.4 and the proof of Theorem 2.3, for the non-negative arguments that occur",
    statement=r"|\psi_\eta(x,y) - xy| \le \eta \text{ on } [0,M]^2,\ M = 2^{2J+1} \ge 1 + 4^J,\ r \ge 2J + 1 + \tfrac{k}{2}"
    r" \text{ tents for } \eta = 2^{-k};\quad"
    r" \Bigl|\sum_{l=1}^n 2^{-l}\,\mathrm{bit}(\psi_\eta(a_l,t)) - \sum_{l=1}^n 2^{-l}\,\mathrm{bit}(a_l t)\Bigr| < 3\eta",
    hypotheses=(r"J, n \ge 1", r"\eta > 0"),
    uses=("calculus_powers", "syz22_a4_polarisation", "syz22_b1_bit", "y17_square"),
    obligations=(
        _PRODUCT,
        _LARGE,
        _INVERSE,
        _STEPS,
        _SIGMA,
        _BIT,
        _MOVED,
        _LESS,
        Computation(
            "r in the code",
            "the code's r is the least with 2r >= 4J + 2 + k for its eta = 2^-k, and 3 eta <= 2^-n",
            Scope.INSTANCE,
            "integers",
            _steps,
        ),
        Computation(
            "the literal products are within eta",
            "|psi_eta(x, y) - x y| <= eta for multiples x of 1/2 up to 4^J and y of 3/64 up to 1/3",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "eta too large: 2^-(n+1) is not at most 2^-n / 3",
            Claim("3 eta <= 2^-n for 2 eta <= 2^-n", (eta, t), (t > 0, eta > 0, 2 * eta <= t), 3 * eta <= t),
        ),
        Sabotage(
            "r -> r - 1 tents: M^2 4^-r <= 4 eta",
            Claim(
                "error of the product with one tent fewer, a the error of the three squares",
                (M, a, t, eta),
                (M > 0, t > 0, M * M * t <= 4 * eta, absolute(a) <= t / 2),
                absolute(2 * M * M * a) <= eta,
            ),
        ),
        Sabotage(
            "sigma in front of the reader, products of any sign",
            Claim("sigma(p) is within eta of t", (p, t, eta), (absolute(p - t) <= eta,), absolute(relu(p) - t) <= eta),
        ),
    ),
    attacks=(products_within(),),
)
