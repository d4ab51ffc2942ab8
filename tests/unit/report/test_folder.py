"""verifier.report.folder: all files or none, the same bytes for the same data, nobody's files overwritten."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.report_sample import report_of, sample
from verifier.errors import InvalidCertificate, InvalidInput
from verifier.report import folder
from verifier.report.folder import check_folder, render, write_folder
from verifier.report.model import read_report


def files(path: Path) -> dict[str, str]:
    """All files of a folder."""
    return {str(one.relative_to(path)): one.read_text(encoding="utf-8") for one in sorted(path.rglob("*")) if one.is_file()}


def test_all_files_are_written_and_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    """Catches a missing file, a time stamp, an order that depends on a hash."""
    for name in ("one", "two"):
        write_folder(tmp_path / name, sample())
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert set(files(tmp_path / "one")) == {"index.html", "report.md", "report.json", "junit.xml", "figures/tents.svg"}
    assert read_report(tmp_path / "one" / "report.json") == sample()
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o777 & ~mask, "others cannot read it"
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_two_runs_differ_in_their_provenance_only(tmp_path: Path) -> None:
    """Catches versions, times and commands outside the marked blocks."""
    other = sample()
    other["provenance"] = {**other["provenance"], "time": "2030-01-01T00:00:00Z", "python": "3.99", "command": ["else"]}
    one, two = render(sample()), render(other)

    def without(text: str) -> str:
        text = re.sub(r"<!-- provenance: begin -->.*?<!-- provenance: end -->", "", text, flags=re.DOTALL)
        return re.split(r"\n## Trust base\n", text)[0]

    for name in one:
        if name != "report.json":
            assert without(one[name]) == without(two[name]), name


def test_an_old_report_is_replaced_whole(tmp_path: Path) -> None:
    """Catches stale figures of an older run."""
    write_folder(tmp_path / "r", sample())
    write_folder(tmp_path / "r", sample(failing=False) | {"figures": []})
    assert set(files(tmp_path / "r")) == {"index.html", "report.md", "report.json", "junit.xml"}


def test_a_failure_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a half-written folder."""
    write_folder(tmp_path / "r", sample())
    before = files(tmp_path / "r")
    monkeypatch.setattr(Path, "write_text", lambda *args, **more: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(InvalidInput, match="No space left"):
        write_folder(tmp_path / "r", sample(failing=False))
    monkeypatch.undo()
    assert files(tmp_path / "r") == before
    assert [one.name for one in tmp_path.iterdir()] == ["r"]


def test_other_peoples_folders_are_not_touched(tmp_path: Path) -> None:
    """Catches `-o ~` replacing a home directory."""
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InvalidInput, match="thesis"):
        write_folder(tmp_path, sample())
    (tmp_path / "file").write_text("")
    for bad in (tmp_path / "file", tmp_path / "no" / "where"):
        with pytest.raises(InvalidInput):
            check_folder(bad)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_spoiled_data_are_not_rendered(tmp_path: Path) -> None:
    """Catches a page that shows what the checker of reports refuses."""
    with pytest.raises(InvalidCertificate):
        write_folder(tmp_path / "r", sample() | {"exit_code": 0})
    assert not (tmp_path / "r").exists()


def test_without_matplotlib_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a report that fails, or silently lacks its figures."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    made = render(sample())
    assert not [name for name in made if name.startswith("figures/")]
    for name in ("index.html", "report.md"):
        assert "pip install matplotlib" in made[name].replace("\\", "")
    assert "Not drawn" in made["index.html"]


def test_an_empty_run_is_shown_as_a_failure() -> None:
    """Catches a clean page for a run that checked nothing."""
    made = render(report_of([], headline="nothing, 0 obligations: nothing was checked"))
    assert "That is not success" in made["index.html"]
    assert ElementTree.fromstring(made["junit.xml"]).get("errors") == "1"
    assert {"index.html"} <= folder.FILES


def test_ctrl_c_between_old_and_new_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a report that is gone because the user lost patience at the wrong moment."""
    write_folder(tmp_path / "r", sample())
    before = files(tmp_path / "r")
    rename = Path.rename

    def impatient(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", impatient)
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "r", sample(failing=False))
    assert files(tmp_path / "r") == before
    assert [one.name for one in tmp_path.iterdir()] == ["r"]
