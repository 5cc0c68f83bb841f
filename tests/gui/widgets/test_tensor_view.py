"""The heatmap that can be zoomed."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.tensor_view import TensorView

ALL = QRectF(0, 0, 200, 100)


@pytest.fixture
def view(qtbot: QtBot) -> TensorView:
    view = TensorView()
    qtbot.addWidget(view)
    view.resize(202, 102)
    view.show()
    with qtbot.waitSignal(view.region_wanted):
        view.set_shape(100, 200)
    return view


def turn_wheel(view: TensorView, at: QPointF, notches: int) -> None:
    nothing, up = QPoint(), QPoint(0, 120 * notches)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, view.mapToGlobal(at), nothing, up, buttons, keys, phase, False)
    QApplication.sendEvent(view, event)


def test_a_new_tensor_is_asked_for_whole_at_the_size_of_the_screen(view: TensorView, qtbot: QtBot):
    with qtbot.waitSignal(view.region_wanted) as asked:
        view.set_shape(4000, 3000)
    assert asked.args == [(0, 0, 4000, 3000), 100, 200]


def test_the_wheel_keeps_what_is_under_the_pointer(view: TensorView, qtbot: QtBot):
    with qtbot.waitSignal(view.region_wanted) as asked:
        turn_wheel(view, QPointF(51, 76), 1)
    seen = view.view()
    assert seen.width() == pytest.approx(160) and seen.height() == pytest.approx(80)
    assert seen.left() + 0.25 * 160 == pytest.approx(50)
    assert seen.top() + 0.75 * 80 == pytest.approx(75)
    assert asked.args == [(15, 10, 95, 170), 100, 200]


def test_it_zooms_down_to_a_few_cells_and_out_to_all(view: TensorView):
    turn_wheel(view, QPointF(101, 51), 40)
    assert view.view().width() == view.view().height() == 4
    turn_wheel(view, QPointF(1, 1), -80)
    assert view.view() == ALL


def test_keys_zoom_move_and_show_all(view: TensorView, qtbot: QtBot):
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.view() == QRectF(40, 0, 160, 80)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.view() == ALL
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.view() == ALL


def test_dragging_moves_the_picture_with_the_pointer_but_not_beyond_its_end(view: TensorView, qtbot: QtBot):
    turn_wheel(view, QPointF(101, 51), 3)
    before = view.view()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 50))
    qtbot.mouseMove(view, QPoint(90, 50))
    assert view.view().left() == pytest.approx(before.left() + 10 / 200 * before.width())
    for x in (40, 0):
        qtbot.mouseMove(view, QPoint(x, 50))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(0, 50))
    assert ALL.contains(view.view())


def test_a_double_click_shows_all(view: TensorView, qtbot: QtBot):
    turn_wheel(view, QPointF(101, 51), 3)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert view.view() == ALL


def test_what_it_has_is_shown_enlarged_until_more_comes(view: TensorView):
    levels = np.zeros((100, 200), np.float32)
    levels[:50, :100] = 1
    view.set_limit(1.0)
    view.set_levels(levels)
    turn_wheel(view, QPointF(1, 1), 3)
    picture = view.grab().toImage()
    assert picture.pixelColor(150, 70).rgba() == theme.current().diverging[253]
    assert picture.pixelColor(198, 98) == theme.current().panel


def test_the_cell_under_the_pointer_is_found_when_zoomed(view: TensorView, qtbot: QtBot):
    view.set_levels(np.zeros((100, 200), np.float32))
    turn_wheel(view, QPointF(201, 101), 40)
    with qtbot.waitSignal(view.cell_hovered) as cell:
        qtbot.mouseMove(view, QPoint(199, 99))
    assert cell.args == [99, 199]


def test_a_vector_is_one_row_and_only_zooms_across(view: TensorView):
    view.set_shape(1, 512)
    turn_wheel(view, QPointF(101, 51), 2)
    assert view.view().height() == 1 and view.view().width() < 512


def test_it_tells_where_it_looks_and_looks_where_it_is_told(view: TensorView, qtbot: QtBot):
    with qtbot.waitSignal(view.looked_at) as looked:
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert looked.args == [view.view()]
    with qtbot.waitSignal(view.region_wanted) as asked:
        view.look_at(QRectF(190, 0, 20, 10))
    assert asked.args is not None and asked.args[0] == (0, 180, 10, 200)
    with qtbot.assertNotEmitted(view.looked_at):
        view.look_at(view.view())


@pytest.fixture
def vector(qtbot: QtBot) -> TensorView:
    """27 numbers in rows of 8, the last of 3; a cell is 25 × 25 pixels."""
    vector = TensorView()
    qtbot.addWidget(vector)
    vector.resize(202, 102)
    vector.show()
    with qtbot.waitSignal(vector.region_wanted) as asked:
        vector.set_vector(27, 8)
    assert asked.args == [(0, 0, 4, 8), 100, 200]
    vector.set_limit(27.0)
    vector.set_levels(np.minimum(np.arange(1.0, 33, dtype=np.float32), 27).reshape(4, 8))
    return vector


def test_a_cell_of_a_folded_vector_is_called_by_its_index(vector: TensorView, qtbot: QtBot):
    with qtbot.waitSignal(vector.cell_hovered) as told:
        qtbot.mouseMove(vector, QPoint(60, 60))
    assert told.args == [2, 2] and vector.describe(2, 2) == "number 18: 19"


def test_behind_the_last_number_of_a_vector_is_nothing(vector: TensorView):
    assert vector.cell_at(QPointF(70, 90)) == (3, 2)
    assert vector.cell_at(QPointF(80, 90)) == (-1, -1)
    picture = vector.grab().toImage()
    assert picture.pixelColor(70, 90) != theme.current().panel
    for x in (80, 120, 195):
        assert picture.pixelColor(x, 90) == theme.current().panel
    assert picture.pixelColor(195, 60) != theme.current().panel


def test_a_vector_is_zoomed_and_its_end_stays_where_it_is(vector: TensorView, qtbot: QtBot):
    vector.look_at(QRectF(0, 2, 4, 2))  # a cell is 50 × 50 pixels
    assert vector.describe(*vector.cell_at(QPointF(125, 75))) == "number 26: 27"
    assert vector.cell_at(QPointF(175, 75)) == (-1, -1)
    picture = vector.grab().toImage()
    assert picture.pixelColor(125, 75) != theme.current().panel
    assert picture.pixelColor(175, 75) == theme.current().panel != picture.pixelColor(175, 25)


def test_of_a_pooled_vector_the_strongest_of_a_block_is_told(vector: TensorView):
    vector.set_levels(np.full((2, 4), 5, np.float32), (0, 0, 4, 8))
    assert vector.describe(2, 3) == "4 numbers around 19: strongest 5"


def test_a_matrix_after_a_vector_is_one(vector: TensorView):
    vector.set_shape(4, 8)
    vector.set_levels(np.ones((4, 8), np.float32))
    assert vector.cell_at(QPointF(195, 90)) == (3, 7) and vector.describe(3, 7) == "row 3, column 7: 1"
