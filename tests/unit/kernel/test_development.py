from __future__ import annotations

from pathlib import Path

import pytest

from tests.coq_sample import TOY, edited, needs_coqc, written
from verifier.errors import InvalidInput
from verifier.kernel.development import Development, compiled, digest


def test_reading(tmp_path: Path) -> None:
    """Catches a folder without sources that is taken for a development, and files that are overlooked."""
    toy = Development.read(TOY)
    assert set(toy.modules) == {"Shapes", "Statement", "Main"} and toy.modules["Main"] == ("Shapes", "Statement")
    assert set(toy.statements) == {"sigma_bound", "sigma_scale", "small_step"}
    assert toy.proved["sigma_scale_holds"][0] == "Main" and toy.below("Statement") == ("Shapes", "Statement")
    assert toy.statement_text("sigma_scale").endswith("5 * sigma (c * t) = 5 * (c * sigma t)")
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(InvalidInput, match="folder = "):
            Development.read(folder)
    with pytest.raises(InvalidInput, match=r"no file Other\.v"):
        toy.below("Other")


def test_digests_depend_on_names_and_texts() -> None:
    """Catches two developments with one digest, and a compiled file that is taken for that of another text."""
    toy, other = Development.read(TOY), edited(("Shapes.v", "Rmax 0 t", "Rmax t 0"))
    assert toy.digest != other.digest and digest({"A.v": "b"}) != digest({"A.vb": ""})
    assert all(toy.key(module) != other.key(module) for module in toy.modules)  # all of them require Shapes
    main = edited(("Main.v", "a comment may say", "a comment can say"))
    assert main.key("Main") != toy.key("Main") and main.key("Statement") == toy.key("Statement")


@needs_coqc
def test_compiling(tmp_path: Path) -> None:
    """Catches a second compilation of the same text, a file that stays old after an edit, and anything left in the sources."""
    memory, before = tmp_path / "memory", sorted(TOY.iterdir())
    folders = iter([tmp_path / str(number) for number in range(9)])

    def run(development: Development) -> tuple[tuple[str, ...], dict[str, str]]:
        folder = next(folders)
        folder.mkdir()
        done = compiled(development, memory, folder)
        return done.fresh, dict(done.wrong)

    toy = Development.read(TOY)
    assert run(toy) == (("Main", "Shapes", "Statement"), {})
    assert run(toy) == ((), {})
    assert run(edited(("Main.v", "a comment may say", "a comment can say"))) == (("Main",), {})
    fresh, wrong = run(edited(("Shapes.v", "Rmax 0 t", "Rmin 0 t")))
    assert fresh == ("Shapes", "Statement") and set(wrong) == {"Main"} and "Main.v" in wrong["Main"]
    fresh, wrong = run(edited(("Shapes.v", "Rmax 0 t", "Rmax 0 u")))
    assert fresh == () and set(wrong) == {"Main", "Shapes", "Statement"} and "not reached, as it requires Shapes" in wrong["Main"]
    assert sorted(TOY.iterdir()) == before
    for path in memory.glob("*.vo"):
        path.write_bytes(b"damaged")
    assert run(toy) == (("Main", "Shapes", "Statement"), {})  # what is damaged is not believed


@needs_coqc
def test_a_circle_is_not_compiled(tmp_path: Path) -> None:
    """Catches a loop without end."""
    files = {"A.v": "From Syz Require B.\n", "B.v": "From Syz Require A.\n"}
    done = compiled(Development(files), None, tmp_path)
    assert set(done.wrong) == {"A", "B"} and "each other" in done.wrong["A"]


@needs_coqc
def test_answers_are_remembered(tmp_path: Path) -> None:
    """Catches a question that is put twice, an answer that outlives its sources, and a remembered objection."""
    folder = tmp_path / "a"
    folder.mkdir()
    memory = tmp_path / "memory"
    done = compiled(edited(), memory, folder)
    question = 'Require Syz.Shapes.\nRedirect "x" Check Syz.Shapes.sigma.\n'
    answers, problem = done.ask(question)
    assert problem == "" and answers["x"].split()[0] == "Shapes.sigma"
    (kept,) = memory.glob("*.json")
    kept.write_text('{"x":"remembered"}')
    assert done.ask(question) == ({"x": "remembered"}, "")
    kept.write_text("damaged")
    assert done.ask(question) == (answers, "")
    assert done.ask("Check nothing.\n")[1] != "" and len(list(memory.glob("*.json"))) == 1
    written(done.development, tmp_path / "b")
    other = compiled(edited(("Main.v", "a comment may say", "a comment can say")), memory, tmp_path / "b")
    assert other.ask(question)[0] == answers and len(list(memory.glob("*.json"))) == 2
