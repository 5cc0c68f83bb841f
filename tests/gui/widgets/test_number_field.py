"""The field for a number."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.number_field import NumberField
from gui.widgets.number_range import NumberRange


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    field = NumberField(NumberRange(1e-8, 10, factor=2))
    qtbot.addWidget(field)
    field.set_value(0.01)
    field.show()
    return field


def enter(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_number_counts_when_it_is_entered(field: NumberField, qtbot: QtBot):
    with qtbot.waitSignal(field.value_changed) as changed:
        enter(qtbot, field, "2e-3")
    assert changed.args == [0.002]
    assert (field.value, field.text()) == (0.002, "0.002")


def test_a_number_on_its_way_counts_for_nothing(field: NumberField, qtbot: QtBot):
    field.selectAll()
    with qtbot.assertNotEmitted(field.value_changed), qtbot.assertNotEmitted(field.problem_changed):
        qtbot.keyClicks(field, "0.00")
    assert field.value == 0.01


def test_what_is_wrong_is_told_in_words_and_the_last_number_stays(field: NumberField, qtbot: QtBot):
    with qtbot.waitSignal(field.problem_changed) as told:
        enter(qtbot, field, "20")
    assert told.args == ["a number from 1.0e−08 to 10"]
    assert field.value == 0.01


def test_a_complaint_goes_as_soon_as_the_number_is_right(field: NumberField, qtbot: QtBot):
    enter(qtbot, field, "2")
    enter(qtbot, field, "x")
    assert field.problem
    with qtbot.waitSignal(field.problem_changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Backspace)
        qtbot.keyClicks(field, "3")
    assert told.args == [""]


def test_escape_takes_back_what_was_typed(field: NumberField, qtbot: QtBot):
    enter(qtbot, field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.problem) == ("0.01", "")


def test_the_arrow_keys_change_the_number(field: NumberField, qtbot: QtBot):
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value == 0.02
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value == 0.01


def test_setting_it_is_no_change_by_the_person(field: NumberField, qtbot: QtBot):
    enter(qtbot, field, "x")
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(0.5)
    assert (field.text(), field.problem) == ("0.5", "")
