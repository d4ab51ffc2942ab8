"""The square by sawtooth sums: f_r(z) = z - sum_{i=1}^{r} tent^(i)(z) / 4^i, with its exact error for every r.

f_r(z) - z^2 = 4^-r t (1 - t) for t = tent^(r)(z): with T = tent(t), 4 t (1 - t) - T = T (1 - T) is all that the induction
on r needs. `iterate(z, r)` is tent^(r)(z), of `syz22_b1_sawtooth`, `squares(r, z)` is f_r(z), `quarters(r)` is 4^-r.
"""

from fractions import Fraction

from proofs.syz22_b1_sawtooth import SAME, iterate
from proofs.syz22_b1_tent import RANGE as TENT_RANGE
from proofs.syz22_b1_tent import tent
from verifier.attack.blocks import square_error
from verifier.constructions.product import square
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.symbolic import realise
from verifier.identities.term import Formula, Function, Operand, Term, all_of, between, equal, integers, reals
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

z, t, q, e = reals("z t q e")
(r,) = integers("r")

SQUARES, QUARTERS = Function("square_sum", 2), Function("four_to_minus")


def squares(r: Operand, z: Operand) -> Term:
    """f_r(z)."""
    return SQUARES(r, z)


def quarters(r: Operand) -> Term:
    """4^-r."""
    return QUARTERS(r)


def _next(r: Term) -> Formula:
    """One more summand, and 4^-(r+1) = 4^-r / 4."""
    return all_of(
        equal(4 * quarters(r + 1), quarters(r)),
        equal(squares(r + 1, z), squares(r, z) - quarters(r + 1) * iterate(z, r + 1)),
    )


_START = (equal(iterate(z, 0), z), equal(squares(0, z), z), equal(quarters(0), 1))

_FOLD = Claim("4 t (1 - t) - T = T (1 - T) for T = tent(t)", (t,), (), equal(4 * t * (1 - t) - tent(t), tent(t) * (1 - tent(t))))
_ERROR = induction(
    "f_r(z) - z^2 = 4^-r t (1 - t), t = tent^(r)(z)",
    r,
    0,
    lambda r: equal(squares(r, z) - z * z, quarters(r) * iterate(z, r) * (1 - iterate(z, r))),
    variables=(z,),
    initial=_START,
    recurrence=_next,
    lemmas=(instance(SAME, s=z, k=r), instance(_FOLD, t=iterate(z, r))),
)
_RANGE = induction(
    "tent^(r) maps [0, 1] to [0, 1]",
    r,
    0,
    lambda r: between(0, iterate(z, r), 1),
    variables=(z,),
    hypotheses=lambda r: between(0, z, 1),
    initial=_START,
    recurrence=_next,
    lemmas=(instance(SAME, s=z, k=r), instance(TENT_RANGE, z=iterate(z, r))),
)
_QUARTERS = induction(
    "4^-r > 0", r, 0, lambda r: quarters(r) > 0, initial=_START, variables=(z,), recurrence=_next
)
_PARABOLA = Claim("0 <= t (1 - t) <= 1/4", (t,), (between(0, t, 1),), between(0, t * (1 - t), Fraction(1, 4)))
_SHARE = Claim("0 <= q e <= q / 4", (q, e), (q > 0, between(0, e, Fraction(1, 4))), between(0, q * e, q / 4))
_BOUND = Assembly(
    "0 <= f_r(z) - z^2 <= 4^-(r+1) on [0, 1]",
    (r, z),
    (
        instance(_ERROR.conclusion),
        instance(_RANGE.conclusion),
        instance(_QUARTERS.conclusion),
        instance(_PARABOLA, t=iterate(z, r)),
        instance(_SHARE, q=quarters(r), e=iterate(z, r) * (1 - iterate(z, r))),
    ),
    between(0, squares(r, z) - z * z, quarters(r) / 4),
    (r >= 0, between(0, z, 1)),
)
_SHARP = Assembly(
    "the error is 4^-(r+1) where tent^(r)(z) = 1/2",
    (r, z),
    (instance(_ERROR.conclusion),),
    equal(squares(r, z) - z * z, quarters(r) / 4),
    (r >= 0, equal(2 * iterate(z, r), 1)),
)

ERROR = _ERROR.conclusion  # r >= 0, every z: f_r(z) - z^2 = 4^-r t (1 - t), t = tent^(r)(z)
BOUND = stated(_BOUND)  # r >= 0, 0 <= z <= 1: 0 <= f_r(z) - z^2 <= 4^-r / 4
POSITIVE = _QUARTERS.conclusion  # r >= 0: 4^-r > 0


def _layers(r: int) -> Term:
    """f_r(z) by the literal layers."""
    return realise(square(r).literal, [z])[0]


def _sum(r: int) -> Term:
    """f_r(z) by its formula."""
    total, inner = z, z
    for i in range(1, r + 1):
        inner = tent(inner)
        total = total - inner / 4**i
    return total


def _literal(r: int) -> Claim:
    return Claim(f"the layers of f_{r} on [0, 1]", (z,), (between(0, z, 1),), equal(_layers(r), _sum(r)))


def _within(name: str, r: int, bound: Fraction) -> Claim:
    return Claim(name, (z,), (between(0, z, 1),), between(0, _layers(r) - z * z, bound))


LITERAL = tuple(_literal(r) for r in (1, 2))

def _sums() -> Verdict:
    """f_r by its literal layers and by its formula, at all multiples of 2^-7 / 3 of [0, 1]."""
    for r in range(1, 9):
        network = square(r).literal
        for numerator in range(3 * 2**7 + 1):
            at = inner = wanted = Fraction(numerator, 3 * 2**7)
            for i in range(1, r + 1):
                inner = min(2 * inner, 2 - 2 * inner)
                wanted -= inner / 4**i
            found = run(network, [at])[0]
            if found != wanted or not 0 <= found - at * at <= Fraction(1, 4 ** (r + 1)):
                return Verdict(Kind.REFUTED, f"r = {r}: the layers give {found} at {at}, the formula {wanted}")
    return Verdict(Kind.CERTIFIED, "equal, and within 4^-(r+1) of z^2, at 385 points of [0, 1] for r = 1..8")


LAYERS = Computation(
    "the layers are the sum",
    "the literal network equals z - sum tent^(i)(z) / 4^i for r = 1..8",
    Scope.INSTANCE,
    "literal layers in exact rationals",
    _sums,
)

THEOREM = Theorem(
    name="y17_square",
    title="The square, by r tents",
    part=Part.LEMMA,
    source="[Y17] Proposition 2; [SYZ22] Lemma A.4, proof",
    statement=r"f_r(z) = z - \sum_{i=1}^{r} 4^{-i}\,\mathrm{tent}^{(i)}(z):\quad f_r(z) - z^2 = 4^{-r} t(1-t),"
    r"\ t = \mathrm{tent}^{(r)}(z),\qquad 0 \le f_r(z) - z^2 \le 4^{-(r+1)}\ (0 \le z \le 1)",
    hypotheses=(r"r \ge 0",),
    uses=("syz22_b1_sawtooth", "syz22_b1_tent"),
    obligations=(_FOLD, _ERROR, _RANGE, _QUARTERS, _PARABOLA, _SHARE, _BOUND, _SHARP, *LITERAL, LAYERS),
    sabotage=(
        Sabotage("r -> r - 1: one tent fewer", _within("f_2 is within 4^-4", 2, Fraction(1, 4**4))),
        Sabotage(
            "4^-i -> 2^-i",
            Claim("z - tent(z) / 2 >= z^2", (z,), (between(0, z, 1),), z - tent(z) / 2 >= z * z),
        ),
        Sabotage("4^-(r+1) -> 0.99 * 4^-(r+1)", _within("f_1 is within 0.99 * 4^-2", 1, Fraction(99, 1600))),
    ),
    attacks=(square_error(),),
)
