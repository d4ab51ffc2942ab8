"""A second, independent enclosure of a target: mpmath instead of Arb. The two must overlap, or one of them is wrong.

Formulas are walked node by node, without the tape. `mpmath.iv` serves for + - * / only: its elementary functions can
exclude the true value. Those are evaluated by mpmath at p + 40 bits at the ends of an interval (and where an extremum may
lie), and widened by a guard of 2^-p relative and 2^-8p absolute; p is the precision asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any, Final, assert_never

import mpmath

from verifier.errors import DomainError, EnginesDisagree
from verifier.exact.decimal_text import decimal
from verifier.exact.interval import Box, Interval
from verifier.targets.expression import Expression
from verifier.targets.grammar import (
    Call,
    Constant,
    Difference,
    Negation,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Variable,
    parse,
)
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

_EXTRA: Final = 40
_MONOTONE: Final = ("exp", "log", "sqrt", "atan", "tanh")
_ARGUMENT: Final = 64  # exp, sin, cos and tan of 2^e take e more digits of pi or log 2; beyond this e they are not asked for
_RANGE: Final = 1 << 18  # ends of magnitude beyond 2^+-this are not turned into fractions


def second_opinion(target: Target, box: Box, bits: int) -> Interval | None:
    """An enclosure of f on the box that shares no arithmetic with the first one; None if this route has none there.

    Claim:   contains f(x) for every x of the box, if mpmath's elementary functions are right to within the guard.
    """
    match target:
        case Expression():
            return _walked(target.tree, box, bits)
        case HoelderCusp():
            return _walked(_formula(target), box, bits)
        case PiecewiseLinear():
            return _ramps(target, box[0])
        case Table():
            return _hats(target, box)
        case _:
            return None


def agree(first: Interval, second: Interval | None, where: str) -> bool:
    """True if both are there and overlap, False if there is no second one.

    Raises:  EnginesDisagree if they have nothing in common.
    """
    if second is None:
        return False
    if first.hi < second.lo or second.hi < first.lo:
        shown = [f"[{decimal(one.lo, 20)}, {decimal(one.hi, 20)}]" for one in (first, second)]
        raise EnginesDisagree(f"Arb and mpmath enclose f {where} in disjoint intervals: {shown[0]} and {shown[1]}")
    return True


def _walked(node: Node, box: Box, bits: int) -> Interval | None:
    try:
        return _Walk(box, bits).interval(node)
    except (DomainError, ZeroDivisionError, OverflowError):
        return None


def _formula(target: HoelderCusp) -> Node:
    squares = " + ".join(f"(x{axis} - ({c}))**2" for axis, c in enumerate(target.centre, start=1))
    return parse(f"({target.scale})*({squares})**({target.alpha / 2})", target.dimension)


def _ramps(target: PiecewiseLinear, side: Interval) -> Interval:
    """values[0] + sum of slope changes times ramps, each enclosed by itself; exact at a point."""
    slopes = (Fraction(0), *target.slopes())
    total = Interval.point(target.values[0])
    for place, before, after in zip(target.places, slopes, slopes[1:], strict=False):
        if place >= side.hi and place:
            break
        total = total + (side - Interval.point(place)).relu().scale(after - before)
    return total


def _hats(target: Table, box: Box) -> Interval:
    """Sum of values times products of hat functions, each enclosed by itself; exact at a point."""
    near = []
    for side, n in zip(box, target.shape, strict=True):
        scaled = side.scale(Fraction(n - 1))
        first, last = scaled.lo.__floor__(), scaled.hi.__ceil__()
        near.append([(k, _hat(scaled - Interval.point(k))) for k in range(first, min(last, n - 1) + 1)])
    total = Interval.point(0)
    for chosen in product(*near):
        place, weight = 0, Interval.point(1)
        for (k, hat), n in zip(chosen, target.shape, strict=True):
            place, weight = place * n + k, weight * hat
        total = total + weight.scale(target.values[place])
    return total


def _hat(u: Interval) -> Interval:
    return (Interval.point(1) - abs(u)).relu()


@dataclass(frozen=True, slots=True)
class _Ends:
    """[lo, hi] with mpf ends."""

    lo: Any
    hi: Any


@cache
def _contexts(prec: int) -> tuple[Any, Any]:
    """Contexts of our own at one precision, which nobody changes; making them costs more than an evaluation."""
    mp, iv = mpmath.ctx_mp.MPContext(), mpmath.ctx_iv.MPIntervalContext()
    mp.prec = iv.prec = prec
    return mp, iv


class _Walk:
    """The natural interval extension of a formula on one box, in contexts of its own."""

    def __init__(self, box: Box, bits: int) -> None:
        self.bits = bits
        self.mp, self.iv = _contexts(bits + _EXTRA)
        self.box = tuple(self._rational(side.lo, side.hi) for side in box)
        self.known: dict[Node, _Ends] = {}

    def interval(self, node: Node) -> Interval:
        """The enclosure with rational ends."""
        ends = self.value(node)
        if not (self.mp.isfinite(ends.lo) and self.mp.isfinite(ends.hi)):
            raise DomainError("not finite")
        return Interval(_fraction(ends.lo), _fraction(ends.hi))

    def value(self, node: Node) -> _Ends:
        """The enclosure of a subexpression, computed once."""
        if node not in self.known:
            self.known[node] = self._fresh(node)
        return self.known[node]

    def _fresh(self, node: Node) -> _Ends:
        match node:
            case Number(value):
                return self._rational(value, value)
            case Constant(name):
                return self._guarded(+self.mp.pi if name == "pi" else self.mp.exp(1))
            case Variable(index):
                return self.box[index - 1]
            case Negation(operand):
                inner = self.value(operand)
                return _Ends(-inner.hi, -inner.lo)
            case Sum(left, right):
                return self._joined(left, right, lambda a, b: a + b)
            case Difference(left, right):
                return self._joined(left, right, lambda a, b: a - b)
            case Product(left, right):
                return self._joined(left, right, lambda a, b: a * b)
            case Quotient(left, right):
                return self._quotient(self.value(left), self.value(right))
            case Power(base, exponent):
                return self._power(self.value(base), exponent)
            case Call("min" | "max" as name, arguments):
                several = [self.value(argument) for argument in arguments]
                choose = min if name == "min" else max
                return _Ends(choose(one.lo for one in several), choose(one.hi for one in several))
            case Call(name, (argument,)):
                return self._function(name, self.value(argument))
            case Call():
                raise DomainError(f"{node.function} of {len(node.arguments)} arguments")
            case _:
                assert_never(node)

    def _rational(self, lo: Fraction, hi: Fraction) -> _Ends:
        """The rational interval, divided outward by iv."""
        low = self.iv.mpf(lo.numerator) / self.iv.mpf(lo.denominator)
        high = self.iv.mpf(hi.numerator) / self.iv.mpf(hi.denominator)
        return _Ends(self._ends(low).lo, self._ends(high).hi)

    def _ends(self, value: Any) -> _Ends:
        lo, hi = value._mpi_
        return _Ends(self.mp.make_mpf(lo), self.mp.make_mpf(hi))

    def _iv(self, ends: _Ends) -> Any:
        return self.iv.make_mpf((ends.lo._mpf_, ends.hi._mpf_))

    def _joined(self, left: Node, right: Node, rule: Callable[[Any, Any], Any]) -> _Ends:
        return self._ends(rule(self._iv(self.value(left)), self._iv(self.value(right))))

    def _quotient(self, top: _Ends, bottom: _Ends) -> _Ends:
        if bottom.lo <= 0 <= bottom.hi:
            raise DomainError("division by an interval that contains 0")
        return self._ends(self._iv(top) / self._iv(bottom))

    def _guarded(self, *values: Any) -> _Ends:
        """The hull of values that are right to about p + 40 bits, widened by the guard."""
        guards = [abs(value) * self.mp.ldexp(1, -self.bits) + self.mp.ldexp(1, -8 * self.bits) for value in values]
        lows = [value - guard for value, guard in zip(values, guards, strict=True)]
        return _Ends(min(lows), max(value + guard for value, guard in zip(values, guards, strict=True)))

    def _power(self, base: _Ends, exponent: Fraction) -> _Ends:
        if exponent.denominator > 1:
            if base.lo < 0:
                raise DomainError("a fractional power of a negative number")
            ends = [self.mp.root(end, exponent.denominator) for end in (base.lo, base.hi)]
            rooted = self._guarded(*ends)
            return self._power(_Ends(max(rooted.lo, self.mp.zero), rooted.hi), Fraction(exponent.numerator))
        count = exponent.numerator
        if count < 0:
            one = self._rational(Fraction(1), Fraction(1))
            return self._quotient(one, self._power(base, -exponent))
        if count % 2 == 0 and base.lo < 0:
            low = self.mp.zero if base.hi > 0 else -base.hi
            base = _Ends(low, max(-base.lo, base.hi))
        total, square = self._rational(Fraction(1), Fraction(1)), base
        while count:
            if count & 1:
                total = self._ends(self._iv(total) * self._iv(square))
            count >>= 1
            square = self._ends(self._iv(square) * self._iv(square)) if count else square
        return total

    def _function(self, name: str, u: _Ends) -> _Ends:
        if name == "abs":
            low = self.mp.zero if u.lo <= 0 <= u.hi else min(abs(u.lo), abs(u.hi))
            return _Ends(low, max(abs(u.lo), abs(u.hi)))
        if (name == "log" and u.lo <= 0) or (name == "sqrt" and u.lo < 0):
            raise DomainError(f"{name} is not defined on all of the interval")
        if name in ("exp", "sin", "cos", "tan") and max(self.mp.mag(u.lo), self.mp.mag(u.hi)) > _ARGUMENT:
            return self._of_huge(name, u)
        function = getattr(self.mp, name)
        ends = self._guarded(function(u.lo), function(u.hi))
        if name in _MONOTONE:
            low = max(ends.lo, self.mp.zero) if name == "sqrt" else ends.lo
            return _Ends(low, ends.hi)
        # sin and cos have an extremum, tan a pole, where (u - shift)/pi is an integer
        shift = self.mp.zero if name == "cos" else self.mp.pi / 2
        turns = self._guarded((u.lo - shift) / self.mp.pi, (u.hi - shift) / self.mp.pi)
        first, last = int(self.mp.ceil(turns.lo)), int(self.mp.floor(turns.hi))
        if first > last:
            return ends
        if name == "tan":
            raise DomainError("the tangent may have a pole in the interval")
        top = last > first or first % 2 == 0
        bottom = last > first or first % 2 == 1
        return _Ends(-self.mp.one if bottom else ends.lo, self.mp.one if top else ends.hi)

    def _of_huge(self, name: str, u: _Ends) -> _Ends:
        """What is known without reducing an argument of thousands of digits."""
        if name in ("sin", "cos"):
            return _Ends(-self.mp.one, self.mp.one)
        edge = self.mp.ldexp(1, _ARGUMENT)
        if name == "exp" and u.hi < edge:
            return _Ends(self.mp.zero, self._guarded(self.mp.exp(max(u.hi, -edge))).hi)
        raise DomainError(f"{name} of a number beyond 2^{_ARGUMENT}")


def _fraction(value: Any) -> Fraction:
    sign, mantissa, exponent, bits = value._mpf_
    if mantissa and abs(exponent + bits) > _RANGE:
        raise DomainError("beyond the range of numbers that are turned into fractions")
    whole = Fraction(-mantissa if sign else mantissa)
    return whole * Fraction(2) ** int(exponent)
