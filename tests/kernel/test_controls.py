"""Negative controls on the formal development itself: each edit is refused, by the guard, by the record of the review, or by coqc.

What an edit does not touch is taken from the memory of `verifier check --kernel`, if that has run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.coq_sample import edited, needs_coqc
from verifier.kernel.development import ROOT, Compiled, Development, compiled
from verifier.kernel.guard import offences
from verifier.kernel.judge import Question, judge
from verifier.kernel.review import HOW, Review, record
from verifier.ledger.discover import proofs_folder
from verifier.ledger.formal import coq_folder
from verifier.ledger.memory import default_memory

Edit = tuple[str, str, str]
GRID = "0 < delta <= / (3 * 2 ^ n)"


def changed(*edits: Edit) -> Development:
    return edited(*edits, folder=coq_folder())


@cache
def development() -> Development:
    return Development.read(coq_folder())


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The development as it is, compiled."""
    found = compiled(development(), default_memory() / "coq", tmp_path_factory.mktemp("coq"))
    assert found.wrong == {}
    return found


@pytest.mark.parametrize(
    ("name", "edit", "reason"),
    [
        ("Main.v", lambda text: re.sub(r"\. lra\. Qed\.", ". Admitted.", text, count=1), "Admitted leaves a gap"),
        ("Cells.v", lambda text: text.replace("lra.", "admit.", 1), "admit leaves a gap"),
        ("Pieces.v", lambda text: text.replace("lia.", "give_up.", 1), "give_up leaves a gap"),
        ("Rates.v", lambda text: text + "\nAxiom hidden : forall P : Prop, P.\n", "Axiom leaves a gap"),
        ("Rates.v", lambda text: text + "\nParameter hidden : False.\n", "Parameter leaves a gap"),
        ("Rates.v", lambda text: text + "\nSection A. Section B. End B. End A. Hypothesis hidden : False.\n", "outside a section"),
        ("Rates.v", lambda text: text + "\nUnset Guard Checking.\n", "Unset Guard Checking is not known"),
        ("Rates.v", lambda text: text + "\n#[bypass_check(universes = yes)] Definition a : Type := Type.\n", "bypass_check"),
        ("Rates.v", lambda text: text + '\nLoad "other".\n', "Load is not known"),
        ("Rates.v", lambda text: text + '\nDeclare ML Module "other".\n', "Declare ML Module"),
        ("Rates.v", lambda text: text + "\nModule Statement. End Statement.\n", "Module is not known"),
        ("Rates.v", lambda text: text + "\nFrom Other Require Import All.\n", "From Other Require Import All: only"),
        ("Makefile", lambda text: text.replace("coqc -q", "coqc -q -type-in-type"), "the flag -type-in-type"),
    ],
)  # fmt: skip
def test_gaps_are_refused_by_the_guard(name: str, edit: Callable[[str], str], reason: str) -> None:
    """Catches a gap, an axiom or a weakened kernel in the real sources; as they are, nothing is refused."""
    files = dict(development().files)
    assert offences(files, ROOT) == ()
    files[name] = edit(files[name])
    assert files[name] != development().files[name]
    assert any(one.file == name and reason in str(one) for one in offences(files, ROOT))


@pytest.mark.parametrize(
    "edit",
    [
        ("Statement.v", "syz22_2_2_hoelder : Prop := hoelder_2_2 5", "syz22_2_2_hoelder : Prop := hoelder_2_2 2"),
        ("Statement.v", GRID, "0 < delta <= / 2"),  # a wider gap
        ("Statement.v", GRID, "0 < delta < 0"),  # a hypothesis that nothing satisfies
        ("Statement.v", "length x = d /\\ Forall (fun t => 0 <= t <= 1) x", "length x = d /\\ Forall (fun t => 0 < t < 0) x"),
        ("Statement.v", "Open Scope R_scope.", "Open Scope R_scope.\nDefinition R := nat."),  # a shadowed name
        ("Statement.v", "Definition syz22_2_3 : Prop :=\n", "Definition syz22_2_3 : Prop := True. Definition other : Prop :=\n"),
        ("Literal.v", "(2 * digits + 1) :: repeat tent_next (2 * digits)", "(2 * digits) :: repeat tent_next (2 * digits - 1)"),
        ("Network.v", "Definition relu (t : R) : R := Rmax 0 t", "Definition relu (t : R) : R := Rmax 0 (- t)"),
    ],
)  # fmt: skip
def test_changed_statements_are_refused_by_the_record(edit: Edit) -> None:
    """Catches a statement, or a definition that it uses, which is changed after it was read."""
    review = record(development(), {}, "2026-01-31", "all of it")
    assert review.unread(development()) == ()
    assert review.unread(changed(edit)) == (edit[0],)


def again(given: Compiled, name: str, old: str = "", new: str = "") -> str:
    """Prove a theorem of Statement.v once more by its own proof, after a change of its statement; coqc's objection."""
    module, line = given.development.proved[f"{name}_holds"]
    text = given.development.files[f"{module}.v"]
    proof = re.compile(r"Proof\..*?Qed\.", re.DOTALL).search(text, sum(map(len, text.splitlines(keepends=True)[:line])))
    statement = given.development.statement_text(name)
    assert proof is not None and (not old or statement.count(old) == 1), f"{old!r} occurs {statement.count(old)} times"
    header = [one for one in text.splitlines() if one.startswith(("From ", "Import ", "Open Scope ", "Local Open Scope "))]
    lines = [*header, f"From {ROOT} Require Import {module}.", f"{statement.replace(old, new)}.", f"Theorem again : {name}."]
    return given.ask("\n".join([*lines, proof[0]]) + "\n")[1]


@needs_coqc
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("syz22_2_2_hoelder", "5", "2"),
        ("uniform_2_2_lipschitz", "3", "2"),
        ("uniform_2_2", "w + 2 / 2 ^ n", "w + 1 / 2 ^ n"),
        ("syz22_2_2", "forall f, continuous d f -> ", "forall f, "),  # a dropped hypothesis: f may be unbounded
        ("syz22_2_1", "w + 4 / 2 ^ n", "w + 1 / 2 ^ n"),
        ("syz22_2_3_exact", "0 <= v < 1 / 3", "0 <= v < 1 / 4"),
        ("literal_2_2", "occurrences i N = (3 ^ d)%nat", "occurrences i N = (2 ^ d)%nat"),
        ("finding_e2_footnote_count", "281)%nat", "280)%nat"),
    ],
)
def test_stronger_statements_are_refused_by_coqc(name: str, old: str, new: str, accepted: Compiled) -> None:
    """Catches a proof that proves too much; the statement as it is, is accepted in the same way."""
    assert again(accepted, name) == ""
    objection = again(accepted, name, old, new)
    assert "Error" in objection and "Syntax error" not in objection


@needs_coqc
@pytest.mark.parametrize(
    ("target", "edit"),
    [
        ("Realise", ("Literal.v", "(2 * digits + 1) :: repeat tent_next (2 * digits)", "(2 * digits) :: repeat tent_next (2 * digits - 1)")),
        ("Approximation", ("Statement.v", GRID, "0 < delta <= / 2")),
    ],
)  # fmt: skip
def test_changed_definitions_are_refused_by_coqc(target: str, edit: Edit, tmp_path: Path) -> None:
    """Catches one tent fewer, and gaps that are too wide, which the proofs do not notice."""
    whole = changed(edit)
    part = Development({f"{name}.v": whole.files[f"{name}.v"] for name in whole.below(target)})
    found = compiled(part, default_memory() / "coq", tmp_path)
    assert "Error" in found.wrong[target]


@needs_coqc
def test_a_theorem_that_is_replaced_by_true(tmp_path: Path) -> None:
    """Catches a proof of something else under the name of the theorem."""
    files = dict(development().files)
    module, _ = development().proved["syz22_2_3_lipschitz_holds"]
    text = re.sub(
        r"Theorem syz22_2_3_lipschitz_holds : .*?Qed\.", "Theorem syz22_2_3_lipschitz_holds : True.\nProof. exact I. Qed.",
        files[f"{module}.v"], flags=re.DOTALL,
    )  # fmt: skip
    part = Development({f"{name}.v": files[f"{name}.v"] for name in development().below(module)} | {f"{module}.v": text})
    found = compiled(part, default_memory() / "coq", tmp_path)
    (judged,) = judge(found, [Question("syz22_2_3_lipschitz", statement=True)])
    assert judged.refused.startswith("it does not have the type of Statement.v") and judged.blocked == ""


def test_the_record_is_up_to_date() -> None:
    """Catches statements that were changed without being read again, and a theorem without proof; coqc is not needed."""
    review = Review.read(coq_folder())
    assert review is not None and review.unread(development()) == (), HOW
    assert development().statements
    assert {f"{name}_holds" for name in development().statements} <= set(development().proved)
    named = {path.stem for path in proofs_folder().glob("*.py")} & set(development().proved)
    assert set(review.lemmas) == named - set(development().statements), HOW
