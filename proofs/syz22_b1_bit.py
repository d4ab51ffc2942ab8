"""Proposition B.1: one ReLU network reads the digits of a, bit(4^j a) = theta_j.

`bit(J, t)` is clamp(tent^(2J+1)(t / 2^(2J+1))). With 4^j a = 4k + theta_j + r the sawtooth is at 2i + u with
i = 2k + theta_j and u = r - theta_j, so that its value is r < 1/3 or 1 - r > 2/3. The digits and a are those of
`syz22_b1_digits`: theta_j = theta(u, j) and a = partial(u, J) for the code named u.
"""

from fractions import Fraction

from proofs.calculus_powers import FOUR, POSITIVE, RECURRENCE, power
from proofs.syz22_b1_clamp import LIPSCHITZ as CLAMP_LIPSCHITZ
from proofs.syz22_b1_clamp import ONE as CLAMP_ONE
from proofs.syz22_b1_clamp import RANGE as CLAMP_RANGE
from proofs.syz22_b1_clamp import ZERO as CLAMP_ZERO
from proofs.syz22_b1_clamp import clamp
from proofs.syz22_b1_digits import POSITION, WITHIN, partial, theta, whole
from proofs.syz22_b1_sawtooth import LIPSCHITZ as SAW_LIPSCHITZ
from proofs.syz22_b1_sawtooth import TEETH, saw
from verifier.attack.blocks import bit_range, bit_reads, bit_slope
from verifier.constructions.bit import bit as bit_network
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
    integers,
    reals,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

r, t, x, y = reals("r t x y")
u, i, j, k, J, digit = integers("u i j k J digit")

BIT = Function("bit", 2)


def bit(J: Operand, t: Operand) -> Term:  # noqa: N803
    """clamp(tent^(2J+1)(t / 2^(2J+1))), J >= 1."""
    return BIT(J, t)


def _defined(J: Term) -> Formula:  # noqa: N803
    return equal(bit(J, t), clamp(saw(t, 2 * J + 1)))


_DEFINITION = induction(
    "bit(J, t) = clamp(tent^(2J+1)(t / 2^(2J+1)))",
    J,
    1,
    _defined,
    variables=(t,),
    initial=(equal(bit(1, t), clamp(saw(t, 3))),),
    recurrence=lambda J: equal(bit(J + 1, t), clamp(saw(t, 2 * J + 3))),  # noqa: N803
)
_TEETH = Assembly(
    "2^(2J+1) = 2 * 4^J",
    (J,),
    (instance(FOUR, i=J), instance(RECURRENCE, b=2, i=2 * J)),
    equal(power(2, 2 * J + 1), 2 * power(4, J)),
    (J >= 0,),
)
_DIGIT = Assembly(
    "the sawtooth is |r - theta| at 4k + theta + r <= 4^J",
    (t, r, k, digit, J),
    (
        instance(stated(_TEETH)),
        instance(POSITIVE, b=4, i=J),
        instance(TEETH, k=2 * J + 1, i=2 * k + digit, u=r - digit),
    ),
    equal(saw(t, 2 * J + 1), absolute(r - digit)),
    (J >= 1, equal(t, 4 * k + digit + r), between(0, digit, 1), between(0, r, 1), between(0, t, power(4, J))),
)
_ROUND = Assembly(
    "clamp(|r - theta|) = theta for 0 <= r <= 1/3",
    (r, digit),
    (instance(CLAMP_ZERO, z=absolute(r - digit)), instance(CLAMP_ONE, z=absolute(r - digit))),
    equal(clamp(absolute(r - digit)), digit),
    (between(0, digit, 1), r >= 0, 3 * r <= 1),
)
_HERE = power(4, j) * partial(u, J)
_REST = _HERE - 4 * whole(u, j - 1) - theta(u, j)
_READS = Assembly(
    "bit(4^j a) = theta_j for 1 <= j <= J",
    (u, j, J),
    (
        instance(_DEFINITION.conclusion, t=_HERE),
        instance(POSITION, a=partial(u, J), t=_HERE, r=_REST),
        instance(WITHIN, a=partial(u, J)),
        instance(stated(_DIGIT), t=_HERE, k=whole(u, j - 1), digit=theta(u, j), r=_REST),
        instance(stated(_ROUND), digit=theta(u, j), r=_REST),
    ),
    all_of(equal(bit(J, _HERE), theta(u, j)), between(0, theta(u, j), 1)),
    (between(1, j, J),),
)
_RANGE = Assembly(
    "0 <= bit <= 1 on R",
    (t, J),
    (instance(_DEFINITION.conclusion), instance(CLAMP_RANGE, z=saw(t, 2 * J + 1))),
    between(0, bit(J, t), 1),
    (J >= 1,),
)
_LIPSCHITZ = Assembly(
    "bit is 3-Lipschitz on R",
    (x, y, J),
    (
        instance(_DEFINITION.conclusion, t=x),
        instance(_DEFINITION.conclusion, t=y),
        instance(CLAMP_LIPSCHITZ, x=saw(x, 2 * J + 1), y=saw(y, 2 * J + 1)),
        instance(SAW_LIPSCHITZ, k=2 * J + 1),
    ),
    absolute(bit(J, x) - bit(J, y)) <= 3 * absolute(x - y),
    (J >= 1,),
)

DEFINITION = _DEFINITION.conclusion  # J >= 1: bit(J, t) = clamp(saw(t, 2J + 1))
READS = stated(_READS)  # 1 <= j <= J: bit(J, 4^j partial(u, J)) = theta(u, j) in {0, 1}
RANGE = stated(_RANGE)  # J >= 1: 0 <= bit(J, t) <= 1
LIPSCHITZ = stated(_LIPSCHITZ)  # J >= 1: |bit(J, x) - bit(J, y)| <= 3 |x - y|


def _literal() -> Verdict:
    compared = 0
    for J in range(1, 7):  # noqa: N806
        block, tents = bit_network(J), 2 * J + 1
        for numerator in range(-10, 8 * min(4**J, 16) + 10, 3):
            at = Fraction(numerator, 8)
            z = at / 2**tents
            for _ in range(tents):
                z = min(2 * z, 2 - 2 * z)
            z = min(max(3 * z - 1, Fraction(0)), Fraction(1))
            found = run(block.literal, [at])[0]
            if found != z:
                return Verdict(Kind.REFUTED, f"J = {J}: the layers give {found} at {at}, the formula {z}")
            compared += 1
    return Verdict(Kind.CERTIFIED, f"equal at {compared} points for J = 1..6")


_one = realise(bit_network(1).literal, [t])[0]  # J = 1: a = theta_1 / 4, a single digit at t = 4a

THEOREM = Theorem(
    name="syz22_b1_bit",
    title="One network reads every digit",
    part=Part.THEOREM,
    source="[SYZ22] Proposition B.1",
    statement=r"\mathrm{bit}(t) = c(\mathrm{tent}^{(2J+1)}(t/2^{2J+1})):\quad"
    r" \mathrm{bit}\Big(4^j \sum_{i=1}^J \theta_i 4^{-i}\Big) = \theta_j\ (1 \le j \le J,\ \theta_i \in \{0,1\}),"
    r"\quad 0 \le \mathrm{bit} \le 1,\quad |\mathrm{bit}(x)-\mathrm{bit}(y)| \le 3|x-y|",
    hypotheses=(r"1 \le j \le J",),
    uses=("calculus_powers", "syz22_b1_clamp", "syz22_b1_sawtooth", "syz22_b1_digits"),
    obligations=(
        _DEFINITION,
        _TEETH,
        _DIGIT,
        _ROUND,
        _READS,
        _RANGE,
        _LIPSCHITZ,
        Computation(
            "the formula is what the layers compute",
            "the literal network equals clamp(tent^(2J+1)(t / 2^(2J+1))) for J = 1..6",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "r <= 1/3 -> r <= 0.34",
            Claim(
                "clamp(|r - theta|) = theta for r <= 0.34",
                (r, digit),
                (between(0, digit, 1), r >= 0, 100 * r <= 34),
                equal(clamp(absolute(r - digit)), digit),
            ),
        ),
        Sabotage(
            "r >= 0 dropped",
            Claim(
                "clamp(|r - theta|) = theta for all r <= 1/3",
                (r, digit),
                (between(0, digit, 1), 3 * r <= 1),
                equal(clamp(absolute(r - digit)), digit),
            ),
        ),
        Sabotage(
            "digits {0, 1} -> {0, 1, 2} (J = 1, the literal layers)",
            Claim(
                "bit(4a) = theta_1 for a = theta_1 / 4",
                (t, digit),
                (between(0, digit, 2), equal(t, digit)),
                equal(_one, digit),
            ),
        ),
        Sabotage(
            "2J+1 tents -> 2J-2 tents (J = 2): the first digit hides the last",
            Claim(
                "two tents read the second digit of theta_1 / 4 + theta_2 / 16",
                (t, i, digit),
                (between(0, i, 1), between(0, digit, 1), equal(t, 4 * i + digit)),
                equal(clamp(realise(sawtooth(2).literal, [t])[0]), digit),
            ),
        ),
    ),
    attacks=(bit_range(), bit_reads(), bit_slope(),),
)
