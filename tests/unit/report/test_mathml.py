"""verifier.report.mathml: every statement of the ledger is shown as mathematics."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from verifier.ledger.discover import discover, proofs_folder
from verifier.ledger.theorem import Theorem
from verifier.report.mathml import is_latex, mathml, pieces, unknown

THEOREMS = discover(proofs_folder())


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.name)
def test_every_statement_and_hypothesis_is_converted(theorem: Theorem) -> None:
    """Catches LaTeX that the converter leaves as it is, or that shows as code."""
    for text in (theorem.statement, *filter(is_latex, theorem.hypotheses)):
        shown = mathml(text)
        assert list(unknown(shown)) == []
        assert 'class="latex"' not in shown
        root = ElementTree.fromstring(f"<p>{shown}</p>")
        assert root.findall(".//math")


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.name)
def test_nothing_is_lost_between_the_pieces(theorem: Theorem) -> None:
    """Catches a symbol that disappears where a line may break."""

    def bare(text: str) -> str:
        for space in (r"\qquad", r"\quad", r"\ ", r"\,", r"\;", " "):
            text = text.replace(space, "")
        return text

    assert bare("".join(part for group in pieces(theorem.statement) for part in group)) == bare(theorem.statement)


def test_brackets_are_not_divided() -> None:
    """Catches a line break inside a fraction or a set."""
    assert pieces(r"\{x : x \le 1\} = A") == ((r"\{x : x \le 1\}", "= A"),)
    assert pieces(r"\tfrac{a = b}{c}") == ((r"\tfrac{a = b}{c}",),)


def test_what_is_no_latex_is_shown_as_it_is_and_escaped() -> None:
    """Catches a stranger's statement that breaks the page or vanishes."""
    shown = mathml(r"\begin{array}{ <b>\frac{")
    assert "<b>" not in shown
    assert "\\frac" in shown or "frac" in shown
    ElementTree.fromstring(f"<p>{mathml('<script>alert(1)</script> & x')}</p>")
    assert "<script" not in mathml("<script>alert(1)</script>")
    for evil in (r"\href{javascript:alert(1)}{x}", r"\text{<img src=x onerror=alert(1)>}", r"\style{color:red}{x}", r"\class{c}{x}"):
        for element in ElementTree.fromstring(f"<p>{mathml(evil)}</p>").iter():
            assert element.tag != "img" and not {"href", "style", "onerror"} & set(element.attrib)
    assert list(unknown("<mi>\\nonsense</mi>")) == ["\\nonsense"]


def test_words_are_words() -> None:
    """Catches hypotheses in words that are set letter by letter."""
    assert not is_latex("finitely many neurons and columns")
