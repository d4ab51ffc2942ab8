"""Every theorem of the ledger is tested the same way, found by the same walk as everywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from verifier.identities import smt
from verifier.identities.identity import Answer, Claim
from verifier.identities.smt import smtlib
from verifier.identities.term import FALSE, distinct, equal, integers
from verifier.ledger.discover import discover, load, proofs_folder
from verifier.ledger.hearing import Library, Sabotaged, hear, sabotage, strengths
from verifier.ledger.obligation import Section
from verifier.ledger.referee import Settings
from verifier.ledger.theorem import Part, Theorem
from verifier.verdict import Kind

THEOREMS = discover(proofs_folder())
FOLDER = Path(__file__).parents[2] / "examples"
EXAMPLES = tuple(path for path in sorted(FOLDER.glob("*.py")) if not path.stem.startswith("test_"))
EVERY = (*THEOREMS, *map(load, EXAMPLES))
SETTINGS = Settings(workers=os.cpu_count() or 1)


@cache
def heard() -> dict[str, Section]:
    """All obligations of all theorems, discharged once in this process's run, nothing remembered."""
    library = Library.open(EXAMPLES)
    return {section.name: section for section in hear(library, library.graph.order, SETTINGS)}


@cache
def sabotaged() -> tuple[Sabotaged, ...]:
    """All wrong variants, put to the engines once."""
    library = Library.open(EXAMPLES)
    return tuple(sabotage(library, library.graph.order, SETTINGS))


def names() -> list[str]:
    """Theorems of the project and of the examples."""
    return [theorem.name for theorem in THEOREMS] + [path.stem for path in EXAMPLES]


@pytest.mark.xdist_group("ledger")
@pytest.mark.parametrize("name", names())
def test_it_verifies(name: str) -> None:
    """Catches a proof that no longer goes through, or an instance passed off as a proof."""
    section = heard()[name]
    for outcome in section.outcomes:
        wanted = {Kind.PROVED} if "both engines" in outcome.obligation.method else {Kind.CERTIFIED}
        if outcome.obligation.method == "assumption":
            wanted = {Kind.ASSUMED}
        assert outcome.verdict.kind in wanted, f"{outcome.obligation.name}: {outcome.verdict.detail}"


@pytest.mark.xdist_group("ledger")
@pytest.mark.parametrize("name", names())
def test_its_sabotage_is_not_proved(name: str) -> None:
    """Catches engines that prove everything, and statements too weak to fail."""
    mine = [one for one in sabotaged() if one.theorem == name]
    assert mine
    for one in mine:
        assert one.killed, f"{one.change}: {one.verdict.detail}"


@pytest.mark.xdist_group("ledger")
def test_strength_is_transitive() -> None:
    """Catches a theorem shown as proved although it rests on an assumption."""
    library = Library.open(EXAMPLES)
    strength = strengths(library, list(heard().values()))
    for theorem in library.graph.order:
        rests = library.graph.needed([theorem.name])
        if any(one.assumes for one in rests):
            assert strength[theorem.name].strength <= Kind.ASSUMED.strength, theorem.name
        else:
            assert strength[theorem.name] in (Kind.PROVED, Kind.CERTIFIED), theorem.name


def test_the_whole_paper_is_there() -> None:
    """Catches a lemma, theorem or finding that was lost: what the specification of the project lists."""
    found = {theorem.name for theorem in THEOREMS}
    lemmas = ["calculus_composition", "calculus_stacking", "syz22_b2_step", "syz22_b2_index", "syz22_b2_exponential", "syz22_b1_tent", "syz22_b1_sawtooth", "syz22_b1_clamp", "syz22_b1_digits", "syz22_b1_bit", "syz22_a1_quantisation", "syz22_a1_code", "syz22_b2_partition", "syz22_a1_cells", "elementary_power_mean", "syz22_2_1", "syz22_corollaries", "lsyz21_3_1_median", "syz22_a2_hull", "uniform_two_of_three", "uniform_adjacency", "uniform_2_2", "syz22_2_2", "unpacking_step", "unpacking_digits", "syz22_a3_unpacking", "y17_square", "syz22_a4_polarisation", "syz22_a4_product", "exact_product", "direct_reading", "syz22_2_3_printed", "syz22_2_3_exact", "syz22_transfer", "size_phi1", "size_phi2", "size_sup_phi1", "size_sup_phi2", "size_intrinsic"]
    assert not set(lemmas) - found
    assert len([theorem for theorem in THEOREMS if theorem.part is Part.FINDING]) >= 9


def claims(theorem: Theorem) -> list[Claim]:
    """What a theorem puts to the engines."""
    return [task.claim for task in theorem.tasks() if task.claim is not None]


def hypotheses_hold(claim: Claim) -> Answer:
    """Ask for values at which all hypotheses of the claim hold: REFUTED is a point, checked exactly; PROVED: none exist."""
    return smt.decide(Claim(f"{claim.name}: hypotheses", claim.variables, claim.hypotheses, FALSE), 20_000)


@pytest.mark.parametrize("theorem", EVERY, ids=lambda theorem: theorem.name)
def test_no_proof_is_vacuous(theorem: Theorem) -> None:
    """The hypotheses of every claim, with all lemmas and facts it assumes, hold at a point: catches a proof of nothing."""
    kinds = {claim.name: hypotheses_hold(claim).kind for claim in claims(theorem)}
    assert [name for name, kind in kinds.items() if kind is Kind.PROVED] == []  # contradictory
    assert [name for name, kind in kinds.items() if kind is Kind.UNDECIDED] == []  # no point found: none so far


def test_a_vacuous_proof_is_seen() -> None:
    """Catches a test of vacuity that passes whatever the hypotheses are."""
    n, m = integers("n m")
    assert hypotheses_hold(Claim("contradictory", (n,), (2 * n >= 1, 2 * n <= 1), n >= 7)).kind is Kind.PROVED
    assert hypotheses_hold(Claim("not contradictory", (n,), (2 * n >= 1, 2 * n <= 2), n >= 7)).kind is Kind.REFUTED
    hard = (n > 1, m > 1, equal(n**3 + m**3, 1729 * n * m * (n + m) + 1))
    assert smt.decide(Claim("hard", (n, m), hard, FALSE), 1).kind is Kind.UNDECIDED


@pytest.mark.parametrize("theorem", EVERY, ids=lambda theorem: theorem.name)
def test_something_is_needed(theorem: Theorem) -> None:
    """Without one or all of its hypotheses, lemmas, definitions some obligation is refuted: catches what holds by itself."""
    for claim in claims(theorem):
        for dropped in (*((one,) for one in claim.hypotheses), claim.hypotheses):
            rest = tuple(one for one in claim.hypotheses if one not in dropped)
            if smt.decide(Claim(claim.name, claim.variables, rest, claim.conclusion), 2_000).kind is Kind.REFUTED:
                return
    pytest.fail(f"nothing that {theorem.name} supposes is needed")


_SECOND_SOLVER = """
import sys, cvc5
solver = cvc5.Solver()
solver.setOption("nl-cov", "true")
parser = cvc5.InputParser(solver)
parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, sys.stdin.read(), "query")
while not (command := parser.nextCommand()).isNull():
    print(command.invoke(solver, parser.getSymbolManager()), end="")
"""


def second_answer(claim: Claim, seconds: float = 30) -> str:
    """What cvc5 answers to the query, in a process that is killed: its own limit of time does not reach all its loops."""
    command = [sys.executable, "-I", "-c", _SECOND_SOLVER]
    try:
        done = subprocess.run(command, input=smtlib(claim), capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer in {seconds} s"
    return f"{done.stdout}{done.stderr}".strip()


@pytest.mark.parametrize("theorem", EVERY, ids=lambda theorem: theorem.name)
def test_a_second_solver_agrees(theorem: Theorem) -> None:
    """Every SMT-LIB2 query is also unsat in cvc5: catches a z3 bug, or a text that only z3 reads so."""
    answers = {claim.name: second_answer(claim) for claim in claims(theorem)}
    assert {name: answer for name, answer in answers.items() if answer != "unsat"} == {}


def test_a_second_solver_can_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a second solver whose every answer counts: a false claim, a question too hard, a text that it cannot read."""
    n, m, p = integers("n m p")
    assert second_answer(Claim("a false claim", (n,), (n >= 1,), n >= 2)) == "sat"
    cubes = Claim("cubes", (n, m, p), (n > 1, m > 1, p > 1), distinct(n**3 + m**3, p**3))
    assert second_answer(cubes, 1) == "no answer in 1 s"
    monkeypatch.setitem(globals(), "smtlib", lambda claim: "(assert (nonsense))(check-sat)")
    assert second_answer(cubes) != "unsat"
