from __future__ import annotations

import pytest

from tests.coq_sample import TOY
from verifier.errors import InvalidInput
from verifier.kernel.source import meaning, plain, propositions, required, sentences, stated, unclear


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a (* b *) c", "a         c"),
        ("a (* b (* c *) d *) e", "a                   e"),
        ('a (* "*)" *) e', "a            e"),  # a string inside a comment hides the end of the comment
        ('a "(* b" c', 'a "    " c'),  # a comment does not begin inside a string
        ('a "b""c" d', 'a "    " d'),  # "" is a quotation mark
        ("a (*\n*) b", "a   \n   b"),
        ("(*)*)", "     "),
    ],
)
def test_comments_and_strings_are_blanked(text: str, seen: str) -> None:
    """Catches a gap word hidden by, or seen in, a comment or string."""
    assert plain(text) == seen


@pytest.mark.parametrize("text", ["(* a", 'a "b', "(* (* *)", '(* " *)'])
def test_what_does_not_end_is_refused(text: str) -> None:
    """Catches a file whose rest would be taken for a comment."""
    with pytest.raises(InvalidInput, match="does not end"):
        plain(text, "A.v")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A b. C d.", ["A b", "C d"]),
        ("A b.C.d e.", ["A b.C.d e"]),  # a qualified name
        ("Proof. auto... Admitted.", ["Proof", "auto", "Admitted"]),  # three full stops end a sentence
        ('Notation "x .. y" := (c x .. (c y n) ..) .', ['Notation "      " := (c x .. (c y n) ..)']),
        ("- a. + { b. } c.", ["a", "b", "c"]),
        ("-A b. --{c.", ["A b", "c"]),  # a bullet needs no blank behind it
        ("all: lra. 1: easy.", ["lra", "easy"]),
        ("A.\nB.", ["A", "B"]),
        ("} \n", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    """Catches a command that hides behind the end of another sentence."""
    assert [one.text for one in sentences(text)] == parts


def test_lines_and_attributes() -> None:
    """Catches a refusal that names another line, and an attribute that is taken for text."""
    one, two = sentences("(* \n *)\nA.\n  #[bypass_check(guard)] Fixpoint f (n : nat) : False := f n.")
    assert (one.line, two.line) == (3, 4)
    assert two.attributes == ("bypass_check(guard)",) and two.text.startswith("Fixpoint")


def test_last_sentence_needs_its_full_stop() -> None:
    """Catches words at the end of a file that nobody looks at."""
    with pytest.raises(InvalidInput, match=r"A\.v:2: a sentence without a full stop"):
        sentences("A.\nAxiom b : False", "A.v")


def test_names() -> None:
    """Catches a theorem or statement that is overlooked, or one that is only mentioned in a comment."""
    text = "Lemma a : P. Proof. Qed. (* Lemma b : P. *) Local Theorem c : P. Proof. easy. Qed.\nDefinition d : Prop := P. Definition e (n : nat) : Prop := P."
    assert stated(text) == {"a": 1, "c": 1}
    assert propositions(text) == {"d": 2}


def test_required() -> None:
    """Catches a dependency that is not seen, so that a file is compiled too early or left out of a review."""
    text = "From Coq Require Import Reals List. From Syz Require Import A\n B. Require Syz.C. Require Import Syz.D Arith. From Syz Require Export A. From X Require E."
    assert required(text, "Syz") == ("A", "B", "C", "D")


def test_toy() -> None:
    """Catches a reader that works on made-up text only."""
    main = (TOY / "Main.v").read_text(encoding="utf-8")
    assert set(stated(main)) == {"sigma_positive", "sigma_negative", "sigma_bound_holds", "sigma_scale_holds", "small_step_holds"}
    assert required(main, "Syz") == ("Shapes", "Statement")


def test_meaning() -> None:
    """Catches a definition that is overlooked: within or behind a proof, of a notation, by a tactic, or that opens a scope."""
    text = "Open Scope R_scope. Lemma a : P. Proof. b. Qed. Notation c := d. Local Lemma e : P. Proof. f. Qed. Let g := 1. Print g."
    assert meaning(text) == ("Open Scope R_scope", "Notation c := d", "Let g := 1")
    assert meaning("Lemma a : T. Proof. -Definition b := 1. c. Qed.") == ("Definition b := 1",)
    assert meaning("Ltac a := b. Definition c := ltac:(a). Hint Resolve d : e.") == ("Ltac a := b", "Definition c := ltac:(a)", "Hint Resolve d : e")
    assert meaning("Lemma a : T. Proof. b. Qed.") == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("A 1 +(* 2. B. (* *) *) 2.", "a comment"),
        ("A.\nB `(* c) := 1. Axiom d : False. (* *) *)", "a comment"),  # `( is a symbol of Coq itself
        ('A 1 +" 2. B. "', "a string"),
        ("A.\u00a0B.", "the character '\\xa0'"),
        ("A.\x0cB.", "the character '\\x0c'"),
    ],
)
def test_what_may_be_read_otherwise(text: str, what: str) -> None:
    """Catches text that the guard takes for a comment, and Coq for a command."""
    found = unclear(text)
    assert found and found[0][0] == text.count("\n") + 1 and found[0][1].startswith(what)


@pytest.mark.parametrize("text", ["(* a(* b *)(* c *) *) A.", 'A "b" (* "c"(* *) *).\n(* d *)', "A. (* \u00e9 *)", "{ (* a *) b. }"])
def test_what_is_read_alike(text: str) -> None:
    """Catches a refusal of comments and strings that stand alone."""
    assert unclear(text) == ()
