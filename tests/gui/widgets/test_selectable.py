"""What can be pointed at and chosen."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.selectable import Selectable


@pytest.fixture
def widget(qtbot: QtBot) -> Selectable:
    widget = Selectable()
    qtbot.addWidget(widget)
    widget.resize(60, 30)
    widget.show()
    return widget


def test_the_pointer_is_told_as_it_comes_and_goes(widget: Selectable):
    told: list[bool] = []
    widget.hovered.connect(told.append)
    at = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(at, at, at))
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    assert told == [True, False]


def test_a_click_chooses_with_the_left_button_only(widget: Selectable, qtbot: QtBot):
    with qtbot.assertNotEmitted(widget.chosen):
        qtbot.mouseClick(widget, Qt.MouseButton.RightButton)
    with qtbot.waitSignal(widget.chosen):
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_choose(widget: Selectable, qtbot: QtBot, key: Qt.Key):
    with qtbot.waitSignal(widget.chosen):
        qtbot.keyClick(widget, key)
