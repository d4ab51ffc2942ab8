"""The bridge: Coq computes the literal networks of the formal statements, and each entry is compared with the library's.

Each side is built by its own program from (d, n, delta) alone: Literal.v and Universal.v there, `verifier.constructions` here.
Compared are the inputs of every layer, its rows in their order, each bias and each weight with its column, and which of
them are parameters, by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.constructions.encoding import Code, Frame, pack
from verifier.constructions.grid import Grid, make_grid
from verifier.constructions.lp_network import lp_network
from verifier.constructions.sup_network import sup_network
from verifier.constructions.three_parameters import three_parameters, universal_phi
from verifier.errors import InvalidInput
from verifier.exact.dyadic import ZERO
from verifier.kernel.development import ROOT, Compiled
from verifier.network.ir import BIAS, Layer, Network
from verifier.verdict import Kind, Verdict

Entry = Fraction | str  # a fixed number, or the name of a parameter
PAIRS: Final = ((1, 1), (1, 2), (1, 3), (2, 1))  # (d, n) that are compared unless others are asked for
_SHOWN: Final = 5  # differences that are named one by one

_FLAT: Final = """\
From Coq Require Import ZArith QArith List.
Require Syz.Network.
Import ListNotations.
Open Scope Z_scope.
Definition flat_entry (e : Syz.Network.entry Q) : list Z :=
  match e with
  | Syz.Network.Fixed q => let r := Qred q in [0; Qnum r; Zpos (Qden r)]
  | Syz.Network.Param i => [1; Z.of_nat i; 1]
  end.
Definition flat_row (r : Syz.Network.row Q) : list Z :=
  flat_entry (fst r) ++ Z.of_nat (length (snd r)) :: flat_map (fun cw => Z.of_nat (fst cw) :: flat_entry (snd cw)) (snd r).
Definition flat_layer (l : Syz.Network.layer Q) : list Z :=
  Z.of_nat (Syz.Network.inputs l) :: Z.of_nat (length (Syz.Network.rows l)) :: flat_map flat_row (Syz.Network.rows l).
Definition flat (delta : Q) (N : Syz.Network.network Syz.Network.number) : list (list Z) :=
  map flat_layer (Syz.Network.rational_network delta N).
Set Printing Width 1000000.
Set Printing Depth 100000000.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """One affine form: its bias, and (column, weight) for each stored weight."""

    bias: Entry
    weights: tuple[tuple[int, Entry], ...]


@dataclass(frozen=True, slots=True)
class Affine:
    """One layer: how many inputs it has, and one form for each output."""

    inputs: int
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The networks of one theorem on both sides.

    layout: as the library calls it. module, constant: where Coq has them, as a function of d and n.
    parameters: their names, in Coq's order, for n.
    """

    theorem: str
    layout: str
    module: str
    constant: str
    library: Callable[[Grid], Network]
    parameters: Callable[[int], tuple[str, ...]]


def _all_names(n: int) -> tuple[str, ...]:
    return (*(f"a{place}" for place in range(1, n + 1)), "s", "b")


def _zeros(grid: Grid) -> Code:
    """A code of no target: the values of parameters are not compared, as they are parameters on both sides."""
    return pack((0,) * grid.J, grid.n, Frame(ZERO, ZERO))


def _three_parameters(grid: Grid) -> Network:
    return three_parameters(grid, _zeros(grid), "direct").network


FAMILIES: Final = (
    Family(
        "2.1", "printed", "Literal", "literal_lp", lambda grid: lp_network(grid, _zeros(grid), Fraction(2)).network, _all_names
    ),
    Family("2.2", "literal", "Literal", "literal_sup", lambda grid: sup_network(grid, _zeros(grid)).network, _all_names),
    Family("2.3", "direct", "Universal", "universal_phi", lambda grid: universal_phi(grid, "direct").literal, lambda n: ()),
    Family("2.3", "direct", "Universal", "literal_three", _three_parameters, lambda n: ("v", "s", "b")),
)


def widths(d: int, n: int) -> tuple[Grid, Grid]:
    """The grids that are compared: the default width of the gaps of Theorems 2.2 and 2.3, and that of 2.1 for p = 2.

    At one width alone 1/delta is not told from a constant.
    """
    return make_grid(d, n), make_grid(d, n, p=Fraction(2))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared for one network, and every difference, the first one first."""

    layers: int
    rows: int
    weights: int
    biases: int
    parameters: int
    differences: tuple[str, ...]

    def __str__(self) -> str:
        counted = f"{self.layers} layers, {self.rows} rows, {self.weights} weights, {self.biases} biases"
        return f"{counted}, {self.parameters} of these numbers are parameters"


def of_library(network: Network) -> tuple[Affine, ...]:
    """The library's layers in the form that is compared."""
    return tuple(_affine(layer) for layer in network.layers)


def _affine(layer: Layer) -> Affine:
    names = {(place, column): name for place, column, name in layer.intrinsic}
    forms = []
    for place, one in enumerate(layer.rows):
        weights = tuple((column, names.get((place, column), weight.fraction)) for column, weight in one.entries)
        forms.append(Form(names.get((place, BIAS), one.bias.fraction), weights))
    return Affine(layer.inputs, tuple(forms))


def of_coq(given: Compiled, questions: Sequence[tuple[Family, Grid]]) -> dict[tuple[Family, Grid], tuple[Affine, ...]]:
    """What Coq computes for each family and grid.

    Raises:  InvalidInput if coqc does not accept a file of theirs, or prints something else.
    """
    modules = sorted({"Network", *(family.module for family, _ in questions)})
    lines = [_FLAT, *(f"Require {ROOT}.{module}." for module in modules)]
    for number, (family, grid) in enumerate(questions):
        called = f"{ROOT}.{family.module}.{family.constant} {grid.d} {grid.n}"
        delta = f"({grid.delta.fraction.numerator} # {grid.delta.fraction.denominator})"
        lines.append(f'Redirect "network_{number}" Eval vm_compute in flat {delta} ({called}).')
    answers, problem = given.ask("\n".join(lines) + "\n")
    if problem:
        raise InvalidInput(f"coqc cannot compute the networks: {' '.join(problem.split())[:600]}")
    return {
        (family, grid): _read(answers.get(f"network_{number}", ""), family.parameters(grid.n))
        for number, (family, grid) in enumerate(questions)
    }


def _read(printed: str, names: tuple[str, ...]) -> tuple[Affine, ...]:
    """The layers from what coqc printed.

    Raises:  InvalidInput if that is no list of layers.
    """
    match = re.fullmatch(r"\s*=\s*\[(.*)\]\s*:\s*list \(list Z\)\s*", printed, re.DOTALL)
    if match is None or "..." in printed:
        raise InvalidInput(f"coqc printed no list of layers: {printed[:200]!r}")
    layers = []
    for text in re.findall(r"\[([^\]]*)\]", match[1]):
        numbers = iter([int(word) for word in re.findall(r"-?[0-9]+", text)])
        try:
            inputs, rows = next(numbers), next(numbers)
            forms = tuple([_form(numbers, names) for _ in range(rows)])  # a list: a generator would turn the exception
        except StopIteration:
            raise InvalidInput("coqc printed a layer that is too short") from None
        if next(numbers, None) is not None:
            raise InvalidInput("coqc printed a layer that is too long")
        layers.append(Affine(inputs, forms))
    return tuple(layers)


def _form(numbers: Iterator[int], names: tuple[str, ...]) -> Form:
    bias = _entry(numbers, names)
    count = next(numbers)
    weights = []
    for _ in range(count):
        column = next(numbers)
        weights.append((column, _entry(numbers, names)))
    return Form(bias, tuple(weights))


def _entry(numbers: Iterator[int], names: tuple[str, ...]) -> Entry:
    kind, value, denominator = next(numbers), next(numbers), next(numbers)
    if kind == 0:
        return Fraction(value, denominator)
    return names[value] if value < len(names) else f"parameter {value}"


def compare(library: Sequence[Affine], coq: Sequence[Affine]) -> Comparison:
    """The two networks entry by entry; layers, rows and columns are counted from 0."""
    found: list[str] = []
    if len(library) != len(coq):
        found.append(f"layers: {len(library)} in the library, {len(coq)} in Coq")
    for number, (ours, theirs) in enumerate(zip(library, coq, strict=False)):
        found += _in_layer(f"layer {number}", ours, theirs)
    entries = [entry for layer in library for form in layer.forms for entry in (form.bias, *(w for _, w in form.weights))]
    rows = sum(len(layer.forms) for layer in library)
    parameters = sum(isinstance(entry, str) for entry in entries)
    return Comparison(len(library), rows, len(entries) - rows, rows, parameters, tuple(found))


def _in_layer(where: str, ours: Affine, theirs: Affine) -> Iterator[str]:
    if ours.inputs != theirs.inputs:
        yield f"{where}, inputs: {ours.inputs} in the library, {theirs.inputs} in Coq"
    if len(ours.forms) != len(theirs.forms):
        yield f"{where}, rows: {len(ours.forms)} in the library, {len(theirs.forms)} in Coq"
    for place, (mine, other) in enumerate(zip(ours.forms, theirs.forms, strict=False)):
        if mine == other:
            continue
        if mine.bias != other.bias:
            yield f"{where}, row {place}, bias: {mine.bias} in the library, {other.bias} in Coq"
        here, there = dict(mine.weights), dict(other.weights)
        for column in sorted({*here, *there}):
            if here.get(column) != there.get(column):
                shown = [str(side.get(column, "nothing stored")) for side in (here, there)]
                yield f"{where}, row {place}, column {column}: {shown[0]} in the library, {shown[1]} in Coq"
        if here == there and mine.weights != other.weights:
            columns = [[column for column, _ in form.weights] for form in (mine, other)]
            yield f"{where}, row {place}: the weights stand in another order, columns {columns[0]} and {columns[1]}"


def verdict(comparison: Comparison) -> Verdict:
    """CERTIFIED if both sides have the same numbers in the same places, REFUTED with the places if not."""
    if comparison.layers == 0:
        return Verdict(Kind.UNDECIDED, "there is no layer: nothing was compared")
    if not comparison.differences:
        return Verdict(Kind.CERTIFIED, f"equal in {comparison}")
    count = len(comparison.differences)
    shown = "; ".join(comparison.differences[:_SHOWN]) + (f"; and {count - _SHOWN} more" if count > _SHOWN else "")
    evidence = tuple((f"difference {number}", text) for number, text in enumerate(comparison.differences[:100], start=1))
    return Verdict(Kind.REFUTED, f"{count} difference{'' if count == 1 else 's'}: {shown}", evidence)


def cross(given: Compiled, grids: Sequence[Grid], families: Sequence[Family] = FAMILIES) -> dict[tuple[Family, Grid], Comparison]:
    """Compare every family at every grid.

    Raises:  InvalidInput, as `of_coq`.
    """
    questions = [(family, grid) for grid in grids for family in families]
    there = of_coq(given, questions)
    return {(family, grid): compare(of_library(family.library(grid)), there[family, grid]) for family, grid in questions}
