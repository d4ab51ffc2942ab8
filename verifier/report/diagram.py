"""What uses what as a picture: entries in columns, from what uses nothing on the left to what nothing uses on the right."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 144, 56, 22, 8, 8
_SWEEPS: Final = 12
_LINES: Final = 4  # of a label
_LINE: Final = 20  # characters of a line of a label
_ROW: Final = 7  # entries without any neighbour stand in rows below


@dataclass(frozen=True, slots=True)
class Node:
    """An entry with the place of its upper left corner and the lines of its label."""

    name: str
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """From what is used to what uses it, as an SVG path."""

    used: str
    user: str
    path: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """Nodes and the edges that are drawn. An edge that follows from two others is left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    alone: int  # the height at which entries without neighbours begin; 0 if there are none


def diagram(entries: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> Diagram:
    """Lay out the entries; each must stand behind those that it uses."""
    uses = {entry["name"]: tuple(entry["uses"]) for entry in entries}
    users: dict[str, list[str]] = {name: [] for name in uses}
    for name, used in uses.items():
        for one in used:
            users[one].append(name)
    alone = [name for name in uses if not uses[name] and not users[name]]
    columns = _ordered(_columns(uses, users, alone), uses, users)
    tallest = max(map(len, columns), default=0)
    middle = MARGIN + tallest * (HEIGHT + DOWN) // 2
    nodes = {}
    for place, column in enumerate(columns):
        top = middle - len(column) * (HEIGHT + DOWN) // 2
        for row, name in enumerate(column):
            at = (MARGIN + place * (WIDTH + ACROSS), top + row * (HEIGHT + DOWN))
            nodes[name] = Node(name, *at, _lines(titles.get(name, name)))
    below = 2 * MARGIN + tallest * (HEIGHT + DOWN) + 3 * MARGIN if columns else 3 * MARGIN
    for place, name in enumerate(alone):
        at = (MARGIN + place % _ROW * (WIDTH + ACROSS), below + place // _ROW * (HEIGHT + DOWN))
        nodes[name] = Node(name, *at, _lines(titles.get(name, name)))
    edges = tuple(_edge(nodes[used], nodes[name]) for name in uses for used in _direct(name, uses))
    wide = max(len(columns), min(len(alone), _ROW)) * (WIDTH + ACROSS) - ACROSS + 2 * MARGIN
    tall = max((node.y for node in nodes.values()), default=0) + HEIGHT + MARGIN
    return Diagram(tuple(nodes[name] for name in uses), edges, max(wide, 2 * WIDTH), tall, below if alone else 0)


def reach(name: str, steps: Mapping[str, Sequence[str]]) -> set[str]:
    """All that is reached from a name in one or more steps."""
    found: set[str] = set()
    todo = list(steps[name])
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(steps[one])
    return found


def _columns(uses: Mapping[str, Sequence[str]], users: Mapping[str, Sequence[str]], alone: Sequence[str]) -> list[list[str]]:
    """By the longest way from something that uses nothing; those stand next to their nearest user."""
    level: dict[str, int] = {}
    for name, used in uses.items():
        level[name] = 1 + max((level[one] for one in used), default=-1)
    for name, used in uses.items():
        if not used and users[name]:
            level[name] = min(level[one] for one in users[name]) - 1
    columns: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in uses:
        if name not in alone:
            columns[level[name]].append(name)
    return [column for column in columns if column]


def _ordered(columns: list[list[str]], uses: Mapping[str, Sequence[str]], users: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Each column sorted by the mean height of the neighbours, back and forth."""
    for sweep in range(_SWEEPS):
        height = {name: row - len(column) / 2 for column in columns for row, name in enumerate(column)}
        near = uses if sweep % 2 == 0 else users
        for column in columns if sweep % 2 == 0 else reversed(columns):
            mean = {
                name: sum(height[one] for one in near[name]) / len(near[name]) if near[name] else height[name] for name in column
            }
            column.sort(key=lambda name: (mean[name], name))
            height.update({name: row - len(column) / 2 for row, name in enumerate(column)})
    return columns


def _direct(name: str, uses: Mapping[str, Sequence[str]]) -> list[str]:
    """What it uses and does not reach through something else that it uses."""
    return [one for one in uses[name] if not any(one in reach(other, uses) for other in uses[name] if other != one)]


def _edge(used: Node, user: Node) -> Edge:
    x, y = used.x + WIDTH, used.y + HEIGHT // 2
    u, v = user.x, user.y + HEIGHT // 2
    bend = max((u - x) // 2, ACROSS // 2)
    return Edge(used.name, user.name, f"M{x} {y}C{x + bend} {y} {u - bend} {v} {u} {v}")


def _lines(title: str) -> tuple[str, ...]:
    lines = textwrap.wrap(title, _LINE)
    return tuple(lines) if len(lines) <= _LINES else (*lines[: _LINES - 1], lines[_LINES - 1][: _LINE - 1].rstrip() + "…")
