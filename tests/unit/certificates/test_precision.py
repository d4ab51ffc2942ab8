"""The smallest sufficient precision: right against brute force, honest where correctness is not monotone."""

from __future__ import annotations

from dataclasses import replace

import pytest

import verifier.certificates.precision as precision
from tests.strategies import FRAME, KINDS, theorem_grid, theorem_network
from tests.tampering import add_to, layer_with
from verifier.certificates.precision import Misread, misread, sufficient
from verifier.certificates.readback import law_of
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import pack
from verifier.errors import InvalidInput, VerifierError
from verifier.exact.dyadic import Dyadic
from verifier.network.meaning import Double, Exact, Mpmath, Single


def made(kind: str, d: int = 1, n: int = 2, cells: tuple[int, ...] | None = None) -> Approximant:
    grid = theorem_grid(kind, d, n)
    return theorem_network(kind, grid, pack(cells or tuple((3 * j + 1) % grid.K for j in range(grid.J)), n, FRAME))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "printed" not in kind])
def test_the_smallest_precision_is_right_by_brute_force(kind: str) -> None:
    """Catches a search that stops early or late: every precision from 1 to the law is read, independently of the search."""
    one = made(kind)
    law = law_of(one)
    reads = {p: misread(one, Mpmath(p)) is None for p in range(1, law + 1)}
    smallest = max((p for p, good in reads.items() if not good), default=0) + 1
    found = sufficient(one, readings=None)
    assert (found.bits, found.law, found.complete, found.read) == (smallest, law, True, law - smallest + 1)
    assert (found.below is None) == (smallest == 1)
    assert sufficient(one, readings=law).bits == smallest  # so many readings leave nothing out


def test_correctness_is_not_monotone() -> None:
    """Catches a plain bisection: for Theorem 2.1 32 bits read every cell and 33 do not; 32 is an island, not the answer."""
    one = made("2.1", n=4, cells=tuple((5 * j + 1) % 16 for j in range(16)))
    assert misread(one, Mpmath(32)) is None
    assert misread(one, Mpmath(33)) is not None
    found = sufficient(one, readings=24)
    assert found.bits > 33
    assert 32 in found.islands


def test_one_bit_less_has_a_counterexample_that_is_real() -> None:
    """Catches a witness that is not one: the reported cell, read again, still has another value than its code."""
    one = made("2.3 compact", n=3)
    found = sufficient(one, readings=6)
    assert found.below is not None
    assert not found.complete
    assert found.below == misread(one, Mpmath(found.bits - 1))
    assert found.below.psi != found.below.expected
    assert found.below.expected.numerator * 8 == one.code.cells[one.grid.index(found.below.cell) - 1] * found.below.expected.denominator


def test_exact_integers_read_everything_and_a_wrong_network_nothing_hides() -> None:
    """Catches a reading that compares with itself: a network whose v has one digit flipped is misread in exact integers."""
    one = made("2.3 compact")
    assert misread(one, Exact()) is None
    where = layer_with(one.network, "v")
    flipped = replace(one, network=add_to(one.network, where, 1, -1, Dyadic(1, -14)))
    wrong = misread(flipped, Exact())
    assert isinstance(wrong, Misread)
    with pytest.raises(VerifierError, match="precision law"):
        sufficient(flipped)


def test_double_agrees_with_53_bits_and_single_with_24() -> None:
    """Catches IEEE formats evaluated in another order than mpmath: without overflow they misread the same cells."""
    for n in (1, 2, 3, 4):
        one = made("2.3 compact", n=n, cells=tuple((5 * j + 1) % 2**n for j in range(2**n)))
        assert misread(one, Double()) == misread(one, Mpmath(53))
        if n < 3:  # from n = 3 on misread numbers exceed the range of single precision
            assert misread(one, Single()) == misread(one, Mpmath(24))
    assert misread(made("2.3 compact", n=4), Double()) is not None
    assert misread(made("2.3 compact", n=3), Single()) is not None


def test_a_false_law_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a law that is taken for granted: one that is too low is found out by reading at it."""
    monkeypatch.setattr(precision, "law_of", lambda approximant: 12)
    with pytest.raises(VerifierError, match="12 bits"):
        sufficient(made("2.3 compact", n=3))


def test_a_negative_number_of_readings_is_refused() -> None:
    """Catches a search that silently reads nothing."""
    with pytest.raises(InvalidInput, match="readings"):
        sufficient(made("2.1"), readings=-1)
