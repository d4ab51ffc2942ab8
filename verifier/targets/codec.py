"""Targets from plain data, as written by their `to_data`; no text is ever executed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from verifier.errors import InvalidInput
from verifier.targets.cones import Cones
from verifier.targets.expression import Expression
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

_FRACTION: Final = re.compile(r"-?[0-9]{1,2000}(/[0-9]{1,2000})?")
_FIELDS: Final = {
    "expression": {"text", "dimension", "declared"},
    "piecewise linear": {"places", "values", "title", "notes"},
    "table": {"shape", "values", "title", "notes"},
    "hoelder": {"centre", "alpha", "scale"},
    "cones": {"apexes", "heights", "slope", "norm"},
}


def from_data(data: Any) -> Target:
    """The target that `data` describes: from_data(f.to_data()) == f.

    Raises:  InvalidInput if data is not of a known kind, or a field is missing, unknown or malformed; what the
             constructors raise.
    """
    if not isinstance(data, dict) or not isinstance(data.get("kind"), str) or data["kind"] not in _FIELDS:
        raise InvalidInput.argument("target", data, f"an object whose kind is one of {', '.join(_FIELDS)}")
    wanted = _FIELDS[data["kind"]] | {"kind"}
    if set(data) != wanted:
        raise InvalidInput.argument("fields of the target", sorted(map(str, data)), ", ".join(sorted(wanted)))
    match data["kind"]:
        case "expression":
            declared = data["declared"]
            pair = None if declared is None else _fractions("declared", declared)
            if pair is not None and len(pair) != 2:
                raise InvalidInput.argument("declared", declared, "alpha and lambda")
            known = None if pair is None else (pair[0], pair[1])
            return Expression(_text("text", data["text"]), _integer("dimension", data["dimension"]), known)
        case "piecewise linear":
            places, values = _fractions("places", data["places"]), _fractions("values", data["values"])
            return PiecewiseLinear(places, values, _text("title", data["title"]), _texts("notes", data["notes"]))
        case "table":
            shape = tuple(_integer("shape", n) for n in _items("shape", data["shape"]))
            values = _fractions("values", data["values"])
            return Table(shape, values, _text("title", data["title"]), _texts("notes", data["notes"]))
        case "cones":
            apexes = tuple(_fractions("apexes", apex) for apex in _items("apexes", data["apexes"]))
            norm: Any = _text("norm", data["norm"])
            return Cones(apexes, _fractions("heights", data["heights"]), _fraction("slope", data["slope"]), norm)
        case _:
            centre = _fractions("centre", data["centre"])
            return HoelderCusp(centre, _fraction("alpha", data["alpha"]), _fraction("scale", data["scale"]))


def _items(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidInput.argument(name, value, "a list")
    return value


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidInput.argument(name, value, "a text")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(name, item) for item in _items(name, value))


def _integer(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput.argument(name, value, "an integer")
    return value


def _fraction(name: str, value: Any) -> Fraction:
    if not isinstance(value, str) or _FRACTION.fullmatch(value) is None:
        raise InvalidInput.argument(name, value, 'a fraction written like "3" or "-1/4"')
    top, _, bottom = value.partition("/")
    if bottom and not int(bottom):
        raise InvalidInput.argument(name, value, "a denominator other than 0")
    return Fraction(int(top), int(bottom or 1))


def _fractions(name: str, value: Any) -> tuple[Fraction, ...]:
    return tuple(_fraction(name, item) for item in _items(name, value))
