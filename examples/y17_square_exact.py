"""[Yarotsky 2017] x^2 by sawtooths: the error of the piecewise linear interpolant is exactly 4^-(m+1).

    f_m(x) = x - sum_{s=1}^{m} tent^(s)(x) / 4^s   on [0, 1]

is the interpolant of x^2 at the points i/2^m, and max |f_m - x^2| = 4^-(m+1), attained in the middle of each interval. The
paper proves the upper bound; here both are proved for every m, with e_m = f_m - x^2:

    e_0(x) = x - x^2,   e_{m+1}(x) = e_m(tent(x)) / 4,   0 <= e_m <= 4^-(m+1),   e_m(2^-(m+1)) = 4^-(m+1).

w(s, x) = tent^(s)(x)/4^s and total(m, x) = sum_{s=1}^{m} w(s, x). On the interval number i, scaled by y = 2^m x, the error
is E(m, y) = 4^m e_m(y/2^m) = (y - i)(i + 1 - y): it vanishes at the nodes, so that f_m is the interpolant.
"""

from fractions import Fraction

from verifier.constructions.product import square
from verifier.exact.interval import Interval
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Function,
    Operand,
    Sort,
    Term,
    all_of,
    between,
    equal,
    half,
    integers,
    minimum,
    reals,
    relu,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.pieces import affine_pieces
from verifier.verdict import Kind, Verdict

x, y, z, Q = reals("x y z Q")
m, i = integers("m i")
w, total, e = Function("w", 2), Function("total", 2), Function("e", 2)  # of m and x
E = Function("E", 2)  # of m and y
quarter, P, middle = Function("quarter"), Function("P", 1, Sort.INTEGER), Function("middle")  # 4^-m, 2^m, 2^-(m+1)


def tent(z: Operand) -> Term:
    """tent(z) = 1 - 2 sigma(z - 1/2) - 2 sigma(1/2 - z)."""
    return 1 - 2 * relu(term(z) - half) - 2 * relu(half - term(z))


FOLD = induction(  # the sum with its first summand split off instead of its last
    "total(m + 1, x) = (tent(x) + total(m, tent(x))) / 4",
    m,
    0,
    lambda m: equal(total(m + 1, x), (tent(x) + total(m, tent(x))) / 4),
    variables=(x,),
    initial=(
        equal(total(0, tent(x)), 0),
        equal(total(1, x), total(0, x) + w(1, x)),
        equal(total(0, x), 0),
        equal(w(1, x), w(0, tent(x)) / 4),
        equal(w(0, x), x),
        equal(w(0, tent(x)), tent(x)),
    ),
    recurrence=lambda m: all_of(
        equal(total(m + 1, x), total(m, x) + w(m + 1, x)),
        equal(w(m + 1, x), w(m, tent(x)) / 4),
        equal(total(m + 2, x), total(m + 1, x) + w(m + 2, x)),
        equal(total(m + 1, tent(x)), total(m, tent(x)) + w(m + 1, tent(x))),
        equal(w(m + 2, x), w(m + 1, tent(x)) / 4),
    ),
)
SQUARE = Claim(
    "x^2 = x - tent(x)/2 + tent(x)^2/4",
    (x,),
    (),
    equal(x * x, x - tent(x) / 2 + tent(x) * tent(x) / 4),
)
INSIDE = Claim("tent maps [0, 1] into itself", (x,), (between(0, x, 1),), between(0, tent(x), 1))
_SELF_SIMILAR = Assembly(  # e(m, x) is f_m(x) - x^2 = x - total(m, x) - x^2
    "e_{m+1}(x) = e_m(tent(x)) / 4",
    (m, x),
    (instance(FOLD.conclusion), instance(SQUARE)),
    equal(e(m + 1, x), e(m, tent(x)) / 4),
    (
        m >= 0,
        equal(e(m + 1, x), x - total(m + 1, x) - x * x),
        equal(e(m, tent(x)), tent(x) - total(m, tent(x)) - tent(x) * tent(x)),
    ),
)
SELF_SIMILAR = stated(_SELF_SIMILAR)
BOUND = induction(
    "0 <= e_m <= 4^-(m+1) on [0, 1]",
    m,
    0,
    lambda m: between(0, e(m, x), quarter(m + 1)),
    variables=(x,),
    hypotheses=lambda m: between(0, x, 1),
    initial=(equal(e(0, x), x - x * x), equal(quarter(1), Fraction(1, 4))),
    recurrence=lambda m: all_of(equal(e(m + 1, x), e(m, tent(x)) / 4), equal(quarter(m + 2), quarter(m + 1) / 4)),
    instances=({}, {x: tent(x)}),
)
ATTAINED = induction(
    "e_m = 4^-(m+1) in the middle 2^-(m+1) of the first interval",
    m,
    0,
    lambda m: all_of(equal(e(m, middle(m)), quarter(m + 1)), between(0, middle(m), half)),
    initial=(
        equal(e(0, middle(0)), middle(0) - middle(0) * middle(0)),
        equal(middle(0), half),
        equal(quarter(1), Fraction(1, 4)),
    ),
    recurrence=lambda m: all_of(
        equal(middle(m + 1), middle(m) / 2),
        equal(e(m + 1, middle(m + 1)), e(m, tent(middle(m + 1))) / 4),
        equal(quarter(m + 2), quarter(m + 1) / 4),
    ),
)
SCALING = Claim(  # z = y / 2^(m+1), Q = 2^m
    "2^m tent(y / 2^(m+1)) = min(y, 2^(m+1) - y)",
    (y, z, Q),
    (Q >= 1, equal(2 * Q * z, y)),
    equal(Q * tent(z), minimum(y, 2 * Q - y)),
)
INTERPOLANT = induction(  # 2^m tent(y/2^(m+1)) is y or 2^(m+1) - y
    "E_m(y) = (y - i)(i + 1 - y) on the interval number i of 2^m",
    m,
    0,
    lambda m: equal(E(m, y), (y - i) * (i + 1 - y)),
    variables=(y, i),
    hypotheses=lambda m: all_of(between(0, i, P(m) - 1), between(i, y, i + 1)),
    initial=(equal(E(0, y), y * (1 - y)), equal(P(0), 1)),
    recurrence=lambda m: all_of(
        equal(P(m + 1), 2 * P(m)),
        equal(E(m + 1, y), E(m, minimum(y, 2 * P(m) - y))),
    ),
    instances=({}, {y: 2 * P(m) - y, i: 2 * P(m) - 1 - i}),
)


def _literal() -> Verdict:
    """The exact largest error of the literal network square(m), from its exact affine pieces."""
    found = []
    for steps in range(1, 9):
        pieces = affine_pieces(square(steps).literal, Interval(Fraction(0), Fraction(1)))
        errors = []
        for piece in pieces:
            for point in (piece.lo, piece.hi, min(max(piece.slope[0] / 2, piece.lo), piece.hi)):
                errors.append(abs(piece.at(point)[0] - point * point))
        if len(pieces) != 2**steps or max(errors) != Fraction(1, 4 ** (steps + 1)):
            return Verdict(Kind.REFUTED, f"m = {steps}: {len(pieces)} pieces, largest error {max(errors)}")
        found.append((f"m = {steps}", f"{len(pieces)} pieces, largest error {max(errors)}"))
    return Verdict(Kind.CERTIFIED, "the largest error is 4^-(m+1) for m = 1..8, exactly", tuple(found))


THEOREM = Theorem(
    name="y17_square_exact",
    title="x^2 by sawtooths: the error is exactly 4^-(m+1)",
    part=Part.THEOREM,
    source="D. Yarotsky, Error bounds for approximations with deep ReLU networks, Neural Networks 94, 2017, Proposition 2, proof",
    statement=r"\max_{x \in [0,1]} |f_m(x) - x^2| = 4^{-(m+1)},\quad f_m(x) = x - \sum_{s=1}^m 4^{-s}\,\mathrm{tent}^{(s)}(x)",
    hypotheses=(r"m \ge 0",),
    obligations=(
        FOLD,
        SQUARE,
        INSIDE,
        _SELF_SIMILAR,
        BOUND,
        ATTAINED,
        SCALING,
        INTERPOLANT,
        Computation(
            "the literal network",
            "2^m pieces and largest error 4^-(m+1) for m = 1..8",
            Scope.INSTANCE,
            "exact affine pieces of the literal layers",
            _literal,
        ),
    ),
    sabotage=(
        Sabotage(
            "4^-(m+1) -> 4^-(m+1) / 2",
            Claim("e_0 <= 1/8", (x,), (between(0, x, 1),), x - x * x <= Fraction(1, 8)),
        ),
        Sabotage(
            "tent(x)/2 -> tent(x)/4",
            Claim(
                "x^2 = x - tent(x)/4 + tent(x)^2/4",
                (x,),
                (between(0, x, 1),),
                equal(x * x, x - tent(x) / 4 + tent(x) * tent(x) / 4),
            ),
        ),
        Sabotage("x in [0, 1] dropped", Claim("e_0 >= 0 on R", (x,), (), x - x * x >= 0)),
    ),
)
