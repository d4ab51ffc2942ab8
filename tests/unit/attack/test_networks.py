"""Claims about theorem networks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from verifier.attack.networks import (
    Setting,
    error_at,
    literal_outputs,
    literal_values,
    network_error,
    place_of,
    point_of,
    printed_bound,
    rate_bound,
    uniform_bound,
)
from verifier.attack.search import attack
from verifier.attack.tightness import lp_two
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code, encode
from verifier.constructions.grid import Grid, make_grid
from verifier.constructions.sup_network import sup_network
from verifier.errors import EnginesDisagree, InvalidInput
from verifier.exact.dyadic import Dyadic
from verifier.network.block import Block
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.verdict import Kind

LINE = PiecewiseLinear((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)))


def setting(n: int = 2) -> Setting:
    grid = make_grid(1, n)
    return Setting(LINE, sup_network(grid, encode(LINE, grid)))


def claim(bound: Any = uniform_bound, construct: Any = sup_network, **more: Any) -> Any:
    return network_error("claim", "error <= bound", construct, bound, **{"largest": {1: 3}, **more})


def test_bounds_by_hand() -> None:
    """Catches 2^(1-n) for 2^(2-n), W for s. f(x) = x, n = 2: omega = 1/4, W a little above 1."""
    at = setting()
    assert at.omega == Fraction(1, 4) and 1 <= at.W <= 1 + Fraction(1, 2**9) and at.s == 2 * at.W
    assert uniform_bound(at) == Fraction(1, 4) + at.W / 2 and printed_bound(at) == Fraction(1, 4) + at.W
    assert rate_bound(at) == Fraction(5, 4) + (at.W - 1)


def test_errors_are_lower_bounds() -> None:
    """Catches the upper end of an enclosure taken as the error: the cusp at 1/2 is irrational elsewhere."""
    cusp = HoelderCusp((Fraction(0),), Fraction(1, 2), Fraction(1))
    grid = make_grid(1, 1)
    at = Setting(cusp, sup_network(grid, encode(cusp, grid)))
    x = (Fraction(1, 2),)
    error = error_at(at, x, Fraction(0))
    assert error**2 <= Fraction(1, 2) < (error + Fraction(1, 2**40)) ** 2


def test_literal_values_agree_and_are_two() -> None:
    """Catches a second opinion that is the first one again, or missing."""
    at = setting()
    assert list(literal_values(at.approximant, (Fraction(3, 8),))) == [at.approximant.closed((Dyadic(3, -3),)).fraction] * 2
    third = list(literal_outputs(at.approximant.network, (Fraction(1, 3),)))
    assert len(third) == 2 and third[0] == third[1]


def test_a_wrong_closed_form_is_found_out() -> None:
    """Catches hits of the fast route that the literal layers do not confirm."""

    def lying(grid: Grid, code: Code) -> Approximant:
        made = sup_network(grid, code)
        psi = made.psi
        return replace(made, psi=Block("lie", psi.inputs, 1, lambda x: (Dyadic(9),), lambda: psi.literal))

    with pytest.raises(EnginesDisagree):
        attack(claim(construct=lying), examples=5)


def test_the_uniform_bound_survives_and_a_lower_one_falls() -> None:
    """Catches an attack that passes everything, and one that refutes the truth."""
    assert attack(claim(), examples=40).verdict.kind is Kind.TESTED
    assert attack(claim(lambda at: uniform_bound(at) * Fraction(9, 10)), examples=200).verdict.kind is Kind.REFUTED


def test_cells_only() -> None:
    """Catches gaps that count where nothing is claimed of them, and values outside [b, b + s] that do not."""
    assert attack(claim(construct=lp_two, region="cells"), examples=60).verdict.kind is Kind.TESTED
    assert attack(claim(construct=lp_two), examples=200).verdict.kind is Kind.REFUTED
    with pytest.raises(InvalidInput, match="region"):
        claim(region="gaps")


def test_places() -> None:
    """Catches cells of two grids that count as one, and a gap that counts as a cell."""
    grid = make_grid(1, 1)
    assert place_of(grid, (Fraction(1, 4),)) == ("cell", 1, 1, (0,))
    assert place_of(grid, (Fraction(7, 16),)) == ("gap", 1, 1, (0,))
    assert place_of(grid, (Fraction(1),)) == ("cell", 1, 1, (1,))
    assert place_of(make_grid(1, 2), (Fraction(1, 8),)) != place_of(grid, (Fraction(1, 8),))


def test_points_from_text() -> None:
    """Catches text from a witness file that is believed."""
    assert point_of("(1/2, 3)", 2) == (Fraction(1, 2), Fraction(3))
    for text in ("1/2", "(1/2)", "(a, b)", "(1/0, 1)", 3, "", "()", None):
        with pytest.raises(InvalidInput):
            point_of(text, 2)
