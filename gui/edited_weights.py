"""What the window does so that no edit of weights is lost: it tells of them, saves them, and asks before it closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

from engine.thread.editing_commands import WRITTEN_ENDINGS, ReturnToEdits, SaveWeights
from engine.thread.editing_events import EditsChanged
from engine.thread.events import EngineFailed
from engine.thread.network_events import NetworkChanged
from gui.network_words import weights_title
from gui.notices import Notice

if TYPE_CHECKING:
    from gui.main_window import MainWindow


class EditedWeights(QObject):
    """The actions `save` and `back`, the question before the window closes, and the name in the status bar.

    `exports` is a menu of the formats that the weights in use can be written in.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._title = ""
        self._edits = EditsChanged()
        self._discards = False  # the person said so
        self._closes_when_saved = False
        self.save = QAction(self.tr("Save weights as …"), self)
        self.save.setShortcut(QKeySequence("Ctrl+Shift+S"))
        self.save.setEnabled(False)
        self.save.triggered.connect(lambda: self._ask_where(closes=False))
        self.exports = self._new_exports()
        self.back = QAction(self.tr("Back to the edited weights"), self)
        self.back.setEnabled(False)
        self.back.triggered.connect(lambda: window.link.send(ReturnToEdits()))
        window.link.subscribe(NetworkChanged, self._network_changed)
        window.link.subscribe(EditsChanged, self._edits_changed)
        window.link.subscribe(EngineFailed, lambda _: self._stay_open())

    def may_close(self) -> bool:
        """Whether nothing would be lost; else the person is asked, and the answer may close the window."""
        if self._discards or not (self._edits.unsaved or self._edits.aside):
            return True
        if not self._window.findChildren(_Question):
            _Question(self._window, self._answered).open()
        return False

    def _new_exports(self) -> QMenu:
        menu = QMenu(self.tr("Export the model"), self._window)
        menu.setEnabled(False)
        for ending, words in {
            ".safetensors": self.tr("safetensors …"),
            ".pt": self.tr("PyTorch state_dict (.pt) …"),
            ".npz": self.tr("NumPy archive (.npz) …"),
            ".onnx": self.tr("ONNX …"),
            ".py": self.tr("PyTorch source with its weights (.py) …"),
        }.items():
            menu.addAction(words, partial(self._ask_where, False, (ending,)))
        return menu

    def _answered(self, answer: QMessageBox.StandardButton) -> None:
        if answer == QMessageBox.StandardButton.Discard:
            self._discards = True
            self._window.close()
        elif answer == QMessageBox.StandardButton.Save:
            if not self._edits.unsaved:
                self._window.link.send(ReturnToEdits())
            self._ask_where(closes=True)

    def _ask_where(self, closes: bool, endings: Sequence[str] = WRITTEN_ENDINGS) -> None:
        kinds = self.tr("Weights ({endings})").format(endings=" ".join(f"*{each}" for each in endings))
        dialog = QFileDialog(self._window, self.tr("Save weights"), "", kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(endings[0])
        dialog.fileSelected.connect(lambda path: self._save(Path(path), closes))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, path: Path, closes: bool) -> None:
        self._closes_when_saved = closes
        self._window.link.send(SaveWeights(path))

    def _stay_open(self) -> None:
        """What could not be saved is not to be lost."""
        self._closes_when_saved = False

    def _network_changed(self, event: NetworkChanged) -> None:
        self._title = weights_title(event)
        self.save.setEnabled(True)
        self.exports.setEnabled(True)
        self._tell()

    def _edits_changed(self, event: EditsChanged) -> None:
        if event.aside > self._edits.aside:
            words = self.tr("The edited weights are kept: Network, “{action}” brings them back.")
            self._window.notices.tell(Notice(words.format(action=self.back.text())))
        self._edits = event
        self.back.setEnabled(event.aside > 0)
        self._tell()
        if self._closes_when_saved and not event.unsaved:
            self._closes_when_saved = False
            self._window.close()

    def _tell(self) -> None:
        words = self.tr("{weights}, edited") if self._edits.edited else "{weights}"
        self._window.statusBar().engine.setText(words.format(weights=self._title))
        self._window.setWindowModified(self._edits.unsaved)


class _Question(QMessageBox):
    """What is to become of edits that are not saved."""

    def __init__(self, window: MainWindow, answered: Callable[[QMessageBox.StandardButton], None]) -> None:
        super().__init__(window)
        buttons = QMessageBox.StandardButton
        self.setWindowTitle(self.tr("Edited weights"))
        self.setText(self.tr("Weights that you edited are not saved."))
        self.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.button(buttons.Save).setText(self.tr("Save as …"))
        self.button(buttons.Discard).setText(self.tr("Discard"))
        self.buttonClicked.connect(lambda button: answered(self.standardButton(button)))
