"""The entry point: parse, run one command, turn errors into one line and an exit code.

0 everything asked for was established and at least one obligation was checked; 1 refuted or rejected;
2 usage or malformed input; 3 missing component; 4 undecided; 130 ended by Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from rich.console import Console

from verifier.cli import (
    attack,
    build,
    certify,
    check,
    completion,
    doctor,
    eval,
    explain,
    findings,
    formal,
    gallery,
    list,
    mutants,
    precision,
    replay,
    report,
    sabotage,
    show,
    transfer,
)
from verifier.errors import EnginesDisagree, MissingComponent, VerifierError, meant
from verifier.ledger.count import MISSING, REJECTED, USAGE
from verifier.report.terminal import console

COMMANDS: Final = {
    "check": check,
    "report": report,
    "list": list,
    "explain": explain,
    "findings": findings,
    "sabotage": sabotage,
    "build": build,
    "show": show,
    "eval": eval,
    "transfer": transfer,
    "certify": certify,
    "attack": attack,
    "replay": replay,
    "gallery": gallery,
    "precision": precision,
    "doctor": doctor,
    "completion": completion,
    "formal": formal,
    "mutants": mutants,
}
DESCRIPTION: Final = """\
Is the theorem true as printed? This program builds the ReLU networks of Shen, Yang and Zhang, "Deep Network Approximation
in Terms of Intrinsic Parameters" (ICML 2022), without rounding anything, and holds every claim against them.

to begin:
  verifier doctor                              is everything there, and does it work? a few seconds
  verifier check                               the paper for all parameters, and a default set of functions: two minutes
  verifier report -o report                    the same as a page with the evidence: open report/index.html
  verifier findings                            what is wrong in the published text, with witnesses

your function:
  verifier check "abs(x1-1/3)" -n 4            the three theorems for it (expression, .csv table, or name in the gallery)
  verifier certify "exp(x1)" --theorem 2.2 -n 4 -o exp.json    its error from both sides, proved, as a certificate
  verifier replay exp.json                     ... which an independent program checks
  verifier build sine --theorem 2.3 -n 5 -o sine.json          the network as a file; then show, eval, transfer

a theorem:
  verifier explain syz22_b1_clamp              statement, what it rests on, obligations, evidence, wrong variants
  verifier check my_theorem.py                 your own, in one file (proofs/README.md says how)
  verifier attack my_theorem.py                search for a counterexample to it"""
EPILOG: Final = """\
verifier COMMAND --help says more of each. Exit codes: 0 everything asked for was established and something was checked;
1 refuted or rejected; 2 malformed input; 3 a component is missing; 4 undecided; 130 ended by Ctrl-C.
For programs: --format json where a command has it. Completion in your shell: verifier completion --help."""


_OPTION: Final = re.compile(r"--.*|-h|-[dnpoj]([0-9./]+)?")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        unknown = re.match("argument COMMAND: invalid choice: '([^']*)'", message)
        if unknown:
            message = f"there is no command {unknown[1]!r}{meant(unknown[1], COMMANDS)}"
        self.exit(USAGE, f"verifier: {message} (see {self.prog} --help)\n")


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = _Parser("verifier", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name, module in COMMANDS.items():
        one = commands.add_parser(name, help=module.HELP, description=f"{module.HELP[0].upper()}{module.HELP[1:]}.")
        module.configure(one)
    top.set_defaults(parser=top)  # for the command that describes all of them
    return top


def main(arguments: Sequence[str] | None = None, out: Console | None = None) -> int:
    """Run a command; returns the exit code."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # exact fractions are printed in full; input is bounded where it is read
    try:
        return _run(arguments, out)
    finally:
        sys.set_int_max_str_digits(limit)


def _run(arguments: Sequence[str] | None, out: Console | None) -> int:
    args = parser().parse_args(_protect_negative(sys.argv[1:] if arguments is None else arguments))
    try:
        code: int = COMMANDS[args.command].run(args, out or console())
        return code
    except EnginesDisagree as error:
        return _fail(error, REJECTED)
    except MissingComponent as error:
        return _fail(error, MISSING)
    except VerifierError as error:
        return _fail(error, USAGE)


def entry() -> NoReturn:
    """The console script."""
    try:
        code = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("verifier: interrupted", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except OSError as error:  # a full disk behind standard output
        code = _fail(error, USAGE)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _fail(error: Exception, code: int) -> int:
    print(f"verifier: {' '.join(str(error).split())}", file=sys.stderr)
    return code


def _protect_negative(arguments: Sequence[str]) -> Sequence[str]:
    """Targets such as "-x1" are not options: a word that starts with - and is no option is protected by a space."""
    end = arguments.index("--") if "--" in arguments else len(arguments)  # behind it nothing is an option
    protected = [f" {word}" if word.startswith("-") and not _OPTION.fullmatch(word) else word for word in arguments[:end]]
    return [*protected, *arguments[end:]]
