"""Saving a tensor from the window."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from engine.thread.commands import SaveTensor
from gui.tensor_saving import TensorSaving
from tests.recording_link import RecordingLink


def test_the_engine_is_asked_to_save_the_tensor_that_was_chosen_then(qtbot: QtBot, link: RecordingLink):
    parent = QWidget()
    qtbot.addWidget(parent)
    saving = TensorSaving(link, parent)
    assert not saving.menuAction().isEnabled()
    saving.choose("stack.0.weight")
    assert saving.menuAction().isEnabled() and "…0.weight" not in saving.kinds[".csv"].text()
    for ending, action in saving.kinds.items():
        action.trigger()
        dialog = parent.findChildren(QFileDialog)[-1]
        assert dialog.defaultSuffix() == ending.removeprefix(".")
        saving.choose("another")
        dialog.fileSelected.emit(f"/tmp/a{ending}")
        dialog.reject()
        saving.choose("stack.0.weight")
    assert link.sent == [SaveTensor("stack.0.weight", Path(f"/tmp/a{ending}")) for ending in (".npy", ".csv")]
