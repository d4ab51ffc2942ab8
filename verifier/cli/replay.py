"""verifier replay: give a certificate to the independent checker, in a process of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from rich.console import Console

import verifier.checker
from verifier.cli.arguments import integer
from verifier.errors import InvalidInput

HELP = "check a certificate with the independent checker (python -I checker.py)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="CERT.json", help="a certificate written by `verifier certify`")
    parser.add_argument("--quick", metavar="N", help="decode only N randomly chosen cells; the output says so")
    parser.add_argument("--seed", metavar="S", help="seed of that choice")


def run(args: argparse.Namespace, out: Console) -> int:
    """Run the checker; its output and its exit code are this command's."""
    command = [sys.executable, "-I", *(["-O"] if sys.flags.optimize else []), verifier.checker.__file__, args.file]
    for name, text in (("quick", args.quick), ("seed", args.seed)):
        if text is not None:
            if integer(name, text) < 0:
                raise InvalidInput.argument(name, text, "an integer >= 0")
            command += [f"--{name}", text]
    out.print(f"python -I {Path(verifier.checker.__file__).name} {args.file}", style="dim", markup=False)
    return subprocess.run(command, check=False).returncode
