"""verifier replay: give a certificate to the independent checker, in a process of its own; evaluate a witness again."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from rich.console import Console

import verifier.checker
from verifier.cli.arguments import integer
from verifier.errors import InvalidInput, VerifierError
from verifier.files import read_json
from verifier.ledger.count import USAGE, exit_code, headline
from verifier.ledger.witness import FORMAT, replay
from verifier.report.terminal import show_section

HELP = "check a certificate with the independent checker (python -I checker.py), or a witness of `verifier attack`"
LARGEST_WITNESS: Final = 1 << 24  # bytes


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="FILE.json", help="a certificate, or a witness of `verifier attack`")
    parser.add_argument("--quick", metavar="N", help="decode only N randomly chosen cells; the output says so")
    parser.add_argument("--seed", metavar="S", help="seed of that choice")
    parser.add_argument("--theorem", metavar="FILE.py", help="for a witness: the theorem's file, if it is not the project's own")


def run(args: argparse.Namespace, out: Console) -> int:
    """Run the checker; its output and its exit code are this command's."""
    if is_witness(Path(args.file)):
        if args.quick is not None or args.seed is not None:
            raise InvalidInput("--quick and --seed are for certificates; this file is a witness, which is always verified whole")
        section = replay(read_json(Path(args.file)), args.file, Path(args.theorem) if args.theorem is not None else None)
        show_section(out, section)
        out.print(f"\n{headline([section])}", markup=False)
        return exit_code([section])
    if args.theorem is not None:
        raise InvalidInput(f"--theorem is for witnesses of `verifier attack`; {args.file!r} is none")
    command = [sys.executable, "-I", *(["-O"] if sys.flags.optimize else []), verifier.checker.__file__]
    command.append(os.path.join(os.curdir, args.file) if args.file.startswith("-") else args.file)
    for name, text in (("quick", args.quick), ("seed", args.seed)):
        if text is not None:
            if integer(name, text) < 0:
                raise InvalidInput.argument(name, text, "an integer >= 0")
            command += [f"--{name}", text]
    out.print(f"python -I {Path(verifier.checker.__file__).name} {args.file}", style="dim", markup=False)
    code = subprocess.run(command, check=False).returncode
    if code < 0:  # no verdict: out of memory, or ended by somebody
        print(f"verifier: the checker was ended by signal {-code}", file=sys.stderr)
        return USAGE
    return code


def is_witness(path: Path) -> bool:
    """True if the file is a witness of an attack; anything else is for the checker."""
    try:
        data = read_json(path) if path.is_file() and path.stat().st_size <= LARGEST_WITNESS else None
    except VerifierError:
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT
