"""The wall of receptive fields."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.field_wall import FieldWall


@pytest.fixture
def wall(qtbot: QtBot) -> FieldWall:
    wall = FieldWall()
    qtbot.addWidget(wall)
    wall.resize(340, 200)
    wall.show()
    with qtbot.waitSignal(wall.rows_wanted):
        wall.set_total(512)
    return wall


def hang(wall: FieldWall, first: int = 0, count: int = 60) -> None:
    fields = np.zeros((count, 28, 28), np.float32)
    fields[:, :, 14:] = 1.0
    wall.set_fields(first, tuple(range(1000 + first, 1000 + first + count)), fields)
    wall.set_limit(1.0)


def test_it_asks_for_the_fields_in_sight_only(wall: FieldWall, qtbot: QtBot):
    with qtbot.waitSignal(wall.rows_wanted) as asked:
        wall.ask_again()
    first, count = asked.args or (0, 0)
    assert first == 0
    assert 200 / wall.pitch <= count / wall.columns < 200 / wall.pitch + 2


def test_the_fields_fill_the_width(wall: FieldWall):
    left, right = wall.place_rect(0), wall.place_rect(wall.columns - 1)
    assert left.left() == 0 and right.right() == wall.viewport().width() - 1
    assert min(left.width(), right.width()) >= 28


def test_scrolling_asks_for_the_rows_that_came_into_sight(wall: FieldWall, qtbot: QtBot):
    with qtbot.waitSignal(wall.rows_wanted) as asked:
        wall.verticalScrollBar().setValue(3 * wall.pitch)
    assert (asked.args or [])[0] == 3 * wall.columns


def test_the_last_rows_are_asked_for_and_not_more(wall: FieldWall, qtbot: QtBot):
    with qtbot.waitSignal(wall.rows_wanted) as asked:
        wall.verticalScrollBar().setValue(wall.verticalScrollBar().maximum())
    assert sum(asked.args or []) == 512


def test_each_field_is_painted_at_its_place(wall: FieldWall):
    hang(wall)
    picture = wall.viewport().grab().toImage()
    for place in (0, wall.columns + 2):
        rect = wall.place_rect(place)
        assert picture.pixelColor(rect.left() + 5, rect.center().y()) == theme.current().panel
        assert (
            picture.pixelColor(rect.right() - 5, rect.center().y()).rgba() == theme.current().diverging[253]
        )


def test_pointing_marks_a_place_which_is_described_by_unit_and_norm(wall: FieldWall, qtbot: QtBot):
    hang(wall)
    with qtbot.waitSignal(wall.place_marked) as marked:
        qtbot.mouseMove(wall.viewport(), wall.place_rect(3).center())
    assert marked.args == [3]
    assert wall.describe(3) == "unit 1003, norm 19.8"
    assert wall.describe(400) == wall.describe(-1) == ""


def test_between_fields_there_is_no_place(wall: FieldWall):
    assert wall.place_at(wall.place_rect(0).bottomRight() + QPoint(1, 1)) == -1
    assert wall.place_at(QPoint(wall.viewport().width() + 5, 5)) == -1


def test_a_click_chooses_and_a_double_click_opens(wall: FieldWall, qtbot: QtBot):
    hang(wall)
    spot = wall.place_rect(5).center()
    qtbot.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(wall.unit_opened) as opened:
        qtbot.mouseDClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == [1005]


def test_arrows_choose_and_return_opens(wall: FieldWall, qtbot: QtBot):
    hang(wall)
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    qtbot.keyClick(wall, Qt.Key.Key_Down)
    with qtbot.waitSignal(wall.unit_opened) as opened:
        qtbot.keyClick(wall, Qt.Key.Key_Return)
    assert opened.args == [1001 + wall.columns]


def test_choosing_below_the_edge_scrolls_there(wall: FieldWall, qtbot: QtBot):
    hang(wall)
    for _ in range(9):
        qtbot.keyClick(wall, Qt.Key.Key_Down)
    assert wall.viewport().rect().contains(wall.place_rect(8 * wall.columns))


def test_plus_and_ctrl_wheel_enlarge_the_fields(wall: FieldWall, qtbot: QtBot):
    small = wall.pitch
    for _ in range(2):
        qtbot.keyClick(wall, Qt.Key.Key_Plus)
    medium = wall.pitch
    at, up = QPointF(50, 50), QPoint(0, 360)
    event = QWheelEvent(
        at, at, QPoint(), up, Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(wall.viewport(), event)
    assert small < medium < wall.pitch
