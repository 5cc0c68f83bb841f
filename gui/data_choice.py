"""The choice of what a network learns from: a menu of sources that can be mixed."""

from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QSizePolicy, QWidget

from gui.settings import labelled_path

SYNTHETIC = "synthetic"


class DataChoice(QComboBox):
    """`sources_changed` follows each change of `sources`."""

    sources_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("")
        self.choices = QMenu(self)
        self._others = self.choices.addSeparator()
        self.choices.addAction(self.tr("Add a folder of MNIST's kind …"), self._ask_for_folder)
        self.choices.addAction(self.tr("Add a file of drawings …"), self._ask_for_file)
        self.choices.aboutToShow.connect(self._look_for_drawings)
        self._sources: dict[str, QAction] = {}
        self.synthetic = self._offer(SYNTHETIC, self.tr("Synthetic digits"), self.tr("Digits drawn by rule"))
        self.drawings = self._offer(
            str(labelled_path()), self.tr("My drawings"), self.tr("The drawings that you gave a label")
        )
        self.synthetic.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._say()

    def sources(self) -> tuple[str, ...]:
        """What is chosen, as `Plan.sources`; empty if nothing is."""
        return tuple(source for source, action in self._sources.items() if action.isChecked())

    def show_sources(self, sources: tuple[str, ...]) -> None:
        """Choose these and no others, without a signal."""
        for source in sources:
            if source not in self._sources:
                self._offer(source, Path(source).name, source)
        for source, action in self._sources.items():
            action.setChecked(source in sources)
        self._say()

    def showPopup(self) -> None:
        """Open the menu: a list has no ticks."""
        self.choices.popup(self.mapToGlobal(QPoint(0, self.height())))

    def add(self, path: Path) -> None:
        """Choose a folder or a file, too."""
        self.show_sources((*self.sources(), str(path)))
        self.sources_changed.emit()

    def _offer(self, source: str, name: str, tip: str) -> QAction:
        action = QAction(name, self.choices, checkable=True)
        action.setToolTip(tip)
        action.triggered.connect(self._choose)
        self.choices.insertAction(self._others, action)
        self._sources[source] = action
        return action

    def _choose(self) -> None:
        self._say()
        self.sources_changed.emit()

    def _say(self) -> None:
        chosen = [action for action in self._sources.values() if action.isChecked()]
        self.setItemText(0, " + ".join(action.text() for action in chosen) or self.tr("nothing"))
        self.setToolTip("\n".join(action.toolTip() for action in chosen))

    def _look_for_drawings(self) -> None:
        there = labelled_path().exists()
        self.drawings.setEnabled(there or self.drawings.isChecked())
        self.drawings.setToolTip(
            self.tr("The drawings that you gave a label") if there else self.tr("No drawing has a label yet")
        )

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("A folder that holds MNIST/raw, or the like"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, self.tr("A file of drawings"), "", self.tr("Drawings (*.jsonl)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(lambda path: self.add(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
