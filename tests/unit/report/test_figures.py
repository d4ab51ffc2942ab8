"""verifier.report.figures: the same data give the same picture, which stands alone."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from verifier.errors import MissingComponent
from verifier.ledger.illustration import tents
from verifier.ledger.picture import Illustration, Mark, Plan, Plot, Raster, Series, figure_data
from verifier.report.figures import draw

BITS = Illustration("bits", "Bits & <more>", "caption", "words", (Raster("bit", "", ("a_1", "a_2"), ((0, 1, 1, 0), (1, 0, 0, 0))),))
EMPTY = Illustration("empty", "t", "c", "a", (Raster("x", "y", (), ((0, 0), (0, 0))),))
X = (Fraction(0), Fraction(1, 3))
BAND = Illustration("band", "t", "c", "a", (Plot("x", "y", (Series("$f$ <b>", Mark.BAND, X, X, (Fraction(1), Fraction(2))),), ((X[0], X[1]),)),))


@pytest.mark.parametrize("one", [tents(2), BITS, EMPTY, BAND], ids=lambda one: one.name)
def test_the_same_data_give_the_same_well_formed_picture(one: Illustration) -> None:
    """Catches random ids, dates, links to elsewhere, and SVG that no browser reads."""
    text = draw(figure_data(one))
    assert text == draw(figure_data(one))
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg") and root.get("width") is None and root.get("viewBox")
    assert root.findtext("{http://www.w3.org/2000/svg}title") == one.title
    assert root.findtext("{http://www.w3.org/2000/svg}desc") == one.alternative
    assert not re.search(r"(href|src)=\"(?!#)|<metadata|<script|@import", text)


def test_two_figures_on_a_page_share_no_id() -> None:
    """Catches clip paths of one figure that cut another one."""
    ids = [set(re.findall(r'\bid="([^"]*)"', draw(figure_data(one)))) for one in (tents(2), BITS)]
    assert not ids[0] & ids[1]
    text = draw(figure_data(tents(2)))
    used = set(re.findall(r'url\(#([^)]*)\)|href="#([^"]*)"', text))
    assert {a or b for a, b in used} <= ids[0]


def test_colours_follow_the_page() -> None:
    """Catches black ink on a dark page."""
    text = draw(figure_data(tents(1)))
    assert "var(--ink" in text and "#0102" not in text


def test_logarithmic_axes_have_plain_numbers() -> None:
    """Catches labels such as $\\mathdefault{10^{0}}$."""
    values = (Fraction(1, 10), Fraction(10))
    plot = Plot("n", "y", (Series("s", Mark.LINE, (Fraction(1), Fraction(2)), values),), (), True)
    text = draw(figure_data(Illustration("log", "t", "c", "a", (plot,))))
    assert "mathdefault" not in text and ">0.1<" in text.replace(" ", "")


def test_without_matplotlib_the_message_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an ImportError that nobody understands."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingComponent, match="pip install matplotlib"):
        draw(figure_data(tents(1)))


PLAN = Illustration("plan", "t", "c", "a", (Plan("x1", "x2", ((X[0], X[0], X[1], X[1]),), ((X[1], X[1], "<7>"),)),))
HEAT = Illustration("heat", "t", "c", "a", (Raster("x1", "x2", (), ((0, 1000), (3, 4)), (Fraction(1, 2),), ("0", "1.06 <b>")),))


def test_a_plan_has_its_boxes_and_words_and_a_raster_its_scale() -> None:
    """Catches cells without their numbers, colours without a scale, and words that are markup."""
    for one, words in ((PLAN, ("&lt;7&gt;", "x1", "x2")), (HEAT, ("1.06 &lt;b&gt;", "x1"))):
        text = draw(figure_data(one))
        ElementTree.fromstring(text)
        assert all(f">{word}<" in text.replace(" ", "") or f">{word}<" in text for word in words)
        assert text == draw(figure_data(one))
    assert draw(figure_data(PLAN)).count("opacity: 0.3") == 1


def test_a_logarithmic_horizontal_axis_names_powers_of_ten() -> None:
    """Catches an axis that is linear though the data say otherwise."""
    values = (Fraction(100), Fraction(10_000))
    texts = []
    for logarithmic in (True, False):
        plot = Plot("N", "y", (Series("s", Mark.LINE, values, values),), (), True, logarithmic)
        texts.append(draw(figure_data(Illustration("log", "t", "c", "a", (plot,)))).replace(" ", ""))
    assert ">1,000<" in texts[0] and ">1,000<" not in texts[1]


def test_panels_with_axes_of_their_own_do_not_share_them() -> None:
    """Catches numbers of parameters and numbers of bits on one axis."""
    small, large = ((Fraction(a), Fraction(b)) for a, b in ((1, 2), (1000, 2000)))
    panels = tuple(Plot(label, "y", (Series("s", Mark.LINE, x, X),)) for label, x in (("a", small), ("b", large)))
    text = draw(figure_data(Illustration("two", "t", "c", "a", panels))).replace(" ", "")
    assert all(f">{tick}<" in text for tick in ("1", "2", "1000", "2000"))
