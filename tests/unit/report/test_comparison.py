"""verifier.report.comparison: paper value, computed value, slack."""

from __future__ import annotations

from tests.report_sample import obligation
from verifier.report.comparison import Comparison, comparisons


def test_rows_come_from_sizes_and_from_bounds() -> None:
    """Catches a size or an error that the table forgets, and a slack the wrong way round."""
    sizes = obligation("sizes", "certified", evidence=[("phi1", "281 <= 512"), ("sha256", "30226b")])
    error = obligation("error", "tested", evidence=[("error there at most", "1/2"), ("bound", "2")])
    assert comparisons([sizes, error]) == (
        Comparison("phi1", "512", "281", "54.9 %"),
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
