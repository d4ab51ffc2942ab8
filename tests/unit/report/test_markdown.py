"""verifier.report.markdown: tables that stay tables, mathematics in its own fences."""

from __future__ import annotations

import re

from tests.report_sample import HOSTILE, error_section, obligation, report_of, sample, section
from verifier.report.markdown import cell, markdown
from verifier.report.trust import KERNEL_TITLE, NOT_ASKED


def test_tables_have_as_many_columns_in_every_row() -> None:
    """Catches a name with a bar that shifts the verdict into another column."""
    data = report_of([section("x", "n", "t", [], obligation("a | b", "refuted"))])
    for text in (markdown(data, {}), markdown(sample(), {"tents": ""})):
        tables = re.findall(r"(?:^[|].*[|]\n)+", text, re.MULTILINE)
        assert tables
        for table in tables:
            assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1, table
            assert re.fullmatch(r"(?:[|]-+:?)+[|]", table.splitlines()[1]), "without this line it is no table"


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
    assert "| phi1, stored numbers | 512 | 281 | 54.9 % |" in text
    assert "| 1/3 -\\> 0.34 | refuted | cases and smt | fails at z = 17/50 |" in text


def test_attacks_are_there_and_where_there_was_none_that_is_said() -> None:
    """Catches a theorem that looks attacked and was not."""
    text = markdown(sample(), {})
    assert "| sup norm: sup norm: for all real z: 0 \\<= z | tested | 100 | 1234 | 0.9999 |" in text
    assert text.count("Not attacked in this run") == 1 and "`verifier attack clamp`" in text
    assert "Not attacked" not in text[text.index("### The last cell") : text.index("## Instances")]


def test_an_interrupted_run_says_so_first() -> None:
    """Catches a text report of half a run that looks whole."""
    data = report_of([section("x", "n", "t", [], {**obligation("a", "undecided"), "detail": "not reached"})])
    text = markdown({**data, "interrupted": "by Ctrl-C during the theorems", "exit_code": 130}, {})
    assert text.index("**INTERRUPTED** by Ctrl-C during the theorems. Not reached, and undecided: 1 obligations") < text.index("| verdict |")
    assert "undecided: 1 obligations that were not reached" in text
    assert "INTERRUPTED" not in markdown(sample(), {})


def test_the_kernel() -> None:
    """Catches a report that does not say whether the Coq kernel was asked."""
    data = sample()
    assert NOT_ASKED in markdown(data, {})
    data["sections"].append(section("formal development", "kernel", "Coq", [("not proved", "much")], obligation("a", "proved")))
    text = markdown(data, {})
    assert NOT_ASKED not in text and f"## {KERNEL_TITLE}" in text and "- not proved: much" in text


def test_a_named_function_stands_first_with_its_error_from_both_sides() -> None:
    """Catches a user's own function below the paper, and an undecided bound that looks certified."""
    data = sample()
    data["sections"].append(error_section("undecided"))
    text = markdown(data, {})
    assert text.index("## Theorems") < text.index("## Instances")
    text = markdown({**data, "targets": ["x1"]}, {})
    assert text.count("## Instances") == 1 and text.index("## Instances") < text.index("## Theorems")
    (row,) = (line for line in text.splitlines() if line.startswith("| [Error from both sides"))
    assert row.endswith("| 0.28571 ≤ error ≤ 0.33334, sup norm on the cube | 1 | 33.4 % (certified) | 0.4 | 83.4 % (certified) | undecided: detail of tolerance |")
    assert "Again: `verifier certify x1 --theorem 2.2 -o certificate-2.2.json`" in text
    for table in re.findall(r"(?:^[|].*[|]\n)+", text, re.MULTILINE):
        assert len({line.replace("\\|", "").count("|") for line in table.splitlines()}) == 1, table
    assert "error ≤" not in markdown(sample(), {})
