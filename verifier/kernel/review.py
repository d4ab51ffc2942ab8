"""The record that a person has read what is stated: digests of the statement file, of what it rests on, and of named lemmas.

A proof is worth what its statement is worth, and no program can tell whether a statement says what was meant. A change of
what was read is therefore refused until somebody reads it again and records that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from verifier.errors import InvalidCertificate, InvalidInput
from verifier.files import canonical, read_json, write_atomically
from verifier.kernel.development import STATEMENT, Development

FILE: Final = "reviewed.json"
FORMAT: Final = "coq-review"
VERSION: Final = 1
HOW: Final = "read it, then record that with: verifier formal review --what 'what was read and compared with what'"
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS: Final = {"format", "version", "date", "what", "files", "lemmas"}


@dataclass(frozen=True, slots=True)
class Review:
    """When somebody read the statements, what was read, and digests of it.

    files:  Statement.v and every file that it requires, by name.
    lemmas: lemmas named like theorems of the ledger: what each states, with all that its file and what it requires define.
    """

    date: str
    what: str
    files: Mapping[str, str]
    lemmas: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Review | None:
        """The record in a folder, or None if there is none.

        Raises:  InvalidCertificate if it is malformed.
        """
        path = folder / FILE
        if not path.exists():
            return None
        data = read_json(path)
        if not isinstance(data, dict) or set(data) != _KEYS or (data["format"], data["version"]) != (FORMAT, VERSION):
            raise InvalidCertificate(str(path), f"not a record of a review ({FORMAT}, version {VERSION})")
        if not isinstance(data["date"], str) or not _DATE.fullmatch(data["date"]):
            raise InvalidCertificate(f"{path}: date", "expected YYYY-MM-DD")
        if not isinstance(data["what"], str) or not data["what"].strip():
            raise InvalidCertificate(f"{path}: what", "expected what was read")
        files, lemmas = (_digests(data[key], f"{path}: {key}") for key in ("files", "lemmas"))
        return cls(data["date"], data["what"], files, lemmas)

    def write(self, folder: Path) -> None:
        """Write the record atomically, one digest a line."""
        data = {"format": FORMAT, "version": VERSION, "date": self.date, "what": self.what}
        lines = [f"{canonical(key)}: {canonical(value)}" for key, value in data.items()]
        for key, digests in (("files", self.files), ("lemmas", self.lemmas)):
            inner = ",\n".join(f"  {canonical(name)}: {canonical(text)}" for name, text in sorted(digests.items()))
            lines.append(f"{canonical(key)}: {{\n{inner}\n }}" if inner else f"{canonical(key)}: {{}}")
        write_atomically(folder / FILE, "{\n " + ",\n ".join(lines) + "\n}\n")

    def unread(self, development: Development) -> tuple[str, ...]:
        """The files of the statements that are not those that were read."""
        now = statement_digests(development)
        return tuple(sorted(name for name in {*now, *self.files} if now.get(name) != self.files.get(name)))


def statement_digests(development: Development) -> dict[str, str]:
    """SHA-256 of Statement.v and of every file that it requires.

    Raises:  InvalidInput if there is no Statement.v.
    """
    names = [f"{module}.v" for module in development.below(STATEMENT.removesuffix(".v"))]
    return {name: text_digest(development.files[name]) for name in names}


def text_digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def lemma_digest(development: Development, name: str, states: str) -> str:
    """SHA-256 of what a lemma states, as Coq prints it and as its source says it, and of what defines the words.

    Coq does not print implicit arguments; the source says them.

    Raises:  InvalidInput if there is no such lemma.
    """
    written = development.lemma_text(name)
    return text_digest(f"{states}\n{written}\n{development.meaning(development.proved[name][0])}")


def record(development: Development, lemmas: Mapping[str, str], date: str, what: str) -> Review:
    """The record of a review of the development as it is; `lemmas` are types by name.

    Raises:  InvalidInput if it does not say what was read, or there is no Statement.v.
    """
    if not what.strip():
        raise InvalidInput.argument("what", what, "a sentence that says what was read and compared with what")
    digests = {name: lemma_digest(development, name, states) for name, states in lemmas.items()}
    return Review(date, what.strip(), statement_digests(development), digests)


def _digests(data: Any, path: str) -> dict[str, str]:
    if not isinstance(data, dict) or not all(isinstance(value, str) and len(value) == 64 for value in data.values()):
        raise InvalidCertificate(path, "expected SHA-256 digests by name")
    return {str(name): value for name, value in data.items()}
