"""verifier.report.comparison: paper value, computed value, slack."""

from __future__ import annotations

from tests.report_sample import error_section, obligation
from verifier.report.comparison import Against, Comparison, TwoSided, comparisons, two_sided


def test_rows_come_from_sizes_and_from_bounds() -> None:
    """Catches a size or an error that the table forgets, and a slack the wrong way round."""
    sizes = obligation("sizes", "certified", evidence=[("phi1", "281 <= 512"), ("sha256", "30226b")])
    error = obligation("error", "tested", evidence=[("error there at most", "1/2"), ("bound", "2")])
    assert comparisons([sizes, error]) == (
        Comparison("phi1, stored numbers", "512", "281", "54.9 %"),
        Comparison("error", "2", "0.5 (tested)", "25 %"),
    )


def test_a_bound_of_zero_has_no_ratio() -> None:
    """Catches a division by zero for a constant function."""
    rows = comparisons([obligation("e", "tested", evidence=[("upper", "0"), ("bound", "0")])])
    assert [row.slack for row in rows] == ["none"]
    rows = comparisons([obligation("e", "refuted", evidence=[("error at least", "1"), ("bound", "0")])])
    assert [row.slack for row in rows] == ["the bound is 0"]


def test_only_what_is_equal_is_all_of_the_bound() -> None:
    """Catches 100 % for an error below its bound."""
    pairs = {"99999": "just below 100 %", "100000": "100 %", "100001": "just above 100 %"}
    for computed, slack in pairs.items():
        (row,) = comparisons([obligation("e", "tested", evidence=[("upper", computed), ("bound", "100000")])])
        assert row.slack == slack


def test_what_is_no_number_makes_no_row() -> None:
    """Catches a traceback for hexadecimal, very long or hostile evidence."""
    texts = ("0x1/0x100000", "1/0", "9" * 5000, "a <= b", "<= 3")
    assert comparisons([obligation("e", "tested", evidence=[("bound", text), ("upper", text)]) for text in texts]) == ()


def test_only_sizes_are_stored_numbers() -> None:
    """Catches the unit of a size beside something else."""
    (row,) = comparisons([obligation("count", "proved", evidence=[("lines", "3 <= 4")])])
    assert row.what == "lines"


def test_an_error_from_both_sides_is_one_row() -> None:
    """Catches an upper bound rounded down, a lower bound rounded up, and bounds in each other's place."""
    found = two_sided(error_section()["obligations"])
    printed, repaired = Against("1", "33.4 %", "certified"), Against("0.4", "83.4 %", "certified")
    assert found == TwoSided("0.28571", "0.33334", "sup norm on the cube", printed, repaired, ("detail of tolerance", "certified"))
    undecided = two_sided(error_section("undecided", "undecided")["obligations"])
    assert undecided is not None and undecided.repaired is not None
    assert (undecided.tolerance[1], undecided.repaired.verdict) == ("undecided", "undecided")


def test_a_bound_that_the_theorem_does_not_have_is_none() -> None:
    """Catches a bound of Theorem 2.2' beside Theorem 2.1, and a bound that is no number."""
    without = two_sided(error_section()["obligations"][:3])
    assert without is not None and without.repaired is None and without.printed is not None
    only = two_sided(error_section()["obligations"][:1])
    assert only == TwoSided("0.2", "0.5", "sup norm on the cube", None, None, ("not asked for", "undecided"))
    hostile = obligation("bound, as printed", "certified", evidence=[("bound", "1/0"), ("lower", "1"), ("upper", "2")])
    assert two_sided([hostile]) == TwoSided("1", "2", "not recorded", None, None, ("not asked for", "undecided"))


def test_without_an_upper_and_a_lower_bound_there_is_no_row() -> None:
    """Catches a test of some points that looks like a bound everywhere."""
    tested = obligation("error", "tested", evidence=[("error there at most", "1/2"), ("bound", "2"), ("upper", "1")])
    assert two_sided([tested]) is None and two_sided([]) is None


def test_what_is_at_most_is_rounded_up_and_what_is_at_least_down() -> None:
    """Catches a bound, an error or a slack that is smaller on the page than it is."""
    (most,) = comparisons([obligation("e", "tested", evidence=[("error there at most", "1/3"), ("bound", "3/7")])])
    assert (most.bound, most.computed, most.slack) == ("0.42858", "0.33334 (tested)", "77.8 %")
    (least,) = comparisons([obligation("e", "refuted", evidence=[("error at least", "2/3"), ("bound", "3/7")])])
    assert (least.computed, least.slack) == ("0.66666 (refuted)", "155 %")
