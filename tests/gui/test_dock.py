"""The dock of a panel."""

from typing import ClassVar

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gui.dock import PanelDock
from gui.panel import TOP, Panel
from gui.selection import Selection
from tests.recording_link import RecordingLink


class SlimPanel(Panel):
    title = "Slim"
    title_beside: ClassVar[bool] = True


class CommonPanel(Panel):
    title = "Common"


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def dock_of(panel: Panel, window: QMainWindow) -> PanelDock:
    dock = PanelDock(panel, window)
    window.addDockWidget(TOP, dock)
    window.resize(400, 200)
    window.show()
    return dock


def test_a_title_stands_above_its_panel(window: QMainWindow, link: RecordingLink, selection: Selection):
    dock = dock_of(CommonPanel(link, selection), window)
    assert dock.panel.geometry().top() >= dock.bar.geometry().bottom()


def test_the_title_of_a_slim_panel_stands_beside_it(
    window: QMainWindow, link: RecordingLink, selection: Selection
):
    dock = dock_of(SlimPanel(link, selection), window)
    assert dock.panel.geometry().left() >= dock.bar.geometry().right()
    assert dock.panel.geometry().top() == dock.bar.geometry().top()


def test_a_slim_panel_stays_where_it_is_when_the_buttons_of_its_title_come(
    window: QMainWindow, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    dock = dock_of(SlimPanel(link, selection), window)
    left = dock.panel.geometry().left()
    qtbot.mouseMove(dock.bar)
    dock.grab()
    assert dock.panel.geometry().left() == left
