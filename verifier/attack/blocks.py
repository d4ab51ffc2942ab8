"""Claims about building blocks: the literal network of a block at dyadic points, against what its lemma says.

A claim is a strategy of instances, the block of an instance, and questions: points with a judge that turns the outputs of the
network into (error, bound). A hit is walked again through the literal layers, in exact integers and in mpmath.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from verifier.attack import admission
from verifier.attack.claim import Attackable, Trial
from verifier.attack.networks import COUNT, literal_outputs, place_of
from verifier.attack.points import telling_points
from verifier.attack.strategies import adapted, bit_tables, cell_tables, dyadics, grids, networks, points
from verifier.constructions.bit import bit, reader
from verifier.constructions.encoding import Frame as Outer
from verifier.constructions.encoding import encode, pack
from verifier.constructions.exponential import exponential, phi1
from verifier.constructions.grid import Grid
from verifier.constructions.median import mid
from verifier.constructions.product import approximate_products, exact_products, square
from verifier.constructions.sawtooth import clamp, sawtooth
from verifier.constructions.step import cell_index, step
from verifier.constructions.unpacking import unpacking
from verifier.errors import InvalidInput
from verifier.exact.dyadic import Dyadic, power_of_two
from verifier.network.block import Block, beside
from verifier.network.calculus import compose
from verifier.network.compiled import run
from verifier.network.ir import Network

T = TypeVar("T")
Outputs = tuple[Fraction, ...]
Judge = Callable[[Outputs], tuple[Fraction, Fraction]]
_ZERO: Final = Fraction(0)
MOST_CELLS: Final = 6  # digits of the codes that are read


@dataclass(frozen=True, slots=True)
class Question:
    """A point of the inputs, what the outputs there are held against, and where that is."""

    x: tuple[Fraction, ...]
    judge: Judge
    place: Hashable


def block_claim(
    name: str,
    statement: str,
    instances: Callable[[], SearchStrategy[T]],
    block: Callable[[T], Block],
    questions: Callable[[T], Iterable[Question]],
    examples: int = 100,
    admits: Callable[[T], bool] | None = None,
) -> Attackable[T]:
    """The claim that at every question of every instance the outputs of the literal block have error <= bound."""

    def trial(number: int, question: Question, outputs: Outputs) -> Trial:
        error, bound = question.judge(outputs)
        x = "(" + ", ".join(map(str, question.x)) + ")"
        return Trial(error, bound, question.place, {"x": x, "question": number})

    def trials(instance: T) -> Iterator[Trial]:
        network = block(instance).literal
        for number, question in enumerate(questions(instance)):
            yield trial(number, question, run(network, question.x))

    def again(instance: T, witness: Mapping[str, Any]) -> Iterator[Trial]:
        asked = list(questions(instance))
        number = witness["question"]
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(asked):
            raise InvalidInput.argument("question", number, f"a number below {len(asked)}")
        for outputs in literal_outputs(block(instance).literal, asked[number].x):
            yield trial(number, asked[number], outputs)

    return Attackable(name, statement, instances, trials, again=again, examples=examples, admits=admits)


def equals(*wanted: Fraction | int) -> Judge:
    """The outputs are these numbers: the error is the largest difference, the bound 0."""

    def judge(outputs: Outputs) -> tuple[Fraction, Fraction]:
        return max(abs(a - b) for a, b in zip(outputs, wanted, strict=True)), _ZERO

    return judge


def between(low: Fraction | int, high: Fraction | int) -> Judge:
    """low <= every output <= high: the error is the largest distance from the interval, the bound 0."""

    def judge(outputs: Outputs) -> tuple[Fraction, Fraction]:
        return max(max(low - value, value - high, _ZERO) for value in outputs), _ZERO

    return judge


def within(limit: Fraction, wanted: Fraction) -> Judge:
    """|output - wanted| <= limit."""
    return lambda outputs: (abs(outputs[0] - wanted), limit)


_bit, _saw, _reader, _square, _exponential = cache(bit), cache(sawtooth), cache(reader), cache(square), cache(exponential)
_step, _phi1, _index, _mid, _clamp = cache(step), cache(phi1), cache(cell_index), cache(mid), cache(clamp)
_products, _unpacking, _near = cache(exact_products), cache(unpacking), cache(approximate_products)


def step_values() -> Attackable[Any]:
    """g = k on the cell k, 0 <= g <= K - 1 everywhere."""

    def questions(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Question]:
        grid, drawn = instance
        for (t,) in dict.fromkeys((*telling_points(grid, COUNT), *drawn)):
            beta = grid.cell_of((t,))
            judge = between(0, grid.K - 1) if beta is None else equals(beta[0])
            yield Question((t,), judge, ("gap" if beta is None else "cell", grid.n, (t * grid.K).__floor__()))

    return block_claim(
        "step", "g(x) = k for x in the cell k of an axis, 0 <= g <= K - 1 on [0, 1]", lambda: grids_with_points({1: 3}),
        lambda instance: _step(instance[0]), questions,
        admits=admission.grid_with_points({1: 3}),
    )  # fmt: skip


def grids_with_points(largest: Mapping[int, int], extra: int = 4) -> SearchStrategy[tuple[Grid, tuple[Any, ...]]]:
    """A grid and a few points that matter on it."""
    chosen = st.sampled_from(sorted(largest)).flatmap(lambda d: grids(d, largest[d]))
    return chosen.flatmap(lambda grid: st.tuples(st.just(grid), st.lists(points(grid), max_size=extra).map(tuple)))


def powers_on_cells() -> Attackable[Any]:
    """phi1 = 4^rho(beta) on Q_beta, 4 <= phi1 <= 4^J on the cube."""

    def questions(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Question]:
        grid, drawn = instance
        for x in dict.fromkeys((*telling_points(grid, COUNT), *drawn)):
            beta = grid.cell_of(x)
            judge = between(4, 4**grid.J) if beta is None else equals(4 ** grid.index(beta))
            yield Question(x, judge, place_of(grid, x))

    return block_claim(
        "powers on cells", "phi1(x) = 4^rho(beta) for x in Q_beta, 4 <= phi1 <= 4^J on the cube",
        lambda: grids_with_points({1: 3, 2: 1}), lambda instance: _phi1(instance[0]), questions,
        admits=admission.grid_with_points({1: 3, 2: 1}),
    )  # fmt: skip


def index_on_cells() -> Attackable[Any]:
    """rho(g(x_1), ..., g(x_d)) = rho(beta) on Q_beta, and in [1, J] on the cube."""

    def questions(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Question]:
        grid, drawn = instance
        for x in dict.fromkeys((*telling_points(grid, COUNT), *drawn)):
            beta = grid.cell_of(x)
            judge = between(1, grid.J) if beta is None else equals(1 + sum(b * grid.K**i for i, b in enumerate(beta)))
            yield Question(x, judge, place_of(grid, x))

    return block_claim(
        "index on cells", "rho(g(x)) = 1 + sum_i beta_i K^(i-1) for x in Q_beta, and 1 <= rho(g(x)) <= J on the cube",
        lambda: grids_with_points({1: 3, 2: 2, 3: 1}), lambda instance: _index(instance[0]), questions,
        admits=admission.grid_with_points({1: 3, 2: 2, 3: 1}),
    )  # fmt: skip


def exponential_values() -> Attackable[Any]:
    """h(j) = 4^j at the integers, 4 <= h <= 4^J up to J."""

    def questions(instance: tuple[int, Dyadic]) -> Iterator[Question]:
        cells, y = instance
        for j in range(1, cells + 1):
            yield Question((Fraction(j),), equals(4**j), ("integer", cells, j))
        t = min(y.fraction, Fraction(cells))
        yield Question((t,), between(4, 4**cells), ("other place", cells, t.__floor__()))

    return block_claim(
        "exponential", "h(j) = 4^j for j = 1..J, 4 <= h(y) <= 4^J for y <= J",
        lambda: st.tuples(st.integers(2, 12), dyadics(-4, 12, 6)), lambda instance: _exponential(instance[0]), questions,
        admits=admission.each(admission.whole(2, 12), admission.dyadic(-4, 12)),
    )  # fmt: skip


def bit_reads() -> Attackable[Any]:
    """bit(4^j a) = theta_j."""

    def questions(theta: tuple[int, ...]) -> Iterator[Question]:
        a = sum((Fraction(digit, 4**j) for j, digit in enumerate(theta, start=1)), _ZERO)
        for j, digit in enumerate(theta, start=1):
            yield Question((4**j * a,), equals(digit), ("digit", len(theta), j, digit))

    return block_claim(
        "digits", "bit(4^j a) = theta_j for a = sum_j theta_j 4^-j, theta_j in {0, 1}, j = 1..J",
        lambda: st.integers(1, 8).flatmap(bit_tables), lambda theta: _bit(len(theta)), questions,
        admits=admission.several(admission.whole(0, 1), 1, 8),
    )  # fmt: skip


def _pairs(smallest: int, largest: int, reach: int) -> SearchStrategy[tuple[int, Dyadic, Dyadic]]:
    """A size k, a place t, and a small step from it."""
    return st.integers(smallest, largest).flatmap(
        lambda k: st.tuples(
            st.just(k),
            st.one_of(dyadics(0, 2, 8), dyadics(-2, 4**k if reach else 2, 4)),
            dyadics(-1, 1, 12).filter(lambda h: h.mantissa != 0),
        )
    )


def _a_pair(smallest: int, largest: int) -> Callable[[Any], bool]:
    three = admission.each(admission.whole(smallest, largest), admission.dyadic(), admission.dyadic())
    return lambda value: three(value) and value[2].mantissa != 0


def _slope(name: str, statement: str, block: Callable[[int], Block], limit: int) -> Attackable[Any]:
    """|block(t + h) - block(t)| <= limit |h|."""
    double = cache(lambda size: beside("two", block(size), block(size)))

    def questions(instance: tuple[int, Dyadic, Dyadic]) -> Iterator[Question]:
        size, t, h = instance

        def judge(outputs: Outputs) -> tuple[Fraction, Fraction]:
            return abs(outputs[0] - outputs[1]), limit * abs(h.fraction)

        yield Question((t.fraction, t.fraction + h.fraction), judge, ("piece", size, t.floor()))

    return block_claim(
        name, statement, lambda: _pairs(1, 3, 1), lambda instance: double(instance[0]), questions, examples=200,
        admits=_a_pair(1, 3),
    )


def bit_slope() -> Attackable[Any]:
    """bit is 3-Lipschitz on R."""
    return _slope("slope of bit", "|bit(t) - bit(u)| <= 3 |t - u| on R", _bit, 3)


def sawtooth_slope() -> Attackable[Any]:
    """tent^(k)(t / 2^k) is 1-Lipschitz on R."""
    return _slope("slope of the sawtooth", "|S(t) - S(u)| <= |t - u| on R, S(t) = tent^(k)(t / 2^k)", _saw, 1)


def bit_range() -> Attackable[Any]:
    """0 <= bit <= 1 on R."""
    return block_claim(
        "range of bit", "0 <= bit(t) <= 1 for t in R", lambda: _pairs(1, 3, 1), lambda instance: _bit(instance[0]),
        lambda instance: [Question((instance[1].fraction,), between(0, 1), ("piece", instance[0], instance[1].floor()))],
        admits=_a_pair(1, 3),
    )  # fmt: skip


def sawtooth_values() -> Attackable[Any]:
    """tent^(k)(t / 2^k) = T(t) on [0, 2^k]."""

    def questions(instance: tuple[int, Dyadic]) -> Iterator[Question]:
        k, t = instance
        x = t.fraction % 2**k
        distance = x % 2
        yield Question((x,), equals(min(distance, 2 - distance)), ("piece", k, x.__floor__()))

    return block_claim(
        "sawtooth", "tent^(k)(t / 2^k) = T(t) for 0 <= t <= 2^k, T the zigzag of period 2 with T(t) = t on [0, 1]",
        lambda: st.tuples(st.integers(1, 7), dyadics(0, 128, 10)), lambda instance: _saw(instance[0]), questions,
        admits=admission.each(admission.whole(1, 7), admission.dyadic()),
    )  # fmt: skip


def clamp_values() -> Attackable[Any]:
    """clamp is 0 up to 1/3, 1 from 2/3 on, in [0, 1] always."""

    def questions(z: Dyadic) -> Iterator[Question]:
        value = z.fraction
        judge = equals(0) if 3 * value <= 1 else equals(1) if 3 * value >= 2 else between(0, 1)
        yield Question((value,), judge, ("piece", (3 * value).__floor__()))

    return block_claim(
        "clamp", "clamp(z) = 0 for z <= 1/3, 1 for z >= 2/3, and 0 <= clamp <= 1", lambda: dyadics(-2, 2, 12),
        lambda z: _clamp(), questions, admits=admission.dyadic(),
    )  # fmt: skip


def median_values() -> Attackable[Any]:
    """mid(a, b, c) is the middle one."""
    return block_claim(
        "median", "mid(a, b, c) = a + b + c - max(a, b, c) - min(a, b, c) on R^3", lambda: st.tuples(*[dyadics()] * 3),
        lambda abc: _mid(),
        lambda abc: [Question(tuple(t.fraction for t in abc), equals(sorted(t.fraction for t in abc)[1]), _order(abc))],
        admits=admission.several(admission.dyadic(), 3, 3),
    )  # fmt: skip


def _order(abc: tuple[Dyadic, ...]) -> Hashable:
    a, b, c = abc
    return "order of arguments", a < b, b < c, a < c


def median_hull() -> Attackable[Any]:
    """If two of three numbers lie in an interval, so does their median: Lemma A.2."""

    def questions(instance: tuple[Dyadic, ...]) -> Iterator[Question]:
        low, high = sorted(t.fraction for t in instance[:2])
        for place in range(3):
            triple = [low, high]
            triple.insert(place, instance[2].fraction)
            yield Question(tuple(triple), between(low, high), ("third argument", place, instance[2].fraction > high))

    return block_claim(
        "hull", "mid(a, b, c) lies in [lo, hi] if two of a, b, c do", lambda: st.tuples(*[dyadics()] * 3), lambda abc: _mid(),
        questions, admits=admission.several(admission.dyadic(), 3, 3),
    )  # fmt: skip


def product_values() -> Attackable[Any]:
    """sum_j sigma(4^j a - 4^J (1 - hat(y - j))) = 4^y a at integers y, and >= 0 everywhere."""

    def questions(instance: tuple[int, Dyadic, Dyadic]) -> Iterator[Question]:
        cells, a, y = instance
        for j in range(1, cells + 1):
            yield Question((Fraction(j), a.fraction), equals(4**j * a.fraction), ("integer", cells, j))
        yield Question((y.fraction, a.fraction), _not_negative, ("other place", cells, y.floor()))

    return block_claim(
        "exact products", "P(y, a) = 4^y a for integers 1 <= y <= J and 0 <= a <= 1, P >= 0 for all y",
        lambda: st.tuples(st.integers(1, MOST_CELLS), dyadics(0, 1, 14), dyadics(-1, MOST_CELLS + 2, 6)),
        lambda instance: _products(instance[0], 1, 1, (0,)), questions,
        admits=admission.each(admission.whole(1, MOST_CELLS), admission.dyadic(0, 1), admission.dyadic()),
    )  # fmt: skip


def _not_negative(outputs: Outputs) -> tuple[Fraction, Fraction]:
    return max(-outputs[0], _ZERO), _ZERO


def products_within() -> Attackable[Any]:
    """|psi_eta(x, y) - x y| <= eta on [0, M]^2: Lemma A.4."""

    def questions(instance: tuple[int, int, Dyadic, Dyadic]) -> Iterator[Question]:
        cells, k, x, y = instance
        scale = Fraction(2 ** (2 * cells + 1))
        s, t = x.fraction * scale, y.fraction * scale
        yield Question((s, t), within(Fraction(1, 2**k), s * t), ("product", cells, k))

    return block_claim(
        "products", "|psi_eta(x, y) - x y| <= eta for 0 <= x, y <= M = 2^(2J+1)",
        lambda: st.tuples(st.integers(1, 2), st.integers(1, 6), dyadics(0, 1, 12), dyadics(0, 1, 12)),
        lambda instance: _near(instance[0], 1, 1, power_of_two(-instance[1])), questions,
        admits=admission.each(admission.whole(1, 2), admission.whole(1, 6), admission.dyadic(0, 1), admission.dyadic(0, 1)),
    )  # fmt: skip


def square_error() -> Attackable[Any]:
    """0 <= f_r(z) - z^2 <= 4^-(r+1) on [0, 1]."""

    def questions(instance: tuple[int, Dyadic]) -> Iterator[Question]:
        steps, z = instance
        x = z.fraction
        limit = Fraction(1, 4 ** (steps + 1))

        def judge(outputs: Outputs) -> tuple[Fraction, Fraction]:
            above = outputs[0] - x * x
            return (above, limit) if above >= 0 else (limit - above, limit)

        yield Question((x,), judge, ("piece", steps, (x * 2**steps).__floor__()))

    return block_claim(
        "square", "0 <= f_r(z) - z^2 <= 4^-(r+1) for 0 <= z <= 1", lambda: st.tuples(st.integers(1, 8), dyadics(0, 1, 10)),
        lambda instance: _square(instance[0]), questions, examples=200,
        admits=admission.each(admission.whole(1, 8), admission.dyadic(0, 1)),
    )  # fmt: skip


def unpacking_values() -> Attackable[Any]:
    """v -> a_1, ..., a_n, exactly."""

    def questions(instance: tuple[int, tuple[int, ...]]) -> Iterator[Question]:
        n, cells = instance
        code = pack(cells, n, Outer(Dyadic(1), Dyadic(0)))
        yield Question((code.v.fraction,), equals(*(a.fraction for a in code.a)), ("code", len(cells), n))

    return block_claim(
        "unpacking", "the network of 5.3 returns a_1, ..., a_n for every code v = sum_i 2^(-m(i-1)) a_i",
        lambda: st.tuples(st.integers(1, 3), st.integers(1, 4)).flatmap(
            lambda size: st.tuples(st.just(size[0]), cell_tables(size[1], size[0]))
        ),
        lambda instance: _unpacking(2 * len(instance[1]), instance[0], 0), questions, admits=admission.table(3, 4),
    )  # fmt: skip


def reader_values() -> Attackable[Any]:
    """sum_l 2^-l bit(4^j a_l) = q_j 2^-n."""

    def questions(instance: tuple[int, tuple[int, ...]]) -> Iterator[Question]:
        n, cells = instance
        code = pack(cells, n, Outer(Dyadic(1), Dyadic(0)))
        for j, q in enumerate(cells, start=1):
            yield Question(tuple(4**j * a.fraction for a in code.a), equals(Fraction(q, 2**n)), ("cell", len(cells), j))

    return block_claim(
        "reader", "sum_l 2^-l bit(4^j a_l) = q_j 2^-n for every table q_1..q_J",
        lambda: st.tuples(st.integers(1, 3), st.integers(1, 4)).flatmap(
            lambda size: st.tuples(st.just(size[0]), cell_tables(size[1], size[0]))
        ),
        lambda instance: _reader(len(instance[1]), instance[0]), questions, admits=admission.table(3, 4),
    )  # fmt: skip


def quantisation_error() -> Attackable[Any]:
    """|ft(x_beta) - q_beta 2^-n| <= 2^-n."""

    def trials(instance: tuple[Any, Grid]) -> Iterator[Trial]:
        target, grid = instance
        code = encode(target, grid)
        s, b = code.frame.s.fraction, code.frame.b.fraction
        if not s:
            return
        for beta, q in zip(grid.cells(), code.cells, strict=True):
            value = target.at(grid.corner(beta), 60)
            error = abs((value.lo - b) / s - Fraction(q, grid.K)) - value.width / s
            yield Trial(error, Fraction(1, grid.K), ("cell", grid.d, grid.n, beta), {"cell": str(beta)})

    return Attackable(
        "quantisation", "|ft(x_beta) - q_beta 2^-n| <= 2^-n for every cell",
        lambda: st.one_of(grids(1, 4), grids(2, 2)).flatmap(lambda g: st.tuples(adapted(g), st.just(g))), trials,
        admits=admission.target_on_grid({1: 4, 2: 2}),
    )  # fmt: skip


def partition() -> Attackable[Any]:
    """Every point of the cube is in exactly one cell, or in Omega, never in both."""

    def trials(instance: tuple[Grid, tuple[Any, ...]]) -> Iterator[Trial]:
        grid, drawn = instance
        cells = list(grid.cells())
        for x in dict.fromkeys((*telling_points(grid, COUNT), *drawn)):
            met = sum(in_cell(grid, beta, x, last_closed=True) for beta in cells) + in_omega(grid, x)
            place = ("gap" if in_omega(grid, x) else "cell", grid.d, grid.n, tuple((t * grid.K).__floor__() for t in x))
            yield Trial(Fraction(abs(met - 1)), _ZERO, place, {"x": "(" + ", ".join(map(str, x)) + ")"})

    return Attackable(
        "partition", "every x of the cube is in exactly one of the cells Q_beta and Omega",
        lambda: grids_with_points({1: 3, 2: 2, 3: 1}), trials,
        admits=admission.grid_with_points({1: 3, 2: 2, 3: 1}),
    )  # fmt: skip


def in_cell(grid: Grid, beta: tuple[int, ...], x: tuple[Fraction, ...], *, last_closed: bool) -> bool:
    """x in Q_beta by the definition: as repaired (the last cell closed at 1), or as printed."""
    delta = grid.delta.fraction
    tops = (1 if last_closed and b == grid.K - 1 else Fraction(b + 1, grid.K) - delta for b in beta)
    return all(Fraction(b, grid.K) <= t <= top for b, t, top in zip(beta, x, tops, strict=True))


def in_omega(grid: Grid, x: tuple[Fraction, ...]) -> bool:
    """Some coordinate lies in a gap (k/K - delta, k/K), k = 1..K-1."""
    delta = grid.delta.fraction
    return any(Fraction(k, grid.K) - delta < t < Fraction(k, grid.K) for t in x for k in range(1, grid.K))


def composition_values() -> Attackable[Any]:
    """compose(second, first)(x) = second(first(x)), with no more layers than both together."""

    def trials(instance: tuple[Any, Any, Dyadic]) -> Iterator[Trial]:
        first, second, t = instance
        whole = compose(second, first)
        error = abs(run(whole, (t.fraction,))[0] - run(second, run(first, (t.fraction,)))[0])
        yield Trial(error, _ZERO, ("value", first.depth, second.depth), {"x": f"({t.fraction})"})
        yield Trial(Fraction(whole.depth), Fraction(first.depth + second.depth), ("depth",), {"x": "depth"})

    return Attackable(
        "composition", "compose(N2, N1)(x) = N2(N1(x)), of depth at most depth(N1) + depth(N2)",
        lambda: st.tuples(networks(1, 2), networks(2, 1), dyadics()), trials,
        admits=_composable,
    )  # fmt: skip


def _composable(instance: Any) -> bool:
    if not admission.each(_is_network, _is_network, admission.dyadic())(instance):
        return False
    first, second, _ = instance
    return bool((first.inputs, first.outputs, second.inputs, second.outputs) == (1, 2, 2, 1))


def _is_network(value: Any) -> bool:
    return isinstance(value, Network)
