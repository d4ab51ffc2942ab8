"""verifier.certificates.sup_error: two-sided bounds hold against an independent brute force, and are close."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.certificates.brute_force import true_sup
from verifier.certificates import sup_error as sup_module
from verifier.certificates.sup_error import sup_error
from verifier.constructions.encoding import pack
from verifier.errors import InvalidInput, VerifierError
from verifier.exact.dyadic import Dyadic
from verifier.ledger.instance import Question, build
from verifier.network.compiled import run
from verifier.targets.gallery import gallery
from verifier.targets.piecewise_linear import PiecewiseLinear

FRACTIONS = st.fractions(min_value=-2, max_value=2, max_denominator=12)


@st.composite
def polygons(draw: st.DrawFn) -> PiecewiseLinear:
    inner = draw(st.sets(st.fractions(min_value=Fraction(1, 40), max_value=Fraction(39, 40), max_denominator=40), max_size=4))
    places = (Fraction(0), *sorted(inner), Fraction(1))
    return PiecewiseLinear(places, tuple(draw(FRACTIONS) for _ in places))


@given(polygons(), st.sampled_from([("2.2", "literal"), ("2.2", "shared"), ("2.3", "compact"), ("2.3", "direct")]),
       st.lists(st.integers(0, 1), min_size=2, max_size=2), st.booleans())  # fmt: skip
@settings(max_examples=2000, deadline=None)
def test_the_truth_lies_between(target: PiecewiseLinear, layout: tuple[str, str], wrong: list[int], tampered: bool) -> None:
    """Catches an upper bound below the truth or a lower bound above it, also for networks that approximate badly."""
    approximant = build(Question(layout[0], target, 1, layout=layout[1]))
    if tampered:
        from verifier.ledger.instance import assemble

        code = pack(tuple(wrong), 1, approximant.code.frame)
        approximant = assemble(Question(layout[0], target, 1, layout=layout[1]), approximant.grid, code)
    found = sup_error(target, approximant, Fraction(1, 50), budget=40)
    assert found.lower <= true_sup(target, approximant) <= found.upper
    assert abs(found.value - target.at(found.witness, 8).lo) >= found.lower
    assert run(approximant.network, found.witness)[0] == found.value


@given(polygons())
@settings(max_examples=25, deadline=None)
def test_four_cells(target: PiecewiseLinear) -> None:
    """The same for n = 2, where the median has work to do; Catches a wrong neighbour among more than two cells."""
    approximant = build(Question("2.2", target, 2))
    found = sup_error(target, approximant, Fraction(1, 100), budget=400)
    truth = true_sup(target, approximant)
    assert found.lower <= truth <= found.upper
    assert not found.reached or found.upper <= found.lower * Fraction(101, 100)


@pytest.mark.parametrize(("name", "n", "theorem", "tolerance"), [
    ("sine", 4, "2.2", "1/20"), ("sine", 4, "2.3", "1/20"), ("root", 3, "2.2", "1/20"), ("weierstrass", 4, "2.2", "1/20"),
    ("constant", 2, "2.3", "0"), ("franke", 2, "2.2", "1/5"), ("cone", 2, "2.3", "1/10"), ("damped", 1, "2.2", "1/5"),
])  # fmt: skip
def test_bounds_are_close(name: str, n: int, theorem: str, tolerance: str) -> None:
    """Catches bounds that are right and useless: in the first gaps the hull of the neighbours is not attained."""
    target = gallery()[name]
    found = sup_error(target, build(Question(theorem, target, n)), Fraction(tolerance))
    assert found.reached and found.upper <= (1 + Fraction(tolerance)) * found.lower


def test_a_spent_budget_leaves_valid_bounds() -> None:
    """Catches a tolerance claimed although the budget ran out."""
    target = gallery()["franke"]
    approximant = build(Question("2.2", target, 1))
    rough, fine = (sup_error(target, approximant, Fraction(1, 1000), budget=budget) for budget in (1, 300))
    assert not rough.reached
    assert rough.lower <= fine.upper <= rough.upper and fine.lower <= rough.upper


def test_refusals_and_a_network_that_is_not_its_closed_form() -> None:
    """Catches a bound for a network without medians, and a lower bound that the literal layers do not attain."""
    target = gallery()["kink"]
    with pytest.raises(InvalidInput, match="no sup norm bound"):
        sup_error(target, build(Question("2.1", target, 1)), Fraction(1, 10))
    with pytest.raises(InvalidInput, match="no sup norm bound"):
        sup_error(target, build(Question("2.3", target, 1, layout="printed")), Fraction(1, 10))
    approximant = build(Question("2.2", target, 1))
    other = replace(approximant.code, frame=replace(approximant.code.frame, b=Dyadic(5)))
    with pytest.raises(VerifierError, match="closed form"):
        sup_error(target, replace(approximant, code=other), Fraction(1, 10), budget=2)


def test_the_lower_bound_is_never_below_zero_and_its_value_can_be_read() -> None:
    """Catches l = -1 where no point was looked at, and a witness in a gap whose value has more digits than the checker reads."""
    target = gallery()["sine"]
    approximant = build(Question("2.2", target, 2))
    assert sup_error(target, approximant, Fraction(1, 10), budget=0).lower >= 0
    search = sup_module._Search(target, approximant, 0)
    search.see((Fraction(1, 4),), Fraction(1, 3 << 9000) + 9)
    assert search.lower < 0
    search.see((Fraction(1, 4),), Fraction(9))
    assert search.lower > 0
