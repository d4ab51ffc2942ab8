"""What a figure is: series, rasters and plans of exact numbers with a caption and the same in words; as plain data and back.

Every number here is exact: values of literal networks, rational enclosures of f, proved bounds. Whoever draws them may round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, assert_never

from verifier.errors import InvalidInput


class Mark(Enum):
    """How a series is drawn."""

    LINE = "line"
    DASHED = "dashed"
    DOTTED = "dotted"
    POINTS = "points"
    CROSSES = "crosses"
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
    logarithmic_x: bool = False


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows of integers, drawn as a picture: the smallest without colour, the largest in full colour.

    lines: places in [0, 1], drawn across and down. scale: what no colour and full colour mean, or nothing.
    """

    x_label: str
    y_label: str
    row_labels: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    lines: tuple[Fraction, ...] = ()
    scale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The unit square as a floor plan: boxes (left, bottom, right, top) on shaded ground, and words at places (x, y)."""

    x_label: str
    y_label: str
    boxes: tuple[tuple[Fraction, Fraction, Fraction, Fraction], ...]
    labels: tuple[tuple[Fraction, Fraction, str], ...]


Panel = Plot | Raster | Plan


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
                "logarithmic_x": panel.logarithmic_x,
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
                "lines": _texts(panel.lines),
                "scale": list(panel.scale),
            }
        case Plan():
            return {
                "x_label": panel.x_label,
                "y_label": panel.y_label,
                "boxes": [_texts(box) for box in panel.boxes],
                "labels": [{"x": str(x), "y": str(y), "text": text} for x, y, text in panel.labels],
            }
        case _:
            assert_never(panel)


def _texts(values: Sequence[Fraction]) -> list[str]:
    return [str(value) for value in values]


def illustration_of(data: Any) -> Illustration:
    """What `figure_data` wrote.

    Raises:  InvalidInput if it is anything else.
    """
    try:
        name, title, caption, alternative = (str(data[key]) for key in ("name", "title", "caption", "alternative"))
        one = Illustration(name, title, caption, alternative, tuple(map(_panel_of, data["panels"])))
    except (KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError) as error:
        raise InvalidInput(f"no figure: {type(error).__name__}: {error}") from None
    if figure_data(one) != data or not one.panels:
        raise InvalidInput("no figure: something in it is not expected")
    return one


def _panel_of(data: Any) -> Panel:
    labels = str(data["x_label"]), str(data["y_label"])
    if "series" in data:
        series = tuple(
            Series(one["label"], Mark(one["mark"]), _numbers(one["x"]), _numbers(one["y"]), _numbers(one["top"]))
            for one in data["series"]
        )
        spans = tuple((Fraction(lo), Fraction(hi)) for lo, hi in data["spans"])
        return Plot(*labels, series, spans, bool(data["logarithmic"]), bool(data["logarithmic_x"]))
    if "rows" in data:
        rows = tuple(tuple(map(int, row)) for row in data["rows"])
        return Raster(*labels, tuple(data["row_labels"]), rows, _numbers(data["lines"]), tuple(data["scale"]))
    boxes = tuple((Fraction(a), Fraction(b), Fraction(c), Fraction(d)) for a, b, c, d in data["boxes"])
    return Plan(*labels, boxes, tuple((Fraction(one["x"]), Fraction(one["y"]), one["text"]) for one in data["labels"]))


def _numbers(texts: Sequence[str]) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, texts))
