from __future__ import annotations

from pathlib import Path

import pytest

from tests.coq_sample import compiled_again, edited, needs_coqc, toy
from verifier.kernel.development import Development
from verifier.kernel.judge import AXIOMS, Judgement, Question, assumptions, judge, summary

BOUND = Question("sigma_bound", statement=True)
SCALE = Question("sigma_scale", statement=True)
LEMMA = Question("sigma_positive", statement=False)
SIG = "ClassicalDedekindReals.sig_forall_dec"


@pytest.mark.parametrize(
    ("printed", "foreign"),
    [
        ("Closed under the global context\n", 0),
        (f"Axioms:\n{SIG}\n  : {AXIOMS[SIG]}\n", 0),
        (f"Axioms:\n{SIG} : False\n", 1),  # the name of an allowed axiom on something else
        ("Axioms:\nClassicalEpsilon.constructive_indefinite_description : forall A : Type, A\n", 1),
        ("Axioms:\nf is assumed to be guarded.\n", 1),
        ("Axioms:\nSyz.Main.hidden : False\nSyz.Main.other\n : False\n", 2),
        ("Theory:\nSet is impredicative\n", 1),
        ("Section Variables:\nx : nat\n", 1),
        ("Axioms:\n", 0),
        ("", 1),
        ("Closed under the global context\nAxioms:\nx : False\n", 1),
    ],
)
def test_assumptions(printed: str, foreign: int) -> None:
    """Catches an axiom, a switched off check or an unreadable answer that passes."""
    assert len(assumptions(printed)[1]) == foreign


def found(development: Development, folder: Path, *questions: Question) -> list[Judgement]:
    return list(judge(compiled_again(development, folder), questions))


@needs_coqc
def test_toy_is_accepted() -> None:
    """Catches a judge that refuses an honest proof, or does not say what it rests on."""
    bound, scale, lemma = judge(toy(), [BOUND, SCALE, LEMMA])
    assert bound.refused == scale.refused == lemma.refused == ""
    assert SIG in bound.axioms and set(bound.axioms) <= set(AXIOMS)
    assert scale.type.startswith("Definition sigma_scale : Prop :=") and scale.place.startswith("Main.v:")
    assert lemma.type == "forall t : R, 0 <= t -> Shapes.sigma t = t"


@needs_coqc
@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        # a theorem of another type, under the right name
        (("Main.v", "sigma_bound_holds : Statement.sigma_bound", "sigma_bound_holds : 0 <= 0 /\\ forall t : R, t <= sigma t -> True"), "it does not have the type"),
        # a module that is called like the statement file
        (("Main.v", "Theorem sigma_bound_holds", "Module Statement. Definition sigma_bound : Prop := forall t : R, t = t /\\ t = t. End Statement.\nTheorem sigma_bound_holds"), "it does not have the type"),
        # an axiom that the theorem uses
        (("Main.v", "intros t. split; [apply Rmax_l | apply Rmax_r]", "destruct hidden"), "it rests on Main.hidden : False"),
        (("Main.v", "Theorem sigma_bound_holds", "Theorem sigma_bound_shown"), "no theorem sigma_bound_holds in any file"),
    ],
)
def test_refused(edit: tuple[str, str, str], reason: str, tmp_path: Path) -> None:
    """Catches a theorem that is not the stated one; the others are still judged."""
    edits = [edit, ("Main.v", "Section Signs.", "Axiom hidden : False.\nSection Signs.")] if "hidden" in edit[2] else [edit]
    if "Module Statement" in edit[2]:
        edits.append(("Main.v", "intros t. split; [apply Rmax_l | apply Rmax_r]", "intros t. split; reflexivity"))
    if "-> True" in edit[2]:
        edits.append(("Main.v", "intros t. split; [apply Rmax_l | apply Rmax_r]", "split; [apply Rle_refl | auto]"))
    bound, scale = found(edited(*edits), tmp_path, BOUND, SCALE)
    assert reason in bound.refused and scale.refused == ""


@needs_coqc
def test_a_file_that_is_not_accepted(tmp_path: Path) -> None:
    """Catches a theorem that counts although its file does not compile."""
    (bound,) = found(edited(("Main.v", "apply Rmax_l | apply Rmax_r", "apply Rmax_r | apply Rmax_l")), tmp_path, BOUND)
    assert bound.blocked == "coqc does not accept Main.v" and bound.type.startswith("Definition sigma_bound")


@needs_coqc
def test_a_lemma_of_the_right_name(tmp_path: Path) -> None:
    """Catches a lemma whose type is not shown: what it states is what Coq prints, sections closed."""
    development = edited(("Main.v", "Lemma sigma_positive : 0 <= t -> sigma t = t.\n  Proof. intros; apply Rmax_right; assumption. Qed.", "Hypothesis never : False.\n  Lemma sigma_positive : 0 <= t -> sigma t = t.\n  Proof. destruct never. Qed."), ("Main.v", "apply sigma_positive. lra.", "unfold sigma. apply Rmax_right. lra."), ("Main.v", "rewrite (sigma_positive t) by assumption. rewrite sigma_positive; [reflexivity | apply Rmult_le_pos; assumption].", "unfold sigma. rewrite (Rmax_right 0 t) by assumption. rewrite Rmax_right; [reflexivity | apply Rmult_le_pos; assumption]."))
    (lemma,) = found(development, tmp_path, LEMMA)
    assert lemma.type == "forall t : R, False -> 0 <= t -> Shapes.sigma t = t"


SUMMARY = """
CONTEXT SUMMARY
===============

* Theory: Set is predicative

* Axioms:
    Coq.Logic.FunctionalExtensionality.functional_extensionality_dep
    Coq.Reals.ClassicalDedekindReals.sig_forall_dec

* Constants/Inductives relying on type-in-type: <none>

* Constants/Inductives relying on unsafe (co)fixpoints: <none>

* Inductives whose positivity is assumed: <none>

"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("", "", None),
        ("    Coq.Logic.FunctionalExtensionality.functional_extensionality_dep\n    Coq.Reals.ClassicalDedekindReals.sig_forall_dec", " <none>", None),
        ("Coq.Reals.ClassicalDedekindReals.sig_forall_dec", "Syz.ClassicalDedekindReals.sig_forall_dec", "Syz.ClassicalDedekindReals.sig_forall_dec"),
        ("type-in-type: <none>", "type-in-type: Syz.Main.a", "Constants/Inductives relying on type-in-type: Syz.Main.a"),
        ("(co)fixpoints: <none>", "(co)fixpoints:\n    Syz.Main.f", "Constants/Inductives relying on unsafe (co)fixpoints: Syz.Main.f"),
        ("assumed: <none>", "assumed: Syz.Main.I", "Inductives whose positivity is assumed: Syz.Main.I"),
        ("Set is predicative", "Set is impredicative", "Theory: Set is impredicative"),
        ("* Inductives whose positivity is assumed: <none>", "", "Inductives whose positivity is assumed: nothing printed"),
        ("* Theory", "* Something new: x\n\n* Theory", "Something new: x"),
    ],
)
def test_summary(old: str, new: str, reason: str | None) -> None:
    """Catches an axiom, or a check that was switched off, that a second kernel finds and nobody reads."""
    assert summary(SUMMARY.replace(old, new))[1] == (() if reason is None else (reason,))


def test_summary_of_nothing() -> None:
    """Catches an empty answer that passes."""
    assert len(summary("")[1]) == 5 and len(summary("Fatal Error: anomaly")[1]) == 5
