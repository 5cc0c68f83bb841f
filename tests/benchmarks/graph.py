"""A graph of 300 nodes: laid out and drawn, beside a full repaint of the window."""

from collections.abc import Callable
from time import perf_counter

from gui.command_line.hand import wait_ms
from gui.widgets.graph_node import NodeLook, Shape
from gui.widgets.graph_view import EdgeLook, GraphView
from tests.benchmarks.comparison import Comparison, of_pairs
from tests.benchmarks.real_window import real_window

NODES = 300
PAIRS = 11
SETTLE_MS = 500


def measure() -> list[Comparison]:
    """From the nodes and edges to the painted picture, the layout included."""
    looks, edges = graph()
    with real_window() as window:
        window.show_workspace("learn")
        wait_ms(SETTLE_MS)
        view = GraphView()
        view.resize(900, 500)
        view.show()
        pairs = []
        for turn in range(PAIRS):
            looks[0] = NodeLook(
                f"x{turn}", "[5]", Shape.LEAF
            )  # another graph: nothing is kept of the last one
            drawn = seconds(lambda: (view.show_graph(looks, edges), view.grab()))
            pairs.append((1000 * drawn, 1000 * seconds(window.grab)))
        view.close()
        view.deleteLater()
    return [of_pairs(f"graph of {NODES} nodes", "ms", pairs, "a full repaint of the window")]


def graph() -> tuple[list[NodeLook], list[EdgeLook]]:
    """Chains that branch and meet, as of a deep network whose layers each have a weight and a bias."""
    kinds = (Shape.LEAF, Shape.OPERATION, Shape.OPERATION)
    looks = [NodeLook(f"Node{node}Backward0", "[1, 512]", kinds[node % 3]) for node in range(NODES)]
    edges = [EdgeLook(node, min(node + 1 + node % 4, NODES - 1), True) for node in range(NODES - 1)]
    edges += [EdgeLook(node, node + 9, True) for node in range(0, NODES - 9, 3)]
    return looks, edges


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = perf_counter()
    work()
    return perf_counter() - started
