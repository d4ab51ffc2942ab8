"""Every check of the checker is needed: without it, some certificate that it refuses is accepted.

Removed one at a time: every statement that rejects (`raise`, `expect`, `prove`, `spend`), every member of a condition that is demanded and
every end of a range in it, every member of an `and` after which a box needs no more work, every call of a whole stage. A removal must
make the checker accept a file that it refuses. Files: the corpus, and for the limit on work (here STEPS, a smaller one) certificates that
are true and cost more than that. For a check of the mathematics the file is false; for one of the shape (a key too much, another spelling
of a number) or of a limit (work, the largest exp and power) it may be true, and it is shown only that this check is what refuses it.
What is not accepted but runs for ever, or until the limit on work, is listed by name; the list must be exact. Not removed here:
what only computes (formulas, roundings, remainders), which the unit tests hold against other arithmetic.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import io
import json
import shutil
import signal
import tempfile
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.bad_certificates import FOLDER, costly
from verifier import checker

SOURCE = Path(checker.__file__).read_text(encoding="utf-8")
CONDITIONAL = {"expect", "prove"}  # expect(condition, path, wish) rejects unless the condition holds
STEPS = 3_500_000  # of work: the limit of the checker is larger, and takes minutes
SECONDS = 15.0  # for one file: without a check the checker may run for ever

# Without them nothing false is accepted, but the checker does not end, or only at the limit on work.
ENDLESS: Final = frozenset({
    "log_at: the logarithm of a number that is not positive",  # the series does not end
    "Search.cover: not established near (",  # a box of one point is cut for ever
})  # fmt: skip


class OutOfTime(BaseException):
    """A run that was stopped."""


def words(statement: ast.stmt) -> str:
    """The reason that a rejecting statement gives."""
    texts = [node.value for node in ast.walk(statement) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return max(texts, key=len, default="") or ast.unparse(statement)


def rejects(statement: ast.stmt) -> bool:
    """A raise, or a call of something that raises."""
    call = statement.value if isinstance(statement, ast.Expr | ast.Return) else None
    name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
    return isinstance(statement, ast.Raise) or name == "spend" or name.startswith("check_") or ast.unparse(statement).startswith("search.cover(")


class Switches(ast.NodeTransformer):
    """Puts a switch before every rejecting statement and every part of its condition: _needed(number) is False for the one removed."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.parents: list[int] = []  # the statement that a part of a condition belongs to
        self.where: list[str] = []

    def switch(self, name: str, parent: int | None = None) -> tuple[int, ast.expr]:
        """A new switch."""
        number, base, count = len(self.names), name, 1
        while name in self.names:
            count += 1
            name = f"{base} #{count}"
        self.names.append(name)
        self.parents.append(number if parent is None else parent)
        return number, ast.parse(f"_needed({number})", mode="eval").body

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if node.name in CONDITIONAL:
            return node
        self.where.append(node.name)
        self.generic_visit(node)
        self.where.pop()
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.where.append(node.name)
        self.generic_visit(node)
        self.where.pop()
        return node

    def statement(self, node: ast.stmt) -> tuple[int, ast.stmt]:
        """A statement behind a switch."""
        number, switch = self.switch(f"{'.'.join(self.where)}: {words(node)}")
        return number, ast.If(test=switch, body=[node], orelse=[])

    def visit_If(self, node: ast.If) -> ast.AST:
        if len(node.body) == 1 and rejects(node.body[0]):
            parent, node.body[0] = self.statement(node.body[0])
            node.test = self.condition(node.test, parent)
            node.orelse = [self.visit(one) for one in node.orelse]
            return node
        if ast.unparse(node.body[0]) == "return None" and isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And):
            for place, member in enumerate(node.test.values):
                _, switch = self.switch(f"{'.'.join(self.where)}: settled [{ast.unparse(member)}]")
                node.test.values[place] = ast.BoolOp(op=ast.Or(), values=[ast.UnaryOp(op=ast.Not(), operand=switch), member])
            return node
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        call = node.value
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in CONDITIONAL:
            parent, rejection = self.statement(node)
            condition = self.demanded(call.args[0], parent)
            call.args[0] = ast.Constant(value=False)
            return ast.If(test=ast.UnaryOp(op=ast.Not(), operand=condition), body=[rejection], orelse=[])
        return self.statement(node)[1] if rejects(node) else node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        return self.statement(node)[1] if rejects(node) else node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return self.statement(node)[1]

    def condition(self, test: ast.expr, parent: int) -> ast.expr:
        """Switches in a condition."""
        name = self.names[parent]
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            members: list[ast.expr] = []
            for member in test.values:
                _, switch = self.switch(f"{name} [{ast.unparse(member)}]", parent)
                members.append(ast.BoolOp(op=ast.And(), values=[switch, self.range(member, parent)]))
            return ast.BoolOp(op=ast.Or(), values=members)
        return self.range(test, parent)

    def demanded(self, test: ast.expr, parent: int) -> ast.expr:
        """Switches in a condition that must hold."""
        if not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.And):
            return self.links(test, parent)
        members: list[ast.expr] = []
        for member in test.values:
            _, switch = self.switch(f"{self.names[parent]} [{ast.unparse(member)}]", parent)
            members.append(ast.BoolOp(op=ast.Or(), values=[ast.UnaryOp(op=ast.Not(), operand=switch), self.links(member, parent)]))
        return ast.BoolOp(op=ast.And(), values=members)

    def range(self, test: ast.expr, parent: int) -> ast.expr:
        """Switches at the ends of `not a <= x <= b`."""
        inner = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else None
        return test if inner is None else ast.UnaryOp(op=ast.Not(), operand=self.links(inner, parent))

    def links(self, inner: ast.expr, parent: int) -> ast.expr:
        """Switches at the ends of `a <= x <= b`."""
        if not isinstance(inner, ast.Compare) or len(inner.ops) != 2:
            return inner
        links: list[ast.expr] = []
        for left, op, right in zip((inner.left, *inner.comparators), inner.ops, inner.comparators, strict=False):
            link = ast.Compare(left=left, ops=[op], comparators=[right])
            _, switch = self.switch(f"{self.names[parent]} [{ast.unparse(link)}]", parent)
            links.append(ast.BoolOp(op=ast.Or(), values=[ast.UnaryOp(op=ast.Not(), operand=switch), link]))
        return ast.BoolOp(op=ast.And(), values=links)


@cache
def switched() -> tuple[Switches, types.CodeType]:
    """The checker with switches."""
    switches = Switches()
    tree = ast.fix_missing_locations(switches.visit(ast.parse(SOURCE)))
    return switches, compile(tree, "checker with switches", "exec")


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what takes longer."""

    def stop(*_: Any) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def verdict(path: Path, needed: Callable[[int], bool]) -> str:
    """The last line of the checker with switches."""
    module = types.ModuleType("checker_with_switches")
    module.__dict__["_needed"] = needed
    exec(switched()[1], module.__dict__)  # noqa: S102 - anew each time: nothing is remembered of another mutant
    module.__dict__["STEPS"] = STEPS
    with contextlib.redirect_stdout(io.StringIO()) as out, limited(SECONDS):
        try:
            module.main([str(path)])
        except OutOfTime:
            return "STOPPED"
    return out.getvalue().splitlines()[-1]


@cache
def files() -> list[Path]:
    """The corpus, and certificates that are too long or cost too much."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    for name, data in costly().items():
        length = (1 << 24) + 1 if name == "long-file" else 0  # what is cut off is a space: all but the check would accept the rest
        (folder / f"{name}.json").write_text(json.dumps(data).ljust(length))
    return sorted([*FOLDER.glob("*.json"), *folder.glob("*.json")])


@cache
def reached() -> dict[int, list[Path]]:
    """Which statements are reached by which file; nothing is removed."""
    found: dict[int, list[Path]] = {}
    for path in files():
        seen: set[int] = set()

        def needed(number: int, seen: set[int] = seen) -> bool:
            seen.add(number)
            return True

        assert verdict(path, needed).startswith(("REJECTED", "MALFORMED"))
        for number in seen:
            found.setdefault(number, []).append(path)
    return found


def without(number: int) -> Iterator[tuple[str, str]]:
    """(file, last line) of all files that reach a check, once it is removed."""
    for path in reached().get(switched()[0].parents[number], []):
        yield path.name, verdict(path, lambda one: one != number)


@pytest.mark.parametrize("name", switched()[0].names)
def test_without_it_a_refused_certificate_is_accepted(name: str) -> None:
    """Catches a check that is of no use, and one that no certificate tests."""
    number, said = switched()[0].names.index(name), []
    for file, last in without(number):
        if last.startswith("ACCEPTED"):
            assert name not in ENDLESS, f"{file} needs it: it can be claimed"
            return
        said.append(f"{file}: {last[:100]}")
        if name in ENDLESS and len(said) == 3:
            break
    assert name in ENDLESS and said, said
    assert all("STOPPED" in one or "steps of work" in one for one in said), said


def test_the_list_of_exceptions_is_exact() -> None:
    """Catches a name that no statement has any more."""
    assert set(switched()[0].names) >= ENDLESS
    assert len(switched()[0].names) > 80
