"""The bar that edits the selected cells of a table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.widgets.edit_bar import CellEdit, EditBar


@pytest.fixture
def bar(qtbot: QtBot) -> EditBar:
    bar = EditBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.choose(2, 3)
    return bar


def button(bar: EditBar, action: QAction) -> QToolButton:
    return next(each for each in bar.findChildren(QToolButton) if each.defaultAction() is action)


def type_number(bar: EditBar, qtbot: QtBot, text: str) -> None:
    bar.field.selectAll()
    qtbot.keyClicks(bar.field, text)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("set", (CellEdit.SET, -1.5)),
        ("scale", (CellEdit.SCALE, -1.5)),
        ("noise", (CellEdit.NOISE, -1.5)),
        ("zero", (CellEdit.SET, 0.0)),
    ],
)
def test_each_button_asks_for_its_edit_with_the_number(
    bar: EditBar, qtbot: QtBot, name: str, wanted: tuple[CellEdit, float]
):
    type_number(bar, qtbot, "-1,5")
    with qtbot.waitSignal(bar.wanted) as asked:
        qtbot.mouseClick(button(bar, getattr(bar, name)), Qt.MouseButton.LeftButton)
    assert tuple(asked.args or ()) == wanted


def test_enter_sets_the_cells(bar: EditBar, qtbot: QtBot):
    type_number(bar, qtbot, "3")
    with qtbot.waitSignal(bar.wanted) as asked:
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert asked.args == [CellEdit.SET, 3.0]


def test_what_is_no_number_is_marked_and_only_zero_stays(bar: EditBar, qtbot: QtBot):
    type_number(bar, qtbot, "1e99")
    assert bar.field.property("invalid")
    assert [action.isEnabled() for action in bar.actions_for_cells()] == [False, False, False, True]


def test_without_cells_nothing_can_be_done(bar: EditBar):
    bar.choose(0, 0)
    assert not any(action.isEnabled() for action in bar.actions_for_cells())


def test_the_words_of_menus_tell_the_number_and_those_of_buttons_do_not(bar: EditBar, qtbot: QtBot):
    type_number(bar, qtbot, "0.25")
    assert bar.scale.text() == "Scale by 0.25" and button(bar, bar.scale).text() == "Scale"


def test_undo_and_redo_say_what_they_would_do(bar: EditBar):
    assert not bar.undo.isEnabled() and not bar.redo.isEnabled()
    bar.offer("row 3", "")
    assert bar.undo.isEnabled() and "row 3" in bar.undo.text() and not bar.redo.isEnabled()
