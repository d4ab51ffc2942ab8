"""Instances as plain JSON data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import networks as random_networks
from verifier.attack.plain import from_plain, plain
from verifier.attack.strategies import codes, grids, targets
from verifier.constructions.grid import make_grid
from verifier.errors import VerifierError
from verifier.exact.dyadic import Dyadic

SIMPLE = st.one_of(
    st.none(), st.booleans(), st.text(max_size=5), st.integers(), st.fractions(), st.builds(Dyadic, st.integers(), st.integers(-99, 99))
)


@settings(max_examples=100, deadline=None)
@given(value=st.recursive(SIMPLE, lambda part: st.one_of(st.lists(part, max_size=3), st.lists(part, max_size=3).map(tuple))))
def test_round_trip(value: Any) -> None:
    """Catches True written as 1, a tuple that comes back as a list, a fraction that is rounded."""
    back = from_plain(json.loads(json.dumps(plain(value))))
    assert back == value and type(back) is type(value)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_round_trip_of_mathematics(data: Any) -> None:
    """Catches a target, grid, code or network that comes back as another one."""
    grid = data.draw(st.integers(1, 3).flatmap(lambda d: grids(d, 2)))
    value = (data.draw(targets(grid.d)), grid, data.draw(codes(make_grid(1, 2))), data.draw(random_networks()))
    assert from_plain(json.loads(json.dumps(plain(value)))) == value


@pytest.mark.parametrize("value", [0.5, {"a": 1}, {1}, b"x", object()])
def test_other_values_are_refused(value: object) -> None:
    """Catches a float in a witness."""
    with pytest.raises(VerifierError):
        plain((1, value))


@pytest.mark.parametrize(
    "data",
    [{}, {"integer": 1}, {"integer": "1/2"}, {"integer": "x"}, {"fraction": "1/0"}, {"fraction": "1.5"}, {"dyadic": 3}, {"other": 1},
     {"integer": "1", "fraction": "1"}, {"tuple": {}}, {"target": {}}, {"grid": {"d": 1, "n": 1}}, {"grid": {"d": 1, "n": 1, "delta": "1"}},
     {"grid": {"d": "1", "n": 1, "delta": "1p-3"}}, {"grid": {"d": 1, "n": 40, "delta": "1p-50"}}, {"code": {"n": 1, "frame": ["1"], "cells": ["0"]}}, 3, 2.5,
     {"code": {"n": 1, "frame": ["1", "0"], "cells": ["5"]}}, {"code": {"n": True, "frame": ["1", "0"], "cells": ["0"]}}, {"network": {}}],
)  # fmt: skip
def test_other_data_are_refused(data: object) -> None:
    """Catches data from a stranger that are believed."""
    with pytest.raises(VerifierError):
        from_plain(data)
