"""Multilinear interpolation of values on a regular grid, and reading such values from a CSV file.

Notation: axis i has n_i points k/(n_i - 1); values are listed with the last axis fastest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, Final

from verifier.errors import InvalidInput, ResourceLimit
from verifier.exact.interval import Box, Interval
from verifier.targets.grammar import number
from verifier.targets.modulus import check_square, piecewise_linear_modulus, root_up, short_up
from verifier.targets.target import Hypothesis, Point, Target, check_bits, check_dimension, rational, variables

LARGEST: Final = 100_000
LARGEST_FILE: Final = 1 << 24
_EXACT_VERTICES: Final = 20_000
_SYMPY_NODES: Final = 1000
_LONGEST_NOTE: Final = 200
_MOST_COMMENTS: Final = 12


@dataclass(frozen=True, slots=True)
class Table(Target):
    """The function that is multilinear on every cell of a regular grid and takes given values at its points.

    Exact:   values, ranges on boxes (at vertices, after cutting at grid lines) and the Lipschitz constant: |grad f|_2
             squared is convex in every coordinate of a cell, so its maximum is at a vertex, and only its square root is
             rounded. For d = 1 the modulus as well.
    Raises:  InvalidInput unless every axis has two points and there are as many values as grid points; ResourceLimit
             beyond 100000.

    >>> f = Table((2, 2), (Fraction(0), Fraction(0), Fraction(0), Fraction(1)))
    >>> f.at((Fraction(1, 2), Fraction(1, 3)), 10).lo
    Fraction(1, 6)
    """

    shape: tuple[int, ...]
    values: tuple[Fraction, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    name: str = field(init=False, compare=False)
    dimension: int = field(init=False, compare=False)
    _known: dict[Fraction, Fraction] = field(init=False, compare=False, repr=False, default_factory=dict)
    _slope: list[Fraction] = field(init=False, compare=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        check_dimension(len(self.shape))
        if min(self.shape) < 2:
            raise InvalidInput.argument("shape", self.shape, "at least two points on every axis")
        if prod(self.shape) > LARGEST:
            raise ResourceLimit.cost("a table", f"{prod(self.shape)} values", str(LARGEST), "use a coarser grid")
        if prod(self.shape) != len(self.values):
            raise InvalidInput(f"a table of shape {self.shape} needs {prod(self.shape)} values, not {len(self.values)}")
        object.__setattr__(self, "dimension", len(self.shape))
        object.__setattr__(self, "name", self.title or f"table {' x '.join(map(str, self.shape))}")

    def _node(self, index: tuple[int, ...]) -> Fraction:
        place = 0
        for i, n in zip(index, self.shape, strict=True):
            place = place * n + i
        return self.values[place]

    def _value(self, point: Point) -> Fraction:
        """The multilinear interpolation; along axes where the point is on a grid line nothing is mixed."""
        sides: list[tuple[tuple[int, Fraction], ...]] = []
        for x, n in zip(point, self.shape, strict=True):
            scaled = x * (n - 1)
            below = scaled.__floor__()
            rest = scaled - below
            sides.append(((below, 1 - rest), (below + 1, rest)) if rest else ((below, Fraction(1)),))
        total = Fraction(0)
        for corner in product(*sides):
            weight = Fraction(1)
            for _, factor in corner:
                weight *= factor
            total += weight * self._node(tuple(i for i, _ in corner))
        return total

    def at(self, point: Point, bits: int) -> Interval:
        """f(point), exactly."""
        self.check_point(point)
        check_bits(bits)
        return Interval.point(self._value(point))

    def on(self, box: Box, bits: int) -> Interval:
        """The exact range on the box; on boxes that meet very many cells, the range over all cells they meet."""
        self.check_box(box)
        check_bits(bits)
        lines = [
            range(_above(side.lo * (n - 1)), _below(side.hi * (n - 1)) + 1)
            for side, n in zip(box, self.shape, strict=True)
        ]
        if prod(len(line) + 2 for line in lines) > _EXACT_VERTICES:
            outer = [
                range((side.lo * (n - 1)).__floor__(), (side.hi * (n - 1)).__ceil__() + 1)
                for side, n in zip(box, self.shape, strict=True)
            ]
            seen = [self._node(index) for index in product(*outer)]
            return Interval(min(seen), max(seen))
        sides = [
            dict.fromkeys((side.lo, *(Fraction(k, n - 1) for k in line), side.hi))
            for side, line, n in zip(box, lines, self.shape, strict=True)
        ]
        seen = [self._value(vertex) for vertex in product(*sides)]
        return Interval(min(seen), max(seen))

    def gradient(self, box: Box, bits: int) -> Box | None:
        """Hulls of the slopes along all edges of the cells that the box meets, exactly; None if there are very many."""
        self.check_box(box)
        spans = []
        for side, n in zip(box, self.shape, strict=True):
            first = min((side.lo * (n - 1)).__floor__(), n - 2)
            spans.append((first, max((side.hi * (n - 1)).__ceil__(), first + 1)))
        if prod(last - first + 1 for first, last in spans) > _EXACT_VERTICES:
            return None
        sides = []
        for axis, (first, last) in enumerate(spans):
            others = [range(low, high + 1) for low, high in spans]
            others[axis] = range(first, last)
            met = [
                self._node((*index[:axis], index[axis] + 1, *index[axis + 1 :])) - self._node(index)
                for index in product(*others)
            ]
            sides.append(Interval(min(met), max(met)).scale(Fraction(self.shape[axis] - 1)))
        return tuple(sides)

    def range(self) -> Interval:
        """The exact range."""
        return Interval(min(self.values), max(self.values))

    def oscillation_lower(self) -> Fraction:
        """max f - min f, exactly."""
        return self.range().width

    def _steps(self, index: tuple[int, ...], axis: int) -> Iterator[tuple[int, Fraction]]:
        """(direction, slope) of the edges at a grid point along an axis."""
        here, n = self._node(index), self.shape[axis]
        for direction in (-1, 1):
            k = index[axis] + direction
            if 0 <= k < n:
                there = self._node((*index[:axis], k, *index[axis + 1 :]))
                yield direction, (there - here) * (n - 1)

    def lipschitz(self) -> Fraction:
        """The largest norm of the gradient at a vertex of a cell, rounded up to 80 bits if it is irrational."""
        if not self._slope:
            # A vertex belongs to one cell for every choice of directions, and its edges are chosen axis by axis.
            steepest = max(
                sum(
                    (max(slope * slope for _, slope in self._steps(index, axis)) for axis in range(self.dimension)),
                    Fraction(0),
                )
                for index in product(*(range(n) for n in self.shape))
            )
            self._slope.append(root_up(steepest))
        return self._slope[0]

    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """omega_f(r) exactly for d = 1 and rational r, else the lesser of slope times distance and oscillation."""
        check_square(r_squared)
        if self.dimension > 1:
            return min(short_up(self.lipschitz() * root_up(r_squared)), self.oscillation())
        r = min(root_up(r_squared), Fraction(1))
        if r not in self._known:
            self._known[r] = piecewise_linear_modulus(self.breakpoints(0), self.values, r)
        return self._known[r]

    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The Lipschitz constant, that the table is interpolated, and the notes."""
        return (
            Hypothesis(f"f has Lipschitz constant at most {self.lipschitz()}", "proved: exact slopes"),
            Hypothesis(f"f interpolates {len(self.values)} values, multilinearly in every cell", "by definition"),
            *(Hypothesis(note, "by definition") for note in self.notes),
        )

    def hoelder(self) -> tuple[Fraction, Fraction]:
        """(1, Lipschitz constant)."""
        return Fraction(1), self.lipschitz()

    def sympy(self) -> Any:
        """The sum of values times products of hat functions; for more than 1000 values only f(x1, ..., xd)."""
        import sympy

        symbols = variables(self.dimension)
        if len(self.values) > _SYMPY_NODES:
            return sympy.Function("f")(*symbols)
        terms = []
        for index, value in zip(product(*(range(n) for n in self.shape)), self.values, strict=True):
            hats = (
                sympy.Max(0, 1 - sympy.Abs((n - 1) * x - k)) for x, n, k in zip(symbols, self.shape, index, strict=True)
            )
            terms.append(rational(value) * sympy.Mul(*hats))
        return sympy.Add(*terms)

    def to_data(self) -> dict[str, Any]:
        """The kind, the shape, the values, title and notes."""
        return {
            "kind": "table",
            "shape": list(self.shape),
            "values": [str(value) for value in self.values],
            "title": self.title,
            "notes": list(self.notes),
        }

    def breakpoints(self, axis: int) -> tuple[Fraction, ...]:
        """The grid lines."""
        Target.breakpoints(self, axis)
        n = self.shape[axis]
        return tuple(Fraction(k, n - 1) for k in range(n))


def _above(value: Fraction) -> int:
    return value.__ceil__()


def _below(value: Fraction) -> int:
    return value.__floor__()


def read_table(path: Path, dimension: int | None = None) -> Table:
    """Read measured values on a regular grid from a CSV file.

    Columns: d coordinates, then the value. Lines that start with # are comments and go into the notes; a first line
    without any number is a header. Numbers are read exactly from decimal text. Rows may come in any order. Every
    coordinate is mapped affinely to [0,1]; the maps are recorded in the notes.

    Raises:  InvalidInput with the line number for ragged rows, text, NaN, infinities, duplicates, missing points,
             irregular grids; ResourceLimit beyond 100000 rows or 16 MiB.
    """
    lines = _lines(path)
    comments = [text.lstrip("# ") for _, text in lines if text.startswith("#") and text.strip("# ")]
    records = [(line, [part.strip() for part in text.split(",")]) for line, text in lines if not text.startswith("#")]
    if not records:
        raise InvalidInput(f"{path.name}: the file has no rows")
    labels: list[str] | None = None
    if not any(_numeric(part) for part in records[0][1]):
        labels = records.pop(0)[1]
    if not records:
        raise InvalidInput(f"{path.name}: the file has a header but no rows")
    if len(records) > LARGEST:
        raise ResourceLimit.cost(path.name, f"{len(records)} rows", str(LARGEST), "use a coarser grid")
    columns = len(records[0][1]) if labels is None else len(labels)
    if columns < 2:
        raise InvalidInput(
            f"{path.name}, line {records[0][0]}: expected coordinates and a value, found {columns} column"
        )
    if dimension is not None and columns != dimension + 1:
        raise InvalidInput(f"{path.name}: {columns} columns make d = {columns - 1}, but d = {dimension} is wanted")
    check_dimension(columns - 1)
    rows: dict[Point, tuple[int, Fraction]] = {}
    for line, parts in records:
        if len(parts) != columns:
            raise InvalidInput(f"{path.name}, line {line}: expected {columns} columns, found {len(parts)}")
        cells = tuple(_cell(path, line, column, part) for column, part in enumerate(parts, start=1))
        if cells[:-1] in rows:
            raise InvalidInput(f"{path.name}, line {line}: the grid point of line {rows[cells[:-1]][0]} again")
        rows[cells[:-1]] = (line, cells[-1])
    names = labels or [f"column {i + 1}" for i in range(columns)]
    return _gridded(path, rows, names, comments)


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ResourceLimit.cost(str(path), f"{path.stat().st_size} bytes", str(LARGEST_FILE), "use a coarser grid")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise InvalidInput(f"{path}: cannot be read ({problem.strerror or problem})") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path}: is not a text file in UTF-8") from None
    return [(number_, line.strip()) for number_, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _numeric(part: str) -> bool:
    """True if a field of the first row shows that the row holds data; NaN and infinities do."""
    if part.lower().lstrip("+-") in ("", "nan", "inf", "infinity"):
        return True
    try:
        number(part)
    except InvalidInput:
        return False
    except ResourceLimit:
        return True
    return True


def _cell(path: Path, line: int, column: int, part: str) -> Fraction:
    try:
        return number(part)
    except InvalidInput:
        shown = part if len(part) <= 24 else part[:21] + "..."
        raise InvalidInput(
            f"{path.name}, line {line}, column {column}: expected a decimal number, found {shown!r}"
        ) from None
    except ResourceLimit as problem:
        raise ResourceLimit(f"{path.name}, line {line}, column {column}: {problem}") from None


def _gridded(path: Path, rows: dict[Point, tuple[int, Fraction]], names: list[str], comments: list[str]) -> Table:
    """The table of rows that are shown to fill a regular grid."""
    dimension = len(names) - 1
    axes: list[list[Fraction]] = []
    notes: list[str] = []
    for axis in range(dimension):
        places = sorted({point[axis] for point in rows})
        if len(places) < 2:
            raise InvalidInput(f"{path.name}: {names[axis]} takes one value only; a grid needs two")
        step = places[1] - places[0]
        for index, place in enumerate(places):
            if place != places[0] + index * step:
                line = next(line for point, (line, _) in rows.items() if point[axis] == place)
                raise InvalidInput(
                    f"{path.name}, line {line}: {names[axis]} = {place} breaks the regular grid of step {step}"
                )
        axes.append(places)
        notes.append(f"x{axis + 1} = ({names[axis]} - {places[0]})/({places[-1] - places[0]})")
    values: list[Fraction] = []
    if prod(len(places) for places in axes) != len(rows):
        last = max(line for line, _ in rows.values())
        missing = next(point for point in product(*axes) if point not in rows)
        raise InvalidInput(
            f"{path.name}, line {last} is the last, and the grid point ({', '.join(map(str, missing))}) is missing"
        )
    values = [rows[point][1] for point in product(*axes)]
    notes.append(f"f = {names[-1]}, read from {path.name}")
    notes += [comment[:_LONGEST_NOTE] for comment in comments[:_MOST_COMMENTS]]
    return Table(tuple(len(places) for places in axes), tuple(values), path.stem, tuple(notes))
