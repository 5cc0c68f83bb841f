"""The window keeps edits of weights from being lost; with the real engine behind it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine.network.checkpoints import load_checkpoint
from engine.network.rebuilding import network_of
from engine.thread.commands import Region
from engine.thread.editing_commands import EditWeights, Operation
from engine.thread.events import FileWritten
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


def test_every_export_of_the_menu_opens_again_with_the_edited_numbers(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    written: list[FileWritten] = []
    window.link.subscribe(FileWritten, written.append)
    for action in window.edited.exports.actions():
        action.trigger()
        dialog = window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(tmp_path / f"a.{dialog.defaultSuffix()}"))
        dialog.reject()
        dialog.deleteLater()
        qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
    qtbot.waitUntil(lambda: len(written) == 5, timeout=60_000)
    opened = [
        network_of(load_checkpoint(tmp_path / f"a.{kind}")) for kind in ("safetensors", "pt", "npz", "onnx")
    ]
    images = torch.rand(3, 784)
    expected = opened[0](images)
    assert (opened[0].get_parameter(EDIT.parameter)[0] == 0.5).all()
    assert all(torch.equal(each(images), expected) for each in opened)
    session = onnxruntime.InferenceSession(tmp_path / "a.onnx", providers=["CPUExecutionProvider"])
    (logits,) = session.run(["logits"], {"image": images.numpy()})
    np.testing.assert_allclose(np.asarray(logits), expected.detach(), rtol=1e-4, atol=1e-4)
    torch.save(images, tmp_path / "images.pt")
    program = "import torch, a; torch.save(a.load()(torch.load('images.pt')), 'logits.pt')"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=200)
    torch.testing.assert_close(torch.load(tmp_path / "logits.pt"), expected)
