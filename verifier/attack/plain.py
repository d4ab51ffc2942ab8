"""Instances of claims as plain JSON data and back, exactly; no text is ever executed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from verifier.constructions.encoding import Code, Frame, pack
from verifier.constructions.grid import Grid, make_grid
from verifier.errors import InvalidInput
from verifier.exact.dyadic import Dyadic
from verifier.network.codec import decode, encode, number
from verifier.network.ir import Network
from verifier.targets.codec import from_data
from verifier.targets.target import Target

_FRACTION: Final = re.compile(r"-?[0-9]{1,9000}(/[0-9]{1,9000})?")


def plain(value: Any) -> Any:
    """Plain data of integers, truth values, texts, fractions, dyadics, tuples, lists, targets, grids, codes and networks.

    Integers and fractions are texts, so that their size has no limit; everything else is {"kind": value}.

    Raises:  InvalidInput for anything else, floats above all.

    >>> plain((3, Fraction(1, 2)))
    {'tuple': [{'integer': '3'}, {'fraction': '1/2'}]}
    """
    match value:
        case None | bool() | str():
            return value
        case int():
            return {"integer": str(value)}
        case Fraction():
            return {"fraction": str(value)}
        case Dyadic():
            return {"dyadic": str(value)}
        case tuple():
            return {"tuple": [plain(item) for item in value]}
        case list():
            return [plain(item) for item in value]
        case Target():
            return {"target": value.to_data()}
        case Grid():
            return {"grid": {"d": value.d, "n": value.n, "delta": str(value.delta)}}
        case Code():
            outer = [str(value.frame.s), str(value.frame.b)]
            return {"code": {"n": value.n, "frame": outer, "cells": [str(q) for q in value.cells]}}
        case Network():
            return {"network": encode(value)}
        case _:
            wish = "integers, fractions, dyadics, texts, tuples, lists, targets, grids, codes, networks"
            raise InvalidInput.argument("instance", value, wish)


def from_plain(data: Any) -> Any:
    """The value that `plain` wrote.

    Raises:  InvalidInput for anything else; ResourceLimit for a grid of more than 4096 cells.
    """
    if data is None or isinstance(data, bool | str):
        return data
    if isinstance(data, list):
        return [from_plain(item) for item in data]
    if not isinstance(data, dict) or len(data) != 1:
        raise InvalidInput.argument("instance", data, "an object with one kind")
    ((kind, content),) = data.items()
    match kind:
        case "integer" | "fraction" if isinstance(content, str) and _FRACTION.fullmatch(content):
            top, _, bottom = content.partition("/")
            if kind == "integer" and not bottom:
                return int(top)
            if kind == "fraction" and (not bottom or int(bottom)):
                return Fraction(int(top), int(bottom or 1))
        case "dyadic" if isinstance(content, str):
            return number(content, "instance")
        case "tuple" if isinstance(content, list):
            return tuple(from_plain(item) for item in content)
        case "target":
            return from_data(content)
        case "grid" if isinstance(content, dict) and set(content) == {"d", "n", "delta"}:
            if isinstance(content["delta"], str):
                return make_grid(content["d"], content["n"], delta=number(content["delta"], "delta").fraction)
        case "code" if isinstance(content, dict) and set(content) == {"n", "frame", "cells"}:
            return _code(content)
        case "network" if isinstance(content, dict):
            return decode(content)
        case _:
            pass
    raise InvalidInput.argument("instance", data, "what an attack writes for an instance")


def _code(content: dict[str, Any]) -> Code:
    n, outer, cells = content["n"], content["frame"], content["cells"]
    texts = isinstance(outer, list) and isinstance(cells, list) and all(isinstance(one, str) for one in [*outer, *cells])
    if not texts or len(outer) != 2 or isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= 64:
        raise InvalidInput.argument("code", content, "n, frame and cells")
    if not all(re.fullmatch("[0-9]{1,20}", one) for one in cells):
        raise InvalidInput.argument("cells", cells, "cell values")
    return pack(tuple(int(one) for one in cells), n, Frame(number(outer[0], "s"), number(outer[1], "b")))
