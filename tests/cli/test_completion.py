"""verifier completion: what the shells offer is what the program takes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_ledger_commands import verifier
from verifier.cli.completion import SCRIPTS, commands
from verifier.cli.main import COMMANDS, parser

TREE = {one.name: one for one in commands(parser())}
ASKED = [
    ("che", {"check"}),
    ("check --only ", {"for-all", "instances"}),
    ("check --lay", {"--layout"}),
    ("check --format ", {"human", "json"}),
    ("explain syz22_b1_c", {"syz22_b1_clamp"}),
    ("build sin", {"sine"}),
    ("build --layout d", {"direct"}),
    ("completion z", {"zsh"}),
    ("nonsense x", set()),
]


def script(shell: str, folder: Path) -> Path:
    done = verifier("completion", shell, folder=folder)
    assert done.returncode == 0, done.stderr
    path = folder / f"completion.{shell}"
    path.write_text(done.stdout)
    return path


def needs(shell: str) -> pytest.MarkDecorator:
    """Skipped where the shell is missing, with the reason; in continuous integration it must be there."""
    missing = shutil.which(shell) is None and os.environ.get("CI") != "true"
    return pytest.mark.skipif(missing, reason=f"{shell} is not installed")


def test_every_command_and_every_option_is_there() -> None:
    """Catches a command or an option that was added and is never offered."""
    assert list(TREE) == list(COMMANDS)
    assert all(one.help for one in TREE.values())
    for shell, lines in SCRIPTS.items():
        text = "\n".join(lines(tuple(TREE.values())))
        for command in TREE.values():
            assert command.name in text
            for slot in command.options:
                for option in slot.options:
                    assert (option if shell != "fish" else f" -{'l' if option[1] == '-' else 's'} {option.lstrip('-')}") in text, option


def test_what_may_stand_where() -> None:
    """Catches names of theorems offered for a function, and files where a number is wanted."""
    check = {option: slot for slot in TREE["check"].options for option in slot.options}
    assert (check["-n"].words, check["-n"].files, check["-n"].values) == ((), False, 1)
    assert check["--fail-fast"].values == 0 and check["--hoelder"].values == 2 and check["--theorem"].repeatable
    assert check["--report"].files and check["--theorem"].words == ("2.1", "2.2", "2.3")
    assert "sine" in TREE["check"].words and "syz22_b1_clamp" in TREE["check"].words and TREE["check"].files
    assert "syz22_b1_clamp" not in TREE["build"].words and "sine" not in TREE["explain"].words


@needs("bash")
@pytest.mark.parametrize(("line", "wanted"), ASKED)
def test_bash_offers(line: str, wanted: set[str], tmp_path: Path) -> None:
    """Catches a script that bash does not understand."""
    (tmp_path / "data").mkdir()
    ask = 'source "$1"; read -ra COMP_WORDS <<< "$2"; [[ $2 == *" " ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _verifier; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", ask, "ask", str(script("bash", tmp_path)), f"verifier {line}"], cwd=tmp_path / "data", capture_output=True, text=True, check=True)
    assert done.stderr == "" and set(done.stdout.split()) == wanted


@needs("bash")
def test_bash_offers_files_with_spaces_whole(tmp_path: Path) -> None:
    """Catches a path that falls apart."""
    (tmp_path / "my theorem.py").write_text("")
    ask = 'source "$1"; COMP_WORDS=(verifier check --json my); COMP_CWORD=3; _verifier; printf "[%s]" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", ask, "ask", str(script("bash", tmp_path))], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[my theorem.py]"


@needs("fish")
@pytest.mark.parametrize(("line", "wanted"), ASKED)
def test_fish_offers(line: str, wanted: set[str], tmp_path: Path) -> None:
    """Catches a script that fish does not understand."""
    (tmp_path / "data").mkdir()
    ask = 'source $argv[1]; complete -C $argv[2]'
    done = subprocess.run(["fish", "--no-config", "-c", ask, str(script("fish", tmp_path)), f"verifier {line}"], cwd=tmp_path / "data", capture_output=True, text=True, check=True)
    assert {one.split("\t")[0] for one in done.stdout.splitlines()} == wanted


@needs("zsh")
def test_zsh_reads_the_script(tmp_path: Path) -> None:
    """Catches a script that zsh does not understand, and quotes in help texts that end it."""
    path = script("zsh", tmp_path)
    done = subprocess.run(["zsh", "-n", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    path.write_text(path.read_text().replace("case $state in", "case $state"))
    assert subprocess.run(["zsh", "-n", str(path)], capture_output=True, check=False).returncode != 0, "the check can fail"


def test_other_shells_are_refused(tmp_path: Path) -> None:
    """Catches an empty script for a shell that nobody wrote one for."""
    done = verifier("completion", "tcsh", folder=tmp_path)
    assert done.returncode == 2 and "bash or zsh or fish" in done.stderr and done.stdout == ""
