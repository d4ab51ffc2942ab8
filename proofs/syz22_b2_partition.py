"""Cells and gaps partition the cube.

One axis is scaled by K: X = K x in [0, K] and D = K delta. The cell k (0 <= k <= K-1) is [k, k+1-D], the last one
[K-1, K]; the gap k (1 <= k <= K-1) is (k-D, k). For d axes, cell_flag(j) = 1 if the j-th coordinate lies in a cell
and gap_flag(j) = 1 if it lies in a gap (0 if not); cells_to(i) = 1 if the first i coordinates all lie in cells,
gaps_to(i) = 1 if one of them lies in a gap.
"""

from proofs.syz22_b2_step import in_cell
from verifier.attack.blocks import partition
from verifier.identities.assembly import Assembly, instance
from verifier.identities.identity import Claim
from verifier.identities.induction import induction
from verifier.identities.term import (
    Formula,
    Function,
    Term,
    all_of,
    any_of,
    between,
    equal,
    implies,
    integers,
    maximum,
    minimum,
    reals,
)
from verifier.ledger.theorem import Part, Sabotage, Theorem

X, D = reals("X D")
K, j, k, m, i = integers("K j k m i")
in_a_cell, in_a_gap = integers("in_a_cell in_a_gap")


def cell(X: Term, D: Term, K: Term, k: Term) -> Formula:  # noqa: N803
    """x = X/K lies in the cell k of one axis, 0 <= k <= K-1."""
    return all_of(k >= 0, in_cell(X, D, K, k))


def gap(X: Term, D: Term, K: Term, k: Term) -> Formula:  # noqa: N803
    """x = X/K lies in the gap k of one axis, 1 <= k <= K-1."""
    return all_of(between(1, k, K - 1), k - D < X, k > X)


def _one_of(first: Term, second: Term) -> Formula:
    """One of the two is 1, the other one 0."""
    return any_of(all_of(equal(first, 1), equal(second, 0)), all_of(equal(first, 0), equal(second, 1)))


_GRID = (K >= 1, D > 0, 3 * D <= 1)
_IN_CUBE = (between(0, X, K), k <= X, k + 1 > X)  # k is the integral part of X

COVER = Claim(
    "every x in [0, 1] lies in a cell or in a gap",
    (X, D, K, k),
    (*_GRID, *_IN_CUBE),
    any_of(cell(X, D, K, k), cell(X, D, K, K - 1), gap(X, D, K, k + 1)),
)
CELLS_DISJOINT = Claim(
    "two cells do not meet", (X, D, K, j, k), (*_GRID, cell(X, D, K, j), cell(X, D, K, k)), equal(j, k)
)
GAPS_DISJOINT = Claim(
    "two gaps do not meet", (X, D, K, j, k), (*_GRID, gap(X, D, K, j), gap(X, D, K, k)), equal(j, k)
)
NOT_BOTH = Claim(
    "the cell j and the gap j + m do not meet", (X, D, K, j, m), (*_GRID, cell(X, D, K, j)), ~gap(X, D, K, j + m)
)
INSIDE = Claim(
    "cells and gaps lie in [0, 1]",
    (X, D, K, k),
    (*_GRID, any_of(cell(X, D, K, k), gap(X, D, K, k))),
    between(0, X, K),
)
CORNER = Claim("x_beta = beta/K lies in the cell beta", (D, K, k), (*_GRID, between(0, k, K - 1)), cell(k, D, K, k))

# in_a_cell and in_a_gap say whether some j has x in the cell j, and some m has x in the gap m
_AXIS = Assembly(
    "x lies in a cell, or in a gap, not both",
    (X, D, K, j, k, m, in_a_cell, in_a_gap),
    (instance(COVER), instance(NOT_BOTH, m=m - j)),
    _one_of(in_a_cell, in_a_gap),
    (
        *_GRID,
        *_IN_CUBE,
        between(0, in_a_cell, 1),
        between(0, in_a_gap, 1),
        implies(equal(in_a_cell, 1), cell(X, D, K, j)),
        implies(equal(in_a_gap, 1), gap(X, D, K, m)),
        *(implies(cell(X, D, K, number), equal(in_a_cell, 1)) for number in (k, K - 1)),
        implies(gap(X, D, K, k + 1), equal(in_a_gap, 1)),
    ),
)

CELL_FLAG, GAP_FLAG = Function("cell_flag"), Function("gap_flag")
CELLS_TO, GAPS_TO = Function("cells_to"), Function("gaps_to")


_CUBE = induction(
    "i coordinates lie in cells, or one of them in a gap, not both",
    i,
    0,
    lambda i: _one_of(CELLS_TO(i), GAPS_TO(i)),
    initial=(equal(CELLS_TO(0), 1), equal(GAPS_TO(0), 0)),
    recurrence=lambda i: all_of(
        equal(CELLS_TO(i + 1), minimum(CELLS_TO(i), CELL_FLAG(i + 1))),
        equal(GAPS_TO(i + 1), maximum(GAPS_TO(i), GAP_FLAG(i + 1))),
    ),
    given=lambda i: _one_of(CELL_FLAG(i + 1), GAP_FLAG(i + 1)),  # what was shown for one axis
)
CUBE = _CUBE.conclusion

THEOREM = Theorem(
    name="syz22_b2_partition",
    title="Cells and gaps partition the cube",
    part=Part.LEMMA,
    source="[SYZ22] B.2 Step 1, with the last cell closed at 1",
    statement=r"[0,1]^d = \biguplus_{\beta \in \{0,\ldots,K-1\}^d} Q_\beta \;\uplus\; \Omega(K,\delta),\quad"
    r" x_\beta = \beta/K \in Q_\beta",
    hypotheses=(r"0 < \delta \le 1/(3K)",),
    obligations=(COVER, CELLS_DISJOINT, GAPS_DISJOINT, NOT_BOTH, INSIDE, CORNER, _AXIS, _CUBE),
    sabotage=(
        Sabotage(
            "the last cell as printed: x <= (beta+1)/K - delta",
            Claim(
                "every x in [0, 1] lies in a printed cell or in a gap",
                (X, D, K, k),
                (*_GRID, *_IN_CUBE),
                any_of(all_of(between(0, k, K - 1), between(k, X, k + 1 - D)), gap(X, D, K, k + 1)),
            ),
        ),
        Sabotage(
            "the last cell without its upper end: x <= 1 -> x < 1",
            Claim(
                "every x in [0, 1] lies in a half-open last cell, another cell or a gap",
                (X, D, K, k),
                (*_GRID, *_IN_CUBE),
                any_of(
                    all_of(between(0, k, K - 2), between(k, X, k + 1 - D)),
                    all_of(K - 1 <= X, X < K),
                    gap(X, D, K, k + 1),
                ),
            ),
        ),
        Sabotage(
            "gaps closed at their lower end",
            Claim(
                "the cell j and the closed gap j + 1 do not meet",
                (X, D, K, j),
                (*_GRID, cell(X, D, K, j), j <= K - 2),
                ~between(j + 1 - D, X, j + 1),
            ),
        ),
    ),
    attacks=(partition(),),
)
