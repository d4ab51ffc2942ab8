"""verifier.targets.target: what every target of the gallery must answer."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from verifier.errors import DomainError, InvalidInput, ShapeMismatch
from verifier.exact.interval import Interval
from verifier.targets.gallery import gallery


@pytest.mark.parametrize("name", list(gallery()))
def test_the_answers_fit_each_other(name: str) -> None:
    """Catches a range without a value, a modulus beyond the oscillation, an enclosure wider than asked for."""
    target = gallery()[name]
    d = target.dimension
    for t in (Fraction(0), Fraction(1, 3), Fraction(5, 8), Fraction(1)):
        value = target.at((t,) * d, 40)
        assert value.width <= Fraction(1, 2**40)
        whole = target.range()
        assert whole.lo <= value.hi
        assert value.lo <= whole.hi
        box = target.on((Interval(t / 2, t),) * d, 60)
        assert box.lo <= value.hi
        assert value.lo <= box.hi
    assert 0 <= target.oscillation_lower() <= target.oscillation()
    assert 0 <= target.modulus_of_root(Fraction(1, 64)) <= target.modulus_of_root(Fraction(d)) <= target.oscillation()
    assert target.hypotheses()


def test_points_outside_the_cube_are_refused() -> None:
    """Catches a function asked for a value where it has none."""
    sine = gallery()["sine"]
    with pytest.raises(DomainError):
        sine.at((Fraction(2),), 10)
    with pytest.raises(ShapeMismatch):
        sine.at((Fraction(0), Fraction(0)), 10)
    with pytest.raises(InvalidInput):
        sine.modulus(Fraction(-1))


@pytest.mark.parametrize("name", list(gallery()))
def test_gradients_contain_difference_quotients(name: str) -> None:
    """Catches a slope that is left out: on random boxes, also across kinks, along every axis."""
    target, rng = gallery()[name], random.Random(1)
    known = 0
    for _ in range(40):
        box = tuple(
            Interval(t, t + Fraction(rng.randrange(1, 4), 64))
            for t in (Fraction(rng.randrange(0, 61), 64) for _ in range(target.dimension))
        )
        found = target.gradient(box, 40)
        if found is None:
            continue
        known += 1
        x = [side.lo + side.width * Fraction(rng.randrange(1025), 1024) for side in box]
        for axis, side in enumerate(box):
            y = list(x)
            y[axis] = side.lo + side.width * Fraction(rng.randrange(1025), 1024)
            if y[axis] != x[axis]:
                quotient = (target.at(tuple(y), 80) - target.at(tuple(x), 80)).scale(1 / (y[axis] - x[axis]))
                assert quotient.hi >= found[axis].lo and quotient.lo <= found[axis].hi
    assert known >= 20


def test_no_gradient_is_said_not_invented() -> None:
    """Catches a bounded slope for a square root at 0, and a cusp at its centre."""
    whole = (Interval(Fraction(0), Fraction(1)),)
    assert gallery()["root"].gradient(whole, 40) is None
    assert gallery()["cusp"].gradient(whole, 40) is None
    assert gallery()["ramps"].gradient(whole, 40) == (Interval(Fraction(-15), Fraction(5)),)
