"""Bound, computed value and slack, read from the evidence of obligations: "281 <= 512", or a bound beside an error.

The error of a function from both sides, lower <= error <= upper, beside the bounds of its theorem, becomes one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from verifier.exact.decimal_text import decimal_down, decimal_up

_RATIONAL: Final = r"-?[0-9]{1,4000}(?:/[1-9][0-9]{0,3999})?"
_BELOW: Final = re.compile(rf"({_RATIONAL}) <= ({_RATIONAL})")
_ALONE: Final = re.compile(_RATIONAL)
PRINTED: Final = "bound, as printed"
REPAIRED: Final = "bound of Theorem 2.2'"
_LEAST: Final = "error at least"
_COMPUTED: Final = ("error there at most", _LEAST, "upper")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row: what is compared, the bound, the computed value, and the latter as part of the former."""

    what: str
    bound: str
    computed: str
    slack: str


@dataclass(frozen=True, slots=True)
class Against:
    """One bound, and the upper bound of the error as part of it. verdict: certified if that is at most the bound."""

    bound: str
    slack: str
    verdict: str


@dataclass(frozen=True, slots=True)
class TwoSided:
    """lower <= error <= upper, rounded outwards to five digits, and the bounds of the theorem.

    norm:              which error that is.
    printed, repaired: None where the theorem has no such bound.
    tolerance:         how close the two are to each other, and the verdict on that.
    """

    lower: str
    upper: str
    norm: str
    printed: Against | None
    repaired: Against | None
    tolerance: tuple[str, str]


def two_sided(obligations: Sequence[Mapping[str, Any]]) -> TwoSided | None:
    """The row that the obligations of a two-sided error bound give; None without a lower and an upper bound."""
    by_name = {one["name"]: one for one in obligations}
    for name in (PRINTED, "error"):  # what is proved, and else the same as a certificate rounds it
        evidence = dict(map(tuple, by_name[name]["evidence"])) if name in by_name else {}
        if all(_ALONE.fullmatch(evidence.get(key, "")) for key in ("lower", "upper")):
            lower, upper = Fraction(evidence["lower"]), Fraction(evidence["upper"])
            closeness = by_name.get("tolerance", {"detail": "not asked for", "verdict": "undecided"})
            printed, repaired = (_against(by_name.get(one), upper) for one in (PRINTED, REPAIRED))
            tolerance = (closeness["detail"], closeness["verdict"])
            norm = by_name["error"]["claim"].rpartition(", ")[2] if "error" in by_name else "not recorded"
            return TwoSided(decimal_down(lower, 5), decimal_up(upper, 5), norm, printed, repaired, tolerance)
    return None


def _against(obligation: Mapping[str, Any] | None, upper: Fraction) -> Against | None:
    bound = "" if obligation is None else dict(map(tuple, obligation["evidence"])).get("bound", "")
    if obligation is None or not _ALONE.fullmatch(bound):
        return None
    return Against(_shown(Fraction(bound)), _part(upper, Fraction(bound)), obligation["verdict"])


def comparisons(obligations: Sequence[Mapping[str, Any]]) -> tuple[Comparison, ...]:
    """All rows that the evidence of the obligations of one section gives."""
    return tuple(row for one in obligations for row in _rows(one))


def _rows(obligation: Mapping[str, Any]) -> Iterator[Comparison]:
    evidence = dict(map(tuple, obligation["evidence"]))
    for key, text in evidence.items():
        found = _BELOW.fullmatch(text)
        if found:
            what = f"{key}, stored numbers" if obligation["name"] == "sizes" else key
            yield _row(what, Fraction(found[2]), Fraction(found[1]), "")
    bound = evidence.get("bound", "")
    if _ALONE.fullmatch(bound):
        for key in _COMPUTED:
            if _ALONE.fullmatch(evidence.get(key, "")):
                remark, computed = f" ({obligation['verdict']})", Fraction(evidence[key])
                yield _row(obligation["name"], Fraction(bound), computed, remark, least=key == _LEAST)


def _row(what: str, bound: Fraction, computed: Fraction, remark: str, *, least: bool = False) -> Comparison:
    """Integers in full; bounds and what is at most the computed value rounded up, what is at least that rounded down."""
    shown = _shown(computed, decimal_down if least else decimal_up)
    return Comparison(what, _shown(bound), shown + remark, _part(computed, bound))


def _part(computed: Fraction, bound: Fraction) -> str:
    """In percent, rounded up below the bound and down above it; 100 only if they are equal."""
    if bound <= 0:
        return "none" if computed == bound else "the bound is 0"
    shown = (decimal_up if computed < bound else decimal_down)(100 * computed / bound, 3)
    if shown == "100" and computed != bound:
        return "just below 100 %" if computed < bound else "just above 100 %"
    return f"{shown} %"


def _shown(value: Fraction, rounded: Callable[[Fraction, int], str] = decimal_up) -> str:
    return str(value) if value.denominator == 1 else rounded(value, 5)
