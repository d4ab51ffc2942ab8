"""verifier.report.diagram: a layout in which nothing overlaps and everything stands right of what it uses."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.report_sample import entry
from verifier.report.diagram import HEIGHT, WIDTH, diagram, reach


@st.composite
def graphs(draw: st.DrawFn) -> list[dict[str, object]]:
    """Entries, each behind those that it uses."""
    count = draw(st.integers(0, 14))
    return [entry(f"n{i}", "lemma", "proved", *(f"n{j}" for j in range(i) if draw(st.booleans()) and draw(st.booleans()))) for i in range(count)]


@given(graphs())
def test_nodes_do_not_overlap_and_users_stand_right_of_what_they_use(entries: list[dict[str, object]]) -> None:
    """Catches hidden nodes, nodes outside the picture, and arrows that run backwards."""
    drawn = diagram(entries, {})
    place = {node.name: node for node in drawn.nodes}
    assert list(place) == [one["name"] for one in entries]
    for a, b in combinations(drawn.nodes, 2):
        assert abs(a.x - b.x) >= WIDTH or abs(a.y - b.y) >= HEIGHT
    for node in drawn.nodes:
        assert 0 <= node.x <= drawn.width - WIDTH and 0 <= node.y <= drawn.height - HEIGHT
    for edge in drawn.edges:
        assert place[edge.used].x + WIDTH < place[edge.user].x


@given(graphs())
def test_left_out_edges_follow_from_drawn_ones(entries: list[dict[str, object]]) -> None:
    """Catches a dependency that the picture loses or invents."""
    drawn = diagram(entries, {})
    uses = {str(one["name"]): tuple(one["uses"]) for one in entries}  # type: ignore[arg-type]
    seen = {name: tuple(edge.used for edge in drawn.edges if edge.user == name) for name in uses}
    for name in uses:
        assert reach(name, seen) == reach(name, uses)


def test_long_titles_are_cut_visibly() -> None:
    """Catches labels that leave their boxes."""
    (node,) = diagram([entry("a", "lemma", "proved")], {"a": "a very long title that does not fit into a small box at all, whatever one does about it, in four lines or in five of them"}).nodes
    assert len(node.lines) == 4 and node.lines[3].endswith("…") and all(len(line) <= 21 for line in node.lines)
