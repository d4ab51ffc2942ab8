"""Targets given by a formula."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from flint import fmpq

from verifier.errors import DomainError, InvalidInput, ResourceLimit
from verifier.exact.enclosure import Enclosure, precision
from verifier.exact.interval import Box, Interval
from verifier.targets import composition
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
    canonical,
    parse,
)
from verifier.targets.modulus import check_square, power_up, root_up, short_up
from verifier.targets.subdivision import enclose, extent, halves, steepest, survey
from verifier.targets.tape import Tape, Undefined, compile_tape
from verifier.targets.target import Hypothesis, Point, Target, check_bits, check_dimension, rational, variables

_MOST_BITS: Final = 1 << 21
_MOST_KNOWN: Final = 4096
_BOXES: Final = 256


@dataclass(slots=True)
class _Known:
    """What has been computed about a target so far."""

    extent: tuple[Interval, Fraction] | None = None
    steepest: tuple[Fraction | None] | None = None
    composed: tuple[tuple[Fraction, Fraction] | None] | None = None
    moduli: dict[Fraction, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expression(Target):
    """The function that a formula in x1, ..., xd defines on [0,1]^d.

    Claim:   construction proves that the formula is defined and finite on the whole cube. The modulus of continuity is
             the least of what a gradient enclosure, the composition of moduli, the oscillation and the declared Hoelder
             class give.
    Exact:   values are fractions, of width 0, wherever the formula stays rational there; else enclosures by Arb.
    Raises:  InvalidInput and ResourceLimit for the text; DomainError if the proof of the domain fails; InvalidInput if
             the declared (alpha, lambda) is false between two sample points.

    >>> f = Expression("sqrt(x1)/2", 1)
    >>> f.at((Fraction(1, 4),), 60), f.modulus(Fraction(1, 4)), f.lipschitz(), f.hoelder()
    (Interval(lo=Fraction(1, 4), hi=Fraction(1, 4)), Fraction(1, 4), None, (Fraction(1, 2), Fraction(1, 2)))
    """

    text: str
    dimension: int
    declared: tuple[Fraction, Fraction] | None = None
    name: str = field(init=False, compare=False)
    tree: Node = field(init=False, compare=False, repr=False)
    tape: Tape = field(init=False, compare=False, repr=False)
    _ranges: list[Enclosure] = field(init=False, compare=False, repr=False)
    _known: _Known = field(init=False, compare=False, repr=False, default_factory=_Known)

    def __post_init__(self) -> None:
        check_dimension(self.dimension)
        tree = parse(self.text, self.dimension)
        object.__setattr__(self, "tree", tree)
        object.__setattr__(self, "text", canonical(tree))
        if parse(self.text, self.dimension) != tree:  # files hold this text: it is to be as readable as the one that was given
            raise InvalidInput(f"the formula is written {self.text[:60]!r}, which is another one")
        object.__setattr__(self, "name", self.text)
        object.__setattr__(self, "tape", compile_tape(tree, self.dimension))
        object.__setattr__(self, "_ranges", survey(self.tape))
        try:
            self._whole.interval()
        except DomainError as problem:
            raise DomainError(f"{self.text}: {problem}") from None
        if self.declared is not None:
            self._check_declared(*self.declared)

    @property
    def _whole(self) -> Enclosure:
        return self._ranges[self.tape.result]

    def at(self, point: Point, bits: int) -> Interval:
        """f(point): a fraction if evaluation meets only rational values, else an enclosure of width <= 2**-bits."""
        self.check_point(point)
        check_bits(bits)
        working = bits + 24
        goal = Fraction(1, 1 << bits)
        while working <= _MOST_BITS:
            with precision(working):
                value = self._value(point, working)
            if value is not None and value.width <= goal:
                return value
            working *= 2
        raise ResourceLimit.cost(
            f"{self.name} to {bits} bits", "too many bits", f"{_MOST_BITS} bits", "ask for fewer bits"
        )

    def _value(self, point: Point, working: int) -> Interval | None:
        """f(point) at the precision in force; None if that is too low to tell."""
        try:
            value = self.tape.at(point)
        except Undefined as problem:
            raise DomainError(f"{canonical(problem.step.node)}: {problem.reason}") from None
        if isinstance(value, fmpq):
            return Interval.point(Fraction(int(value.p), int(value.q)))
        if value.is_finite():
            return Enclosure(value.lower(), value.upper(), working).interval()
        try:
            boxed = self.tape.on(tuple(Enclosure.of(c, working) for c in point), working)
        except Undefined:
            return None
        return boxed[self.tape.result].interval()

    def on(self, box: Box, bits: int) -> Interval:
        """f on a box, by natural extension, mean value form and monotonicity; the box is cut where those fail."""
        self.check_box(box)
        check_bits(bits)
        working = bits + 24
        pending = deque([box])
        hull: Enclosure | None = None
        boxes = 0
        with precision(working):
            while pending:
                part = pending.popleft()
                boxes += 1
                try:
                    value = enclose(self.tape, tuple(Enclosure.of(side, working) for side in part), working)[0]
                except Undefined:
                    if self.tape.axes and boxes + len(pending) < _BOXES:
                        pending.extend(halves(part, self.tape.axes))
                        continue
                    value = self._whole
                hull = value if hull is None else hull.hull(value)
            if hull is None:
                raise DomainError("a box has no parts")
            return hull.interval()

    def natural(self, box: Box, bits: int) -> Interval:
        """The natural interval extension of the formula; the proved range of f where it has no value on the box."""
        self.check_box(box)
        check_bits(bits)
        working = bits + 24
        with precision(working):
            try:
                return self.tape.on(tuple(Enclosure.of(side, working) for side in box), working)[self.tape.result].interval()
            except (Undefined, DomainError):
                return self.on(box, bits)

    def gradient(self, box: Box, bits: int) -> Box | None:
        """The gradient on a box by forward differentiation; None where it may be unbounded or undefined."""
        self.check_box(box)
        check_bits(bits)
        working = bits + 24
        with precision(working):
            try:
                slopes = self.tape.slopes(self.tape.on(tuple(Enclosure.of(side, working) for side in box), working))
                return tuple(Interval.point(0) if slope is None else slope.interval() for slope in slopes)
            except (Undefined, DomainError):
                return None

    def _extent(self) -> tuple[Interval, Fraction]:
        if self._known.extent is None:
            self._known.extent = extent(self.tape, self._whole)
        return self._known.extent

    def range(self) -> Interval:
        """An outer enclosure of the range, by best-first subdivision within a budget."""
        return self._extent()[0]

    def oscillation_lower(self) -> Fraction:
        """The difference of two sampled values, rounded down."""
        return self._extent()[1]

    def steepest(self) -> Fraction | None:
        """An upper bound on |grad f|_2 over the cube, hence a Lipschitz constant; None if none is found."""
        if self._known.steepest is None:
            self._known.steepest = (steepest(self.tape),)
        return self._known.steepest[0]

    def lipschitz(self) -> Fraction | None:
        """The lesser of the bounds from the gradient and from composition; None if the slope may be infinite."""
        steep, composed = self.steepest(), self._composed()
        if composed is None or composed[0] < 1:
            return steep
        return composed[1] if steep is None else min(steep, composed[1])

    def _composed(self) -> tuple[Fraction, Fraction] | None:
        if self._known.composed is None:
            self._known.composed = (composition.hoelder(self.tape, self._ranges),)
        return self._known.composed[0]

    def hoelder(self) -> tuple[Fraction, Fraction] | None:
        """The declared class, else (1, lipschitz()), else the class found by composition."""
        if self.declared is not None:
            return self.declared
        slope = self.lipschitz()
        return self._composed() if slope is None else (Fraction(1), slope)

    def modulus_of_root(self, r_squared: Fraction) -> Fraction:
        """The least of the bounds from the gradient, composition, the declared class and the oscillation."""
        check_square(r_squared)
        known = self._known.moduli
        if r_squared not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[r_squared] = self._modulus(r_squared)
        return known[r_squared]

    def _modulus(self, r_squared: Fraction) -> Fraction:
        if r_squared == 0:
            return Fraction(0)
        r = root_up(r_squared)
        bounds = [self.oscillation(), composition.modulus(self.tape, self._ranges, r)]
        slope = self.lipschitz()
        if slope is not None:
            bounds.append(short_up(slope * r))
        if self.declared is not None:
            alpha, constant = self.declared
            bounds.append(short_up(constant * power_up(r_squared, alpha / 2)))
        return min(bounds)

    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """Every bound that the modulus may be taken from."""
        found = []
        steep = self.steepest()
        if steep is not None:
            found.append(Hypothesis(f"|f(x) - f(y)| <= {steep} |x - y|_2 on the cube", "proved: gradient enclosure"))
        composed = self._composed()
        known = "" if composed is None else f": omega_f(r) <= {composed[1]} * r^({composed[0]}), or less for a single r"
        statement = f"omega_f is composed from the moduli of subexpressions{known}"
        found.append(Hypothesis(statement, "proved: composition of moduli"))
        if self.declared is not None:
            found.append(
                Hypothesis(f"omega_f(r) <= {self.declared[1]} * r^({self.declared[0]})", "declared by the user")
            )
        return tuple(found)

    def _check_declared(self, alpha: Fraction, constant: Fraction) -> None:
        """Raise InvalidInput if the declared class is malformed or false between neighbouring sample points."""
        if not 0 < alpha <= 1 or alpha.denominator > 100:
            raise InvalidInput.argument("alpha", alpha, "a fraction in (0, 1] with denominator at most 100")
        if constant < 0:
            raise InvalidInput.argument("lambda", constant, "a number >= 0")
        samples = [self._sample(index) for index in range(24)]
        values = [self.at(point, 40) for point in samples]
        for i, (p, f) in enumerate(zip(samples, values, strict=True)):
            for q, g in zip(samples[:i], values[:i], strict=True):
                square = sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))
                if abs(f - g).lo > constant * power_up(square, alpha / 2):
                    shown = f"({', '.join(map(str, p))}) and ({', '.join(map(str, q))})"
                    raise InvalidInput(
                        f"declared alpha = {alpha}, lambda = {constant} is false for {self.name}: "
                        f"between {shown} it changes by more than lambda |x - y|^alpha"
                    )

    def _sample(self, index: int) -> Point:
        """Point number `index` of a fixed sequence: the corner 0, the corner 1, then points on and off the diagonal."""
        if index < 13:
            return (Fraction(index, 12),) * self.dimension
        return tuple(Fraction((index * (2 * axis + 5)) % 31, 31) for axis in range(self.dimension))

    def sympy(self) -> Any:
        """The formula as a sympy expression."""
        return _to_sympy(self.tree, variables(self.dimension))

    def to_data(self) -> dict[str, Any]:
        """The kind, the canonical text, the dimension and the declared class."""
        declared = None if self.declared is None else [str(number) for number in self.declared]
        return {"kind": "expression", "text": self.text, "dimension": self.dimension, "declared": declared}


def _to_sympy(node: Node, symbols: tuple[Any, ...]) -> Any:
    import sympy

    match node:
        case Number(value):
            return rational(value)
        case Constant(name):
            return sympy.pi if name == "pi" else sympy.E
        case Variable(index):
            return symbols[index - 1]
        case Negation(operand):
            return -_to_sympy(operand, symbols)
        case Sum(left, right):
            return _to_sympy(left, symbols) + _to_sympy(right, symbols)
        case Difference(left, right):
            return _to_sympy(left, symbols) - _to_sympy(right, symbols)
        case Product(left, right):
            return _to_sympy(left, symbols) * _to_sympy(right, symbols)
        case Quotient(left, right):
            return _to_sympy(left, symbols) / _to_sympy(right, symbols)
        case Power(base, exponent):
            return sympy.Pow(_to_sympy(base, symbols), rational(exponent))
        case Call(function, arguments):
            named = {"abs": "Abs", "min": "Min", "max": "Max"}.get(function, function)
            return getattr(sympy, named)(*(_to_sympy(argument, symbols) for argument in arguments))
