from __future__ import annotations

import pytest

from tests.coq_sample import needs_coqc
from verifier.identities.identity import Claim
from verifier.identities.term import (
    FALSE,
    TRUE,
    Formula,
    Function,
    Sort,
    absolute,
    all_of,
    any_of,
    distinct,
    equal,
    half,
    implies,
    integer,
    maximum,
    minimum,
    reals,
    relu,
)
from verifier.kernel.goals import Goal, close, emit, outside, survivors
from verifier.kernel.judge import AXIOMS

x, y, z = reals("x y z")
f = Function("f")


def claim(name: str, conclusion: Formula, *hypotheses: Formula) -> Claim:
    return Claim(name, (x, y, z), hypotheses, conclusion)


def goal(name: str, conclusion: Formula, *hypotheses: Formula) -> Goal:
    one = claim(name, conclusion, *hypotheses)
    return Goal(one, emit(one))


TRUTHS = (
    goal("relu", equal(relu(x), half * (x + absolute(x)))),
    goal("nested", equal(relu(relu(x) - relu(-x)), relu(x))),
    goal("maximum", maximum(x, y) + minimum(x, y) <= x + y),
    goal("one of three", any_of(equal(maximum(x, maximum(y, z)), x), equal(maximum(x, maximum(y, z)), y), equal(maximum(x, maximum(y, z)), z))),
    goal("premise", y <= 1, implies(all_of(x >= 0, x <= 1), y <= x), implies(any_of(x < 0, x > 1), y <= 0)),
    goal("not", x >= 0, ~(x < 0)),
    goal("distinct", absolute(x) > 0, distinct(x, 0)),
    goal("functions", f(x + y) <= relu(f(x + y))),
    goal("false hypothesis", FALSE, x < 0, x > 0),
    goal("true", TRUE),
    goal("fractions", x / 3 - y / 6 <= x * 2 / 6, y >= 0),
)  # fmt: skip
LIES = (
    goal("relu is at most 1", relu(x) <= 1),
    goal("maximum is x + relu(x - y)", equal(maximum(x, y), x + relu(x - y))),
    goal("strict", relu(x) > 0, x >= 0),
    goal("one of two", any_of(equal(maximum(x, maximum(y, z)), x), equal(maximum(x, maximum(y, z)), y))),
    goal("1/3 for 1/2", equal(relu(x), (x + absolute(x)) / 3)),
    goal("a dropped premise", y <= 1, implies(all_of(x >= 0, x <= 1), y <= x)),
    goal("another function", f(x) <= relu(f(y))),
)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (claim("linear", maximum(2 * x - y / 3, relu(z)) <= absolute(y)), ""),
        (claim("product", x * y <= 1), "products of variables"),
        (claim("hidden product", relu(x * relu(y)) <= 1), "products of variables"),
        (claim("square", x**2 >= 0), "products of variables"),
        (claim("function", f(x + 1) <= 1), ""),
        (claim("function of relu", f(relu(x)) <= 1), "functions at piecewise linear places"),
        (claim("hypothesis", x >= 0, x * x >= 1), "products of variables"),
        (Claim("integer", (integer("k"),), (), integer("k") <= 1), ""),
        (Claim("integral function", (x,), (), Function("g", 1, Sort.INTEGER)(x) <= 1), ""),
    ],
)
def test_form(one: Claim, reason: str) -> None:
    """Catches a claim that is given to a tactic which cannot decide it, or kept from one that can."""
    assert outside(one) == reason


def test_text() -> None:
    """Catches brackets and signs that are lost, so that another claim is proved."""
    assert emit(claim("a", equal(-2 * relu(x - half), y), x - (y - z) < 3)) == (
        "forall (v_x : R) (v_y : R) (v_z : R), v_x + (- (1)) * (v_y + (- (1)) * v_z) < 3 -> (- (2)) * Rmax 0 (v_x + (- (1 / 2))) = v_y"
    )
    assert emit(Claim("b", (x,), (), implies(~(x <= 0), any_of(x < 1, distinct(x, 2))))) == (
        "forall (v_x : R), (~ (v_x <= 0) -> (v_x < 1 \\/ v_x <> 2))"
    )
    assert emit(Claim("c", (x,), (implies(x <= 0, x < 1),), TRUE)) == "forall (v_x : R), (v_x <= 0 -> v_x < 1) -> True"
    assert "f_v_f (- (1)) = f_v_f (1 / 2)" in emit(Claim("d", (), (), equal(f(-1), f(half))))
    assert emit(Claim("e", (), (), FALSE)) == "False"
    k, g = integer("k"), Function("g", 1, Sort.INTEGER)
    assert emit(Claim("f", (k,), (), relu(k) + f(k) <= g(k + 1))) == (
        "forall (v_k : Z) (f_v_f : R -> R) (f_v_g : R -> Z), Rmax 0 (IZR v_k) + f_v_f (IZR v_k) <= IZR (f_v_g (IZR v_k + 1))"
    )


@needs_coqc
def test_truths_are_proved_and_lies_are_not() -> None:
    """Catches a tactic that proves what is false, one that cannot do what it is for, and a goal that is lost on the way."""
    found = close([*TRUTHS, *LIES])
    assert {one.claim.name for one in found.proved} == {one.claim.name for one in TRUTHS}
    assert {one.claim.name for one, _ in found.open} == {one.claim.name for one in LIES}
    assert set(found.axioms) <= set(AXIOMS) and found.axioms and found.foreign == ()


@needs_coqc
def test_integers() -> None:
    """Catches a claim about integers that is said to be proved although the tactic knows nothing of integers, or is lost."""
    k = integer("k")
    linear, beyond = Claim("linear", (k,), (k >= 1,), relu(k) >= 1), Claim("beyond", (k,), (k > 0,), k >= 1)
    goals = [Goal(one, emit(one)) for one in (beyond, linear)]
    assert all(one.integral for one in goals) and not TRUTHS[0].integral
    found = close([*goals, *TRUTHS[:3]])
    assert [one.claim.name for one in found.proved] == ["linear", *(one.claim.name for one in TRUTHS[:3])]
    assert [one.claim.name for one, _ in found.open] == ["beyond"]


@needs_coqc
def test_survivors() -> None:
    """Catches a control that passes whatever it is given: a truth among the wrong claims, and text that Coq cannot read."""
    broken = Goal(claim("broken", x <= 1), "forall v_x : R, v_x <")
    alive = survivors([*LIES, TRUTHS[0], broken])
    assert {one.claim.name for one, _ in alive} == {TRUTHS[0].claim.name, "broken"}
    assert survivors(LIES) == ()
    assert [one.claim.name for one, _ in close([broken, TRUTHS[0]]).open] == ["broken"]


def test_without_coqc_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a missing program that counts as success."""
    monkeypatch.setenv("PATH", "/nowhere")
    found = close(TRUTHS[:2])
    assert found.proved == () and len(found.open) == 2 and "not installed" in found.open[0][1]
