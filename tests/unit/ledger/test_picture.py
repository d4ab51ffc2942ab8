"""verifier.ledger.picture: figures as plain data and back; what is damaged is no figure."""

from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from verifier.errors import InvalidInput
from verifier.ledger.picture import Illustration, Mark, Plan, Plot, Raster, Series, figure_data, illustration_of

X = (Fraction(0), Fraction(1, 3))
ALL = Illustration(
    "all", "title", "caption", "words",
    (
        Plot("x", "y", (Series("s", Mark.CROSSES, X, X), Series("b", Mark.BAND, X, X, X)), ((X[0], X[1]),), True, True),
        Raster("x", "y", ("a",), ((1, 2), (3, 4)), (Fraction(1, 2),), ("0", "1")),
        Plan("x", "y", ((X[0], X[0], X[1], X[1]),), ((X[1], X[1], "7"),)),
    ),
)  # fmt: skip


def test_every_panel_comes_back_as_it_was() -> None:
    """Catches a figure that changes on its way through the memory."""
    assert illustration_of(figure_data(ALL)) == ALL


def change(*way: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """Put a value somewhere."""

    def apply(data: Any) -> None:
        for step in way[:-1]:
            data = data[step]
        data[way[-1]] = value

    return apply


@pytest.mark.parametrize(
    "spoil",
    [
        change("title", value=3), change("more", value=1), change("panels", value=[]), change("panels", value=None),
        change("panels", 0, "series", 0, "y", value=["0"]), change("panels", 0, "series", 0, "x", 0, value="0.5"),
        change("panels", 0, "series", 0, "mark", value="splendid"), change("panels", 1, "rows", value=[["1"]]),
        change("panels", 2, "boxes", 0, value=["0", "0", "1"]), change("panels", 2, "labels", 0, "x", value="1/0"),
        change("panels", 0, "logarithmic", value=1.5),
    ],
)  # fmt: skip
def test_damaged_data_are_no_figure(spoil: Callable[[dict[str, Any]], None]) -> None:
    """Catches a crash, or a picture of something that nobody computed."""
    data = copy.deepcopy(figure_data(ALL))
    spoil(data)
    with pytest.raises(InvalidInput, match="no figure"):
        illustration_of(data)


@pytest.mark.parametrize("data", [None, 3, [], {}, "text"])
def test_what_is_no_figure_at_all(data: Any) -> None:
    """Catches a traceback for an entry of the memory that is empty or something else."""
    with pytest.raises(InvalidInput):
        illustration_of(data)


def test_malformed_series_are_refused() -> None:
    """Catches a band without an upper edge."""
    zero = (Fraction(0),)
    for bad in ((zero, (), ()), (zero, zero, zero)):
        with pytest.raises(InvalidInput):
            Series("s", Mark.LINE, *bad)
    with pytest.raises(InvalidInput):
        Series("s", Mark.BAND, zero, zero)
