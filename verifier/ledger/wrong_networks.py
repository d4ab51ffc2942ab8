"""Wrong networks before the three engines: the lemma of the changed part, its certificates, and the attack on it.

Identities:   two engines on the literal layers of the changed part, as terms, against its lemma.
Certificates: the changed part on whole intervals by its affine pieces; all digits of all cells read back for several codes.
Attack:       the changed part, then the whole network, evaluated exactly at points and for codes chosen by a search.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from verifier.attack.mutants import (
    DIGITS,
    POWERS,
    UNIT_FRAME,
    BlockMutant,
    Mutant,
    block_claim,
    changed_value,
    digit_patterns,
    original,
    part_claim,
    reading_claim,
    right_blocks,
)
from verifier.attack.search import attack
from verifier.certificates.one_variable import Requirement, meets
from verifier.certificates.readback import read_every_cell
from verifier.constructions.encoding import pack
from verifier.constructions.grid import Grid
from verifier.constructions.sup_network import sup_network
from verifier.identities.identity import Claim
from verifier.identities.symbolic import realise
from verifier.identities.term import (
    Formula,
    Term,
    absolute,
    all_of,
    any_of,
    at_least,
    between,
    equal,
    implies,
    integer,
    maximum,
    minimum,
    reals,
    relu,
    term,
    total,
)
from verifier.ledger.mutant_case import Case, Check, Checks, proved
from verifier.network.calculus import affine, compose
from verifier.network.ir import Network, row
from verifier.network.meaning import Exact
from verifier.verdict import Kind, Verdict

ATTACKED: Final = "attacked"  # the name under which the evidence says what was attacked
WHOLE: Final = "the whole network"
CODES: Final = ("order", "swap", "flip", "base")  # changes of the numbers a_l; their control is "none"


def network_case(mutant: Mutant) -> Case:
    """The mutant and its original, each with the same checks."""
    right = replace(original(mutant.grid), part=mutant.part if mutant.part not in CODES else "none")
    family = f"{mutant.part}, d = {mutant.grid.d}"
    return Case(mutant.name, family, _network_checks(mutant), _network_checks(right), lambda: _where(mutant))


def _network_checks(mutant: Mutant) -> Checks:
    found: list[tuple[str, Check]] = []
    claims = lemma(mutant)
    if claims:
        found.append(("identities", lambda: proved(claims)))
    found.append(("certificates", lambda: _certified(mutant)))
    found.append(("attack", lambda: _attacked(mutant)))
    return tuple(found)


def _where(mutant: Mutant) -> str | None:
    place = changed_value(mutant, digit_patterns(mutant.grid))
    return None if place is None else f"q = {place[0]}, x = ({', '.join(map(str, place[1]))})"


def _certified(mutant: Mutant) -> Verdict:
    part = getattr(mutant.parts, mutant.part, None)
    parts = 0
    if isinstance(part, Network) and part.inputs == 1:
        verdict = meets(part, requirements(mutant.part, mutant.grid))
        if verdict.kind is not Kind.CERTIFIED:
            return verdict
        parts = 1
    patterns = digit_patterns(mutant.grid)
    for cells in patterns:
        approximant = sup_network(mutant.grid, pack(cells, mutant.grid.n, UNIT_FRAME))
        verdict = read_every_cell(replace(approximant, network=mutant.network(cells)), Exact())
        if verdict.kind is not Kind.CERTIFIED:
            return Verdict(verdict.kind, f"q = {cells}: {verdict.detail}", verdict.evidence)
    alone = "the part on whole intervals and " if parts else ""
    return Verdict(Kind.CERTIFIED, f"{alone}all digits of all cells of {len(patterns)} codes")


def _attacked(mutant: Mutant) -> Verdict:
    """The whole network first; if it survives, the changed part alone."""
    verdict = attack(reading_claim(mutant)).verdict
    alone = part_claim(mutant)
    if verdict.kind is not Kind.TESTED or alone is None:
        return replace(verdict, evidence=((ATTACKED, WHOLE), *verdict.evidence))
    verdict = attack(alone).verdict
    return Verdict(verdict.kind, f"{mutant.part}: {verdict.detail}", ((ATTACKED, "the part alone"), *verdict.evidence))


def requirements(part: str, grid: Grid) -> tuple[Requirement, ...]:
    """What the lemma of a part in one variable says, interval by interval, on the domain on which the theorem uses it."""
    top, delta = 4**grid.J, grid.delta.fraction
    if part == "step":
        sides = [grid.side(k) for k in range(grid.K)]
        cells = [Requirement.equal(side.lo, side.hi, 0, k) for k, side in enumerate(sides)]
        return (*cells, Requirement.between(-delta, 1 + delta, 0, grid.K - 1))
    if part == "index":
        return (Requirement.equal(0, grid.K - 1, 1, 1),)
    if part == "exponential":
        return (*(Requirement.equal(j, j, 0, 4**j) for j in range(1, grid.J + 1)), Requirement.between(1, grid.J, 0, top))
    if part == "sawtooth":
        end = Fraction(top, 3)
        teeth = [(i, min(Fraction(i + 1), end)) for i in range(end.__ceil__())]
        return tuple(Requirement.equal(i, hi, -1 if i % 2 else 1, i + 1 if i % 2 else -i) for i, hi in teeth)
    third = Fraction(1, 3)
    return (Requirement.equal(0, third, 0, 0), Requirement.equal(2 * third, 1, 0, 1), Requirement.between(0, 1, 0, 1))


def lemma(mutant: Mutant) -> tuple[Claim, ...]:
    """What is to be proved of the literal layers of the changed part; empty if no lemma speaks of the change."""
    parts, grid = mutant.parts, mutant.grid
    x, y, z = reals("x y z")
    match mutant.part:
        case "step":
            g = realise(parts.step, [x])[0]
            cells = [implies(between(grid.side(k).lo, x, grid.side(k).hi), equal(g, k)) for k in range(grid.K)]
            return (Claim("g = k on cell k, 0 <= g <= K - 1", (x,), (), all_of(between(0, g, grid.K - 1), *cells)),)
        case "index":
            inputs = reals(" ".join(f"y{i}" for i in range(1, grid.d + 1)))
            wanted = total([1, *(grid.K**i * one for i, one in enumerate(inputs))])
            return (Claim("rho = 1 + sum_i y_i K^(i-1)", inputs, (), equal(realise(parts.index, inputs)[0], wanted)),)
        case "exponential":
            h = realise(parts.exponential, [y])[0]
            powers = [implies(equal(y, j), equal(h, 4**j)) for j in range(1, grid.J + 1)]
            inside = between(0, h, 4**grid.J)
            return (Claim("h(j) = 4^j, 0 <= h <= 4^J", (y,), (between(1, y, grid.J),), all_of(inside, *powers)),)
        case "sawtooth":
            return _sawtooth_lemma(parts.sawtooth, grid)
        case "clamp":
            c = realise(parts.clamp, [z])[0]
            ends = (implies(3 * z <= 1, equal(c, 0)), implies(3 * z >= 2, equal(c, 1)))
            return (Claim("clamp: 0 up to 1/3, 1 from 2/3 on", (z,), (between(0, z, 1),), all_of(between(0, c, 1), *ends)),)
        case "median":
            wanted = x + y + z - maximum(x, y, z) - minimum(x, y, z)
            cube = tuple(between(0, one, 1) for one in (x, y, z))
            return (Claim("mid is the median on [0,1]^3", (x, y, z), cube, equal(realise(parts.median, (x, y, z))[0], wanted)),)
        case "delta":
            return _two_of_three(mutant)
        case _:
            return _code_lemma(mutant.part)


def _sawtooth_lemma(network: Network, grid: Grid) -> tuple[Claim, ...]:
    """Layer by layer, as the next layer sees it: the first is t / 2^k, each further one is a tent, the last is a tent.

    z_i is the value before tent i + 1; it lies in [0, 2^i t / 2^k] and in [0, 1]. With the lemma on k tents this gives T(t)
    for 0 <= t <= 4^J / 3, if that is at most 2^k.
    """
    t, z = reals("t z")
    half, tents, end = Fraction(1, 2), network.depth, Fraction(4**grid.J, 3)
    tent = 1 - absolute(2 * z - 1)
    pair = (relu(z - half), relu(half - z))
    claims = [Claim(f"4^J / 3 <= 2^{tents}", (t,), (between(0, t, end),), t <= 2**tents)]
    for number, layer in enumerate(network.layers):
        if number == 0:
            scaled, entry = Fraction(1, 2**tents) * t, (t,)
            domain: Formula = between(0, t, end)
        else:
            scaled, entry = tent, (z,)
            domain = between(0, z, min(Fraction(1), end * Fraction(2) ** (number - 1 - tents)))
        seen: list[Term] = list(pair) if number else [t]
        forms = [total([one.bias.fraction, *(w.fraction * seen[c] for c, w in one.entries)]) for one in layer.rows]
        if number < network.depth:
            wanted = all_of(equal(relu(forms[0]), relu(scaled - half)), equal(relu(forms[1]), relu(half - scaled)))
        else:
            wanted = equal(forms[0], tent)
        claims.append(Claim(f"layer {number} of the sawtooth", entry, (domain,), wanted))
    return tuple(claims)


def _two_of_three(mutant: Mutant) -> tuple[Claim, ...]:
    """On a cell two of three copies give its number, in a gap two give one of both: what the medians need. (3.11, 5.1)

    In units of 1/K: g = k on [k, k + 1 - D], for k = 0 also left and for k = K - 1 also right of it; copies at distance E.
    """
    grid, (x,) = mutant.grid, reals("x")
    slope = mutant.parts.step.layers[1].rows[0].entries[0][1].fraction  # 1/delta
    width, shift = grid.K / slope, grid.K * mutant.parts.delta.fraction
    copies = (x - shift, x, x + shift)

    def reads(one: Term, k: int) -> Formula:
        left, right = one >= k, one <= k + 1 - width
        return right if k == 0 else left if k == grid.K - 1 else all_of(left, right)

    claims = []
    for k in range(grid.K):
        cell = (between(0, x, grid.K), reads(x, k))
        claims.append(Claim(f"cell {k}: two of three", (x,), cell, at_least(2, *(reads(c, k) for c in copies))))
    for k in range(1, grid.K):
        gap = (x > k - width, x < k)
        either = [any_of(reads(c, k - 1), reads(c, k)) for c in copies]
        claims.append(Claim(f"gap {k}: two of three", (x,), gap, at_least(2, *either)))
    return tuple(claims)


def _code_lemma(part: str) -> tuple[Claim, ...]:
    """What a changed code would have to satisfy: Proposition B.1 for the digit that is stored; for "none", what it does."""
    (r,) = reals("r")
    digit = integer("digit")

    def read(stored: Term, low: Term, most: Fraction) -> Claim:
        hypotheses = (between(0, stored, 1), between(0, low, 1), low >= 0, r >= 0, r <= most)
        u = absolute(r - low)
        return Claim("the digit stored is read", (r, digit), hypotheses, equal(relu(3 * u - 1) - relu(3 * u - 2), stored))

    third = Fraction(1, 3)
    match part:
        case "none":
            return (read(digit, digit, third),)
        case "flip":
            return (read(digit, 1 - digit, third),)
        case "base":
            return (read(digit, digit, Fraction(1)),)  # the tail of a base-2 code is less than 1, not less than 1/3
        case _:
            return ()


def block_case(mutant: BlockMutant) -> Case:
    """A block of Theorem 2.3 alone, and the right block with the same checks."""
    right = next(one for one in right_blocks() if one.block == mutant.block)
    size = f"{DIGITS} binary digits" if mutant.block == "unpacking" else f"J = {POWERS}"
    return Case(mutant.name, f"{mutant.block}, {size}", _block_checks(mutant), _block_checks(right))


def _block_checks(mutant: BlockMutant) -> Checks:
    return (
        ("identities", lambda: proved(block_lemma(mutant))),
        ("certificates", lambda: _block_certified(mutant)),
        ("attack", lambda: attack(block_claim(mutant)).verdict),
    )


def block_lemma(mutant: BlockMutant) -> tuple[Claim, ...]:
    """Unpacking: v = k / 2^N comes out again, for all integers k. Product: 4^j a for j = 1..J and all a in [0, 1]."""
    if mutant.block == "unpacking":
        k = integer("k")
        v = Fraction(1, 1 << DIGITS) * k
        bounded = (between(0, k, (1 << DIGITS) - 1),)
        return (Claim("v = k / 2^N comes out again", (k,), bounded, equal(realise(mutant.network, [v])[0], v)),)
    (a,) = reals("a")
    values = [equal(realise(mutant.network, [term(j), a])[0], 4**j * a) for j in range(1, POWERS + 1)]
    return (Claim("the product is 4^j a for j = 1..J", (a,), (between(0, a, 1),), all_of(*values)),)


def _block_certified(mutant: BlockMutant) -> Verdict:
    """The unpacking at every v with N digits; the product for every j on the whole interval of a."""
    if mutant.block == "unpacking":
        points = [Fraction(k, 1 << DIGITS) for k in range(1 << DIGITS)]
        return meets(mutant.network, [Requirement.equal(v, v, 1, 0) for v in points])
    verdict = Verdict(Kind.UNDECIDED, "nothing was required")
    for j in range(1, POWERS + 1):
        fixed = affine(1, [row(j), row(0, [(0, 1)])])
        verdict = meets(compose(mutant.network, fixed), [Requirement.equal(0, 1, 4**j, 0)])
        if verdict.kind is not Kind.CERTIFIED:
            return Verdict(verdict.kind, f"j = {j}: {verdict.detail}", verdict.evidence)
    return verdict
