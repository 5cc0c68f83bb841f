"""A row of values, set by keyboard and pointer."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.widgets.value_list import NUMBER_WIDTH, ROW, ValueList

Key = Qt.Key


@pytest.fixture
def values(qtbot: QtBot) -> ValueList:
    values = ValueList()
    qtbot.addWidget(values)
    values.set_count(5)
    values.resize(300, 5 * ROW + 10)
    values.show()
    values.activateWindow()
    values.setFocus()
    qtbot.waitUntil(values.hasFocus)
    return values


def field(values: ValueList) -> QLineEdit:
    found = values.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def test_arrow_keys_walk_and_change(values: ValueList, qtbot: QtBot):
    with qtbot.waitSignal(values.changed):
        qtbot.keyClick(values, Key.Key_Right)
    qtbot.keyClick(values, Key.Key_Down)
    qtbot.keyClick(values, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_allclose(values.values, [0.1, -1, 0, 0, 0])
    assert values.current == 1


def test_ten_steps_of_a_tenth_are_one(values: ValueList, qtbot: QtBot):
    for _ in range(10):
        qtbot.keyClick(values, Key.Key_Right)
    assert values.values[0] == 1


def test_a_number_is_typed_and_taken_with_return(values: ValueList, qtbot: QtBot):
    qtbot.keyClick(values, Key.Key_End)
    qtbot.keyClick(values, Key.Key_Minus)
    qtbot.keyClicks(field(values), "2,5")
    qtbot.keyClick(field(values), Key.Key_Return)
    assert values.values[4] == -2.5 and field(values).isHidden()
    qtbot.waitUntil(values.hasFocus)


def test_escape_and_what_is_no_number_change_nothing(values: ValueList, qtbot: QtBot):
    for text, key in (("7", Key.Key_Escape), ("1e", Key.Key_Return), ("1e99", Key.Key_Return)):
        qtbot.keyClick(values, Key.Key_Return)
        field(values).setText(text)
        qtbot.keyClick(field(values), key)
        assert field(values).isHidden() and not values.values.any()


def test_a_drag_in_the_bar_sets_the_value_and_is_one_step_back(values: ValueList, qtbot: QtBot):
    bar, view = values.bar_rect(2), values.viewport()
    middle, end = bar.center().toPoint(), QPoint(int(bar.right()), int(bar.center().y()))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(int(bar.width() / 4), 0))
    assert values.values[2] == pytest.approx(0.5, abs=0.02)
    qtbot.mouseMove(view, end)
    assert values.values[2] == pytest.approx(1, abs=0.02)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    values.undo()
    assert not values.values.any() and not values.can_undo


def test_a_double_click_beside_the_bar_opens_the_field(values: ValueList, qtbot: QtBot):
    place = values.row_rect(3).center().toPoint()
    place.setX(int(values.viewport().width() - NUMBER_WIDTH / 2))
    qtbot.mousePress(values.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(values.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field(values).isVisible() and values.current == 3


def test_all_digits_of_a_value_can_be_seen_where_it_is_typed_over(values: ValueList, qtbot: QtBot):
    values.set_values(np.full(5, -0.67450982, np.float32))
    qtbot.keyClick(values, Key.Key_Return)
    opened = field(values)
    assert opened.text() == "−0.674509823"
    ends = (opened.cursorPositionAt(QPoint(x, ROW // 2)) for x in (0, opened.width() - 1))
    assert tuple(ends) == (0, len(opened.text()))


def test_changes_are_taken_back_and_made_again(values: ValueList, qtbot: QtBot):
    qtbot.keyClick(values, Key.Key_Right)
    values.set_values(np.arange(5, dtype=np.float32))
    qtbot.keyClick(values, Key.Key_Delete)
    assert values.values.tolist() == [0, 1, 2, 3, 4]  # it was 0
    values.clear()
    for expected in ([0, 1, 2, 3, 4], [np.float32(0.1), 0, 0, 0, 0], [0] * 5):
        values.undo()
        assert values.values.tolist() == expected
    values.redo()
    assert values.values[0] == np.float32(0.1) and values.can_redo


def test_as_many_values_stay_and_others_begin_at_zero(values: ValueList):
    values.set_values(np.ones(5, np.float32))
    values.set_count(5)
    assert values.values.all() and values.can_undo
    values.set_count(3)
    assert values.values.tolist() == [0, 0, 0] and not values.can_undo


def test_the_bars_reach_to_the_largest_value(values: ValueList):
    assert values.range() == 1
    values.set_values(np.array([0, -5, 1, 0, 0], np.float32))
    assert values.range() == 8


def test_the_chosen_value_of_many_is_in_sight(values: ValueList, qtbot: QtBot):
    values.set_count(4000)
    qtbot.keyClick(values, Key.Key_End)
    assert values.current == 3999
    assert values.viewport().rect().contains(values.row_rect(3999).center().toPoint())
    assert values.describe(values.row_rect(3999).center().toPoint()) == "x3999 = 0"


def test_what_is_positive_is_painted_right_of_the_middle_and_what_is_negative_left(values: ValueList):
    values.set_values(np.array([1, -1, 0, 0, 0], np.float32))
    picture = values.viewport().grab().toImage()

    def colour(place: int, share: float) -> str:
        bar = values.bar_rect(place)
        return picture.pixelColor(int(bar.x() + share * bar.width()), int(bar.center().y())).name()

    assert colour(0, 0.75) != colour(0, 0.25) == colour(2, 0.25)
    assert colour(1, 0.25) not in (colour(0, 0.75), colour(2, 0.25))
