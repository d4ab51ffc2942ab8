"""verifier.ledger.certification: every obligation of a certificate is established for the right network, and can fail."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from verifier.certificates import second_opinion as opinions
from verifier.constructions.grid import lp_delta
from verifier.errors import EnginesDisagree, InvalidInput
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
