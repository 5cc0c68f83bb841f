"""A matrix that can be typed over."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.widgets.matrix_field import MatrixField
from gui.widgets.number_range import NumberRange


@pytest.fixture
def field(qtbot: QtBot) -> MatrixField:
    field = MatrixField(NumberRange(-10, 10))
    qtbot.addWidget(field)
    field.show_matrix(np.array([[1, -2], [0.5, 0]], np.float32), 2)
    field.show()
    return field


def type_into(field: MatrixField, row: int, column: int, text: str) -> None:
    field.setCurrentCell(row, column)
    QTest.keyClick(field, Qt.Key.Key_Return)
    editor = field.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_a_number_is_typed_over(field: MatrixField, qtbot: QtBot):
    with qtbot.waitSignal(field.edited) as edited:
        type_into(field, 1, 1, "2,5")
    assert edited.args == [(1.0, -2.0, 0.5, 2.5)]


@pytest.mark.parametrize("text", ["word", "99", "nan", ""])
def test_what_is_no_number_of_the_range_is_taken_back(field: MatrixField, qtbot: QtBot, text: str):
    with qtbot.assertNotEmitted(field.edited):
        type_into(field, 0, 0, text)
    item = field.item(0, 0)
    assert item is not None and item.text() == "1"


def test_signs_have_colours(field: MatrixField):
    colours = [field.item(0, column).background().color() for column in (0, 1)]  # pyright: ignore[reportOptionalMemberAccess]
    assert colours[0].red() > colours[0].blue()
    assert colours[1].blue() > colours[1].red()


def test_other_sizes_take_the_place(field: MatrixField):
    field.show_matrix(np.zeros((1, 5), np.float32), 0)
    assert (field.rowCount(), field.columnCount()) == (1, 5)
