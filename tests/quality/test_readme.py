"""Every command of README.md is run, in its order, in a folder like a fresh checkout; files and options it names are there."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.browser.checks import (
    Opened,
    astray,
    barriers,
    chromium,
    demand,
    faint_drawing,
    lost_on_paper,
    missing,
    sideways,
    untabbable,
)
from verifier.cli.main import parser

ROOT: Final = Path(__file__).resolve().parents[2]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS: Final = (
    "verifier",
    "python",
    "python3",
    ".venv/bin/verifier",
    ".venv/bin/python",
)  # a block with one of them is commands only
NOT_RUN: Final = {
    "python3 -m venv .venv": "the tests run in an environment that .ci/run makes by this line",
    ".venv/bin/pip install .": ".ci/run installs so",
    '.venv/bin/pip install -e ".[test]"': ".ci/run installs so",
    ".venv/bin/python -m pytest -n 2": "that is what runs this",
    "python benchmarks/bench_evaluate.py": ".ci/run runs it, when nothing else runs that would slow it down",
}
SHORTER: Final = {
    "verifier mutants": ("verifier mutants --only clamp", "tests/quality/test_kill_matrix.py tries every family"),
    "verifier attack": ("verifier attack syz22_b1_clamp", "`verifier report` attacks everything, some lines above"),
}
NO_COMMANDS: Final = {"cli": "the block that lists the floors"}  # first words of blocks that are not for a shell
NOT_COPIED: Final = ("tests", ".*", "build", "*.egg-info", "__pycache__", "*.vo*", "*.glob")
FILE: Final = re.compile(r"(?:[\w-]+/)*[\w-]+\.(?:json|html|csv|md|py|cff|png|svg|xml|cfg|toml)")
PLACEHOLDER: Final = re.compile(r"[A-Z]+\.\w+")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a README: its line, what stands beside it, and the output that is shown below it."""

    line: int
    command: str
    words: str = ""
    shown: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """The exit code that is stated beside the command; 0 if none is."""
        stated = re.search(r"\bexits?\b(?: with| code)? (\d+)", self.words)
        return int(stated[1]) if stated else 0


def blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Code blocks with the numbers of their lines: indented by four, or fenced and marked as nothing or as a shell's."""
    block: list[tuple[int, str]] = []
    fence, blank = None, True
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if fence is not None or line.startswith("```"):
            if fence is None:
                fence = line.removeprefix("```").strip()
            elif line.startswith("```"):
                if block and fence in ("", "sh", "bash", "console", "shell"):
                    yield block
                block, fence = [], None
            elif line.strip():
                block.append((number, line))
        elif line.startswith("    ") and line.strip() and (blank or block):
            block.append((number, line[4:]))
        elif block:
            yield block
            block = []
        blank = not line.strip()


def split(line: str) -> tuple[str, str]:
    """A command, and what stands beside it behind two spaces or behind # outside of quotes."""
    quote = ""
    for place, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif line[place : place + 2] == "  " or line[place : place + 2] == " #":
            return line[:place].strip(), line[place:].strip(" #")
    return line.strip(), ""


def steps(text: str) -> list[Step]:
    """All commands of a README. A block that is neither commands nor known as something else is an error."""
    found: list[Step] = []
    for block in blocks(text):
        asked = any(line.startswith("$ ") for _, line in block)
        firsts = [line.removeprefix("$ ").split()[0] for _, line in block]
        if not set(PROGRAMS) & set(firsts):
            if firsts[0] not in NO_COMMANDS:
                raise ValueError(f"line {block[0][0]}: {block[0][1]!r} starts with none of {PROGRAMS}, and is not in NO_COMMANDS")
            continue
        for number, line in block:
            if asked and not line.startswith("$ "):
                last = found.pop()
                found.append(Step(last.line, last.command, last.words, (*last.shown, line.strip())))
                continue
            command, words = split(line.removeprefix("$ "))
            found += [Step(number, part.strip(), words) for part in command.split("&&")]
    return [step for step in found if step.command]


STEPS: Final = [step for step in steps(README) if step.command not in NOT_RUN]


@dataclass(frozen=True, slots=True)
class Place:
    """A copy of the checkout with what README supposes of its reader: an environment, a theorem file, a table."""

    folder: Path

    def run(self, step: Step) -> list[str]:
        """Run a command as a reader does; what is wrong, in words."""
        command, _ = SHORTER.get(step.command, (step.command, ""))
        memory = os.environ.get("XDG_CACHE_HOME", str(self.folder / ".memory"))  # by content: what is remembered there is true here
        path = os.pathsep.join((str(self.folder / ".venv" / "bin"), "/usr/local/bin", "/usr/bin", "/bin"))
        environment = dict(os.environ, XDG_CACHE_HOME=memory, PATH=path, PYTHONPATH=str(self.folder))
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=900, check=False
        )
        wrong = []
        if done.returncode != step.exit_code:
            wrong.append(f"exit code {done.returncode}, expected {step.exit_code}: {done.stdout[-500:]}{done.stderr[-2000:]}")
        elif done.returncode == 0 and done.stderr:
            wrong.append(f"it complains: {done.stderr[-2000:]}")
        if "Traceback" in done.stdout + done.stderr:
            wrong.append("a traceback")
        wrong += [f"{name} was not written" for name in written(command) if not (self.folder / name).exists()]
        shown = [" ".join(line.split()) for line in done.stdout.splitlines()]
        for line in step.shown:
            pattern = ".*".join(map(re.escape, re.split(r"\.\.\.|…", " ".join(line.split()))))
            if not any(re.fullmatch(pattern, one) for one in shown):
                wrong.append(f"README shows a line that is not printed: {line}")
        return wrong


def written(command: str) -> list[str]:
    """The files and folders that a command line says it writes."""
    words = shlex.split(command)
    if not words or Path(words[0]).name != "verifier":
        return []
    try:
        arguments = vars(parser().parse_args(words[1:]))
    except SystemExit:
        return []
    return [arguments[key] for key in ("output", "json", "report") if isinstance(arguments.get(key), str)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("readme") / "checkout"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("python", ""), ("verifier", " -m verifier")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
        (programs / name).chmod(0o755)
    form = (ROOT / "proofs" / "syz22_b1_clamp.py").read_text(encoding="utf-8")
    (folder / "my_theorem.py").write_text(form.replace("syz22_b1_clamp", "my_theorem"), encoding="utf-8")
    shutil.copy(next((ROOT / "verifier" / "targets" / "data").glob("*.csv")), folder / "measurements.csv")
    return Place(folder)


def test_every_command_runs_and_what_is_named_is_there(place: Place) -> None:
    """Catches a command of README that fails or writes something else than README says, and a file that is not there afterwards.

    One test, so that the order is kept however tests are spread over processes. In the end the page that README's report wrote is
    opened: only the whole report has the longest formulas and names, and the graph of all entries.
    """
    wrong = [f"line {step.line}: {step.command}: {one}" for step in STEPS for one in place.run(step)]
    assert not wrong, "\n".join(wrong)
    assert unknown_files(README, place.folder, ROOT) == []
    if missing() and os.environ.get("CI") != "true":
        pytest.skip(f"every command ran; the page was not opened, missing: {missing()}")
    demand()
    pages = [place.folder / name / "index.html" for step in STEPS for name in written(step.command)]
    assert faults(next(one for one in pages if one.is_file())) == {}


def faults(page: Path) -> dict[str, list[str]]:
    """What is wrong with a page in a browser, by the name of the check."""
    found: dict[str, list[str]] = {}
    with chromium() as browser:
        for width, scheme, more in ((1280, "light", (lost_on_paper,)), (390, "dark", (barriers, untabbable))):
            with Opened(browser, page, width, scheme) as opened:
                for check in (sideways, faint_drawing, astray, *more):
                    found[f"{check.__name__} {width}"] = check(opened.page)
                opened.page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
                found[f"sideways {width}, unfolded"] = sideways(opened.page)
                found[f"leaves {width}"] = opened.leaves() + opened.complaints
    return {check: texts for check, texts in found.items() if texts}


def spans(text: str) -> list[str]:
    """What is set as code in running text."""
    inside = {number for block in blocks(text) for number, _ in block}
    outside = "\n".join(line for number, line in enumerate(text.split("\n"), start=1) if number not in inside)
    return [" ".join(one.split()) for one in re.findall(r"`([^`]+)`", outside)]


def unknown_files(text: str, *folders: Path) -> list[str]:
    """Files that a README names in code, in links or in words beside commands, and that are in none of the folders."""
    links = [one for one in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in one]
    named = [
        name for one in (*spans(text), *(f"{step.command} {step.words}" for step in steps(text))) for name in FILE.findall(one)
    ]
    wanted = [name for name in dict.fromkeys([*links, *named]) if not PLACEHOLDER.fullmatch(name)]
    return [name for name in wanted if not any((folder / name).exists() for folder in folders)]


def unknown_words(text: str) -> list[str]:
    """Commands in running text that the command line does not understand, and options that no command has."""
    wrong = []
    options = set(_options(parser()))
    for one in spans(text):
        words = shlex.split(one) if one.count('"') % 2 == 0 and "'" not in one else one.split()
        if words[0] == "verifier" and len(words) > 1:
            if words[1] not in _commands():
                wrong.append(one)
            wrong += [
                f"{one}: {word}"
                for word in words
                if re.match(r"-{1,2}[a-z]", word) and word not in _options(_commands()[words[1]])
            ]
        elif re.match(r"--[a-z]", words[0]) and words[0] not in options:
            wrong.append(one)
    return wrong


def _commands() -> dict[str, argparse.ArgumentParser]:
    (found,) = [action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found)


def _options(one: argparse.ArgumentParser) -> list[str]:
    own = [option for action in one._actions for option in action.option_strings]
    subs = [action.choices.values() for action in one._actions if isinstance(action, argparse._SubParsersAction)]
    return own + [option for several in subs for sub in several for option in _options(sub)]


def test_every_command_and_option_in_the_text_exists() -> None:
    """Catches a command or an option that was renamed."""
    assert unknown_words(README) == []


def test_what_is_not_run_is_in_the_text_and_in_the_script_of_continuous_integration() -> None:
    """Catches an exclusion that excludes nothing, or that nothing else runs."""
    commands = [step.command for step in steps(README)]
    assert any(re.match(r"verifier report --target \S+ -o \w+$", command) for command in commands)  # it attacks everything
    for command in (*NOT_RUN, *SHORTER):
        assert command in commands, command
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for words in ("python3 -m venv", '".[test]"', "-m pytest -n 2", "python benchmarks/bench_evaluate.py"):
        assert words in script, words


def test_most_commands_are_shown() -> None:
    """Catches a reader of README that finds no commands."""
    assert len(STEPS) >= 15
    shown = {word for step in STEPS for word in step.command.split()[1:2]}
    assert {"check", "report", "build", "certify", "replay", "attack"} <= shown


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("verifier nosuch", "exit code 2"),
        ("verifier gallery --nonsense", "exit code 2"),
        ("python -c pass\nverifer gallery", "exit code 127"),
        ("verifier gallery      # shows them, exit 4", "exit code 0, expected 4"),
        ('python -c "raise SystemError"      # exits with 1', "a traceback"),
        ("$ verifier gallery\n0 functions, all of them ...", "a line that is not printed"),
        ("$ python -c \"import sys; sys.stderr.write('oh')\"", "it complains: oh"),
    ],
)
def test_a_wrong_command_is_caught(place: Place, block: str, words: str) -> None:
    """Catches a test of README that accepts everything."""
    indented = "".join(f"    {line}\n" for line in block.split("\n"))
    asked = steps(f"Words:\n\n{indented}\nmore words\n")
    fenced = steps(f"Words:\n\n```sh\n{block}\n```\n")
    assert [step.command for step in asked] == [step.command for step in fenced] != []
    found = [one for step in asked for one in place.run(step)]
    assert len(found) == 1 and words in found[0], found


def test_a_right_command_is_accepted(place: Place) -> None:
    """Catches controls that fail for another reason than the one they show."""
    text = "Words:\n\n    $ python -c \"print(2 + 2, 'words')\"   # prints   4\n    4 ...\n    $ verifier gallery --nonsense  # exit 2\n"
    first, second = steps(text)
    assert (first.words, first.shown, second.exit_code) == ("prints   4", ("4 ...",), 2)
    assert place.run(first) == [] and place.run(second) == []


@pytest.mark.parametrize("text", ["Words:\n\n    verifer check\n", "```\nnosuch program\n```\n"])
def test_a_block_of_unknown_commands_is_caught(text: str) -> None:
    """Catches a misspelt program that is alone in its block."""
    with pytest.raises(ValueError, match="NO_COMMANDS"):
        steps(text)


def test_wrong_names_in_the_text_are_caught(place: Place) -> None:
    """Catches checks of names that accept everything."""
    text = (
        "`nosuch.json`, [this](none/page.png), `README.md`, `verifier nosuch`, `verifier check x1 --no-such` and `--nor-this`.\n"
    )
    assert unknown_files(text, place.folder) == ["none/page.png", "nosuch.json"]
    assert unknown_words(text) == ["verifier nosuch", "verifier check x1 --no-such: --no-such", "--nor-this"]
