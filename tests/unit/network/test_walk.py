"""The walker remembers, and is nevertheless the network."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verifier.network.walk as walk
from tests.strategies import FRAME, dyadic_points, networks, reference, theorem_grid, theorem_network, trace
from verifier.constructions.bit import bit
from verifier.constructions.encoding import pack
from verifier.errors import InvalidInput, ShapeMismatch
from verifier.exact.dyadic import Dyadic
from verifier.network.calculus import identity, parallel
from verifier.network.compiled import run
from verifier.network.meaning import Exact, Mpmath
from verifier.network.walk import Walker


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_many_points_in_one_walker(data: st.DataObject) -> None:
    """Catches memory keyed too coarsely: values of an earlier point, or of another part, returned again."""
    network = data.draw(networks(intrinsic=True))
    both = parallel(network, network)
    exact, rounded = Walker(both, Exact()), Walker(both, Mpmath(400))
    for _ in range(4):
        x, y = data.draw(dyadic_points(network.inputs)), data.draw(dyadic_points(network.inputs))
        wanted = reference(network, x) + reference(network, y)
        assert exact.fractions(x + y) == rounded.fractions(x + y) == wanted
        assert tuple(value.fraction for value in exact.values(x + y)) == wanted


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_values_after_each_layer(data: st.DataObject) -> None:
    """Catches `upto` off by one, or without sigma, or with sigma after the last map."""
    network = data.draw(networks())
    x = data.draw(dyadic_points(network.inputs))
    walker = Walker(network, Exact())
    for number, values in enumerate(trace(network, [t.fraction for t in x]).layers):
        last = number == network.depth
        assert walker.fractions(x, upto=number) == tuple(v if last else max(v, Fraction(0)) for v in values)
    for upto in (-1, network.depth + 1):
        with pytest.raises(InvalidInput):
            walker.values(x, upto=upto)
    with pytest.raises(ShapeMismatch):
        walker.values((*x, Dyadic(0)))


def test_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches states that survive `_forget` in the memory of a layer and then name other values."""
    monkeypatch.setattr(walk, "_REMEMBERED", 5)
    network = theorem_network("2.1", theorem_grid("2.1", 1, 2), pack((3, 0, 2, 1), 2, FRAME)).network
    walker = Walker(network, Exact())
    for _ in range(2):
        for k in range(0, 257, 5):
            assert walker.fractions([Dyadic(k, -8)]) == reference(network, [Fraction(k, 256)])


def test_precision_is_obeyed() -> None:
    """Catches a walker in mpmath that computes more precisely than it was asked to."""
    one = identity(1)
    assert Walker(one, Mpmath(3)).fractions([Dyadic(17)]) == (16,)
    assert Walker(one, Mpmath(5)).fractions([Dyadic(17)]) == (17,)


def test_orbits_merge() -> None:
    """Catches a memory that never hits: reading J digits costs O(J) local layers, not J^2."""
    cells = 40
    block = bit(cells).literal
    walker = Walker(block, Exact())
    a = Dyadic(int("1101" * (cells // 4), 4), -2 * cells)
    digits = [walker.fractions([a.shift(2 * j)])[0] for j in range(1, cells + 1)]
    assert digits == [1, 1, 0, 1] * (cells // 4)
    assert walker.applications < 12 * cells < cells * len(block.layers)


def test_front_and_output_are_one_walk() -> None:
    """Catches a front that is the output, or the layer before: compared with two walks and with plain evaluation."""
    network = theorem_network("2.2 literal", theorem_grid("2.2 literal", 1, 2), pack((3, 0, 2, 1), 2, FRAME)).network
    one, two = Walker(network, Exact()), Walker(network, Exact())
    for numerator in range(17):
        point = [Dyadic(numerator, -4)]
        front, output = one.front_and_output(point)
        assert front == two.fractions(point, upto=network.depth - 1)
        assert output == two.fractions(point) == run(network, [point[0].fraction])
