"""Figures as SVG by matplotlib, from the exact data of a report. Floats appear here, for drawing only.

The same data give the same bytes. Ink and colours are CSS variables with a default, so that a figure follows the page's light or
dark theme inside the page and stands alone as a file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape
from typing import Any, Final

from verifier.errors import MissingComponent

# A colour that no figure needs, put in by matplotlib and replaced by a variable of the page.
_VARIABLES: Final = {
    "#010203": "var(--ink, #1c1e21)",
    "#010204": "var(--rule, #c9cdd3)",
    "#010205": "var(--gap, #dfe3e8)",
    "#010206": "var(--blue, #0b57d0)",
    "#010207": "var(--orange, #b3470c)",
    "#010208": "var(--teal, #00695c)",
    "#010209": "var(--purple, #6a1b9a)",
}
_INK, _RULE, _GAP, *_COLOURS = _VARIABLES
_SETTINGS: Final[dict[str, Any]] = {
    "svg.hashsalt": "verifier",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.grid": True,
    "grid.color": _RULE,
    "grid.linewidth": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "path.simplify": False,
    "text.parse_math": False,
}
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "line": {"linewidth": 1.6},
    "dashed": {"linewidth": 1.6, "linestyle": (0, (5, 2))},
    "dotted": {"linewidth": 1.6, "linestyle": (0, (1, 1.5))},
    "points": {"linestyle": "none", "marker": "o", "markersize": 5, "markerfacecolor": "none"},
    "crosses": {"linestyle": "none", "marker": "x", "markersize": 7, "markeredgewidth": 2},
}
_WIDTH: Final = 5.6  # inches; the page scales it
_SHADES: Final = 16
_TICKS: Final = 12  # so few whole numbers are all named on the axis
MISSING: Final = "matplotlib is not installed, so no figures are drawn; `pip install matplotlib` mends that"


def drawable() -> bool:
    """Is matplotlib there?"""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


def draw(figure: Mapping[str, Any]) -> str:
    """One figure as SVG text.

    Raises:  MissingComponent without matplotlib.
    """
    if not drawable():
        raise MissingComponent(MISSING)
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    panels = figure["panels"]
    with matplotlib.rc_context(_SETTINGS):  # type: ignore[arg-type]
        canvas = Figure(figsize=(_WIDTH, _height(panels)), layout="constrained")
        FigureCanvasSVG(canvas)
        shared = not any(panel["x_label"] for panel in panels[:-1])
        axes = canvas.subplots(len(panels), 1, sharex=shared and len(panels) > 1, squeeze=False)
        for axis, panel in zip(axes[:, 0], panels, strict=True):
            if "series" in panel:
                _plot(axis, panel)
            elif "rows" in panel:
                _raster(axis, panel)
            else:
                _plan(axis, panel)
        stream = io.StringIO()
        canvas.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _finished(stream.getvalue(), figure)


def _height(panels: Sequence[Mapping[str, Any]]) -> float:
    if "series" in panels[0]:
        return 3.4 if len(panels) == 1 else 2.5 * len(panels) if len(panels) == 2 else 1.25 * len(panels)
    if "boxes" in panels[0]:
        return 4.6
    rows, columns = len(panels[0]["rows"]), len(panels[0]["rows"][0])
    return min(4.8, max(1.4, 0.9 + 5.0 * rows / columns))


def _plot(axis: Any, panel: Mapping[str, Any]) -> None:
    from matplotlib.ticker import FuncFormatter, NullLocator

    for low, high in panel["spans"]:
        axis.axvspan(_float(low), _float(high), color=_GAP, linewidth=0, zorder=0)
    for number, series in enumerate(panel["series"]):
        x, y = _floats(series["x"]), _floats(series["y"])
        colour = _COLOURS[number % len(_COLOURS)]
        if series["mark"] == "band":
            axis.fill_between(x, y, _floats(series["top"]), color=colour, alpha=0.16, linewidth=0, label=series["label"])
        else:
            axis.plot(x, y, color=colour, label=series["label"], **_STYLES[series["mark"]])
    if panel["logarithmic"]:
        axis.set_yscale("log")
        axis.yaxis.set_major_formatter(FuncFormatter(_plain))
        bottom, top = axis.get_ylim()
        axis.yaxis.set_minor_formatter(FuncFormatter(_plain_if_sparse if top < 200 * bottom else _nothing))
    if panel["logarithmic_x"]:
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(FuncFormatter(_whole))
        axis.xaxis.set_minor_locator(NullLocator())
    elif len(panel["series"][0]["x"]) <= _TICKS and all(Fraction(one).denominator == 1 for one in panel["series"][0]["x"]):
        axis.set_xticks(_floats(panel["series"][0]["x"]))
    axis.set_xlabel(panel["x_label"])
    axis.set_ylabel(panel["y_label"])
    if len(panel["series"]) > 1:
        axis.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, fontsize=8.5, borderaxespad=0.2)


def _whole(value: float, place: int | None = None) -> str:
    return f"{value:,.0f}"


def _plain(value: float, place: int | None = None) -> str:
    return f"{value:.3g}"


def _nothing(value: float, place: int | None = None) -> str:
    return ""


def _plain_if_sparse(value: float, place: int | None = None) -> str:
    """Between powers of ten only 2 and 5 are named."""
    return _plain(value) if re.fullmatch("[25][.]000e.*", f"{value:.3e}") else ""


def _raster(axis: Any, panel: Mapping[str, Any]) -> None:
    from matplotlib.patches import PathPatch

    rows = panel["rows"]
    top = max(max(row) for row in rows) or 1
    low = min(0, *(min(row) for row in rows))
    for shade, path in _shades([[_SHADES * (value - low) // (top - low) for value in row] for row in rows]).items():
        axis.add_patch(PathPatch(path, facecolor=_COLOURS[0], alpha=shade / _SHADES, linewidth=0))
    axis.set_xlim(0, len(rows[0]))
    axis.set_ylim(len(rows), 0)
    axis.grid(False)
    axis.set_xlabel(panel["x_label"])
    axis.set_ylabel(panel["y_label"])
    if panel["row_labels"]:
        axis.set_yticks([y + 0.5 for y in range(len(rows))], panel["row_labels"])
        for y in range(1, len(rows)):
            axis.axhline(y, color=_RULE, linewidth=0.5)
    else:
        axis.set_aspect("equal")
        axis.set_xticks([0, len(rows[0]) / 2, len(rows[0])], ["0", "1/2", "1"])
        axis.set_yticks([0, len(rows) / 2, len(rows)], ["1", "1/2", "0"])
    for place in _floats(panel["lines"]):
        axis.axvline(place * len(rows[0]), color=_INK, linewidth=0.5, alpha=0.55)
        axis.axhline((1 - place) * len(rows), color=_INK, linewidth=0.5, alpha=0.55)
    if panel["scale"]:
        _scale(axis, *panel["scale"])


def _scale(axis: Any, low: str, high: str) -> None:
    """A strip of all shades beside the picture, with the values at its ends."""
    strip = axis.inset_axes((1.06, 0, 0.05, 1))
    for shade in range(_SHADES):
        strip.axhspan(shade, shade + 1, color=_COLOURS[0], alpha=shade / _SHADES, linewidth=0)
    strip.set_xlim(0, 1)
    strip.set_ylim(0, _SHADES)
    strip.set_xticks([])
    strip.yaxis.tick_right()
    strip.set_yticks([0, _SHADES], [low, high])
    strip.grid(False)


def _plan(axis: Any, panel: Mapping[str, Any]) -> None:
    from matplotlib.patches import Rectangle

    axis.add_patch(Rectangle((0, 0), 1, 1, facecolor=_GAP, edgecolor="none"))
    for left, bottom, right, top in map(_floats, panel["boxes"]):
        axis.add_patch(
            Rectangle((left, bottom), right - left, top - bottom, facecolor=_COLOURS[0], alpha=0.3, edgecolor="none")
        )
        axis.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=_INK, linewidth=0.8))
    for one in panel["labels"]:
        axis.text(_float(one["x"]), _float(one["y"]), one["text"], ha="center", va="center", fontsize=9)
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1)
    axis.grid(False)
    axis.set_aspect("equal")
    axis.set_xlabel(panel["x_label"])
    axis.set_ylabel(panel["y_label"])


def _shades(rows: Sequence[Sequence[int]]) -> dict[int, Any]:
    """All boxes of one shade as one path; shade 0 is not drawn."""
    from matplotlib.path import Path

    corners: dict[int, list[tuple[int, int]]] = {}
    for y, row in enumerate(rows):
        for start, end, shade in _runs(row):
            corners.setdefault(shade, []).extend(((start, y), (end, y), (end, y + 1), (start, y + 1), (start, y)))
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return {shade: Path(boxes, codes * (len(boxes) // 5)) for shade, boxes in sorted(corners.items()) if shade}


def _runs(row: Sequence[int]) -> list[tuple[int, int, int]]:
    """Equal neighbours as one box: (start, end, value)."""
    found, start = [], 0
    for place in range(1, len(row) + 1):
        if place == len(row) or row[place] != row[start]:
            found.append((start, place, row[start]))
            start = place
    return found


def _finished(svg: str, figure: Mapping[str, Any]) -> str:
    """Without prologue and size, with variables for colours, with ids of its own, title and description."""
    name = figure["name"]
    svg = svg[svg.index("<svg") :]
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, variable)
    svg = re.sub(r' d="([^"]*)"', lambda found: f' d="{_shorter(found[1])}"', svg)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(href=")#|url\(#', lambda found: (f'{found[1]}#{name}-' if found[1] else f"url(#{name}-"), svg)
    svg = re.sub(r'^<svg\b([^>]*?) width="[^"]*"', r"<svg\1", svg)
    svg = re.sub(r'^<svg\b([^>]*?) height="[^"]*"', r"<svg\1", svg)
    svg = svg.replace("<svg", f'<svg role="img" aria-labelledby="{name}-title {name}-description"', 1)
    words = (
        f'<title id="{name}-title">{escape(figure["title"])}</title>\n'
        f'<desc id="{name}-description">{escape(figure["alternative"])}</desc>\n'
    )
    return re.sub(r"^(<svg[^>]*>)", lambda found: f"{found[1]}\n{words}", svg)


def _shorter(path: str) -> str:
    """A path with two decimals and without line ends."""
    rounded = re.sub(r"-?[0-9]+\.[0-9]+", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), path)
    return " ".join(rounded.split())


def _float(text: str) -> float:
    return float(Fraction(text))


def _floats(texts: Sequence[str]) -> list[float]:
    return [_float(text) for text in texts]
