"""Checks an error certificate: python -I checker.py CERTIFICATE.json [--quick N] [--seed S]. Standard library only.

A certificate claims  lower <= |Phi - f| <= upper  in the sup norm (Theorems 2.2, 2.3) or an L^p norm (Theorem 2.1) on
[0,1]^d, for a target f and Phi = s psi + b, the network of that theorem of Shen, Yang, Zhang (ICML 2022) with the
numbers a_1..a_n or v, s, b of the certificate. Nothing that it says is believed; what is checked:

  shape      exact keys, one spelling for each number; the sentence `statement` says what the data say
  network    the layers are rebuilt here from (theorem, layout, d, n, delta); the SHA-256 of all but the numbers agrees
  cells      every layer applied to integers at one point of every cell beta: psi = q_beta 2^-n
  lower      sup: exact value of the layers at the witness, enclosure of f there;   L^p: quadrature, from below
  upper      sup: enclosures of f on boxes that cover all cells and gaps;           L^p: quadrature plus the gaps
  bound      if stated: the modulus of f, and that upper <= omega + s/K (2.1: 2s/K), omega >= omega_f(sqrt(d)/K)

That is the bound of the theorem if b <= f <= b + s (2.1: if s = 2 omega_f(sqrt(d))), which is not checked. Not looked at:
provenance, titles and notes of data, and `declared`, `parts` or `witness` where nothing rests on them. The work is limited
(STEPS); the limits decide how long a check may take, and never that something is accepted.

K = 2^n, J = K^d. On one axis, cell k = [k/K, (k+1)/K - delta], the last cell [(K-1)/K, 1], gap k = (k/K - delta, k/K) for
k = 1..K-1, and 0 < delta <= 1/(3K). psi_0(x) = R(g(x_1), ..., g(x_d)) for the step function g and a fixed function R.

Fact 1 (all theorems). g is constant on every cell, hence so is psi_0: its value at one point is its value on the cell.
  The clamp sigma(3z-1) - sigma(3z-2) lies in [0,1] and psi_0 = sum_l 2^-l clamp_l, so 0 <= psi_0 <= 1 everywhere.
Fact 2 (2.2, 2.3: psi = psi_d, psi_i(x) = the median of psi_{i-1} at x - delta e_i, x, x + delta e_i). Let B(t) = {k} for t in
  cell k, {k-1, k} for t in gap k. For x in the cube whose coordinates i+1..d lie in cells, psi_i(x) is between the least
  and the greatest q_beta 2^-n over beta with beta_j in B(x_j) for all j. Induction on i; i = 0 is Fact 1. Step: if x_i
  is in cell k, then so is x_i - delta or x_i + delta (if x_i - delta < k/K then x_i + delta < k/K + 2 delta <= (k+1)/K - delta;
  the first and the last cell alike); if x_i is in gap k, then x_i - delta is in cell k-1 and x_i + delta in cell k, because
  3 delta <= 1/K. Either way two of the three arguments of the median lie in the interval by induction, hence so does the median.
  At x_beta + delta (1,..,1) all 3^d shifted points lie in cell beta: psi there is psi_0 on the cell.
Fact 3 (sharper than Fact 2 where few teeth fit into a gap). On a box psi is enclosed by the forms that the layers compute: g, rho
  and h increase; bit(t) = clamp(T(t)), where T has period 2, T(t) = t on [0,1] and 2 - t on [1,2], as tent^(k)(t / 2^k) = T(t)
  on [0, 2^k] (induction: tent(T(y)) = T(2y)) and 0 <= t <= 4^digits; a sum of hats is convex between integers, with growing
  peaks at integers; a median increases in each of its arguments; psi_0 is the sum of 2^-l bit(t_l).
"""

from __future__ import annotations

import ast
import hashlib
import json
import random
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache, reduce
from itertools import accumulate, groupby, pairwise, product
from math import ceil, floor, isqrt, prod
from string import ascii_letters, digits
from typing import Any, Final, NamedTuple, NoReturn

STEPS: Final = 4_000_000_000  # of work, of the order of 0.1 microseconds each
LONGEST: Final = 1 << 24  # bytes of a certificate
NOTHING: Final = Fraction(0)

class Malformed(Exception):
    """Not a certificate, or one that would cost too much to check."""

class Rejected(Exception):
    """A certificate whose claim was not established."""

def expect(condition: bool, path: str, wish: str) -> None:
    """A condition on the shape."""
    if not condition:
        raise Malformed(f"{path}: expected {wish}")

def prove(condition: bool, path: str, reason: str) -> None:
    """A condition on which the claim rests."""
    if not condition:
        raise Rejected(f"{path}: {reason}")

# ---- Reading -------------------------------------------------------------------------------------------------------
# Data of a wrong type end in an exception of Python, and that in MALFORMED (see main).

def read(path: str) -> Any:
    """Strict JSON: UTF-8, no duplicate keys, no numbers but integers."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        expect(len(dict(items)) == len(items), "$", "an object without duplicate keys")
        return dict(items)

    def refuse(literal: str) -> NoReturn:
        raise Malformed(f"$: expected exact numbers, integers or strings, not {literal[:20]}")

    with open(path, "rb") as stream:
        content = stream.read(LONGEST + 1)
    expect(len(content) <= LONGEST, "$", f"at most {LONGEST >> 20} MiB")
    return json.loads(content.decode("utf-8"), object_pairs_hook=pairs, parse_constant=refuse, parse_float=refuse)

def record(data: Any, path: str, *keys: str) -> Any:
    """An object with exactly these keys."""
    expect(set(data) == set(keys), path, f"an object with exactly the keys {', '.join(keys)}")
    return data

def items(data: Any, path: str, count: int | None = None) -> list[Any]:
    """A list, of a given length."""
    expect(isinstance(data, list) and count in (None, len(data)), path, f"a list of {count or 'some'} items")
    return list(data)

def integer(data: Any, path: str, low: int, high: int) -> int:
    """An integer in low..high."""
    expect(type(data) is int and low <= data <= high, path, f"an integer in {low}..{high}")
    return int(data)

def number(data: Any, path: str) -> Fraction:
    """A fraction in lowest terms, in its only spelling."""
    top, _, bottom = data.partition("/")
    value = Fraction(int(top), int(bottom or "1"))
    expect(str(value) == data, path, 'a fraction in lowest terms like "-3/4"')
    return value

def numbers(data: Any, path: str, count: int | None = None) -> list[Fraction]:
    """A list of fractions."""
    return [number(one, path) for one in items(data, path, count)]

def code_number(data: Any, path: str, end: int) -> int:
    """A natural number below `end` in hexadecimal, in its only spelling."""
    value = int(data, 16)
    expect(hex(value) == data and 0 <= value < end, path, f"a hexadecimal number 0x... below {hex(end)[:20]}")
    return value

# ---- The network, layer by layer -----------------------------------------------------------------------------------

Dyadic = tuple[int, int]  # mantissa * 2^exponent, mantissa odd or (0, 0)
Weight = Dyadic | str  # a string names an intrinsic parameter: "$a1", "$v", "$s", "$b"
Rows = tuple[tuple[Weight, tuple[tuple[int, Weight], ...]], ...]  # of an affine map: bias, (column, weight)...
Reads = range | tuple[int, ...]
ZERO, ONE, MINUS, HALF, MINUS_HALF = (0, 0), (1, 0), (-1, 0), (1, -1), (-1, -1)

class Layer(NamedTuple):
    """An affine map in blocks: each is a small map of the columns that it reads."""

    inputs: int
    blocks: list[tuple[Rows, Reads]]

def dyadic(mantissa: int, exponent: int = 0) -> Dyadic:
    """The normal form of mantissa * 2^exponent."""
    if not mantissa:
        return ZERO
    shift = (mantissa & -mantissa).bit_length() - 1
    return mantissa >> shift, exponent + shift

def of_fraction(value: Fraction, path: str = "$") -> Dyadic:
    """A dyadic rational as mantissa and exponent."""
    expect(value.denominator & (value.denominator - 1) == 0, path, "a dyadic rational")
    return dyadic(value.numerator, 1 - value.denominator.bit_length())

def carry(count: int) -> Rows:
    """The identity of `count` columns."""
    return tuple((ZERO, ((i, ONE),)) for i in range(count))

def beside(rows: Rows, width: int, copies: int) -> Rows:
    """The same map on `copies` groups of `width` columns."""
    return tuple((bias, tuple((k * width + c, w) for c, w in entries)) for k in range(copies) for bias, entries in rows)

def copied(rows: Rows, width: int, copies: int) -> Layer:
    """The same, as one block for each copy."""
    return Layer(copies * width, [(rows, range(k * width, (k + 1) * width)) for k in range(copies)])

def reader(count: int, n: int, copies: int) -> list[Layer]:
    """(t_1..t_n) -> sum_l 2^-l clamp(tent^T(2^-T t_l)), T = 2 count + 1, tent(z) = 1 - 2 sigma(z - 1/2) - 2 sigma(1/2 - z)."""
    tents, two, minus_two, minus_six = 2 * count + 1, dyadic(2), dyadic(-2), dyadic(-6)
    first: Rows = ((MINUS_HALF, ((0, (1, -tents)),)), (HALF, ((0, (-1, -tents)),)))
    middle: Rows = ((HALF, ((0, minus_two), (1, minus_two))), (MINUS_HALF, ((0, two), (1, two))))
    clamp: Rows = tuple((bias, ((0, minus_six), (1, minus_six))) for bias in (two, ONE))
    last: Rows = ((ZERO, tuple((2 * p + side, (1 - 2 * side, -1 - p)) for p in range(n) for side in (0, 1))),)
    tent, clamps = (copied(beside(rows, 2, n), 2 * n, copies) for rows in (middle, clamp))
    return [copied(beside(first, 1, n), n, copies), *[tent] * (tents - 1), clamps, copied(last, 2 * n, copies)]

def medians(d: int) -> list[Layer]:
    """3^d -> 1: mid(a, b, c) = (a + b - |max(a, b) - c| + |min(a, b) - c|) / 2, axis by axis."""
    pairs: Rows = tuple((ZERO, ((0, (s, 0)), (1, (t, 0)))) for s, t in ((1, 1), (-1, -1), (1, -1), (-1, 1)))
    pairs += tuple((ZERO, ((2, s),)) for s in (ONE, MINUS))
    forms = ((2, -2), (1, -1, 1, 1, -2, 2), (1, -1, -1, -1, -2, 2))  # halves of: a + b, max(a, b) - c, min(a, b) - c
    middle: Rows = tuple((ZERO, tuple((c, dyadic(s * w, -1)) for c, w in enumerate(form))) for form in forms for s in (1, -1))
    out: Rows = ((ZERO, tuple((c, (w, -1)) for c, w in enumerate((1, -1, -1, -1, 1, 1)))),)
    mid = ((pairs, 3), (middle, 6), (out, 6))
    return [copied(rows, width, 3 ** (d - 1 - axis)) for axis in range(d) for rows, width in mid]

def ramps(n: int, delta: Dyadic, shift: int) -> Rows:
    """x -> the 2(K-1) ramps of g(x + shift delta), with biases (1 + shift) delta - k/K and shift delta - k/K."""
    common = min(delta[1], -n)
    step, unit = 1 << delta[1] - common, 1 << -n - common
    return tuple((dyadic((side + shift) * step - k * unit, common), ((0, ONE),)) for k in range(1, 1 << n) for side in (1, 0))

def index(d: int, n: int, delta: Dyadic) -> Rows:
    """The ramps of all axes -> rho = 1 + sum_i K^i g(x_i)."""
    width = 2 * ((1 << n) - 1)
    return ((ONE, tuple((i * width + e, (-1 if e % 2 else 1, n * i - delta[1])) for i in range(d) for e in range(width))),)

def powers(d: int, n: int, delta: Dyadic, shifts: Sequence[Sequence[int]]) -> list[Layer]:
    """x -> 4^rho of the cells of x + delta shift: h(rho(g(x_1), ..., g(x_d))) for every shift."""
    cells, width = 1 << (d * n), 2 * ((1 << n) - 1)
    own = {s: ramps(n, delta, s) for s in (-1, 0, 1)}
    kinks: Rows = tuple((dyadic(-j), ((0, ONE),)) for j in range(1, cells))
    rises: Rows = ((dyadic(4), tuple((j - 1, (9, 2 * j - 2) if j > 1 else dyadic(12)) for j in range(1, cells))),)
    rest = ((index(d, n, delta), d * width), (kinks, 1), (rises, cells - 1))
    first = Layer(d, [(own[s], (i,)) for shift in shifts for i, s in enumerate(shift)])
    return [first, *(copied(rows, columns, len(shifts)) for rows, columns in rest)]

def indices(d: int, n: int, delta: Dyadic, shifts: Sequence[Sequence[int]], kept: int) -> list[Layer]:
    """(x, c) -> (rho of the cells of x + delta shift for all shifts, c)."""
    width = 2 * ((1 << n) - 1)
    own = {s: ramps(n, delta, s) for s in (-1, 0, 1)}
    rho, kept_rows, last = index(d, n, delta), carry(kept), 3 * d * width
    hidden = [(own[s], (i,)) for i in range(d) for s in own]
    read = [tuple((3 * i + s + 1) * width + e for i, s in enumerate(shift) for e in range(width)) for shift in shifts]
    return [Layer(d + kept, [*hidden, (kept_rows, range(d, d + kept))]),
            Layer(last + kept, [*((rho, columns) for columns in read), (kept_rows, range(last, last + kept))])]  # fmt: skip

def products(cells: int, copies: int, factors: int, offsets: Sequence[int]) -> list[Layer]:
    """(y_1.., a_1..) -> sum_j sigma(4^(o+j) a - 4^c (1 - hat(y - j))) = 4^(o+y) a at integers y; c = J + max o."""
    large, width = 2 * (cells + max(offsets)), cells + 2
    hats: Rows = tuple((dyadic(-i), ((0, ONE),)) for i in range(width))
    chosen: list[Any] = []
    for (place, offset), j in product(enumerate(offsets), range(1, cells + 1)):
        hat = ((j - 1, (1, large)), (j, (-1, large + 1)), (j + 1, (1, large)))
        chosen.append(((-1, large), (*hat, (width + (place if factors > 1 else 0), (1, 2 * (offset + j))))))
    summands: Rows = tuple(chosen)
    sums: Rows = tuple((ZERO, tuple((place * cells + j, ONE) for j in range(cells))) for place in range(len(offsets)))
    stored = copies * width
    read = [(*range(c * width, (c + 1) * width), *range(stored, stored + factors)) for c in range(copies)]
    hidden = [(hats, (c,)) for c in range(copies)]
    return [Layer(copies + factors, [*hidden, (carry(factors), range(copies, copies + factors))]),
            Layer(stored + factors, [(summands, columns) for columns in read]), copied(sums, len(chosen), copies)]  # fmt: skip

def unpacking(m: int, n: int, kept: int) -> list[Layer]:
    """(x, v) -> (x, a_1..a_n), digit by digit: z -> 2z - step(z), step(z) = sigma(2^N (z-1/2) + 1) - sigma(2^N (z-1/2)).

    Columns: two ramps of the step of z, z itself, A_1, A_2, ...; A -> 2A + digit, or the digit opens a new A.
    """
    total, keep = m * n, (carry(kept), range(kept))
    upper, lower = dyadic((2 - (1 << total)) // 2), (-1, total - 1)  # 1 - 2^(N-1) and -2^(N-1)

    def layer(inputs: int, rows: Sequence[Any]) -> Layer:
        return Layer(kept + inputs, [keep, (tuple(rows), range(kept, kept + inputs))])

    @cache
    def step(known: int, opens: bool, last: bool) -> Layer:
        one = (1, -m if last else 0)
        advance, twice = ((0, (-1, total)), (1, (1, total)), (2, (1, total + 1))), ((0, MINUS), (1, ONE), (2, dyadic(2)))
        ahead = [] if last else [(upper, advance), (lower, advance), (ZERO, twice)]
        sums = [(ZERO, ((3 + i, one),)) for i in range(known if opens else known - 1)]
        digit = ((0, one), (1, (-1, one[1])))
        return layer(3 + known, [*ahead, *sums, (ZERO, digit if opens else (*digit, (2 + known, (1, one[1] + 1))))])

    layers = [layer(1, [(upper, ((0, (1, total)),)), (lower, ((0, (1, total)),)), (ZERO, ((0, ONE),))])]
    for place in range(total):
        layers.append(step(-(-place // m), place % m == 0, place == total - 1))
    return layers

def network(theorem: str, layout: str, d: int, n: int, delta: Dyadic) -> list[Layer]:
    """All layers, sigma between them, from x to s psi + b; equal layers in a row are one object."""
    cells = 1 << (d * n)
    shifts = [(0,) * d] if theorem == "2.1" else [shift[::-1] for shift in product((-1, 0, 1), repeat=d)]
    copies, count = len(shifts), n * cells if layout == "direct" else cells
    names = ["$v"] if theorem == "2.3" else [f"$a{place}" for place in range(1, n + 1)]
    stored = Layer(d, [(carry(d), range(d)), (tuple((name, ()) for name in names), ())])
    if layout in ("printed", "literal"):
        linear: Rows = tuple((ZERO, ((0, name),)) for name in names)
        layers = [*powers(d, n, delta, shifts), copied(linear, 1, copies)]
    elif layout == "direct":
        layers = [stored, *indices(d, n, delta, shifts, 1), *products(cells, copies, 1, [place * cells for place in range(n)])]
    else:
        unpacked = unpacking(2 * cells, n, d) if layout == "compact" else []
        layers = [stored, *unpacked, *indices(d, n, delta, shifts, n), *products(cells, copies, n, [0] * n)]
    layers += reader(count, n, copies) + (medians(d) if theorem != "2.1" else [])
    return [*layers, copied((("$b", ((0, "$s"),)),), 1, 1)]

def identity(layers: Sequence[Layer]) -> str:
    """SHA-256 of the canonical JSON of the layers: distinct ones, then [index, repetitions] from input to output."""

    def shown(weight: Weight) -> str:
        if isinstance(weight, str):
            return weight
        mantissa = str(weight[0]) if weight[0].bit_length() <= 64 else hex(weight[0])
        return f"{mantissa}p{weight[1]}" if weight[1] else mantissa

    texts: dict[str, int] = {}
    seen: dict[int, int] = {}
    for layer in layers:
        if id(layer) not in seen:
            rows = [
                [shown(bias), [[reads[c], shown(w)] for c, w in entries]] for own, reads in layer.blocks for bias, entries in own
            ]
            data = json.dumps({"inputs": layer.inputs, "rows": rows}, sort_keys=True, separators=(",", ":"))
            seen[id(layer)] = texts.setdefault(data, len(texts))
    runs = [[number, len(list(equal))] for number, equal in groupby(seen[id(layer)] for layer in layers)]
    order = json.dumps(runs, separators=(",", ":"))
    whole = f'{{"format":"relu-network","layers":[{",".join(texts)}],"sequence":{order},"version":1}}'
    return hashlib.sha256(whole.encode("ascii")).hexdigest()

# ---- The layers applied to integers --------------------------------------------------------------------------------

Group = tuple[Dyadic, ...]  # the values that one block makes at one point

def affine(rows: Rows, known: dict[str, Dyadic]) -> Callable[[Group], Group]:
    """sigma(bias + sum weight * value) for every row, in integers over a common power of two."""

    def value(weight: Weight) -> Dyadic:
        return known[weight] if isinstance(weight, str) else weight

    own = [(value(bias), [(c, value(w)) for c, w in entries]) for bias, entries in rows]
    least = min(exponent for bias, entries in own for _, exponent in (bias, *(w for _, w in entries)))

    def apply(group: Group) -> Group:
        low = min([0, *(exponent for _, exponent in group)])
        values = [mantissa << exponent - low for mantissa, exponent in group]
        out = []
        for (mantissa, exponent), entries in own:
            total = mantissa << exponent - least - low
            for c, (mantissa, exponent) in entries:
                if values[c]:
                    total += values[c] * mantissa << exponent - least
            out.append(dyadic(total, least + low) if total > 0 else ZERO)
        return tuple(out)

    return apply

def run(layers: Sequence[Layer], points: Sequence[Group], known: dict[str, Dyadic]) -> list[Dyadic]:
    """The first output at every point, sigma after every layer.

    Equal groups have one number; what a map makes of a group is computed once. A state: the numbers of the groups at one point.
    """
    groups: list[Group] = []
    numbers: dict[Group, int] = {}
    made: dict[int, Callable[[int], int]] = {}  # for every map

    def number(group: Group) -> int:
        found = numbers.setdefault(group, len(groups))
        if found == len(groups):
            groups.append(group)
        return found

    def once(apply: Callable[[Group], Group]) -> Callable[[int], int]:
        return cache(lambda k: number(apply(groups[k])))

    states, columns = [[number(point)] for point in points], {range(len(points[0])): 0}  # columns that are a group as they stand
    for count, layer in enumerate(layers, start=1):
        places = [columns.get(reads, -1) if isinstance(reads, range) else -1 for _, reads in layer.blocks]
        if -1 in places:  # not the groups of the layer before: put together from values
            values = [[value for k in state for value in groups[k]] for state in states]
            states = [[number(tuple([own[c] for c in reads])) for _, reads in layer.blocks] for own in values]
            places = list(range(len(places)))
        tables = []
        for (rows, _), k in zip(layer.blocks, places, strict=True):
            if id(rows) not in made:
                made[id(rows)] = once(affine(rows, known))
            tables.append((made[id(rows)], k))
        states = [[own(state[k]) for own, k in tables] for state in states]
        ends = accumulate((len(rows) for rows, _ in layer.blocks), initial=0)
        columns = {range(start, end): k for k, (start, end) in enumerate(pairwise(ends))}
        if count % 256 == 0:  # forget all but the present groups
            present = {k: groups[k] for k in set().union(*states)}
            for memory in (groups, numbers, made):
                memory.clear()
            moved = {k: number(group) for k, group in present.items()}
            states = [[moved[k] for k in state] for state in states]
    return [groups[state[0]][0] for state in states]

# ---- Enclosures in fixed point --------------------------------------------------------------------------------------
# A Span (lo, hi) at bits places encloses the numbers between lo / 2^bits and hi / 2^bits. One unit is 2^-bits. Lower ends are
# rounded down, upper ends up. The functions `*_at` take one number x / 2^bits and compute with 32 guard places. ValueError: no
# enclosure on this box.

Span = tuple[int, int]
GUARD: Final = 32
LARGEST: Final = 4096  # bits of a power, and argument of exp: beyond, there is no enclosure

def down(x: int, places: int) -> int:
    """floor(x / 2^places); places may be negative."""
    return x >> places if places >= 0 else x << -places

def up(x: int, places: int) -> int:
    """ceil(x / 2^places)."""
    return -down(-x, places)

def negative(s: Span) -> Span:
    """-s."""
    return -s[1], -s[0]

def plus(s: Span, t: Span) -> Span:
    """s + t."""
    return s[0] + t[0], s[1] + t[1]

def absolute(s: Span) -> Span:
    """|s|."""
    return max(s[0], -s[1], 0), max(s[1], -s[0])

def hull(s: Span, t: Span) -> Span:
    """The least span that contains both."""
    return min(s[0], t[0]), max(s[1], t[1])

def odd_series(z: int, fine: int, sign: int) -> tuple[int, int]:
    """(sum, N): N terms of sum_i sign^i z^(2i+1) / (2i+1), 0 <= z <= 1/3.

    z^2 and the powers are rounded down: an error e of a power becomes at most e/9 + 1/3 + 1 <= 3/2 units in the next one, hence a
    term is less than 3 units too small; the rest is at most 9/8 (3/2) < 2. So the series is within 3N + 2 of the sum, and not
    below it if sign = 1.
    """
    square, power, total, i = z * z >> fine, z, 0, 0
    while power:
        total += power // (2 * i + 1) * (sign if i % 2 else 1)
        power, i = power * square >> fine, i + 1
    return total, i

def exponential_series(r: int, fine: int, sign: int) -> tuple[int, int, int]:
    """(C, S, error): the sums of sign^i r^(2i) / (2i)! and of sign^i r^(2i+1) / (2i+1)!, 0 <= r <= 3/2, each within `error`.

    All is rounded down: an error e of a term becomes at most (3e/2 + 1)/i + 1 <= 3 units in term i. So N terms are at most 3N
    units too small, and the rest is at most twice the first omitted term, hence at most 6. If sign = 1 no sum is too large.
    """
    sums, term, i = [0, 0], 1 << fine, 0
    while term:
        sums[i % 2] += term * (sign if i % 4 > 1 else 1)
        i += 1
        term = (term * r >> fine) // i
    return sums[0], sums[1], 3 * i + 6

@lru_cache(maxsize=64)
def pi_span(bits: int) -> Span:
    """pi = 16 atan(1/5) - 4 atan(1/239), alternating series; 1/5 and 1/239 rounded down, by less than a unit."""
    fine = bits + GUARD
    (a, m), (b, n) = (odd_series((1 << fine) // k, fine, -1) for k in (5, 239))
    error = 16 * (3 * m + 3) + 4 * (3 * n + 3)
    return down(16 * a - 4 * b - error, GUARD), up(16 * a - 4 * b + error, GUARD)

@lru_cache(maxsize=64)
def log2_span(bits: int) -> Span:
    """log 2 = 2 sum_i 3^-(2i+1) / (2i+1); 1/3 is rounded down by less than a unit, which the sum multiplies by at most 9/8."""
    total, n = odd_series((1 << bits + GUARD) // 3, bits + GUARD, 1)
    return down(2 * total, GUARD), up(2 * (total + 3 * n + 4), GUARD)

@lru_cache(maxsize=1 << 14)
def exp_at(x: int, bits: int) -> Span:
    """exp: x = k log 2 + r, log 2 <= r <= 2 log 2 up to 2 |k| units; exp(high) - exp(low) <= 5 (high - low) for r = low..high."""
    if x > LARGEST << bits:
        raise ValueError("exp of a large number")
    if x <= -(bits << bits):
        return 0, 1  # exp(-bits) < 2^-bits
    fine = bits + GUARD
    two = log2_span(fine)
    k = (x << GUARD) // two[1] - 1
    low, high = sorted((x << GUARD) - k * end for end in two)
    even, odd, error = exponential_series(low, fine, 1)
    return down(even + odd, GUARD - k), up(even + odd + 2 * error + 5 * (high - low), GUARD - k)

@lru_cache(maxsize=1 << 14)
def log_at(x: int, bits: int) -> Span:
    """log, x > 0: x = 2^k m, 1 <= m < 2, log m = 2 sum_i z^(2i+1)/(2i+1), z = (m-1)/(m+1) <= 1/3, rounded down and up."""
    if x <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    fine = bits + GUARD
    k, one = x.bit_length() - 1 - bits, 1 << fine
    low, high = down(x, k - GUARD), up(x, k - GUARD)
    bottom, _ = odd_series(((low - one) << fine) // (low + one), fine, 1)
    top, n = odd_series(-(-((high - one) << fine) // (high + one)), fine, 1)
    least, most = sorted(k * end for end in log2_span(fine))
    return down(2 * bottom + least, GUARD), up(2 * (top + 3 * n + 2) + most, GUARD)

@lru_cache(maxsize=1 << 14)
def sin_at(x: int, bits: int, quarter: int) -> Span:
    """sin(x + quarter pi/2): x = k pi/2 + r, |r| < 1, from the series at the middle of the span of r; sin is 1-Lipschitz."""
    guard = GUARD + max(0, x.bit_length() - bits)
    pi = pi_span(bits + guard - 1)  # the integers of pi/2 at bits + guard places
    k = ((x << guard + 1) + pi[0]) // (2 * pi[0])
    low, high = sorted((x << guard) - k * end for end in pi)
    middle = (low + high) // 2
    cosine, sine, error = exponential_series(abs(middle), bits + guard, -1)
    sine, error = sine if middle > 0 else -sine, error + high - middle + 1
    value = (sine, cosine, -sine, -cosine)[(k + quarter) % 4]
    return max(down(value - error, guard), -1 << bits), min(up(value + error, guard), 1 << bits)

@lru_cache(maxsize=1 << 14)
def atan_at(x: int, bits: int) -> Span:
    """atan: |x| > 1 by pi/2 - atan(1/x); twice atan u = 2 atan(u / (1 + sqrt(1 + u^2))); alternating series for u <= 1/5.

    Rounding: 1/x is off by 1 unit, each halving by 5/4 units, in the result 1 + 2 (5/4) + 4 (5/4) < 9; the series by 4 (3N + 2).
    """
    if x < 0:
        return negative(atan_at(-x, bits))
    fine = bits + GUARD
    one, wide = 1 << fine, x << GUARD
    u = wide if wide <= one else (1 << 2 * fine) // wide
    for _ in range(2):
        u = (u << fine) // (one + isqrt((1 << 2 * fine) + u * u))
    total, n = odd_series(u, fine, -1)
    span = 4 * total - 12 * n - 32, 4 * total + 12 * n + 32
    low, high = span if wide <= one else plus(pi_span(fine - 1), negative(span))
    return max(0, down(low, GUARD)), up(high, GUARD)

def tanh_at(x: int, bits: int) -> Span:
    """tanh x = (1 - e) / (1 + e), e = exp(-2x) <= 1 for x >= 0."""
    if x < 0:
        return negative(tanh_at(-x, bits))
    one, (low, high) = 1 << bits, exp_at(-2 * x, bits)
    return max(0, (one - high << bits) // (one + high)), -((low - one << bits) // (one + low))

class Fixed:
    """Interval arithmetic at bits binary places."""

    def __init__(self, bits: int) -> None:
        self.bits, self.one = bits, 1 << bits
        self.unit = self.one, self.one

    def of(self, value: Fraction) -> Span:
        """A fraction."""
        return (value.numerator << self.bits) // value.denominator, -((-value.numerator << self.bits) // value.denominator)

    def times(self, s: Span, t: Span) -> Span:
        """s t."""
        ends = (s[0] * t[0], s[0] * t[1], s[1] * t[0], s[1] * t[1])
        return min(ends) >> self.bits, -(-max(ends) >> self.bits)

    def inverse(self, s: Span) -> Span:
        """1 / s for s without 0."""
        if s[0] <= 0 <= s[1]:
            raise ValueError("division by an interval that contains 0")
        return (1 << 2 * self.bits) // s[1], -((-1 << 2 * self.bits) // s[0])

    def power(self, s: Span, exponent: Fraction) -> Span:
        """s ** (a/b): a square root by isqrt, other roots by exp((a/b) log s); even powers of spans around 0 start at 0."""
        a, b = exponent.numerator, exponent.denominator
        if a < 0:
            return self.inverse(self.power(s, -exponent))
        if b > 2:
            return self._root(s[0], a, b)[0], self._root(s[1], a, b)[1]
        if b == 2:  # isqrt raises ValueError below 0
            square = s[1] << self.bits
            s = isqrt(s[0] << self.bits), isqrt(square) + (isqrt(square) ** 2 < square)
        if a % 2 == 0:
            s = absolute(s)
        low = self._raise(s[0], a, down) if s[0] >= 0 else -self._raise(-s[0], a, up)
        return low, self._raise(s[1], a, up) if s[1] >= 0 else -self._raise(-s[1], a, down)

    def _root(self, x: int, a: int, b: int) -> Span:
        if x == 0:
            return 0, 0
        low, high = log_at(x, self.bits)
        return exp_at(a * low // b, self.bits)[0], exp_at(-(-a * high // b), self.bits)[1]

    def _raise(self, x: int, count: int, rounded: Callable[[int, int], int]) -> int:
        result = self.one  # x ** count for x >= 0, every product rounded the same way
        for bit in bin(count)[2:]:
            result = rounded(result * result * (x if bit == "1" else self.one), 2 * self.bits)
            if result.bit_length() > self.bits + LARGEST:
                raise ValueError("a very large power")
        return result

    def rising(self, function: Callable[[int, int], Span], s: Span) -> Span:
        """A function that increases."""
        return function(s[0], self.bits)[0], function(s[1], self.bits)[1]

    def wave(self, s: Span, quarter: int) -> Span:
        """sin(s + quarter pi/2), extreme at the ends or at odd multiples of pi/2; `met`: the multiples that may be met, mod 4."""
        pi = pi_span(self.bits - 1)  # the integers of pi/2 at bits places
        first, last = min(-(-s[0] // end) for end in pi), max(s[1] // end for end in pi)
        met = {(k + quarter) % 4 for k in range(first, min(last, first + 3) + 1)}
        low, high = hull(*(sin_at(x, self.bits, quarter) for x in s))
        return -self.one if 3 in met else low, self.one if 1 in met else high

    def tangent(self, s: Span) -> Span:
        """tan, which rises where cos has no zero; `inverse` raises ValueError where it may have one."""
        self.inverse(self.wave(s, 1))
        low, high = (self.times(self.wave((x, x), 0), self.inverse(self.wave((x, x), 1))) for x in s)
        return low[0], high[1]

# ---- Targets ---------------------------------------------------------------------------------------------------------

Box = tuple[Span, ...]
Step = tuple[str, int, int, Fraction]  # operation, operands (slots), e
UNIT, TWO, HALVED = Fraction(1), Fraction(2), Fraction(1, 2)
NONE: Final = (0, 0)

# w = operation(u, v), u = v if there is one argument; e is a number, an exponent, or for sin a number of quarters.
VALUES: Final[dict[str, Callable[[Fixed, Span, Span, Fraction], Span]]] = {
    "number": lambda fx, u, v, e: fx.of(e),
    "add": lambda fx, u, v, e: plus(u, v),
    "mul": lambda fx, u, v, e: fx.times(u, v),
    "pow": lambda fx, u, v, e: fx.power(u, e),
    "abs": lambda fx, u, v, e: absolute(u),
    "max": lambda fx, u, v, e: (max(u[0], v[0]), max(u[1], v[1])),
    "min": lambda fx, u, v, e: (min(u[0], v[0]), min(u[1], v[1])),
    "exp": lambda fx, u, v, e: fx.rising(exp_at, u),
    "log": lambda fx, u, v, e: fx.rising(log_at, u),
    "atan": lambda fx, u, v, e: fx.rising(atan_at, u),
    "tanh": lambda fx, u, v, e: fx.rising(tanh_at, u),
    "tan": lambda fx, u, v, e: fx.tangent(u),
    "sin": lambda fx, u, v, e: fx.wave(u, e.numerator),
}
# An enclosure of dw/dx, given s and t for du/dx and dv/dx; where abs, max and min may have a kink, of both sides.
SLOPES: Final[dict[str, Callable[[Fixed, Span, Span, Span, Fraction, Span, Span], Span]]] = {
    "number": lambda fx, u, v, w, e, s, t: NONE,
    "add": lambda fx, u, v, w, e, s, t: plus(s, t),
    "mul": lambda fx, u, v, w, e, s, t: plus(fx.times(s, v), fx.times(u, t)),
    "pow": lambda fx, u, v, w, e, s, t: fx.times(fx.times(fx.of(e), fx.power(u, e - 1)), s) if e else NONE,
    "abs": lambda fx, u, v, w, e, s, t: s if u[0] >= 0 else negative(s) if u[1] <= 0 else hull(s, negative(s)),
    "max": lambda fx, u, v, w, e, s, t: s if u[0] >= v[1] else t if v[0] >= u[1] else hull(s, t),
    "min": lambda fx, u, v, w, e, s, t: s if u[1] <= v[0] else t if v[1] <= u[0] else hull(s, t),
    "exp": lambda fx, u, v, w, e, s, t: fx.times(s, w),
    "log": lambda fx, u, v, w, e, s, t: fx.times(s, fx.inverse(u)),
    "atan": lambda fx, u, v, w, e, s, t: fx.times(s, fx.inverse(plus(fx.unit, fx.power(u, TWO)))),
    "tanh": lambda fx, u, v, w, e, s, t: fx.times(s, plus(fx.unit, negative(fx.power(w, TWO)))),
    "tan": lambda fx, u, v, w, e, s, t: fx.times(s, plus(fx.unit, fx.power(w, TWO))),
    "sin": lambda fx, u, v, w, e, s, t: fx.times(s, fx.wave(u, e.numerator + 1)),
}

class Formula:
    """A target given by a formula: a list of steps, each reading earlier slots; slots 0..d-1 are the variables."""

    exact = False  # the range over a box is better enclosed with the gradient

    def __init__(self, dimension: int) -> None:
        self.dimension, self.result, self.cost = dimension, 0, 100  # the slot of the result, the work of one evaluation
        self.steps: list[Step] = [("x", i, i, NOTHING) for i in range(dimension)]
        self.slots: dict[Step, int] = {}
        self.last: tuple[Box, int, list[Span]] = ((), 0, [])

    def emit(self, operation: str, a: int = 0, b: int | None = None, e: Fraction = NOTHING) -> int:
        """The slot of a step; equal steps share one; u * u is u ** 2."""
        step = ("pow", a, a, TWO) if operation == "mul" and a == b else (operation, a, a if b is None else b, e)
        if step not in self.slots:
            self.slots[step] = len(self.steps)
            self.steps.append(step)
            self.cost += 100
        return self.slots[step]

    def number(self, value: Fraction | int) -> int:
        """The slot of a number."""
        return self.emit("number", e=Fraction(value))

    def values(self, box: Box, fx: Fixed) -> list[Span]:
        """Enclosures of all slots on a box; those of the last box are kept."""
        if self.last[:2] != (box, fx.bits):
            found = list(box)
            for operation, a, b, e in self.steps[self.dimension :]:
                found.append(VALUES[operation](fx, found[a], found[b], e))
                if max(-found[-1][0], found[-1][1]).bit_length() > fx.bits + 2 * LARGEST:
                    raise ValueError("a very large number")
            self.last = (box, fx.bits, found)
        return self.last[2]

    def value(self, box: Box, fx: Fixed) -> Span:
        """The range on a box by natural extension."""
        return self.values(box, fx)[self.result]

    def gradient(self, box: Box, fx: Fixed) -> list[Span]:
        """An enclosure of the Clarke gradient on a box, axis by axis."""
        values, gradient = self.values(box, fx), []
        for axis in range(self.dimension):
            found = [fx.unit if i == axis else NONE for i in range(self.dimension)]
            for slot, (operation, a, b, e) in enumerate(self.steps[self.dimension :], start=self.dimension):
                s, t = found[a], found[b]
                found.append(s if s == NONE == t else SLOPES[operation](fx, values[a], values[b], values[slot], e, s, t))
            gradient.append(found[self.result])
        return gradient

class Reader:
    """Reads a formula in the grammar of Python, of which only the syntax tree is used: nothing is executed.

    Numbers, pi, e, x1, x2, ..., + - * / **, functions, parentheses. Exponents are rational numbers; a quotient of numbers is one.
    """

    def __init__(self, source: str, dimension: int) -> None:
        self.source, self.formula = source, Formula(dimension)
        self.names = [f"x{i + 1}" for i in range(dimension)]
        expect(len(source) <= 100_000, "target.text", "at most 100000 characters")
        expect(not set(source) - set(" .,()*/+-" + digits + ascii_letters), "target.text", "letters, digits and .,()*/+- only")
        self.formula.result = self.slot(ast.parse(source, mode="eval").body)

    def rational(self, slot: int) -> Fraction | None:
        """The value of a slot that holds a number."""
        operation, _, _, value = self.formula.steps[slot]
        return value if operation == "number" else None

    def minus(self, slot: int) -> int:
        """The negative."""
        value = self.rational(slot)
        return self.formula.emit("mul", self.formula.number(-1), slot) if value is None else self.formula.number(-value)

    def slot(self, node: ast.expr) -> int:
        """The slot of a part of the tree."""
        f, text = self.formula, self.source[node.col_offset : node.end_col_offset]
        match node:
            case ast.Constant() if re.fullmatch(r"[0-9.]+([eE][+-]?[0-9]{1,3})?", text):
                return f.number(Fraction(text))
            case ast.Name("pi"):
                return f.emit("mul", f.number(4), f.emit("atan", f.number(1)))
            case ast.Name("e"):
                return f.emit("exp", f.number(1))
            case ast.UnaryOp(ast.USub(), operand):
                return self.minus(self.slot(operand))
            case ast.BinOp(left, operator, right):
                a, b = self.slot(left), self.slot(right)
                top, bottom = self.rational(a), self.rational(b)
                match operator:
                    case ast.Add():
                        return f.emit("add", a, b)
                    case ast.Sub():
                        return f.emit("add", a, self.minus(b))
                    case ast.Mult():
                        return f.emit("mul", a, b)
                    case ast.Div():
                        if top is not None and bottom:
                            return f.number(top / bottom)
                        return f.emit("mul", a, f.emit("pow", b, e=-UNIT))
                    case ast.Pow() if bottom is not None:
                        return f.emit("pow", a, e=bottom)
            case ast.Call(ast.Name("abs" | "exp" | "log" | "sin" | "tan" | "atan" | "tanh" as name), [u], []):
                return f.emit(name, self.slot(u))
            case ast.Call(ast.Name("cos"), [u], []):
                return f.emit("sin", self.slot(u), e=UNIT)
            case ast.Call(ast.Name("sqrt"), [u], []):
                return f.emit("pow", self.slot(u), e=HALVED)
            case ast.Call(ast.Name("max" | "min" as name), [_, _, *_] as arguments, []):
                return reduce(lambda u, v: f.emit(name, u, v), map(self.slot, arguments))
        return self.names.index(text)  # or ValueError: nothing of the grammar

def cusp(centre: Sequence[Fraction], alpha: Fraction, scale: Fraction) -> Formula:
    """scale * (sum (x_i - c_i)^2)^(alpha/2)."""
    f = Formula(len(centre))
    total = f.number(0)
    for i, c in enumerate(centre):
        total = f.emit("add", total, f.emit("pow", f.emit("add", i, f.number(-c)), e=TWO))
    f.result = f.emit("mul", f.number(scale), f.emit("pow", total, e=alpha / 2))
    return f

class Table:
    """Multilinear between given values at the points of a grid, last axis fastest; for d = 1 the places are free.

    On a part of a box inside one grid cell f is multilinear: extreme at corners, and so is df/dx_i, which does not depend on x_i.
    A segment in the box consists of pieces in such parts, so the hull of the gradients of the parts serves in mean values.
    """

    exact = True

    def __init__(self, places: Sequence[Sequence[Fraction]], values: Sequence[Fraction]) -> None:
        self.places, self.values, self.dimension = places, values, len(places)
        self.cost = 100 * 4**self.dimension
        expect(len(values) <= 100_000, "target.values", "at most 100000 values")

    def at(self, point: Sequence[Fraction], cell: Sequence[int]) -> Fraction:
        """The multilinear form of a grid cell at a point."""
        terms = [(0, Fraction(1))]  # (place of a value, weight)
        for x, k, axis in zip(point, cell, self.places, strict=True):
            t = (x - axis[k]) / (axis[k + 1] - axis[k])
            terms = [(i * len(axis) + k + side, w * v) for i, w in terms for side, v in ((0, 1 - t), (1, t)) if v]
        return sum((self.values[i] * w for i, w in terms), NOTHING)

    def corners(self, box: Box, fx: Fixed) -> Iterator[tuple[tuple[int, ...], tuple[Fraction, ...]]]:
        """The grid cells that the box meets (their interior, unless the box is thin there), each with the corners of its part."""
        sides: list[list[tuple[int, set[Fraction]]]] = []
        for (low, high), axis in zip(box, self.places, strict=True):
            a, b = max(Fraction(low, fx.one), axis[0]), min(Fraction(high, fx.one), axis[-1])
            first = min(bisect_right(axis, a) - 1, len(axis) - 2)
            last = max(first, bisect_left(axis, b) - 1)
            sides.append([(k, {max(a, axis[k]), min(b, axis[k + 1])}) for k in range(first, last + 1)])
        for part in product(*sides):
            for corner in product(*(ends for _, ends in part)):
                yield tuple(k for k, _ in part), corner

    def value(self, box: Box, fx: Fixed) -> Span:
        """The exact range, rounded outward."""
        seen = [self.at(corner, cell) for cell, corner in self.corners(box, fx)]
        return floor(min(seen) * fx.one), ceil(max(seen) * fx.one)

    def slopes(self, cell: Sequence[int], corner: Sequence[Fraction]) -> list[Fraction]:
        """The gradient of the multilinear form of a cell at a corner."""
        found = []
        for axis, (k, places) in enumerate(zip(cell, self.places, strict=True)):
            least, most = (self.at([*corner[:axis], x, *corner[axis + 1 :]], cell) for x in (places[k], places[k + 1]))
            found.append((most - least) / (places[k + 1] - places[k]))
        return found

    def gradient(self, box: Box, fx: Fixed) -> list[Span]:
        """The hull of the gradients of the parts."""
        seen = zip(*(self.slopes(cell, corner) for cell, corner in self.corners(box, fx)), strict=True)
        return [(floor(min(axis) * fx.one), ceil(max(axis) * fx.one)) for axis in seen]

    def steepest(self) -> Fraction:
        """The greatest |grad f|^2: convex in every coordinate of a cell, so it is at a corner."""
        cube = ((0, 1),) * self.dimension
        return max(sum((slope**2 for slope in self.slopes(*one)), NOTHING) for one in self.corners(cube, Fixed(0)))

Target = Formula | Table

# ---- The certificate -------------------------------------------------------------------------------------------------

LAYOUTS: Final = {"2.1": ("printed",), "2.2": ("literal", "shared"), "2.3": ("compact", "direct")}
HOW: Final = {
    "gradient": "proved by enclosing the gradient",
    "exact slopes": "proved from exact slopes",
    "definition": "by definition",
    "declared": "declared, not proved",
}

def statement(c: dict[str, Any]) -> str:
    """The sentence that a certificate claims, composed from its data (texts of numbers as they stand)."""
    claim, bound, f = c["claim"], c["bound"], c["target"]
    what = "sup |Phi - f| over [0,1]^d" if c["p"] is None else f"the L^p norm of Phi - f over [0,1]^d, p = {c['p']},"
    match f["kind"]:
        case "expression":
            name = f["text"]
        case "piecewise linear":
            name = f"the piecewise linear function {json.dumps(f['title'])} of {len(f['places']) - 1} pieces"
        case "table":
            name = f"the table {json.dumps(f['title'])} of size {' x '.join(map(str, f['shape']))}"
        case _:
            name = f"{f['scale']} * |x - ({', '.join(f['centre'])})|^{f['alpha']}"
    hypothesis = "" if bound is None else f"; omega_f(r) <= {bound['lambda']} r^({bound['alpha']}) ({HOW[bound['how']]})"
    return (
        f"{claim['lower']} <= {what} <= {claim['upper']} for f = {name}, where Phi is the network of Theorem {c['theorem']} "
        f"({c['layout']}) with d = {c['d']}, n = {c['n']}, delta = {c['delta']}, s = {c['intrinsic']['s']}, "
        f"b = {c['intrinsic']['b']} and the numbers below{hypothesis}"
    )

def read_target(f: Any, d: int) -> Target:
    """The target of a certificate."""
    match f["kind"]:
        case "expression":
            record(f, "target", "kind", "text", "dimension", "declared")
            integer(f["dimension"], "target.dimension", d, d)
            return Reader(f["text"], d).formula
        case "hoelder":
            record(f, "target", "kind", "centre", "alpha", "scale")
            alpha, scale = number(f["alpha"], "target.alpha"), number(f["scale"], "target.scale")
            return cusp(numbers(f["centre"], "target.centre", d), alpha, scale)
        case "table":
            record(f, "target", "kind", "shape", "values", "title", "notes")
            shape = [integer(one, "target.shape", 2, STEPS) for one in items(f["shape"], "target.shape", d)]
            values = numbers(f["values"], "target.values", prod(shape))
            return Table([[Fraction(k, size - 1) for k in range(size)] for size in shape], values)
        case _:  # of other kinds there is no statement; in another dimension, nothing is enclosed
            record(f, "target", "kind", "places", "values", "title", "notes")
            axis = numbers(f["places"], "target.places")
            increasing = all(a < b for a, b in pairwise(axis))
            expect(axis[0] == 0 and axis[-1] == 1 and increasing, "target.places", "places that increase from 0 to 1")
            return Table([axis], numbers(f["values"], "target.values", len(axis)))

class Certificate:
    """The data of a certificate, read and in range; and the work that is still allowed."""

    def __init__(self, data: Any) -> None:
        self.steps = STEPS
        keys = "format version statement theorem layout d n delta p target intrinsic cells claim witness parts bound"
        self.data = c = record(data, "$", *keys.split(), "phi_sha256", "provenance")
        integer(c["version"], "version", 1, 1)
        expect(c["format"] == "error-certificate", "format", "error-certificate")
        self.theorem, self.layout = c["theorem"], c["layout"]
        expect(self.layout in LAYOUTS[self.theorem], "layout", f"one of {LAYOUTS[self.theorem]}")
        self.d, self.n = d, n = integer(c["d"], "d", 1, 64), integer(c["n"], "n", 1, 64)
        self.K, self.J = 1 << n, 1 << (d * n)
        self.cells = [integer(q, "cells", 0, self.K - 1) for q in items(c["cells"], "cells", self.J)]  # hence J is not large
        self.delta = number(c["delta"], "delta")
        self.delta_places = -of_fraction(self.delta, "delta")[1]
        expect(self.delta.numerator == 1 and 3 * self.K * self.delta <= 1, "delta", "a power of two, 0 < delta <= 1/(3K)")
        expect((c["p"] is None) == (self.theorem != "2.1"), "p", "a number for Theorem 2.1, null for the others")
        self.p = None if c["p"] is None else number(c["p"], "p")
        if self.p is not None:
            a, b = self.p.numerator, self.p.denominator
            expect(self.p >= 1 and a <= 64, "p", "p >= 1 with numerator at most 64")
            fits = d**b << (a * (n + 1) + b * n) <= 1 << (b * self.delta_places)  # (d K delta 2^p)^b <= 2^(-a n)
            expect(fits, "delta", "d K delta 2^p <= 2^(-pn) for Theorem 2.1")
        self.target = read_target(c["target"], d)
        self.read_numbers(c["intrinsic"])
        claim = record(c["claim"], "claim", "norm", "lower", "upper")
        expect(claim["norm"] == ("sup" if self.p is None else c["p"]), "claim.norm", "p for Theorem 2.1, sup for the others")
        self.lower, self.upper = number(claim["lower"], "claim.lower"), number(claim["upper"], "claim.upper")
        expect(min(self.lower, self.upper) >= 0, "claim", "numbers that are not negative")

    def spend(self, steps: int, path: str) -> None:
        """Work that is about to be done."""
        self.steps -= steps
        expect(self.steps >= 0, path, f"less than {STEPS} steps of work")

    def read_numbers(self, own: Any) -> None:
        """s, b and a or v; and the factors a_l, or v, that the reader multiplies by powers of 4."""
        n, m, key = self.n, 2 * self.J, "v" if self.theorem == "2.3" else "a"
        record(own, "intrinsic", "s", "b", key)
        self.s, self.b = number(own["s"], "intrinsic.s"), number(own["b"], "intrinsic.b")
        self.places = max(n - of_fraction(self.s, "intrinsic.s")[1], -of_fraction(self.b, "intrinsic.b")[1])
        expect(self.s >= 0, "intrinsic.s", "s >= 0")
        if key == "v":
            v = code_number(own["v"], "intrinsic.v", 1 << m * n)
            self.numbers: dict[str, Dyadic] = {"$v": dyadic(v, -m * n)}
            blocks = [Fraction(v >> m * (n - 1 - place) & (1 << m) - 1, 1 << m) for place in range(n)]
            self.factors = blocks if self.layout == "compact" else [Fraction(v, 1 << m * n)] * n
        else:
            a = [code_number(one, "intrinsic.a", (1 << m) // 3 + 1) for one in items(own["a"], "intrinsic.a", n)]
            self.numbers = {f"$a{place}": dyadic(one, -m) for place, one in enumerate(a, start=1)}
            self.factors = [Fraction(one, 1 << m) for one in a]

    def working_places(self, power: int) -> int:
        """Binary places for enclosures: the ends of cells, s and b are exact, and `power` times the places of upper."""
        small = max(0, self.upper.denominator.bit_length() - self.upper.numerator.bit_length())
        return 64 + max(32, self.delta_places, self.n, self.places, power * small)

def about(value: Fraction) -> str:
    """A number for people, rounded."""
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.6g}"

# ---- Boxes -----------------------------------------------------------------------------------------------------------

class Search:
    """Enclosures of the target on boxes."""

    def __init__(self, c: Certificate, places: int, path: str) -> None:
        self.c, self.target, self.fixed, self.path, self.boxes = c, c.target, Fixed(places), path, 0

    def cover(self, box: Box, settled: Callable[[Box], Sequence[int] | None]) -> None:
        """Cut the box until all parts are settled; if a part is not, `settled` says how steep f is along the axes."""
        pending = [box]
        while pending:
            part = pending.pop()
            self.boxes += 1
            self.c.spend(self.target.cost * (1 + self.fixed.bits // 512) ** 3, self.path)
            try:
                steep = settled(part)
            except ValueError:  # no enclosure
                steep = [1] * len(part)
            if steep is not None:
                widths = [high - low for low, high in part]
                where = ", ".join(about(Fraction(low, self.fixed.one)) for low, _ in part)
                prove(max(widths) >= 2, self.path, f"not established near ({where})")
                axis = max(range(len(part)), key=lambda i: widths[i] * steep[i] if widths[i] > 1 else -1)
                low, high = part[axis]
                middle = low + high >> 1
                pending += [(*part[:axis], half, *part[axis + 1 :]) for half in ((low, middle), (middle, high))]

    def enclose(self, box: Box) -> tuple[Span, list[Span] | None]:
        """(range, gradient if there is one): the natural range, and f(m) + G (x - m), m near the middle."""
        low, high = self.target.value(box, self.fixed)
        try:
            gradient = self.target.gradient(box, self.fixed)
        except ValueError:
            return (low, high), None
        middle = tuple((a + b >> 1,) * 2 for a, b in box)
        linear = (low, high) if self.target.exact else self.target.value(middle, self.fixed)
        for slope, side, m in zip(gradient, box, middle, strict=True):
            linear = plus(linear, self.fixed.times(slope, (side[0] - m[0], side[1] - m[0])))
        return (max(low, linear[0]), min(high, linear[1])), gradient

    def range(self, box: Box) -> tuple[Span, list[Span] | None]:
        """An enclosure of f on a box, cut where it has none, and the gradient if it was not cut."""
        found: list[tuple[Span, list[Span] | None]] = []
        self.cover(box, lambda part: found.append(self.enclose(part)))
        return reduce(hull, (span for span, _ in found)), found[0][1] if len(found) == 1 else None

# ---- The claims ------------------------------------------------------------------------------------------------------

Say = Callable[[str], None]

def check(data: Any, quick: int | None = None, seed: int = 0, say: Say = print) -> str:
    """Check the data of a certificate; the last words on success. Raises Malformed or Rejected."""
    c = Certificate(data)
    wanted = statement(c.data)
    prove(c.data["statement"] == wanted, "statement", f"the data say: {wanted[:300]}")
    if c.data["bound"] is not None:
        check_bound(c, c.data["bound"], say)
    c.spend(500 * c.n * c.J * 3**c.d, "n")
    layers = network(c.theorem, c.layout, c.d, c.n, of_fraction(c.delta))
    chosen = range(c.J) if quick is None else sorted(random.Random(seed).sample(range(c.J), min(quick, c.J)))
    maps = {id(rows): rows for layer in layers for rows, _ in layer.blocks}.values()
    own = sum(1 + len(entries) for rows in maps for _, entries in rows)
    tents, unpacked = 2 * c.J * (c.n if c.layout == "direct" else 1), 2 * c.J * c.n * (c.layout == "compact")  # layers, and bits
    long = (c.n * tents**2 + unpacked**2) // 8000
    c.spend(len(chosen) * (sum(len(layer.blocks) for layer in layers) + 2 * own + long), "n")
    prove(identity(layers) == c.data["phi_sha256"], "phi_sha256", "not the network of this theorem, layout, d, n, delta")
    say(f"network    {len(layers)} affine maps, {own} numbers in their distinct blocks: rebuilt, SHA-256 agrees")
    check_cells(c, layers, chosen, say)
    if c.p is None:
        check_witness(c, c.data["witness"], layers, say)
        check_sup(c, say)
    else:
        check_integral(c, c.p, say)
    if len(chosen) < c.J:
        return f"ONLY IN PART: {len(chosen)} of {c.J} cells were read (seed {seed}), the others were believed. {wanted}"
    return wanted

def check_cells(c: Certificate, layers: Sequence[Layer], chosen: Sequence[int], say: Say) -> None:
    """All layers but the last (s psi + b) in integers at x_beta + delta (1, ..., 1): psi = q 2^-n."""
    for start in range(0, len(chosen), 256):
        batch = chosen[start : start + 256]
        corners = [[cell >> (c.n * i) & c.K - 1 for i in range(c.d)] for cell in batch]
        points = [tuple(of_fraction(Fraction(k, c.K) + c.delta) for k in corner) for corner in corners]
        for cell, psi in zip(batch, run(layers[:-1], points, c.numbers), strict=True):
            reason = f"the layers read {hex(psi[0])[:40]} * 2^{psi[1]}, not {c.cells[cell]} * 2^-{c.n}"
            prove(psi == dyadic(c.cells[cell], -c.n), f"cells[{cell}]", reason)
    say(f"cells      {len(chosen)} of {c.J} read by the literal layers in integers")

def check_witness(c: Certificate, witness: Any, layers: Sequence[Layer], say: Say) -> None:
    """|Phi - f| >= lower at the witness."""
    record(witness, "witness", "x", "network")
    x = numbers(witness["x"], "witness.x", c.d)
    point = tuple(of_fraction(one, "witness.x") for one in x)
    expect(min(x) >= 0 and max(x) <= 1, "witness.x", "a point of the cube")
    mantissa, exponent = run(layers[:-1], [point], c.numbers)[0]
    value = c.s * mantissa * Fraction(2) ** exponent + c.b
    prove(witness["network"] == str(value), "witness.network", "not the value of the network at the witness")
    search = Search(c, 64 + max(128, *(one.denominator.bit_length() for one in (c.lower, value, *x))), "claim.lower")
    fixed = search.fixed
    (low, high), _ = search.range(tuple(map(fixed.of, x)))
    least = max(Fraction(low, fixed.one) - value, value - Fraction(high, fixed.one))
    prove(least >= c.lower, "claim.lower", f"|Phi - f| at the witness is only known to be at least {about(least)}")
    say(f"lower      exact value at the witness, f enclosed with {fixed.bits} binary places: |Phi - f| >= {about(c.lower)}")

def clamped_teeth(low: Fraction, high: Fraction) -> list[Fraction]:
    """The range of clamp(T(t)) for low <= t <= high."""
    first, last = ceil(low), floor(high)
    ends = sorted(min(t % 2, 2 - t % 2) for t in (low, high))
    if first == last:
        ends[first % 2] = Fraction(first % 2)
    return [min(max(3 * z - 1, NOTHING), Fraction(1)) for z in (ends if last <= first else (NOTHING, Fraction(1)))]

def code_range(c: Certificate, place: int, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The range of what bit reads as digit `place` for low <= rho <= high: a h(rho), or a sum of hats."""
    a, cells, base = c.factors[place], c.J, Fraction(4)
    if c.layout == "literal":
        first, last = (a * base ** (j := min(floor(y), cells - 1)) * (1 + 3 * (y - j)) for y in (low, high))
        return first, last
    offset, steep = (place * cells, base ** (cells * c.n)) if c.layout == "direct" else (0, base**cells)

    def hat(j: int, y: Fraction) -> Fraction:
        """sigma(4^(o+j) a - 4^c |y - j|), c = J + max o."""
        return max(a * base ** (offset + j) - steep * abs(y - j), NOTHING) if 1 <= j <= cells and abs(y - j) < 1 else NOTHING

    below, above = floor(low), floor(high)
    ends = [hat(floor(y), y) + hat(floor(y) + 1, y) for y in (low, high)]
    if ceil(low) <= above:
        return (ends[0] if low == high else NOTHING), max(hat(above, Fraction(above)), *ends)
    return hat(below, high) + hat(below + 1, low), max(ends)

def psi_range(c: Certificate, box: Sequence[tuple[Fraction, Fraction]]) -> Sequence[Fraction]:
    """Fact 3: least and greatest 2^n psi that is possible on a box."""

    def step(t: Fraction) -> Fraction:
        """g(t)."""
        k = min(max(floor(t * c.K), 0), c.K - 1)
        return Fraction(k) if k == c.K - 1 else k + max(t - Fraction(k + 1, c.K) + c.delta, NOTHING) / c.delta

    found: list[Sequence[Fraction]] = []
    for shift in product((-1, 0, 1), repeat=c.d):
        steps = [[step(t + s * c.delta) * c.K**i for t in side] for i, (s, side) in enumerate(zip(shift[::-1], box, strict=True))]
        low, high = (1 + sum(ends) for ends in zip(*steps, strict=True))
        bits = [[bit * c.K / (2 << place) for bit in clamped_teeth(*code_range(c, place, low, high))] for place in range(c.n)]
        found.append([sum(ends, NOTHING) for ends in zip(*bits, strict=True)])
    while len(found) > 1:
        found = [[sorted(three)[1] for three in zip(*found[i : i + 3], strict=True)] for i in range(0, len(found), 3)]
    return found[0]

def axis_regions(c: Certificate) -> list[tuple[Fraction, Fraction, tuple[int, ...]]]:
    """Cells and closed gaps of one axis, with the numbers B(t) of Fact 2."""
    cells = [(Fraction(k, c.K), Fraction(k + 1, c.K) - (c.delta if k < c.K - 1 else 0), (k,)) for k in range(c.K)]
    return cells + [(Fraction(k, c.K) - c.delta, Fraction(k, c.K), (k - 1, k)) for k in range(1, c.K)]

def check_sup(c: Certificate, say: Say) -> None:
    """|Phi - f| <= upper on all regions; in gaps, where Fact 2 does not give it, by Fact 3."""
    search = Search(c, c.working_places(1), "claim.upper")
    one = search.fixed.one

    def limits(low: Fraction | int, high: Fraction | int) -> Span:
        """What f may be where 2^n psi is in [low, high]."""
        return ceil((c.s * high / c.K + c.b - c.upper) * one), floor((c.s * low / c.K + c.b + c.upper) * one)

    def settled(part: Box) -> Sequence[int] | None:
        low, high = c.target.value(part, search.fixed)
        if known[0] <= low and high <= known[1]:
            return None
        (low, high), gradient = search.enclose(part)
        box = [(Fraction(a, one), Fraction(b, one)) for a, b in part]
        own = known if len(seen) == 1 else hull(known, limits(*psi_range(c, box)))
        if own[0] <= low and high <= own[1]:
            return None
        return [1] * c.d if gradient is None else [absolute(slope)[1] for slope in gradient]

    axis = [(search.fixed.of(a)[0], search.fixed.of(b)[1], ks) for a, b, ks in axis_regions(c)]
    for region in product(axis, repeat=c.d):
        seen = [c.cells[sum(k << c.n * i for i, k in enumerate(beta))] for beta in product(*(ks for *_, ks in region))]
        known = limits(min(seen), max(seen))
        search.cover(tuple((a, b) for a, b, _ in region), settled)
    say(f"upper      {len(axis) ** c.d} cells and gaps, {search.boxes} boxes, {search.fixed.bits} places")

def check_integral(c: Certificate, p: Fraction, say: Say) -> None:
    """lower^p <= integral over the cells, integral over cells and gaps <= upper^p; psi is in [0, 1] on gaps."""
    parts = integer(c.data["parts"], "parts", 1, STEPS)
    c.spend(200 * c.J * parts**c.d, "parts")
    search = Search(c, c.working_places(ceil(p)), "claim.upper")
    fixed = search.fixed
    cells, strips = axis_regions(c)[: c.K], []  # of every cell: low, high, middle, half-width
    for a, b, _ in cells:
        half = (b - a) / parts / 2
        strips.append([(fixed.of(a + 2 * j * half)[0], fixed.of(a + (2 * j + 2) * half)[1], fixed.of(a + (2 * j + 1) * half),
                        fixed.of(half)) for j in range(parts)])  # fmt: skip
    at_least, at_most = NOTHING, NOTHING
    for cell, q in enumerate(c.cells):
        own = [cell >> (c.n * i) & c.K - 1 for i in range(c.d)]
        value = fixed.of(c.s * q / c.K + c.b)[0]  # exact: there are more places than those of s and b
        means = [mean_power(search, strip, value, p) for strip in product(*(strips[k] for k in own))]
        volume = prod(((cells[k][1] - cells[k][0]) / parts for k in own), start=Fraction(1, fixed.one))
        at_least, at_most = at_least + volume * sum(low for low, _ in means), at_most + volume * sum(high for _, high in means)
    edges = [(fixed.of(Fraction(k, c.K))[0], fixed.of(Fraction(k + 1, c.K))[1]) for k in range(c.K)]
    low, high = reduce(hull, (search.range(box)[0] for box in product(edges, repeat=c.d)))
    worst = max(fixed.of(c.b + c.s)[1] - low, high - fixed.of(c.b)[0])
    gaps = (1 - (1 - (c.K - 1) * c.delta) ** c.d) * Fraction(fixed.power((worst, worst), p)[1], fixed.one)
    at_most += gaps
    known = f"the integral of |Phi - f|^p is only known to be in [{about(at_least)}, {about(at_most)}]"
    prove(c.lower**p.numerator <= at_least**p.denominator, "claim.lower", known)
    prove(c.upper**p.numerator >= at_most**p.denominator, "claim.upper", known)
    say(f"integral   int |Phi - f|^p in [{about(at_least)}, {about(at_most)}], of it {about(gaps)} for gaps; {fixed.bits} places")

def mean_power(search: Search, strip: Sequence[tuple[int, int, Span, Span]], value: int, p: Fraction) -> Span:
    """Bounds for the average of |e|^p over a box, e = value - f.

    Let w be the half-widths, m the middle, and G within R of G0 enclose the gradient of f: |e(x) - e(m) + G0 (x - m)| <= rho =
    sum R_i w_i. So the average is at most that over the corners v of (|e(m) - G0 (v - m)| + rho)^p, by convexity; and the mean
    of e is within rho/2 of e(m), hence by Jensen's inequality the average is at least (|e(m)| - rho/2)^p.
    """
    fixed = search.fixed
    f, gradient = search.range(tuple((low, high) for low, high, _, _ in strip))
    low, high = absolute(plus((value, value), negative(f)))
    mean = fixed.power((low, low), p)[0], fixed.power((high, high), p)[1]
    if gradient is None:
        return mean
    centre = plus((value, value), negative(search.target.value(tuple(middle for *_, middle, _ in strip), fixed)))
    rho, corners = 0, [centre]
    for (least, most), (*_, half) in zip(gradient, strip, strict=True):
        middle = least + most >> 1
        rho += up(max(most - middle, middle - least) * half[1], fixed.bits)
        term = fixed.times((middle, middle), half)
        corners = [plus(corner, side) for corner in corners for side in (term, negative(term))]
    tops = [absolute(corner)[1] + rho for corner in corners]
    total = sum(fixed.power((top, top), p)[1] for top in tops)
    bottom = max(0, absolute(centre)[0] - up(rho, 1))
    return max(mean[0], fixed.power((bottom, bottom), p)[0]), min(mean[1], up(total, len(strip)))

def check_bound(c: Certificate, bound: Any, say: Say) -> None:
    """The modulus of continuity, and that upper is at most omega + s / K, or omega + 2 s / K for Theorem 2.1."""
    record(bound, "bound", "alpha", "lambda", "how", "omega", "printed", "repaired")
    f, how, words = c.data["target"], bound["how"], "declared, NOT CHECKED"
    alpha, constant, omega, printed = (number(bound[key], f"bound.{key}") for key in ("alpha", "lambda", "omega", "printed"))
    expect(0 < alpha <= 1 and alpha.denominator <= 100, "bound.alpha", "alpha in (0, 1], denominator at most 100")
    expect(min(constant, omega) >= 0, "bound", "lambda >= 0 and omega >= 0")
    wanted = None if c.p is not None else str(omega + c.s / c.K)
    prove(printed == omega + 2 * c.s / c.K, "bound.printed", "not omega + 2 s / K")
    prove(bound["repaired"] == wanted, "bound.repaired", "not omega + s / K, and null for Theorem 2.1")
    best = printed if wanted is None else omega + c.s / c.K
    prove(c.upper <= best, "bound.printed" if wanted is None else "bound.repaired", "upper exceeds the bound")
    if how == "declared":
        prove(f.get("declared") == [bound["alpha"], bound["lambda"]], "bound.how", "not what the target declares")
    elif how == "definition":
        own = [f.get("alpha"), f.get("scale", "").removeprefix("-")]
        prove(own == [bound["alpha"], bound["lambda"]], "bound.how", "not alpha and |scale| of a target of kind hoelder")
        words = "by definition, t^alpha being subadditive"
    else:
        prove(alpha == 1, "bound.alpha", f"{how} proves alpha = 1 only")
        prove(isinstance(c.target, Table) == (how == "exact slopes"), "bound.how", "slopes for tables, gradients for formulas")
        words = f"{how} checked"
        check_slopes(c, constant)
    a, b = alpha.numerator, alpha.denominator
    enough = omega ** (2 * b) * c.K ** (2 * a) >= constant ** (2 * b) * c.d**a
    prove(enough, "bound.omega", "below lambda (sqrt(d) / K)^alpha")
    say(f"bound      omega_f(r) <= {about(constant)} r^({alpha}): {words}; upper <= {about(best)}, from omega and s")

def check_slopes(c: Certificate, constant: Fraction) -> None:
    """|grad f|_2 <= lambda on the cube."""
    if isinstance(c.target, Table):
        c.spend(100 * len(c.target.values) * c.d << 2 * c.d, "bound.how")
        prove(constant**2 >= c.target.steepest(), "bound.lambda", "less than the steepest slope")
        return
    search = Search(c, c.working_places(1), "bound.lambda")
    most = floor(constant**2 * search.fixed.one**2)

    def settled(box: Box) -> Sequence[int] | None:
        steep = [absolute(slope)[1] for slope in c.target.gradient(box, search.fixed)]
        return None if sum(slope**2 for slope in steep) <= most else [1] * c.d

    search.cover(((0, search.fixed.one),) * c.d, settled)

def main(arguments: Sequence[str]) -> int:
    """Exit code 0 accepted, 1 rejected, 2 malformed or too costly, 4 accepted only in part (--quick)."""

    def say(line: str) -> None:
        print("".join(one if " " <= one <= "~" else ascii(one)[1:-1] for one in line), flush=True)

    options: dict[str, int] = {}
    rest = list(arguments)
    while len(rest) > 2 and rest[-2] in ("--quick", "--seed") and re.fullmatch("[0-9]{1,9}", rest[-1]):
        value, name = int(rest.pop()), rest.pop()
        options.setdefault(name, value)
    if len(rest) != 1 or rest[0].startswith("--") or options.get("--quick") == 0:
        say("usage: python -I checker.py CERTIFICATE.json [--quick N] [--seed S], N >= 1")
        say("MALFORMED $: the command line")
        return 2
    try:
        words = check(read(rest[0]), options.get("--quick"), options.get("--seed", 0), say)
        say(f"ACCEPTED {words}")
        return 4 if words.startswith("ONLY IN PART") else 0
    except Rejected as problem:
        say(f"REJECTED {problem}")
        return 1
    except Malformed as problem:
        say(f"MALFORMED {problem}")
        return 2
    except Exception as problem:  # data of a wrong type, or a limit of this program: nothing was established
        say(f"MALFORMED $: {type(problem).__name__}: {str(problem)[:80]}")
        return 2

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
