"""Evaluate the literal layers at many points, each distinct local computation once.

The walker applies every affine map and every sigma of the network to actual numbers. It only remembers: a layer, and a
local layer (see `verifier.network.components`), that has been applied to some values is not applied to the same values
again. Since a layer is a function, nothing is assumed about the network. Reading all digits of a number costs O(J) local
evaluations instead of O(J^2), because the orbits of 4 a, 16 a, ... under the tent map merge.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from verifier.errors import InvalidInput, ShapeMismatch
from verifier.exact.dyadic import ONE, ZERO, Dyadic
from verifier.network.compiled import IntegerLayer, plain_layer
from verifier.network.components import Component, Decomposer
from verifier.network.ir import Layer, Network
from verifier.network.meaning import Exact, Mpmath, Rules, rules

_ZERO: Final = 0  # the number under which the value 0 is remembered
_REMEMBERED: Final = 100_000  # whole states; beyond, they are forgotten and the local memory serves


class _PlannedLayer:
    """A layer as its components, with the memory of whole states."""

    __slots__ = ("next", "outputs", "steps")

    def __init__(self, outputs: int, steps: list[tuple[Component, int]]) -> None:
        self.outputs: Final = outputs
        self.steps: Final = steps
        self.next: Final[dict[int, int]] = {}


class Walker:
    """Evaluates one network at many dyadic points, in exact integers or in mpmath at p bits.

    Exact:   Exact(): everything. Mpmath(p): as exact as p bits are; see `verifier.network.law`.
    """

    def __init__(self, network: Network, meaning: Exact | Mpmath) -> None:
        self.network = network
        self.applications = 0  # local layers really applied; the rest was remembered
        self._rules: Rules | None = None if isinstance(meaning, Exact) else rules(meaning)
        zero = self._embed(ZERO)
        self._values: list[Any] = [zero]  # number _ZERO
        self._number: dict[Any, int] = {self._key(zero): _ZERO}
        self._memory: list[dict[tuple[int, ...], tuple[int, ...]]] = []
        self._prepared: list[Any] = []
        self._layers: list[_PlannedLayer] = []
        self._states: list[tuple[int, ...]] = []
        self._state_number: dict[tuple[int, ...], int] = {}
        places: dict[int, int] = {}
        planned: dict[tuple[int, bool], _PlannedLayer] = {}
        decomposer = Decomposer()
        for number, layer in enumerate(network.layers):
            final = number == network.depth
            if (id(layer), final) not in planned:
                steps = []
                for component in decomposer.components(layer):
                    place = places.get(id(component.local))
                    if place is None:
                        place = places[id(component.local)] = len(self._prepared)
                        self._prepared.append(self._prepare(component.local))
                        self._memory.append({})
                    steps.append((component, place))
                planned[id(layer), final] = _PlannedLayer(layer.outputs, steps)
            self._layers.append(planned[id(layer), final])

    def values(self, point: Sequence[Dyadic], upto: int | None = None) -> tuple[Any, ...]:
        """The values of the network (or of sigma of affine map number `upto`) as Dyadic or mpf."""
        return self._read(self._states_at(point, (self.network.depth if upto is None else upto,))[0])

    def _read(self, state: int) -> tuple[Any, ...]:
        return tuple(self._values[number] for number in self._states[state])

    def _states_at(self, point: Sequence[Dyadic], stops: Sequence[int]) -> list[int]:
        """The states behind the affine maps `stops` (increasing), in one walk."""
        if len(point) != self.network.inputs:
            raise ShapeMismatch(f"the network has {self.network.inputs} inputs, the point {len(point)} coordinates")
        last = self.network.depth
        for stop in stops:
            if not 0 <= stop <= last:
                raise InvalidInput.argument("upto", stop, f"a layer number 0..{last}")
        if len(self._states) > _REMEMBERED:
            self._forget()
        state = self._enter(tuple(self._intern(self._embed(value)) for value in point))
        found = []
        for number, layer in enumerate(self._layers[: stops[-1] + 1]):
            following = layer.next.get(state)
            if following is None:
                following = layer.next[state] = self._enter(self._layer(layer, self._states[state], number < last))
            state = following
            if number in stops:
                found.append(state)
        return found

    def _enter(self, state: tuple[int, ...]) -> int:
        number = self._state_number.get(state)
        if number is None:
            number = self._state_number[state] = len(self._states)
            self._states.append(state)
        return number

    def _layer(self, layer: _PlannedLayer, state: tuple[int, ...], relu: bool) -> tuple[int, ...]:
        out = [0] * layer.outputs
        for component, place in layer.steps:
            key = tuple([state[c] for c in component.columns])
            memory = self._memory[place]
            found = memory.get(key) if relu else None
            if found is None:
                found = self._apply(place, key, relu=relu)
                if relu:
                    memory[key] = found
            for row, value in zip(component.rows, found, strict=True):
                out[row] = value
        return tuple(out)

    def _forget(self) -> None:
        self._states.clear()
        self._state_number.clear()
        for layer in self._layers:
            layer.next.clear()

    def fractions(self, point: Sequence[Dyadic], upto: int | None = None) -> tuple[Fraction | None, ...]:
        """As `values`, converted exactly to fractions (None for a value that is not finite)."""
        return tuple(self._back(value) for value in self.values(point, upto))

    def front_and_output(self, point: Sequence[Dyadic]) -> tuple[tuple[Fraction | None, ...], tuple[Fraction | None, ...]]:
        """What the last affine map reads, and the values of the network, in one walk (depth >= 1)."""
        before, after = self._states_at(point, (self.network.depth - 1, self.network.depth))
        return tuple(map(self._back, self._read(before))), tuple(map(self._back, self._read(after)))

    def _back(self, value: Any) -> Fraction | None:
        found: Fraction | None = self._rules.rational(value) if self._rules else value.fraction
        return found

    def _embed(self, value: Dyadic) -> Any:
        return self._rules.weight(value) if self._rules else value

    def _key(self, value: Any) -> Any:
        return (value.mantissa, value.exponent) if self._rules is None else value._mpf_

    def _intern(self, value: Any) -> int:
        key = self._key(value)
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._values)
            self._values.append(value)
        return number

    def _prepare(self, local: Layer) -> Any:
        if self._rules is None:
            return plain_layer(local, relu=False), plain_layer(local, relu=True)
        weight = self._rules.weight
        return [(weight(one.bias), [(c, weight(w), w == ONE) for c, w in one.entries]) for one in local.rows]

    def _apply(self, place: int, key: tuple[int, ...], *, relu: bool) -> tuple[int, ...]:
        self.applications += 1
        x = [self._values[number] for number in key]
        intern = self._intern
        if self._rules is None:
            return tuple([intern(value) if value else _ZERO for value in _exact_layer(self._prepared[place][relu], x)])
        accumulate = self._rules.accumulate
        out = []
        for bias, entries in self._prepared[place]:
            total = bias
            for column, weight, unit in entries:
                value = x[column]
                if value:  # adding weight * 0 changes nothing, and 1 * value is value in every number system
                    total = total + value if unit else accumulate(total, weight, value)
            negative = total._mpf_[0]
            out.append(_ZERO if not total or (relu and negative) else intern(total))
        return tuple(out)


def _exact_layer(layer: IntegerLayer, x: list[Dyadic]) -> list[Dyadic | None]:
    """The values of a layer at dyadic numbers; None for 0, which needs no number of its own."""
    shift = 0
    for value in x:
        if value.exponent < -shift:
            shift = -value.exponent
    out, scale = layer.apply([value.mantissa << (value.exponent + shift) for value in x], shift, 1)
    return [Dyadic(value, -scale) if value else None for value in out]
