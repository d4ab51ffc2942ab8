"""An error certificate as plain data: exact numbers as strings, one spelling for each, everything that a checker needs.

{"format": "error-certificate", "version": 1, "statement": words composed from the rest,
 "theorem", "layout", "d", "n", "delta", "p": null for the sup norm,
 "target": as written by `Target.to_data`, "intrinsic": {"s", "b", "a": [hex of 2^m a_l]} or {"s", "b", "v": hex of 2^(mn) v},
 "cells": [q_beta in the order of rho], "claim": {"norm", "lower", "upper"},
 "witness": {"x", "network"} or null, "parts": boxes per axis and cell of the quadrature, or null,
 "bound": {"alpha", "lambda", "how", "omega", "printed", "repaired"} or null, "phi_sha256", "provenance"}

Its size is linear in the bits of v.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from verifier.certificates.lp_error import LpError
from verifier.certificates.sup_error import SupError
from verifier.constructions.approximant import Approximant
from verifier.errors import ResourceLimit
from verifier.exact.dyadic import Dyadic, ceiling, floor
from verifier.network.codec import identity_of_phi
from verifier.targets.expression import Expression
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.modulus import power_up, short_up
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

FORMAT: Final = "error-certificate"
VERSION: Final = 1
_DIGITS: Final = 24  # binary digits of a published bound
# A checker with other enclosures must be able to confirm a published bound: it is weaker than the proved one, by this share.
_SLACK: Final = Fraction(1, 1 << 9)
_POINT_SLACK: Final = Fraction(1, 1 << 20)  # of a lower bound at one point, where enclosures are as narrow as one likes
# Limits of the library; `checker.py` reads all of it (a test compares their constants).
_MOST_AXES: Final = 6
_MOST_BITS: Final = 1 << 16  # n J
_MOST_PARAMETERS: Final = 5_000_000
_LARGEST_P: Final = 64  # numerator
_LONGEST_NUMBER: Final = 9000  # bits of numerator or denominator
_HOW: Final = {
    "gradient": "proved by enclosing the gradient",
    "exact slopes": "proved from exact slopes",
    "definition": "by definition",
    "declared": "declared, not proved",
}


@dataclass(frozen=True, slots=True)
class ClassBound:
    """The right-hand sides of the theorems for f in a Hoelder class: omega_f(r) <= constant r^alpha, and why.

    omega:    at least constant (sqrt(d)/K)^alpha.
    printed:  omega + 2^(1-n) s, where s = 2 omega_f(sqrt d) up to rounding; repaired: omega + 2^-n s (5.1), sup norm only.
    """

    alpha: Fraction
    constant: Fraction
    how: str
    omega: Fraction
    printed: Fraction
    repaired: Fraction | None

    @property
    def least(self) -> Fraction:
        """The lesser of the two right-hand sides: an upper bound that is written beside them is at most this."""
        return self.printed if self.repaired is None else self.repaired

    @property
    def hypothesis(self) -> str:
        """The class in words."""
        return f"omega_f(r) <= {self.constant} r^({self.alpha}) ({_HOW[self.how]})"


def checkable_power(p: Fraction) -> None:
    """Raise ResourceLimit for a p of which the checker takes no powers: a/b with large a costs powers of that degree."""
    if p.numerator > _LARGEST_P:
        raise ResourceLimit(f"no certificate: p = {p}, and the checker reads numerators up to {_LARGEST_P} (choose another p)")


def checkable(approximant: Approximant) -> None:
    """Raise ResourceLimit for an instance whose certificate the checker would not read, before long work is done for it."""
    grid, outer = approximant.grid, approximant.code.frame
    numbers = [outer.s.fraction, outer.b.fraction, grid.delta.fraction]
    longest = max(max(one.numerator.bit_length(), one.denominator.bit_length()) for one in numbers)
    for what, cost, limit, advice in (
        ("dimension", grid.d, _MOST_AXES, "choose a smaller d"),
        ("n 2^(dn)", grid.n * grid.J, _MOST_BITS, "choose a smaller n"),
        ("number of stored parameters", approximant.network.size, _MOST_PARAMETERS, "choose a smaller n or another layout"),
        ("length of s, b or delta in bits", longest, _LONGEST_NUMBER, "scale f, or choose another delta"),
    ):
        if cost > limit:
            raise ResourceLimit(f"no certificate: the {what} is {cost}, and the checker reads at most {limit} ({advice})")


def class_bound(target: Target, approximant: Approximant) -> ClassBound | None:
    """The bound for the class of the target that a checker can confirm; None if there is none."""
    match target:
        case Expression(declared=(alpha, constant)):
            how = "declared"
        case Expression():
            steepest = target.steepest()
            if steepest is None:
                return None
            alpha, constant, how = Fraction(1), _few_digits(steepest * Fraction(65, 64)), "gradient"
        case HoelderCusp():
            (alpha, constant), how = target.hoelder(), "definition"
        case PiecewiseLinear() | Table():
            alpha, constant, how = Fraction(1), target.lipschitz(), "exact slopes"
        case _:
            return None
    grid, s = approximant.grid, approximant.code.frame.s.fraction
    omega = short_up(constant * power_up(Fraction(grid.d, grid.K**2), alpha / 2))
    repaired = None if approximant.p is not None else omega + s / grid.K
    return ClassBound(alpha, constant, how, omega, omega + 2 * s / grid.K, repaired)


@dataclass(frozen=True, slots=True)
class Claim:
    """lower <= |Phi - f| <= upper, in the sup norm or in L^p, with published (short) numbers."""

    norm: str
    lower: Fraction
    upper: Fraction


def published(found: SupError | LpError, p: Fraction | None, bound: ClassBound | None = None) -> Claim:
    """Short bounds: the lower one rounded down, the upper one rounded up with some slack for other enclosures.

    Where the proved upper bound is below that of the theorem, the published one is not above it.
    """
    upper = _short_up(found.upper * (1 + _SLACK))
    if bound is not None and found.upper <= bound.least < upper:
        upper = bound.least
    if isinstance(found, SupError):
        return Claim("sup", _short_down(found.lower * (1 - _POINT_SLACK)), upper)
    return Claim(str(p), _short_down(found.lower * (1 - _SLACK)), upper)


def attainable(tolerance: Fraction) -> Fraction:
    """How close proved bounds must be for the published ones to satisfy u <= (1 + tolerance) l; 0 if that is out of reach."""
    spread = (1 + _SLACK) * (1 + Fraction(4, 1 << _DIGITS)) / ((1 - _SLACK) * (1 - Fraction(4, 1 << _DIGITS)))
    return max(Fraction(0), (1 + tolerance) / spread - 1)


def _few_digits(value: Fraction) -> Fraction:
    """`value` rounded up to about 12 binary digits: a hypothesis that people read."""
    return ceiling(value, _places(value) - 12).fraction


def _short_down(value: Fraction) -> Fraction:
    return floor(value, _places(value)).fraction


def _short_up(value: Fraction) -> Fraction:
    return ceiling(value, _places(value)).fraction


def _places(value: Fraction) -> int:
    return _DIGITS + value.denominator.bit_length() - value.numerator.bit_length() if value else 0


def statement(target: Target, approximant: Approximant, claim: Claim, bound: ClassBound | None) -> str:
    """The claim in words; a checker composes the same sentence from the data and compares."""
    grid, outer = approximant.grid, approximant.code.frame
    norm = f"the L^p norm of Phi - f over [0,1]^d, p = {claim.norm},"
    what = "sup |Phi - f| over [0,1]^d" if claim.norm == "sup" else norm
    hypothesis = "" if bound is None else f"; {bound.hypothesis}"
    return (
        f"{claim.lower} <= {what} <= {claim.upper} for f = {_named(target)}, where Phi is the network of Theorem "
        f"{approximant.theorem} ({approximant.layout}) with d = {grid.d}, n = {grid.n}, delta = {grid.delta.fraction}, "
        f"s = {outer.s.fraction}, b = {outer.b.fraction} and the numbers below{hypothesis}"
    )


def _named(target: Target) -> str:
    """A target in words: a formula by its text, data by title and size (the title quoted, as it may hold anything)."""
    match target:
        case PiecewiseLinear():
            return f"the piecewise linear function {json.dumps(target.title)} of {len(target.places) - 1} pieces"
        case Table():
            return f"the table {json.dumps(target.title)} of size {' x '.join(map(str, target.shape))}"
        case _:
            return target.name


def certificate(
    target: Target,
    approximant: Approximant,
    found: SupError | LpError,
    bound: ClassBound | None,
    provenance: Mapping[str, str],
) -> dict[str, Any]:
    """The certificate of a proved pair of bounds, as plain JSON data; the bound of the class only if it was shown to hold."""
    grid, code = approximant.grid, approximant.code
    claim = published(found, approximant.p, bound)
    bound = None if bound is None or claim.upper > bound.least else bound
    intrinsic: dict[str, Any] = {"s": str(code.frame.s.fraction), "b": str(code.frame.b.fraction)}
    if approximant.theorem == "2.3":
        intrinsic["v"] = _hex(code.v, grid.m * grid.n)
    else:
        intrinsic["a"] = [_hex(a, grid.m) for a in code.a]
    witness = None
    if isinstance(found, SupError):
        witness = {"x": [str(t) for t in found.witness], "network": str(found.value)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "statement": statement(target, approximant, claim, bound),
        "theorem": approximant.theorem,
        "layout": approximant.layout,
        "d": grid.d,
        "n": grid.n,
        "delta": str(grid.delta.fraction),
        "p": None if approximant.p is None else str(approximant.p),
        "target": target.to_data(),
        "intrinsic": intrinsic,
        "cells": list(code.cells),
        "claim": {"norm": claim.norm, "lower": str(claim.lower), "upper": str(claim.upper)},
        "witness": witness,
        "parts": found.parts if isinstance(found, LpError) else None,
        "bound": None if bound is None else _bound_data(bound),
        "phi_sha256": identity_of_phi(approximant.network),
        "provenance": dict(provenance),
    }


def _hex(value: Dyadic, places: int) -> str:
    return hex(value.scaled(places))


def _bound_data(bound: ClassBound) -> dict[str, Any]:
    return {
        "alpha": str(bound.alpha),
        "lambda": str(bound.constant),
        "how": bound.how,
        "omega": str(bound.omega),
        "printed": str(bound.printed),
        "repaired": None if bound.repaired is None else str(bound.repaired),
    }
