from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.coq_sample import TOY, edited
from verifier.errors import InvalidCertificate, InvalidInput
from verifier.kernel.development import Development
from verifier.kernel.review import FILE, Review, lemma_digest, record, statement_digests


def test_round_trip(tmp_path: Path) -> None:
    """Catches a record that reads back as something else."""
    assert Review.read(tmp_path) is None
    toy = Development.read(TOY)
    review = record(toy, {"sigma_positive": "forall t, P"}, "2026-01-31", " all of it, against the paper ")
    review.write(tmp_path)
    assert Review.read(tmp_path) == review and review.what == "all of it, against the paper"
    assert set(review.files) == {"Statement.v", "Shapes.v"} and review.lemmas == {"sigma_positive": lemma_digest(toy, "sigma_positive", "forall t, P")}
    record(toy, {}, "2026-01-31", "x").write(tmp_path)
    assert json.loads((tmp_path / FILE).read_text())["lemmas"] == {}


@pytest.mark.parametrize(
    ("edit", "unread"),
    [
        (("Statement.v", "5 * sigma (c * t)", "2 * sigma (c * t)"), ("Statement.v",)),
        (("Statement.v", "0 < delta <= / 3", "0 < delta < 0"), ("Statement.v",)),  # a hypothesis that nothing satisfies
        (("Statement.v", "0 < delta <= / 3", "0 < delta <= / 2"), ("Statement.v",)),
        (("Statement.v", "Definition sigma_bound", "Definition R := nat.\nDefinition sigma_bound"), ("Statement.v",)),
        (("Shapes.v", "Rmax 0 t", "Rmax 0 (Rmax 0 t)"), ("Shapes.v",)),  # what the statements are made of
        (("Main.v", "a comment may say", "a comment can say"), ()),
    ],
)
def test_a_change_of_what_was_read_is_seen(edit: tuple[str, str, str], unread: tuple[str, ...]) -> None:
    """Catches a statement that is weakened after it was read; a proof may change."""
    review = record(Development.read(TOY), {}, "2026-01-31", "all of it")
    assert review.unread(edited(edit)) == unread


def test_files_that_come_and_go_are_seen() -> None:
    """Catches a statement file that requires another file than before."""
    toy = Development.read(TOY)
    review = record(toy, {}, "2026-01-31", "all of it")
    more = edited(("Statement.v", "Require Import Shapes", "Require Import Shapes Other"))
    assert review.unread(Development({**more.files, "Other.v": ""})) == ("Other.v", "Statement.v")
    assert review.unread(edited(("Statement.v", "From Syz Require Import Shapes.\n", ""))) == ("Shapes.v", "Statement.v")
    with pytest.raises(InvalidInput, match=r"no file Statement\.v"):
        statement_digests(Development({"Main.v": toy.files["Main.v"]}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "x"), ("version", 2), ("date", "yesterday"), ("what", " "), ("what", 3),
        ("files", ["Statement.v"]), ("files", {"Statement.v": "abc"}), ("lemmas", {"a": 1}), ("more", 1),
    ],
)  # fmt: skip
def test_malformed(tmp_path: Path, key: str, value: object) -> None:
    """Catches a record that is not one and is believed."""
    record(Development.read(TOY), {}, "2026-01-31", "all of it").write(tmp_path)
    data = json.loads((tmp_path / FILE).read_text())
    data[key] = value
    (tmp_path / FILE).write_text(json.dumps(data))
    with pytest.raises(InvalidCertificate):
        Review.read(tmp_path)


def test_a_review_says_what_was_read() -> None:
    """Catches an empty review."""
    with pytest.raises(InvalidInput, match="what"):
        record(Development.read(TOY), {}, "2026-01-31", " ")


def test_the_digest_of_a_lemma_holds_what_its_words_mean() -> None:
    """Catches a definition that is changed under a lemma whose words stay; proofs and further lemmas may change."""
    toy = Development.read(TOY)
    known = lemma_digest(toy, "sigma_positive", "P")
    assert lemma_digest(toy, "sigma_positive", "Q") != known
    assert lemma_digest(edited(("Shapes.v", "Rmax 0 t", "Rmin 0 t")), "sigma_positive", "P") != known
    assert lemma_digest(edited(("Main.v", "Section Signs.", "Definition a := 1.\nSection Signs.")), "sigma_positive", "P") != known
    assert lemma_digest(edited(("Main.v", "Lemma sigma_positive : 0 <= t", "Lemma sigma_positive : 0 < t")), "sigma_positive", "P") != known
    within = ("Main.v", "intros; apply Rmax_right", "Definition a := 1. intros; apply Rmax_right")
    assert lemma_digest(edited(within), "sigma_positive", "P") != known
    assert lemma_digest(edited(("Main.v", "apply sigma_positive. lra.", "lra.")), "sigma_positive", "P") == known
    assert lemma_digest(edited(("Main.v", "Section Signs.", "Lemma a : P. Proof. b. Qed.\nSection Signs.")), "sigma_positive", "P") == known
    with pytest.raises(InvalidInput, match="no lemma other"):
        lemma_digest(toy, "other", "P")
