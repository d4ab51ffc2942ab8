"""Sizes against printed bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.strategies import FRAME, theorem_grid, theorem_network
from verifier.certificates.size import within_printed_bounds
from verifier.constructions.encoding import pack
from verifier.exact.dyadic import Dyadic
from verifier.network.ir import Layer, Network, Row
from verifier.verdict import Kind


@pytest.mark.parametrize("kind", ["2.1", "2.2 literal"])
@pytest.mark.parametrize(("d", "n"), [(d, n) for d in (1, 2, 3) for n in (1, 2, 3, 4)])
def test_true_networks_are_certified(kind: str, d: int, n: int) -> None:
    """Catches bounds that the networks do not keep."""
    grid = theorem_grid(kind, d, n)
    one = theorem_network(kind, grid, pack((0,) * grid.J, n, FRAME))
    verdict = within_printed_bounds(one)
    assert verdict.kind is Kind.CERTIFIED and [name for name, _ in verdict.evidence] == ["phi1", "phi2"]


@pytest.mark.parametrize("place", [0, 1])
def test_a_part_that_is_too_large_is_refuted(place: int) -> None:
    """Catches < for <=, and a check that looks at the first part or at the sum only."""
    grid = theorem_grid("2.1", 1, 2)
    one = theorem_network("2.1", grid, pack((0,) * 4, 2, FRAME))
    part = one.parts[place]
    exact = replace(part, bound=part.size)
    over = replace(part, bound=part.size - 1)
    for changed, kind in ((exact, Kind.CERTIFIED), (over, Kind.REFUTED)):
        parts = tuple(changed if index == place else other for index, other in enumerate(one.parts))
        verdict = within_printed_bounds(replace(one, parts=parts))
        assert verdict.kind is kind
        if kind is Kind.REFUTED:
            assert verdict.evidence == ((part.name, f"{part.size} > {part.size - 1}"),)


def test_nothing_to_compare_is_not_success() -> None:
    """Catches a vacuous success: a network without printed bounds has no certificate of its size."""
    grid = theorem_grid("2.3 compact", 1, 1)
    one = theorem_network("2.3 compact", grid, pack((0, 1), 1, FRAME))
    assert one.parts == () and within_printed_bounds(one).kind is not Kind.CERTIFIED


def test_the_literal_layers_are_counted() -> None:
    """Catches a certificate about the numbers that were noted when the network was built, not about its layers."""
    grid = theorem_grid("2.1", 1, 1)
    one = theorem_network("2.1", grid, pack((0, 1), 1, FRAME))
    first, second = one.network.layers[0], one.network.layers[1]
    more = 200  # idle neurons behind phi1's hidden layer
    wide = Layer(first.inputs, (*first.rows, *[Row(Dyadic(1), ((0, Dyadic(1)),))] * more), first.intrinsic)
    fed = Layer(second.inputs + more, second.rows, second.intrinsic)
    inflated = replace(one, network=Network((wide, fed, *one.network.layers[2:]), one.network.spans))
    assert within_printed_bounds(inflated).kind is Kind.REFUTED
