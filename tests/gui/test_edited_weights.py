"""The window keeps edits of weights from being lost; with the real engine behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine.thread.commands import Region
from engine.thread.editing_commands import EditWeights, Operation
from gui.command_line.reading import load_weights
from gui.main_window import MainWindow

EDIT = EditWeights("linear_relu_stack.0.weight", Region(0, 0, 1, 784), Operation.SET, 0.5)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    window.painted.connect(window.start_engine)
    window.show()
    load_weights(window, None)
    window.link.send(EDIT)
    qtbot.waitUntil(window.isWindowModified, timeout=60_000)
    yield window
    if window.isVisible():
        window.close()
        answer(window, QMessageBox.StandardButton.Discard)


def answer(window: MainWindow, button: QMessageBox.StandardButton) -> None:
    boxes = window.findChildren(QMessageBox)
    assert len(boxes) == 1
    boxes[0].button(button).click()


def test_closing_asks_and_can_be_put_off(window: MainWindow, qtbot: QtBot) -> None:
    assert window.statusBar().engine.text() == "trained weights, edited"
    window.close()
    answer(window, QMessageBox.StandardButton.Cancel)
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
    assert window.isVisible()


def test_saving_closes_the_window_once_all_is_saved(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda self: self.fileSelected.emit(str(path)))
    path = tmp_path / "mine.npz"
    window.close()
    answer(window, QMessageBox.StandardButton.Save)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert path.exists()


def test_other_weights_can_be_used_and_the_edited_ones_brought_back(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.switch_weights.trigger()
    qtbot.waitUntil(window.edited.back.isEnabled, timeout=60_000)
    assert window.statusBar().engine.text() == "random weights, seed 0"
    assert [window.edited.back.text() in view.notice.sentence for view in window.notices.views()] == [True]
    window.edited.back.trigger()
    qtbot.waitUntil(lambda: window.statusBar().engine.text() == "trained weights, edited", timeout=60_000)
    assert not window.edited.back.isEnabled()
