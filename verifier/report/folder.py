"""All forms of a report in one folder, written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from verifier.errors import InvalidInput
from verifier.report.figures import MISSING, draw, drawable
from verifier.report.html import page
from verifier.report.junit import junit
from verifier.report.markdown import markdown
from verifier.report.model import check, text_of

FILES: Final = frozenset(("index.html", "report.md", "report.json", "junit.xml", "figures"))


def check_folder(path: Path) -> None:
    """Refuse a folder that cannot become a report before long work is done for it.

    Raises:  InvalidInput if it exists and is not a folder, or holds something that no report holds, or cannot be written.
    """
    path = path.resolve()
    if path.exists() and not path.is_dir():
        raise InvalidInput(f"output = {str(path)!r}: not a folder")
    if path.is_dir():
        foreign = sorted(one.name for one in path.iterdir() if one.name not in FILES)
        if foreign:
            raise InvalidInput(f"output = {str(path)!r}: holds {foreign[0]!r}, no part of a report; choose another folder")
    if not path.parent.is_dir():
        raise InvalidInput(f"output = {str(path)!r}: No such file or directory")
    if not os.access(path.parent, os.W_OK):
        raise InvalidInput(f"output = {str(path)!r}: Permission denied")


def render(data: Mapping[str, Any]) -> dict[str, str]:
    """All files of a report by their names in the folder.

    Without matplotlib the figures are missing and a note says so.
    """
    data = dict(data)
    figures = {figure["name"]: draw(figure) for figure in data["figures"]} if drawable() else {}
    if data["figures"] and not figures and MISSING not in data["notes"]:
        data["notes"] = [*data["notes"], MISSING]
    files = {f"figures/{name}.svg": svg + "\n" for name, svg in figures.items()}
    files["report.json"] = text_of(data)
    files["report.md"] = markdown(data, figures)
    files["junit.xml"] = junit(data)
    files["index.html"] = page(data, figures)
    return files


def write_folder(path: Path, data: Mapping[str, Any]) -> None:
    """Write everything to a temporary folder beside it, then rename: an old report survives every failure.

    Raises:  InvalidInput, as `check_folder`; InvalidCertificate if the data are no report.
    """
    check(data)
    check_folder(path)
    path = path.resolve()
    files = render(data)
    work: Path | None = None
    try:
        work = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        fresh = work / "new"
        for name, text in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text(text, encoding="utf-8")
        try:
            if path.exists():
                path.rename(work / "old")
            fresh.rename(path)
        except BaseException:  # Ctrl-C between the two as well
            if (work / "old").exists() and not path.exists():
                (work / "old").rename(path)
            raise
    except OSError as error:
        raise InvalidInput(f"output = {str(path)!r}: {error.strerror or error}") from None
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)
