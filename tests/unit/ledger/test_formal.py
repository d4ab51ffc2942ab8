from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.coq_sample import MEMORY, TOY, edited, needs_coqc, written
from verifier.errors import InvalidInput, MissingComponent
from verifier.identities.identity import Claim
from verifier.identities.term import equal, integer, reals, relu
from verifier.kernel.bridge import FAMILIES
from verifier.kernel.development import Development
from verifier.kernel.judge import _SILENT
from verifier.kernel.program import ABSENT
from verifier.kernel.review import FILE, Review, lemma_digest, record
from verifier.ledger import formal
from verifier.ledger.count import exit_code
from verifier.ledger.formal import Examined, cross, examine, identities, place_of, recheck, review_again
from verifier.ledger.obligation import THEOREM, Scope, Section
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.verdict import Kind

POSITIVE = "forall t : R, 0 <= t -> Shapes.sigma t = t"
LEDGER = ("sigma_bound", "sigma_positive", "uniform_2_2")


def folder(tmp_path: Path, *edits: tuple[str, str, str], reviewed: bool = True) -> Path:
    """The toy with edits, in a folder with a record of a review of the toy as it is without them."""
    place = written(edited(*edits), tmp_path / "coq")
    if reviewed:
        record(Development.read(TOY), {"sigma_positive": POSITIVE}, "2026-01-31", "all of it").write(place)
    return place


def asked(place: Path, names: Sequence[str] = LEDGER) -> Examined:
    return examine(names, place, MEMORY, 1, families=())


def kinds(found: Examined) -> dict[str, Kind]:
    return {one.obligation.name: one.verdict.kind for one in found.section.outcomes}


def detail(found: Examined, name: str) -> str:
    return next(one.verdict.detail for one in found.section.outcomes if one.obligation.name == name)


@needs_coqc
def test_an_honest_development(tmp_path: Path) -> None:
    """Catches a development that is accepted without saying what was proved, on which axioms, and what was not."""
    found = asked(folder(tmp_path))
    assert kinds(found) == {
        "sources": Kind.CERTIFIED, "statements": Kind.CERTIFIED, "compiled": Kind.CERTIFIED,
        "sigma_bound": Kind.PROVED, "sigma_scale": Kind.PROVED, "small_step": Kind.PROVED, "sigma_positive": Kind.PROVED,
    }  # fmt: skip
    assert exit_code([found.section]) == 0
    assert "on sig_forall_dec, functional_extensionality_dep" in detail(found, "sigma_bound")
    left = [text for key, text in found.section.facts if key == "not proved"]
    assert ("replay", "verifier check --kernel") in found.section.facts
    assert left[-1] == "These 1 of 3 entries have no theorem of their name in Coq: uniform_2_2."
    assert set(found.lines) == {"sigma_bound", "sigma_positive"}
    line = found.lines["sigma_bound"]
    assert line.obligation.name == "kernel" and line.obligation.scope is Scope.ALL and line.verdict.kind is Kind.PROVED
    theirs = Section(THEOREM, "sigma_bound", "t", (), ())
    other = Section(THEOREM, "uniform_2_2", "t", (), ())
    assert found.joined([theirs, other]) == (Section(THEOREM, "sigma_bound", "t", (), (line,)), other)


@needs_coqc
@pytest.mark.parametrize(
    ("edits", "name", "reason"),
    [
        ([("Statement.v", "5 * sigma (c * t)", "2 * sigma (c * t)")], "statements", "Statement.v: not what was read on 2026-01-31"),
        ([("Statement.v", "5 * sigma (c * t)", "2 * sigma (c * t)")], "compiled", "Main.v"),
        ([("Statement.v", "0 <= c -> ", "")], "compiled", "Main.v"),
        ([("Statement.v", "0 < delta <= / 3", "0 < delta <= 1")], "compiled", "Main.v"),
        ([("Statement.v", "0 < delta <= / 3", "0 < delta < 0")], "statements", "not what was read"),
        ([("Statement.v", "Definition sigma_bound", "Definition R := nat.\nDefinition sigma_bound")], "statements", "not what was read"),
        ([("Shapes.v", "Rmax 0 t", "Rmin 0 t")], "statements", "Shapes.v: not what was read"),
        ([("Main.v", "apply sigma_positive. lra. Qed.", "Admitted.")], "sources", "Main.v:27: Admitted leaves a gap"),
        ([("Main.v", "apply sigma_positive. lra.", "admit.")], "sources", "admit leaves a gap"),
        ([("Main.v", "Section Signs.", "Axiom hidden : forall P : Prop, P.\nSection Signs.")], "sources", "Axiom leaves a gap"),
        ([("Main.v", "Section Signs.", "Hypothesis hidden : False.\nSection Signs.")], "sources", "Hypothesis outside a section"),
        ([("Main.v", "Section Signs.", "Unset Guard Checking.\nSection Signs.")], "sources", "Unset Guard Checking"),
        ([("Main.v", "small_step_holds : Statement.small_step", "small_step_holds : forall delta : R, 0 < delta <= / 3 -> True"),
          ("Main.v", "apply sigma_positive. lra.", "exact I.")], "small_step", "it does not have the type of Statement.v"),
        ([("Main.v", "Theorem small_step_holds", "Theorem small_step_is")], "small_step", "no theorem small_step_holds in any file"),
        ([("Main.v", "Section Signs.", "Definition sigma (t : R) : R := 0.\nSection Signs."),
          ("Main.v", "Lemma sigma_positive : 0 <= t -> sigma t = t", "Lemma sigma_positive : 0 <= t -> sigma t = 0")], "compiled", "Main.v"),
    ],
)  # fmt: skip
def test_refused(edits: list[tuple[str, str, str]], name: str, reason: str, tmp_path: Path) -> None:
    """Catches a gap, an axiom, a weakened statement, a theorem that is another one or is gone: exit 1, with the reason."""
    found = asked(folder(tmp_path, *edits))
    assert exit_code([found.section]) == 1
    assert kinds(found)[name] is Kind.REFUTED and reason in detail(found, name)
    assert all(line.verdict.kind is not Kind.REFUTED for line in found.lines.values())  # the theorem itself is not refuted
    if name == "compiled":
        assert kinds(found)["small_step"] is Kind.UNDECIDED and detail(found, "small_step") == "not asked: coqc does not accept Main.v"


@needs_coqc
def test_a_statement_that_was_not_read(tmp_path: Path) -> None:
    """Catches a theorem that counts as proved although nobody has read what it says now."""
    found = asked(folder(tmp_path, ("Statement.v", "Definition sigma_bound", "Definition line := R.\nDefinition sigma_bound")))
    assert kinds(found)["statements"] is Kind.REFUTED and kinds(found)["sigma_bound"] is Kind.UNDECIDED
    assert found.lines["sigma_bound"].verdict.kind is Kind.UNDECIDED


@needs_coqc
def test_a_lemma_that_was_not_read(tmp_path: Path) -> None:
    """Catches a lemma with the name of a theorem of the ledger that states something else than what was read."""
    weak = ("Main.v", "Theorem sigma_bound_holds", "Lemma uniform_2_2 : True.\nProof. exact I. Qed.\nTheorem sigma_bound_holds")
    found = asked(folder(tmp_path, weak))
    assert kinds(found)["uniform_2_2"] is Kind.UNDECIDED and "nobody has recorded that this was read" in detail(found, "uniform_2_2")
    assert found.lines["uniform_2_2"].verdict.kind is Kind.UNDECIDED and exit_code([found.section]) == 4
    other = ("Main.v", "Section Signs.", "Definition meaning := 1.\nSection Signs.")  # its words may mean something else now
    found = asked(folder(tmp_path / "other", other))
    assert kinds(found)["sigma_positive"] is Kind.UNDECIDED and kinds(found)["sigma_bound"] is Kind.PROVED
    more = ("Main.v", "Section Signs.", "Lemma more : True. Proof. exact I. Qed.\nSection Signs.")
    assert kinds(asked(folder(tmp_path / "more", more)))["sigma_positive"] is Kind.PROVED


@needs_coqc
def test_recording_a_review(tmp_path: Path) -> None:
    """Catches a record that does not admit what was read, or one made for sources that are refused."""
    place = folder(tmp_path, ("Statement.v", "5 * sigma (c * t) = 5", "6 * sigma (c * t) = 6"), reviewed=False)
    assert kinds(asked(place))["statements"] is Kind.UNDECIDED and exit_code([asked(place).section]) == 4
    review = review_again(LEDGER, place, MEMORY, "2026-02-01", "all of it")
    assert review == Review.read(place) and review.lemmas == {"sigma_positive": lemma_digest(Development.read(place), "sigma_positive", POSITIVE)}
    assert kinds(asked(place))["statements"] is Kind.CERTIFIED
    (place / "Main.v").write_text("Axiom a : False.\n")
    with pytest.raises(InvalidInput, match=r"refused: Main\.v:1: Axiom"):
        review_again(LEDGER, place, MEMORY, "2026-02-01", "all of it")
    (place / "Main.v").write_text("Definition a : False := 1.\n")
    with pytest.raises(InvalidInput, match="1 of 3 files are not accepted"):
        review_again(LEDGER, place, MEMORY, "2026-02-01", "all of it")


def test_without_coqc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a missing program that is silent: everything that needs it is undecided, and says how to get it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    place = folder(tmp_path)
    found = asked(place)
    assert kinds(found)["sources"] is Kind.CERTIFIED and exit_code([found.section]) == 4
    assert all(detail(found, name) == ABSENT for name in ("sigma_bound", "sigma_scale", "small_step", "sigma_positive"))
    assert found.lines["sigma_bound"].verdict.detail == ABSENT
    for call in (
        lambda: cross(place, None, 1, [], FAMILIES[:0]),
        lambda: identities([]),
        lambda: recheck(place, None),
        lambda: review_again(LEDGER, place, None, "2026-02-01", "all of it"),
    ):
        with pytest.raises(MissingComponent, match="apt-get install"):
            call()


def test_without_a_development(tmp_path: Path) -> None:
    """Catches a folder that is gone and a damaged record, which are no success."""
    found = asked(tmp_path / "absent")
    assert kinds(found) == {"sources": Kind.UNDECIDED} and found.lines == {}
    place = folder(tmp_path, ("Main.v", "Section Signs.", "Axiom a : False.\nSection Signs."))
    (place / FILE).write_text("{}")
    found = asked(place)
    assert kinds(found)["statements"] is Kind.UNDECIDED and "not a record" in detail(found, "statements")
    assert kinds(found)["sigma_bound"] is Kind.UNDECIDED and "the sources are refused" in detail(found, "sigma_bound")


def test_place_of() -> None:
    """Catches a theorem that is said to have a proof in Coq, and has none."""
    assert place_of("sigma_positive", TOY) == "Main.v:9" and place_of("sigma_bound", TOY) == "Main.v:15"
    assert place_of("sigma_bound_holds", TOY) and place_of("uniform_2_2", TOY) == "" and place_of("x", TOY / "absent") == ""


@needs_coqc
def test_bridge_of_a_missing_file(tmp_path: Path) -> None:
    """Catches a network that is not there and counts as compared."""
    place = folder(tmp_path)
    found = examine(LEDGER, place, MEMORY, 1, pairs=[(1, 1)], families=FAMILIES[:1])
    assert kinds(found)["bridge: literal_lp 1 1"] is Kind.UNDECIDED
    with pytest.raises(InvalidInput, match=r"no file Literal\.v"):
        cross(place, MEMORY, 1, [], FAMILIES[:1])


@needs_coqc
def test_bridge_at_two_widths(tmp_path: Path) -> None:
    """Catches layers that are said to be equal, and are at the first width of the gaps only."""
    whole = Development.read(formal.coq_folder())
    files = {name: whole.files[name] for name in ("Network.v", "Literal.v")}
    old, new = "Fixed (Slope sign (Z.of_nat (n * place)))", "Fixed (Dyadic sign (Z.of_nat (n * place + n + 2)))"
    assert files["Literal.v"].count(old) == 1
    right = examine(LEDGER, written(Development(files), tmp_path / "right"), MEMORY, 1, pairs=[(1, 1)], families=FAMILIES[:1])
    files["Literal.v"] = files["Literal.v"].replace(old, new)
    wrong = examine(LEDGER, written(Development(files), tmp_path / "wrong"), MEMORY, 1, pairs=[(1, 1)], families=FAMILIES[:1])
    assert detail(right, "bridge: literal_lp 1 1").startswith("at delta = 1/8 and at 1/32: equal in 13 layers")
    assert kinds(wrong)["bridge: literal_lp 1 1"] is Kind.REFUTED
    assert detail(wrong, "bridge: literal_lp 1 1").startswith("at delta = 1/32: 2 differences: layer 1, row 0, column 0: 32 in the library, 8 in Coq")


@needs_coqc
def test_bridge_of_the_project() -> None:
    """Catches layers of the library that are not those of the formal statements."""
    from verifier.constructions.grid import make_grid

    found = cross(formal.coq_folder(), MEMORY, 1, [make_grid(1, 1)])
    assert found and all(verdict.kind is Kind.CERTIFIED for *_, verdict in found)


@needs_coqc
def test_identities() -> None:
    """Catches claims that are counted as emitted, proved or rejected when they are not."""
    x, y = reals("x y")
    right = Claim("right", (x,), (), relu(x) >= x)
    wrong = Claim("wrong", (x,), (), relu(x) <= x)
    beyond = Claim("beyond", (x, y), (), equal(x * y, y * x))
    theorem = Theorem("a", "t", Part.LEMMA, "s", "s", (right, beyond), (Sabotage("turned", wrong),))
    found = identities([theorem])
    assert [(name, verdict.kind) for name, verdict in found.verdicts] == [("a: right", Kind.PROVED)]
    assert found.left_out == {"products of variables": 1} and found.wrong == 1 and found.survivors == ()
    upside_down = Theorem("a", "t", Part.LEMMA, "s", "s", (wrong,), (Sabotage("turned", right),))
    found = identities([upside_down])
    assert [verdict.kind for _, verdict in found.verdicts] == [Kind.UNDECIDED]
    assert [name for name, _ in found.survivors] == ["a: turned"] and found.beyond == 0
    k = integer("k")
    beyond = Theorem("a", "t", Part.LEMMA, "s", "s", (Claim("gap", (k,), (k > 0,), k >= 1),), (Sabotage("turned", wrong),))
    assert identities([beyond]).beyond == 1


@needs_coqc
def test_a_second_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a second pass that is not made, or whose findings are not read."""
    place = folder(tmp_path)
    silent = "".join(f"* {key}: <none>\n" for key in ("Axioms", *_SILENT))
    monkeypatch.setattr("verifier.ledger.formal.program.recheck", lambda *rest: (f"* Theory: Set is predicative\n{silent}", ""))
    found = recheck(place, MEMORY)
    assert found.kind is Kind.CERTIFIED and found.detail == "coqchk accepts all 3 files, on no axiom"
    monkeypatch.setattr("verifier.ledger.formal.program.recheck", lambda *rest: ("* Axioms:\n  Syz.Main.a\n", ""))
    assert recheck(place, MEMORY).kind is Kind.REFUTED
    monkeypatch.setattr("verifier.ledger.formal.program.recheck", lambda *rest: ("", "Fatal Error"))
    assert recheck(place, MEMORY).kind is Kind.REFUTED
