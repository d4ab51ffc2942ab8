"""The sawtooth: k tents on top of each other give 2^(k-1) teeth, for every k.

`iterate(s, k)` is tent^(k)(s), the k-fold composition, `scaled(t, k)` is t / 2^k and `saw(t, k)` is tent^(k)(t / 2^k).
The composition is defined by tent^(k+1)(s) = tent^(k)(tent(s)). T has period 2, with T(2i + u) = |u| for integers i and
|u| <= 1. Induction on k: on [0, 1/2] the tent doubles s, on [1/2, 1] it reflects: 2^k (2 - 2s) = 2 (2^k - i) - u.
"""

from fractions import Fraction

from proofs.calculus_powers import POSITIVE, grows, power
from proofs.syz22_b1_tent import tent
from verifier.attack.blocks import sawtooth_slope, sawtooth_values
from verifier.constructions.sawtooth import sawtooth
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.symbolic import realise
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Term,
    absolute,
    all_of,
    between,
    equal,
    half,
    implies,
    integers,
    reals,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

s, t, u, x, y = reals("s t u x y")
i, k = integers("i k")

ITERATE = Function("tent_iterate", 2)
SCALED = Function("over_power_of_two", 2)
SAW = Function("sawtooth", 2)


def iterate(s: Operand, k: Operand) -> Term:
    """tent^(k)(s), the k-fold composition."""
    return ITERATE(s, k)


def scaled(t: Operand, k: Operand) -> Term:
    """t / 2^k."""
    return SCALED(t, k)


def saw(t: Operand, k: Operand) -> Term:
    """tent^(k)(t / 2^k)."""
    return SAW(t, k)


def _inside(s: Term, k: Term) -> Formula:
    """tent^(k+1)(s) = tent^(k)(tent(s))."""
    return equal(iterate(s, k + 1), iterate(tent(s), k))


def _outside(s: Term, k: Term) -> Formula:
    """tent^(k+1)(s) = tent(tent^(k)(s))."""
    return equal(iterate(s, k + 1), tent(iterate(s, k)))


def _halves(s: Term, k: Term) -> Formula:
    return all_of(
        implies(s <= half, equal(iterate(s, k + 1), iterate(2 * s, k))),
        implies(s >= half, equal(iterate(s, k + 1), iterate(2 - 2 * s, k))),
    )


def _defined(t: Term, k: Operand) -> Formula:
    return all_of(equal(power(2, k) * scaled(t, k), t), equal(saw(t, k), iterate(scaled(t, k), k)))


_SAME = induction(
    "peeled off inside or outside, the tents are the same",
    k,
    0,
    lambda k: _outside(s, k),
    variables=(s,),
    initial=(equal(iterate(s, 0), s), equal(iterate(s, 1), tent(s))),
    recurrence=lambda k: all_of(_inside(s, k), _inside(s, k + 1)),
    instances=({}, {s: tent(s)}),
)
_UNFOLD = induction(
    "tent^(k+1)(s) = tent^(k)(2s) for s <= 1/2 and tent^(k)(2 - 2s) for s >= 1/2",
    k,
    0,
    lambda k: _halves(s, k),
    variables=(s,),
    initial=(equal(iterate(s, 1), iterate(tent(s), 0)),),
    recurrence=lambda k: _inside(s, k + 1),
)
_TEETH = induction(
    "tent^(k)(s) = |u| for s in [0, 1], 2^k s = 2i + u, |u| <= 1",
    k,
    0,
    lambda k: equal(iterate(s, k), absolute(u)),
    variables=(s, u, i),
    hypotheses=lambda k: all_of(between(0, s, 1), equal(power(2, k) * s, 2 * i + u), between(-1, u, 1)),
    initial=(equal(power(2, 0), 1), equal(iterate(s, 0), s)),
    recurrence=lambda k: grows(2, k),
    lemmas=(instance(_UNFOLD.conclusion),),
    instances=({}, {s: 2 * s}, {s: 2 - 2 * s, i: power(2, k) - i, u: -u}),
)
_BEYOND = induction(
    "tent^(k)(s) = 2^k s for s <= 0 and 2^k (1 - s) for s >= 1",
    k,
    1,
    lambda k: all_of(
        implies(s <= 0, equal(iterate(s, k), power(2, k) * s)),
        implies(s >= 1, equal(iterate(s, k), power(2, k) * (1 - s))),
    ),
    variables=(s,),
    initial=(equal(power(2, 1), 2), equal(iterate(s, 1), tent(s))),
    recurrence=lambda k: grows(2, k),
    lemmas=(instance(_UNFOLD.conclusion),),
    instances=({}, {s: 2 * s}, {s: 2 - 2 * s}),
)
_LIPSCHITZ = induction(
    "tent^(k) is 2^k-Lipschitz",
    k,
    0,
    lambda k: absolute(iterate(x, k) - iterate(y, k)) <= power(2, k) * absolute(x - y),
    variables=(x, y),
    initial=(equal(power(2, 0), 1), equal(iterate(x, 0), x), equal(iterate(y, 0), y)),
    recurrence=lambda k: grows(2, k),
    lemmas=(instance(_SAME.conclusion, s=x), instance(_SAME.conclusion, s=y)),
)
_DEFINITION = induction(
    "saw(t, k) = tent^(k)(t / 2^k)",
    k,
    0,
    lambda k: _defined(t, k),
    variables=(t,),
    initial=(_defined(t, 0),),
    recurrence=lambda k: _defined(t, k + 1),
)

_WHOLE = Assembly(
    "tent^(k)(t / 2^k) = T(t) on [0, 2^k]",
    (t, u, i, k),
    (
        instance(_DEFINITION.conclusion),
        instance(POSITIVE, b=2, i=k),
        instance(_TEETH.conclusion, s=scaled(t, k)),
    ),
    equal(saw(t, k), absolute(u)),
    (k >= 0, between(0, t, power(2, k)), equal(t, 2 * i + u), between(-1, u, 1)),
)
_BOTH_SIDES = Assembly(
    "it equals t for t <= 0 and 2^k - t for t >= 2^k",
    (t, k),
    (
        instance(_DEFINITION.conclusion),
        instance(POSITIVE, b=2, i=k),
        instance(_BEYOND.conclusion, s=scaled(t, k)),
    ),
    all_of(implies(t <= 0, equal(saw(t, k), t)), implies(t >= power(2, k), equal(saw(t, k), power(2, k) - t))),
    (k >= 1,),
)
_ONE = Assembly(
    "it is 1-Lipschitz on R",
    (x, y, k),
    (
        instance(_DEFINITION.conclusion, t=x),
        instance(_DEFINITION.conclusion, t=y),
        instance(POSITIVE, b=2, i=k),
        instance(_LIPSCHITZ.conclusion, x=scaled(x, k), y=scaled(y, k)),
    ),
    absolute(saw(x, k) - saw(y, k)) <= absolute(x - y),
    (k >= 0,),
)

SAME = _SAME.conclusion  # k >= 0: tent^(k+1)(s) = tent(tent^(k)(s))
DEFINITION = _DEFINITION.conclusion  # k >= 0: 2^k scaled(t, k) = t and saw(t, k) = iterate(scaled(t, k), k)
TEETH = stated(_WHOLE)  # k >= 0, 0 <= t <= 2^k, t = 2i + u, |u| <= 1: saw(t, k) = |u|
BEYOND = stated(_BOTH_SIDES)  # k >= 1: saw(t, k) = t for t <= 0, 2^k - t for t >= 2^k
LIPSCHITZ = stated(_ONE)  # k >= 0: |saw(x, k) - saw(y, k)| <= |x - y|


def _literal() -> Verdict:
    compared = 0
    for k in range(1, 11):
        block, top = sawtooth(k), 2**k
        for numerator in range(-24, 8 * min(top, 64) + 24):
            at = Fraction(numerator, 8) + (0 if numerator % 3 else max(0, top - 64))
            z = at / top
            for _ in range(k):
                z = min(2 * z, 2 - 2 * z)
            found = run(block.literal, [at])[0]
            if found != z:
                return Verdict(Kind.REFUTED, f"k = {k}: the layers give {found} at {at}, the tents {z}")
            compared += 1
    return Verdict(Kind.CERTIFIED, f"equal at {compared} points for k = 1..10")


_two = realise(sawtooth(2).literal, [t])[0]

THEOREM = Theorem(
    name="syz22_b1_sawtooth",
    title="The sawtooth, for every number of tents",
    part=Part.LEMMA,
    source="[SYZ22] Proposition B.1, proof, Step 1; Telgarsky, Benefits of depth in neural networks, 2016",
    statement=r"\mathrm{tent}^{(k)}(t/2^k) = T(t)\ (0 \le t \le 2^k),\quad = t\ (t \le 0),\quad = 2^k - t\ (t \ge 2^k),\quad"
    r" \text{and is 1-Lipschitz on } \mathbb{R}; \quad T(2i+u) = |u|\ (i \in \mathbb{Z}, |u| \le 1)",
    hypotheses=(r"k \ge 1",),
    uses=("calculus_powers",),
    obligations=(
        _SAME,
        _UNFOLD,
        _TEETH,
        _BEYOND,
        _LIPSCHITZ,
        _DEFINITION,
        _WHOLE,
        _BOTH_SIDES,
        _ONE,
        Computation(
            "the composition is what the layers compute",
            "the literal network equals the k-fold tent at eighths inside and beyond [0, 2^k]",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "2J+1 tents -> 2J tents on [0, 2^(2J+1)] (J = 1)",
            Claim(
                "two tents are T on [0, 8]",
                (t, u, i),
                (between(0, t, 8), equal(t, 2 * i + u), between(-1, u, 1)),
                equal(_two, absolute(u)),
            ),
        ),
        Sabotage(
            "1-Lipschitz -> 1/2-Lipschitz",
            Claim(
                "two tents are 1/2-Lipschitz",
                (t, x),
                (),
                2 * absolute(_two - realise(sawtooth(2).literal, [x])[0]) <= absolute(t - x),
            ),
        ),
        Sabotage(
            "t >= 2^k dropped: 2^k - t everywhere (k = 2)",
            Claim("two tents are 4 - t", (t,), (t >= 0,), equal(_two, 4 - t)),
        ),
    ),
    attacks=(sawtooth_slope(), sawtooth_values(),),
)
