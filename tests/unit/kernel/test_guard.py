from __future__ import annotations

import pytest

from tests.coq_sample import TOY
from verifier.kernel.development import Development
from verifier.kernel.guard import offences


def reasons(text: str, name: str = "A.v") -> list[str]:
    return [str(one) for one in offences({name: text}, "Syz")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Lemma a : P.\nProof.\nAdmitted.", "A.v:3: Admitted leaves a gap"),
        ("Lemma a : P. Proof. admit. Qed.", "A.v:1: admit leaves a gap"),
        ("Lemma a : P. Proof. split; [easy | admit]. Qed.", "admit leaves a gap"),
        ("Lemma a : P. Proof. all: give_up. Qed.", "give_up leaves a gap"),
        ("Axiom a : False.", "Axiom leaves a gap"),
        ("Local Axioms a b : False.", "Axioms leaves a gap"),
        ("Parameter a : nat.", "Parameter leaves a gap"),
        ("Conjecture a : False.", "Conjecture leaves a gap"),
        ("Hypothesis a : False.", "Hypothesis outside a section is an axiom"),
        ("Section S. End S. Variable a : False.", "Variable outside a section is an axiom"),
        ("Context (a : False).", "Context outside a section is an axiom"),
        ("Unset Guard Checking.", "Unset Guard Checking is not known to be harmless"),
        ("Unset Positivity Checking.", "Unset Positivity Checking is not known"),
        ("Unset Universe Checking.", "Unset Universe Checking is not known"),
        ("Set Warnings \"-all\".", "Set Warnings is not known"),
        ("#[bypass_check(guard)] Fixpoint f (n : nat) : False := f n.", "the attribute bypass_check"),
        ("#[local, bypass_check(positivity)] Inductive I := c : (I -> I) -> I.", "the attribute"),
        ('Declare ML Module "x.plugin".', "Declare ML Module brings in"),
        ("Declare Module M : T.", "Declare Module M brings in"),
        ('Load "other".', "the command Load is not known"),
        ("Load other.", "the command Load is not known"),
        ("Admit Obligations.", "Admit leaves a gap"),
        ("Module Syz. Definition a := b. End Syz.", "the command Module is not known"),
        ("Program Definition a : P := _.", "the command Program is not known"),
        ('Redirect "x" Print a.', "the command Redirect is not known"),
        ('Add LoadPath "x".', "the command Add is not known"),
        ("Primitive int := #int63_type.", "the command Primitive is not known"),
        ("Fail Axiom a : False.", "Axiom leaves a gap"),
        ("Timeout 3 Lemma a : P.", "the command Timeout is not known"),
        ("From Evil Require Import A.", "From Evil Require Import A: only"),
        ("Require Import Evil.A.", "only 'From Coq Require' and 'From Syz Require'"),  # user-contrib
        ("Require Import Syz .Hidden.", "only 'From Coq Require'"),  # Coq reads Syz.Hidden
        ("From Syz Require Import -(coercions) A.", "only 'From Coq Require'"),
        ("From Syz Require Import Sub.A.", "only 'From Coq Require'"),
        ("Lemma a : P. Proof. split. -Unset Guard Checking. easy. Qed.", "Unset Guard Checking is not known"),
        ("Lemma a : P. Proof. [g]: { Unset Guard Checking. easy. } Qed.", "a sentence that begins with [ is not known"),
        ("Definition a := 1 +(* 2. Axiom b : False. Definition c := 1 *) 2.", "a comment right behind another character may be read"),
        ("Definition a : nat. Proof. exact 0. Defined.", "the command Defined is not known"),
        ("Global Set Printing Implicit.", "Global Set Printing Implicit changes what other files print"),
        ("#[export] Unset Printing Notations.", "changes what other files print"),
        ("Lemma a : P. Proof. native_compute. reflexivity. Qed.", "native_compute leaves a gap"),
        ("Lemma a : P. Proof. auto... Admitted.", "Admitted leaves a gap"),
        ('Lemma a : P. Proof. (* "*)" *) Admitted.', "Admitted leaves a gap"),
        ('Definition a := "(*". Axiom b : False. Definition c := "*)".', "Axiom leaves a gap"),
        ("Definition a := b", "a sentence without a full stop"),
        ("(* unended", "a comment that does not end"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    """Catches a way around the kernel that the guard does not see."""
    found = reasons(text)
    assert found and any(reason in one for one in found), found


@pytest.mark.parametrize(
    "text",
    [
        "(* Admitted. Axiom. *) Lemma a : P. Proof. easy. Qed.",
        'Definition a := "Axiom b : False. Admitted.".',
        "Section S. Variable a : nat. Hypothesis h : a = a. Section T. Context (b : nat). End T. Variable c : nat. End S.",
        "Local Open Scope R_scope. Global Arguments f {A}. Set Implicit Arguments. Unset Printing Notations. Declare Scope s.",
        "#[local] Hint Resolve a : core. #[export] Hint Resolve b : core.",
        "Definition admitted_by := 1. Lemma Parameter_free : P. Proof. exact parameter. Qed.",
        "From Coq Require Import Reals\n  Reals.Rpower. From Syz Require Export A B. From Syz Require C. Import C.",
        "Fail Definition a : False := I.",
    ],
)
def test_harmless(text: str) -> None:
    """Catches a guard that refuses what is harmless, as a comment that speaks of axioms."""
    assert reasons(text) == []


def test_flags() -> None:
    """Catches a Makefile that weakens the kernel for whoever says make."""
    assert reasons("all:\n\tcoqc -type-in-type A.v\n", "Makefile") == ["Makefile:2: the flag -type-in-type weakens the kernel"]
    assert reasons("-impredicative-set\n", "_CoqProject") != []
    assert reasons("all:\n\tcoqc -unset 'Guard Checking' A.v\n", "GNUmakefile") != []
    assert reasons("all:\n\tcoqc -q -Q . Syz A.v\n", "Makefile") == []


@pytest.mark.parametrize("name", ["-A.v", "A.B.v", "A b.v", "A\u00a0.v"])
def test_names_of_files(name: str) -> None:
    """Catches a file whose name coqc takes for an option, or for something else."""
    assert "the name of the file is no name of a module" in reasons("Definition a := 1.", name)[0]


@pytest.mark.parametrize("name", ["Syz.v", "Coq.v", "Classical_Prop.v", "ClassicalDedekindReals.v", "FunctionalExtensionality.v"])
def test_names_of_libraries(name: str) -> None:
    """Catches a file Syz.v, in which Syz.Statement could be something else, and axioms that print like allowed ones."""
    assert "hides what other files are called" in reasons("Definition a := 1.", name)[0]


def test_toy_is_clean() -> None:
    """Catches a guard that refuses an honest development; its comments mention what is forbidden."""
    assert offences(Development.read(TOY).files, "Syz") == ()
