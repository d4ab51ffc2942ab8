"""The obligations of one theorem for one target."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.tampering import add_to
from verifier.errors import InvalidInput, ResourceLimit
from verifier.exact.dyadic import Dyadic
from verifier.ledger.instance import (
    THEOREMS,
    Question,
    assemble,
    build,
    companions,
    facts,
    obligations,
    parameter_estimate,
    right_hand_sides,
)
from verifier.ledger.run import discharge
from verifier.network.ir import BIAS
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery
from verifier.verdict import Kind

ALL = [("2.1", None), ("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct"), ("2.3", "printed")]
SIZES = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2)]


@pytest.mark.parametrize(("theorem", "layout"), ALL)
@pytest.mark.parametrize("name", ["kink", "constant", "ripples"])
def test_a_true_instance_is_established(theorem: str, layout: str | None, name: str) -> None:
    """Catches an obligation that fails for a right network, in any layout, also for nearly constant targets."""
    question = Question(theorem, gallery()[name], 1 if layout == "printed" else 2, layout=layout)
    done = discharge(obligations(question, build(question), points=30))
    assert {one.verdict.kind for one in done} <= {Kind.CERTIFIED, Kind.TESTED}
    names = [one.obligation.name for one in done]
    assert len(set(names)) == len(names)
    assert {"frame", "cell values", "digits, exact", "digits, mpmath", "intrinsic parameters"} <= set(names)
    assert ("gaps" in names) == (theorem == "2.1") and ("sizes" in names) == (layout in (None, "literal"))
    assert any(one.verdict.kind is Kind.TESTED for one in done)


@pytest.mark.parametrize(("theorem", "layout"), ALL[:5])
def test_a_wrong_instance_is_refuted_by_the_right_obligation(theorem: str, layout: str | None) -> None:
    """Catches obligations that do not look at the network they are asked about."""
    question = Question(theorem, gallery()["kink"], 2, layout=layout)
    right = build(question)
    last = len(right.network.layers) - 2
    broken = replace(right, network=add_to(right.network, last, 0, BIAS, Dyadic(1, -1)))
    found = {one.obligation.name: one.verdict.kind for one in discharge(obligations(question, broken, points=20))}
    assert found["digits, exact"] is found["digits, mpmath"] is found["intrinsic parameters"] is Kind.REFUTED
    other = replace(question, target=gallery()["sine"])
    found = {one.obligation.name: one.verdict.kind for one in discharge(obligations(other, right, points=20))}
    assert found["cell values"] is Kind.REFUTED and found["digits, exact"] is Kind.CERTIFIED


@pytest.mark.parametrize(("theorem", "layout"), ALL)
@pytest.mark.parametrize(("d", "n"), SIZES)
def test_the_estimate_is_an_upper_estimate(theorem: str, layout: str | None, d: int, n: int) -> None:
    """Catches an estimate below the true count (the limit would not hold) or far above it (refusing what fits)."""
    question = Question(theorem, Expression(f"x1 + x{d}", d), n, layout=layout)
    grid = question.grid()
    estimate = parameter_estimate(question, grid)
    if estimate > 120_000:
        return  # too large to build here
    size = build(question).network.size
    assert size <= estimate <= 2 * size + 100


def test_limits_and_malformed_questions() -> None:
    """Catches a network that is built although it is too large, unknown theorems, layouts of another theorem."""
    target = Expression("x1", 1)
    with pytest.raises(ResourceLimit, match="max-parameters"):
        build(Question("2.1", target, 3, max_parameters=100))
    with pytest.raises(ResourceLimit):
        build(Question("2.3", target, 40))
    for theorem, layout in (("2.4", None), ("", None), ("2.1", "literal"), ("2.2", "compact"), ("2.3", "shared")):
        with pytest.raises(InvalidInput):
            Question(theorem, target, 2, layout=layout)
    for n in (0, -1):
        with pytest.raises(InvalidInput):
            build(Question("2.2", target, n))
    with pytest.raises(InvalidInput, match="delta"):
        build(Question("2.2", target, 2, delta=Fraction(1, 8)))
    assert set(THEOREMS) == {theorem for theorem, _ in ALL}


def test_theorems_get_their_own_gaps_and_defaults() -> None:
    """Catches the gaps of 2.1 used for 2.2, and a layout that is not the default."""
    target = Expression("x1", 1)
    one, two, three = (build(Question(theorem, target, 2)) for theorem in THEOREMS)
    assert one.p == 2 and two.p is three.p is None
    assert one.grid.delta < two.grid.delta == three.grid.delta
    assert (one.layout, two.layout, three.layout) == ("printed", "literal", "compact")
    assert build(Question("2.1", target, 2, p=Fraction(7, 2))).p == Fraction(7, 2)
    for question in (Question(theorem, target, 2) for theorem in THEOREMS):
        lines = dict(facts(question, assemble(question, question.grid(), one.code)))
        assert lines["v"] == "16 bits" and "4 cells" in lines["grid"]


@pytest.mark.parametrize("d", [1, 2, 3])
def test_companions_are_targets_of_the_dimension(d: int) -> None:
    """Catches an audit against targets that agree with each other."""
    targets = companions(d)
    assert all(target.dimension == d for target in targets)
    origin = {target.at((Fraction(0),) * d, 20).lo for target in targets}
    assert len(origin) == len(targets)


def test_what_is_proved_is_called_no_hypothesis() -> None:
    """Catches a proved modulus called a hypothesis, and a declared one that looks proved."""
    declared = Expression("x1*x1", 1, (Fraction(1), Fraction(2)))
    for target, labels in ((Expression("x1*x1", 1), {"modulus of continuity"}), (declared, {"modulus of continuity", "hypothesis"})):
        question = Question("2.2", target, 1)
        found = [pair for pair in facts(question, build(question)) if pair[0] in ("modulus of continuity", "hypothesis")]
        assert {label for label, _ in found} == labels
        for label, text in found:
            assert ("declared by the user" in text) == (label == "hypothesis") and ("proved by" in text) == (label != "hypothesis")


def test_numbers_of_a_bound_are_rounded_up_and_one_number_is_shown_once() -> None:
    """Catches `between 2 and 2`, one number for two that differ, and a bound that is smaller on paper."""
    sine, root = (Question("2.2", target, 2) for target in (gallery()["sine"], Expression("sin(9*x1)", 1)))
    found = dict(facts(sine, build(sine)))
    assert found["omega_f(sqrt d)"].startswith("2 (lower and upper bound agree in these digits); ")
    shown = Fraction(found["bound of Theorem 2.2'"].rpartition("<= ")[2])
    exact = right_hand_sides(sine, build(sine))[1][2]
    assert exact <= shown <= exact * Fraction(10001, 10000)
    assert dict(facts(root, build(root)))["omega_f(sqrt d)"].startswith("between 1.99")
