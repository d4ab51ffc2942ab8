"""verifier.report.figures: the same data give the same picture, which stands alone."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from verifier.errors import MissingComponent
from verifier.ledger.illustration import Illustration, Mark, Plot, Raster, Series, figure_data, tents
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
