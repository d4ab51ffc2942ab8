"""verifier.certificates.gap_values: ranges of psi on boxes contain psi, are exact at points, and notice a wrong number."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from verifier.certificates.gap_values import GapReader, _bit
from verifier.constructions.encoding import pack
from verifier.exact.dyadic import Dyadic
from verifier.exact.interval import Interval
from verifier.ledger.instance import Question, assemble, build
from verifier.targets.expression import Expression

LAYOUTS = [("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct")]


def places(grid_delta: Fraction, k: int, rng: random.Random) -> tuple[Fraction, Fraction]:
    """A small dyadic interval in or around gap number 1."""
    start = Fraction(1, k) - grid_delta + grid_delta * Fraction(rng.randrange(-512, 1200), 1024)
    return start, start + grid_delta * Fraction(rng.choice((0, 0, 1, 3, 40)), 4096)


@pytest.mark.parametrize(("theorem", "layout"), LAYOUTS)
@pytest.mark.parametrize("d", [1, 2])
def test_psi_lies_in_its_range(theorem: str, layout: str, d: int) -> None:
    """Catches a range that is too small, for every kind of product, in gaps and beside them; a point gives psi itself."""
    approximant = build(Question(theorem, Expression(f"sin(6*x1)*x{d}", d), 2 if d == 1 else 1, layout=layout))
    reader, grid, rng = GapReader.of(approximant), approximant.grid, random.Random(7)
    narrow = 0
    for _ in range(150):
        box = tuple(Interval(*places(grid.delta.fraction, grid.K, rng)) for _ in range(d))
        if any(side.lo < 0 or side.hi > 1 for side in box):
            continue
        found = reader.psi(box)
        for _ in range(6):
            x = [side.lo + side.width * Fraction(rng.randrange(257), 256) for side in box]
            psi = approximant.psi.closed(tuple(Dyadic.of(t) for t in x))[0].fraction
            assert psi in found
        if all(side.width == 0 for side in box):
            assert found.width == 0
        narrow += found.width < 1 - Fraction(1, grid.K)
    assert narrow > 20


def test_a_wrong_number_gives_another_range() -> None:
    """Catches a reader that does not look at the numbers a_l."""
    approximant = build(Question("2.2", Expression("x1", 1), 2))
    reader = GapReader.of(approximant)
    changed = replace(reader, numbers=tuple(a * 0 for a in reader.numbers))
    box = (Interval.point(Fraction(7, 8)),)
    assert reader.psi(box) == Interval.point(Fraction(approximant.code.cells[3], 4)) != changed.psi(box)


@pytest.mark.parametrize(("lo", "hi", "want"), [("0", "1/3", "0 0"), ("2/3", "4/3", "1 1"), ("1/2", "1", "1/2 1"), ("3/2", "5/2", "0 1/2"),
                                                  ("5/3", "7/3", "0 0"), ("0", "2", "0 1"), ("11/6", "11/6", "0 0"), ("7/2", "11/3", "0 1/2")])  # fmt: skip
def test_the_range_of_one_bit(lo: str, hi: str, want: str) -> None:
    """Catches an extremum of the sawtooth that is missed or invented."""
    low, high = want.split()
    assert _bit(Interval(Fraction(lo), Fraction(hi))) == Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize("layout", ["compact", "direct"])
def test_a_peak_just_behind_the_interval_is_seen(layout: str) -> None:
    """Catches the greatest hat looked for at integers inside only: y ends a little before the next, higher peak."""
    question = Question("2.3", Expression("x1", 1), 2, layout=layout)
    code = pack((0, 0, 3, 2), 2, build(question).code.frame)
    reader = GapReader.of(assemble(question, question.grid(), code))
    cap = reader.grid.J + max(reader.offsets)
    checked = 0
    for number, offset in zip(reader.numbers, reader.offsets, strict=True):
        for j in (1, 2):
            peak = number * Fraction(4) ** (offset + j + 1)
            end = j + 1 - peak / 4**cap / 8
            found = reader._hat(Interval(j - Fraction(1, 1 << 60), end), number, offset)
            assert found is None or found.hi >= reader._hats(end, number, offset) >= peak / 2
            checked += found is not None
    assert checked
