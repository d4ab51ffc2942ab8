"""The figures of a report: exact data, in which units, and what they show in words.

Each says in its caption what is exact, certified or only measured, and what is drawn larger than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from verifier.attack.pointwise import bounds
from verifier.certificates.precision import misread, sufficient
from verifier.certificates.sup_error import sup_error
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import pack, unpack
from verifier.constructions.grid import Grid, lp_delta, sup_delta
from verifier.constructions.sawtooth import wave
from verifier.constructions.step import step
from verifier.errors import InvalidInput
from verifier.exact.decimal_text import decimal, decimal_up
from verifier.exact.dyadic import Dyadic, floor
from verifier.files import canonical
from verifier.ledger import memory
from verifier.ledger.instance import Question, assemble, build
from verifier.ledger.picture import Illustration, Mark, Plan, Plot, Raster, Series, figure_data, illustration_of
from verifier.network.compiled import run
from verifier.network.meaning import Double, Single
from verifier.targets.target import Target

_ACCURACY: Final = 40  # bits of the enclosures of f that are drawn
_TOLERANCE: Final = Fraction(1, 10)
_BOXES: Final = 4000  # budget of a certified error in a figure
_PLACES: Final = 64  # points on the axis beside those of cells and gaps
_IN_A_GAP: Final = 8
_READINGS: Final = 8  # precisions read above the smallest one
_VISIBLE: Final = Fraction(1, 160)  # of the axis: narrower gaps are drawn wider
_CURVES: Final = {1: 6, 2: 2}  # by dimension: the largest n of a curve of certified errors


@dataclass(frozen=True, slots=True)
class Commission:
    """A figure that can be made: its name, what it is about (for the memory), and how."""

    name: str
    subject: str
    make: Callable[[], Illustration]


def construction() -> list[Commission]:
    """Figures of the construction itself, without a target."""
    return [
        Commission("cells-line", "", lambda: cells_of_a_line(3, "cells-line")),
        Commission("cells-square", "", lambda: cells_of_a_square(2, "cells-square")),
        Commission("tents", "", tents),
    ]


def pictures(target: Target, place: int) -> list[Commission]:
    """Figures of one target, by its dimension; `place` makes their names different from those of other targets."""
    d = target.dimension
    made: list[tuple[str, Callable[[str], Illustration]]] = []
    if d == 1:
        made.append(("approximation", partial(approximation, Question("2.2", target, 3))))
    if d == 2:
        made.append(("error", partial(heat, Question("2.2", target, 2))))
    made.append(("convergence", partial(convergence, target, _CURVES.get(d, 1))))
    if d in _CURVES:
        made.append(("parameters", partial(parameters, target, _CURVES[d])))
    if d == 1:
        made.append(("precision", partial(precision, target, 5)))
        made.append(("code", partial(code_of, Question("2.3", target, 4))))
        made.append(("kept", partial(kept, target, 4)))
    subject = canonical(target.to_data())
    return [Commission(f"{word}-{place}", subject, partial(make, f"{word}-{place}")) for word, make in made]


def remembered(folder: Path | None, one: Commission) -> Illustration:
    """The figure from the memory, or made and kept there; what is damaged there is made again."""
    name = memory.key(("figure", one.name, one.subject, memory.sources(), memory.versions()))
    try:
        return illustration_of(memory.recall(folder, name))
    except InvalidInput:
        made = one.make()
    if folder is not None:
        memory.keep(folder, name, figure_data(made))
    return made


def tents(most: int = 4) -> Illustration:
    """tent^(k) for k = 1..most on [0, 1], through its exact corners."""
    panels = []
    for k in range(1, most + 1):
        corners = tuple(Fraction(i, 1 << k) for i in range((1 << k) + 1))
        heights = tuple(wave(Dyadic(i), k).fraction for i in range((1 << k) + 1))
        panels.append(Plot("z" if k == most else "", f"k = {k}", (Series(f"tent^({k})", Mark.LINE, corners, heights),)))
    return Illustration(
        "tents",
        "The tents",
        f"The k-fold tent on [0, 1] for k = 1 to {most}, through its exact corners. It has 2^(k-1) teeth on two neurons in each"
        " layer: that is how a deep network of constant width reads one digit of a long number.",
        f"{most} zigzag lines between 0 and 1, one below the other; each has twice as many teeth as the one above it:"
        f" {', '.join(str(1 << (k - 1)) for k in range(1, most + 1))}.",
        tuple(panels),
    )


def cells_of_a_line(n: int, name: str) -> Illustration:
    """The step function of one axis over its cells and gaps: for Theorem 2.2, and for Theorem 2.1 with p = 2."""
    grids = (("Theorem 2.2", Grid(1, n, sup_delta(n))), ("Theorem 2.1, p = 2", Grid(1, n, lp_delta(1, n, Fraction(2)))))
    panels, sizes = [], []
    for place, (title, grid) in enumerate(grids):
        delta, width = grid.delta.fraction, _drawn(grid)
        values = tuple(step(grid).closed((Dyadic.of(x),))[0].fraction for x in _staircase(grid, delta))
        drawn = _staircase(grid, width)
        line = Series("g", Mark.LINE, drawn, values)
        gaps = tuple(zip(drawn[1:-1:2], drawn[2:-1:2], strict=True))
        label = f"g, {title}" if width == delta else f"g, {title}\n(gaps x {width / delta})"
        panels.append(Plot("x" if place else "", label, (line,), gaps))
        scale = "drawn to scale" if width == delta else f"EXAGGERATED: drawn {width / delta} times as wide as they are"
        sizes.append(f"{title}: gaps of width delta = {delta}, {scale}")
    return Illustration(
        name,
        f"Cells and gaps of one axis, n = {n}",
        f"The step function g that names the cell of x, d = 1, K = {1 << n} cells: constant on each cell, rising by 1 on each gap"
        f" (shaded), through its exact corners. Above, {sizes[0]}; below, {sizes[1]}. No unit: x is a coordinate of [0, 1].",
        f"Two staircases with {1 << n} steps each, from 0 to {(1 << n) - 1}; between two steps is a shaded gap in which the line"
        f" rises. {'; '.join(sizes)}.",
        tuple(panels),
    )


def _staircase(grid: Grid, width: Fraction) -> tuple[Fraction, ...]:
    return Fraction(0), *_edges(grid, width), Fraction(1)


def _drawn(grid: Grid) -> Fraction:
    """The width at which gaps are drawn: the true one if it can be seen, else 1/8 of a cell or what just can be seen."""
    delta = grid.delta.fraction
    return delta if delta >= _VISIBLE else Fraction(1, 8 * grid.K)


def cells_of_a_square(n: int, name: str) -> Illustration:
    """The cells of the square with their indices; what they leave is Omega, the gaps."""
    grid = Grid(2, n, sup_delta(n))
    delta, width = grid.delta.fraction, _drawn(grid)
    scale = "to scale" if width == delta else f"EXAGGERATED, {width / delta} times as wide as they are"
    boxes, labels = [], []
    for beta in grid.cells():
        sides = [grid.side(number) for number in beta]
        tops = [side.hi if side.hi == 1 else side.hi + delta - width for side in sides]
        boxes.append((sides[0].lo, sides[1].lo, tops[0], tops[1]))
        labels.append(((sides[0].lo + tops[0]) / 2, (sides[1].lo + tops[1]) / 2, str(grid.index(beta))))
    area = 1 - (1 - (grid.K - 1) * delta) ** 2
    return Illustration(
        name,
        f"Cells and gaps of the square, n = {n}",
        f"The {grid.J} cells of [0, 1]^2 for K = {grid.K}, each with its index rho = 1 + beta_1 + K beta_2; shaded: the gaps"
        f" Omega, of width delta = {delta} (Theorem 2.2), drawn {scale}. They have the area {area}, {decimal(100 * area, 3)} %"
        " of the square. The last cell of each axis is closed at 1. Axes: the coordinates x1 and x2, no unit.",
        f"A square of {grid.K} by {grid.K} boxes numbered row by row from 1 at the lower left to {grid.J} at the upper right,"
        f" parted by {grid.K - 1} shaded strips in each direction; no strip at the outer edges.",
        (Plan("x1", "x2", tuple(boxes), tuple(labels)),),
    )  # fmt: skip


def code_of(question: Question, name: str) -> Illustration:
    """The bits of v as a picture, one row for each a_l."""
    approximant = build(question)
    grid, code = approximant.grid, approximant.code
    rows = tuple(_bits(value, grid.m) for value in code.a)
    ones = sum(map(sum, rows))
    first = ", ".join(_text(row) for row in rows[:1])
    return Illustration(
        name,
        f"The number v for {_short(question.target.name)}",
        f"All {grid.m * grid.n} bits of the one number v that holds the function, d = {grid.d}, n = {grid.n}, in {grid.n} blocks"
        f" of m = {grid.m} bits; row l is a_l. Coloured: 1. Bit 2j of row l is the l-th bit of the value of cell j, j = 1, ...,"
        f" {grid.J}; every other bit is 0, because a_l is written in base 4 with digits 0 and 1.",
        f"A picture of {grid.n} rows and {grid.m} columns of squares, {ones} of them coloured; every second column is empty."
        f" The first row reads {first}.",
        (Raster("bit", "", tuple(f"a_{place + 1}" for place in range(grid.n)), rows),),
    )


def _bits(value: Dyadic, count: int) -> tuple[int, ...]:
    number = (value.fraction * (1 << count)).numerator
    return tuple(number >> (count - 1 - place) & 1 for place in range(count))


def _text(row: tuple[int, ...]) -> str:
    return "".join(map(str, row[:64])) + ("..." if len(row) > 64 else "")


def approximation(question: Question, name: str) -> Illustration:
    """f, the network, cells, gaps and the band of the bound; below, the error under its bounds. For d = 1.

    Raises:  InvalidInput for another dimension.
    """
    if question.target.dimension != 1:
        raise InvalidInput.argument("d", question.target.dimension, "1: one axis can be drawn as a curve")
    approximant = build(question)
    grid, target = approximant.grid, question.target
    places = _places(grid, target)
    enclosures = [target.at((x,), _ACCURACY) for x in places]
    f = tuple((one.lo + one.hi) / 2 for one in enclosures)
    values = tuple(run(approximant.network, (x,))[0] for x in places)
    errors = tuple(abs(value - middle) for value, middle in zip(values, f, strict=True))
    found = bounds(target, approximant)
    gaps = tuple((Fraction(k, grid.K) - grid.delta.fraction, Fraction(k, grid.K)) for k in range(1, grid.K))
    worst = max(errors)
    where = places[errors.index(worst)]
    ends = (Fraction(0), Fraction(1))
    curves = Plot(
        "", "value",
        (
            Series("f +- bound of Theorem 2.2'", Mark.BAND, places, tuple(y - found.repaired for y in f),
                   tuple(y + found.repaired for y in f)),
            Series("f", Mark.DASHED, places, f),
            Series("network", Mark.LINE, places, values),
        ),
        gaps,
    )  # fmt: skip
    error = Plot(
        "x", "|network - f|",
        (
            Series("error", Mark.LINE, places, errors),
            Series("bound of Theorem 2.2'", Mark.DASHED, ends, (found.repaired,) * 2),
            Series("bound as printed", Mark.DOTTED, ends, (found.printed,) * 2),
        ),
        gaps,
    )  # fmt: skip
    size = f"d = 1, n = {grid.n}, {grid.K} cells, gaps of width delta = {grid.delta.fraction}"
    return Illustration(
        name,
        f"f and its network: {_short(target.name)}",
        f"Theorem {question.theorem} for f(x1) = {_short(target.name)}, {size} (shaded). The network is drawn through its exact"
        f" values at {len(places)} points, f through enclosures of width 2^-{_ACCURACY}; between these points a line is drawn,"
        f" nothing is claimed. Bound of Theorem 2.2': {decimal(found.repaired, 4)}; as printed: {decimal(found.printed, 4)}.",
        f"Upper panel: a staircase with one step for each of {grid.K} cells, and f with a band of half width"
        f" {decimal(found.repaired, 4)} around it. Lower panel: the error; the largest at the drawn points is"
        f" {decimal(worst, 4)} at x = {where}, {'below' if worst <= found.repaired else 'ABOVE'} the bound of Theorem 2.2'.",
        (curves, error),
    )  # fmt: skip


def _places(grid: Grid, target: Target) -> tuple[Fraction, ...]:
    """Ends of cells, points inside gaps, a regular grid, and the kinks of f."""
    delta = grid.delta.fraction
    chosen = {Fraction(i, _PLACES * grid.K // 8) for i in range(_PLACES * grid.K // 8 + 1)}
    for k in range(1, grid.K):
        chosen.update(Fraction(k, grid.K) - delta * i / _IN_A_GAP for i in range(_IN_A_GAP + 1))
        chosen.add(Fraction(k, grid.K) - delta / 1024)
    chosen.update(one for one in target.breakpoints(0) if 0 <= one <= 1)
    return tuple(sorted(chosen))


@dataclass(frozen=True, slots=True)
class _Rate:
    """The network of Theorem 2.2 for one n: certified error, both bounds, stored parameters, those that depend on f."""

    lower: Fraction
    upper: Fraction
    printed: Fraction
    repaired: Fraction
    size: int
    intrinsic: int


@lru_cache(maxsize=64)
def _rate(target: Target, n: int) -> _Rate:
    approximant = build(Question("2.2", target, n))
    certified = sup_error(target, approximant, _TOLERANCE, budget=_BOXES)
    found = bounds(target, approximant)
    size = approximant.network.size
    return _Rate(certified.lower, certified.upper, found.printed, found.repaired, size, approximant.intrinsic_count)


def convergence(target: Target, most: int, name: str) -> Illustration:
    """The certified error of the network of Theorem 2.2 for n = 1..most, under both bounds."""
    counts = [Fraction(n) for n in range(1, most + 1)]
    rates = [_rate(target, n) for n in range(1, most + 1)]
    lower, upper = [one.lower for one in rates], [one.upper for one in rates]
    printed, repaired = [one.printed for one in rates], [one.repaired for one in rates]
    numbers = "; ".join(
        f"n = {n}: {decimal(low, 3)} to {decimal(high, 3)} (2.2': {decimal(b, 3)}, printed: {decimal(a, 3)})"
        for n, low, high, a, b in zip(counts, lower, upper, printed, repaired, strict=True)
    )
    x = tuple(counts)
    logarithmic = _wide((*lower, *upper, *printed, *repaired))
    return Illustration(
        name,
        f"Error against n: {_short(target.name)}",
        f"Sup norm error of the network of Theorem 2.2 for f = {_short(target.name)}, d = {target.dimension}, certified from both"
        " sides (nothing sampled), with the bound as printed, omega_f(sqrt(d)/K) + 2^(2-n) omega_f(sqrt d), and that of Theorem"
        f" 2.2', with 2^(1-n). {'The vertical axis is logarithmic, in' if logarithmic else 'In'} the units of f; only integers n"
        " have a meaning.",
        f"For each n the certified error from below and above, and the two bounds: {numbers}.",
        (
            Plot(
                "n", "sup norm error",
                (
                    Series("bound as printed", Mark.DOTTED, x, tuple(printed)),
                    Series("bound of Theorem 2.2'", Mark.DASHED, x, tuple(repaired)),
                    Series("error, certified at most", Mark.LINE, x, tuple(upper)),
                    Series("error, certified at least", Mark.POINTS, x, tuple(lower)),
                ),
                (),
                logarithmic,
            ),
        ),
    )  # fmt: skip


def parameters(target: Target, most: int, name: str) -> Illustration:
    """The certified error against all stored parameters, beside the optimal rate, and against the intrinsic ones. d = 1, 2.

    Raises:  InvalidInput for another dimension, where N^(-2/d) is not rational.
    """
    d = target.dimension
    if d not in (1, 2):
        raise InvalidInput.argument("d", d, "1 or 2")
    rates = [_rate(target, n) for n in range(1, most + 1)]
    upper = tuple(one.upper for one in rates)
    sizes, intrinsic = (tuple(Fraction(one.size) for one in rates), tuple(Fraction(one.intrinsic) for one in rates))
    rate = tuple(upper[0] * (sizes[0] / size) ** (2 // d) for size in sizes)
    logarithmic, logarithmic_x = _wide(upper), _wide(sizes)
    axes = " on logarithmic axes" * logarithmic + ("; N on a logarithmic axis" if logarithmic_x else "")
    numbers = "; ".join(
        f"n = {n}: N = {one.size}, intrinsic {one.intrinsic}, error at most {decimal(one.upper, 3)}"
        for n, one in enumerate(rates, start=1)
    )
    exponent = "-2" if d == 1 else "-1"
    return Illustration(
        name,
        f"What the error costs: {_short(target.name)}",
        f"Certified sup norm error of the network of Theorem 2.2 for f = {_short(target.name)}, d = {d}, n = 1 to {most}: above,"
        f" against N, the number of ALL stored parameters; below, against the number of those that depend on f, 3^d n + 2."
        f" Dashed: N^({exponent}) = N^(-2/d) through the first point, the optimal rate for the usual count (from the literature,"
        " not checked here). Few parameters depend on f, but each of them has up to m = 2 K^d bits. Error in units of f"
        f"{axes}; only the marked points have a meaning.",
        f"Two falling curves of {most} points. {numbers}. The dashed line falls to {decimal(rate[-1], 3)} at N = {sizes[-1]}.",
        (
            Plot(
                "N, all stored parameters", "sup norm error",
                (
                    Series("N^(-2/d) through the first point", Mark.DASHED, sizes, rate),
                    Series("error, certified at most", Mark.LINE, sizes, upper),
                    Series("n = 1, 2, ...", Mark.POINTS, sizes, upper),
                ),
                (), logarithmic, logarithmic_x,
            ),
            Plot(
                "intrinsic parameters, 3^d n + 2", "sup norm error",
                (
                    Series("error, certified at most", Mark.LINE, intrinsic, upper),
                    Series("n = 1, 2, ...", Mark.POINTS, intrinsic, upper),
                ),
                (), logarithmic,
            ),
        ),
    )  # fmt: skip


def precision(target: Target, most: int, name: str) -> Illustration:
    """How many bits an evaluation needs for n = 1..most, and where single and double precision misread a cell. Theorem 2.3."""
    x = tuple(Fraction(n) for n in range(1, most + 1))
    smallest, law, length = [], [], []
    wrong: dict[str, list[Fraction]] = {"single": [], "double": []}
    for n in x:
        approximant = build(Question("2.3", target, int(n)))
        found = sufficient(approximant, readings=_READINGS)
        smallest.append(Fraction(found.bits))
        law.append(Fraction(found.law))
        length.append(Fraction(approximant.grid.m * approximant.grid.n))
        for word, meaning in (("single", Single()), ("double", Double())):
            if misread(approximant, meaning) is not None:
                wrong[word].append(n)
    levels = {"single": Fraction(24), "double": Fraction(53)}
    series = [
        Series("mpmath: the precision law", Mark.DASHED, x, tuple(law)),
        Series("mpmath: smallest that reads every cell", Mark.LINE, x, tuple(smallest)),
        Series("bits of v", Mark.POINTS, x, tuple(length)),
        *(Series(f"{word}: {level} bits", Mark.DOTTED, (x[0], x[-1]), (level,) * 2) for word, level in levels.items()),
        *(
            Series(f"{word} misreads a cell", Mark.CROSSES, tuple(places), (levels[word],) * len(places))
            for word, places in wrong.items() if places
        ),
    ]  # fmt: skip
    said = "; ".join(
        f"{word} precision ({levels[word]} bits) misreads a cell for n = {', '.join(map(str, places))}" if places else
        f"{word} precision reads every cell up to n = {most}"
        for word, places in wrong.items()
    )  # fmt: skip
    numbers = "; ".join(
        f"n = {n}: {bits} (law {top}, v {size})" for n, bits, top, size in zip(x, smallest, law, length, strict=True)
    )
    return Illustration(
        name,
        f"The bits that reading needs: {_short(target.name)}",
        f"Theorem 2.3 (compact route) for f = {_short(target.name)}, d = {target.dimension}: the smallest precision p, in bits,"
        " at which mpmath reads all digits of every cell, at one point of each cell; p - 1 bits, if any, misread a cell, and of"
        f" the precisions above p at least {_READINGS} were read, or all up to the law (those between are not checked). At the"
        f" law nothing is rounded. Measured: {said}. Vertical axis logarithmic, in bits; only integers n have a meaning.",
        f"Needed bits grow with n: {numbers}. {said[0].upper()}{said[1:]}.",
        (Plot("n", "bits", tuple(series), (), True),),
    )


def kept(target: Target, n: int, name: str) -> Illustration:
    """The certified error when only the first bits of v are kept and the others set to 0. For d = 1."""
    question = Question("2.3", target, n)
    whole = build(question)
    grid, frame = whole.grid, whole.code.frame
    total = grid.m * grid.n
    counts, lower, upper = [], [], []
    for count in range(0, total + 1, grid.m // 2):
        v = floor(whole.code.v.fraction, count)
        code = pack(unpack(v, grid.J, grid.n), grid.n, frame)
        certified = sup_error(target, assemble(question, grid, code), _TOLERANCE, budget=_BOXES)
        counts.append(Fraction(count))
        lower.append(certified.lower)
        upper.append(certified.upper)
    bound = bounds(target, whole).repaired
    x = tuple(counts)
    series = (
        Series("bound of Theorem 2.2' for all bits", Mark.DASHED, (x[0], x[-1]), (bound, bound)),
        Series("error, certified at most", Mark.LINE, x, tuple(upper)),
        Series("error, certified at least", Mark.POINTS, x, tuple(lower)),
    )
    return Illustration(
        name,
        f"Error against the bits kept of v: {_short(target.name)}",
        f"Sup norm error of the network of Theorem 2.3 for f = {_short(target.name)}, d = {target.dimension}, n = {n}, when"
        f" only the first bits of the {total} bits of v are kept and the others are 0, certified from both sides at every"
        f" {grid.m // 2} bits; between these numbers of bits a line is drawn, nothing is claimed."
        f" The first {grid.m} bits hold the most significant bit of every cell, the next {grid.m} the second, and so on.",
        f"The error is at most {decimal(upper[0], 3)} without any bit of v and {decimal(upper[-1], 3)} with all {total} bits; the"
        f" bound for all bits is {decimal(bound, 3)}. Values at most: "
        + "; ".join(f"{count} bits: {decimal(high, 3)}" for count, high in zip(counts, upper, strict=True)) + ".",
        (Plot("bits kept of v", "sup norm error", series),),
    )  # fmt: skip


def heat(question: Question, name: str, side: int = 64) -> Illustration:
    """The error over the square, in thousandths of the bound of Theorem 2.2'. For d = 2.

    Raises:  InvalidInput for another dimension.
    """
    if question.target.dimension != 2:
        raise InvalidInput.argument("d", question.target.dimension, "2: the square")
    approximant = build(question)
    grid, target = approximant.grid, question.target
    bound = bounds(target, approximant).repaired
    rows, worst = [], Fraction(0)
    for j in reversed(range(side)):
        row = []
        for i in range(side):
            x = (Fraction(2 * i + 1, 2 * side), Fraction(2 * j + 1, 2 * side))
            enclosure = target.at(x, _ACCURACY)
            error = abs(_value(approximant, x) - (enclosure.lo + enclosure.hi) / 2)
            worst = max(worst, error)
            row.append(int(1000 * error / bound) if bound else 0)
        rows.append(tuple(row))
    return Illustration(
        name,
        f"The error over the square: {_short(target.name)}",
        f"|network - f| at the centres of {side} by {side} squares for Theorem {question.theorem}, f = {_short(target.name)},"
        f" d = 2, n = {grid.n}, {grid.J} cells, delta = {grid.delta.fraction}; lines: both ends of every gap, to scale. No"
        f" colour: 0; full colour: the largest drawn error, {decimal_up(worst, 3)}, in units of f; the bound of Theorem 2.2' is"
        f" {decimal(bound, 4)}. Exact values of the network at these points; nothing is claimed between them.",
        f"A square picture in which the pattern of the {grid.K} by {grid.K} cells shows: in each cell the error is small where f"
        f" is near the value of the cell. The largest of the drawn errors is {decimal(worst, 4)},"
        f" {decimal(worst / bound, 3) if bound else 'all'} of the bound.",
        (Raster("x1", "x2", (), tuple(rows), _edges(grid, grid.delta.fraction), ("0", decimal_up(worst, 3))),),
    )


def _wide(values: Sequence[Fraction]) -> bool:
    """Is a logarithmic axis of use for these values?"""
    return min(values) > 0 and max(values) >= 8 * min(values)


def _edges(grid: Grid, width: Fraction) -> tuple[Fraction, ...]:
    """Both ends of every gap of one axis, for gaps of this width."""
    return tuple(x for k in range(1, grid.K) for x in (Fraction(k, grid.K) - width, Fraction(k, grid.K)))


def _value(approximant: Approximant, x: tuple[Fraction, ...]) -> Fraction:
    return run(approximant.network, x)[0]


def _short(text: str) -> str:
    return text if len(text) <= 48 else text[:45] + "..."
