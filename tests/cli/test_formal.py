"""verifier formal, and --kernel of other commands."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.coq_sample import MEMORY, TOY, needs_coqc, written
from verifier.cli import explain, ledger_options
from verifier.cli.main import main
from verifier.identities.identity import Claim
from verifier.identities.term import Formula, reals, relu
from verifier.kernel.development import Development
from verifier.kernel.judge import _SILENT
from verifier.kernel.review import FILE, record
from verifier.ledger import formal
from verifier.ledger.formal import coq_folder
from verifier.ledger.theorem import Part, Sabotage, Theorem
from verifier.report.terminal import console

(X,) = reals("x")


@pytest.fixture(autouse=True)
def _memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(MEMORY))


def run(*arguments: str) -> tuple[int, list[str]]:
    """Exit code and lines of a command."""
    out = io.StringIO()
    code = main(arguments, console(out))
    return code, out.getvalue().splitlines()


def moved(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The commands read this folder instead of proofs/coq."""
    for module in (formal, ledger_options, explain):
        monkeypatch.setattr(module, "coq_folder", lambda: folder)


def toy(folder: Path) -> Path:
    """The toy with a lemma named like a theorem of the ledger, and a record of a review."""
    files = dict(Development.read(TOY).files)
    files["Main.v"] += "\nLemma syz22_b1_clamp : forall t : R, 0 <= t -> sigma t = t.\nProof. exact sigma_positive. Qed.\n"
    place = written(Development(files), folder)
    record(Development(files), {"syz22_b1_clamp": "forall t : R, 0 <= t -> Shapes.sigma t = t"}, "2026-01-31", "all of it").write(place)
    return place


@needs_coqc
def test_bridge() -> None:
    """Catches a network that is said to be equal without having been compared."""
    code, lines = run("formal", "bridge", "-d", "1", "-n", "1", "--delta", "1/16")
    assert code == 0 and lines[-1] == "4 networks of Coq and of the library: 4 equal"
    assert any(line.startswith("certified  literal_sup 1 1") and "delta = 1/16): equal in 16 layers" in line for line in lines)


@needs_coqc
def test_bridge_names_a_difference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a changed weight in Coq that is not found: exit 1, with layer, row, column and both values."""
    files = dict(Development.read(coq_folder()).files)
    old = "integer 12 :: map (fun j => fixed 9"
    assert files["Literal.v"].count(old) == 1
    files["Literal.v"] = files["Literal.v"].replace(old, "integer 11 :: map (fun j => fixed 9")
    needed = Development(files)
    modules = {*needed.below("Literal"), *needed.below("Universal")}
    moved(monkeypatch, written(Development({name: text for name, text in files.items() if name.removesuffix(".v") in modules}), tmp_path / "coq"))
    code, lines = run("formal", "bridge", "-d", "1", "-n", "1")
    assert code == 1 and "layer 3, row 0, column 0: 12 in the library, 11 in Coq" in "\n".join(lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bridge", "-d", "1"), "-d and -n go together"),
        (("bridge", "-d", "1", "-n", "0"), "n = 0"),
        (("bridge", "-d", "2", "-n", "5"), "readings"),
        (("bridge", "-j", "0"), "jobs = 0"),
    ],
)
def test_malformed(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a malformed question that is answered."""
    moved(monkeypatch, toy(tmp_path / "coq"))
    assert run("formal", *arguments)[0] == 2
    assert words in capsys.readouterr().err


def test_without_coqc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a missing program that is silent: exit 3 where it was asked for alone, 4 and undecided beside other engines."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for task in (("bridge",), ("identities",), ("recheck",), ("review", "--what", "x")):
        assert run("formal", *task)[0] == 3
        assert "apt-get install" in capsys.readouterr().err
    moved(monkeypatch, toy(tmp_path / "coq"))
    code, lines = run("check", "syz22_b1_clamp", "--kernel")
    assert code == 4 and any("apt-get install" in line for line in lines)
    assert run("check", "syz22_b1_clamp")[0] == 0


@needs_coqc
def test_check_and_explain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a theorem whose proof in Coq is not shown, or shown although nobody asked for it."""
    moved(monkeypatch, toy(tmp_path / "coq"))
    monkeypatch.setattr("verifier.cli.ledger_options.examine", lambda *rest: formal.examine(*rest, families=()))
    code, lines = run("check", "syz22_b1_clamp", "--kernel", "--json", str(tmp_path / "r.json"))
    assert code == 0 and lines[-1] == "1 theorem or lemma, 1 formal development, 13 obligations: 10 proved, 3 certified"
    data = json.loads((tmp_path / "r.json").read_text())
    clamp, kernel = data["sections"]
    assert clamp["obligations"][-1]["name"] == "kernel" and clamp["obligations"][-1]["verdict"] == "proved"
    assert kernel["kind"] == "formal development" and len(kernel["obligations"]) == 7
    code, lines = run("explain", "syz22_b1_clamp", "--kernel")
    assert code == 0 and lines[-1] == "1 theorem or lemma, 6 obligations: 6 proved"
    assert any("accepted by the kernel of coqc" in line for line in lines)
    code, lines = run("explain", "syz22_b1_clamp")
    assert code == 0 and any("not asked: Main.v:" in line for line in lines)


@needs_coqc
def test_report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a page without what the kernel proved, on which axioms, and what it did not."""
    moved(monkeypatch, toy(tmp_path / "coq"))
    monkeypatch.setattr("verifier.cli.ledger_options.examine", lambda *rest: formal.examine(*rest, families=()))
    assert run("report", "syz22_b1_clamp", "--no-attack", "--kernel", "-o", str(tmp_path / "r"))[0] == 0
    for name in ("index.html", "report.md", "report.json"):
        text = (tmp_path / "r" / name).read_text().replace("\\_", "_")
        for words in ("What the Coq kernel proved", "accepted by the kernel of coqc", "functional_extensionality_dep", "have no theorem of their name in Coq"):
            assert words in text, f"{name}: {words}"


@needs_coqc
@pytest.mark.parametrize(
    ("conclusion", "code", "last"),
    [
        (relu(X) >= X, 0, "1 claims, 1 emitted: 1 proved by Coq, 0 with integers not closed; 0 claims outside the form; 1 of 1 wrong variants rejected"),
        (relu(X) <= X, 4, "1 claims, 1 emitted: 0 proved by Coq, 0 with integers not closed; 0 claims outside the form; 1 of 1 wrong variants rejected"),
        (X * X >= 0, 4, "1 claims, 0 emitted: 0 proved by Coq, 0 with integers not closed; 1 claims outside the form; 1 of 1 wrong variants rejected"),
    ],
)
def test_identities(conclusion: Formula, code: int, last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a claim that Coq does not prove, or that is not given to it, and an exit code that says it was."""
    theorem = Theorem("a", "t", Part.LEMMA, "s", "s", (Claim("a", (X,), (), conclusion),), (Sabotage("turned", Claim("b", (X,), (), relu(X) < X)),))
    monkeypatch.setattr("verifier.cli.formal.Library.open", lambda: SimpleNamespace(graph=SimpleNamespace(order=[theorem])))
    found, lines = run("formal", "identities")
    assert (found, lines[-1]) == (code, last)


@needs_coqc
@pytest.mark.parametrize(("printed", "code"), [("* Axioms:\n  Syz.Main.a\n", 1), ("", 1), (None, 0)])
def test_recheck(printed: str | None, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a second kernel whose findings do not end the command with 1."""
    moved(monkeypatch, toy(tmp_path / "coq"))
    good = "* Theory: Set is predicative\n" + "".join(f"* {key}: <none>\n" for key in ("Axioms", *_SILENT))
    monkeypatch.setattr("verifier.ledger.formal.program.recheck", lambda *rest: (good if printed is None else printed, ""))
    assert run("formal", "recheck")[0] == code


@needs_coqc
def test_review(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catches a record that is not written, or of something else."""
    place = toy(tmp_path / "coq")
    before = (place / FILE).read_text()
    moved(monkeypatch, place)
    code, lines = run("formal", "review", "--what", "all of it, again")
    assert code == 0 and lines[-1].startswith("recorded: 2 files and 1 lemmas as read on ")
    assert "all of it, again" in (place / FILE).read_text() != before
