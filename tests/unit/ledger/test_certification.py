"""verifier.ledger.certification: every obligation of a certificate is established for the right network, and can fail."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from verifier import checker
from verifier.certificates import second_opinion as opinions
from verifier.constructions.grid import lp_delta
from verifier.errors import EnginesDisagree, InvalidInput, ResourceLimit
from verifier.exact.interval import Interval
from verifier.ledger import certification
from verifier.ledger.certification import Certified, certify, estimate, network_to_certify
from verifier.ledger.instance import Question
from verifier.targets.expression import Expression
from verifier.targets.gallery import gallery
from verifier.targets.target import Target
from verifier.verdict import Kind


def done(name: str | Target, theorem: str, n: int, tolerance: str = "1/10", budget: int = 3000, **extra: object) -> Certified:
    target = gallery()[name] if isinstance(name, str) else name
    approximant = network_to_certify(replace(Question(theorem, target, n), **extra))  # type: ignore[arg-type]
    return certify(target, approximant, Fraction(tolerance), {"command": "test"}, budget=budget)


def kinds(found: Certified) -> dict[str, Kind]:
    return {one.obligation.name: one.verdict.kind for one in found.section.outcomes}


@pytest.mark.parametrize(("name", "theorem", "n"), [("sine", "2.1", 3), ("cusp", "2.2", 3), ("population", "2.3", 2), ("waves", "2.1", 1),
                                                    ("constant", "2.3", 2)])  # fmt: skip
def test_everything_is_certified(name: str, theorem: str, n: int) -> None:
    """Catches an obligation that is left out or fails for a right network."""
    found = kinds(done(name, theorem, n))
    assert set(found.values()) == {Kind.CERTIFIED}
    assert {"error", "tolerance", "digits", "second number system", "bound, as printed"} <= set(found)
    assert ("bound of Theorem 2.2'" in found) == (theorem != "2.1")


def test_a_tolerance_out_of_reach_is_undecided_and_nothing_else() -> None:
    """Catches a spent budget that is called success, or that loses the bounds."""
    found = done("sine", "2.2", 3, tolerance="0", budget=3)
    assert {name for name, kind in kinds(found).items() if kind is not Kind.CERTIFIED} == {"tolerance"}
    assert kinds(found)["tolerance"] is Kind.UNDECIDED
    assert Fraction(found.data["claim"]["lower"]) < Fraction(found.data["claim"]["upper"])


def test_wide_gaps_are_named() -> None:
    """Catches a failed tolerance without the reason: at the theorem's widest delta the gaps dominate."""
    widest = lp_delta(1, 3, Fraction(1)).fraction
    found = done("sine", "2.1", 3, tolerance="1/100", budget=100, p=Fraction(1), delta=widest)
    (row,) = (one for one in found.section.outcomes if one.obligation.name == "tolerance")
    assert row.verdict.kind is Kind.UNDECIDED and "smaller --delta" in row.verdict.detail
    assert network_to_certify(Question("2.1", gallery()["sine"], 3)).grid.delta < lp_delta(1, 3, Fraction(2))


def test_a_false_declaration_does_not_refute_the_theorem() -> None:
    """Catches a theorem called false because the user's Hoelder class is; the class is counted as assumed."""
    target = Expression("max(0, 1/500 - abs(x1 - 2718/10000))*500", 1, (Fraction(1), Fraction(1, 9)))  # a spike that no sample meets
    found = kinds(done(target, "2.2", 2))
    assert found["hypothesis"] is Kind.ASSUMED
    assert [label for label, _ in done(target, "2.2", 2).section.facts][-1] == "hypothesis"
    assert [label for label, _ in done("sine", "2.2", 2).section.facts][-1] == "modulus of continuity", "proved: no hypothesis"
    assert Kind.REFUTED not in found.values() and found["bound of Theorem 2.2'"] is Kind.UNDECIDED


def test_number_systems_that_disagree_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a second opinion that is not asked or not heard."""
    honest = opinions.second_opinion

    def liar(target: Target, box: tuple[Interval, ...], bits: int) -> Interval | None:
        found = honest(target, box, bits)
        return None if found is None else found + Interval.point(1)

    monkeypatch.setattr(certification, "second_opinion", liar)
    with pytest.raises(EnginesDisagree):
        done("sine", "2.2", 2)
    monkeypatch.setattr(certification, "second_opinion", lambda target, box, bits: None)
    assert kinds(done("sine", "2.2", 2))["second number system"] is Kind.UNDECIDED


def test_an_estimate_certifies_nothing() -> None:
    """Catches sampling that is sold as a certificate."""
    target = gallery()["sine"]
    section = estimate(target, network_to_certify(Question("2.2", target, 3)), 40, 0)
    assert [one.verdict.kind for one in section.outcomes] == [Kind.TESTED]
    assert "NOT CERTIFIED" in section.outcomes[0].verdict.detail


def test_the_printed_route_is_refused() -> None:
    """Catches exact cell values claimed for approximate products."""
    with pytest.raises(InvalidInput, match="approximate"):
        network_to_certify(Question("2.3", gallery()["sine"], 2, layout="printed"))


def test_the_tolerance_is_that_of_the_numbers_written_down() -> None:
    """Catches a tolerance met by the proved bounds and missed by the published ones, which leave room for other enclosures."""
    near = done("kink", "2.2", 2, tolerance="1/1000")
    (row,) = (one for one in near.section.outcomes if one.obligation.name == "tolerance")
    assert row.verdict.kind is Kind.UNDECIDED and "1/256" in row.verdict.detail
    for theorem in ("2.1", "2.2"):
        claim = done("kink", theorem, 2, tolerance="1/100").data["claim"]
        assert Fraction(claim["upper"]) <= Fraction(101, 100) * Fraction(claim["lower"])


def test_bounds_are_shown_rounded_outward() -> None:
    """Catches digits of a lower bound above it, of an upper bound below it, and a u shown below the one in the certificate."""
    for name in ("kink", "sine", "ramps", "root"):
        found = done(name, "2.2", 2)
        detail = found.section.outcomes[0].verdict.detail.split(" (")[0]
        low, high = (Fraction(text) for text in (detail.split(" <= ")[0], detail.split(" <= ")[2]))
        assert low <= Fraction(found.data["claim"]["lower"]) <= Fraction(found.data["claim"]["upper"]) <= high


def test_a_bound_from_above_is_not_called_the_bound() -> None:
    """Catches "|Phi - f| <= formula" said of a comparison with a number that may be larger than the formula."""
    claims = [one.obligation.claim for one in done("sine", "2.2", 2).section.outcomes if one.obligation.name.startswith("bound")]
    assert claims and all("<= B for a proved B >= " in claim for claim in claims)


@pytest.mark.parametrize(("text", "theorem", "extra"), [
    ("x1", "2.1", {"p": Fraction(100001, 100000)}), ("x1", "2.1", {"p": Fraction(65)}), ("x7", "2.1", {}),
    ("exp(exp(10*x1))", "2.2", {}), ("x1", "2.1", {"n": 13, "max_cells": 1 << 13}),
])  # fmt: skip
def test_what_the_checker_does_not_read_is_refused_before_the_work(text: str, theorem: str, extra: dict[str, object]) -> None:
    """Catches hours of work, or powers of degree 100001, for a certificate that `verifier replay` calls malformed."""
    dimension = 7 if text == "x7" else 1
    question = replace(Question(theorem, Expression(text, dimension), 1), **extra)  # type: ignore[arg-type]
    with pytest.raises(ResourceLimit, match="no certificate"):
        network_to_certify(question)


@pytest.mark.parametrize(("name", "theorem", "layout", "n"), [("1/3", "2.2", None, 1), ("zigzag", "2.3", "direct", 6), ("zigzag", "2.2", None, 3)])
def test_rounding_does_not_lift_the_upper_bound_above_the_theorem(name: str, theorem: str, layout: str | None, n: int) -> None:
    """Catches a certificate that the checker rejects: u below the bound of 2.2', and above it once rounded up with slack."""
    target = gallery()[name] if name in gallery() else Expression(name, 1)
    found = done(target, theorem, n, tolerance="1/4", layout=layout)
    assert set(kinds(found).values()) == {Kind.CERTIFIED}
    assert Fraction(found.data["claim"]["upper"]) <= Fraction(found.data["bound"]["repaired"])
    assert checker.check(found.data, say=lambda line: None)


def test_a_class_that_does_not_give_the_bound_is_not_in_the_certificate() -> None:
    """Catches a hypothesis, here a false one, written beside an error above what it allows: the checker rejects that."""
    target = Expression("max(0, 1/500 - abs(x1 - 2718/10000))*500", 1, (Fraction(1), Fraction(1, 9)))
    data = done(target, "2.2", 2).data
    assert data["bound"] is None and "declared" not in data["statement"]
