"""The view of a graph, with real clicks and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontInfo, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.graph_node import NodeLook, Passage, Passing, Shape, broken
from gui.widgets.graph_view import EdgeLook, GraphView

NODES = (
    NodeLook("x", "[5]", Shape.CONSTANT, picture=np.ones((1, 5), np.float32), limit=1),
    NodeLook("w", "[5, 3]", Shape.LEAF, picture=np.ones((5, 3), np.float32), limit=1),
    NodeLook("MmBackward0", "[1, 3]", Shape.OPERATION),
    NodeLook("SumBackward0", "loss = 15", Shape.OPERATION, is_root=True),
)
EDGES = (EdgeLook(0, 2, False), EdgeLook(1, 2, True), EdgeLook(2, 3, True))


@pytest.fixture
def view(qtbot: QtBot) -> GraphView:
    view = GraphView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    qtbot.waitExposed(view)
    view.show_graph(NODES, EDGES)
    return view


def shows(view: GraphView, node: int) -> bool:
    return bool(view.viewport().rect().toRectF().contains(view.node_rect(node)))


def test_the_whole_graph_is_in_sight(view: GraphView):
    assert all(shows(view, node) for node in range(4))


def test_a_click_chooses_a_node(view: GraphView, qtbot: QtBot):
    with qtbot.waitSignal(view.chosen) as chosen:
        place = view.node_rect(2).center().toPoint()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [2]
    assert view.chosen_node == 2


def test_keys_walk_along_the_edges(view: GraphView):
    view.setFocus()
    for key, node in (
        (Qt.Key.Key_Left, 3),  # nothing was chosen: the root
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Up, 2),
    ):
        QTest.keyClick(view, key)
        assert view.chosen_node == node
    QTest.keyClick(view, Qt.Key.Key_Left)
    beside = {Qt.Key.Key_Down, Qt.Key.Key_Up}
    for key in beside:
        QTest.keyClick(view, key)
    assert view.chosen_node in (0, 1)


def test_keys_and_wheel_enlarge_and_fit(view: GraphView):
    before = view.node_rect(2).width()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    enlarged = view.node_rect(2).width()
    assert enlarged > before
    place = view.viewport().rect().center()
    wheel = QWheelEvent(
        QPointF(place),
        QPointF(view.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.node_rect(2).width() > enlarged
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.node_rect(2).width() == pytest.approx(before, abs=2)


def test_it_fits_again_when_it_is_resized(view: GraphView):
    view.resize(420, 300)
    assert shows(view, 3)
    view.resize(900, 500)
    assert all(shows(view, node) for node in range(4))


def test_the_same_graph_with_other_numbers_stays_where_it_is(view: GraphView):
    QTest.keyClick(view, Qt.Key.Key_Plus)
    view.choose(1)
    before = view.node_rect(1)
    other = NodeLook("w", "[5, 3]", Shape.LEAF, picture=np.zeros((5, 3), np.float32), limit=1)
    view.show_graph((NODES[0], other, *NODES[2:]), EDGES)
    assert view.node_rect(1) == before
    assert view.chosen_node == 1


def colours(view: GraphView, colour: QColor) -> int:
    """How many of every second row's pixels have it."""
    image = view.grab().toImage()
    return sum(
        image.pixel(x, y) == colour.rgb() for x in range(image.width()) for y in range(0, image.height(), 2)
    )


def accents(view: GraphView) -> int:
    return colours(view, theme.current().accent)


def test_a_walk_lights_up_what_it_came_by(view: GraphView):
    assert accents(view) == 0
    view.show_walk({2: Passing(Passage.HERE), 3: Passing(Passage.PASSED)}, (1, 2))
    lit = accents(view)
    assert lit > 40
    view.show_walk(
        {1: Passing(gradient="∂L 1 1 1"), 2: Passing(Passage.HERE), 3: Passing(Passage.PASSED)}, (1, 2)
    )
    assert accents(view) > lit
    view.show_walk({}, ())
    assert accents(view) == 0


def test_another_theme_changes_the_paper(view: GraphView, qapp: QApplication):
    theme.apply(qapp, "light")
    try:
        corner = view.grab().toImage().pixelColor(3, 3)
        assert corner == theme.LIGHT.panel
    finally:
        theme.apply(qapp, "dark")


def test_a_long_name_is_broken_at_a_capital():
    assert broken("AddBackward0") == ["AddBackward0"]
    assert broken("BinaryCrossEntropyWithLogitsBackward0") == ["BinaryCrossEntropy", "WithLogitsBackward0"]
    assert broken("a" * 40) == ["a" * 40]


def test_what_was_freed_is_marked_on_its_frame(view: GraphView):
    before = colours(view, theme.current().positive)
    view.show_walk({2: Passing(tag="freed")}, ())
    assert colours(view, theme.current().positive) > before


def test_a_high_room_shows_it_from_the_top(view: GraphView):
    assert not view.graph_layout.downwards
    view.resize(300, 500)
    assert view.graph_layout.downwards
    boxes = view.graph_layout.boxes
    assert boxes[0].y < boxes[2].y < boxes[3].y
    assert all(shows(view, node) for node in range(4))
    view.choose(3)
    for key, node in ((Qt.Key.Key_Up, 2), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Down, 2)):
        QTest.keyClick(view, key)
        assert view.chosen_node == node
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Right if boxes[1].x > boxes[0].x else Qt.Key.Key_Left)
    assert view.chosen_node == 1


def test_words_are_never_smaller_than_can_be_read(view: GraphView):
    looks = [NodeLook(f"Node{number}Backward0", "[3]", Shape.OPERATION) for number in range(40)]
    view.show_graph(looks, [EdgeLook(number, number + 1, True) for number in range(39)])
    assert QFontInfo(theme.mono_font(9)).pixelSize() * view.transform().m11() >= 11
    assert shows(view, 39)
    view.choose(39)
    for _ in range(39):
        QTest.keyClick(view, Qt.Key.Key_Left if not view.graph_layout.downwards else Qt.Key.Key_Up)
    assert view.chosen_node == 0
    assert shows(view, 0)


def test_a_loss_that_changes_moves_nothing(view: GraphView):
    QTest.keyClick(view, Qt.Key.Key_Plus)
    before = view.node_rect(3)
    view.show_graph(
        (*NODES[:3], NodeLook("SumBackward0", "loss = 1.5e−05", Shape.OPERATION, is_root=True)), EDGES
    )
    assert view.node_rect(3) == before


def test_a_chain_of_two_thousand_nodes_is_shown(view: GraphView):
    looks = [NodeLook("AddBackward0", f"[{number}]", Shape.OPERATION) for number in range(2001)]
    view.show_graph(looks, [EdgeLook(number, number + 1, True) for number in range(2000)])
    assert shows(view, 2000)
    assert view.graph_layout.downwards
