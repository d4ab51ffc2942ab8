"""verifier.report.markdown: tables that stay tables, mathematics in its own fences."""

from __future__ import annotations

from tests.report_sample import HOSTILE, obligation, report_of, sample, section
from verifier.report.markdown import cell, markdown


def test_tables_have_as_many_columns_in_every_row() -> None:
    """Catches a name with a bar that shifts the verdict into another column."""
    data = report_of([section("x", "n", "t", [], obligation("a | b", "refuted"))])
    for text in (markdown(data, {}), markdown(sample(), {"tents": ""})):
        rows = [line for line in text.splitlines() if line.startswith("|") and line.endswith("|")]
        assert rows
        widths = {line.replace("\\|", "").count("|") for line in rows}
        assert widths <= {3, 4, 5}
        assert any("refuted" in line and line.replace("\\|", "").count("|") == 5 for line in rows)


def test_failures_come_before_everything_else() -> None:
    """Catches a summary that hides what failed."""
    text = markdown(sample(), {})
    assert text.index("Not everything was established") < text.index("| proved |")
    assert text.index("false lemma") < text.index("| proved |")
    assert "Not everything" not in markdown(sample(failing=False), {})


def test_statements_are_mathematics_and_figures_are_linked() -> None:
    """Catches LaTeX that shows as text, and an image without words."""
    text = markdown(sample(), {"tents": "<svg/>"})
    assert "```math\n" + r"c(z) = \sigma(3z-1) \le 1,\quad J \ge 1" + "\n```" in text
    assert r"hypothesis: $`J \ge 1`$" in text and "hypothesis: any number" in text
    assert "](figures/tents.svg)" in text and "![" in text
    assert "](figures/" not in markdown(sample(), {})


def test_strangers_texts_are_no_markup() -> None:
    """Catches a target that draws a heading, a link or a tag of its own."""
    shown = cell(HOSTILE + "\n# heading [x](y)")
    assert "<" not in shown.replace("\\<", "") and "\n" not in shown and "\\# heading \\[x\\]" in shown


def test_comparisons_and_wrong_variants_are_there() -> None:
    """Catches a text report that is poorer than the page."""
    text = markdown(sample(), {})
    assert "| phi1 | 512 | 281 | 54.9 % |" in text
    assert "1/3 -\\> 0.34" in text
