"""Theorem 2.2': the medians are within omega_ft(sqrt(d)/K) + 2^-n of ft on the whole cube, for every delta <= 1/(3K).

As in `syz22_a1_cells` the integer u names a point x of the cube together with delta. The integer z names a choice of
shifts e_{i+1}, ..., e_d in {-1, 0, 1} for the last d - i axes, shift(e, z) the same choice with e_i = e in front, and
moved(u, z), for a choice for all axes, the point x + delta e. psi(i, z) is psi_i at x + delta (0, .., 0, e_{i+1}, ..,
e_d), so that

    psi(i, z) = mid(psi(i-1, shift(-1, z)), psi(i-1, shift(0, z)), psi(i-1, shift(1, z))),

psi(0, z) is psi_0(x + delta e), and psi(d, z) for the empty choice is psi_d(x). psi_0 may be any function that has the
values of Theorem A.1 on cells.

  lies(j, e) = 1        x_j + e delta lies in a cell; number(j, e) is its number beta_j;
  cells(i, z) = 1       every x_j + e_j delta, j > i, lies in a cell;
  path(i, z)            sum_{j > i} (K x_j - beta_j)^2;
  bounded(i, z, ..) = 1 low <= psi_0(x + delta e') <= high for every e' that continues z with x_j + e'_j delta in cells.

HULL: psi_i is between the bounds of the reachable values of psi_0, by induction on i from two of three and the median
hull. NEAR: the reachable values are near ft(x), by induction on i from adjacency.
"""

import dataclasses
from collections.abc import Callable, Mapping
from fractions import Fraction

from proofs.lsyz21_3_1_median import median
from proofs.syz22_a1_cells import (
    SAMPLE,
    SCALE,
    UNIT_POWERS,
    binary,
    in_cells,
    quantised,
    rho,
    scaled_gap,
    scaled_point,
    two_to_minus,
    value,
)
from proofs.syz22_a2_hull import HULL as MEDIAN_HULL
from proofs.syz22_corollaries import HOELDER_3, LIPSCHITZ_3, hoelder
from proofs.uniform_adjacency import ADJACENCY
from proofs.uniform_two_of_three import FLAGGED, NUMBERED, cell_number
from proofs.uniform_two_of_three import lies as lies_in_cell
from verifier.attack.networks import network_error, uniform_bound
from verifier.constructions.grid import Grid
from verifier.constructions.median import median_tree
from verifier.constructions.sup_network import sup_network
from verifier.exact.dyadic import power_of_two
from verifier.identities.assembly import Assembly, Instance, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import Induction, induction
from verifier.identities.term import (
    Formula,
    Function,
    Operand,
    Sort,
    Term,
    absolute,
    all_of,
    at_least,
    between,
    equal,
    implies,
    integers,
    reals,
    replace,
    term,
)
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem, stated
from verifier.network.compiled import run
from verifier.verdict import Kind, Verdict

K, u, d, n, i, j, k, z, parent = integers("K u d n i j k z parent")
low, high, x, p, ft, f, s, b, w, t, W, omega, h, lam, r = reals("low high x p ft f s b w t W omega h lam r")

SHIFTS = (-1, 0, 1)
SHIFT, MOVED = Function("shift", 2, Sort.INTEGER), Function("moved", 2, Sort.INTEGER)
PSI, BOUNDED = Function("psi", 6), Function("bounded", 8)
CELLS, PATH = Function("cells", 5), Function("path", 5)
TARGET, CORNER, MODULUS = Function("target"), Function("target_at_corner", 2), Function("modulus", 2)
IN_CUBE, CODED, FLOOR = Function("in_cube", 2), Function("coded", 3), Function("integral_part", 1, Sort.INTEGER)


def _at(j: Operand, e: int) -> Term:
    """K (x_j + e delta)."""
    return scaled_point(u, j) + e * scaled_gap(u)


def lies(j: Operand, e: int) -> Formula:
    """x_j + e delta lies in a cell."""
    return lies_in_cell(_at(j, e), scaled_gap(u), K)


def number(j: Operand, e: int) -> Term:
    """The number of the cell that x_j + e delta lies in."""
    return cell_number(_at(j, e), scaled_gap(u), K)


def shift(e: Operand, z: Operand) -> Term:
    """The choice z with e in front."""
    return SHIFT(e, z)


def moved(z: Operand) -> Term:
    """x + delta e for a choice z of shifts for all axes, as a point."""
    return MOVED(u, z)


def psi(i: Operand, z: Operand) -> Term:
    """psi_i at x + delta (0, .., 0, e_{i+1}, .., e_d)."""
    return PSI(K, u, d, n, i, z)


def bounded(i: Operand, z: Operand, low: Operand = low, high: Operand = high) -> Formula:
    """Every value of psi_0 that is reachable from z lies in [low, high]."""
    return equal(BOUNDED(K, u, d, n, i, z, low, high), 1)


def cells(i: Operand, z: Operand) -> Formula:
    """Every x_j + e_j delta, j > i, lies in a cell."""
    return equal(CELLS(K, u, d, i, z), 1)


def path(i: Operand, z: Operand) -> Term:
    """sum_{j > i} (K x_j - beta_j)^2."""
    return PATH(K, u, d, i, z)


def in_cube() -> Formula:
    """x lies in [0, 1]^d (coordinates beyond the d-th count as 0)."""
    return equal(IN_CUBE(K, u), 1)


def coded() -> Formula:
    """The digits of a_1..a_n are those of q_beta, |ft(x_beta) - q_beta 2^-n| <= 2^-n, in every cell."""
    return equal(CODED(K, d, n), 1)


def target() -> Term:
    """ft(x)."""
    return TARGET(u)


def corner(v: Operand) -> Term:
    """ft(x_beta) for the cell Q_beta of the point v."""
    return CORNER(K, v)


def modulus() -> Term:
    """omega_ft(sqrt(d)/K)."""
    return MODULUS(K, d)


_LOW, _HIGH = target() - modulus() - two_to_minus(n), target() + modulus() + two_to_minus(n)
_GRID = (K >= 2, scaled_gap(u) > 0, 3 * scaled_gap(u) <= 1, in_cube())
_SETTING = (*_GRID, d >= 1, n >= 1, coded())


def _axis(j: Term) -> Formula:
    """What it means that x lies in the cube, and what the integral part is."""
    X = scaled_point(u, j)  # noqa: N806
    return all_of(implies(in_cube(), between(0, X, K)), FLOOR(X) <= X, FLOOR(X) + 1 > X)


_SQUARE = Claim("x^2 <= 1 for |x| <= 1", (x,), (absolute(x) <= 1,), x * x <= 1)


def _flagged(j: Term) -> Instance:
    """Two of three, at the coordinate j."""
    return instance(FLAGGED, X=scaled_point(u, j), D=scaled_gap(u), k=FLOOR(scaled_point(u, j)))


_TWO = induction(
    "two of x_j - delta, x_j, x_j + delta lie in cells",
    j,
    1,
    lambda j: at_least(2, *(lies(j, e) for e in SHIFTS)),
    variables=(K, u),
    hypotheses=lambda j: all_of(*_GRID),
    given=lambda j: all_of(_axis(j), _axis(j + 1)),
    lemmas=(_flagged(j), _flagged(j + 1)),
)


def _apart(i: Term, e: int) -> Term:
    """K x_{i+1} - beta_{i+1} for the cell of x_{i+1} + e delta."""
    return scaled_point(u, i + 1) - number(i + 1, e)


def _near(i: Term, e: int) -> tuple[Instance, ...]:
    """Adjacency for the shift e of x_{i+1}."""
    return (
        instance(NUMBERED, X=_at(i + 1, e), D=scaled_gap(u)),
        instance(ADJACENCY, X=scaled_point(u, i + 1), D=scaled_gap(u), k=number(i + 1, e)),
        instance(_SQUARE, x=_apart(i, e)),
    )


def _adds(e: int) -> Induction:
    """A shift e of x_{i+1} into a cell adds at most 1 to the path."""
    return induction(
        f"a shift by {e} delta into a cell adds at most 1",
        i,
        0,
        lambda i: implies(lies(i + 1, e), _apart(i, e) * _apart(i, e) <= 1),
        variables=(K, u),
        hypotheses=lambda i: all_of(*_GRID),
        given=lambda i: all_of(_axis(i + 1), _axis(i + 2)),
        lemmas=(*_near(i, e), *_near(i + 1, e)),
    )


_CLOSER = tuple(_adds(e) for e in SHIFTS)


def _three(i: Term) -> tuple[Term, ...]:
    """psi_i at the three points of which psi_{i+1} is the median."""
    return tuple(psi(i, shift(e, parent)) for e in SHIFTS)


def _medians(i: Term) -> Formula:
    """psi_{i+1} is the median of three psi_i."""
    return equal(psi(i + 1, parent), median(*_three(i)))


def _bounds(i: Term) -> Formula:
    """The bounds are bounds of psi_0; the reachable values of psi_{i+1} are those of three psi_i."""
    reachable = all_of(*(implies(lies(i + 1, e), bounded(i, shift(e, parent))) for e in SHIFTS))
    return all_of(implies(bounded(0, z), between(low, psi(0, z), high)), implies(bounded(i + 1, parent), reachable))


_HULL = induction(
    "psi_i lies between the bounds of the reachable values of psi_0",
    i,
    0,
    lambda i: implies(bounded(i, z), between(low, psi(i, z), high)),
    variables=(K, u, d, n, z, parent, low, high),
    hypotheses=lambda i: all_of(*_GRID),
    recurrence=_medians,
    given=_bounds,
    lemmas=(
        instance(MEDIAN_HULL, a=_three(i)[0], b=_three(i)[1], c=_three(i)[2]),
        instance(_TWO.conclusion, j=i + 1),
    ),
    instances=tuple({z: shift(e, z), parent: z} for e in SHIFTS),
)
_LIKE_A1 = implies(in_cells(moved(z), d), equal(psi(0, z), value(moved(z), d, n)))  # psi_0 is that of Theorem A.1 on cells
_PLACED = all_of(
    implies(cells(0, z), in_cells(moved(z), d)),
    implies(coded(), quantised(binary(rho(moved(z), d), n), corner(moved(z)), n)),
    implies(  # |x - x_beta|_2 <= sqrt(d)/K
        all_of(in_cube(), cells(0, z), path(0, z) <= d), absolute(corner(moved(z)) - target()) <= modulus()
    ),
)
_REACHED = all_of(_LIKE_A1, _PLACED)
_SAMPLE = instance(SAMPLE, u=moved(z), sample=corner(moved(z)))


def _with(bits: Term, fact: Formula) -> Formula:
    """The fact for this number of bits instead of n."""
    return replace(fact, {n: bits})


_LEAF = induction(
    "a reachable value of psi_0 is within omega + 2^-n of ft(x)",
    n,
    1,
    lambda n: _with(n, implies(all_of(cells(0, z), path(0, z) <= d), between(_LOW, psi(0, z), _HIGH))),
    variables=(K, u, d, z),
    hypotheses=lambda n: _with(n, all_of(*_GRID, d >= 1, coded())),
    given=lambda n: all_of(_with(n, _REACHED), _with(n + 1, _REACHED)),
    lemmas=(_SAMPLE, Instance(_SAMPLE.lemma, (*_SAMPLE.values, (n, n + 1)))),
)


def _descent(i: Term) -> Formula:
    """What is reachable from a choice of shifts is reachable after one more shift into a cell, and how far it is."""
    onward = all_of(*(implies(lies(i + 1, e), bounded(i, shift(e, parent), _LOW, _HIGH)) for e in SHIFTS))
    return all_of(
        *(equal(path(i, shift(e, parent)), path(i + 1, parent) + _apart(i, e) * _apart(i, e)) for e in SHIFTS),
        implies(between(_LOW, psi(0, z), _HIGH), bounded(0, z, _LOW, _HIGH)),
        implies(onward, bounded(i + 1, parent, _LOW, _HIGH)),
        *(implies(all_of(lies(i + 1, e), cells(i + 1, parent)), cells(i, shift(e, parent))) for e in SHIFTS),
    )


_NEAR = induction(
    "the reachable values of psi_0 are within omega + 2^-n of ft(x)",
    i,
    0,
    lambda i: implies(all_of(cells(i, z), path(i, z) <= d - i), bounded(i, z, _LOW, _HIGH)),
    variables=(K, u, d, n, z, parent),
    hypotheses=lambda i: all_of(*_SETTING),
    given=_descent,
    lemmas=(instance(_LEAF.conclusion), *(instance(one.conclusion) for one in _CLOSER)),
    instances=tuple({z: shift(e, z), parent: z} for e in SHIFTS),
)
_EMPTY = (cells(d, z), equal(path(d, z), 0))  # z is the empty choice of shifts, psi(d, z) is psi_d(x)
_UNIT = Assembly(
    "|psi_d(x) - ft(x)| <= omega_ft(sqrt(d)/K) + 2^-n",
    (K, u, d, n, z),
    (
        instance(_NEAR.conclusion, i=d),
        instance(_HULL.conclusion, i=d, low=_LOW, high=_HIGH),
    ),
    absolute(psi(d, z) - target()) <= modulus() + two_to_minus(n),
    (*_SETTING, *_EMPTY),
)
_SCALED = Assembly(
    "|s psi_d + b - f| <= omega_f(sqrt(d)/K) + s 2^-n",
    (K, u, d, n, z, f, s, b, omega),
    (instance(stated(_UNIT)), instance(SCALE, x=psi(d, z), target=target(), w=modulus(), t=two_to_minus(n))),
    absolute(s * psi(d, z) + b - f) <= omega + s * two_to_minus(n),
    (
        *_SETTING,
        *_EMPTY,
        s >= 0,
        equal(f, s * target() + b),  # ft = (f - b)/s at x, if s > 0
        equal(omega, s * modulus()),  # omega_f = s omega_ft
    ),
)
_BOUND = Assembly(
    "|s psi_d + b - f| <= omega_f(sqrt(d) 2^-n) + 2^(1-n) omega_f(sqrt d)",
    (K, u, d, n, z, f, s, b, omega, W),
    (instance(stated(_SCALED)),),
    absolute(s * psi(d, z) + b - f) <= omega + 2 * two_to_minus(n) * W,
    (*stated(_SCALED).hypotheses, equal(s, 2 * W)),
)

_RATE = (*stated(_BOUND).hypotheses, lam >= 0, r >= 0)
_DISTANCE = absolute(s * psi(d, z) + b - f)
_HOELDER = Assembly(
    "|s psi_d + b - f| <= 3 lambda d^(alpha/2) 2^(-alpha n)",
    (K, u, d, n, z, f, s, b, omega, W, lam, r, h),
    (instance(stated(_BOUND)), instance(UNIT_POWERS), instance(HOELDER_3, error=_DISTANCE, w=omega, t=two_to_minus(n))),
    3 * lam * r * h >= _DISTANCE,
    (*_RATE, two_to_minus(n) <= h, hoelder(omega, W, lam, r, h)),  # r = d^(alpha/2), h = 2^(-alpha n)
)
_LIPSCHITZ = Assembly(
    "|s psi_d + b - f| <= 3 lambda sqrt(d) 2^-n",
    (K, u, d, n, z, f, s, b, omega, W, lam, r),
    (
        instance(stated(_BOUND)),
        instance(UNIT_POWERS),
        instance(LIPSCHITZ_3, error=_DISTANCE, w=omega, t=two_to_minus(n)),
    ),
    3 * lam * r * two_to_minus(n) >= _DISTANCE,
    (*_RATE, hoelder(omega, W, lam, r, two_to_minus(n))),  # r = sqrt(d)
)


def for_leaves(
    name: str, made: Callable[[Operand], Formula], shown: Claim, at: Mapping[str, Operand]
) -> tuple[Induction | Assembly, ...]:
    """Theorem 2.2' for the medians of other functions psi_0, step by step; the last step is the bound for Hoelder f.

    psi is `psi_<name>`. `made` says what psi_0 is, `shown` that on cells it is psi_0 of Theorem A.1, at these values of
    its variables.
    """
    own = {PSI: psi_of(name), BOUNDED: Function(f"bounded_{name}", BOUNDED.arity)}
    leaf = dataclasses.replace(
        _LEAF,
        initial=(made(1),),
        recurrence=(all_of(made(n), made(n + 1)),),
        given=(all_of(_PLACED, _with(n + 1, _PLACED)),),
        lemmas=(
            *_LEAF.lemmas,
            instance(shown, u=moved(z), **at),
            instance(shown, u=moved(z), **{key: replace(term(value), {n: n + 1}) for key, value in at.items()}),
        ),
    )
    steps = (_HULL, leaf, _NEAR, _UNIT, _SCALED, _BOUND, _HOELDER)
    return tuple(step.renamed(own, name) for step in steps)


def psi_of(name: str) -> Function:
    """psi for the functions psi_0 of that name."""
    return Function(f"psi_{name}", PSI.arity)


SETTING, EMPTY = _SETTING, _EMPTY  # K >= 2, 0 < delta <= 1/(3K), x in the cube, d, n >= 1, coded; psi(d, z) is psi_d(x)
HULL = _HULL.conclusion  # bounded(i, z, low, high): low <= psi_i <= high
UNIT = stated(_UNIT)  # |psi_d - ft| <= omega_ft(sqrt(d)/K) + 2^-n
SCALED = stated(_SCALED)  # |s psi_d + b - f| <= omega_f(sqrt(d)/K) + s 2^-n
BOUND = stated(_BOUND)  # s = 2 W: |s psi_d + b - f| <= omega_f(sqrt(d)/K) + 2^(1-n) W
HOELDER = stated(_HOELDER)  # <= 3 lam r h
LIPSCHITZ = stated(_LIPSCHITZ)  # <= 3 lam r 2^-n


def _tree(values: dict[tuple[int, ...], Fraction]) -> Fraction:
    """psi_d by its definition: the median along the last axis of three psi_{d-1}, and so on."""
    if () in values:
        return values[()]
    three = [_tree({key[:-1]: value for key, value in values.items() if key[-1] == e}) for e in SHIFTS]
    return sorted(three)[1]


def _literal() -> Verdict:
    compared = 0
    for axes in (1, 2, 3):
        grid = Grid(axes, 1, power_of_two(-3))
        network = median_tree(axes).literal
        for seed in range(20):
            leaves = [Fraction((7 * leaf * leaf + 3 * leaf + seed * (leaf + 5)) % 31, 32) for leaf in range(3**axes)]
            found, wanted = run(network, leaves)[0], _tree(dict(zip(grid.shifts(), leaves, strict=True)))
            if found != wanted:
                return Verdict(Kind.REFUTED, f"d = {axes}: the tree gives {found} for {leaves}, the recursion {wanted}")
            compared += 1
    return Verdict(Kind.CERTIFIED, f"equal for {compared} lists of values, d = 1, 2, 3")


THEOREM = Theorem(
    name="uniform_2_2",
    title="Uniform gaps: the sup norm bound for every delta",
    part=Part.THEOREM,
    source="Theorem 2.2' (uniform gaps); repairs [SYZ22] Theorem 2.2, proof",
    statement=r"|\psi_d(x) - \tilde f(x)| \le \omega_{\tilde f}(\sqrt d/K) + 2^{-n},\quad"
    r" |s\psi_d(x) + b - f(x)| \le \omega_f(\sqrt d\,2^{-n}) + 2^{1-n}\omega_f(\sqrt d)"
    r" \le 3\lambda d^{\alpha/2}2^{-\alpha n}\qquad (x \in [0,1]^d)",
    hypotheses=(
        r"\text{every } 0 < \delta \le 1/(3K),\ K = 2^n \text{ (any } K \ge 2 \text{ serves for the first bound)}",
        r"f \text{ continuous},\ f = s\tilde f + b,\ s = 2\omega_f(\sqrt d)",
        r"\psi_0 = q_\beta 2^{-n} \text{ on } Q_\beta,\ |\tilde f(x_\beta) - q_\beta 2^{-n}| \le 2^{-n};"
        r"\ \psi_0 \text{ arbitrary in the gaps}",
        r"\psi_i(x) = \operatorname{mid}(\psi_{i-1}(x-\delta e_i), \psi_{i-1}(x), \psi_{i-1}(x+\delta e_i))",
        r"\omega_f(\rho) \le \lambda\rho^\alpha \text{ for the last bound}",
    ),
    obligations=(
        _SQUARE,
        _TWO,
        *_CLOSER,
        _HULL,
        _LEAF,
        _NEAR,
        _UNIT,
        _SCALED,
        _BOUND,
        _HOELDER,
        _LIPSCHITZ,
        Computation(
            "the tree of medians is the recursion of psi_i",
            "the literal tree equals psi_d by its recursion for d = 1, 2, 3",
            Scope.INSTANCE,
            "literal layers in exact rationals",
            _literal,
        ),
    ),
    uses=("syz22_a1_cells", "syz22_a2_hull", "syz22_corollaries", "uniform_adjacency", "uniform_two_of_three"),
    sabotage=(
        Sabotage(
            "delta <= 1/(3K) dropped: one of three points in cells",
            Claim(
                "the median of three, one of which is bounded",
                (p, ft, f, low, high),
                (between(low, p, high),),
                between(low, median(p, ft, f), high),
            ),
        ),
        Sabotage(
            "2^-n -> 2^-(n+1)",
            Claim(
                "s (omega_ft + 2^-(n+1))",
                (p, ft, f, s, b, w, t),
                (s >= 0, t > 0, equal(f, s * ft + b), absolute(p - ft) <= w + t),
                absolute(s * p + b - f) <= s * w + s * t / 2,
            ),
        ),
        Sabotage(
            "sqrt(d)/K -> sqrt(d-1)/K: a shift adds nothing to the path",
            Claim(
                "x^2 <= 0.99 for |x| <= 1", (x,), (absolute(x) <= 1,), 100 * x * x <= 99
            ),
        ),
        Sabotage(
            "s = 2 W -> s = 3 W",
            Claim(
                "omega + s 2^-n <= omega + 2^(1-n) W",
                (s, t, W, omega),
                (W >= 0, t > 0, equal(s, 3 * W)),
                omega + s * t <= omega + 2 * t * W,
            ),
        ),
    ),
    attacks=(
        network_error(
            "sup norm",
            "|s psi_d(x) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W for x in the cube and every delta <= 1/(3K)",
            sup_network,
            uniform_bound,
            largest={1: 4, 2: 2},
            examples=200,
        ),
        network_error(
            "sup norm, d = 3",
            "|s psi_d(x) + b - f(x)| <= omega_f(sqrt(d)/K) + 2^(1-n) W for x in the cube and every delta <= 1/(3K)",
            sup_network,
            uniform_bound,
            largest={3: 1},
            examples=25,
        ),
    ),
)
