"""The choice of what a network learns from: a menu of sources that can be mixed."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QSizePolicy, QWidget

from gui.settings import labelled_path

SYNTHETIC = "synthetic"


class DataChoice(QComboBox):
    """`sources_changed` follows each change of `sources` that the person makes."""

    sources_changed = Signal()
    labelled_wanted = Signal()  # how many drawings have a label is about to be shown: see `show_labelled`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("")
        self.choices = QMenu(self)
        self._others = self.choices.addSeparator()
        self.choices.addAction(self.tr("Add a folder of MNIST's kind …"), self._ask_for_folder)
        self.choices.addAction(self.tr("Add a file of drawings …"), self._ask_for_file)
        self.choices.aboutToShow.connect(self.labelled_wanted)
        self._sources: dict[str, QAction] = {}
        self._names: dict[str, str] = {}
        self._counts: Mapping[str, int] = {}
        self._labelled: tuple[int, ...] = ()
        self.synthetic = self._offer(SYNTHETIC, self.tr("Synthetic digits"), self.tr("Digits drawn by rule"))
        self.drawings = self._offer(str(labelled_path()), self.tr("My drawings"), "")
        self.synthetic.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choices.setToolTipsVisible(True)
        self.show_labelled(())

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

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many images each source gave to the run that goes on."""
        self._counts = counts
        self._say()

    def show_labelled(self, counts: tuple[int, ...]) -> None:
        """Say how many drawings of each class, 0 to 9, have a label; () if there are none, or nobody knows yet."""
        self._labelled = counts
        self.drawings.setEnabled(any(counts) or self.drawings.isChecked())
        self._say()

    def lacking(self) -> str:
        """What was never drawn, in words, where nothing but one's own drawings is chosen; "" if nothing lacks."""
        if self.sources() != (str(labelled_path()),):
            return ""
        lacking = [str(label) for label, count in enumerate(self._labelled) if not count]
        if not any(self._labelled):
            return self.tr("no drawing has a label yet: draw a digit and press its key")
        words = self.tr("none of your drawings is a {labels}: it will not be learned")
        return words.format(labels=", ".join(lacking)) if lacking else ""

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
        self._sources[source], self._names[source] = action, name
        return action

    def _choose(self) -> None:
        self._say()
        self.sources_changed.emit()

    def _say(self) -> None:
        for source, action in self._sources.items():
            count = self._count(source)
            action.setText(f"{self._names[source]}\t{count:,}" if count else self._names[source])
        self.drawings.setToolTip(self._labelled_words())
        chosen = self.sources()
        self.setItemText(0, " + ".join(self._names[source] for source in chosen) or self.tr("nothing"))
        self.setToolTip("\n".join(self._describe(source) for source in chosen))

    def _count(self, source: str) -> int:
        return self._counts.get(source, 0) or (
            sum(self._labelled) if self._sources[source] is self.drawings else 0
        )

    def _describe(self, source: str) -> str:
        count, words = self._counts.get(source), self._sources[source].toolTip()
        return self.tr("{words}: {count} images").format(words=words, count=f"{count:,}") if count else words

    def _labelled_words(self) -> str:
        if not any(self._labelled):
            return self.tr("No drawing has a label yet: draw a digit, then press its key, 0 to 9")
        words = self.tr("The drawings that you gave a label: {counts}")
        counts = "  ".join(f"{label}: {count}" for label, count in enumerate(self._labelled))
        return words.format(counts=counts)

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
