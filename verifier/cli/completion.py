"""verifier completion: a script that completes commands, options and names in your shell, made from the options themselves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rich.console import Console

from verifier.constructions.sup_network import LAYOUTS
from verifier.constructions.three_parameters import ROUTES
from verifier.errors import InvalidInput
from verifier.ledger.discover import discover, proofs_folder
from verifier.targets.gallery import ENTRIES

HELP = "print a completion script for bash, zsh or fish"
DESCRIPTION = """\
Print a script that completes commands, options, and the names of theorems and functions. It is static: print it again after
an update. In one shell, or for good:

  bash   source <(verifier completion bash)
         verifier completion bash > ~/.local/share/bash-completion/completions/verifier
  zsh    verifier completion zsh > "${fpath[1]}/_verifier"
  fish   verifier completion fish > ~/.config/fish/completions/verifier.fish"""
_WORD: Final = re.compile("[a-z0-9][a-z0-9.-]*")
_FILES: Final = re.compile("FILE|DIR|JSON|[.]py|[.]json|TARGET")  # a target may be a table


@dataclass(frozen=True, slots=True)
class Slot:
    """One option, or the arguments of a command: what may stand there.

    options: empty for arguments. values: how many. words: those that are known. files: may it be a path?
    """

    options: tuple[str, ...]
    help: str
    label: str
    values: int
    words: tuple[str, ...]
    files: bool
    repeatable: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its slots."""

    name: str
    help: str
    options: tuple[Slot, ...]
    arguments: tuple[Slot, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All known words among its arguments."""
        return tuple(dict.fromkeys(word for slot in self.arguments for word in slot.words))

    @property
    def files(self) -> bool:
        """May an argument be a path?"""
        return any(slot.files for slot in self.arguments)


def configure(parser: argparse.ArgumentParser) -> None:
    """The shell."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("shell", metavar="bash|zsh|fish", help="for which shell")


def run(args: argparse.Namespace, out: Console) -> int:
    """Print the script."""
    if args.shell not in SCRIPTS:
        raise InvalidInput.argument("shell", args.shell, " or ".join(SCRIPTS))
    for line in SCRIPTS[args.shell](commands(args.parser)):
        out.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)
    return 0


def commands(parser: argparse.ArgumentParser) -> tuple[Command, ...]:
    """The commands of a parser."""
    names = tuple(theorem.name for theorem in discover(proofs_folder()))
    targets = tuple(entry.name for entry in ENTRIES)
    (branch,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    helps = {action.dest: action.help or "" for action in branch._choices_actions}
    found = []
    for name, one in branch.choices.items():
        slots = [_slot(action, names, targets) for action in one._actions]
        options = tuple(slot for slot in slots if slot.options)
        found.append(Command(name, helps[name], options, tuple(slot for slot in slots if not slot.options)))
    return tuple(found)


def _slot(action: argparse.Action, names: tuple[str, ...], targets: tuple[str, ...]) -> Slot:
    label = action.metavar if isinstance(action.metavar, str) else " ".join(action.metavar or ())
    pieces = label.split("|")
    words = [piece for piece in pieces if _WORD.fullmatch(piece)]
    if not action.option_strings and "NAME" in pieces:
        words += names
    if any(piece in ("TARGET", "NEW_TARGET") for piece in pieces):
        words += targets
    if action.dest == "layout":
        words = [*LAYOUTS, *ROUTES]
    values = action.nargs if isinstance(action.nargs, int) else 1
    return Slot(
        options=tuple(action.option_strings),
        help=action.help or "",
        label=label,
        values=values,
        words=tuple(dict.fromkeys(words)),
        files=bool(_FILES.search(label)),
        repeatable=isinstance(action, argparse._AppendAction),
    )


def bash(tree: tuple[Command, ...]) -> Iterator[str]:
    """For bash 4 or newer."""
    yield "# completion of verifier for bash: source this file"
    yield "_verifier() {"
    yield "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options='' words='' files=''"
    yield "  COMPREPLY=()"
    yield "  if ((COMP_CWORD == 1)); then"
    yield f"    mapfile -t COMPREPLY < <(compgen -W '{' '.join(one.name for one in tree)} --help' -- \"$cur\"); return"
    yield "  fi"
    yield "  case ${COMP_WORDS[1]} in"
    for command in tree:
        yield f"    {command.name})"
        yield "      case $prev in"
        for slot in command.options:
            if slot.values:
                parts = [f"compgen -W '{' '.join(slot.words)}' -- \"$cur\""] if slot.words else []
                parts += ['compgen -f -- "$cur"'] if slot.files else []
                reply = f"mapfile -t COMPREPLY < <({'; '.join(parts)}); " if parts else ""
                yield f"        {'|'.join(slot.options)}) {reply}return ;;"
        yield "      esac"
        yield f"      options='{' '.join(text for slot in command.options for text in slot.options)}'"
        yield f"      words='{' '.join(command.words)}' files='{'yes' if command.files else ''}' ;;"
    yield "  esac"
    yield "  if [[ $cur == -* ]]; then"
    yield '    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")'
    yield "  else"
    yield '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur"; if [[ $files ]]; then compgen -f -- "$cur"; fi)'
    yield "  fi"
    yield "}"
    yield "complete -o filenames -F _verifier verifier"


def zsh(tree: tuple[Command, ...]) -> Iterator[str]:
    """For zsh, as the file _verifier in a folder of $fpath."""
    yield "#compdef verifier"
    yield "# completion of verifier for zsh: save as _verifier in a folder of $fpath"
    yield "_verifier() {"
    yield "  local context state line"
    yield "  typeset -A opt_args"
    yield "  local -a commands=("
    for command in tree:
        yield f"    {_quoted(f'{command.name}:{command.help}')}"
    yield "  )"
    yield "  _arguments -C '(- *)'{-h,--help}'[help]' '1: :->command' '*:: :->rest'"
    yield "  case $state in"
    yield "    command) _describe command commands ;;"
    yield "    rest)"
    yield "      case $words[1] in"
    for command in tree:
        yield f"        {command.name}) _arguments -S {' '.join(_zsh_slots(command))} ;;"
    yield "      esac ;;"
    yield "  esac"
    yield "}"
    yield 'if [[ $funcstack[1] == _verifier ]]; then _verifier "$@"; else compdef _verifier verifier; fi'


def _zsh_slots(command: Command) -> Iterator[str]:
    for slot in command.options:
        text = re.sub(r"([\[\]:\\])", r"\\\1", slot.help)
        value = (":value:" + _zsh_action(slot.words, slot.files)) * slot.values if slot.values else ""
        apart = "*" if slot.repeatable else f"({' '.join(slot.options)})"
        names = f"{{{','.join(slot.options)}}}" if len(slot.options) > 1 else slot.options[0]
        yield f"{_quoted(apart)}{names}{_quoted(f'[{text}]{value}')}"
    if command.arguments:
        yield _quoted(f"*:argument:{_zsh_action(command.words, command.files)}")


def _zsh_action(words: tuple[str, ...], files: bool) -> str:
    if words and files:
        return f' _alternative "words:word:({" ".join(words)})" "files:file:_files"'
    return f"({' '.join(words)})" if words else "_files" if files else " "


def fish(tree: tuple[Command, ...]) -> Iterator[str]:
    """For fish."""
    yield "# completion of verifier for fish: save as verifier.fish in ~/.config/fish/completions"
    yield "complete -c verifier -f"
    for command in tree:
        yield f"complete -c verifier -n __fish_use_subcommand -a {command.name} -d {_quoted(command.help, fish=True)}"
    for command in tree:
        when = f"complete -c verifier -n '__fish_seen_subcommand_from {command.name}'"
        for slot in command.options:
            names = " ".join(f"-l {text[2:]}" if text.startswith("--") else f"-s {text[1:]}" for text in slot.options)
            value = "" if not slot.values else " -r -F" if slot.files else " -x"
            words = f" -a {_quoted(' '.join(slot.words), fish=True)}" if slot.words else ""
            yield f"{when} {names}{value}{words} -d {_quoted(slot.help, fish=True)}"
        if command.words:
            yield f"{when} -a {_quoted(' '.join(command.words), fish=True)}"
        if command.files:
            yield f"{when} -F"


def _quoted(text: str, *, fish: bool = False) -> str:
    """In single quotes."""
    return "'" + (text.replace("\\", r"\\").replace("'", r"\'") if fish else text.replace("'", r"'\''")) + "'"


SCRIPTS: Final[dict[str, Callable[[tuple[Command, ...]], Iterator[str]]]] = {"bash": bash, "zsh": zsh, "fish": fish}
