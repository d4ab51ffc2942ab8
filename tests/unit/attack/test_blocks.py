"""Claims about building blocks: each survives, and falls when its block is spoiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from verifier.attack import blocks
from verifier.attack.blocks import Question, between, block_claim, equals, in_cell, in_omega, within
from verifier.attack.claim import Attackable
from verifier.attack.search import attack
from verifier.constructions.grid import Grid
from verifier.constructions.sawtooth import clamp
from verifier.errors import InvalidInput
from verifier.exact.dyadic import Dyadic
from verifier.network.block import Block
from verifier.network.calculus import affine, compose
from verifier.network.ir import Network, row
from verifier.verdict import Kind

MAKERS: list[Callable[[], Attackable[Any]]] = [
    blocks.step_values, blocks.powers_on_cells, blocks.index_on_cells, blocks.exponential_values, blocks.bit_reads, blocks.bit_slope,
    blocks.sawtooth_slope, blocks.bit_range, blocks.sawtooth_values, blocks.clamp_values, blocks.median_values, blocks.median_hull,
    blocks.product_values, blocks.products_within, blocks.square_error, blocks.unpacking_values, blocks.reader_values,
    blocks.quantisation_error, blocks.partition, blocks.composition_values,
]  # fmt: skip
SPOILED = (
    "_step", "_phi1", "_index", "_exponential", "_bit", "_saw", "_clamp", "_mid", "_products", "_near", "_square", "_unpacking", "_reader"
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_true_claims_survive(make: Callable[[], Attackable[Any]]) -> None:
    """Catches a claim that is stated wrongly: it would be refuted."""
    seen = attack(make(), examples=30)
    assert seen.verdict.kind is Kind.TESTED, seen.verdict.detail
    assert seen.evaluations >= 30


def spoil(block: Block) -> Block:
    """The literal network followed by y -> 5/4 y + 1/8."""

    def literal() -> Network:
        rows = [row(Dyadic(1, -3), [(place, Dyadic(5, -2))]) for place in range(block.outputs)]
        return compose(affine(block.outputs, rows), block.literal)

    return Block(f"spoiled {block.name}", block.inputs, block.outputs, block.closed, literal)


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_blocks_are_refuted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a claim that would accept any block: at least one claim falls for each spoiled block."""
    right = getattr(blocks, name)
    monkeypatch.setattr(blocks, name, lambda *arguments: spoil(right(*arguments)))
    fallen = [make.__name__ for make in MAKERS if attack(make(), examples=30).verdict.kind is Kind.REFUTED]
    assert fallen


def test_judges() -> None:
    """Catches a judge with a sign wrong."""
    third = Fraction(1, 3)
    assert equals(1, 2)((Fraction(1), Fraction(4))) == (2, 0) and equals(0)((third,)) == (third, 0)
    assert between(0, 1)((third, Fraction(2))) == (1, 0) and between(0, 1)((-third,)) == (third, 0)
    assert within(third, Fraction(1))((Fraction(0),)) == (1, third)


def test_hits_are_walked_again_through_the_literal_layers() -> None:
    """Catches a witness whose question is not looked up."""
    claim = block_claim(
        "half", "clamp(z) <= 1/2", lambda: st.integers(0, 4), lambda k: clamp(),
        lambda k: [Question((Fraction(k, 4),), between(0, Fraction(1, 2)), ("k", k))],
    )  # fmt: skip
    seen = attack(claim)
    assert seen.verdict.kind is Kind.REFUTED and seen.found is not None and claim.again is not None
    trials = list(claim.again(3, seen.found.trial.witness))
    assert len(trials) == 2 and trials[0] == trials[1] and trials[0].refutes
    for number in (-1, 1, True, "0"):
        with pytest.raises(InvalidInput):
            list(claim.again(3, {"question": number}))


def test_cells_and_gaps_by_the_definition() -> None:
    """Catches E1 in the repaired definition, or its repair in the printed one."""
    grid = Grid(1, 1, Dyadic(1, -3))
    one, edge, inside = (Fraction(1),), (Fraction(3, 8),), (Fraction(7, 16),)
    assert in_cell(grid, (1,), one, last_closed=True) and not in_cell(grid, (1,), one, last_closed=False)
    assert in_cell(grid, (0,), edge, last_closed=True) and not in_omega(grid, edge)
    assert in_omega(grid, inside) and not in_omega(grid, (Fraction(1, 2),)) and not in_omega(grid, one)


def test_names_are_unique() -> None:
    """Catches two claims of one theorem with the same name."""
    names = [make().name for make in MAKERS]
    assert len(set(names)) == len(names)
    assert replace(MAKERS[0](), examples=1).examples == 1
