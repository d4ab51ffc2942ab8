"""Makes certificates with valid but loose claims, for the tests of the checker."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.checker import statement
from verifier.ledger.instance import Question, build
from verifier.network.codec import identity_of_phi
from verifier.network.compiled import run
from verifier.targets.expression import Expression
from verifier.targets.gallery import resolve
from verifier.targets.hoelder import HoelderCusp
from verifier.targets.piecewise_linear import PiecewiseLinear
from verifier.targets.table import Table
from verifier.targets.target import Target

LAYOUTS = {"2.1": "printed", "2.2": "literal", "2.3": "compact"}
HOW = {"gradient", "exact slopes", "definition", "declared"}


def short(value: Fraction, bits: int, up: bool) -> Fraction:
    """A multiple of 2^-bits near a value, rounded up or down."""
    scaled = value * (1 << bits)
    return Fraction(-((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator, 1 << bits)


def modulus(target: Target, d: int, cells: int) -> dict[str, Any] | None:
    """The first members of `bound`, if the target has a class that the checker can prove."""
    found: tuple[Fraction, Fraction]
    if isinstance(target, HoelderCusp):
        how, found = "definition", target.hoelder()
    elif isinstance(target, PiecewiseLinear | Table):
        how, found = "exact slopes", (Fraction(1), target.lipschitz())
    elif isinstance(target, Expression) and target.declared is not None:
        how, found = "declared", target.declared
    else:
        steep = target.lipschitz()
        if steep is None:
            return None
        how, found = "gradient", (Fraction(1), steep * Fraction(257, 256))
    omega = short(target.modulus_of_root(Fraction(d, cells**2)), 24, True)
    while omega ** (2 * found[0].denominator) * cells ** (2 * found[0].numerator) < found[1] ** (2 * found[0].denominator) * d ** found[0].numerator:
        omega = omega * 65 / 64 if omega else Fraction(1, 1 << 24)
    return {"alpha": str(found[0]), "lambda": str(found[1]), "how": how, "omega": str(omega)}


def certificate(
    theorem: str, target: Target | str, n: int, *, layout: str | None = None, delta: Fraction | None = None,
    p: Fraction = Fraction(2), parts: int = 2, slack: Fraction = Fraction(1, 64), bounded: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """A certificate for one target; the claim is the bound of the theorem, or s if none is known."""
    f = resolve(target) if isinstance(target, str) else target
    layout = layout or LAYOUTS[theorem]
    a = build(Question(theorem, f, n, p=p, delta=delta, layout=layout))
    grid, code = a.grid, a.code
    s, b, d = code.frame.s.fraction, code.frame.b.fraction, grid.d
    bound = modulus(f, d, grid.K) if bounded else None
    if bound is not None:
        omega = Fraction(bound["omega"])
        bound |= {"printed": str(omega + 2 * s / grid.K), "repaired": str(omega + s / grid.K)}
        upper = Fraction(bound["repaired" if theorem != "2.1" else "printed"])
    else:
        upper = s + slack
    intrinsic: dict[str, Any] = {"s": str(s), "b": str(b)}
    if theorem == "2.3":
        intrinsic["v"] = hex(code.v.scaled(grid.m * n))
    else:
        intrinsic["a"] = [hex(one.scaled(grid.m)) for one in code.a]
    witness: dict[str, Any] | None = None
    lower = Fraction(0)
    if theorem == "2.1":
        if bound is not None:
            bound["repaired"] = None
    else:
        point = tuple(Fraction(1, 4) + grid.delta.fraction for _ in range(d))
        value = run(a.network, point)[0]
        error = abs(f.at(point, 60) - type(f.at(point, 60)).point(value)).lo
        lower = min(short(error, 40, False), upper)
        lower = max(lower - Fraction(1, 1 << 30), Fraction(0))
        witness = {"x": [str(x) for x in point], "network": str(value)}
    data: dict[str, Any] = {
        "format": "error-certificate", "version": 1, "statement": "", "theorem": theorem, "layout": layout, "d": d, "n": n,
        "delta": str(grid.delta.fraction), "p": str(p) if theorem == "2.1" else None, "target": f.to_data(),
        "intrinsic": intrinsic, "cells": list(code.cells),
        "claim": {"norm": str(p) if theorem == "2.1" else "sup", "lower": str(lower), "upper": str(upper)},
        "witness": witness, "parts": parts if theorem == "2.1" else None, "bound": bound,
        "phi_sha256": identity_of_phi(a.network), "provenance": {"made by": "tests"},
    }  # fmt: skip
    data["statement"] = statement(data)
    return data
