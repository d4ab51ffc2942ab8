"""Reading every cell back: certified for the real network, refuted for every wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verifier.certificates.readback as readback
from tests.strategies import FRAME, KINDS, codes, tables, theorem_grid, theorem_network
from tests.tampering import add_to, layer_with, replaced
from verifier.certificates.readback import law_of, read_every_cell, reading_error
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import Code, Frame, pack
from verifier.constructions.grid import make_grid
from verifier.constructions.lp_network import lp_network
from verifier.constructions.three_parameters import product_error
from verifier.exact.dyadic import ZERO, Dyadic
from verifier.network.ir import BIAS
from verifier.network.meaning import Exact, Mpmath
from verifier.network.walk import Walker
from verifier.verdict import Kind


def made(kind: str = "2.1", d: int = 1, n: int = 2, cells: tuple[int, ...] | None = None) -> Approximant:
    grid = theorem_grid(kind, d, n)
    return theorem_network(kind, grid, pack(cells or tuple((3 * j + 1) % grid.K for j in range(grid.J)), n, FRAME))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=6, deadline=None)
@given(st.sampled_from([(1, 1), (2, 1)]), st.data())
def test_true_networks_are_certified(kind: str, shape: tuple[int, int], data: st.DataObject) -> None:
    """Catches a check that rejects a right network, in integers or in mpmath at the precision law."""
    grid = theorem_grid(kind, *shape)
    one = theorem_network(kind, grid, data.draw(codes(grid)))
    for meaning in (Exact(), Mpmath(law_of(one))):
        steps: list[tuple[int, int]] = []
        verdict = read_every_cell(one, meaning, lambda i, n: steps.append((i, n)))  # noqa: B023
        assert verdict.kind is Kind.CERTIFIED
        assert verdict.detail.startswith(f"{grid.n * grid.J} digits in {grid.J} cells")
        assert steps == [(i, grid.J) for i in range(1, grid.J + 1)]


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["2.1", "2.2 literal", "2.3 compact", "2.3 direct", "2.3 printed"]), st.data())
def test_one_flipped_digit_is_refuted(kind: str, data: st.DataObject) -> None:
    """Catches a check that samples cells: the network of a table with one bit of v flipped, anywhere, is refuted."""
    n = 1 if kind == "2.3 printed" else 2
    grid = theorem_grid(kind, 1, n)
    right = pack(data.draw(tables(grid.J, n)), n, FRAME)
    place, bit = data.draw(st.integers(0, grid.J - 1)), data.draw(st.integers(0, n - 1))
    cells = tuple(q ^ (1 << bit) if j == place else q for j, q in enumerate(right.cells))
    wrong = pack(cells, n, FRAME)
    assert right.v != wrong.v
    one = replace(theorem_network(kind, grid, wrong), code=right)
    for meaning in (Exact(), Mpmath(law_of(one))):
        verdict = read_every_cell(one, meaning)
        assert verdict.kind is Kind.REFUTED
        assert f"cell ({place},)" in verdict.detail and dict(verdict.evidence)["psi"] != dict(verdict.evidence)["expected psi"]


@pytest.mark.parametrize("name", ["a1", "a2", "s", "b"])
def test_a_perturbed_intrinsic_parameter_is_refuted(name: str) -> None:
    """Catches a tolerance: s and b wrong by 2^-60, a digit of a_l moved by one place."""
    one = made()
    number, place, column, _ = next(p for p in one.network.intrinsic() if p[3] == name)
    change = Dyadic(1, -60) if name in "sb" else Dyadic(-1, -2)
    assert read_every_cell(one, Exact()).kind is Kind.CERTIFIED
    wrong = replace(one, network=add_to(one.network, number, place, column, change))
    assert read_every_cell(wrong, Exact()).kind is Kind.REFUTED


@pytest.mark.parametrize(("number", "place", "column"), [
    (0, 0, 0), (0, 1, BIAS), (1, 0, BIAS), (1, 0, 0), (2, 0, BIAS), (3, 0, BIAS), (3, 0, 1), (4, 0, BIAS), (5, 0, BIAS), (6, 1, BIAS),
    (6, 2, BIAS), (9, 1, 1), (-3, 0, BIAS), (-3, 1, 0), (-2, 0, 0), (-2, 0, BIAS)])  # fmt: skip
def test_a_perturbed_universal_weight_is_refuted(number: int, place: int, column: int) -> None:
    """Catches a check that trusts the closed form: one universal parameter of the LITERAL layers is wrong."""
    one = made(cells=(1, 2, 0, 3))
    layers = len(one.network.layers)
    wrong = replace(one, network=add_to(one.network, number % layers, place, column, Dyadic(1, -1)))
    assert read_every_cell(wrong, Exact()).kind is Kind.REFUTED


def test_gaps_that_are_too_wide_are_refuted() -> None:
    """Catches reading points that ignore delta: the layers have gaps of 3/(4K), the grid claims 1/(4K)."""
    grid = make_grid(1, 2)
    code = pack((0, 3, 1, 2), 2, FRAME)
    one = lp_network(grid, code, Fraction(2))
    wrong = one.network
    delta = grid.delta
    for k in range(grid.K - 1):  # sigma(x - k/K + delta): make it start 2 delta earlier, with a third of the slope kept
        wrong = add_to(wrong, 0, 2 * k, BIAS, delta.shift(1))
    assert read_every_cell(replace(one, network=wrong), Exact()).kind is Kind.REFUTED


def test_too_little_precision_is_refuted_not_certified() -> None:
    """Catches an mpmath reading that is done at another precision than it says."""
    one = made(d=1, n=3)
    assert read_every_cell(one, Mpmath(8)).kind is Kind.REFUTED


def test_shifts_are_read_too() -> None:
    """Catches reading points whose shifts by delta leave the cell (the median would hide a wrong copy)."""
    one = made("2.2 literal", 1, 1)
    number = layer_with(one.network, "a1")
    places = [p for p in one.network.intrinsic() if p[3] == "a1"]
    assert len(places) == 3
    broken = one.network
    for _, place, column, _ in places[:2]:
        broken = add_to(broken, number, place, column, Dyadic(-1, -2))
    assert read_every_cell(replace(one, network=broken), Exact()).kind is Kind.REFUTED


@pytest.mark.parametrize(("d", "n"), [(1, 1), (1, 3), (2, 1)])
def test_reading_points_and_their_shifts_lie_in_their_cells(d: int, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a reading point so close to an edge that a copy at x - delta e_i or x + delta e_i reads from a gap."""
    read: list[tuple[Fraction, ...]] = []

    class Recording(Walker):
        def front_and_output(self, point: Sequence[Dyadic]) -> Any:
            read.append(tuple(t.fraction for t in point))
            return super().front_and_output(point)

    monkeypatch.setattr(readback, "Walker", Recording)
    one = made("2.2 literal", d, n)
    assert read_every_cell(one, Exact()).kind is Kind.CERTIFIED
    grid = one.grid
    assert {grid.cell_of(x) for x in read} == set(grid.cells())
    for x in read:
        for shift in grid.shifts():
            moved = tuple(t + s * grid.delta.fraction for t, s in zip(x, shift, strict=True))
            assert grid.cell_of(moved) == grid.cell_of(x) is not None


def test_the_printed_route_has_its_own_tolerance() -> None:
    """Catches 3 eta granted to exact routes, refused to the printed one, or so large that it does not fix the digits."""
    assert reading_error(made("2.3 printed", 1, 1)) == 3 * product_error(1).fraction < Fraction(1, 4)
    assert [reading_error(made(kind, 1, 1)) for kind in KINDS if kind != "2.3 printed"] == [0] * 5
    assert read_every_cell(made("2.3 printed", 1, 1, (0, 1)), Exact()).kind is Kind.CERTIFIED
    one = made("2.3 printed", 1, 1, (0, 1))
    swapped: Code = pack((1, 0), 1, FRAME)
    assert read_every_cell(replace(one, code=swapped), Exact()).kind is Kind.REFUTED


def test_a_constant_target_does_not_certify_digits() -> None:
    """Catches a vacuous success: with s = 0 the value is b whatever the digits are, so nothing was read.

    The reader is destroyed (all weights of one layer are 0): "read exactly" must not be certified.
    """
    grid = theorem_grid("2.1", 1, 2)
    one = theorem_network("2.1", grid, pack((0,) * 4, 2, Frame(ZERO, Dyadic(5, -2))))
    assert read_every_cell(one, Exact()).kind is Kind.CERTIFIED
    broken = replace(one, network=replaced(one.network, len(one.network.layers) - 2, bias=Dyadic(1, -1)))
    verdict = read_every_cell(broken, Exact())
    assert verdict.kind is not Kind.CERTIFIED or "digits" not in verdict.detail


def test_a_witness_may_be_long() -> None:
    """Catches ValueError in place of REFUTED: the value read has more decimal digits than Python converts."""
    one = made()
    wrong = add_to(one.network, len(one.network.layers) - 2, 0, BIAS, Dyadic(1, -20000))
    assert read_every_cell(replace(one, network=wrong), Exact()).kind is Kind.REFUTED


def test_law_of_the_reading_points() -> None:
    """Catches a law for other points than those that are read."""
    for kind in ("2.1", "2.2 literal", "2.3 compact"):
        one = made(kind, 1, 2)
        assert read_every_cell(one, Mpmath(law_of(one))).kind is Kind.CERTIFIED
