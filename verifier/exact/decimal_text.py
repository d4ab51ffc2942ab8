"""Rational numbers as short decimal text, rounded by integer arithmetic; for people, never for computing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor


def decimal_down(value: Fraction, digits: int = 4) -> str:
    """The same as `decimal`, rounded down: a lower bound that is shown is one.

    >>> decimal_down(Fraction(2, 3)), decimal_down(Fraction(-1, 3))
    ('0.6666', '-0.3334')
    """
    return decimal(value, digits, ceil if value < 0 else floor)


def decimal_up(value: Fraction, digits: int = 4) -> str:
    """The same as `decimal`, rounded up: an upper bound that is shown is one.

    >>> decimal_up(Fraction(1, 3)), decimal_up(Fraction(99999, 100000))
    ('0.3334', '1')
    """
    return decimal(value, digits, floor if value < 0 else ceil)


def decimal(value: Fraction, digits: int = 4, rounding: Callable[[Fraction], int] = round) -> str:
    """About `digits` significant digits, rounded to nearest; plain notation near 1, scientific elsewhere.

    rounding: of the magnitude.

    >>> decimal(Fraction(1, 3)), decimal(Fraction(-5, 2)), decimal(Fraction(1, 3) / 10**9), decimal(Fraction(0))
    ('0.3333', '-2.5', '3.333e-10', '0')
    """
    if not value:
        return "0"
    sign = "-" if value < 0 else ""
    magnitude = abs(value)
    power = _decimal_exponent(magnitude)
    whole = rounding(magnitude * Fraction(10) ** (digits - 1 - power))
    if whole >= 10**digits:
        power += 1
        whole = rounding(magnitude * Fraction(10) ** (digits - 1 - power))
    text = str(whole).rstrip("0") or "0"
    if -5 <= power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{text}"
    if 0 <= power < digits + 3:
        text = text.ljust(power + 1, "0")
        head, tail = text[: power + 1], text[power + 1 :]
        return f"{sign}{head}.{tail}" if tail else f"{sign}{head}"
    return f"{sign}{text[0]}{'.' + text[1:] if len(text) > 1 else ''}e{power:+d}".replace("e+", "e")


def exact_text(value: Fraction) -> str:
    """The number as ``a/b``; in hexadecimal where Python refuses to write so many decimal digits.

    >>> exact_text(Fraction(-3, 4)), exact_text(Fraction(1, 2**20000))[:12]
    ('-3/4', '0x1/0x100000')
    """
    try:
        return str(value)
    except ValueError:
        return f"{value.numerator:#x}/{value.denominator:#x}"


def _decimal_exponent(magnitude: Fraction) -> int:
    estimate = (magnitude.numerator.bit_length() - magnitude.denominator.bit_length()) * 30103 // 100000
    while Fraction(10) ** estimate > magnitude:
        estimate -= 1
    while Fraction(10) ** (estimate + 1) <= magnitude:
        estimate += 1
    return estimate
