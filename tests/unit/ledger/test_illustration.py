"""verifier.ledger.illustration: what is drawn is exact, and the words say what the picture shows."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from verifier.attack.pointwise import bounds
from verifier.certificates.sup_error import sup_error
from verifier.errors import InvalidInput
from verifier.ledger.illustration import (
    Mark,
    Plot,
    Raster,
    Series,
    approximation,
    code_of,
    convergence,
    figure_data,
    heat,
    kept,
    tents,
)
from verifier.ledger.instance import Question, build
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
    panel = convergence(SINE, 3, "r").panels[0]
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


def test_malformed_series_are_refused() -> None:
    """Catches a band without an upper edge."""
    zero = (Fraction(0),)
    for bad in ((zero, (), ()), (zero, zero, zero)):
        with pytest.raises(InvalidInput):
            Series("s", Mark.LINE, *bad)
    with pytest.raises(InvalidInput):
        Series("s", Mark.BAND, zero, zero)


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
