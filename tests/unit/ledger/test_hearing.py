"""verifier.ledger.hearing: what is heard, what is not reached, what survives sabotage."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import BrokenLedger
from verifier.identities.engines import prove
from verifier.identities.identity import Answer
from verifier.ledger import referee
from verifier.ledger.count import exit_code, headline
from verifier.ledger.discover import proofs_folder
from verifier.ledger.hearing import NOT_REACHED, Interrupted, Library, _section, hear, sabotage
from verifier.ledger.referee import Settings
from verifier.verdict import Kind

GOOD = (proofs_folder() / "syz22_b1_clamp.py").read_text()


def spoiled(folder: Path) -> Path:
    """A theorem file with a false obligation in second place and a sabotage that is true."""
    text = GOOD.replace('name="syz22_b1_clamp"', 'name="spoiled"')
    text = text.replace("(3 * z <= 1,), equal(clamp(z), 0))\nONE", "(3 * z <= 2,), equal(clamp(z), 0))\nONE")
    text = text.replace("(100 * z <= 34,)", "(100 * z <= 33,)")
    path = folder / "spoiled.py"
    path.write_text(text)
    return path


def test_a_false_obligation_is_refuted_and_the_exit_code_is_1(tmp_path: Path) -> None:
    """Catches a ledger in which a false lemma passes."""
    library = Library.open([spoiled(tmp_path)])
    sections = hear(library, library.graph.needed(["spoiled"]), Settings())
    kinds = [outcome.verdict.kind for outcome in sections[0].outcomes]
    assert kinds == [Kind.PROVED, Kind.PROVED, Kind.REFUTED, Kind.PROVED, Kind.PROVED]
    assert exit_code(sections) == 1
    assert headline(sections) == "1 theorem or lemma, 5 obligations: 4 proved, 1 refuted"


def test_fail_fast_leaves_the_rest_undecided(tmp_path: Path) -> None:
    """Catches obligations that were not reached and yet count as shown."""
    library = Library.open([spoiled(tmp_path)])
    sections = hear(library, library.graph.needed(["spoiled"]), Settings(), fail_fast=True)
    kinds = [outcome.verdict.kind for outcome in sections[0].outcomes]
    assert kinds == [Kind.PROVED, Kind.PROVED, Kind.REFUTED, Kind.UNDECIDED, Kind.UNDECIDED]


def test_a_true_sabotage_survives(tmp_path: Path) -> None:
    """Catches a sabotage run that calls everything killed."""
    library = Library.open([spoiled(tmp_path)])
    results = list(sabotage(library, library.graph.needed(["spoiled"]), Settings()))
    assert [one.killed for one in results] == [False, True]


def test_a_sabotage_that_no_engine_looked_at_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches wrong variants that count as killed because z3 is missing or out of time."""
    answer = Answer(Kind.UNDECIDED, "not installed")
    monkeypatch.setattr(referee, "prove", lambda claim, timeout: prove(claim, ("smt",), timeout, {"smt": lambda *_: answer}))
    library = Library.open()
    results = list(sabotage(library, [library["syz22_b1_clamp"]], Settings()))
    assert results and not any(one.killed for one in results)


def test_what_is_given_is_shown() -> None:
    """Catches hypotheses about data that a reader of the theorem does not see."""
    library = Library.open()
    shown = [value for key, value in _section(library, library["syz22_b1_digits"], {}).facts if key == "given"]
    assert "0 <= theta(u, j + 1)" in shown


def test_a_second_theorem_of_a_known_name_is_refused(tmp_path: Path) -> None:
    """Catches a stranger's file that replaces one of the project's theorems."""
    path = tmp_path / "syz22_b1_clamp.py"
    path.write_text(GOOD)
    with pytest.raises(BrokenLedger, match="exists already"):
        Library.open([path])


def ended(done: int, total: int) -> None:
    """Ctrl-C after the second result."""
    if done == 2:
        raise KeyboardInterrupt


def test_ctrl_c_hands_over_what_was_heard(tmp_path: Path) -> None:
    """Catches results that are lost, and obligations that were not reached and yet count as shown."""
    library = Library.open()
    theorems = library.graph.needed(["syz22_b1_bit"])
    with pytest.raises(Interrupted) as caught:
        hear(library, theorems, Settings(), ended)
    assert [one.name for one in caught.value.sections] == [one.name for one in theorems]
    verdicts = [outcome.verdict for section in caught.value.sections for outcome in section.outcomes]
    assert sum(one.kind is Kind.PROVED for one in verdicts) == 2
    assert all(one == NOT_REACHED for one in verdicts if one.kind is not Kind.PROVED)
    assert exit_code(caught.value.sections) == 4


def test_ctrl_c_during_sabotage_kills_nothing() -> None:
    """Catches wrong variants that were not tried and yet count as killed."""
    library = Library.open()
    with pytest.raises(Interrupted) as caught:
        list(sabotage(library, library.graph.needed(["syz22_b1_bit"]), Settings(), ended))
    killed = [one.killed for one in caught.value.sabotaged]
    assert killed.count(True) == 2 and len(killed) > 2
