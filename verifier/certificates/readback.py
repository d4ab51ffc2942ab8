"""Every bit of every cell is read back by the literal network, in exact integers and in mpmath."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verifier.constructions.approximant import Approximant
from verifier.constructions.three_parameters import product_error
from verifier.exact.decimal_text import decimal, exact_text
from verifier.exact.dyadic import Dyadic
from verifier.network.law import required_bits, unit_inputs
from verifier.network.meaning import Exact, Mpmath
from verifier.network.walk import Walker
from verifier.verdict import Kind, Verdict

Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """No progress shown."""


def read_every_cell(approximant: Approximant, meaning: Exact | Mpmath, progress: Progress = silent) -> Verdict:
    """The literal layers are evaluated at a point in the interior of each cell: psi must be q 2^-n, and the value s psi + b.

    The point is x_beta + delta e, e = (1, ..., 1): it and all its shifts by delta lie in the cell, so that every one of the
    copies behind a median must read the same digits. Since q has n digits, an equal value means equal digits.
    psi is the one neuron in front of the last affine map; so digits are read also where s = 0.
    For the printed route of Theorem 2.3, whose products are approximate, the value must lie within s 3 eta of it.
    """
    grid, code = approximant.grid, approximant.code
    s, b = code.frame.s.fraction, code.frame.b.fraction
    allowed = reading_error(approximant)
    offset = Fraction(grid.delta.fraction)
    walker = Walker(approximant.network, meaning)
    worst = Fraction(0)
    for count, beta in enumerate(grid.cells(), start=1):
        x = tuple(coordinate + offset for coordinate in grid.corner(beta))
        point = [Dyadic.of(t) for t in x]
        (psi, *_), (got, *_) = walker.front_and_output(point)
        wanted = Fraction(code.cells[grid.index(beta) - 1], 1 << grid.n)
        if psi is None or got is None or abs(psi - wanted) > allowed or got != s * psi + b:
            read = tuple("not finite" if value is None else exact_text(value) for value in (psi, got))
            witness = (("x", ", ".join(map(str, x))), ("cell", str(beta)), ("psi", read[0]), ("expected psi", str(wanted)),
                       ("value", read[1]), ("s", exact_text(s)), ("b", exact_text(b)))  # fmt: skip
            return Verdict(Kind.REFUTED, f"the literal network reads cell {beta} wrongly", witness)
        worst = max(worst, abs(psi - wanted))
        progress(count, grid.J)
    engine = "exact integers" if isinstance(meaning, Exact) else f"mpmath at {meaning.bits} bits"
    if allowed:
        how = f"within 3 eta (largest deviation {decimal(worst, 3)})"
    else:
        how = "exactly"
    bits = grid.n * grid.J
    evidence = (("local layers applied", str(walker.applications)), ("layers", str(len(approximant.network.layers))))
    return Verdict(Kind.CERTIFIED, f"{bits} digits in {grid.J} cells read {how}, {engine}", evidence)


def reading_error(approximant: Approximant) -> Fraction:
    """How far psi may be from q 2^-n on a cell: 0, or 3 eta for the printed route of Theorem 2.3."""
    if approximant.theorem == "2.3" and approximant.layout == "printed":
        return 3 * product_error(approximant.grid.n).fraction
    return Fraction(0)


def law_of(approximant: Approximant) -> int:
    """The precision law for the points at which the cells are read."""
    fractional = -approximant.grid.delta.exponent
    return required_bits(approximant.network, unit_inputs(approximant.network, fractional))
