"""Mutants: wrong in one thing only, all of them made, and the attack that must tell them from the original."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.attack.mutants import (
    UNIT_FRAME,
    Mutant,
    allowed,
    assembled,
    changed_value,
    digit_patterns,
    hull,
    network_mutants,
    original,
    parameter_mutants,
    part_claim,
    perturbed,
    places,
    powers,
    ramp,
    reading_claim,
    right_parts,
    wide_step,
    wrong_codes,
    wrong_parts,
)
from verifier.attack.search import attack
from verifier.constructions.encoding import pack
from verifier.constructions.exponential import exponential
from verifier.constructions.grid import Grid, sup_delta
from verifier.constructions.sawtooth import clamp
from verifier.constructions.step import step
from verifier.constructions.sup_network import sup_network
from verifier.network.compiled import run
from verifier.verdict import Kind

LINE = Grid(1, 2, sup_delta(2))
PLANE = Grid(2, 1, sup_delta(1))
PARTS = ("step", "index", "exponential", "sawtooth", "clamp", "median")


def named(name: str, grid: Grid = LINE) -> Mutant:
    return next(one for one in network_mutants(grid) if one.name == name)


@pytest.mark.parametrize("grid", [LINE, PLANE, Grid(1, 1, sup_delta(1))], ids=str)
def test_the_right_parts_make_the_library_network(grid: Grid) -> None:
    """Catches mutants of a network that is not the one that is verified."""
    code = pack(tuple((3 * j + 1) % grid.K for j in range(grid.J)), grid.n, UNIT_FRAME)
    assert assembled(grid, code, right_parts(grid)).layers == sup_network(grid, code).network.layers


def test_every_parameter_of_every_part_is_changed_once() -> None:
    """Catches a parameter that no mutant touches, and two mutants of one name."""
    right = right_parts(LINE)
    every = list(parameter_mutants(LINE))
    assert len({one.name for one in network_mutants(LINE)}) == len(network_mutants(LINE))
    changed = Counter(one.part for one in every if "dropped" not in one.name)
    assert changed == {name: getattr(right, name).size for name in PARTS}
    for name in PARTS:
        network = getattr(right, name)
        for _, wrong in perturbed(network):
            differences = [
                (number, place)
                for number, (a, b) in enumerate(zip(network.layers, wrong.layers, strict=True))
                for place, (one, two) in enumerate(zip(a.rows, b.rows, strict=True))
                if one != two
            ]
            assert len(differences) == 1


def test_building_bricks_of_wrong_parts_are_right_where_they_should_be() -> None:
    """Catches a mutant that is wrong in more than its name says: base 4, thresholds 1/3 and the grid's delta give the originals."""
    assert powers(4, 4).layers == exponential(4).literal.layers
    assert ramp(3, 1, 1).layers == clamp().literal.layers
    assert wide_step(LINE, LINE.delta).layers == step(LINE).literal.layers


@pytest.mark.parametrize("grid", [LINE, PLANE], ids=str)
def test_the_original_survives(grid: Grid) -> None:
    """Catches an attack that kills the right network: the control of every kill."""
    right = original(grid)
    assert attack(reading_claim(right)).verdict.kind is Kind.TESTED
    assert changed_value(right, digit_patterns(grid)[:4]) is None
    for name in PARTS:
        claim = part_claim(replace(right, part=name))
        assert claim is not None
        assert attack(claim).verdict.kind is Kind.TESTED, name


@pytest.mark.parametrize(
    "name",
    ["a_1 and a_n exchanged", "digit base 4 -> 2, in the code and in h", "delta = 1/(2K) in place of at most 1/(3K)",
     "delta = 1/(2K) in the shifts only", "no shifts: three equal copies", "mid -> the middle argument b",
     "one bit of v flipped: digit 2 of cell number 4", "cells stored one place too late"],
)  # fmt: skip
def test_wrong_networks_are_read_wrongly(name: str) -> None:
    """Catches an attack that never looks into a gap, at the last cell, or at the least digit."""
    done = attack(reading_claim(named(name)))
    assert done.verdict.kind is Kind.REFUTED
    assert done.found is not None
    assert changed_value(named(name), digit_patterns(LINE)) is not None


def test_a_part_is_attacked_alone() -> None:
    """Catches a mutant that the rest of the network hides: three tents fewer are too few, one fewer is not."""
    claim = part_claim(named("2J + 1 tents -> 6 of them, t / 2^6"))
    assert claim is not None
    assert attack(claim).verdict.kind is Kind.REFUTED
    enough = part_claim(named("2J + 1 tents -> 8 of them, t / 2^8"))
    assert enough is not None
    assert attack(enough).verdict.kind is Kind.TESTED
    assert part_claim(next(iter(wrong_codes(LINE)))) is None


def test_the_hull_is_one_number_on_cells_and_two_in_gaps() -> None:
    """Catches a claim that allows too much: on a cell only its own number."""
    cells = (0, 3, 1, 2)
    assert hull(LINE, cells, (Fraction(1, 4),)) == (Fraction(3, 4), Fraction(3, 4))
    assert hull(LINE, cells, (Fraction(1, 4) - LINE.delta.fraction / 2,)) == (Fraction(0), Fraction(3, 4))
    assert hull(LINE, cells, (Fraction(1),)) == (Fraction(1, 2), Fraction(1, 2))
    inner = (Fraction(1, 4) - LINE.delta.fraction,)  # the end of cell 0; in a gap if gaps are twice as wide
    assert hull(LINE, cells, inner) == (Fraction(0), Fraction(0))
    assert hull(LINE, cells, inner, LINE.delta.shift(1)) == (Fraction(0), Fraction(3, 4))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARTS), st.data())
def test_what_is_allowed_holds_for_the_closed_forms(part: str, data: st.DataObject) -> None:
    """Catches a lemma stated wrongly: the right part is within it at every point."""
    ends = {"sawtooth": Fraction(256, 3), "exponential": Fraction(4), "index": Fraction(3)}
    start = Fraction(1) if part == "exponential" else Fraction(0)
    count = 3 if part == "median" else 1
    x = data.draw(st.tuples(*[st.fractions(start, ends.get(part, Fraction(1)), max_denominator=64)] * count))
    low, high = allowed(part, LINE, x)
    assert low <= run(getattr(right_parts(LINE), part), x)[0] <= high


def test_points_and_patterns_are_enough() -> None:
    """Catches a search space without gaps, without long tails of ones, or without the corners of the cube."""
    assert {(Fraction(0),), (Fraction(1),)} <= set(places(LINE))
    assert sum(LINE.cell_of(x) is None for x in places(LINE)) >= 9
    assert {(0, 0, 0, 0), (3, 3, 3, 3), (0, 3, 3, 3)} <= set(digit_patterns(LINE))
    assert len({one.name for one in wrong_parts(PLANE)}) == len(list(wrong_parts(PLANE)))
