"""Finding E1: the last cell of every axis must be closed at 1.

As printed, Q_beta has x_i <= (beta_i + 1)/K - delta for every beta_i, the last one included, and Omega is said to be what
is left of the cube. But the corner (1, ..., 1) is in no cell and not in Omega, for any K, delta and d: each of its
coordinates is right of every printed cell and of every gap. With the last cell closed at 1 cells and gaps do cover [0, 1].

One axis is scaled by K: X = K x in [0, K], D = K delta.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from proofs.syz22_b2_partition import cell, gap
from verifier.attack.blocks import grids_with_points, in_cell, in_omega
from verifier.attack.claim import Attackable, Trial
from verifier.attack.points import telling_points
from verifier.constructions.grid import Grid
from verifier.exact.dyadic import power_of_two
from verifier.identities.engines import prove
from verifier.identities.identity import Claim
from verifier.identities.term import Formula, Term, all_of, any_of, between, equal, implies, integers, reals
from verifier.ledger.obligation import Scope
from verifier.ledger.theorem import Computation, Part, Sabotage, Theorem
from verifier.verdict import Kind, Verdict

X, D = reals("X D")
K, k, j = integers("K k j")


def refuted(claim: Claim, timeout: int = 20_000) -> Computation:
    """The obligation that a claim for all values is false: the engines must find values, checked exactly, at which it fails."""

    def check() -> Verdict:
        result = prove(claim, timeout=timeout)
        if result.kind is not Kind.REFUTED or result.witness is None:
            kind = Kind.REFUTED if result.kind is Kind.PROVED else Kind.UNDECIDED
            return Verdict(kind, f"no witness against the claim: {result.verdict.detail}", (("claim", str(claim)),))
        evidence = (("claim", str(claim)), ("witness", str(result.witness)))
        return Verdict(Kind.PROVED, f"false, it fails at {result.witness}", evidence)

    return Computation(f"false: {claim.name}", f"false: {claim}", Scope.ALL, "exact witness from the engines", check)


def printed_cell(X: Term, D: Term, K: Term, k: Term) -> Formula:  # noqa: N803
    """x = X/K lies in the cell k as printed."""
    return all_of(between(0, k, K - 1), between(k, X, k + 1 - D))


_GRID = (K >= 2, D > 0, 3 * D <= 1)
_POINT = (between(0, X, K), k <= X, k + 1 > X)  # k is the integral part of X

PRINTED = Claim(
    "what is in no printed cell is in a gap",
    (X, D, K, k),
    (*_GRID, *_POINT),
    any_of(printed_cell(X, D, K, k), gap(X, D, K, k + 1)),
)
NUMBERS = Claim(
    "only the cell k and the gap k + 1 can contain x",
    (X, D, K, k, j),
    (*_GRID, *_POINT),
    all_of(implies(printed_cell(X, D, K, j), equal(j, k)), implies(gap(X, D, K, j), equal(j, k + 1))),
)
CORNER = Claim(
    "x = 1 is in no printed cell and in no gap", (D, K, j), _GRID, ~printed_cell(K, D, K, j) & ~gap(K, D, K, j)
)
REPAIRED = Claim(
    "what is in no cell is in a gap",
    (X, D, K, k),
    (*_GRID, *_POINT),
    any_of(cell(X, D, K, k), cell(X, D, K, K - 1), gap(X, D, K, k + 1)),
)
CONVERSE = Claim(  # the gap with any number: k + j
    "what is in a cell is in no gap", (X, D, K, k, j), (*_GRID, cell(X, D, K, k)), ~gap(X, D, K, k + j)
)


def _corner_of_the_square() -> Verdict:
    """All printed cells and all gaps of a grid are tried at (1, 1)."""
    grid = Grid(2, 2, power_of_two(-4))
    delta, x = grid.delta.fraction, (Fraction(1), Fraction(1))
    printed = [
        beta
        for beta in product(range(grid.K), repeat=grid.d)
        if all(Fraction(b, grid.K) <= t <= Fraction(b + 1, grid.K) - delta for b, t in zip(beta, x, strict=True))
    ]
    gaps = [q for q in range(1, grid.K) for t in x if Fraction(q, grid.K) - delta < t < Fraction(q, grid.K)]
    found = grid.cell_of(x)
    evidence = (
        ("x", "(1, 1)"),
        ("printed cells that contain x", f"{len(printed)} of {grid.J}"),
        ("coordinates of x in a gap", str(len(gaps))),
        ("cell of x with the last cell closed", str(found)),
    )
    missed = not printed and not gaps and found == (grid.K - 1,) * grid.d
    return Verdict(Kind.PROVED if missed else Kind.REFUTED, "(1, 1) is in no printed cell and not in Omega", evidence)


def _uncovered(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Trial]:
    """Points that lie in no printed cell and in no gap."""
    grid, drawn = instance
    cells = list(grid.cells())
    for x in dict.fromkeys((*telling_points(grid, 40), *drawn)):
        covered = in_omega(grid, x) or any(in_cell(grid, beta, x, last_closed=False) for beta in cells)
        place = ("covered" if covered else "uncovered", grid.d, grid.n, x)
        yield Trial(Fraction(not covered), Fraction(0), place, {"x": "(" + ", ".join(map(str, x)) + ")"})


AS_PRINTED = Attackable(
    "cells and gaps cover the cube",
    "every x of the cube is in Omega or in some cell prod_i [beta_i/K, (beta_i+1)/K - delta]",
    lambda: grids_with_points({1: 3, 2: 2, 3: 1}),
    _uncovered,
    as_printed=True,
)

THEOREM = Theorem(
    name="finding_e1_last_cell",
    title="The last cell is closed at 1",
    part=Part.FINDING,
    source="[SYZ22] B.2 Step 1 (and its Figure 10)",
    statement=r"(1,\dots,1) \notin \Omega \cup \bigcup_\beta"
    r" \prod_i [\tfrac{\beta_i}{K}, \tfrac{\beta_i+1}{K}-\delta];\quad"
    r" \text{with } [\tfrac{K-1}{K}, 1] \text{ as last cell of each axis, } [0,1] \text{ is cells and gaps}",
    hypotheses=(r"K \ge 2", r"0 < \delta \le 1/(3K)", r"X = Kx,\ D = K\delta"),
    obligations=(
        refuted(PRINTED),
        NUMBERS,
        CORNER,
        Computation(
            "the corner of the square",
            "(1, 1) lies in no printed cell and not in Omega for d = 2, K = 4, delta = 1/16",
            Scope.ALL,
            "all cells and gaps tried, exactly",
            _corner_of_the_square,
        ),
        REPAIRED,
        CONVERSE,
    ),
    printed="Q_beta = {x : x_i in [beta_i/K, (beta_i+1)/K - delta]} for every beta in {0..K-1}^d, and Omega(K, delta) is the"
    " complement of the union of the Q_beta in [0,1]^d.",
    repaired="The last cell of an axis is [(K-1)/K, 1]: then every x_i in [0, 1] is in a cell or in a gap, never in both.",
    sabotage=(
        Sabotage("the repaired claim put to the same refutation", refuted(REPAIRED)),
        Sabotage(
            "the last cell closed only below 1: X < K in place of X <= K",
            Claim(
                "every x in [0, 1] is in a cell or a gap, the last cell without 1",
                (X, D, K, k),
                (*_GRID, *_POINT),
                any_of(printed_cell(X, D, K, k), gap(X, D, K, k + 1), all_of(K - 1 <= X, X < K)),
            ),
        ),
        Sabotage(
            "x = 1 -> x = (K-1)/K",
            Claim("x = (K-1)/K is in no printed cell", (D, K, j), _GRID, ~printed_cell(K - 1, D, K, j)),
        ),
    ),
    attacks=(AS_PRINTED,),
)
