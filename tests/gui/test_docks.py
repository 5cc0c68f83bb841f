"""The docks of a window: what is built when."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from gui.dock import PanelDock
from gui.docks import Docks, Panels
from gui.panel import TOP, Panel, Place
from gui.selection import Selection
from tests.recording_link import RecordingLink


def kind(name: str, workspace: str) -> type[Panel]:
    """A panel as if a module of that name held it."""
    body = {"__module__": f"panels.{name}", "title": name, "places": {workspace: Place(TOP, 0)}}
    return type(name.title(), (Panel,), body)


KINDS = [kind("ink", "draw"), kind("light", "draw"), kind("loss", "train")]


class Yard:
    """Docks under construction, and what was told of them."""

    def __init__(self, window: QMainWindow, link: RecordingLink, selection: Selection) -> None:
        self.completed = 0
        self.docks = Docks(
            KINDS, lambda kind: PanelDock(kind(link, selection), window), self.complete, window
        )

    def complete(self) -> None:
        self.completed += 1

    def built(self) -> list[str]:
        return [dock.panel.name() for dock in self.docks.built()]


@pytest.fixture
def yard(qtbot: QtBot, link: RecordingLink, selection: Selection) -> Iterator[Yard]:
    window = QMainWindow()
    qtbot.addWidget(window)
    yard = Yard(window, link, selection)
    yield yard
    yard.docks.stop()


def test_nothing_is_built_that_nobody_asked_for(yard: Yard) -> None:
    assert len(yard.docks) == 3
    assert "loss" in list(yard.docks)
    assert yard.built() == []


def test_a_dock_is_built_once(yard: Yard) -> None:
    assert yard.docks["light"] is yard.docks["light"]
    assert Panels(yard.docks)["light"] is yard.docks["light"].panel
    assert yard.built() == ["light"]


def test_a_workspace_builds_the_docks_that_have_a_place_in_it(yard: Yard) -> None:
    yard.docks.of_workspace("draw")
    assert yard.built() == ["ink", "light"]
    assert yard.completed == 0


def test_the_rest_is_built_between_events_one_a_turn(yard: Yard) -> None:
    yard.docks.of_workspace("train")
    yard.docks.complete_in_turns()
    for number in (2, 3):
        QApplication.processEvents()
        assert len(yard.built()) == number
    assert yard.completed == 1


def test_the_last_dock_is_told_of_once(yard: Yard) -> None:
    yard.docks.complete()
    yard.docks.complete()
    yard.docks.complete_in_turns()
    assert yard.built() == ["ink", "light", "loss"]
    assert yard.completed == 1
