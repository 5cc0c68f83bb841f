"""The files that were opened last."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.thread.commands import OpenWeights
from engine.thread.events import EngineFailed, Kind
from engine.thread.network_events import NetworkChanged, WeightsSource
from gui.recent_files import MOST, RecentFiles
from tests.gui.panels.networks import network_changed
from tests.recording_link import RecordingLink


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def opened(path: Path) -> NetworkChanged:
    return replace(network_changed(), source=WeightsSource.FILE, path=path)


def test_the_newest_is_first_each_once_and_ten_at_most(window: QWidget, link: RecordingLink, tmp_path: Path):
    menu = RecentFiles(link, window)
    assert not menu.isEnabled()
    for number in (*range(12), 3):
        link.deliver(opened(tmp_path / f"{number}.pt"))
    names = [path.stem for path in menu.paths()]
    assert names == ["3", "11", "10", "9", "8", "7", "6", "5", "4", "2"] and len(names) == MOST
    assert menu.isEnabled()


def test_they_are_there_at_the_next_start_and_open(window: QWidget, link: RecordingLink, tmp_path: Path):
    link.deliver(network_changed())  # the program's own is no file
    RecentFiles(link, window)
    link.deliver(opened(tmp_path / "a & b.pt"))
    menu = RecentFiles(link, window)
    assert menu.actions()[0].text().endswith("a && b.pt")
    menu.actions()[0].trigger()
    assert link.sent == [OpenWeights(tmp_path / "a & b.pt")]


def test_one_that_is_gone_leaves_the_menu_when_it_is_chosen(
    window: QWidget, link: RecordingLink, tmp_path: Path
):
    menu = RecentFiles(link, window)
    for name in ("here.pt", "gone.pt"):
        link.deliver(opened(tmp_path / name))
    menu.actions()[0].trigger()
    link.deliver(EngineFailed(Kind.FILE_MISSING, {"file": "gone.pt"}))
    assert menu.paths() == [tmp_path / "here.pt"]
    link.deliver(EngineFailed(Kind.FILE_MISSING, {"file": "another.pt"}))
    assert menu.paths() == [tmp_path / "here.pt"]


def test_all_are_forgotten(window: QWidget, link: RecordingLink, tmp_path: Path):
    menu = RecentFiles(link, window)
    link.deliver(opened(tmp_path / "a.pt"))
    menu.actions()[-1].trigger()
    assert not menu.paths() and not menu.isEnabled()
