"""A button that shows an action's icon."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.icons import icon
from gui.widgets.icon_button import IconButton


def test_it_does_what_its_action_does(qtbot: QtBot):
    action = QAction(icon("pen"), "Pen")
    button = IconButton(action)
    qtbot.addWidget(button)
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.accessibleName() == "Pen"


def test_it_is_in_sight_while_its_action_is(qtbot: QtBot):
    room = QWidget()
    qtbot.addWidget(room)
    action = QAction(icon("pen"), "Pen", room)
    action.setVisible(False)
    button = IconButton(action, room)
    room.show()
    assert not button.isVisible()
    action.setVisible(True)
    assert button.isVisible()
    action.setVisible(False)
    assert not button.isVisible()
