"""The house: floors, no assert, no float, one test module for every module."""

from __future__ import annotations

import ast
import configparser
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "verifier"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.name != "__init__.py")
EXACT_ROOMS = ("exact", "network", "constructions", "certificates", "targets", "identities", "kernel")
FLOATING = {SOURCE / "network" / "meaning.py"}  # IEEE double and single are among its meanings
DOORS = {SOURCE / "cli": "cli"}  # tested through the door, by tests/cli
INSIDE = [path for path in MODULES if path.name != "__main__.py" and not {path, path.parent} & set(DOORS)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_import_contracts_are_kept() -> None:
    """Catches an import that goes up, or across from attack to certificates."""
    script = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(script), "--config", "setup.cfg"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout and " 0 kept" not in done.stdout


def test_every_room_has_a_floor() -> None:
    """Catches a room or module that no contract mentions, so that its imports are free."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    layers = config["importlinter:contract:floors"]["layers"]
    placed = {word.strip() for line in layers.split("\n") for word in line.replace(":", "|").split("|") if word.strip()}
    rooms = {f"verifier.{path.name}" for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    rooms |= {f"verifier.{path.stem}" for path in SOURCE.glob("*.py") if path.stem not in ("__init__", "__main__")}
    assert rooms - placed - {"verifier.checker"} == set()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_assert_statement(path: Path) -> None:
    """Catches a check that python -O removes."""
    assert [node.lineno for node in tree(path) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent.name in EXACT_ROOMS and p not in FLOATING], ids=name)
def test_no_float(path: Path) -> None:
    """Catches a float literal, a call of float, or math functions that round, in a room where all numbers are exact."""
    rounding = {"sqrt", "log", "log2", "log10", "exp", "sin", "cos", "pow"}
    for node in tree(path):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float | complex), f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "float", f"line {node.lineno}: float()"
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            assert not rounding & {alias.name for alias in node.names}, f"line {node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            assert node.attr not in rounding, f"line {node.lineno}: math.{node.attr}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_global_precision(path: Path) -> None:
    """Catches mpmath.mp, whose precision is global state."""
    for node in tree(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "mpmath":
            assert node.attr not in ("mp", "iv", "fp", "mpf", "workprec", "workdps"), f"line {node.lineno}: mpmath.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "mpmath":
            assert not {"mp", "iv", "fp", "mpf", "workprec", "workdps"} & {alias.name for alias in node.names}


@pytest.mark.parametrize("path", INSIDE, ids=name)
def test_every_module_has_its_test_module(path: Path) -> None:
    """Catches a module without tests of its own: verifier/<room>/<m>.py is mirrored by tests/unit/<room>/test_<m>.py."""
    mirror = ROOT / "tests" / "unit" / path.relative_to(SOURCE).parent / f"test_{path.name}"
    assert mirror.is_file(), f"{name(mirror)} is missing"


def test_doors_are_tested() -> None:
    """Catches a command line or a checker whose folder of tests is gone."""
    for folder in DOORS.values():
        assert list((ROOT / "tests" / folder).glob("test_*.py")), f"tests/{folder} is empty"


def test_every_test_module_has_its_module() -> None:
    """Catches tests of modules that were renamed or removed."""
    unit = ROOT / "tests" / "unit"
    for test in unit.rglob("test_*.py"):
        module = SOURCE / test.relative_to(unit).parent / test.name.removeprefix("test_")
        assert module.is_file(), f"{name(test)} tests nothing"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_names_are_nouns_of_the_mathematics(path: Path) -> None:
    """Catches a drawer for everything."""
    assert path.stem not in ("utils", "util", "helpers", "common", "core", "misc", "tools")
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "a module without docstring"
