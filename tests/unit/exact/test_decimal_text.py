"""Short decimal text is close to the number and has the promised digits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.exact.decimal_text import decimal, decimal_down, decimal_up

NUMBERS = st.builds(
    lambda m, d, e: Fraction(m, d) * Fraction(10) ** e,
    st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(-40, 40),
)  # fmt: skip


@given(NUMBERS, st.integers(1, 9))
def test_text_is_within_half_a_unit_of_the_last_digit(value: Fraction, digits: int) -> None:
    """Catches a decimal point shifted by one, zeros dropped from whole numbers, a carry to a new digit lost."""
    text = decimal(value, digits)
    back = Fraction(text)
    assert abs(back - value) <= abs(value) * Fraction(10) ** (1 - digits) / 2
    mantissa = text.lower().partition("e")[0].replace(".", "").replace("-", "").strip("0")
    assert len(mantissa) <= digits


@given(NUMBERS, st.integers(1, 9))
def test_bounds_stay_bounds(value: Fraction, digits: int) -> None:
    """Catches a shown lower bound above the number, an upper one below it, and either too far away."""
    low, high = Fraction(decimal_down(value, digits)), Fraction(decimal_up(value, digits))
    assert low <= value <= high and high - low <= abs(value) * Fraction(10) ** (1 - digits) * 2


@pytest.mark.parametrize(("value", "text"), [
    (Fraction(99999, 10), "10000"), (Fraction(99999, 100000), "1"), (Fraction(-1, 8), "-0.125"),
    (Fraction(1, 10**5), "0.00001"), (Fraction(1, 10**6), "1e-6"), (Fraction(10**7), "1e7"),
    (Fraction(1234567), "1235000"), (Fraction(1, 7) * 10**30, "1.429e29"), (Fraction(0), "0"),
])  # fmt: skip
def test_notation(value: Fraction, text: str) -> None:
    """Catches plain notation that grows without bound, and 0 or carries in scientific notation."""
    assert decimal(value) == text


def test_long_numbers() -> None:
    """Catches a conversion of a huge numerator to decimal text, which Python refuses."""
    assert decimal(Fraction(1, 1 << 100_000)).endswith("e-30103")
    assert decimal(Fraction(1 << 100_000)).endswith("e30102")
