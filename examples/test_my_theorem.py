"""Attack your own construction and your own bound with pytest:  python -m pytest examples/test_my_theorem.py

The theorem here: sample f at the centres of K cells instead of their corners, in one dimension. Then at most half a cell lies
between a point and its sample, and the error falls from omega_f(1/K) + 2^-n s to omega_f(1/(2K) + delta) + 2^-n s. Is that true?
And is it still true without delta, as one might write in haste?
"""

from __future__ import annotations

from fractions import Fraction

from verifier.attack.claim import Attackable
from verifier.attack.networks import Bound, Problem, Setting, network_error
from verifier.attack.testing import falls, survives
from verifier.constructions.encoding import Code, frame, pack, quantise
from verifier.constructions.grid import Grid
from verifier.constructions.sup_network import sup_network
from verifier.exact.interval import Interval
from verifier.targets.target import Target


def encode_centres(target: Target, grid: Grid) -> Code:
    """The code of Theorem 2.2, from values of f at the centres of the cells."""
    outer = frame(target, grid.n)
    s, b = outer.s.fraction, outer.b.fraction
    cells = []
    for beta in grid.cells():
        value = target.at(tuple(Fraction(2 * k + 1, 2 * grid.K) for k in beta), 64)
        q = quantise(Interval((value.lo - b) / s, (value.hi - b) / s), grid.n) if s else 0
        cells.append(q or 0)
    return pack(tuple(cells), grid.n, outer)


def half_a_cell(at: Setting) -> Fraction:
    """omega_f(1/(2K) + delta) + 2^-n s."""
    return at.target.modulus(Fraction(1, 2 * at.grid.K) + at.grid.delta.fraction) + at.s / at.grid.K


def in_haste(at: Setting) -> Fraction:
    """omega_f(1/(2K)) + 2^-n s."""
    return at.target.modulus(Fraction(1, 2 * at.grid.K)) + at.s / at.grid.K


def claim(bound: Bound) -> Attackable[Problem]:
    """The claim that the construction has this error, for d = 1, n <= 3 and every delta <= 1/(3K)."""
    return network_error(
        "centres of cells",
        "|s psi(x) + b - f(x)| <= bound on [0, 1]",
        sup_network,
        bound,
        largest={1: 3},
        encoder=encode_centres,
    )


def test_half_a_cell_and_delta() -> None:
    """The theorem survives 150 functions, and comes within 5% of its bound: no better constant is possible."""
    seen = survives(claim(half_a_cell), examples=150)
    assert seen.ratio is not None and seen.ratio > Fraction(95, 100)


def test_half_a_cell_alone_is_not_enough() -> None:
    """The hasty version falls: in a gap the medians may take the value of the cell that is farther away by up to delta."""
    seen = falls(claim(in_haste), examples=1000, seed=2)
    assert seen.found is not None and seen.found.trial.error > seen.found.trial.bound
