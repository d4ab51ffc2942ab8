"""Bound, computed value and slack, read from the evidence of obligations: "281 <= 512", or a bound beside an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from verifier.exact.decimal_text import decimal

_RATIONAL: Final = r"-?[0-9]{1,4000}(?:/[1-9][0-9]{0,3999})?"
_BELOW: Final = re.compile(rf"({_RATIONAL}) <= ({_RATIONAL})")
_ALONE: Final = re.compile(_RATIONAL)
_COMPUTED: Final = ("error there at most", "error at least", "upper")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row: what is compared, the bound, the computed value, and the latter as part of the former."""

    what: str
    bound: str
    computed: str
    slack: str


def comparisons(obligations: Sequence[Mapping[str, Any]]) -> tuple[Comparison, ...]:
    """All rows that the evidence of the obligations of one section gives."""
    return tuple(row for one in obligations for row in _rows(one))


def _rows(obligation: Mapping[str, Any]) -> Iterator[Comparison]:
    evidence = dict(map(tuple, obligation["evidence"]))
    for key, text in evidence.items():
        found = _BELOW.fullmatch(text)
        if found:
            yield _row(key, Fraction(found[2]), Fraction(found[1]), "")
    bound = evidence.get("bound", "")
    if _ALONE.fullmatch(bound):
        for key in _COMPUTED:
            if _ALONE.fullmatch(evidence.get(key, "")):
                yield _row(obligation["name"], Fraction(bound), Fraction(evidence[key]), f" ({obligation['verdict']})")


def _row(what: str, bound: Fraction, computed: Fraction, remark: str) -> Comparison:
    """Integers in full, other numbers as decimals rounded to nearest."""
    return Comparison(what, _shown(bound), _shown(computed) + remark, _part(computed, bound))


def _part(computed: Fraction, bound: Fraction) -> str:
    """In percent; 100 only if they are equal."""
    if bound <= 0:
        return "none" if computed == bound else "the bound is 0"
    shown = decimal(100 * computed / bound, 3)
    if shown == "100" and computed != bound:
        return "just below 100 %" if computed < bound else "just above 100 %"
    return f"{shown} %"


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else decimal(value, 5)
