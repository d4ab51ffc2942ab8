"""Checks an error certificate: python -I checker.py CERTIFICATE.json [--quick N] [--seed S]. Standard library only.

A certificate claims  lower <= |Phi - f| <= upper  in the sup norm (Theorems 2.2, 2.3) or an L^p norm (Theorem 2.1) on
[0,1]^d, for a target f and Phi = s psi + b, the network of that theorem of Shen, Yang, Zhang (ICML 2022) with the
numbers a_1..a_n or v, s, b of the certificate. Nothing that it says is believed; what is checked:

  shape      exact keys, one spelling for each number, sizes within caps; the sentence `statement` says what the data say
  network    the layers are rebuilt here from (theorem, layout, d, n, delta); the SHA-256 of all but the numbers agrees
  cells      every layer applied to integers at one point of every cell beta: psi = q_beta 2^-n, Phi = s q_beta 2^-n + b
  lower      sup: exact value of the layers at the witness, enclosure of f there;   L^p: quadrature, from below
  upper      sup: enclosures of f on boxes that cover all cells and gaps;           L^p: quadrature plus the gaps
  bound      if stated: the modulus of f, and that upper is below the bound that the theorem gives

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

import hashlib
import json
import os
import random
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import gcd, isqrt, prod
from typing import Any, Final, NoReturn

LARGEST_FILE: Final = 1 << 24  # bytes
LONGEST_NUMBER: Final = 6000  # characters
MOST_PLACES: Final = 4096  # binary places of s, b, delta and the witness
MOST_PARAMETERS: Final = 6_000_000
MOST_STEPS: Final = 1_500_000_000  # look-ups while the cells are read
MOST_BOXES: Final = 400_000
MOST_QUADRATURE: Final = 200_000
MOST_WORK: Final = 60_000_000  # steps of the formula over all boxes
MOST_CORNERS: Final = 2_000_000  # of the cells of a table
DEEPEST: Final = 60  # bisections of one region, and nesting of a formula
MEMORY: Final = 1 << 31  # bits of remembered numbers

class Malformed(Exception):
    """Not a certificate, or one that would cost too much to check."""

class Rejected(Exception):
    """A certificate whose claim was not established."""

class Undefined(Exception):
    """No enclosure on this box."""

def malformed(path: str, reason: str) -> NoReturn:
    """It is not of our shape."""
    raise Malformed(f"{path}: {reason}")

def reject(path: str, reason: str) -> NoReturn:
    """It was not established."""
    raise Rejected(f"{path}: {reason}")

def expect(condition: bool, path: str, wish: str) -> None:
    """A condition on the shape."""
    if not condition:
        malformed(path, f"expected {wish}")

def prove(condition: bool, path: str, reason: str) -> None:
    """A condition on which the claim rests."""
    if not condition:
        reject(path, reason)

# ---- Reading -------------------------------------------------------------------------------------------------------

def read(path: str) -> Any:
    """Strict JSON: UTF-8, no duplicate keys, integers only."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        expect(len(dict(items)) == len(items), "$", "an object without duplicate keys")
        return dict(items)

    def refuse(literal: str) -> NoReturn:
        malformed("$", f"the number {literal[:20]}: exact numbers are integers or strings")

    try:
        if not os.path.isfile(path):
            malformed("$", "no such file")
        with open(path, "rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
        expect(len(content) <= LARGEST_FILE, "$", f"at most {LARGEST_FILE} bytes")
        return json.loads(content.decode("utf-8"), object_pairs_hook=pairs, parse_constant=refuse, parse_float=refuse,
                          parse_int=lambda literal: int(literal) if len(literal) <= 20 else refuse(literal))
    except (OSError, ValueError) as error:
        malformed("$", f"cannot be read as JSON ({type(error).__name__}: {str(error)[:80]})")
    except RecursionError:
        malformed("$", "nested too deeply")

def record(data: Any, path: str, *keys: str) -> Any:
    """An object with exactly these keys."""
    expect(isinstance(data, dict) and set(data) == set(keys), path, f"an object with exactly the keys {', '.join(keys)}")
    return data

def items(data: Any, path: str, most: int, least: int = 0) -> Any:
    """A list of bounded length."""
    expect(isinstance(data, list) and least <= len(data) <= most, path, f"a list of {least} to {most} items")
    return data

def text(data: Any, path: str, most: int = 4000) -> str:
    """A string of bounded length."""
    expect(isinstance(data, str) and len(data) <= most, path, f"a string of at most {most} characters")
    return str(data)

def integer(data: Any, path: str, low: int, high: int) -> int:
    """An integer in low..high."""
    expect(type(data) is int and low <= data <= high, path, f"an integer in {low}..{high}")
    return int(data)

def number(data: Any, path: str) -> Fraction:
    """A fraction in lowest terms: -?digits(/digits)?, in its only spelling."""
    found = re.fullmatch(r"(-?)(0|[1-9][0-9]*)(?:/([1-9][0-9]*))?", text(data, path, LONGEST_NUMBER))
    if found is None:
        malformed(path, 'expected a fraction like "-3/4"')
    top, bottom = (int(digits[:-4000] or "0") * 10**4000 + int(digits[-4000:]) for digits in (found[2], found[3] or "1"))
    expect(gcd(top, bottom) == 1 and found[3] != "1" and not (found[1] and not top), path, "a fraction in lowest terms")
    return Fraction(-top if found[1] else top, bottom)

def numbers(data: Any, path: str, most: int, least: int = 0) -> list[Fraction]:
    """A list of fractions."""
    return [number(one, path) for one in items(data, path, most, least)]

def dyadic_places(value: Fraction, path: str) -> int:
    """The binary places of a dyadic rational."""
    places = value.denominator.bit_length() - 1
    expect(value.denominator == 1 << places, path, "a dyadic rational")
    expect(max(places, value.numerator.bit_length()) <= MOST_PLACES, path, f"at most {MOST_PLACES} binary places")
    return places

def code_number(data: Any, path: str, bits: int) -> int:
    """A natural number below 2^bits in hexadecimal, in its only spelling."""
    found = re.fullmatch(r"0x(?:0|[1-9a-f][0-9a-f]*)", text(data, path, LARGEST_FILE))
    value = int(data[2:], 16) if found else -1
    expect(0 <= value < 1 << bits, path, f"a hexadecimal number 0x... below 2^{bits}")
    return value

# ---- The network, layer by layer -----------------------------------------------------------------------------------

Dyadic = tuple[int, int]  # mantissa * 2^exponent, mantissa odd or (0, 0)
Weight = Dyadic | str  # a string names an intrinsic parameter: "$a1", "$v", "$s", "$b"
Row = tuple[Weight, tuple[tuple[int, Weight], ...]]  # bias, (column, weight)...
ZERO, ONE, MINUS, HALF, MINUS_HALF = (0, 0), (1, 0), (-1, 0), (1, -1), (-1, -1)

class Layer:
    """A sparse affine map: one row for every output."""

    def __init__(self, inputs: int, rows: Sequence[Row]) -> None:
        self.inputs, self.rows = inputs, tuple(rows)

def dyadic(mantissa: int, exponent: int = 0) -> Dyadic:
    """The normal form of mantissa * 2^exponent."""
    if not mantissa:
        return ZERO
    shift = (mantissa & -mantissa).bit_length() - 1
    return mantissa >> shift, exponent + shift

def of_fraction(value: Fraction) -> Dyadic:
    """A dyadic rational as mantissa and exponent."""
    return dyadic(value.numerator, 1 - value.denominator.bit_length())

def copied(first: int, count: int) -> list[Row]:
    """Rows that pass on the columns first, first + 1, ..."""
    return [(ZERO, ((first + i, ONE),)) for i in range(count)]

def side_by_side(layer: Layer, copies: int) -> Layer:
    """The same map on `copies` groups of inputs of their own."""
    width = layer.inputs
    rows = [(bias, tuple((c + k * width, w) for c, w in entries)) for k in range(copies) for bias, entries in layer.rows]
    return Layer(copies * width, rows)

def reader(digits: int, n: int, copies: int) -> list[Layer]:
    """(t_1..t_n) -> sum_l 2^-l clamp(tent^T(2^-T t_l)), T = 2 digits + 1, tent(z) = 1 - 2 sigma(z - 1/2) - 2 sigma(1/2 - z)."""
    tents, two, minus_two, minus_six = 2 * digits + 1, dyadic(2), dyadic(-2), dyadic(-6)
    first = Layer(1, [(MINUS_HALF, ((0, (1, -tents)),)), (HALF, ((0, (-1, -tents)),))])
    middle = Layer(2, [(HALF, ((0, minus_two), (1, minus_two))), (MINUS_HALF, ((0, two), (1, two)))])
    clamp = Layer(2, [(bias, ((0, minus_six), (1, minus_six))) for bias in (two, ONE)])
    last = Layer(2 * n, [(ZERO, tuple((2 * p + side, (1 - 2 * side, -1 - p)) for p in range(n) for side in (0, 1)))])
    layers = [side_by_side(layer, n * copies) for layer in (first, middle, clamp)]
    return [layers[0], *[layers[1]] * (tents - 1), layers[2], side_by_side(last, copies)]

def medians(d: int) -> list[Layer]:
    """3^d -> 1: mid(a, b, c) = (a + b - |max(a, b) - c| + |min(a, b) - c|) / 2, axis by axis."""
    pairs: list[Row] = [(ZERO, ((0, (s, 0)), (1, (t, 0)))) for s, t in ((1, 1), (-1, -1), (1, -1), (-1, 1))]
    pairs += [(ZERO, ((2, s),)) for s in (ONE, MINUS)]
    forms = ((2, -2), (1, -1, 1, 1, -2, 2), (1, -1, -1, -1, -2, 2))  # halves of: a + b, max(a, b) - c, min(a, b) - c
    middle: list[Row] = [(ZERO, tuple((c, dyadic(s * w, -1)) for c, w in enumerate(form))) for form in forms for s in (1, -1)]
    out: list[Row] = [(ZERO, tuple((c, (w, -1)) for c, w in enumerate((1, -1, -1, -1, 1, 1))))]
    mid = (Layer(3, pairs), Layer(6, middle), Layer(6, out))
    return [side_by_side(layer, 3 ** (d - 1 - axis)) for axis in range(d) for layer in mid]

def ends(n: int, delta: Dyadic, shift: int) -> list[Dyadic]:
    """Biases of the 2(K-1) ramps of g(x + shift delta): (1 + shift) delta - k/K and shift delta - k/K."""
    common = min(delta[1], -n)
    return [dyadic((side + shift << delta[1] - common) - (k << -n - common), common) for k in range(1, 1 << n) for side in (1, 0)]

def slopes(n: int, delta: Dyadic, place: int, start: int) -> list[tuple[int, Weight]]:
    """K^place g as a combination of the ramps in the columns from `start`."""
    return [(start + e, (-1 if e % 2 else 1, n * place - delta[1])) for e in range(2 * ((1 << n) - 1))]

def first_network(d: int, n: int, delta: Dyadic, shifts: Sequence[Sequence[int]]) -> list[Layer]:
    """x -> 4^rho of the cells of x + delta shift: h(rho(g(x_1), ..., g(x_d))) for every shift."""
    cells, width, copies = 1 << (d * n), 2 * ((1 << n) - 1), len(shifts)
    biases = {s: ends(n, delta, s) for s in (-1, 0, 1)}
    ramps = Layer(d, [(end, ((i, ONE),)) for shift in shifts for i, s in enumerate(shift) for end in biases[s]])
    rho = Layer(d * width, [(ONE, tuple(entry for i in range(d) for entry in slopes(n, delta, i, i * width)))])
    kinks = Layer(1, [(dyadic(-j), ((0, ONE),)) for j in range(1, cells)])
    rises = [(j - 1, (9, 2 * j - 2) if j > 1 else dyadic(12)) for j in range(1, cells)]
    return [ramps, *(side_by_side(one, copies) for one in (rho, kinks, Layer(cells - 1, [(dyadic(4), tuple(rises))])))]

def shifted_indices(d: int, n: int, delta: Dyadic, shifts: Sequence[Sequence[int]], carried: int) -> list[Layer]:
    """(x, c) -> (rho of the cells of x + delta shift for all shifts, c)."""
    width = 2 * ((1 << n) - 1)
    hidden: list[Row] = [(end, ((i, ONE),)) for i in range(d) for s in (-1, 0, 1) for end in ends(n, delta, s)]
    rows: list[Row] = [(ONE, tuple(entry for i, s in enumerate(shift) for entry in slopes(n, delta, i, (3 * i + s + 1) * width)))
                       for shift in shifts]
    return [Layer(d + carried, hidden + copied(d, carried)),
            Layer(3 * d * width + carried, rows + copied(3 * d * width, carried))]

def products(cells: int, copies: int, factors: int, offsets: Sequence[int]) -> list[Layer]:
    """(y_1.., a_1..) -> sum_j sigma(4^(o+j) a - 4^c (1 - hat(y - j))) = 4^(o+y) a at integers y; c = J + max o."""
    large, stored = 2 * (cells + max(offsets)), copies * (cells + 2)
    hidden: list[Row] = [(dyadic(-i), ((c, ONE),)) for c in range(copies) for i in range(cells + 2)]
    chosen: list[Row] = []
    for c, (place, offset), j in product(range(copies), enumerate(offsets), range(1, cells + 1)):
        base, source = c * (cells + 2) + j, stored + (place if factors > 1 else 0)
        hat = ((base - 1, (1, large)), (base, (-1, large + 1)), (base + 1, (1, large)))
        chosen.append(((-1, large), (*hat, (source, (1, 2 * (offset + j))))))
    sums = [(ZERO, tuple((g * cells + j, ONE) for j in range(cells))) for g in range(copies * len(offsets))]
    return [Layer(copies + factors, hidden + copied(copies, factors)), Layer(stored + factors, chosen), Layer(len(chosen), sums)]

def unpacking(m: int, n: int, kept: int) -> list[Layer]:
    """(x, v) -> (x, a_1..a_n), digit by digit: z -> 2z - step(z), step(z) = sigma(2^N (z-1/2) + 1) - sigma(2^N (z-1/2))."""
    total, keep, start = m * n, copied(0, kept), kept + 3
    up_, down_ = dyadic((2 - (1 << total)) // 2), (-1, total - 1)  # 1 - 2^(N-1) and -2^(N-1)
    first: list[Row] = [(up_, ((kept, (1, total)),)), (down_, ((kept, (1, total)),)), (ZERO, ((kept, ONE),))]
    layers = [Layer(kept + 1, [*keep, *first])]
    advance = ((kept, (-1, total)), (kept + 1, (1, total)), (kept + 2, (1, total + 1)))
    twice = ((kept, MINUS), (kept + 1, ONE), (kept + 2, dyadic(2)))

    def sums(known: int, opens: bool, scale: int) -> list[Row]:
        """A_1, A_2, ...: the digit joins the last one, A -> 2A + digit, or opens a new one."""
        one = (1, scale)
        rows: list[Row] = [(ZERO, ((start + i, one),)) for i in range(known if opens else known - 1)]
        digit = ((kept, one), (kept + 1, (-1, scale)))
        return [*rows, (ZERO, digit if opens else (*digit, (start + known - 1, (1, scale + 1))))]

    made: dict[tuple[int, bool], Layer] = {}
    known = 0
    for place in range(1, total):
        opens = (place - 1) % m == 0
        if (known, opens) not in made:
            rows = [*keep, (up_, advance), (down_, advance), (ZERO, twice), *sums(known, opens, 0)]
            made[known, opens] = Layer(start + known, rows)
        layers.append(made[known, opens])
        known += opens
    return [*layers, Layer(start + known, [*keep, *sums(known, (total - 1) % m == 0, -m)])]

def network(theorem: str, layout: str, d: int, n: int, delta: Dyadic) -> list[Layer]:
    """All layers, sigma between them, from x to s psi + b; equal layers in a row are one object."""
    cells = 1 << (d * n)
    shifts = [(0,) * d] if theorem == "2.1" else [shift[::-1] for shift in product((-1, 0, 1), repeat=d)]
    copies, digits = len(shifts), n * cells if layout == "direct" else cells
    names = ["$v"] if theorem == "2.3" else [f"$a{place}" for place in range(1, n + 1)]
    stored = Layer(d, [*copied(0, d), *((name, ()) for name in names)])
    if layout in ("printed", "literal"):
        linear = Layer(copies, [(ZERO, ((c, name),)) for c in range(copies) for name in names])
        layers = [*first_network(d, n, delta, shifts), linear]
    elif layout == "direct":
        offsets = [place * cells for place in range(n)]
        layers = [stored, *shifted_indices(d, n, delta, shifts, 1), *products(cells, copies, 1, offsets)]
    else:
        unpacked = unpacking(2 * cells, n, d) if layout == "compact" else []
        layers = [stored, *unpacked, *shifted_indices(d, n, delta, shifts, n), *products(cells, copies, n, [0] * n)]
    layers += reader(digits, n, copies) + (medians(d) if theorem != "2.1" else [])
    return [*layers, Layer(1, [("$b", ((0, "$s"),))])]

def parameters(theorem: str, layout: str, d: int, n: int) -> int:
    """An upper estimate of the numbers stored in the distinct layers."""
    cells, copies = 1 << (d * n), 1 if theorem == "2.1" else 3**d
    readers = copies * (n * 40 + 60) + 12 * d * (1 << n) + copies * 2 * d * (1 << n)
    if layout in ("printed", "literal"):
        return readers + copies * (6 * d * (1 << n) + 5 * cells)
    return readers + copies * cells * (6 * n + 2) + 16 * n * (d + n + 4)

def identity(layers: Sequence[Layer]) -> str:
    """SHA-256 of the canonical JSON of the layers: distinct ones, then [index, repetitions] from input to output."""

    def shown(weight: Weight) -> str:
        if isinstance(weight, str):
            return weight
        mantissa = str(weight[0]) if weight[0].bit_length() <= 64 else hex(weight[0])
        return f"{mantissa}p{weight[1]}" if weight[1] else mantissa

    texts: dict[str, int] = {}
    seen: dict[int, int] = {}
    sequence: list[list[int]] = []
    for layer in layers:
        if id(layer) not in seen:
            rows = [[shown(bias), [[c, shown(w)] for c, w in entries]] for bias, entries in layer.rows]
            data = json.dumps({"inputs": layer.inputs, "rows": rows}, sort_keys=True, separators=(",", ":"))
            seen[id(layer)] = texts.setdefault(data, len(texts))
        if sequence and sequence[-1][0] == seen[id(layer)]:
            sequence[-1][1] += 1
        else:
            sequence.append([seen[id(layer)], 1])
    order = json.dumps(sequence, separators=(",", ":"))
    whole = f'{{"format":"relu-network","layers":[{",".join(texts)}],"sequence":{order},"version":1}}'
    return hashlib.sha256(whole.encode("ascii")).hexdigest()

# ---- The layers applied to integers --------------------------------------------------------------------------------

Column = tuple[int, ...]  # ids of the values of one neuron at all points; one id if it is the same at all points
Pattern = tuple[tuple[Dyadic, tuple[Dyadic, ...]], ...]  # rows that read the same columns: bias, weights

def _narrow(column: Column) -> Column:
    return column[:1] if column.count(column[0]) == len(column) else column

class Memory(dict[tuple[int, ...], tuple[int, ...]]):
    """What the rows of a pattern make of the values with given ids; applied when first asked."""

    def __init__(self, machine: Machine, pattern: Pattern, relu: bool) -> None:
        super().__init__()
        self.machine, self.pattern, self.relu = machine, pattern, relu

    def __missing__(self, key: tuple[int, ...]) -> tuple[int, ...]:
        made = self.machine.rows(self.pattern, [self.machine.scaled((k,)) for k in key], self.relu)
        found = self[key] = tuple(column[0] for column in made)
        return found

class Machine:
    """Applies layers to many points at once. Every value is an exact dyadic number, kept once and known by its id.

    Rows that read the same columns are applied together; a result is remembered for the values it was computed from.
    """

    def __init__(self, layers: Sequence[Layer], numbers: dict[str, Dyadic]) -> None:
        self.layers, self.numbers = layers, numbers
        self.plans: dict[int, list[tuple[int, tuple[int, ...], list[int]]]] = {}
        self.numbered: dict[Pattern, int] = {}
        self.patterns: list[Pattern] = []
        self.forget()

    def forget(self) -> None:
        """Drop all values and results."""
        self.values: list[Dyadic] = [ZERO]
        self.ids: dict[Dyadic, int] = {ZERO: 0}
        self.memories: dict[tuple[int, bool], Memory] = {}
        self.bits = 0

    def known(self, value: Dyadic) -> int:
        """The id of a value."""
        found = self.ids.get(value)
        if found is None:
            found = self.ids[value] = len(self.values)
            self.values.append(value)
            self.bits += value[0].bit_length() + 2000
        return found

    def plan(self, layer: Layer) -> list[tuple[int, tuple[int, ...], list[int]]]:
        """(number of the pattern, columns, places of its rows) for the rows of a layer that read the same columns."""
        if id(layer) not in self.plans:
            groups: dict[tuple[int, ...], list[int]] = {}
            for place, (_, entries) in enumerate(layer.rows):
                groups.setdefault(tuple(column for column, _ in entries), []).append(place)

            def value(weight: Weight) -> Dyadic:
                return self.numbers[weight] if isinstance(weight, str) else weight

            found = self.plans[id(layer)] = []
            for columns, places in groups.items():
                rows = [layer.rows[place] for place in places]
                pattern = tuple((value(bias), tuple(value(w) for _, w in entries)) for bias, entries in rows)
                if pattern not in self.numbered:
                    self.numbered[pattern] = len(self.patterns)
                    self.patterns.append(pattern)
                found.append((self.numbered[pattern], columns, places))
        return self.plans[id(layer)]

    def scaled(self, column: Column) -> tuple[int, list[int]]:
        """(places, values * 2^places as integers)."""
        values = [self.values[k] for k in column]
        places = max(0, -min(exponent for _, exponent in values))
        return places, [mantissa << exponent + places for mantissa, exponent in values]

    def rows(self, pattern: Pattern, columns: Sequence[tuple[int, list[int]]], relu: bool) -> list[Column]:
        """bias + sum weight * value for every row, in integers over a common power of two, then sigma."""
        out: list[Column] = []
        for bias, weights in pattern:
            places = max([0, -bias[1], *(own - w[1] for (own, _), w in zip(columns, weights, strict=True))])
            constant = bias[0] << bias[1] + places
            total: list[int] = []
            for (own, numbers), (mantissa, exponent) in zip(columns, weights, strict=True):
                factor = mantissa << places - own + exponent
                if len(numbers) == 1:
                    constant += factor * numbers[0]
                elif not total:
                    total = [factor * x for x in numbers]
                else:
                    total = [t + factor * x for t, x in zip(total, numbers, strict=True)]
            found = [t + constant for t in total] or [constant]
            out.append(_narrow(tuple([0 if relu and t <= 0 else self.known(dyadic(t, -places)) for t in found])))
        return out

    def apply(self, layer: Layer, columns: list[Column], relu: bool) -> list[Column]:
        """One layer. Equal columns are one object, so equal rows of equal columns are computed once."""
        pool: dict[Column, Column] = {}
        done: dict[tuple[int, ...], list[Column]] = {}
        integers: dict[int, tuple[int, list[int]]] = {}
        out: list[Column] = [(0,)] * len(layer.rows)
        for number, reads, places in self.plan(layer):
            key = (number, *(id(columns[c]) for c in reads))
            if key not in done:
                arguments = [columns[c] for c in reads]
                count = max((len(column) for column in arguments), default=1)
                if len(reads) <= 2 and count > 1:
                    if (number, relu) not in self.memories:
                        self.memories[number, relu] = Memory(self, self.patterns[number], relu)
                    wide = [column if len(column) == count else column * count for column in arguments]
                    results = map(self.memories[number, relu].__getitem__, zip(*wide, strict=True))
                    made = [_narrow(column) for column in zip(*results, strict=True)]
                else:
                    for column in arguments:
                        if id(column) not in integers:
                            integers[id(column)] = self.scaled(column)
                    made = self.rows(self.patterns[number], [integers[id(column)] for column in arguments], relu)
                done[key] = [pool.setdefault(column, column) for column in made]
            for place, column in zip(places, done[key], strict=True):
                out[place] = column
        return out

    def run(self, points: Sequence[Sequence[Dyadic]]) -> tuple[list[Dyadic], list[Dyadic]]:
        """(values before the last map, values of the network) at the points."""
        columns: list[Column] = [tuple(self.known(point[i]) for point in points) for i in range(len(points[0]))]
        before = columns
        for number, layer in enumerate(self.layers, start=1):
            before, columns = columns, self.apply(layer, columns, number < len(self.layers))
            if self.bits > MEMORY:
                live = {k: self.values[k] for column in {*before, *columns} for k in column}
                self.forget()
                moved = {k: self.known(value) for k, value in live.items()}
                same = {one: tuple(moved[k] for k in one) for one in {*before, *columns}}
                before, columns = [same[one] for one in before], [same[one] for one in columns]
        count = len(points)
        both = (one if len(one) == count else one * count for one in (before[0], columns[0]))
        psi, phi = ([self.values[k] for k in one] for one in both)
        return psi, phi

# ---- Enclosures in fixed point --------------------------------------------------------------------------------------
# A Span (lo, hi) at bits places encloses the numbers between lo / 2^bits and hi / 2^bits. One unit is 2^-bits. Lower ends are
# rounded down, upper ends up. The functions `*_at` take one number x / 2^bits and compute with 32 guard places.

Span = tuple[int, int]
GUARD: Final = 32

def down(x: int, places: int) -> int:
    """floor(x / 2^places); places may be negative."""
    return x >> places if places >= 0 else x << -places

def up(x: int, places: int) -> int:
    """ceil(x / 2^places)."""
    return -(-x >> places) if places >= 0 else x << -places

def floor_of(value: Fraction, places: int) -> int:
    """floor(value 2^places)."""
    return (value.numerator << places) // value.denominator

def ceil_of(value: Fraction, places: int) -> int:
    """ceil(value 2^places)."""
    return -((-value.numerator << places) // value.denominator)

def negative(s: Span) -> Span:
    """-s."""
    return -s[1], -s[0]

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
    """exp: x = k log 2 + r, 0 <= r <= 1, Taylor series of non-negative terms.

    An error e of a term becomes at most (e + 1)/i + 1 <= 3 units in term i. So N terms are at most 3N too small, and the rest
    is at most twice the first omitted term, hence at most 6.
    """
    if x > 4096 << bits:
        raise Undefined("exp of a large number")
    if x <= -(bits << bits):
        return 0, 1  # exp(-bits) < 2^-bits
    fine = bits + GUARD
    wide, (low, high) = x << GUARD, log2_span(fine)
    k = wide // high
    while wide - k * (high if k >= 0 else low) < 0:
        k -= 1
    found = []
    for r in (wide - k * (high if k >= 0 else low), wide - k * (low if k >= 0 else high)):
        if r > 1 << fine:
            raise Undefined("exp: the reduction failed")
        total = term = 1 << fine
        i = 0
        while term:
            i += 1
            term = (term * r >> fine) // i
            total += term
        found.append((total, total + 3 * i + 6))
    return down(found[0][0], GUARD - k), up(found[1][1], GUARD - k)

@lru_cache(maxsize=1 << 14)
def log_at(x: int, bits: int) -> Span:
    """log, x > 0: x = 2^k m, 1 <= m < 2, log m = 2 sum_i z^(2i+1)/(2i+1), z = (m-1)/(m+1) <= 1/3, rounded down and up."""
    if x <= 0:
        raise Undefined("the logarithm of a number that is not positive")
    fine = bits + GUARD
    k, one = x.bit_length() - 1 - bits, 1 << fine
    low, high = down(x, k - GUARD), up(x, k - GUARD)
    bottom, _ = odd_series(((low - one) << fine) // (low + one), fine, 1)
    top, n = odd_series(-(-((high - one) << fine) // (high + one)), fine, 1)
    two = log2_span(fine)
    least, most = sorted((k * two[0], k * two[1]))
    return down(2 * bottom + least, GUARD), up(2 * (top + 3 * n + 2) + most, GUARD)

@lru_cache(maxsize=1 << 14)
def sin_cos_at(x: int, bits: int) -> tuple[Span, Span]:
    """(sin, cos): x = k pi/2 + r, |r| < 1, alternating Taylor series at the middle of the span of r.

    Rounding: r^2 and every term are rounded down; an error e of a term becomes at most (e + 2)/2 + 1 <= 4 in the next one.
    So N terms are off by at most 4N units, the first omitted true term is at most 5 units, sin and cos are 1-Lipschitz.
    """
    fine = bits + GUARD + max(0, x.bit_length() - bits)
    guard, pi = fine - bits, pi_span(fine - 1)  # the integers of pi/2 at fine places
    wide = x << guard
    k = (2 * wide + pi[0]) // (2 * pi[0])
    low, high = sorted((wide - k * pi[0], wide - k * pi[1]))
    if not -(1 << fine) < low <= high < 1 << fine:
        raise Undefined("sin, cos: the reduction failed")
    middle = (low + high) // 2
    r, radius = abs(middle), high - middle + 1
    square = r * r >> fine
    found: list[Span] = []
    for term, step in ((r, 2), (1 << fine, 1)):
        total, i = 0, 0
        while term:
            total += -term if i % 2 else term
            term = (term * square >> fine) // (step * (step + 1))
            step, i = step + 2, i + 1
        error = 4 * i + 8 + radius
        found.append((max(down(total - error, guard), -1 << bits), min(up(total + error, guard), 1 << bits)))
    sine, cosine = (negative(found[0]) if middle < 0 else found[0]), found[1]
    return ((sine, cosine), (cosine, negative(sine)), (negative(sine), negative(cosine)), (negative(cosine), sine))[k % 4]

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
    low, high = 4 * total - 12 * n - 32, 4 * total + 12 * n + 32
    if wide > one:
        pi = pi_span(fine - 1)
        low, high = pi[0] - high, pi[1] - low
    return max(0, down(low, GUARD)), up(high, GUARD)

def tanh_at(x: int, bits: int) -> Span:
    """tanh x = 1 - 2 / (exp(2x) + 1); for 2x >= bits + 1 it is between 1 - 2^-bits and 1."""
    if x < 0:
        return negative(tanh_at(-x, bits))
    one = 1 << bits
    if 2 * x >= (bits + 1) << bits:
        return one - 1, one
    low, high = exp_at(2 * x, bits)
    return max(0, one + (-2 << 2 * bits) // (low + one)), one - (2 << 2 * bits) // (high + one)

def root_of(x: int, degree: int) -> int:
    """floor(x^(1/degree)), by Newton's iteration; the inequality that defines it is checked."""
    y, rest = x, degree
    while rest % 2 == 0:
        y, rest = isqrt(y), rest // 2
    if rest > 1 and y:
        base, half = y, y.bit_length() // (2 * rest)
        y = (root_of(base >> half * rest, rest) + 1) << half if half > 4 else 1 << -(-base.bit_length() // rest)
        while (better := ((rest - 1) * y + base // y ** (rest - 1)) // rest) < y:
            y = better
    if not y**degree <= x < (y + 1) ** degree:
        raise Undefined("a root was not found")
    return y

INCREASING: Final[dict[str, Callable[[int, int], Span]]] = {"exp": exp_at, "log": log_at, "atan": atan_at, "tanh": tanh_at}

class Fixed:
    """Interval arithmetic at bits binary places."""

    def __init__(self, bits: int) -> None:
        self.bits, self.one = bits, 1 << bits

    def of(self, value: Fraction) -> Span:
        """A fraction."""
        return floor_of(value, self.bits), ceil_of(value, self.bits)

    def multiply(self, s: Span, t: Span) -> Span:
        """s t."""
        ends_ = (s[0] * t[0], s[0] * t[1], s[1] * t[0], s[1] * t[1])
        return min(ends_) >> self.bits, -(-max(ends_) >> self.bits)

    def divide(self, s: Span, t: Span) -> Span:
        """s / t for t without 0."""
        if t[0] <= 0 <= t[1]:
            raise Undefined("division by an interval that contains 0")
        low, high = (s[0] << self.bits, s[1] << self.bits)
        return (min(a // b for a in (low, high) for b in t), max(-(-a // b) for a in (low, high) for b in t))

    def power(self, s: Span, exponent: Fraction) -> Span:
        """s ** (a/b): the root of degree b of s >= 0, to the power a; even powers of spans around 0 start at 0."""
        count, degree = exponent.numerator, exponent.denominator
        if degree > 1:
            if s[0] < 0:
                raise Undefined("a root of a negative number")
            shift = self.bits * (degree - 1)
            high = root_of(s[1] << shift, degree)
            s = root_of(s[0] << shift, degree), high + (high**degree < s[1] << shift)
        if count < 0:
            return self.divide((self.one, self.one), self.power(s, Fraction(-count)))
        if count % 2 == 0:
            s = absolute(s)
        low = self._raise(s[0], count, down) if s[0] >= 0 else -self._raise(-s[0], count, up)
        return low, self._raise(s[1], count, up) if s[1] >= 0 else -self._raise(-s[1], count, down)

    def _raise(self, x: int, count: int, rounded: Callable[[int, int], int]) -> int:
        result = self.one  # x ** count for x >= 0, every product rounded the same way
        for bit in bin(count)[2:]:
            result = rounded(result * result, self.bits)
            if bit == "1":
                result = rounded(result * x, self.bits)
            if result.bit_length() > self.bits + MOST_PLACES:
                raise Undefined("a very large number")
        return result

    def function(self, name: str, s: Span) -> Span:
        """exp, log, atan, tanh increase; tan does between its poles at odd multiples of pi/2."""
        if name == "sqrt":
            return self.power(s, Fraction(1, 2))
        if name in INCREASING:
            return INCREASING[name](s[0], self.bits)[0], INCREASING[name](s[1], self.bits)[1]
        if name in ("sin", "cos"):
            return self._wave(s, 0 if name == "sin" else 1)
        if max(s[1], -s[0]).bit_length() > 2 * self.bits - 8 or self._meets(s, 1, 2):
            raise Undefined("a pole of tan")
        (low, _), (_, high) = (self.divide(*sin_cos_at(x, self.bits)) for x in s)
        return low, high

    def _meets(self, s: Span, residue: int, modulus: int) -> bool:
        """False only if no m pi/2 with m = residue modulo `modulus` lies in s."""
        pi = pi_span(self.bits - 1)  # the integers of pi/2 at bits places
        if s[1] - s[0] >= (modulus + 1) * pi[1]:
            return True
        candidates = (m for m in range(s[0] // pi[0] - 2, s[1] // pi[0] + 3) if m % modulus == residue)
        return any(min(m * pi[0], m * pi[1]) <= s[1] and s[0] <= max(m * pi[0], m * pi[1]) for m in candidates)

    def _wave(self, s: Span, which: int) -> Span:
        """sin (0) or cos (1): monotone between the extrema m pi/2; greatest at m = top, least at m = top + 2 modulo 4."""
        top = 1 - which
        if max(s[1], -s[0]).bit_length() > 2 * self.bits - 8:  # beyond, m would not be found
            return -self.one, self.one
        low, high = hull(sin_cos_at(s[0], self.bits)[which], sin_cos_at(s[1], self.bits)[which])
        return -self.one if self._meets(s, top + 2, 4) else low, self.one if self._meets(s, top, 4) else high

# ---- Targets ---------------------------------------------------------------------------------------------------------

Box = tuple[Span, ...]
Step = tuple[str, int, int, Fraction]  # operation, operands (slots), exponent or number
NOTHING, TWO = Fraction(0), Fraction(2)
FUNCTIONS: Final = ("abs", "atan", "cos", "exp", "log", "max", "min", "sin", "sqrt", "tan", "tanh")
TOKEN: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|\*\*|[^ \t\r\n]")

# w = operation(u, v): an enclosure of w, and of dw/du for functions of u alone; e is the exponent.
VALUES: Final[dict[str, Callable[[Fixed, Span, Span, Fraction], Span]]] = {
    "pi": lambda fixed, u, v, e: pi_span(fixed.bits),
    "e": lambda fixed, u, v, e: exp_at(fixed.one, fixed.bits),
    "neg": lambda fixed, u, v, e: negative(u),
    "add": lambda fixed, u, v, e: (u[0] + v[0], u[1] + v[1]),
    "sub": lambda fixed, u, v, e: (u[0] - v[1], u[1] - v[0]),
    "mul": lambda fixed, u, v, e: fixed.multiply(u, v),
    "div": lambda fixed, u, v, e: fixed.divide(u, v),
    "pow": lambda fixed, u, v, e: fixed.power(u, e),
    "abs": lambda fixed, u, v, e: absolute(u),
    "min": lambda fixed, u, v, e: (min(u[0], v[0]), min(u[1], v[1])),
    "max": lambda fixed, u, v, e: (max(u[0], v[0]), max(u[1], v[1])),
}
SLOPES: Final[dict[str, Callable[[Fixed, Span, Span, Fraction], Span]]] = {
    "neg": lambda fixed, u, w, e: (-fixed.one, -fixed.one),
    "abs": lambda fixed, u, w, e: (-fixed.one if u[0] < 0 else fixed.one, fixed.one if u[1] > 0 or u[0] >= 0 else -fixed.one),
    "pow": lambda fixed, u, w, e: fixed.multiply(fixed.of(e), fixed.power(u, e - 1)) if e else (0, 0),
    "sqrt": lambda fixed, u, w, e: fixed.divide((fixed.one >> 1, fixed.one >> 1), w),
    "exp": lambda fixed, u, w, e: w,
    "log": lambda fixed, u, w, e: fixed.divide((fixed.one, fixed.one), u),
    "sin": lambda fixed, u, w, e: fixed.function("cos", u),
    "cos": lambda fixed, u, w, e: negative(fixed.function("sin", u)),
    "tan": lambda fixed, u, w, e: plus_one(fixed, fixed.power(w, TWO)),
    "atan": lambda fixed, u, w, e: fixed.divide((fixed.one, fixed.one), plus_one(fixed, fixed.power(u, TWO))),
    "tanh": lambda fixed, u, w, e: plus_one(fixed, negative(fixed.power(w, TWO))),
}

def plus_one(fixed: Fixed, s: Span) -> Span:
    """1 + s."""
    return fixed.one + s[0], fixed.one + s[1]

class Formula:
    """A target given by a formula: a list of steps, each reading earlier slots; slots 0..d-1 are the variables."""

    exact = False  # the range over a box is better enclosed with the gradient

    def __init__(self, dimension: int) -> None:
        self.dimension, self.result, self.cost = dimension, 0, dimension  # the slot of the result, the cost of one evaluation
        self.steps: list[Step] = [("x", i, i, NOTHING) for i in range(dimension)]
        self.slots: dict[Step, int] = {}
        self.constants: dict[tuple[int, int], Span] = {}
        self.last: tuple[Box, int, list[Span]] | None = None

    def emit(self, operation: str, a: int = 0, b: int = 0, value: Fraction = NOTHING) -> int:
        """The slot of a step; equal steps share one; u * u is u ** 2."""
        step = ("pow", a, a, TWO) if operation == "mul" and a == b else (operation, a, b, value)
        if step not in self.slots:
            self.slots[step] = len(self.steps)
            self.steps.append(step)
            self.cost += 11 + step[3].denominator if step[0] in FUNCTIONS or step[0] == "pow" else 1
        return self.slots[step]

    def values(self, box: Box, fixed: Fixed) -> list[Span]:
        """Enclosures of all slots on a box; raises Undefined."""
        if self.last is not None and self.last[0] == box and self.last[1] == fixed.bits:
            return self.last[2]
        found: list[Span] = list(box)
        for slot, (operation, a, b, value) in enumerate(self.steps[self.dimension :], start=self.dimension):
            if operation == "number":
                if (slot, fixed.bits) not in self.constants:
                    self.constants[slot, fixed.bits] = fixed.of(value)
                made = self.constants[slot, fixed.bits]
            elif operation in VALUES:
                made = VALUES[operation](fixed, found[a], found[b], value)
            else:
                made = fixed.function(operation, found[a])
            if max(made[1], -made[0]).bit_length() > fixed.bits + MOST_PLACES:
                raise Undefined("a very large number")
            found.append(made)
        self.last = (box, fixed.bits, found)
        return found

    def value(self, box: Box, fixed: Fixed) -> Span:
        """The range on a box by natural extension; raises Undefined."""
        return self.values(box, fixed)[self.result]

    def gradient(self, box: Box, fixed: Fixed) -> list[Span]:
        """An enclosure of the Clarke gradient on a box; raises Undefined if there may be none."""
        values, zero, axes = self.values(box, fixed), (0, 0), range(self.dimension)
        none = [zero] * self.dimension
        found: list[list[Span]] = [[(fixed.one, fixed.one) if i == k else zero for i in axes] for k in axes]
        for slot, (operation, a, b, value) in enumerate(self.steps[self.dimension :], start=self.dimension):
            if operation in ("number", "pi", "e") or (found[a] is none and found[b] is none):
                found.append(none)  # does not depend on x
                continue
            left, u, v, w = found[a], values[a], values[b], values[slot]
            both = list(zip(left, found[b], strict=True))
            match operation:
                case "add":
                    made = [(s[0] + t[0], s[1] + t[1]) for s, t in both]
                case "sub":
                    made = [(s[0] - t[1], s[1] - t[0]) for s, t in both]
                case "mul":
                    terms = [(fixed.multiply(s, v), fixed.multiply(u, t)) for s, t in both]
                    made = [(s[0] + t[0], s[1] + t[1]) for s, t in terms]
                case "div":
                    terms = [(s, fixed.multiply(w, t)) for s, t in both]
                    made = [fixed.divide((s[0] - t[1], s[1] - t[0]), v) for s, t in terms]
                case "min" | "max":
                    first, second = (u, v) if operation == "min" else (v, u)  # u is the result where first < second
                    made = left if first[1] < second[0] else found[b] if second[1] < first[0] else [hull(s, t) for s, t in both]
                case _:
                    slope = SLOPES[operation](fixed, u, w, value)
                    made = [s if s == zero else fixed.multiply(slope, s) for s in left]
            if any(max(slope[1], -slope[0]).bit_length() > fixed.bits + 2 * MOST_PLACES for slope in made):
                raise Undefined("a very large slope")
            found.append(made)
        return found[self.result]

class Parser:
    """Recursive descent, every rule one method:

    sum = product {(+|-) product};  product = factor {(*|/) factor};  factor = "-" factor | atom ["**" ["-"] atom];
    atom = number | pi | e | x<i> | function "(" sum {"," sum} ")" | "(" sum ")";  an exponent is a rational number
    """

    def __init__(self, source: str, dimension: int, path: str) -> None:
        self.formula, self.path = Formula(dimension), path
        self.tokens = [*TOKEN.findall(source), ""]
        self.place = self.depth = 0
        self.emit = self.formula.emit

    def whole(self) -> Formula:
        """The formula of the whole text."""
        self.formula.result = self.sum()
        self.expect(not self.tokens[self.place], "an operator or the end")
        return self.formula

    def expect(self, condition: bool, wish: str) -> None:
        """Malformed near the present token."""
        expect(condition, self.path, f"{wish} near token {self.place + 1}, {self.tokens[self.place][:20]!r}")

    def take(self, *texts: str) -> str:
        """The present token, if it is one of these; else an empty string."""
        token = self.tokens[self.place] if self.tokens[self.place] in texts else ""
        self.place += bool(token)
        return token

    def rational(self, slot: int) -> Fraction | None:
        """The value of a slot that holds a number."""
        operation, _, _, value = self.formula.steps[slot]
        return value if operation == "number" else None

    def enter(self, rule: Callable[[], int]) -> int:
        """One level deeper."""
        self.depth += 1
        self.expect(self.depth <= DEEPEST, f"at most {DEEPEST} levels")
        slot = rule()
        self.depth -= 1
        return slot

    def sum(self) -> int:
        """Sums and differences."""
        slot = self.enter(self.product)
        while sign := self.take("+", "-"):
            slot = self.emit("add" if sign == "+" else "sub", slot, self.enter(self.product))
        return slot

    def product(self) -> int:
        """Products and quotients; a quotient of two numbers is a number."""
        slot = self.factor()
        while sign := self.take("*", "/"):
            right = self.factor()
            top, bottom = self.rational(slot), self.rational(right)
            self.expect(sign == "*" or bottom != 0, "a divisor that is not 0")
            if sign == "/" and top is not None and bottom:
                slot = self.emit("number", value=top / bottom)
            else:
                slot = self.emit("mul" if sign == "*" else "div", slot, right)
        return slot

    def factor(self) -> int:
        """Signs bind weaker than powers; the negative of a number is a number."""
        if self.take("-"):
            slot = self.enter(self.factor)
            value = self.rational(slot)
            return self.emit("neg", slot, slot) if value is None else self.emit("number", value=-value)
        base = self.atom()
        if not self.take("**"):
            return base
        sign = -1 if self.take("-") else 1
        exponent = self.rational(self.atom())
        if exponent is None:
            malformed(self.path, "an exponent that is not a rational number")
        self.expect(abs(exponent.numerator) <= 1000, "an exponent with numerator at most 1000")
        self.expect(exponent.denominator <= 100, "an exponent with denominator at most 100")
        return self.emit("pow", base, base, sign * exponent)

    def atom(self) -> int:
        """Numbers, names, calls, parentheses."""
        word = self.tokens[self.place]
        self.place += bool(word)
        if re.match(r"\.?[0-9]", word):
            return self.emit("number", value=self.decimal(word))
        if word in ("pi", "e"):
            return self.emit(word)
        if word == "(" or word in FUNCTIONS:
            self.expect(word == "(" or bool(self.take("(")), "'('")
            arguments = [self.sum()]
            while word in FUNCTIONS and self.take(","):
                arguments.append(self.sum())
            self.expect(bool(self.take(")")), "')'")
            enough = len(arguments) >= 2 if word in ("min", "max") else len(arguments) == 1
            self.expect(enough, f"another number of arguments of {word}")
            slot = arguments[0]
            for other in arguments[1:] or arguments * (word != "("):
                slot = self.emit(word, slot, other)
            return slot
        name = "x1" if word == "x" and self.formula.dimension == 1 else word
        if re.fullmatch("x[1-9][0-9]{0,3}", name) and int(name[1:]) <= self.formula.dimension:
            return int(name[1:]) - 1
        malformed(self.path, f"expected a number, a variable or a function, found {word[:20]!r}")

    def decimal(self, token: str) -> Fraction:
        """A decimal number, exactly."""
        body, _, exponent = token.lower().partition("e")
        whole, _, rest = body.partition(".")
        self.expect(len(token) <= 200 and len(exponent) <= 5 and abs(int(exponent or 0)) <= 300, "200 characters, 10**300")
        return Fraction(int(whole + rest)) * Fraction(10) ** (int(exponent or 0) - len(rest))

def cusp(centre: Sequence[Fraction], alpha: Fraction, scale: Fraction) -> Formula:
    """scale * (sum (x_i - c_i)^2)^(alpha/2)."""
    f = Formula(len(centre))
    total = f.emit("number", value=NOTHING)
    for i, c in enumerate(centre):
        offset = f.emit("sub", i, f.emit("number", value=c))
        total = f.emit("add", total, f.emit("mul", offset, offset))
    f.result = f.emit("mul", f.emit("number", value=scale), f.emit("pow", total, total, alpha / 2))
    return f

class Table:
    """Multilinear between given values at the points of a grid, last axis fastest; for d = 1 the places are free.

    On a part of a box inside one grid cell f is multilinear: extreme at corners, and so is df/dx_i, which does not depend on x_i.
    A segment in the box consists of pieces in such parts, so the hull of the gradients of the parts serves in mean values.
    """

    exact = True
    cost = 0  # of the last evaluation

    def __init__(self, places: Sequence[Sequence[Fraction]], values: Sequence[Fraction]) -> None:
        self.places, self.values, self.dimension = places, values, len(places)

    def at(self, point: Sequence[Fraction], cell: Sequence[int]) -> Fraction:
        """The multilinear form of a grid cell at a point."""
        terms = [(0, Fraction(1))]  # (place of a value, weight)
        for x, k, axis in zip(point, cell, self.places, strict=True):
            t = (x - axis[k]) / (axis[k + 1] - axis[k])
            terms = [(i * len(axis) + k + side, w * v) for i, w in terms for side, v in ((0, 1 - t), (1, t)) if v]
        return sum((self.values[i] * w for i, w in terms), NOTHING)

    def parts(self, box: Box, fixed: Fixed) -> Iterator[tuple[tuple[int, ...], list[set[Fraction]]]]:
        """The grid cells that the box meets (their interior, unless the box is thin there), each with the ends of its part."""
        sides: list[list[tuple[int, set[Fraction]]]] = []
        for (low, high), axis in zip(box, self.places, strict=True):
            a, b = max(Fraction(low, fixed.one), axis[0]), min(Fraction(high, fixed.one), axis[-1])
            first = min(bisect_right(axis, a) - 1, len(axis) - 2)
            last = max(first, bisect_left(axis, b) - 1)
            sides.append([(k, {max(a, axis[k]), min(b, axis[k + 1])}) for k in range(first, last + 1)])
        count = prod(map(len, sides))
        self.cost = 10 * min(count, 4096) * 4**self.dimension
        if count > 4096:
            raise Undefined("a box that meets more than 4096 cells of a table")
        for part in product(*sides):
            yield tuple(k for k, _ in part), [side for _, side in part]

    def value(self, box: Box, fixed: Fixed) -> Span:
        """The exact range, rounded outward."""
        seen = [self.at(corner, cell) for cell, sides in self.parts(box, fixed) for corner in product(*sides)]
        return floor_of(min(seen), fixed.bits), ceil_of(max(seen), fixed.bits)

    def partial(self, corner: Sequence[Fraction], cell: Sequence[int], axis: int) -> Fraction:
        """df/dx_axis of the multilinear form of a cell."""
        low, high = self.places[axis][cell[axis]], self.places[axis][cell[axis] + 1]
        least, most = (self.at([*corner[:axis], x, *corner[axis + 1 :]], cell) for x in (low, high))
        return (most - least) / (high - low)

    def gradient(self, box: Box, fixed: Fixed) -> list[Span]:
        """The hull of the gradients of the parts."""
        found: list[set[Fraction]] = [set() for _ in self.places]
        for cell, sides in self.parts(box, fixed):
            for axis, corner in product(range(self.dimension), product(*sides)):
                found[axis].add(self.partial(corner, cell, axis))
        return [(floor_of(min(seen), fixed.bits), ceil_of(max(seen), fixed.bits)) for seen in found]

    def steepest(self) -> Fraction:
        """The greatest |grad f|^2: convex in every coordinate of a cell, so it is at a corner."""
        best = NOTHING
        for cell in product(*(range(len(axis) - 1) for axis in self.places)):
            for corner in product(*((axis[k], axis[k + 1]) for k, axis in zip(cell, self.places, strict=True))):
                best = max(best, sum((self.partial(corner, cell, i) ** 2 for i in range(self.dimension)), NOTHING))
        return best

Target = Formula | Table

# ---- Boxes -----------------------------------------------------------------------------------------------------------

class Search:
    """Enclosures of a target on boxes, within a budget."""

    def __init__(self, target: Target, places: int, path: str) -> None:
        self.target, self.fixed, self.path = target, Fixed(places), path
        self.boxes = self.work = 0

    def spend(self) -> None:
        """One more box."""
        self.boxes += 1
        self.work += self.target.cost * (1 + self.fixed.bits // 512) ** 2
        prove(self.boxes <= MOST_BOXES and self.work <= MOST_WORK, self.path, f"not reached within {self.boxes} boxes")

    def gradient(self, box: Box) -> list[Span] | None:
        """An enclosure of the gradient, if there is one."""
        try:
            return self.target.gradient(box, self.fixed)
        except Undefined:
            return None

    def enclose(self, box: Box, enough: Callable[[Span], bool]) -> tuple[Span, list[Span] | None, Span | None]:
        """(enclosure of f on a box, gradient, f near the middle), the latter two unless the natural range is enough.

        Natural range and f(m) + G (x - m), m near the middle; raises Undefined.
        """
        low, high = self.target.value(box, self.fixed)
        if enough((low, high)):
            return (low, high), None, None
        gradient = self.gradient(box)
        middle = tuple(((a + b) >> 1,) * 2 for a, b in box)
        least, most = centre = self.target.value(middle, self.fixed)
        if gradient is None or self.target.exact:
            return (low, high), gradient, centre
        for slope, side, m in zip(gradient, box, middle, strict=True):
            term = self.fixed.multiply(slope, (side[0] - m[0], side[1] - m[0]))
            least, most = least + term[0], most + term[1]
        return (max(low, least), min(high, most)), gradient, centre

    def halves(self, box: Box, gradient: Sequence[Span] | None) -> tuple[Box, Box]:
        """Cut where f varies most."""

        def variation(axis: int) -> tuple[int, int]:
            width = box[axis][1] - box[axis][0]
            steep = max(map(abs, gradient[axis])) if gradient is not None else 1
            return (width * steep if width > 1 else -1), width

        axis = max(range(len(box)), key=variation)
        low, high = box[axis]
        prove(high - low >= 2, self.path, "not reached: a box cannot be cut any more")
        middle = (low + high) >> 1
        return (*box[:axis], (low, middle), *box[axis + 1 :]), (*box[:axis], (middle, high), *box[axis + 1 :])

    def covered(self, box: Box, limits: Span, sharper: Callable[[Box], Span] | None = None) -> None:
        """Prove that f is within the limits on a partition of the box, or reject; sharper: wider limits for a part of it."""
        pending = [(box, 0)]
        while pending:
            part, depth = pending.pop()
            self.spend()
            gradient = None
            low, high = limits
            try:
                value, gradient, centre = self.enclose(part, lambda f: limits[0] <= f[0] and f[1] <= limits[1])
                if sharper is not None and not (low <= value[0] and value[1] <= high):
                    low, high = hull(limits, sharper(part))
                if low <= value[0] and value[1] <= high:
                    continue
                middle = tuple(((a + b) >> 1,) * 2 for a, b in part)
                least, most = limits if sharper is None else sharper(middle)
                if centre is not None and (centre[1] < least or most < centre[0]):
                    where = ", ".join(decimal(Fraction(a, self.fixed.one)) for a, _ in middle)
                    reject(self.path, f"f near ({where}) is too far from the values of Phi there")
            except Undefined:
                pass
            prove(depth < DEEPEST, self.path, f"not reached after {DEEPEST} bisections")
            pending += [(half, depth + 1) for half in self.halves(part, gradient)]

    def range(self, box: Box, depth: int = 0) -> tuple[Span, list[Span] | None]:
        """An enclosure of f on a box, cut where it has none, and the gradient."""
        self.spend()
        try:
            return self.enclose(box, lambda f: f[0] == f[1])[:2]
        except Undefined:
            prove(depth < DEEPEST, self.path, "f could not be enclosed")
            first, second = (self.range(half, depth + 1)[0] for half in self.halves(box, None))
            return hull(first, second), None

def decimal(value: Fraction, higher: bool = False) -> str:
    """Six decimals, for people: rounded down, or up."""
    if abs(value) >= 10**12:
        return f"{'-' if value < 0 else ''}2^{value.__trunc__().bit_length() - (not higher)}"
    scaled = (value * 10**6).__ceil__() if higher else (value * 10**6).__floor__()
    return f"{'-' if scaled < 0 else ''}{abs(scaled) // 10**6}.{abs(scaled) % 10**6:06d}"

# ---- The certificate -------------------------------------------------------------------------------------------------

LAYOUTS: Final = {"2.1": ("printed",), "2.2": ("literal", "shared"), "2.3": ("compact", "direct")}
HOW: Final = {
    "gradient": "proved by enclosing the gradient",
    "exact slopes": "proved from exact slopes",
    "definition": "by definition",
    "declared": "declared, not proved",
}
KEYS: Final = (
    *("format", "version", "statement", "theorem", "layout", "d", "n", "delta", "p", "target", "intrinsic", "cells"),
    *("claim", "witness", "parts", "bound", "phi_sha256", "provenance"),
)
TARGETS: Final = {
    "expression": ("kind", "text", "dimension", "declared"),
    "hoelder": ("kind", "centre", "alpha", "scale"),
    "piecewise linear": ("kind", "places", "values", "title", "notes"),
    "table": ("kind", "shape", "values", "title", "notes"),
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

def exponent(value: Fraction, path: str) -> Fraction:
    """A Hoelder exponent."""
    expect(0 < value <= 1 and value.denominator <= 100, path, "alpha in (0, 1] with denominator at most 100")
    return value

def read_target(data: Any, d: int) -> Target:
    """The target of a certificate."""
    kind = data.get("kind") if isinstance(data, dict) else None
    expect(isinstance(kind, str) and kind in TARGETS, "target.kind", f"one of {', '.join(TARGETS)}")
    record(data, "target", *TARGETS[str(kind)])
    if kind == "expression":
        integer(data["dimension"], "target.dimension", d, d)
        if data["declared"] is not None:
            alpha, constant = numbers(data["declared"], "target.declared", 2, 2)
            exponent(alpha, "target.declared")
            expect(constant >= 0, "target.declared", "lambda >= 0")
        return Parser(text(data["text"], "target.text"), d, "target.text").whole()
    if kind == "hoelder":
        alpha = exponent(number(data["alpha"], "target.alpha"), "target.alpha")
        return cusp(numbers(data["centre"], "target.centre", d, d), alpha, number(data["scale"], "target.scale"))
    for note in (data["title"], *items(data["notes"], "target.notes", 64)):
        text(note, "target.notes")
    values = numbers(data["values"], "target.values", 100_000)
    if kind == "table":
        shape = [integer(one, "target.shape", 2, 100_000) for one in items(data["shape"], "target.shape", d, d)]
        expect(prod(shape) == len(values), "target.values", "one value for every grid point")
        return Table([[Fraction(k, size - 1) for k in range(size)] for size in shape], values)
    axis = numbers(data["places"], "target.places", 20_000, 2)
    expect(len(axis) == len(values) and d == 1, "target.values", "one value for every place, in one dimension")
    increasing = all(a < b for a, b in pairwise(axis))
    expect(axis[0] == 0 and axis[-1] == 1 and increasing, "target.places", "places that increase from 0 to 1")
    return Table([axis], values)

class Certificate:
    """The data of a certificate, read and in range; raises Malformed."""

    def __init__(self, data: Any) -> None:
        self.data = c = record(data, "$", *KEYS)
        integer(c["version"], "version", 1, 1)
        expect(c["format"] == "error-certificate", "format", "error-certificate")
        self.theorem, self.layout = text(c["theorem"], "theorem"), text(c["layout"], "layout")
        expect(self.layout in LAYOUTS.get(self.theorem, ()), "layout", f"one of {LAYOUTS}")
        self.d, self.n = d, n = integer(c["d"], "d", 1, 6), integer(c["n"], "n", 1, 14)
        self.K, self.J = 1 << n, 1 << (d * n)
        expect(n << (d * n) <= 1 << 16, "n", f"n 2^(dn) at most 2^16, not {n << (d * n)}")  # hence d n <= 14
        cost = parameters(self.theorem, self.layout, d, n)
        expect(cost <= MOST_PARAMETERS, "n", f"at most {MOST_PARAMETERS} numbers in the network, not about {cost}")
        self.delta = number(c["delta"], "delta")
        self.delta_places = dyadic_places(self.delta, "delta")
        expect(self.delta.numerator == 1 and 3 * self.K * self.delta <= 1, "delta", "a power of two, 0 < delta <= 1/(3K)")
        self.p = None if c["p"] is None else number(c["p"], "p")
        expect((self.p is None) == (self.theorem != "2.1"), "p", "a number for Theorem 2.1, null for the others")
        if self.p is not None:
            a, b = self.p.numerator, self.p.denominator
            expect(self.p >= 1 and a <= 64, "p", "p >= 1 with numerator at most 64")
            fits = d**b << (a * (n + 1) + b * n) <= 1 << (b * self.delta_places)  # (d K delta 2^p)^b <= 2^(-a n)
            expect(fits, "delta", "d K delta 2^p <= 2^(-pn) for Theorem 2.1")
        self.target = read_target(c["target"], d)
        self.read_numbers(c)
        self.read_claim(c)
        if c["bound"] is not None:
            self.read_bound(c["bound"])
        text(c["phi_sha256"], "phi_sha256", 64)
        expect(isinstance(c["provenance"], dict) and len(c["provenance"]) <= 64, "provenance", "an object of at most 64 strings")
        for one in (*c["provenance"], *c["provenance"].values()):
            text(one, "provenance")
        text(c["statement"], "statement", 1 << 16)

    def read_numbers(self, c: dict[str, Any]) -> None:
        """s, b, a or v, and the cells."""
        m, key = 2 * self.J, "v" if self.theorem == "2.3" else "a"
        own = record(c["intrinsic"], "intrinsic", "s", "b", key)
        self.s, self.b = number(own["s"], "intrinsic.s"), number(own["b"], "intrinsic.b")
        self.places = max(dyadic_places(self.s, "intrinsic.s") + self.n, dyadic_places(self.b, "intrinsic.b"))
        expect(self.s >= 0, "intrinsic.s", "s >= 0")
        self.numbers = {"$s": of_fraction(self.s), "$b": of_fraction(self.b)}
        if key == "v":
            self.numbers["$v"] = dyadic(code_number(own["v"], "intrinsic.v", m * self.n), -m * self.n)
        else:
            for place, one in enumerate(items(own["a"], "intrinsic.a", self.n, self.n)):
                value = code_number(one, f"intrinsic.a[{place}]", m)
                expect(3 * value < 1 << m, f"intrinsic.a[{place}]", "a number in [0, 1/3)")
                self.numbers[f"$a{place + 1}"] = dyadic(value, -m)
        self.cells = [integer(q, "cells", 0, self.K - 1) for q in items(c["cells"], "cells", self.J, self.J)]

    def read_claim(self, c: dict[str, Any]) -> None:
        """Claim, witness, parts."""
        claim, sup = record(c["claim"], "claim", "norm", "lower", "upper"), self.p is None
        expect(claim["norm"] == ("sup" if sup else c["p"]), "claim.norm", "p for Theorem 2.1, sup for the others")
        self.lower, self.upper = number(claim["lower"], "claim.lower"), number(claim["upper"], "claim.upper")
        expect(0 <= self.lower <= self.upper, "claim", "0 <= lower <= upper")
        if sup:
            witness = record(c["witness"], "witness", "x", "network")
            self.witness = numbers(witness["x"], "witness.x", self.d, self.d)
            for x in self.witness:
                dyadic_places(x, "witness.x")
                expect(0 <= x <= 1, "witness.x", "a point of the cube")
            self.network = number(witness["network"], "witness.network")
            expect(c["parts"] is None, "parts", "null for the sup norm")
        else:
            self.parts = integer(c["parts"], "parts", 1, MOST_QUADRATURE)
            boxes = self.J * self.parts**self.d
            expect(boxes <= MOST_QUADRATURE, "parts", f"at most {MOST_QUADRATURE} boxes, not {boxes}")
            expect(c["witness"] is None, "witness", "null for the L^p norm")

    def read_bound(self, bound: Any) -> None:
        """What is said of the modulus of continuity; alpha is compared with the target's, or with 1, later."""
        record(bound, "bound", "alpha", "lambda", "how", "omega", "printed", "repaired")
        expect(text(bound["how"], "bound.how") in HOW, "bound.how", f"one of {', '.join(HOW)}")
        self.alpha, self.constant, self.omega, self.printed = (
            number(bound[key], f"bound.{key}") for key in ("alpha", "lambda", "omega", "printed")
        )
        expect(self.constant >= 0 and self.omega >= 0, "bound", "lambda >= 0 and omega >= 0")
        expect((bound["repaired"] is None) == (self.p is not None), "bound.repaired", "null for Theorem 2.1 only")
        self.repaired = None if bound["repaired"] is None else number(bound["repaired"], "bound.repaired")

def check(data: Any, quick: int | None = None, seed: int = 0, say: Callable[[str], None] = print) -> str:
    """Check the data of a certificate; the last words on success. Raises Malformed or Rejected."""
    c = Certificate(data)
    count = c.J if quick is None else min(quick, c.J)
    steps = reading_steps(c, count)
    expect(steps <= MOST_STEPS, "n", f"fewer cells: {count} would take about {steps} steps, the cap is {MOST_STEPS} (--quick N)")
    wanted = statement(c.data)
    prove(c.data["statement"] == wanted, "statement", f"the data say: {wanted[:300]}")
    check_bound(c, say)
    layers = network(c.theorem, c.layout, c.d, c.n, of_fraction(c.delta))
    stored = sum(1 + len(entries) for layer in {id(one): one for one in layers}.values() for _, entries in layer.rows)
    prove(identity(layers) == c.data["phi_sha256"], "phi_sha256", "not the network of this theorem, layout, d, n, delta")
    say(f"network    {len(layers)} affine maps, {stored} numbers in the distinct ones: rebuilt, SHA-256 agrees")
    chosen = range(c.J) if quick is None else sorted(random.Random(seed).sample(range(c.J), count))
    machine = Machine(layers, c.numbers)
    check_cells(c, machine, chosen, say)
    if c.p is None:
        check_witness(c, machine, say)
        check_sup(c, say)
    else:
        check_integral(c, say)
    if count < c.J:
        return f"ONLY IN PART: {count} of {c.J} cells were read (seed {seed}), the others were believed. {wanted}"
    return wanted

def reading_steps(c: Certificate, count: int) -> int:
    """An estimate of the look-ups and products while `count` cells are read."""
    digits = c.J * c.n if c.layout == "direct" else c.J
    selected = 8 * c.J * c.n if c.layout not in ("printed", "literal") else 0
    return count * (4 * c.n * digits + selected) + (400 * c.J * c.n if c.layout == "compact" else 0)

def check_cells(c: Certificate, machine: Machine, chosen: Sequence[int], say: Callable[[str], None]) -> None:
    """Literal layers in integers at x_beta + delta (1, ..., 1): psi = q 2^-n, Phi = s q 2^-n + b."""
    size = max(64, (1 << 23) // (c.J * c.n))
    for start in range(0, len(chosen), size):
        batch = chosen[start : start + size]
        corners = [[cell >> (c.n * i) & c.K - 1 for i in range(c.d)] for cell in batch]
        points = [[of_fraction(Fraction(k, c.K) + c.delta) for k in corner] for corner in corners]
        for cell, psi, phi in zip(batch, *machine.run(points), strict=True):
            q, path = c.cells[cell], f"cells[{cell}]"
            prove(psi == dyadic(q, -c.n), path, f"the layers read {hex(psi[0])[:40]} * 2^{psi[1]}, not {q} * 2^-{c.n}")
            prove(phi == of_fraction(c.s * Fraction(q, c.K) + c.b), path, "the value of the network is not s q 2^-n + b")
    say(f"cells      {len(chosen)} of {c.J} read by the literal layers in integers")

def check_witness(c: Certificate, machine: Machine, say: Callable[[str], None]) -> None:
    """|Phi - f| >= lower at the witness."""
    mantissa, places = machine.run([[of_fraction(x) for x in c.witness]])[1][0]
    value = mantissa * Fraction(2) ** places
    prove(value == c.network, "witness.network", "not the value of the network at the witness")
    needed = [c.lower.denominator.bit_length(), *(x.denominator.bit_length() for x in (*c.witness, c.network))]
    fixed = Fixed(64 + min(MOST_PLACES, max(128, *needed)))
    try:
        low, high = c.target.value(tuple(fixed.of(x) for x in c.witness), fixed)
    except Undefined as problem:
        reject("witness.x", f"f could not be enclosed there: {problem}")
    least = max(Fraction(low, fixed.one) - value, value - Fraction(high, fixed.one), NOTHING)
    prove(least >= c.lower, "claim.lower", f"|Phi - f| at the witness is only known to be at least {decimal(least)}")
    say(f"lower      exact value at the witness, f enclosed with {fixed.bits} binary places: |Phi - f| >= {decimal(c.lower)}")

def working_places(c: Certificate, power: int) -> int:
    """Binary places for enclosures: the ends of cells, s and b are exact, and `power` times the places of upper."""
    small = max(0, c.upper.denominator.bit_length() - c.upper.numerator.bit_length()) if c.upper else 0
    return min(2 * MOST_PLACES, 64 + max(32, c.delta_places, c.n, c.places, power * small))

def axis_regions(c: Certificate) -> list[tuple[Fraction, Fraction, tuple[int, ...]]]:
    """Cells and closed gaps of one axis, with the numbers B(t) of Fact 2."""
    last = c.K - 1
    cells = [(Fraction(k, c.K), Fraction(k + 1, c.K) - (c.delta if k < last else 0), (k,)) for k in range(c.K)]
    return cells + [(Fraction(k, c.K) - c.delta, Fraction(k, c.K), (k - 1, k)) for k in range(1, c.K)]

class Gaps:
    """Fact 3: bounds of 2^n psi on boxes."""

    def __init__(self, c: Certificate) -> None:
        self.c = c
        m, direct = 2 * c.J, c.layout == "direct"
        names = ["$v"] * c.n if direct else [f"$a{place}" for place in range(1, c.n + 1)]
        self.offsets = [place * c.J if direct else 0 for place in range(c.n)]
        if c.layout == "compact":  # a_l are the blocks of m digits of v
            mantissa, exponent = c.numbers["$v"]
            whole = mantissa << exponent + m * c.n
            self.factors = [Fraction(whole >> m * (c.n - 1 - place) & (1 << m) - 1, 1 << m) for place in range(c.n)]
        else:
            self.factors = [c.numbers[name][0] * Fraction(2) ** c.numbers[name][1] for name in names]
        self.cap = Fraction(4) ** (c.J + max(self.offsets))
        self.shifts = [shift[::-1] for shift in product((-1, 0, 1), repeat=c.d)]

    def psi(self, box: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
        """Least and greatest 2^n psi that is possible on the box."""
        found = []
        for shift in self.shifts:
            low = high = Fraction(1)
            for i, (s, (a, b)) in enumerate(zip(shift, box, strict=True)):
                low += self.step(a + s * self.c.delta) * self.c.K**i
                high += self.step(b + s * self.c.delta) * self.c.K**i
            bits = [self.bit(*self.times(place, low, high)) for place in range(self.c.n)]
            weights = [Fraction(self.c.K, 2 << place) for place in range(self.c.n)]
            found.append(tuple(sum((w * b[side] for w, b in zip(weights, bits, strict=True)), NOTHING) for side in (0, 1)))
        while len(found) > 1:
            triples = [found[i : i + 3] for i in range(0, len(found), 3)]
            found = [(sorted(one[0] for one in three)[1], sorted(one[1] for one in three)[1]) for three in triples]
        return found[0][0], found[0][1]

    def step(self, t: Fraction) -> Fraction:
        """g(t)."""
        k = min(max((t * self.c.K).__floor__(), 0), self.c.K - 1)
        return Fraction(k) if k == self.c.K - 1 else k + max(t - Fraction(k + 1, self.c.K) + self.c.delta, NOTHING) / self.c.delta

    def times(self, place: int, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """The range of what bit reads as digit `place` for low <= rho <= high."""
        a = self.factors[place]
        if self.c.layout == "literal":
            j, k = min(low.__floor__(), self.c.J - 1), min(high.__floor__(), self.c.J - 1)
            return a * Fraction(4) ** j * (1 + 3 * (low - j)), a * Fraction(4) ** k * (1 + 3 * (high - k))
        ends_ = [self.hat(place, y.__floor__(), y) + self.hat(place, y.__floor__() + 1, y) for y in (low, high)]
        if low.__ceil__() <= high.__floor__():
            peak = self.hat(place, high.__floor__(), Fraction(high.__floor__()))
            return (ends_[0] if low == high else NOTHING), max(peak, *ends_)
        least = self.hat(place, low.__floor__(), high) + self.hat(place, low.__floor__() + 1, low)
        return least, max(ends_)

    def hat(self, place: int, j: int, y: Fraction) -> Fraction:
        """sigma(4^(o+j) a - 4^c |y - j|)."""
        if not 1 <= j <= self.c.J or abs(y - j) >= 1:
            return NOTHING
        return max(self.factors[place] * Fraction(4) ** (self.offsets[place] + j) - self.cap * abs(y - j), NOTHING)

    @staticmethod
    def bit(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """clamp(T(t)) for low <= t <= high."""
        first, last = low.__ceil__(), high.__floor__()
        if last > first:
            return NOTHING, Fraction(1)
        ends_ = sorted(min(t % 2, 2 - t % 2) for t in (low, high))
        if first == last:
            ends_[first % 2] = Fraction(first % 2)
        least, most = (min(max(3 * z - 1, NOTHING), Fraction(1)) for z in ends_)
        return least, most

def check_sup(c: Certificate, say: Callable[[str], None]) -> None:
    """|Phi - f| <= upper on all regions."""
    regions = (2 * c.K - 1) ** c.d
    expect(regions <= MOST_BOXES, "n", f"at most {MOST_BOXES} cells and gaps, not {regions}")
    search = Search(c.target, working_places(c, 1), "claim.upper")
    gaps, bits = Gaps(c), search.fixed.bits

    def limits(low: Fraction, high: Fraction) -> Span:
        """What f may be where 2^n psi is in [low, high]."""
        return ceil_of(c.s * high / c.K + c.b - c.upper, bits), floor_of(c.s * low / c.K + c.b + c.upper, bits)

    def sharper(box: Box) -> Span:
        return limits(*gaps.psi([(Fraction(a, search.fixed.one), Fraction(b, search.fixed.one)) for a, b in box]))

    axis = [(search.fixed.of(a)[0], search.fixed.of(b)[1], ks) for a, b, ks in axis_regions(c)]
    for region in product(axis, repeat=c.d):
        seen = [c.cells[sum(k << c.n * i for i, k in enumerate(beta))] for beta in product(*(ks for *_, ks in region))]
        box, known = tuple((a, b) for a, b, _ in region), limits(Fraction(min(seen)), Fraction(max(seen)))
        search.covered(box, known, sharper if any(len(ks) > 1 for *_, ks in region) else None)
    say(f"upper      {regions} cells and gaps, {search.boxes} boxes, {bits} binary places: |Phi - f| <= {decimal(c.upper, True)}")

def check_integral(c: Certificate, say: Callable[[str], None]) -> None:
    """lower^p <= integral over the cells, integral over cells and gaps <= upper^p.

    On a box B with half-widths w, middle m, volume V, e = Phi - f, G within R of G0 encloses the gradient of f:
    |e(x) - e(m) + G0 (x - m)| <= rho = sum R_i w_i. So int |e|^p <= V times the average over the corners v of
    (|e(m) - G0 (v - m)| + rho)^p, by convexity; the mean of e is within rho/2 of e(m), and by Jensen's inequality
    int |e|^p >= V (|e(m)| - rho/2)^p.
    """
    p = c.p if c.p is not None else Fraction(1)
    search = Search(c.target, working_places(c, p.__ceil__()), "claim.upper")
    bits, fixed = search.fixed.bits, search.fixed
    scale = max(c.n, c.delta_places)
    sides, strips = [], []
    for a, b, _ in axis_regions(c)[: c.K]:
        step = (b - a) / c.parts
        sides.append(((b - a).numerator << scale) // (b - a).denominator)
        strips.append([(floor_of(a + j * step, bits), ceil_of(a + (j + 1) * step, bits), fixed.of(a + (2 * j + 1) * step / 2),
                        fixed.of(step / 2)) for j in range(c.parts)])  # fmt: skip
    total_low = total_high = 0
    for cell, q in enumerate(c.cells):
        numbers = [cell >> (c.n * i) & c.K - 1 for i in range(c.d)]
        value = floor_of(c.s * Fraction(q, c.K) + c.b, bits)  # exact: bits exceeds the places of s, b
        low = high = 0
        for strip in product(*(strips[k] for k in numbers)):
            found = mean_power(search, strip, value, p)
            low, high = low + found[0], high + found[1]
        volume = prod(sides[k] for k in numbers)
        total_low, total_high = total_low + low * volume, total_high + high * volume
    unit = (fixed.one << scale * c.d) * c.parts**c.d
    whole = (0, 0)
    for number_, cell_box in enumerate(product(range(c.K), repeat=c.d)):
        box = tuple(fixed.of(Fraction(k, c.K))[:1] + fixed.of(Fraction(k + 1, c.K))[1:] for k in cell_box)
        found, _ = search.range(box)
        whole = hull(whole, found) if number_ else found
    worst = max(ceil_of(c.b + c.s, bits) - whole[0], whole[1] - floor_of(c.b, bits))
    omega = 1 - (1 - (c.K - 1) * c.delta) ** c.d
    gaps = omega * Fraction(fixed.power((worst, worst), p)[1], fixed.one)
    at_least, at_most = Fraction(total_low, unit), Fraction(total_high, unit) + gaps
    known = f"the integral of |Phi - f|^p is only known to be in [{decimal(at_least)}, {decimal(at_most, True)}]"
    prove(c.lower**p.numerator <= at_least**p.denominator, "claim.lower", known)
    prove(c.upper**p.numerator >= at_most**p.denominator, "claim.upper", known)
    say(f"integral   {decimal(at_least)} <= int |Phi - f|^p <= {decimal(at_most, True)}, of it {decimal(gaps, True)} for gaps")
    say(f"           in {c.J * c.parts**c.d} boxes with {bits} binary places")

def mean_power(search: Search, strip: Sequence[tuple[int, int, Span, Span]], value: int, p: Fraction) -> Span:
    """Bounds for the average of |value - f|^p over a box."""
    fixed, box = search.fixed, tuple((low, high) for low, high, _, _ in strip)
    f, gradient = search.range(box)
    low, high = absolute((value - f[1], value - f[0]))
    mean = fixed.power((low, low), p)[0], fixed.power((high, high), p)[1]
    if gradient is None:
        return mean
    try:
        f = search.target.value(tuple(middle for *_, middle, _ in strip), fixed)
    except Undefined:
        return mean
    centre = value - f[1], value - f[0]
    rho, terms = 0, []
    for (least, most), (*_, half) in zip(gradient, strip, strict=True):
        middle = (least + most) >> 1
        rho += up(max(most - middle, middle - least) * half[1], fixed.bits)
        terms.append(fixed.multiply((middle, middle), half))
    total = 0
    for signs in product((1, -1), repeat=len(terms)):
        corner = [term if sign > 0 else negative(term) for sign, term in zip(signs, terms, strict=True)]
        top = absolute((centre[0] + sum(t[0] for t in corner), centre[1] + sum(t[1] for t in corner)))[1] + rho
        total += fixed.power((top, top), p)[1]
    bottom = max(0, absolute(centre)[0] - up(rho, 1))
    return max(mean[0], fixed.power((bottom, bottom), p)[0]), min(mean[1], -(-total >> len(terms)))

def check_bound(c: Certificate, say: Callable[[str], None]) -> None:
    """The modulus of continuity, and that upper is below what the theorem gives."""
    if (bound := c.data["bound"]) is None:
        return
    f, how = c.data["target"], bound["how"]
    prove(c.printed == c.omega + 2 * c.s / c.K, "bound.printed", "not omega + 2 s / K")
    prove(c.repaired is None or c.repaired == c.omega + c.s / c.K, "bound.repaired", "not omega + s / K")
    prove(c.upper <= c.printed, "bound.printed", "upper exceeds the bound")
    prove(c.repaired is None or c.upper <= c.repaired, "bound.repaired", "upper exceeds the bound")
    words = "declared, NOT CHECKED"
    if how == "declared":
        prove(f.get("declared") == [bound["alpha"], bound["lambda"]], "bound.how", "not what the target declares")
    elif how == "definition":
        own = [f.get("alpha"), f.get("scale", "").removeprefix("-")]
        prove(own == [bound["alpha"], bound["lambda"]], "bound.how", "not alpha and |scale| of a target of kind hoelder")
        words = "by definition, t^alpha being subadditive"
    else:
        prove(c.alpha == 1, "bound.alpha", f"{how} proves alpha = 1 only")
        prove(isinstance(c.target, Table) == (how == "exact slopes"), "bound.how", "slopes for tables, gradients for formulas")
        if isinstance(c.target, Formula):
            words = f"gradient enclosed on {check_gradient(c)} boxes"
        else:
            words = "all slopes computed exactly"
            expect(len(c.target.values) * c.d << c.d <= MOST_CORNERS, "bound.how", "a table with fewer corners of cells")
            prove(c.target.steepest() <= c.constant**2, "bound.lambda", "less than the steepest slope")
    a, b = c.alpha.numerator, c.alpha.denominator  # 0 < alpha <= 1, b <= 100: as in the target, or 1
    enough = c.omega ** (2 * b) * c.K ** (2 * a) >= c.constant ** (2 * b) * c.d**a
    prove(enough, "bound.omega", "below lambda (sqrt(d) / K)^alpha")
    say(f"bound      omega_f(r) <= {decimal(c.constant, True)} r^({c.alpha}): {words}")
    say(f"           hence the theorem gives at most {decimal(c.printed if c.repaired is None else c.repaired, True)}")

def check_gradient(c: Certificate) -> int:
    """|grad f|_2 <= lambda on the cube."""
    search = Search(c.target, working_places(c, 1), "bound.lambda")
    bits = search.fixed.bits
    most = floor_of(c.constant**2, 2 * bits)
    pending: list[tuple[Box, int]] = [(((0, search.fixed.one),) * c.d, 0)]
    while pending:
        box, depth = pending.pop()
        search.spend()
        gradient = search.gradient(box)
        if gradient is None or sum(max(map(abs, slope)) ** 2 for slope in gradient) > most:
            prove(depth < DEEPEST, "bound.lambda", f"|grad f| <= lambda not reached after {DEEPEST} bisections")
            pending += [(half, depth + 1) for half in search.halves(box, None)]
    return search.boxes

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
    except Exception as problem:  # a limit of this program: nothing was established
        say(f"MALFORMED $: the checker gave up ({type(problem).__name__}: {str(problem)[:80]})")
        return 2

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
