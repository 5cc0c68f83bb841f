"""The choice of what a network learns from: a menu of sources that can be mixed."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QSizePolicy, QWidget

from engine.thread.training_commands import DATA_SETS, DataSet
from gui.settings import data_path, labelled_path

SYNTHETIC = "synthetic"


class DataChoice(QComboBox):
    """`sources_changed` follows each change of `sources` that the person makes."""

    sources_changed = Signal()
    fetch_wanted = Signal(str)  # the name of a data set
    fetch_unwanted = Signal(str)
    labelled_wanted = Signal()  # how many drawings have a label is about to be shown: see `show_labelled`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem("")
        self.choices = QMenu(self)
        self._others = self.choices.addSeparator()
        self.fetches = self.choices.addMenu(self.tr("Fetch a data set"))
        self._under_way: set[str] = set()
        self.fetch_actions = {name: self._offer_fetch(each) for name, each in DATA_SETS.items()}
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
        self._offer_fetched()
        self.show_labelled(())

    def sources(self) -> tuple[str, ...]:
        """What is chosen, as `Plan.sources`; empty if nothing is."""
        return tuple(source for source, action in self._sources.items() if action.isChecked())

    def show_sources(self, sources: tuple[str, ...]) -> None:
        """Choose these and no others, without a signal."""
        for source in sources:
            if source not in self._sources:
                self._offer(source, _title(source), source)
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

    def show_fetch(self, name: str, done: int, size: int) -> None:
        """Say how much of a data set has arrived; its entry in the menu gives it up."""
        self._under_way.add(name)
        percent = f"{min(100 * done / size, 100):.0f}"
        words = self.tr("Give up {title}\t{percent} %")
        self.fetch_actions[name].setText(words.format(title=DATA_SETS[name].title, percent=percent))

    def end_fetch(self, name: str, folder: Path, fetched: bool) -> None:
        """Offer what was fetched, and choose it; else offer to fetch it again."""
        self._under_way.discard(name)
        self.fetch_actions[name].setText(_fetch_words(DATA_SETS[name]))
        if fetched:
            self._offer_set(name, folder)
            self.show_sources((*self.sources(), f"{folder}:{name}"))
            self.sources_changed.emit()

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

    def _offer_fetch(self, data_set: DataSet) -> QAction:
        action = self.fetches.addAction(_fetch_words(data_set))
        action.triggered.connect(lambda: self._fetch(data_set.name))
        return action

    def _fetch(self, name: str) -> None:
        (self.fetch_unwanted if name in self._under_way else self.fetch_wanted).emit(name)

    def _offer_fetched(self) -> None:
        """Offer what was fetched at another time."""
        for name, data_set in DATA_SETS.items():
            if (data_path() / data_set.folder / "raw" / data_set.files(train=True)[1]).is_file():
                self._offer_set(name, data_path())

    def _offer_set(self, name: str, folder: Path) -> None:
        source = f"{folder}:{name}"
        if source not in self._sources:
            self._offer(source, DATA_SETS[name].title, source)

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


def _fetch_words(data_set: DataSet) -> str:
    return f"{data_set.title}\t{data_set.size / 1e6:,.0f} MB"


def _title(source: str) -> str:
    """What a source is called that a run brought: the data set that it names, or its file's name."""
    _, _, name = source.rpartition(":")
    return DATA_SETS[name].title if name in DATA_SETS else Path(source).name
