"""Exact data for the figures of a report: what is drawn, in which units, and what it shows in words.

Every number here is exact: values of literal networks, rational enclosures of f, proved bounds. Whoever draws them may round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, Final, assert_never

from verifier.attack.pointwise import bounds
from verifier.certificates.sup_error import sup_error
from verifier.constructions.approximant import Approximant
from verifier.constructions.encoding import pack, unpack
from verifier.constructions.grid import Grid
from verifier.constructions.sawtooth import wave
from verifier.errors import InvalidInput
from verifier.exact.decimal_text import decimal
from verifier.exact.dyadic import Dyadic, floor
from verifier.ledger.instance import Question, assemble, build
from verifier.network.compiled import run
from verifier.targets.target import Target

_ACCURACY: Final = 40  # bits of the enclosures of f that are drawn
_TOLERANCE: Final = Fraction(1, 10)
_BOXES: Final = 4000  # budget of a certified error in a figure
_PLACES: Final = 64  # points on the axis beside those of cells and gaps
_IN_A_GAP: Final = 8


class Mark(Enum):
    """How a series is drawn."""

    LINE = "line"
    DASHED = "dashed"
    DOTTED = "dotted"
    POINTS = "points"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Series:
    """Points (x_i, y_i); for a band the area between y_i and top_i."""

    label: str
    mark: Mark
    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]
    top: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.x) == len(self.y) or len(self.top) not in (0, len(self.x)):
            raise InvalidInput.argument("series", self.label, "as many values as places")
        if (self.mark is Mark.BAND) != bool(self.top):
            raise InvalidInput.argument("series", self.label, "an upper edge for a band, and for a band only")


@dataclass(frozen=True, slots=True)
class Plot:
    """Series over one axis; spans are shaded from the bottom to the top."""

    x_label: str
    y_label: str
    series: tuple[Series, ...]
    spans: tuple[tuple[Fraction, Fraction], ...] = ()
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows of integers, drawn as a picture: the smallest without colour, the largest in full colour."""

    x_label: str
    y_label: str
    row_labels: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


Panel = Plot | Raster


@dataclass(frozen=True, slots=True)
class Illustration:
    """A figure: panels below each other, a caption, and the same in words for those who do not see it."""

    name: str
    title: str
    caption: str
    alternative: str
    panels: tuple[Panel, ...]


def figure_data(one: Illustration) -> dict[str, Any]:
    """A figure as plain JSON data; numbers are exact texts."""
    return {
        "name": one.name,
        "title": one.title,
        "caption": one.caption,
        "alternative": one.alternative,
        "panels": [_panel_data(panel) for panel in one.panels],
    }


def _panel_data(panel: Panel) -> dict[str, Any]:
    match panel:
        case Plot():
            return {
                "x_label": panel.x_label,
                "y_label": panel.y_label,
                "logarithmic": panel.logarithmic,
                "spans": [[str(lo), str(hi)] for lo, hi in panel.spans],
                "series": [
                    {"label": one.label, "mark": one.mark.value, "x": _texts(one.x), "y": _texts(one.y), "top": _texts(one.top)}
                    for one in panel.series
                ],
            }
        case Raster():
            return {
                "x_label": panel.x_label,
                "y_label": panel.y_label,
                "row_labels": list(panel.row_labels),
                "rows": [list(row) for row in panel.rows],
            }
        case _:
            assert_never(panel)


def _texts(values: Sequence[Fraction]) -> list[str]:
    return [str(value) for value in values]


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


def convergence(target: Target, most: int, name: str) -> Illustration:
    """The certified error of the network of Theorem 2.2 for n = 1..most, under both bounds."""
    counts, lower, upper, printed, repaired = [], [], [], [], []
    for n in range(1, most + 1):
        approximant = build(Question("2.2", target, n))
        certified = sup_error(target, approximant, _TOLERANCE, budget=_BOXES)
        found = bounds(target, approximant)
        counts.append(Fraction(n))
        lower.append(certified.lower)
        upper.append(certified.upper)
        printed.append(found.printed)
        repaired.append(found.repaired)
    numbers = "; ".join(
        f"n = {n}: {decimal(low, 3)} to {decimal(high, 3)} (2.2': {decimal(b, 3)}, printed: {decimal(a, 3)})"
        for n, low, high, a, b in zip(counts, lower, upper, printed, repaired, strict=True)
    )
    x = tuple(counts)
    logarithmic = all(min(one) > 0 for one in (lower, upper, printed, repaired))
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
        f" d = 2, n = {grid.n}, {grid.J} cells, delta = {grid.delta.fraction}. No colour: 0; full colour: the largest drawn"
        f" error, {decimal(worst, 4)}; the bound of Theorem 2.2' is {decimal(bound, 4)}. Exact values of the network at these"
        " points; nothing is claimed between them.",
        f"A square picture in which the pattern of the {grid.K} by {grid.K} cells shows: in each cell the error is small where f"
        f" is near the value of the cell. The largest of the drawn errors is {decimal(worst, 4)},"
        f" {decimal(worst / bound, 3) if bound else 'all'} of the bound.",
        (Raster("x1", "x2", (), tuple(rows)),),
    )


def _value(approximant: Approximant, x: tuple[Fraction, ...]) -> Fraction:
    return run(approximant.network, x)[0]


def _short(text: str) -> str:
    return text if len(text) <= 48 else text[:45] + "..."
