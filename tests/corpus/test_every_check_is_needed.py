"""Every check of the checker is needed: without it, some bad certificate of the corpus is accepted.

Removed one at a time: every statement that rejects (`reject`, `malformed`, `raise`, `expect`, `prove`), every member of the condition
of such a statement (of an `or` before a rejection, of an `and` that is demanded) and every end of a range in it, every member of an `and`
after which a box needs no more work, every call of a whole stage. A removal must make the checker accept a file of the corpus, all of which are bad.
What is not claimed is listed below by name, with the reason; the list must be exact.
"""

from __future__ import annotations

import ast
import contextlib
import io
import signal
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.bad_certificates import FOLDER
from verifier import checker

SOURCE = Path(checker.__file__).read_text(encoding="utf-8")
REJECTING = {"reject", "malformed", "refuse"}
CONDITIONAL = {"expect", "prove"}  # expect(condition, path, wish) rejects unless the condition holds
SECONDS = 5.0  # for one file: without a cap the checker may run for ever

# What is not claimed: names of statements and of parts of their conditions, by reason.
CAP: frozenset[str] = frozenset({  # a cap on cost: without it the same verdict comes later, or an exception (exit code 2), or too late to wait for
    "read: at most ",
    "read: nested too deeply",
    "dyadic_places:  binary places",
    "exp_at: exp of a large number",
    "log_at: the logarithm of a number that is not positive",
    "Fixed._raise: a very large number",
    "Formula.values: a very large number",
    "Formula.gradient: a very large slope",
    "Table.parts: a box that meets more than 4096 cells of a table",
    "Search.spend: not reached within ",
    "Search.spend: not reached within  [self.boxes <= MOST_BOXES]",
    "Search.spend: not reached within  [self.work <= MOST_WORK]",
    "Search.halves: not reached: a box cannot be cut any more",
    "Search.covered: not reached after ",
    "Search.range: f could not be enclosed",
    "Certificate.__init__: n 2^(dn) at most 2^16, not ",
    "Certificate.__init__:  numbers in the network, not about ",
    "Certificate.read_claim:  boxes, not ",
    "check:  steps, the cap is ",
    "check_sup:  cells and gaps, not ",
    "check_bound: a table with fewer corners of cells",
    "check_gradient: |grad f| <= lambda not reached after ",
})  # fmt: skip
CRASH: frozenset[str] = frozenset({  # without it the checker gives up with an exception: exit code 2, and less said
    "record: an object with exactly the keys  [isinstance(data, dict)]",
    "items: a list of  [least <= len(data)]",
    'number: expected a fraction like "-3/4"',
    "Fixed.power: a root of a negative number",
    "Parser.factor: an exponent that is not a rational number",
    "Parser.atom: expected a number, a variable or a function, found ",
    "read_target: target.kind",
    "read_target: target.kind [kind in TARGETS]",
    "read_target: one value for every grid point",
    "read_target: one value for every place, in one dimension [d == 1]",
    "Certificate.__init__: an object of at most 64 strings [isinstance(c['provenance'], dict)]",
    "Certificate.read_bound: bound.how",
    "check_witness: f could not be enclosed there: ",
})  # fmt: skip
AGAIN: frozenset[str] = frozenset({  # without it another check, named by the same shape or found later, rejects
    "read: cannot be read as JSON (",
    "code_number: a hexadecimal number 0x... below 2^ [0 <= value]",
    "Parser.product: a divisor that is not 0",
    "Search.covered: ) is too far from the values of Phi there",
    "read_target: target.kind [isinstance(kind, str)]",
    "Certificate.read_claim: 0 <= lower <= upper [self.lower <= self.upper]",
})  # fmt: skip
INNER: frozenset[str] = frozenset({  # guards what a proof already says, or what the caller has made sure of: no input is known to reach it
    "read: no such file",
    "exp_at: exp: the reduction failed",
    "sin_cos_at: sin, cos: the reduction failed",
    "root_of: a root was not found",
    "root_of: a root was not found [y ** degree <= x]",
    "root_of: a root was not found [x < (y + 1) ** degree]",
    "Fixed.function: a pole of tan [max(s[1], -s[0]).bit_length() > 2 * self.bits - 8]",
    "check_cells: the value of the network is not s q 2^-n + b",
})  # fmt: skip
NOT_CLAIMED: Final = CAP | CRASH | AGAIN | INNER


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
    return isinstance(statement, ast.Raise) or name in REJECTING or name.startswith("check_") or name == "covered"


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
        if node.name in REJECTING | CONDITIONAL and node.name != "refuse":
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
        if isinstance(node.body[0], ast.Continue) and isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And):
            for place, member in enumerate(node.test.values):
                _, switch = self.switch(f"{'.'.join(self.where)}: continue [{ast.unparse(member)}]")
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
    with contextlib.redirect_stdout(io.StringIO()) as out, limited(SECONDS):
        try:
            module.main([str(path)])
        except OutOfTime:
            return "STOPPED"
    return out.getvalue().splitlines()[-1]


@cache
def reached() -> dict[int, list[Path]]:
    """Which statements are reached by which file of the corpus; nothing is removed."""
    found: dict[int, list[Path]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        seen: set[int] = set()

        def needed(number: int, seen: set[int] = seen) -> bool:
            seen.add(number)
            return True

        assert verdict(path, needed).startswith(("REJECTED", "MALFORMED"))
        for number in seen:
            found.setdefault(number, []).append(path)
    return found


def accepted_without(number: int) -> tuple[str, list[str]]:
    """(a file that is accepted without this check, or nothing; what is said of the others)."""
    said = []
    for path in reached().get(switched()[0].parents[number], []):
        last = verdict(path, lambda one: one != number)
        if last.startswith("ACCEPTED"):
            return path.name, said
        said.append(f"{path.stem}: {last[:100]}")
    return "", said


@pytest.mark.parametrize("name", switched()[0].names)
def test_without_it_a_bad_certificate_is_accepted(name: str) -> None:
    """Catches a check that is of no use, and one that no certificate of the corpus tests."""
    found, said = accepted_without(switched()[0].names.index(name))
    if name in NOT_CLAIMED:
        assert not found, f"{found} needs it: it can be claimed"
        if name in CRASH:
            assert said and any("the checker gave up" in one for one in said)
        if name in AGAIN:
            assert said and all("STOPPED" not in one for one in said)
        if name in INNER:
            assert not said or name.endswith("]")
    else:
        assert found, said


def test_the_list_of_what_is_not_claimed_is_exact() -> None:
    """Catches a name that no statement has any more."""
    assert set(switched()[0].names) >= NOT_CLAIMED
    assert len(NOT_CLAIMED) == len(CAP) + len(CRASH) + len(AGAIN) + len(INNER)
