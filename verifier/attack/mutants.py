"""Wrong constructions made from the right one: the network of Theorem 2.2 with one thing changed, and what must refute it.

The network is put together from its parts in the same way as the library does it (with the right parts it is the library's
network, layer by layer), so that any part can be exchanged for a wrong one.

Notation: g, rho, h, saw, clamp, mid are the parts in the order of the text; q_beta the number of cell beta.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Final

from hypothesis import strategies as st

from verifier.attack.claim import Attackable, Trial
from verifier.attack.points import axis_points
from verifier.constructions.approximant import linear_map, outer_map
from verifier.constructions.encoding import Code, Frame, pack
from verifier.constructions.exponential import exponential
from verifier.constructions.grid import Grid
from verifier.constructions.median import mid
from verifier.constructions.product import exact_products
from verifier.constructions.sawtooth import clamp, sawtooth
from verifier.constructions.step import index_row, step
from verifier.constructions.unpacking import unpacking
from verifier.exact.dyadic import ONE, ZERO, Dyadic
from verifier.network.calculus import affine, chain, compose, parallel, shift_input, stack
from verifier.network.compiled import run
from verifier.network.ir import BIAS, Layer, Network, Row, row

Cells = tuple[int, ...]
UNIT_FRAME: Final = Frame(ONE, ZERO)  # s = 1, b = 0: the network is psi itself
CHANGE: Final = Dyadic(5, -5)  # what is added to a parameter; 1/4 would move some sawtooths by whole periods
DIGITS: Final = 3  # binary digits of the v that the unpacking of the block mutants reads
POWERS: Final = 2  # J of the product of the block mutants
_MOST: Final = 96  # points in more than one dimension


@dataclass(frozen=True)
class Parts:
    """What the network of Theorem 2.2 is made of; delta is the distance of the shifted copies."""

    step: Network
    index: Network
    exponential: Network
    sawtooth: Network
    clamp: Network
    median: Network
    delta: Dyadic


def right_parts(grid: Grid) -> Parts:
    """The literal layers of the library's blocks."""
    index = affine(grid.d, [index_row(grid)])
    saw = sawtooth(2 * grid.J + 1).literal
    return Parts(step(grid).literal, index, exponential(grid.J).literal, saw, clamp().literal, mid().literal, grid.delta)


def assembled(grid: Grid, code: Code, parts: Parts) -> Network:
    """The network of Theorem 2.2, literal layout, from the given parts."""
    d, n, copies = grid.d, grid.n, 3**grid.d
    cell = compose(parts.index, parallel(*[parts.step] * d))
    firsts = []
    for shift in grid.shifts():
        offset = tuple(parts.delta * Dyadic(s) for s in shift)
        firsts.append(chain(shift_input(cell, offset), parts.exponential))
    bit = compose(parts.clamp, parts.sawtooth)
    weights = affine(n, [row(0, [(place, Dyadic(1, -1 - place)) for place in range(n)])])
    reader = compose(weights, parallel(*[bit] * n))
    medians = [parallel(*[parts.median] * 3 ** (d - 1 - axis)) for axis in range(d)]
    return chain(stack(*firsts), linear_map(code, copies).literal, parallel(*[reader] * copies), *medians, outer_map(code.frame))


@dataclass(frozen=True)
class Mutant:
    """A wrong network: parts and an encoder, one of them changed.

    part:   the name of the changed part of `Parts`, "delta", or what was changed of the code: "order", "swap", "flip", "base".
    pack:   from cell values to the numbers a_l; the right one is `encoding.pack`.
    gap:    the width of the gaps of its own step function, if it is not the grid's.
    """

    name: str
    part: str
    grid: Grid
    parts: Parts
    pack: Callable[[Cells, int, Frame], Code] = pack
    gap: Dyadic | None = None

    def network(self, cells: Cells) -> Network:
        """The network for the given cell values, s = 1 and b = 0."""
        return assembled(self.grid, self.pack(cells, self.grid.n, UNIT_FRAME), self.parts)


def original(grid: Grid) -> Mutant:
    """No change: the control of every column."""
    return Mutant("nothing changed", "none", grid, right_parts(grid))


def perturbed(network: Network, change: Dyadic = CHANGE) -> Iterator[tuple[str, Network]]:
    """Every stored weight and bias in turn, with `change` added to it."""
    for number, layer in enumerate(network.layers):
        for place, one in enumerate(layer.rows):
            for column in (BIAS, *(c for c, _ in one.entries)):
                bias = one.bias + change if column == BIAS else one.bias
                entries = [(c, w + change if c == column else w) for c, w in one.entries]
                rows = (*layer.rows[:place], row(bias, entries), *layer.rows[place + 1 :])
                what = "bias" if column == BIAS else f"weight {column}"
                layers = (*network.layers[:number], Layer(layer.inputs, rows), *network.layers[number + 1 :])
                yield f"layer {number}, row {place}, {what} + {change.fraction}", Network(layers)


def without_layer(network: Network) -> Iterator[tuple[str, Network]]:
    """Every layer in turn dropped, where the rest still fits together."""
    for number, layer in enumerate(network.layers):
        if layer.inputs == layer.outputs and 0 < number < network.depth:
            yield f"layer {number} dropped", Network((*network.layers[:number], *network.layers[number + 1 :]))


def parameter_mutants(grid: Grid) -> Iterator[Mutant]:
    """Every parameter of every part changed, every layer dropped."""
    right = right_parts(grid)
    for name in ("step", "index", "exponential", "sawtooth", "clamp", "median"):
        network: Network = getattr(right, name)
        for what, wrong in (*perturbed(network), *without_layer(network)):
            changed: dict[str, Network | Dyadic] = {name: wrong}
            yield Mutant(f"{name}: {what}", name, grid, replace(right, **changed))  # type: ignore[arg-type]


def wrong_parts(grid: Grid) -> Iterator[Mutant]:
    """Parts that are wrong by design: plausible mistakes."""
    right, tents = right_parts(grid), 2 * grid.J + 1

    def mutant(name: str, part: str, **changed: Network | Dyadic) -> Mutant:
        return Mutant(name, part, grid, replace(right, **changed))  # type: ignore[arg-type]

    for fewer in (1, 2, 3):
        words = f"2J + 1 tents -> {tents - fewer} of them, t / 2^{tents - fewer}"
        yield mutant(words, "sawtooth", sawtooth=sawtooth(tents - fewer).literal)
    for base in (2, 3):
        yield mutant(f"h(j) = 4^j -> {base}^j", "exponential", exponential=powers(grid.J, base))
    for low, high in ((0, 1), (1, 3), (2, 3)):
        yield mutant(f"clamp thresholds 1/3, 2/3 -> {low}/4, {high}/4", "clamp", clamp=ramp(4, low, high - low))
    yield mutant("clamp thresholds 1/3, 2/3 -> 2/5, 3/5", "clamp", clamp=ramp(5, 2, 1))
    yield mutant("clamp without its upper end: sigma(3z - 1)", "clamp",
                 clamp=chain(affine(1, [row(-1, [(0, 3)])]), affine(1, [row(0, [(0, 1)])])))  # fmt: skip
    keep = affine(3, [row(0, [(i, 1)]) for i in range(3)])
    third = Dyadic(1, -2)
    choices = (
        ("mid -> (a + 2 b + c) / 4", [(0, third), (1, third.shift(1)), (2, third)]),
        ("mid -> the middle argument b", [(1, ONE)]),
        ("mid -> the first argument a", [(0, ONE)]),
    )
    for name, weights in choices:
        yield mutant(name, "median", median=chain(keep, keep, affine(3, [row(0, weights)])))
    yield mutant("rho without 1 +: the index off by one", "index",
                 index=affine(grid.d, [Row(ZERO, index_row(grid).entries)]))  # fmt: skip
    yield mutant("rho with 2 +: the index off by one", "index",
                 index=affine(grid.d, [Row(Dyadic(2), index_row(grid).entries)]))  # fmt: skip
    wide = Dyadic(1, -grid.n - 1)
    too_wide = mutant("delta = 1/(2K) in place of at most 1/(3K)", "delta", step=wide_step(grid, wide), delta=wide)
    yield replace(too_wide, gap=wide)
    yield mutant("delta = 1/(2K) in the shifts only", "delta", delta=wide)
    yield mutant("no shifts: three equal copies", "delta", delta=ZERO)


def wrong_codes(grid: Grid) -> Iterator[Mutant]:
    """Numbers a_l that are packed wrongly."""
    right = right_parts(grid)

    def reordered(order: Callable[[Sequence[int]], Sequence[int]]) -> Callable[[Cells, int, Frame], Code]:
        return lambda cells, n, outer: pack(tuple(order(cells)), n, outer)

    def swapped(cells: Cells, n: int, outer: Frame) -> Code:
        code = pack(cells, n, outer)
        return replace(code, a=(*code.a[1:], code.a[0]))

    def dense(cells: Cells, n: int, outer: Frame) -> Code:
        code = pack(cells, n, outer)
        digits = ["".join("1" if q >> (n - place) & 1 else "0" for q in cells) for place in range(1, n + 1)]
        return replace(code, a=tuple(Dyadic(int(text, 2), -len(cells)) for text in digits))

    yield Mutant("cells stored in reverse order", "order", grid, right, reordered(lambda cells: cells[::-1]))
    yield Mutant("cells stored one place too late", "order", grid, right, reordered(lambda cells: (*cells[-1:], *cells[:-1])))
    yield Mutant("a_1 and a_n exchanged", "swap", grid, right, swapped)
    for place, bit in product(range(grid.J), range(grid.n)):
        def flipped(cells: Cells, n: int, outer: Frame, place: int = place, bit: int = bit) -> Code:
            return pack(tuple(q ^ (1 << bit) if j == place else q for j, q in enumerate(cells)), n, outer)

        yield Mutant(f"one bit of v flipped: digit {grid.n - bit} of cell number {place + 1}", "flip", grid, right, flipped)
    yield Mutant("digit base 4 -> 2, in the code and in h", "base", grid,
                 replace(right, exponential=powers(grid.J, 2)), dense)  # fmt: skip


def network_mutants(grid: Grid) -> tuple[Mutant, ...]:
    """All wrong networks on one grid, in a fixed order, names distinct."""
    return (*parameter_mutants(grid), *wrong_parts(grid), *wrong_codes(grid))


@dataclass(frozen=True)
class BlockMutant:
    """A wrong block of Theorem 2.3, alone: the unpacking of v (5.3), or the exact product 4^y a (5.4)."""

    name: str
    block: str
    network: Network


def right_blocks() -> tuple[BlockMutant, ...]:
    """The library's blocks, small: v with 3 binary digits, n = 1; J = 2."""
    return (
        BlockMutant("nothing changed", "unpacking", unpacking(DIGITS, 1, 0).literal),
        BlockMutant("nothing changed", "product", exact_products(POWERS, 1, 1, [0]).literal),
    )


def block_mutants() -> tuple[BlockMutant, ...]:
    """Every parameter changed, every layer dropped."""
    return tuple(
        BlockMutant(f"{right.block}: {what}", right.block, wrong)
        for right in right_blocks()
        for what, wrong in (*perturbed(right.network), *without_layer(right.network))
    )


def block_claim(mutant: BlockMutant) -> Attackable[tuple[int, int]]:
    """The unpacking gives back v = k / 2^3; the product gives 4^j a at j = 1, 2 and a = k / 2^3 in [0, 1]."""
    top = 1 << DIGITS

    def evaluate(instance: tuple[int, int]) -> Iterator[Trial]:
        j, number = instance
        k = min(number, top - 1) if mutant.block == "unpacking" else number
        x = (Fraction(k, top),) if mutant.block == "unpacking" else (Fraction(j), Fraction(k, top))
        wanted = x[-1] if mutant.block == "unpacking" else 4**j * x[-1]
        yield Trial(abs(run(mutant.network, x)[0] - wanted), Fraction(0), ("point", str(x)), {"x": ", ".join(map(str, x))})

    return Attackable(
        f"{mutant.block}: {mutant.name}",
        "the block gives exactly what its lemma says",
        lambda: st.tuples(st.integers(1, POWERS), st.integers(0, top)),
        evaluate,
        examples=100,
    )


def powers(cells: int, base: int) -> Network:
    """y -> base^y at the integers 1..J, affine in between."""
    hidden = affine(1, [row(-j, [(0, 1)]) for j in range(1, cells)])
    slopes = [base * (base - 1)] + [(base - 1) * base**j - (base - 1) * base ** (j - 1) for j in range(2, cells)]
    return Network((hidden.layers[0], affine(cells - 1, [row(base, list(enumerate(slopes)))]).layers[0]))


def ramp(slope: int, low: int, rise: int) -> Network:
    """(sigma(slope z - low) - sigma(slope z - low - rise)) / rise for rise a power of two, and not divided otherwise."""
    share = Dyadic(1, 1 - rise.bit_length()) if rise & (rise - 1) == 0 else ONE
    hidden = affine(1, [row(-low, [(0, slope)]), row(-low - rise, [(0, slope)])])
    return chain(hidden, affine(2, [row(0, [(0, share), (1, -share)])]))


def wide_step(grid: Grid, delta: Dyadic) -> Network:
    """g with gaps of a width that no Grid accepts."""
    ends = [end for k in range(1, grid.K) for end in (delta - Dyadic(k, -grid.n), -Dyadic(k, -grid.n))]
    slope = Dyadic(1, -delta.exponent)
    hidden = affine(1, [row(end, [(0, 1)]) for end in ends])
    return chain(hidden, affine(len(ends), [row(0, [(i, -slope if i % 2 else slope) for i in range(len(ends))])]))


# the claims that an attack holds against a mutant


def hull(grid: Grid, cells: Cells, x: Sequence[Fraction], gap: Dyadic | None = None) -> tuple[Fraction, Fraction]:
    """Between which numbers psi(x) must lie: q_beta 2^-n on a cell (3.9), between those of the adjacent cells in a gap (5.1).

    gap: the width of the gaps, if it is not the grid's.
    """
    width = (gap or grid.delta).fraction
    numbers = []
    for t in x:
        k = min((t * grid.K).__floor__(), grid.K - 1)
        inside = k == grid.K - 1 or t <= Fraction(k + 1, grid.K) - width
        numbers.append((k,) if inside else (k, k + 1))
    found = [cells[grid.index(beta) - 1] for beta in product(*numbers)]
    return Fraction(min(found), grid.K), Fraction(max(found), grid.K)


@cache
def places(grid: Grid) -> tuple[tuple[Fraction, ...], ...]:
    """The points that matter and all multiples of delta/2; an even choice of them in more than one dimension."""
    half = grid.delta.fraction / 2
    axis = sorted({*axis_points(grid), *(half * k for k in range(int(1 / half) + 1))})
    every = list(product(axis, repeat=grid.d))
    return tuple(every if grid.d == 1 else every[:: max(1, len(every) // _MOST)])


def reading_claim(mutant: Mutant) -> Attackable[Cells]:
    """For all cell values: psi is q_beta 2^-n on every cell and between its neighbours in every gap. ([SYZ22] A.1; 5.1)"""
    grid = mutant.grid

    def evaluate(cells: Cells) -> Iterator[Trial]:
        network = mutant.network(cells)
        for x in places(grid):
            low, high = hull(grid, cells, x, mutant.gap)
            psi = run(network, x)[0]
            error = max(low - psi, psi - high, Fraction(0))
            beta = grid.cell_of(x)
            place = ("cell", str(beta)) if beta is not None else ("gap", str(x))
            yield Trial(error, Fraction(0), place, {"x": ", ".join(map(str, x))})
            if error:
                return

    top = (1 << grid.n) - 1
    extreme, any_value = st.sampled_from((0, top)), st.integers(0, top)
    return Attackable(
        f"reading: {mutant.name}",
        "distance of psi(x) to the allowed numbers <= 0 for all x in the cube and all cell values",
        lambda: st.one_of(st.tuples(*[extreme] * grid.J), st.tuples(*[any_value] * grid.J)),
        evaluate,
        examples=40,
    )


def allowed(part: str, grid: Grid, x: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Between which numbers the value of a part must lie, on the domain on which the theorem uses it: what its lemma says.

    step:        g = k on cell k, 0 <= g <= K - 1 everywhere.     index:    1 + sum_i y_i K^(i-1).
    exponential: 4^y at the integers 1..J, in [0, 4^J] between.   sawtooth: T(t) for 0 <= t <= 4^J / 3.
    clamp:       0 up to 1/3, 1 from 2/3 on, in [0, 1] between.   median:   the second largest of three numbers in [0, 1].
    """
    zero, one = Fraction(0), Fraction(1)
    if part == "step":
        if x[0] < 0 or x[0] > 1:
            return (zero, zero) if x[0] < 0 else (Fraction(grid.K - 1),) * 2
        beta = Grid(1, grid.n, grid.delta).cell_of((x[0],))
        return (zero, Fraction(grid.K - 1)) if beta is None else (Fraction(beta[0]),) * 2
    if part == "index":
        return (1 + sum((y * grid.K**i for i, y in enumerate(x)), zero),) * 2
    if part == "exponential":
        top = Fraction(4**grid.J)
        return (Fraction(4 ** int(x[0])),) * 2 if x[0].denominator == 1 else (zero, top)
    if part == "sawtooth":
        inside = x[0] - 2 * (x[0] / 2).__floor__()
        return (min(inside, 2 - inside),) * 2
    if part == "clamp":
        return (zero, zero) if 3 * x[0] <= 1 else (one, one) if 3 * x[0] >= 2 else (zero, one)
    return (sorted(x)[1],) * 2


def part_claim(mutant: Mutant) -> Attackable[tuple[int, ...]] | None:
    """The changed part alone, evaluated at dyadic points of its domain, against its lemma; None if no part was changed.

    An instance is a point in units of the domain.
    """
    grid, delta = mutant.grid, mutant.grid.delta.fraction
    ranges: dict[str, tuple[Fraction, Fraction, Fraction, int]] = {  # unit, low, high, coordinates
        "step": (delta / 8, -delta, 1 + delta, 1),
        "index": (Fraction(1, 4), Fraction(0), Fraction(grid.K - 1), grid.d),
        "exponential": (Fraction(1, 4), Fraction(1), Fraction(grid.J), 1),
        "sawtooth": (Fraction(1, 8), Fraction(0), Fraction(4**grid.J, 3), 1),
        "clamp": (Fraction(1, 64), Fraction(0), Fraction(1), 1),
        "median": (Fraction(1, 16), Fraction(0), Fraction(1), 3),
    }
    if mutant.part not in ranges:
        return None
    unit, low, high, count = ranges[mutant.part]
    network: Network = getattr(mutant.parts, mutant.part)

    def evaluate(instance: tuple[int, ...]) -> Iterator[Trial]:
        x = tuple(unit * k for k in instance)
        least, most = allowed(mutant.part, grid, x)
        value = run(network, x)[0]
        error = max(least - value, value - most, Fraction(0))
        yield Trial(error, Fraction(0), ("point", str(x)), {"x": ", ".join(map(str, x))})

    number = st.integers((low / unit).__ceil__(), (high / unit).__floor__())
    return Attackable(
        f"{mutant.part}: {mutant.name}",
        f"the {mutant.part} is what its lemma says on the domain on which the theorem uses it",
        lambda: st.tuples(*[number] * count),
        evaluate,
        examples=200,
    )


def changed_value(mutant: Mutant, codes: Sequence[Cells]) -> tuple[Cells, tuple[Fraction, ...]] | None:
    """Cell values and a point of the cube at which the mutant and the right network differ, among those that are tried."""
    right = original(mutant.grid)
    for cells in codes:
        wrong = mutant.network(cells)
        for x, value in _right_values(right.grid, cells):
            if run(wrong, x)[0] != value:
                return cells, x
    return None


@cache
def _right_values(grid: Grid, cells: Cells) -> tuple[tuple[tuple[Fraction, ...], Fraction], ...]:
    network = original(grid).network(cells)
    return tuple((x, run(network, x)[0]) for x in places(grid))


def digit_patterns(grid: Grid) -> tuple[Cells, ...]:
    """Cell values 0 and 2^n - 1 in all patterns (the first 16), and one that counts: carries and long tails occur."""
    top = (1 << grid.n) - 1
    patterns = list(product((0, top), repeat=min(grid.J, 4)))
    counting = tuple((j * (top - 1) + 1) % (top + 1) for j in range(grid.J))
    return (counting, *(pattern + (top,) * (grid.J - len(pattern)) for pattern in patterns))
