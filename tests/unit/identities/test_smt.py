"""The engine by z3: the text asked is the evidence, other solvers accept it, and models count only after evaluation."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from verifier.errors import InvalidInput
from verifier.identities import smt
from verifier.identities.identity import Claim
from verifier.identities.smt import decide, smtlib
from verifier.identities.term import (
    Function,
    Sort,
    Term,
    absolute,
    between,
    distinct,
    equal,
    half,
    integers,
    maximum,
    minimum,
    real,
    reals,
    relu,
)
from verifier.verdict import Kind

x, y = reals("x y")
j, k = integers("j k")

MIXED = (
    Claim("sorts", (x, j, k), (j <= x, x <= k), j + half * x <= k + half * relu(maximum(x, k))),
    Claim("integer pieces", (j, k), (), equal(maximum(j, k) + minimum(j, k), j + k + relu(j - 1) - maximum(j - 1, 0))),
    Claim("integer values", (x,), (Function("g", 1, Sort.INTEGER)(x) > 0,), Function("g", 1, Sort.INTEGER)(x) >= 1),
    Claim("function of an integer", (k, x), (equal(x, 2 * k),), equal(Function("h")(2 * k), Function("h")(x))),
    Claim(
        "reserved words",
        (real("let"), real("abs"), real("exp"), real("pi")),
        (real("let") <= real("abs"), real("abs") <= real("exp"), real("exp") <= real("pi")),
        real("let") <= real("pi"),
    ),
    Claim("primes\nand lines", (real("x'"),), (), relu(real("x'")) >= -Fraction(1, 3)),
)


def cvc5_answer(query: str) -> str:
    """What cvc5 answers to the query."""
    cvc5 = pytest.importorskip("cvc5")
    solver = cvc5.Solver()
    solver.setOption("tlimit-per", "10000")
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, query, "query")
    answers = []
    while True:
        command = parser.nextCommand()
        if command.isNull():
            return "".join(answers).strip()
        answers.append(str(command.invoke(solver, parser.getSymbolManager())))


def test_true_claims(true_claim: Claim) -> None:
    """Would catch a statement of the construction that z3 alone cannot prove."""
    answer = decide(true_claim, 10_000)
    assert answer.kind is Kind.PROVED, answer.detail
    assert dict(answer.evidence)["query"] == smtlib(true_claim)


def test_false_claims(false_claim: Claim) -> None:
    """Would catch a false variant proved, or a model that is not an exact witness."""
    answer = decide(false_claim, 10_000)
    assert answer.kind is Kind.REFUTED, answer.detail
    assert answer.witness is not None
    assert answer.witness.refutes(false_claim)


def test_cvc5_agrees_on_true_claims(true_claim: Claim) -> None:
    """Would catch a query that only one solver accepts, or one that only one solver finds unsatisfiable."""
    assert cvc5_answer(smtlib(true_claim)) == "unsat"


def test_cvc5_agrees_on_false_claims(false_claim: Claim) -> None:
    """Would catch a translation that loses the negation: everything would be unsat."""
    assert cvc5_answer(smtlib(false_claim)) == "sat"


@pytest.mark.parametrize("claim", MIXED, ids=lambda claim: claim.name)
def test_sorts_and_names(claim: Claim) -> None:
    """Would catch a missing to_real, or a name that the solvers read as one of their own."""
    assert decide(claim, 10_000).kind is Kind.PROVED
    assert cvc5_answer(smtlib(claim)) == "unsat"


def test_shared_terms_are_written_once() -> None:
    """Would catch a query that doubles with every layer of a network."""
    node: Term = x
    for _ in range(30):
        node = 1 - 2 * relu(node - half) - 2 * relu(half - node)
    assert len(smtlib(Claim("deep", (x,), (), node <= 1))) < 10_000
    shallow: Term = x
    for _ in range(4):
        shallow = 1 - 2 * relu(shallow - half) - 2 * relu(half - shallow)
    claim = Claim("four tents", (x,), (between(0, x, 1),), between(0, shallow, 1))
    assert "define-fun t." in smtlib(claim)
    assert decide(claim).kind is Kind.PROVED


def test_irrational_models() -> None:
    """Would catch a refutation at sqrt(2) rounded, and a refutation missed although a rational point is near."""
    assert decide(Claim("c", (x,), (x > 0,), distinct(x * x, 2))).kind is Kind.UNDECIDED
    open_set = Claim("c", (x, y), (equal(x * x - 2, y), absolute(y) < half), absolute(y) > half)
    assert decide(open_set).kind in (Kind.REFUTED, Kind.UNDECIDED)


def test_timeout_is_undecided() -> None:
    """Would catch a timeout that counts as proof; the question is hard for every solver."""
    n, m, p = integers("n m p")
    hard = Claim("cubes", (n, m, p), (n > 1, m > 1, p > 1), distinct(n**3 + m**3, p**3))
    answer = decide(hard, 50)
    assert answer.kind is Kind.UNDECIDED
    assert "timeout of 50 ms" in answer.detail
    for timeout in (0, True, half):
        with pytest.raises(InvalidInput):
            decide(hard, timeout)  # type: ignore[arg-type]


def test_z3_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Would catch a missing solver that looks like a proof, or that stops the program."""
    monkeypatch.setitem(sys.modules, "z3", None)
    answer = decide(Claim("c", (x,), (), x <= x + 1))
    assert answer.kind is Kind.UNDECIDED
    assert "install z3-solver" in answer.detail
    assert "query" in dict(answer.evidence)


def test_ctrl_c_that_z3_takes_for_itself_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Would catch Ctrl-C that costs one answer and leaves the run as it was; another reason to give up is an answer."""
    import z3

    (x,) = reals("x")
    claim = Claim("positive", (x,), (), x >= 0)
    monkeypatch.setattr(z3.Solver, "check", lambda self: z3.unknown)
    monkeypatch.setattr(z3.Solver, "reason_unknown", lambda self: "interrupted from keyboard")
    with pytest.raises(KeyboardInterrupt):
        decide(claim)
    monkeypatch.setattr(z3.Solver, "reason_unknown", lambda self: "incomplete")
    assert decide(claim).kind is Kind.UNDECIDED


def test_z3_is_loaded_only_when_asked() -> None:
    """Would catch an import of z3 at the top, which would make it mandatory."""
    code = "import sys, verifier.identities.engines; sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_rejected_query_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """Would catch a query that z3 cannot read and that passes for unsat because nothing was asserted."""
    monkeypatch.setattr(smt, "smtlib", lambda claim: "(assert (nonsense))")
    answer = decide(Claim("c", (x,), (), x <= 1))
    assert answer.kind is Kind.UNDECIDED
    assert "did not accept" in answer.detail


def test_lost_assertions_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Would catch a model of another question that counts as a refutation."""
    claim = Claim("c", (x,), (), x <= x + 1)
    monkeypatch.setattr(smt, "smtlib", lambda claim: "(declare-fun x () Real)(assert (< x 0.0))")
    assert decide(claim).kind is Kind.UNDECIDED


def test_query_in_full() -> None:
    """Would catch a change of what is asked: sorts, hypotheses, the negation."""
    g = Function("g")
    claim = Claim("all at once", (x, k), (k < x, equal(g(x), 1)), absolute(x) / 2 <= g(k) - 1)
    assert smtlib(claim).splitlines() == [
        "; all at once",
        "; unsat means: the hypotheses imply the conclusion for all values of the variables",
        "(set-logic ALL)",
        "(define-fun absolute.Real ((t Real)) Real (ite (<= 0.0 t) t (- t)))",
        "(declare-fun x () Real)",
        "(declare-fun k () Int)",
        "(declare-fun g (Real) Real)",
        "; hypothesis 1",
        "(assert (< (to_real k) x))",
        "; hypothesis 2",
        "(assert (= (g x) 1.0))",
        "; the conclusion fails",
        "(assert (not (<= (* (/ 1.0 2.0) (absolute.Real x)) (+ (g (to_real k)) (- 1.0)))))",
        "(check-sat)",
    ]
