"""A network in one variable held against affine bounds on whole intervals: every point, by its exact affine pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.errors import InvalidInput
from verifier.exact.decimal_text import exact_text
from verifier.exact.interval import Interval
from verifier.network.compiled import run
from verifier.network.ir import Network
from verifier.network.pieces import affine_pieces
from verifier.verdict import Kind, Verdict

Form = tuple[Fraction, Fraction]  # (slope, intercept)


@dataclass(frozen=True, slots=True)
class Requirement:
    """low(t) <= N(t) <= high(t) for all t of the interval; low and high are affine."""

    where: Interval
    low: Form
    high: Form

    @classmethod
    def equal(cls, lo: Fraction | int, hi: Fraction | int, slope: Fraction | int, intercept: Fraction | int) -> Requirement:
        """N(t) = slope t + intercept on [lo, hi]."""
        form = (Fraction(slope), Fraction(intercept))
        return cls(Interval(Fraction(lo), Fraction(hi)), form, form)

    @classmethod
    def between(cls, lo: Fraction | int, hi: Fraction | int, least: Fraction | int, most: Fraction | int) -> Requirement:
        """least <= N(t) <= most on [lo, hi]."""
        return cls(Interval(Fraction(lo), Fraction(hi)), (Fraction(0), Fraction(least)), (Fraction(0), Fraction(most)))


def meets(network: Network, requirements: Sequence[Requirement]) -> Verdict:
    """CERTIFIED if all requirements hold at every point of their intervals, REFUTED with a point otherwise.

    On an affine piece a difference of affine functions is least and greatest at the ends; so ends are all that is compared.

    Raises:  InvalidInput if the network is not a function R -> R, or nothing is required.
    """
    if (network.inputs, network.outputs) != (1, 1):
        raise InvalidInput.argument("network", network, "a network R -> R")
    if not requirements:
        raise InvalidInput.argument("requirements", requirements, "at least one")
    ends = 0
    for one in requirements:
        for t in _ends(network, one.where):
            ends += 1
            value = run(network, (t,))[0]
            low, high = one.low[0] * t + one.low[1], one.high[0] * t + one.high[1]
            if not low <= value <= high:
                wish = exact_text(low) if low == high else f"between {exact_text(low)} and {exact_text(high)}"
                witness = (("t", str(t)), ("value", exact_text(value)), ("required", wish))
                return Verdict(Kind.REFUTED, f"at t = {t} the value is {exact_text(value)} instead of {wish}", witness)
    return Verdict(Kind.CERTIFIED, f"{len(requirements)} requirements on whole intervals, {ends} ends of affine pieces")


def _ends(network: Network, where: Interval) -> list[Fraction]:
    if where.width == 0:
        return [where.lo]
    pieces = affine_pieces(network, where)
    return [where.lo, *(piece.hi for piece in pieces)]
