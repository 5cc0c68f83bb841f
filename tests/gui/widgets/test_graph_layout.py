"""The layout of a graph: no node on another, no edge across a node."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.widgets.graph_layout import Box, GraphLayout, extent, lay_out

Sizes = list[tuple[float, float]]
Edges = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Sizes, Edges]:
    count = draw(st.integers(1, 24))
    side = st.floats(20, 200)
    sizes = [(draw(side), draw(side)) for _ in range(count)]
    pairs = [(start, end) for start, end in combinations(range(count), 2)]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=40, unique=True)) if pairs else []
    return sizes, edges


def crosses(box: Box, before: tuple[float, float], after: tuple[float, float]) -> bool:
    """Whether a run between two points of a way touches a box: straight, or bent between the two heights."""
    left, right = before[0], after[0]
    low, high = sorted((before[1], after[1]))
    beside = right <= box.x or left >= box.right
    return not beside and not (high < box.y or low > box.y + box.height)


def check(sizes: Sizes, edges: Edges, layout: GraphLayout) -> None:
    for one, other in combinations(layout.boxes, 2):
        apart = (
            one.right <= other.x
            or other.right <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart
    for (start, end), way in zip(edges, layout.ways, strict=True):
        assert way[0] == pytest.approx(
            (layout.boxes[start].right, layout.boxes[start].y + sizes[start][1] / 2)
        )
        assert way[-1][0] == pytest.approx(layout.boxes[end].x)
        others = [box for node, box in enumerate(layout.boxes) if node not in (start, end)]
        for before, after in pairwise(way):
            assert before[0] <= after[0] + 1e-6
            assert not any(crosses(box, before, after) for box in others)


def turned(layout: GraphLayout) -> GraphLayout:
    """With both axes exchanged."""
    boxes = tuple(Box(box.y, box.x, box.height, box.width) for box in layout.boxes)
    ways = tuple(tuple((y, x) for x, y in way) for way in layout.ways)
    return GraphLayout(boxes, ways, layout.height, layout.width)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_nodes_never_overlap_and_edges_never_cross_them(graph: tuple[Sizes, Edges]):
    sizes, edges = graph
    check(sizes, edges, lay_out(sizes, edges))


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_nor_do_they_from_the_top(graph: tuple[Sizes, Edges]):
    sizes, edges = graph
    layout = lay_out(sizes, edges, downwards=True)
    assert [(box.width, box.height) for box in layout.boxes] == sizes
    check([(height, width) for width, height in sizes], edges, turned(layout))


@settings(deadline=None, max_examples=60)
@given(graphs(), st.booleans())
def test_the_extent_is_what_nodes_alone_need(graph: tuple[Sizes, Edges], downwards: bool):
    sizes, edges = graph
    layout = lay_out(sizes, edges, downwards)
    width, height = extent(sizes, edges, downwards)
    along, exact = (height, layout.height) if downwards else (width, layout.width)
    across, enough = (width, layout.width) if downwards else (height, layout.height)
    assert along == pytest.approx(exact)
    assert across <= enough + 1e-6


def test_leaves_stand_at_either_side_of_a_chain():
    chain, leaves = [0, 2, 4, 6, 8], [1, 3, 5, 7]
    edges = [*pairwise(chain), *((leaf, leaf + 1) for leaf in leaves)]
    layout = lay_out([(80, 40)] * 9, edges)
    above = [layout.boxes[leaf].y < layout.boxes[leaf - 1].y for leaf in leaves[1:]]
    assert above in ([True, False, True], [False, True, False])


def test_a_graph_of_three_hundred_nodes_is_clear():
    sizes: Sizes = [(80.0 + 7 * (node % 13), 40.0 + 3 * (node % 5)) for node in range(300)]
    edges: Edges = [(node, node + 1 + node % 4) for node in range(295)]
    edges += [(node, node + 9) for node in range(0, 290, 3)]
    check(sizes, edges, lay_out(sizes, edges))


def test_edges_go_from_left_to_right_and_leaves_stand_before_what_they_enter():
    layout = lay_out([(50, 20)] * 4, [(0, 1), (1, 3), (2, 3)])
    assert layout.boxes[0].right < layout.boxes[1].x
    assert layout.boxes[2].x == layout.boxes[1].x


def test_a_chain_is_straight():
    layout = lay_out([(50, 20)] * 5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    assert len({box.y for box in layout.boxes}) == 1


def test_edges_that_need_not_cross_do_not():
    layout = lay_out([(50, 20)] * 4, [(0, 3), (1, 2)])
    first, second = layout.ways
    assert (first[0][1] < second[0][1]) == (first[-1][1] < second[-1][1])


def test_two_thousand_nodes_in_a_chain_need_no_recursion():
    layout = lay_out([(50, 20)] * 2001, [(node, node + 1) for node in range(2000)])
    assert layout.width > 2000 * 50


def test_no_nodes_need_no_room():
    assert lay_out([], []) == GraphLayout((), (), 0.0, 0.0)
