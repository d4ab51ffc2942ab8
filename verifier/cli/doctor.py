"""verifier doctor: what is installed, what each missing thing disables, and whether a small example of everything works."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from rich.console import Console

import verifier.checker
from verifier.certificates.readback import law_of, read_every_cell
from verifier.cli.formats import add_format, as_json, show_json
from verifier.errors import VerifierError
from verifier.files import canonical
from verifier.identities.engines import ENGINES, prove
from verifier.identities.identity import Claim
from verifier.identities.term import reals, relu
from verifier.kernel import program
from verifier.kernel.goals import Goal, close, emit
from verifier.ledger.certification import certify, network_to_certify
from verifier.ledger.count import ESTABLISHED, MISSING, REJECTED
from verifier.ledger.discover import discover, proofs_folder
from verifier.ledger.instance import Question
from verifier.ledger.memory import default_memory
from verifier.network.meaning import Exact, Mpmath
from verifier.report.model import report, text_of
from verifier.targets.gallery import resolve
from verifier.verdict import Kind

HELP = "what is installed, what a missing part disables, and a self-test of a few seconds"


@dataclass(frozen=True, slots=True)
class Component:
    """A package: its module, whether everything needs it, what does not work without it, how to get it.

    Without a module it is a program.
    """

    package: str
    module: str
    needed: bool
    disables: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """One small thing that was tried. good: None if it was not possible to try it."""

    name: str
    good: bool | None
    detail: str
    milliseconds: int


COMPONENTS: Final = (
    Component("mpmath", "mpmath", True, "every command"),
    Component("sympy", "sympy", True, "every command"),
    Component("z3-solver", "z3", True, "the engine smt: every claim for all parameters is undecided"),
    Component("python-flint", "flint", True, "every command"),
    Component("hypothesis", "hypothesis", True, "every command"),
    Component("rich", "rich", True, "every command"),
    Component("numpy", "numpy", True, "every command"),
    Component("jinja2", "jinja2", True, "the page of verifier report"),
    Component("latex2mathml", "latex2mathml", True, "statements in mathematics in the page of verifier report"),
    Component("jsonschema", "jsonschema", True, "verifier report"),
    Component("matplotlib", "matplotlib", False, "the figures of verifier report; the rest of a report is written"),
    Component("cvc5", "cvc5", False, "a third opinion in the tests; no command needs it"),
    Component("coqc", "", False, "verifier formal, and every --kernel: what the Coq kernel proves is undecided", program.FIX),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_format(parser)
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")


def run(args: argparse.Namespace, out: Console) -> int:
    """Look, try, count."""
    json_wanted = as_json(args)
    components = [(one, *found(one)) for one in COMPONENTS]
    trials = [tried(name, check) for name, check in TRIALS if name != "kernel" or program.coqc()]
    missing = [one for one, _, problem in components if problem and one.needed]
    failed = [one for one in trials if one.good is False]
    code = REJECTED if failed else MISSING if missing or any(one.good is None for one in trials) else ESTABLISHED
    if json_wanted:
        show_json(out, _data(components, trials, code))
        return code
    out.print(f"Python {platform.python_version()} on {sys.platform}{'' if __debug__ else ', optimised (-O)'}", markup=False)
    for one, number, problem in components:
        if problem:
            remedy = f"{problem}; without it: {one.disables}; {one.remedy or f'pip install {one.package}'}"
            out.print(f"  {'MISSING' if one.needed else 'absent '}  {one.package:14} {remedy}", markup=False)
        else:
            out.print(f"  ok       {one.package:14} {number}", markup=False)
    out.print("Self-test", markup=False)
    for trial in trials:
        word = {True: "ok     ", False: "FAILED ", None: "MISSING"}[trial.good]
        out.print(f"  {word}  {trial.name}: {trial.detail} ({trial.milliseconds} ms)", markup=False)
    good = sum(trial.good is True for trial in trials)
    needed = sum(one.needed for one in COMPONENTS)
    out.print(f"\n{needed - len(missing)} of {needed} needed components, {good} of {len(trials)} trials good", markup=False)
    return code


def found(one: Component) -> tuple[str, str]:
    """The version of a component, and what is wrong with it; the latter is empty if it can be imported."""
    if not one.module:
        number = program.version()
        return number, "" if number else "does not run" if program.coqc() else "not installed"
    try:
        importlib.import_module(one.module)
    except Exception as error:  # whatever a broken installation raises
        return "", f"cannot be imported ({type(error).__name__}: {' '.join(str(error).split())[:120]})"
    try:
        return version(one.package), ""
    except PackageNotFoundError:
        return "unknown version", ""


def tried(name: str, check: Callable[[], tuple[bool | None, str]]) -> Trial:
    """Run one trial; what it raises is its detail."""
    start = time.perf_counter()
    try:
        good, detail = check()
    except VerifierError as error:
        good, detail = False, f"{type(error).__name__}: {error}"
    except Exception as error:  # a doctor that dies of the patient's illness helps nobody
        good, detail = None, f"{type(error).__name__}: {error}"
    return Trial(name, good, detail, round(1000 * (time.perf_counter() - start)))


def _engines() -> tuple[bool | None, str]:
    """Each engine proves a true claim and refutes a false one."""
    (z,) = reals("z")
    for name in ENGINES:
        right = prove(Claim("relu is not negative", (z,), (), relu(z) >= 0), (name,))
        wrong = prove(Claim("relu is at most 1", (z,), (), relu(z) <= 1), (name,))
        answers = dict(right.answers)[name].kind, dict(wrong.answers)[name].kind
        if Kind.UNDECIDED in answers:
            return None, f"the engine {name} does not answer: {dict(right.answers)[name].detail}"
        if answers != (Kind.PROVED, Kind.REFUTED):
            return False, f"the engine {name} answers {answers[0].value} and {answers[1].value}"
    return True, f"{' and '.join(ENGINES)} each prove a true claim and refute a false one"


def _network() -> tuple[bool | None, str]:
    """A literal network of Theorem 2.3 for the sine, read in integers and in mpmath at the precision law."""
    approximant = network_to_certify(Question("2.3", resolve("sine", None, None), 2))
    kinds = [read_every_cell(approximant, how, lambda done, total: None).kind for how in (Exact(), Mpmath(law_of(approximant)))]
    return kinds == [Kind.CERTIFIED] * 2, f"a network of {approximant.network.size} parameters, read in integers and in mpmath"


def _certificate() -> tuple[bool | None, str]:
    """A certificate is accepted by the checker in a process of its own, and a spoiled one rejected."""
    target = resolve("sine", None, None)
    approximant = network_to_certify(Question("2.2", target, 2))
    data = certify(target, approximant, Fraction(1, 2), {}, budget=2000).data
    spoiled = json.loads(canonical(data))
    spoiled["claim"]["upper"] = spoiled["claim"]["lower"]
    codes = [_checked(data), _checked(spoiled)]
    return codes == [0, 1], f"the checker accepts a certificate and rejects a spoiled one (exit codes {codes[0]}, {codes[1]})"


def _checked(data: dict[str, Any]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "certificate.json"
        path.write_text(canonical(data), encoding="utf-8")
        command = [sys.executable, "-I", verifier.checker.__file__, str(path)]
        return subprocess.run(command, check=False, capture_output=True, timeout=120).returncode


def _theorems() -> tuple[bool | None, str]:
    """The theorem files are there."""
    found = discover(proofs_folder())
    return bool(found), f"{len(found)} theorem files in {proofs_folder()}"


def _memory() -> tuple[bool | None, str]:
    """The folder of remembered verdicts can be written."""
    folder = default_memory()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder):
        return True, f"{folder} can be written"


def _report() -> tuple[bool | None, str]:
    """An empty report is rendered."""
    from verifier.report.folder import render

    files = render(json.loads(text_of(report([], ["verifier", "doctor"]))))
    return "That is not success" in files["index.html"], "an empty report is rendered, and does not look like success"


def _kernel() -> tuple[bool | None, str]:
    """Coq proves a true claim and rejects a false one."""
    (z,) = reals("z")
    right, wrong = (Claim("relu", (z,), (), conclusion) for conclusion in (relu(z) >= 0, relu(z) <= 1))
    found = close([Goal(claim, emit(claim)) for claim in (right, wrong)])
    good = [goal.claim for goal in found.proved] == [right] and not found.foreign
    return good, "Coq proves a true claim and rejects a false one"


TRIALS: Final[tuple[tuple[str, Callable[[], tuple[bool | None, str]]], ...]] = (
    ("engines", _engines),
    ("network", _network),
    ("certificate", _certificate),
    ("theorems", _theorems),
    ("memory", _memory),
    ("report", _report),
    ("kernel", _kernel),
)


def _data(components: list[tuple[Component, str, str]], trials: list[Trial], code: int) -> dict[str, Any]:
    return {
        "format": "verifier-doctor",
        "version": 1,
        "python": platform.python_version(),
        "platform": sys.platform,
        "optimised": not __debug__,
        "exit_code": code,
        "components": [
            {"package": one.package, "needed": one.needed, "version": number, "problem": problem, "disables": one.disables}
            for one, number, problem in components
        ],
        "trials": [
            {"name": one.name, "good": one.good, "detail": one.detail, "milliseconds": one.milliseconds} for one in trials
        ],
    }
