"""The button of an action."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.action_button import ActionButton


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    action = QAction("Train", window)
    layout = QVBoxLayout(window)
    layout.addWidget(ActionButton(action))
    layout.addWidget(QLineEdit())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def action(window: QWidget) -> QAction:
    return window.findChildren(QAction)[0]


@pytest.fixture
def button(window: QWidget) -> ActionButton:
    return window.findChildren(ActionButton)[0]


@pytest.fixture
def field(window: QWidget) -> QLineEdit:
    return window.findChildren(QLineEdit)[0]


def test_it_does_what_the_action_does(action: QAction, button: ActionButton, qtbot: QtBot):
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_says_what_the_action_says(action: QAction, button: ActionButton):
    action.setText("Pause")
    action.setToolTip("Nothing is lost")
    action.setEnabled(False)
    assert (button.text(), button.toolTip(), button.isEnabled()) == ("Pause", "Nothing is lost", False)


def test_the_focus_is_back_when_the_action_has_rested(
    action: QAction, button: ActionButton, field: QLineEdit
):
    button.setFocus()
    action.setEnabled(False)
    assert not field.hasFocus()
    action.setText("Pause")
    action.setEnabled(True)
    assert button.hasFocus()


def test_the_focus_stays_where_the_person_took_it(action: QAction, button: ActionButton, field: QLineEdit):
    button.setFocus()
    action.setEnabled(False)
    field.setFocus()
    action.setEnabled(True)
    assert field.hasFocus()


def test_a_button_that_had_no_focus_takes_none(action: QAction, button: ActionButton, field: QLineEdit):
    field.setFocus()
    action.setEnabled(False)
    field.clearFocus()
    action.setEnabled(True)
    assert not button.hasFocus()
