"""Panels saved as pictures, from the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.thread.events import FileWritten
from gui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.docks.complete()
    yield window
    window.close()


def save(window: MainWindow, path: Path, qtbot: QtBot) -> bytes:
    """Answer the dialog that is open."""
    written: list[FileWritten] = []
    window.link.subscribe(FileWritten, written.append)
    dialog = window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: bool(written), timeout=20_000)
    return path.read_bytes()


def test_the_menu_offers_the_panels_that_are_seen_in_both_forms(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
):
    window.pictures.aboutToShow.emit()
    offered = {action.text(): action for action in window.pictures.actions()}
    assert "Network …" in offered and "Graph …" not in offered
    offered["Network …"].trigger()
    size = window.panels["network"].size()
    assert QImage.fromData(save(window, tmp_path / "a.png", qtbot)).size() == size
    offered["Network …"].trigger()
    drawing = QSvgRenderer(QByteArray(save(window, tmp_path / "a.svg", qtbot)))
    assert drawing.isValid() and drawing.viewBox().size() == size


def test_the_head_of_a_dock_offers_it_too(window: MainWindow, qtbot: QtBot, tmp_path: Path):
    window.docks["prediction"].bar.menu().actions()[0].trigger()
    assert (
        QImage.fromData(save(window, tmp_path / "a.png", qtbot)).size() == window.panels["prediction"].size()
    )
