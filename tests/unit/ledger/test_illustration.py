"""verifier.ledger.illustration: what is drawn is exact, and the words say what the picture shows."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from verifier.attack.pointwise import bounds
from verifier.certificates.sup_error import sup_error
from verifier.errors import InvalidInput
from verifier.ledger.illustration import (
    Commission,
    approximation,
    cells_of_a_line,
    cells_of_a_square,
    code_of,
    construction,
    convergence,
    heat,
    kept,
    parameters,
    pictures,
    precision,
    remembered,
    tents,
)
from verifier.ledger.instance import Question, build
from verifier.ledger.memory import keep
from verifier.ledger.picture import Illustration, Mark, Plan, Plot, Raster, Series, figure_data
from verifier.network.compiled import run
from verifier.targets.gallery import resolve

SINE = resolve("sine", None, None)
CONSTANT = resolve("constant", None, None)


def series(panel: object) -> dict[str, Series]:
    """The series of a plot by label."""
    assert isinstance(panel, Plot)
    return {one.label: one for one in panel.series}


def test_the_drawn_network_is_the_literal_network() -> None:
    """Catches a picture of something else than the network that is checked."""
    question = Question("2.2", SINE, 2)
    figure = approximation(question, "a")
    drawn = series(figure.panels[0])["network"]
    network = build(question).network
    for x, y in zip(drawn.x, drawn.y, strict=True):
        assert run(network, (x,)) == (y,)
    assert {Fraction(0), Fraction(1)} <= set(drawn.x)
    assert max(series(figure.panels[1])["error"].y) <= series(figure.panels[1])["bound of Theorem 2.2'"].y[0]
    assert "below the bound" in figure.alternative


def test_gaps_are_where_the_grid_has_them() -> None:
    """Catches shading that is not the gaps."""
    panel = approximation(Question("2.2", SINE, 2), "a").panels[0]
    assert isinstance(panel, Plot)
    assert panel.spans == tuple((Fraction(k, 4) - Fraction(1, 16), Fraction(k, 4)) for k in (1, 2, 3))


def test_the_picture_of_v_holds_all_its_bits() -> None:
    """Catches a picture that is mirrored, shifted, or loses the last bit."""
    question = Question("2.3", SINE, 3)
    (panel,) = code_of(question, "c").panels
    assert isinstance(panel, Raster)
    bits = [bit for row in panel.rows for bit in row]
    v = build(question).code.v.fraction
    assert sum(Fraction(bit, 1 << place) for place, bit in enumerate(bits, start=1)) == v
    assert not any(bit for row in panel.rows for bit in row[::2]), "a digit in base 4 that is neither 0 nor 1"


def test_the_error_curve_is_certified_and_below_its_bounds() -> None:
    """Catches a sampled error drawn as a certified one, and labels that are exchanged."""
    panel = convergence(SINE, 4, "r").panels[0]
    found = series(panel)
    lower, upper = found["error, certified at least"].y, found["error, certified at most"].y
    printed, repaired = found["bound as printed"].y, found["bound of Theorem 2.2'"].y
    for low, high, b, a in zip(lower, upper, repaired, printed, strict=True):
        assert 0 < low <= high <= b < a
    assert isinstance(panel, Plot) and panel.logarithmic


def test_a_constant_has_no_logarithmic_axis() -> None:
    """Catches log 0."""
    figure = convergence(CONSTANT, 2, "r")
    assert isinstance(figure.panels[0], Plot) and not figure.panels[0].logarithmic
    assert "logarithmic" not in figure.caption
    assert approximation(Question("2.2", CONSTANT, 1), "a").panels


def test_the_square_is_drawn_upright() -> None:
    """Catches rows from the bottom, which would turn the picture over."""
    target = resolve("x2**2", 2, None)
    (panel,) = heat(Question("2.2", target, 1), "h", side=4).panels
    assert isinstance(panel, Raster)
    assert len(panel.rows) == 4 and all(len(row) == 4 for row in panel.rows)
    question = Question("2.2", target, 1)
    approximant = build(question)
    bound = bounds(target, approximant).repaired
    for row, column, x in ((0, 0, (Fraction(1, 8), Fraction(7, 8))), (3, 1, (Fraction(3, 8), Fraction(1, 8)))):
        error = abs(run(approximant.network, x)[0] - x[1] ** 2)
        assert abs(panel.rows[row][column] - 1000 * error / bound) <= 1
    assert panel.rows[0][0] != panel.rows[3][0], "the picture could not tell"


def test_tents_double() -> None:
    """Catches a tent with too few teeth."""
    for k, panel in enumerate(tents(4).panels, start=1):
        (line,) = series(panel).values()
        assert list(line.y) == [i % 2 for i in range(2**k + 1)]
        assert line.mark is Mark.LINE


@pytest.mark.parametrize("make", [lambda: approximation(Question("2.2", resolve("franke", None, None), 1), "a"), lambda: heat(Question("2.2", SINE, 1), "h")])
def test_other_dimensions_are_refused(make: object) -> None:
    """Catches a picture of a slice that claims to be the function."""
    with pytest.raises(InvalidInput, match="d = "):
        make()  # type: ignore[operator]


def test_data_are_texts_of_exact_numbers() -> None:
    """Catches a float on the way to the report."""
    data = figure_data(approximation(Question("2.2", SINE, 1), "a"))
    assert all(re.fullmatch(r"-?[0-9]+(/[0-9]+)?", text) for one in data["panels"][0]["series"] for text in (*one["x"], *one["y"], *one["top"]))


def test_fewer_bits_of_v_make_a_larger_error_and_all_bits_the_bound() -> None:
    """Catches bits that are dropped at the wrong end, and a last point that is not the network that is checked."""
    panel = kept(SINE, 3, "k").panels[0]
    found = series(panel)
    upper, lower = found["error, certified at most"], found["error, certified at least"]
    assert (upper.x[0], upper.x[-1]) == (0, 48)
    assert all(0 < low <= high for low, high in zip(lower.y, upper.y, strict=True))
    assert lower.y[0] > upper.y[-1], "without v nothing is known of f"
    approximant = build(Question("2.3", SINE, 3))
    certified = sup_error(SINE, approximant, Fraction(1, 10), budget=4000)
    assert (lower.y[-1], upper.y[-1]) == (certified.lower, certified.upper)
    assert upper.y[-1] <= bounds(SINE, approximant).repaired


def test_cells_of_a_line_are_where_the_grid_has_them_and_what_is_exaggerated_says_so() -> None:
    """Catches gaps that are drawn wider than they are without a word, or at the wrong end of a cell."""
    figure = cells_of_a_line(3, "c")
    wide, narrow = figure.panels
    assert isinstance(wide, Plot) and isinstance(narrow, Plot)
    assert wide.spans == tuple((Fraction(k, 8) - Fraction(1, 32), Fraction(k, 8)) for k in range(1, 8))
    assert all(hi - lo == Fraction(1, 64) for lo, hi in narrow.spans), "the true width of Theorem 2.1 is 1/2048"
    assert "1/32, drawn to scale" in figure.caption and "EXAGGERATED: drawn 32 times as wide" in figure.caption
    assert "gaps x 32" in narrow.y_label and "gaps" not in wide.y_label
    for panel in (wide, narrow):
        (line,) = panel.series
        flat = [y for y, following in zip(line.y, line.y[1:], strict=False) if y == following]
        assert flat == list(range(8)), "g is k on cell k"


def test_cells_of_a_square_tile_it_up_to_the_gaps() -> None:
    """Catches a cell that is missing, has another index, or leaves a strip at the outer edge."""
    figure = cells_of_a_square(2, "c")
    (plan,) = figure.panels
    assert isinstance(plan, Plan)
    grid = Question("2.2", resolve("franke", None, None), 2).grid()
    assert plan.boxes == tuple(tuple(end for axis in pair for end in axis) for pair in (
        ((box[0].lo, box[1].lo), (box[0].hi, box[1].hi)) for box in map(grid.box, grid.cells())))
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in plan.boxes)
    assert f"the area {1 - area}," in figure.caption
    assert [text for _, _, text in plan.labels] == [str(k) for k in range(1, 17)]
    assert max(box[2] for box in plan.boxes) == max(box[3] for box in plan.boxes) == 1


def test_the_error_is_drawn_against_all_parameters_and_against_the_intrinsic_ones() -> None:
    """Catches the one count drawn as the other, and a rate that is not N^(-2/d)."""
    for target, d in ((SINE, 1), (resolve("franke", None, None), 2)):
        most = 3 if d == 1 else 2
        above, below = parameters(target, most, "p").panels
        assert isinstance(above, Plot) and isinstance(below, Plot)
        rate, error, _ = above.series
        sizes = [build(Question("2.2", target, n)).network.size for n in range(1, most + 1)]
        assert list(error.x) == sizes
        assert list(below.series[0].x) == [3**d * n + 2 for n in range(1, most + 1)]
        assert below.series[0].y == error.y
        assert rate.y[0] == error.y[0]
        for n in range(1, most):
            assert (rate.y[n] / rate.y[0]) ** d == (Fraction(sizes[0]) / sizes[n]) ** 2
            assert error.y[n] > rate.y[n], "this network is not optimal in all stored parameters"
    with pytest.raises(InvalidInput, match="1 or 2"):
        parameters(resolve("x1*x2*x3", None, None), 1, "p")


def test_single_and_double_precision_break_where_they_are_measured_to() -> None:
    """Catches crosses that are copied from somewhere: for the root, single breaks at n = 3 and double at n = 4."""
    figure = precision(resolve("root", None, None), 4, "p")
    (panel,) = figure.panels
    found = series(panel)
    assert found["single misreads a cell"].x == (3, 4) and found["double misreads a cell"].x == (4,)
    assert found["single: 24 bits"].y == (24, 24) and found["double: 53 bits"].y == (53, 53)
    assert found["mpmath: smallest that reads every cell"].y == (4, 15, 47, 127)
    assert found["mpmath: the precision law"].y == (17, 31, 95, 257) and found["bits of v"].y == (4, 16, 48, 128)
    assert "single precision (24 bits) misreads a cell for n = 3, 4" in figure.caption
    assert "reads every cell up to n = 2" in precision(resolve("root", None, None), 2, "p").caption


def test_the_heat_map_has_the_grid_and_a_scale() -> None:
    """Catches lines that are not the ends of gaps, and colours without a number."""
    figure = heat(Question("2.2", resolve("x2**2", 2, None), 1), "h", side=4)
    (panel,) = figure.panels
    assert isinstance(panel, Raster)
    assert panel.lines == (Fraction(3, 8), Fraction(1, 2))
    assert panel.scale[0] == "0" and panel.scale[1] in figure.caption


def test_each_target_has_figures_of_its_dimension() -> None:
    """Catches two figures of one name, which would share a file."""
    names = [one.name for place, name in enumerate(("sine", "franke", "x1*x2*x3"), start=1) for one in pictures(resolve(name, None, None), place)]
    names += [one.name for one in construction()]
    assert len(names) == len(set(names))
    assert {"error-2", "convergence-3", "precision-1", "cells-line"} <= set(names) and "precision-2" not in names


def test_a_figure_is_made_once_and_a_damaged_one_again(tmp_path: Path) -> None:
    """Catches a memory that is not used, that gives a figure of another target, or believes what is damaged."""
    made: list[str] = []

    def make(name: str) -> Illustration:
        made.append(name)
        return tents(1)

    first = Commission("tents", "sine", lambda: make("sine"))
    assert remembered(tmp_path, first) == remembered(tmp_path, first) == tents(1)
    assert made == ["sine"]
    remembered(tmp_path, Commission("tents", "root", lambda: make("root")))
    assert made == ["sine", "root"]
    for path in tmp_path.iterdir():
        data = json.loads(path.read_text())
        keep(tmp_path, path.stem, {**data, "panels": []})
    assert remembered(tmp_path, first) == tents(1) and made == ["sine", "root", "sine"]
    remembered(None, first)
    remembered(None, first)
    assert len(made) == 5
