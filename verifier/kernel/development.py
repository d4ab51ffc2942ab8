"""A folder of Coq sources: what belongs to it, in which order it is compiled, and what it says it proves."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from verifier.errors import InvalidInput, VerifierError
from verifier.files import canonical, read_json, write_atomically
from verifier.kernel import program
from verifier.kernel.guard import SETTINGS
from verifier.kernel.source import meaning, propositions, required, sentences, stated

ROOT: Final = "Syz"  # the logical name of the folder
STATEMENT: Final = "Statement.v"
SUFFIX: Final = "_holds"  # Theorem NAME_holds : Statement.NAME


@dataclass(frozen=True)
class Development:
    """The sources of a folder by name, as they were read.

    Statement.v defines each theorem, ``Definition NAME : Prop := ...``; some file proves ``NAME_holds : Statement.NAME``.
    """

    files: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Development:
        """The sources of a folder; nothing in it is run or changed.

        Raises:  InvalidInput if it is no folder, holds no Coq source, or one that is no text.
        """
        if not folder.is_dir():
            raise InvalidInput(f"folder = {str(folder)!r}: not a folder")
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".v" or path.name in SETTINGS)
        try:
            files = {path.name: path.read_text(encoding="utf-8") for path in paths}
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(f"folder = {str(folder)!r}: {error}") from None
        if not any(name.endswith(".v") for name in files):
            raise InvalidInput(f"folder = {str(folder)!r}: no Coq source")
        return cls(files)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all sources with their names."""
        return digest(self.files)

    @cached_property
    def modules(self) -> Mapping[str, tuple[str, ...]]:
        """Each file without its .v, and which files of the development it requires."""
        names = [name.removesuffix(".v") for name in self.files if name.endswith(".v")]
        return {name: tuple(one for one in required(self.files[f"{name}.v"], ROOT) if one in names) for name in names}

    def below(self, module: str) -> tuple[str, ...]:
        """The module and all that it requires, sorted.

        Raises:  InvalidInput if it is not there.
        """
        if module not in self.modules:
            raise InvalidInput(f"the development has no file {module}.v")
        found: set[str] = set()
        todo = [module]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self.modules[name]
        return tuple(sorted(found))

    @cached_property
    def statements(self) -> Mapping[str, int]:
        """The theorems that Statement.v states, with their lines."""
        return propositions(self.files[STATEMENT], STATEMENT) if STATEMENT in self.files else {}

    @cached_property
    def proved(self) -> Mapping[str, tuple[str, int]]:
        """The theorems and lemmas by name, each with its module and line; of two with one name, the first."""
        found: dict[str, tuple[str, int]] = {}
        for module in sorted(self.modules):
            for name, line in stated(self.files[f"{module}.v"], f"{module}.v").items():
                found.setdefault(name, (module, line))
        return found

    def statement_text(self, name: str) -> str:
        """What Statement.v says that a theorem is, without comments."""
        line = self.statements[name]
        return next(one.text for one in sentences(self.files[STATEMENT], STATEMENT) if one.line == line and name in one.words[:2])

    def lemma_text(self, name: str) -> str:
        """What the source of a theorem or lemma says that it is, without comments.

        Raises:  InvalidInput if there is no such lemma.
        """
        if name not in self.proved:
            raise InvalidInput(f"the development has no lemma {name}")
        module, line = self.proved[name]
        file = f"{module}.v"
        found = next(one.text for one in sentences(self.files[file], file) if one.line == line and name in one.words[:3])
        return " ".join(found.split())

    def meaning(self, module: str) -> str:
        """All that a module, and what it requires, defines and declares: what the words of its lemmas mean."""
        return "\n".join(one for name in self.below(module) for one in meaning(self.files[f"{name}.v"], f"{name}.v"))

    def key(self, module: str) -> str:
        """SHA-256 of all that the compiled file of a module depends on: its text, those that it requires, and coqc."""
        return digest({"coqc": program.version(), **{f"{name}.v": self.files[f"{name}.v"] for name in self.below(module)}})


_UNREACHED: Final = "not reached, as it requires"


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 of files by name."""
    total = hashlib.sha256()
    for name, text in sorted(files.items()):
        content = text.encode()
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A development that coqc was given.

    folder:   of its compiled files. wrong: why modules were not accepted, by name. fresh: the modules compiled in this run.
    memory:   where compiled files and answers are kept, or None.
    """

    development: Development
    folder: Path
    wrong: Mapping[str, str]
    fresh: tuple[str, ...]
    memory: Path | None

    def blamed(self, module: str) -> tuple[str, ...]:
        """The modules below this one, or itself, that coqc was given and does not accept."""
        below = [name for name in self.development.below(module) if name in self.wrong]
        return tuple(name for name in below if not self.wrong[name].startswith(_UNREACHED)) or tuple(below)

    def ask(self, text: str) -> tuple[Mapping[str, str], str]:
        """Put a file of questions to coqc: what it wrote with Redirect, by name, and what it objects to (empty if nothing).

        Answers are remembered under a digest of the sources, the version of coqc and the questions; objections are not.
        """
        name = digest({"sources": self.development.digest, "coqc": program.version(), "question": text})
        known = _answers(self.memory / f"{name}.json") if self.memory is not None else None
        if known is not None:
            return known, ""
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            (work / "question.v").write_text(text, encoding="utf-8")
            problem = program.run(work, "question.v", self.folder, ROOT)
            if problem:
                return {}, problem
            answers = {path.stem: path.read_text(encoding="utf-8") for path in sorted(work.glob("*.out"))}
        if self.memory is not None:
            write_atomically(self.memory / f"{name}.json", canonical(answers))
        return answers, ""


def compiled(development: Development, memory: Path | None, folder: Path, workers: int = 2) -> Compiled:
    """Compile the sources in an empty folder, each after what it requires; never in the folder that they were read from.

    A file that the same coqc accepted before, with the same text and the same text of all that it requires, is taken from the
    memory. What coqc does not accept is not remembered.
    """
    if memory is not None:
        memory.mkdir(parents=True, exist_ok=True)
    done = _compile(development, memory, folder, workers)
    if len(done.fresh) < len(development.modules) and any("inconsistent assumptions" in text for text in done.wrong.values()):
        for path in folder.glob("*.vo"):  # remembered files that do not fit each other: all of them anew
            path.unlink()
        done = _compile(development, None, folder, workers)
    return replace(done, memory=memory)


def _compile(development: Development, memory: Path | None, folder: Path, workers: int) -> Compiled:
    for name, text in development.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    wrong: dict[str, str] = {}
    fresh: list[str] = []
    done: set[str] = set()

    def one(module: str) -> str:
        place = folder / f"{module}.vo"
        fits = not set(development.below(module)) & set(fresh)
        known = _recall(memory, development.key(module)) if memory is not None and fits else None
        if known is not None:
            place.write_bytes(known)
            return ""
        problem = program.run(folder, f"{module}.v", folder, ROOT)
        if not problem:
            fresh.append(module)
            if memory is not None:
                _keep(memory, development.key(module), place.read_bytes())
        return problem

    with ThreadPoolExecutor(max(1, workers)) as pool:
        while rest := [name for name in development.modules if name not in done and name not in wrong]:
            ready = [name for name in rest if set(development.modules[name]) <= done]
            if not ready:
                blamed = ", ".join(sorted(wrong)) or "each other"
                wrong |= dict.fromkeys(rest, f"{_UNREACHED} {blamed}")
                break
            for name, problem in zip(ready, pool.map(one, ready), strict=True):
                if problem:
                    wrong[name] = problem
                else:
                    done.add(name)
    return Compiled(development, folder, wrong, tuple(sorted(fresh)), memory)


def _keep(memory: Path, key: str, content: bytes) -> None:
    """Remember a compiled file; its name holds the digest of its content."""
    handle, temporary = tempfile.mkstemp(dir=memory, suffix=".part")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    os.replace(temporary, memory / f"{key}-{hashlib.sha256(content).hexdigest()}.vo")


def _recall(memory: Path, key: str) -> bytes | None:
    """A remembered compiled file that is not damaged, or None."""
    for path in sorted(memory.glob(f"{key}-*.vo")):
        content = path.read_bytes()
        if path.stem == f"{key}-{hashlib.sha256(content).hexdigest()}":
            return content
    return None


def _answers(path: Path) -> dict[str, str] | None:
    """Remembered answers; None if there are none, or what is there is something else."""
    try:
        data = read_json(path)
    except VerifierError:
        return None
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        return None
    return data
