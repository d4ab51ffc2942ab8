"""The true error of a one-dimensional network, exactly and in another way: all affine pieces of the literal layers.

Between neighbouring breakpoints of the network and of a piecewise linear f, their difference is affine: its extremes are at the
ends, and the integral of its p-th power is elementary. Nothing here uses cells, gaps, q or enclosures.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.constructions.approximant import Approximant
from verifier.exact.interval import Interval
from verifier.network.pieces import affine_pieces
from verifier.targets.piecewise_linear import PiecewiseLinear

UNIT = Interval(Fraction(0), Fraction(1))


def differences(target: PiecewiseLinear, approximant: Approximant) -> list[tuple[Fraction, Fraction, Fraction]]:
    """(length, difference at the left end, difference at the right end) of all common affine pieces."""
    found = []
    for piece in affine_pieces(approximant.network, UNIT):
        ends = sorted({piece.lo, piece.hi, *(x for x in target.places if piece.lo < x < piece.hi)})
        for left, right in zip(ends, ends[1:], strict=False):
            at = [piece.slope[0] * x + piece.intercept[0] - target.at((x,), 8).lo for x in (left, right)]
            found.append((right - left, at[0], at[1]))
    return found


def true_sup(target: PiecewiseLinear, approximant: Approximant) -> Fraction:
    """sup |Phi - f|, exactly."""
    return max(max(abs(a), abs(b)) for _, a, b in differences(target, approximant))


def true_integral(target: PiecewiseLinear, approximant: Approximant, p: int) -> Fraction:
    """The integral of |Phi - f|^p for an integer p, exactly."""
    total = Fraction(0)
    for length, a, b in differences(target, approximant):
        if (a < 0 < b) or (b < 0 < a):
            root = abs(a) / (abs(a) + abs(b))
            total += length * (root * abs(a) ** p + (1 - root) * abs(b) ** p) / (p + 1)
        else:
            low, high = sorted((abs(a), abs(b)))
            total += length * sum(low**i * high ** (p - i) for i in range(p + 1)) / (p + 1)
    return total
