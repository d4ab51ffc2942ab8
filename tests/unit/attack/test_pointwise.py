"""Errors at points against bounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.strategies import FRAME, real, reference, theorem_grid, theorem_network
from tests.tampering import add_to
from verifier.attack.points import adversarial_points
from verifier.attack.pointwise import Sample, below, bounds, sample, shown
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import encode, pack
from verifier.constructions.sup_network import sup_network
from verifier.exact.dyadic import Dyadic
from verifier.exact.interval import Interval
from verifier.network.ir import BIAS
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery
from verifier.verdict import Kind


def built(name: str, kind: str = "2.2 literal", n: int = 2) -> Approximant:
    target = gallery()[name]
    grid = theorem_grid(kind, target.dimension, n)
    return theorem_network(kind, grid, encode(target, grid))


def silent(done: int, total: int) -> None:
    """Nothing."""


@pytest.mark.parametrize("name", ["kink", "sine", "zigzag", "cone"])
@pytest.mark.parametrize("kind", ["2.2 literal", "2.3 compact"])
def test_the_theorem_survives(name: str, kind: str) -> None:
    """Catches a bound that the theorem does not claim, or an error that is not that of the network."""
    n = 1 if name == "cone" else 2
    one, target = built(name, kind, n), gallery()[name]
    points = adversarial_points(one.grid, 60, [target.breakpoints(axis) for axis in range(one.grid.d)])
    found = bounds(target, one)
    samples = sample(target, one, points, silent)
    for item in samples[:8]:
        assert item.value == reference(one.network, item.x)[0]
        value = target.at(item.x, 90)
        assert item.error.lo <= abs(item.value - value.lo) + value.width and abs(item.value - value.hi) - value.width <= item.error.hi
        assert item.gap == (one.grid.cell_of(item.x) is None)
    assert below(samples, one, found.repaired, cells_only=False).kind is Kind.TESTED
    assert found.repaired < found.printed
    assert below(samples, one, found.repaired / 100, cells_only=False).kind is Kind.REFUTED


def test_bounds_by_hand() -> None:
    """Catches 2^(2-n) for 2^(1-n), sqrt(d) forgotten, W taken for s."""
    target = Expression("x1 + x2", 2)
    grid = theorem_grid("2.2 literal", 2, 2)
    one = sup_network(grid, encode(target, grid))
    s = real(one.code.frame.s)
    modulus = target.modulus_of_root(Fraction(2, 16))
    assert modulus**2 >= Fraction(1, 4) and modulus <= Fraction(1, 2) + Fraction(1, 1000)
    found = bounds(target, one)
    assert found.printed == modulus + s / 2 and found.repaired == modulus + s / 4
    assert bounds(target, one, Fraction(1, 8)).repaired == modulus + s / 4 + s / 8
    assert s >= 4 and s < 4 + Fraction(1, 100)  # 2 omega_f(sqrt d) = 2 * 2


def test_wrong_networks_are_refuted() -> None:
    """Catches an attack that finds nothing: another table, a perturbed last map, a psi that leaves [0, 1]."""
    target = gallery()["kink"]
    one = built("kink", n=3)
    points = adversarial_points(one.grid, 60)
    bound = bounds(target, one).printed
    mirrored = replace(one, network=theorem_network("2.2 literal", one.grid, pack(one.code.cells[::-1], 3, one.code.frame)).network)
    assert below(sample(target, mirrored, points, silent), mirrored, bound, cells_only=False).kind is Kind.REFUTED
    last = len(one.network.layers) - 1
    lifted = replace(one, network=add_to(one.network, last, 0, BIAS, one.code.frame.s))
    verdict = below(sample(target, lifted, points, silent), lifted, bound, cells_only=False)
    assert verdict.kind is Kind.REFUTED and "psi leaves" in verdict.detail
    lowered = replace(one, network=add_to(one.network, last, 0, BIAS, Dyadic(-1, -1)))
    assert below(sample(target, lowered, points, silent), lowered, bound, cells_only=True).kind is Kind.REFUTED


def item(value: Fraction | int, error: tuple[Fraction | int, Fraction | int], gap: bool = False) -> Sample:
    return Sample((Fraction(1, 2),), Fraction(value), Interval(Fraction(error[0]), Fraction(error[1])), gap)


ONE = theorem_network("2.1", theorem_grid("2.1", 1, 1), pack((0, 1), 1, FRAME))  # values within [-5/8, 7/8]


@pytest.mark.parametrize(("samples", "cells_only", "kind"), [
    ([], False, Kind.UNDECIDED),
    ([item(0, (0, 1))], False, Kind.TESTED),
    ([item(0, (1, 1))], False, Kind.TESTED),
    ([item(0, (0, 2))], False, Kind.UNDECIDED),
    ([item(0, (2, 3))], False, Kind.REFUTED),
    ([item(0, (0, 2)), item(0, (2, 3))], False, Kind.REFUTED),
    ([item(0, (0, 2)), item(1, (0, 1))], False, Kind.REFUTED),
    ([item(0, (0, 2)), item(0, (0, 1))], False, Kind.UNDECIDED),
    ([item(0, (0, 1)), item(0, (2, 3), True)], False, Kind.REFUTED),
    ([item(0, (0, 1)), item(0, (2, 3), True)], True, Kind.TESTED),
    ([item(0, (2, 3), True)], True, Kind.UNDECIDED),
    ([item(1, (0, 1))], False, Kind.REFUTED),
    ([item(Fraction(7, 8), (0, 1)), item(Fraction(-5, 8), (0, 1))], False, Kind.TESTED),
    ([item(Fraction(-6, 8), (0, 0), True)], True, Kind.REFUTED),
])  # fmt: skip
def test_every_outcome(samples: list[Sample], cells_only: bool, kind: Kind) -> None:
    """Catches success on no points, a straddling enclosure called tested, gaps that are excused from staying in [0, 1]."""
    assert below(samples, ONE, Fraction(1), cells_only=cells_only).kind is kind


def test_worst_point_is_reported() -> None:
    """Catches a ratio that is not the largest."""
    verdict = below([item(0, (0, Fraction(1, 4))), item(0, (0, Fraction(3, 4))), item(0, (0, Fraction(1, 2)))], ONE,
                    Fraction(1), cells_only=False)  # fmt: skip
    assert "0.75 of the bound" in verdict.detail and dict(verdict.evidence)["error there at most"] == "3/4"
    assert "3 points, 0 of them in gaps" in verdict.detail
    assert shown((Fraction(1, 2), Fraction(3))) == "(1/2, 3)"


def test_long_numbers_are_reported() -> None:
    """Catches ValueError in place of a verdict: values in gaps have more decimal digits than Python converts."""
    tiny = Fraction(1, 1 << 20000)
    assert below([item(tiny, (tiny, 1 - tiny))], ONE, Fraction(1), cells_only=False).kind is Kind.TESTED
    assert below([item(tiny, (1 + tiny, 1 + tiny))], ONE, Fraction(1), cells_only=False).kind is Kind.REFUTED
    assert below([item(1 - tiny, (0, tiny))], ONE, Fraction(1), cells_only=False).kind is Kind.REFUTED


def test_a_constant_target() -> None:
    """Catches a division by s = 0 or by a bound that is 0."""
    target = Expression("5/4", 1)
    grid = theorem_grid("2.2 literal", 1, 1)
    one = sup_network(grid, encode(target, grid))
    found = bounds(target, one)
    assert found.printed == found.repaired == 0
    verdict = below(sample(target, one, adversarial_points(grid, 10), silent), one, Fraction(0), cells_only=False)
    assert verdict.kind is Kind.TESTED
