"""Targets given by formulas."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.errors import DomainError, InvalidInput, ResourceLimit, ShapeMismatch
from verifier.exact.interval import Interval
from verifier.targets.expression import Expression
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
    children,
)
from verifier.targets.modulus import root_up

MP = mpmath.MPContext()
MP.prec = 300
FORMULAS = [
    ("sin(2*pi*x1)", 1),
    ("abs(x1 - 1/3)", 1),
    ("sqrt(abs(x1 - 1/3))", 1),
    ("sqrt(sin(pi*x1))", 1),
    ("x1**(3/2) - x1**(1/3)", 1),
    ("1/(x1*x1 - x1 + 1)", 1),
    ("log(1 + x1)*tan(x1)", 1),
    ("atan(10*x1 - 5) + tanh(3*x1)", 1),
    ("cos(7*x1)**3/exp(x1)", 1),
    ("e**2*x1 - (x1 + 1)**-2", 1),
    ("sqrt(x1 + x2)", 2),
    ("max(x1 - 2*x2, x2 - x1/3, 1/5)", 2),
    ("min(x1, x2)*exp(-x1*x2)", 2),
    ("exp(-x1)*cos(3*x2)*x3", 3),
    ("sqrt(x1*x2*x3)", 3),
]
TARGETS = {text: Expression(text, d) for text, d in FORMULAS}
UNIT = st.fractions(min_value=0, max_value=1, max_denominator=60)
SIX = st.tuples(UNIT, UNIT, UNIT, UNIT, UNIT, UNIT)
chosen = pytest.mark.parametrize("text", [text for text, _ in FORMULAS])


def reference(node: Node, point: tuple[Fraction, ...]) -> mpmath.mpf:
    """The value of a syntax tree in plain mpmath arithmetic at 300 bits."""
    inner = [reference(child, point) for child in children(node)]
    match node:
        case Number(value):
            return MP.mpf(value.numerator) / value.denominator
        case Constant(name):
            return +getattr(MP, name)
        case Variable(index):
            return MP.mpf(point[index - 1].numerator) / point[index - 1].denominator
        case Negation():
            return -inner[0]
        case Sum():
            return inner[0] + inner[1]
        case Difference():
            return inner[0] - inner[1]
        case Product():
            return inner[0] * inner[1]
        case Quotient():
            return inner[0] / inner[1]
        case Power(_, exponent):
            return inner[0] ** (MP.mpf(exponent.numerator) / exponent.denominator)
        case Call(function):
            return {"abs": abs, "min": min, "max": max}.get(function, getattr(MP, function, None))(*inner)


def close(value: mpmath.mpf, found: Interval) -> bool:
    """True if a 300-bit value is in the interval up to 200 bits."""
    slack = MP.ldexp(1, -100)
    lo, hi = (MP.mpf(end.numerator) / end.denominator for end in (found.lo, found.hi))
    return bool(lo - slack <= value <= hi + slack)


@chosen
@settings(max_examples=15, deadline=None)
@given(coordinates=SIX)
def test_values_contain_the_second_opinion(text: str, coordinates: tuple[Fraction, ...]) -> None:
    """Catches a wrong rule at points, and a value that is wider than asked."""
    target = TARGETS[text]
    point = coordinates[: target.dimension]
    found = target.at(point, 120)
    assert found.width <= Fraction(1, 1 << 120)
    assert close(reference(target.tree, point), found)


@chosen
def test_sympy_means_the_same(text: str) -> None:
    """Catches a statement that is printed about another function than the one that was checked."""
    target = TARGETS[text]
    point = (Fraction(1, 3), Fraction(5, 7), Fraction(2, 9))[: target.dimension]
    names = sympy.symbols([f"x{i + 1}" for i in range(target.dimension)], real=True)
    places = {s: sympy.Rational(c.numerator, c.denominator) for s, c in zip(names, point, strict=True)}
    value = MP.mpf(str(sympy.N(target.sympy().subs(places), 60)))
    assert close(value, target.at(point, 120))


@chosen
@settings(max_examples=15, deadline=None)
@given(coordinates=SIX)
def test_boxes_contain_values(text: str, coordinates: tuple[Fraction, ...]) -> None:
    """Catches a wrong rule on boxes: natural extension, mean value form or monotonicity."""
    target = TARGETS[text]
    d = target.dimension
    box = tuple(Interval(min(a, b), max(a, b)) for a, b in zip(coordinates[:d], coordinates[3 : 3 + d], strict=True))
    whole = target.on(box, 60)
    for point in (coordinates[:d], coordinates[3 : 3 + d], tuple(side.middle for side in box)):
        value = target.at(point, 60)
        assert whole.lo <= value.hi and value.lo <= whole.hi
        assert target.range().lo <= value.hi and value.lo <= target.range().hi


@chosen
@settings(max_examples=15, deadline=None)
@given(coordinates=SIX)
def test_modulus_is_never_below_a_difference(text: str, coordinates: tuple[Fraction, ...]) -> None:
    """Catches a Lipschitz constant, a composed modulus or a Hoelder class that is too small."""
    target = TARGETS[text]
    d = target.dimension
    p, q = coordinates[:d], coordinates[3 : 3 + d]
    square = sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))
    change = abs(target.at(p, 80) - target.at(q, 80)).lo
    bound = target.modulus_of_root(square)
    assert change <= bound <= target.oscillation()
    assert bound <= target.modulus(root_up(square))
    slope, hoelder = target.lipschitz(), target.hoelder()
    assert slope is None or change <= slope * root_up(square)
    assert hoelder is not None
    alpha, constant = hoelder
    assert change**alpha.denominator <= constant**alpha.denominator * root_up(square) ** alpha.numerator


@chosen
def test_range_is_tight(text: str) -> None:
    """Catches a search that stops early: the outer range exceeds attained values by more than 1/500."""
    target = TARGETS[text]
    assert target.oscillation_lower() <= target.oscillation() <= target.oscillation_lower() * Fraction(501, 500)


@pytest.mark.parametrize(
    ("text", "d", "slope"),
    [
        ("x1", 1, 1),
        ("abs(x1 - 1/3)", 1, 1),
        ("3*x1 - 4*x2", 2, 5),
        ("x1**2", 1, 2),
        ("7", 1, 0),
        ("max(x1, 1 - x1)", 1, 1),
        ("x1**(3/2)", 1, Fraction(3, 2)),
    ],
)
def test_lipschitz_constants_known_by_hand(text: str, d: int, slope: int) -> None:
    """Catches derivative rules that are wrong or needlessly wide."""
    assert Expression(text, d).lipschitz() == slope


@pytest.mark.parametrize("text", ["sqrt(x1)", "sqrt(abs(x1 - 1/3))", "x1**(1/3)", "sqrt(x1)*x1 + sqrt(1 - x1)"])
def test_infinite_slopes_are_not_lipschitz(text: str) -> None:
    """Catches a finite Lipschitz constant for a function that has none."""
    target = Expression(text, 1)
    assert target.lipschitz() is None
    assert target.hoelder()[0] < 1
    assert [h.how for h in target.hypotheses()] == ["proved: composition of moduli"]


def test_composed_modulus_of_roots() -> None:
    """Catches a modulus that falls back on the oscillation where the slope is infinite."""
    assert Expression("sqrt(abs(x1 - 1/3))", 1).modulus(Fraction(1, 64)) == Fraction(1, 8)
    assert Expression("sqrt(x1)", 1).modulus_of_root(Fraction(1, 16)) == Fraction(1, 2)


def test_rational_formulas_are_exact() -> None:
    """Catches a rational value that comes back as an interval."""
    target = Expression("max(x1/3, abs(x2 - 0.1))**2/(1 + x1*x2)", 2)
    value = target.at((Fraction(1, 7), Fraction(5, 9)), 4)
    assert value == Interval.point(Fraction(41, 90) ** 2 / (1 + Fraction(5, 63)))
    assert Expression("sin(pi*x1/2) + sqrt(x1)", 1).at((Fraction(1),), 4) == Interval.point(2)


def test_the_same_part_twice_is_a_square() -> None:
    """Catches the dependency of x*x on [-1, 1] that would make the domain of a root unprovable."""
    assert Expression("sqrt((x1 - 1/3)*(x1 - 1/3))", 1).range().lo == 0


@pytest.mark.parametrize(
    ("text", "d", "said"),
    [
        ("1/x1", 1, "1/x1 is not defined at the point (0)"),
        ("2 + 1/(x1 - 1/3)", 1, "1/(x1 - 1/3) cannot be shown to be defined on the box"),
        ("sqrt(x1 - 1/2)", 1, "square root of a negative"),
        ("log(x1*x2)", 2, "log(x1*x2) is not defined"),
        ("tan(2*x1)", 1, "pole"),
        ("x1**-2", 1, "negative power of 0"),
        ("(x1 - 1)**(1/2)", 1, "negative number"),
        ("1/(x1 - pi/4)", 1, "1/(x1 - pi/4) cannot be shown"),
        ("exp(exp(exp(20*x1)))", 1, "exp"),
        ("exp(exp(20*x1))", 1, "larger than"),
    ],
)
def test_undefined_formulas_are_refused(text: str, d: int, said: str) -> None:
    """Catches a formula that is infinite or undefined somewhere on the cube."""
    with pytest.raises(DomainError) as problem:
        Expression(text, d)
    assert said in str(problem.value) and "\n" not in str(problem.value)


def test_declared_class() -> None:
    """Catches a declaration that is ignored, not recorded, or accepted although it is false."""
    target = Expression("sqrt(x1)", 1, (Fraction(1, 2), Fraction(1)))
    assert target.hypotheses()[-1].how == "declared by the user"
    assert target.hoelder() == (Fraction(1, 2), 1)
    sharp = Expression("1/1000*sin(1000*x1)**2", 1, (Fraction(1), Fraction(1)))
    assert sharp.modulus(Fraction(1, 10**6)) <= Fraction(1, 10**6)
    for wrong in [(Fraction(1), Fraction(1)), (Fraction(0), Fraction(1)), (Fraction(2), Fraction(9))]:
        with pytest.raises(InvalidInput):
            Expression("3*x1", 1, wrong)


def test_points_and_boxes_outside_the_cube_are_refused() -> None:
    """Catches values outside the domain on which the formula was proved to be defined."""
    target = TARGETS["sqrt(x1 + x2)"]
    with pytest.raises(DomainError):
        target.at((Fraction(2), Fraction(0)), 10)
    with pytest.raises(ShapeMismatch):
        target.at((Fraction(0),), 10)
    with pytest.raises(DomainError):
        target.on((Interval(Fraction(-1), Fraction(0)),) * 2, 10)
    with pytest.raises(InvalidInput):
        target.modulus(Fraction(-1))
    with pytest.raises(InvalidInput):
        target.modulus_of_root(Fraction(-1))
    with pytest.raises(InvalidInput):
        target.breakpoints(2)


def test_nested_powers_do_not_explode() -> None:
    """Catches exact powers whose integers fill the memory, and exponents of absurd size."""
    target = Expression("((x1**1000)**1000)**1000", 1)
    assert target.at((Fraction(1, 3),), 50).hi < Fraction(1, 1 << 50)
    rooted = "x1"
    for _ in range(20):
        rooted = f"({rooted})**(1/100)"
    nested = Expression(rooted, 1)
    assert nested.hoelder() is None
    assert nested.modulus(Fraction(1, 2)) == 1


def test_equality_is_by_text_and_dimension() -> None:
    """Catches equality by identity, or caches that take part in it."""
    one, two = Expression("x + 0.5", 1), Expression("x1 + 1/2", 1)
    one.range()
    assert one == two and hash(one) == hash(two)


@pytest.mark.parametrize("text", ["x1/1e300", "1e250*x1", "+".join(["(" + "+".join(["x1"] * 200) + ")"] * 5)])
def test_a_formula_that_could_not_be_read_back_is_refused(text: str) -> None:
    """Catches a number or a formula that grows beyond the limits of the grammar when it is written into a file."""
    with pytest.raises(ResourceLimit):
        Expression(text, 1)
