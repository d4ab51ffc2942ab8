"""How many bits the digits of a network really need: the least sufficient precision, found by reading at many of them.

Every cell is read at one of its points, x_beta + delta (1, ..., 1). At other points of a cell, of more bits, a rounded evaluation
may differ; the precision law used here is that of these points, too.

Reading correctly is not monotone in the precision: a coarser rounding may fall on the right side by luck. A precision is
therefore called *sufficient* only together with all larger ones, and how many of those were read is part of the answer.
From the precision law on nothing is rounded, so nothing above it has to be read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.certificates.readback import law_of, reading_error
from verifier.constructions.approximant import Approximant
from verifier.errors import InvalidInput, VerifierError
from verifier.exact.dyadic import Dyadic
from verifier.network.evaluate import prepare, propagate_prepared
from verifier.network.ir import Network
from verifier.network.meaning import Double, Exact, Mpmath, Single, rules
from verifier.network.walk import Walker

Progress = Callable[[int, int], None]
Values = Callable[[list[Fraction]], Fraction | None]
READINGS: Final = 64  # precisions read above the candidate when not all are


@dataclass(frozen=True, slots=True)
class Misread:
    """A cell whose digits come out wrong: the point, psi as evaluated there (None: not finite), and q 2^-n."""

    cell: tuple[int, ...]
    x: tuple[Fraction, ...]
    psi: Fraction | None
    expected: Fraction


@dataclass(frozen=True, slots=True)
class Sufficient:
    """bits: p such that p and all larger precisions that were read give every digit of every cell, and p - 1 does not.

    law:      the precision law for these points; at it, and above it, nothing is rounded.
    read:     how many precisions from `bits` up to the law were read, `bits` and the law included.
    complete: all of them were, so that every precision >= `bits` is sufficient; otherwise this is only tested.
    below:    what p - 1 bits misread; None if p = 1.
    islands:  smaller precisions at which, by luck, all cells were read correctly.
    """

    bits: int
    law: int
    read: int
    complete: bool
    below: Misread | None
    islands: tuple[int, ...]


def misread(approximant: Approximant, meaning: Exact | Mpmath | Double | Single) -> Misread | None:
    """The first cell whose digits the literal layers get wrong in this number system, or None.

    Each cell is read at x_beta + delta (1, ..., 1), as in `readback`. Only psi, the neuron before y -> s y + b, is
    compared, so that the answer is about digits, not about how many bits s psi + b has.
    """
    grid, code = approximant.grid, approximant.code
    psi_at = _walked(approximant, meaning) if isinstance(meaning, Exact | Mpmath) else _floating(approximant, meaning)
    allowed, offset = reading_error(approximant), grid.delta.fraction
    for beta in grid.cells():
        x = [coordinate + offset for coordinate in grid.corner(beta)]
        wanted = Fraction(code.cells[grid.index(beta) - 1], 1 << grid.n)
        psi = psi_at(x)
        if psi is None or abs(psi - wanted) > allowed:
            return Misread(beta, tuple(x), psi, wanted)
    return None


def sufficient(
    approximant: Approximant, *, readings: int | None = READINGS, progress: Progress = lambda done, total: None
) -> Sufficient:
    """The least sufficient precision: exactly (readings None), or tested with at least that many precisions above it.

    None: every precision is read from the law downwards until one fails. Otherwise a precision p that reads beside a
    p - 1 that does not is looked for by doubling steps and bisection from the length of v; the next readings/2 precisions and
    as many evenly spread ones are read; whenever one of them fails, the search goes on above it.

    Raises:  InvalidInput for a negative number of readings; VerifierError if the precision law itself does not suffice.
    """
    if readings is not None and readings < 0:
        raise InvalidInput.argument("readings", readings, "a number >= 0, or None for all precisions")
    law = law_of(approximant)
    search = _Search(approximant, law, progress)
    if search.look(law) is not None:
        raise VerifierError(f"the network misreads a cell at the precision law, {law} bits")
    bits = search.downwards() if readings is None else search.probing(readings)
    read = [p for p in search.found if p >= bits]
    islands = tuple(sorted(p for p, wrong in search.found.items() if p < bits and wrong is None))
    return Sufficient(bits, law, len(read), len(read) == law - bits + 1, search.look(bits - 1) if bits > 1 else None, islands)


class _Search:
    """Readings at several precisions, each made once."""

    def __init__(self, approximant: Approximant, law: int, progress: Progress) -> None:
        self.approximant = approximant
        self.law = law
        self.progress = progress
        self.found: dict[int, Misread | None] = {}

    def look(self, bits: int) -> Misread | None:
        if bits not in self.found:
            self.found[bits] = misread(self.approximant, Mpmath(bits))
            self.progress(len(self.found), self.law)
        return self.found[bits]

    def downwards(self) -> int:
        bits = self.law
        while bits > 1 and self.look(bits - 1) is None:
            bits -= 1
        return bits

    def probing(self, readings: int) -> int:
        low, high = self.bracket()
        while True:
            while high - low > 1:  # low fails (or is 0), high reads
                middle = (low + high) // 2
                if self.look(middle) is None:
                    high = middle
                else:
                    low = middle
            failing = next((p for p in self.probes(high, readings) if self.look(p) is not None), None)
            if failing is None:
                return high
            low = failing
            high = min(p for p, wrong in self.found.items() if p > failing and wrong is None)

    def bracket(self) -> tuple[int, int]:
        """A precision that fails (or 0) and a larger one that reads, by doubling steps from the length of v."""
        grid = self.approximant.grid
        start = min(grid.m * grid.n, self.law)
        step, direction = 1, -1 if self.look(start) is None else 1
        low = high = start
        while True:
            following = min(max(low + direction * step if direction < 0 else high + step, 0), self.law)
            if direction < 0:
                if following == 0 or self.look(following) is not None:
                    return following, low
                low = following
            else:
                if self.look(following) is None:
                    return high, following
                high = following
            step *= 2

    def probes(self, bits: int, readings: int) -> list[int]:
        """Precisions above `bits` to read, largest first: a window next to it, and an even spread up to the law."""
        room = self.law - bits
        if room <= readings:
            return list(range(self.law, bits, -1))
        dense = readings // 2
        spread = readings - dense
        chosen = {bits + k for k in range(1, dense + 1)} | {bits + room * k // (spread + 1) for k in range(1, spread + 1)}
        return sorted(chosen, reverse=True)


def _walked(approximant: Approximant, meaning: Exact | Mpmath) -> Values:
    walker = Walker(approximant.network, meaning)
    front = approximant.network.depth - 1
    return lambda x: walker.fractions([Dyadic.of(t) for t in x], upto=front)[0]


def _floating(approximant: Approximant, meaning: Double | Single) -> Values:
    table = rules(meaning)
    before = Network(approximant.network.layers[:-1])  # ends with psi, which is then passed through sigma
    layers = prepare(before, table)

    def value(x: list[Fraction]) -> Fraction | None:
        (psi,) = propagate_prepared(layers, [table.point(t) for t in x], table)
        found: Fraction | None = table.rational(table.relu(psi))
        return found

    return value
