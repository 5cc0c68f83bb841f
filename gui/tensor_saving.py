"""Saving a tensor as a file of its own: the actions of panels that show one."""

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine.thread.commands import TENSOR_ENDINGS, SaveTensor
from gui.engine_link import EngineLink
from gui.parameter_name import short_name


class TensorSaving(QMenu):
    """A menu of the kinds of files; `parameter` is the tensor that is saved, "": none."""

    def __init__(self, link: EngineLink, parent: QWidget) -> None:
        super().__init__(parent)
        self._link = link
        self._parameter = ""
        names = {".npy": self.tr("NumPy (.npy) …"), ".csv": self.tr("Table (.csv) …")}
        self.kinds: dict[str, QAction] = {}
        for ending in TENSOR_ENDINGS:
            self.kinds[ending] = self.addAction(names[ending])
            self.kinds[ending].triggered.connect(lambda _=False, ending=ending: self._ask_where(ending))
        self.choose("")

    def choose(self, parameter: str) -> None:
        """Save this tensor from now on."""
        self._parameter = parameter
        self.setTitle(self.tr("Save {tensor}").format(tensor=short_name(parameter) or self.tr("the tensor")))
        self.menuAction().setEnabled(bool(parameter))

    def _ask_where(self, ending: str) -> None:
        parameter = self._parameter
        name = parameter.replace("/", "_") + ending
        dialog = QFileDialog(self.parentWidget(), self.tr("Save a tensor"), name, f"*{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(lambda path: self._link.send(SaveTensor(parameter, Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
