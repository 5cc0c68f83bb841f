"""The panel Mistakes: which digits are taken for which others, and the images behind it."""

from pathlib import Path
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.thread.training_commands import BrowseMistakes
from engine.thread.training_events import SamplesRead, TrainingChanged, TrainingState, Validated
from gui import icons, theme
from gui.engine_link import EngineLink
from gui.panel import RIGHT, Panel, Place, listens
from gui.sample_list import sample_list
from gui.selection import Selection
from gui.widgets.confusion_matrix import Cell, ConfusionMatrix
from gui.widgets.muted_words import MutedWords
from gui.widgets.sample_wall import SampleWall

_MOST = 120  # thumbnails
_TALL = 0.68  # height to width from which a matrix is as wide as the panel
_BLANK, _MATRIX, _WALL = range(3)  # pages


class MistakesPanel(Panel):
    """A confusion matrix; a click shows the images of its cell in its place, Escape goes back."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Mistakes"))
    icon: ClassVar[str] = "warning"
    places: ClassVar[dict[str, Place]] = {"train": Place(RIGHT, 1, share=42, from_height=800)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self._wish: BrowseMistakes | None = None  # what the wall shows
        self._summary = ""
        self._identity: Path | str = ""  # of the run
        self.blank = MutedWords(wrapped=True)
        self.matrix = ConfusionMatrix()
        self.wall = SampleWall()
        self.sentence = MutedWords()
        self.back = self._new_back()
        self.worst = QPushButton(self.tr("Worst"))
        self.worst.setToolTip(self.tr("Show the images that were read wrongly with the most confidence"))
        self.worst.clicked.connect(lambda: self._open(None))
        self.matrix.cell_marked.connect(self._tell_cell)
        self.matrix.cell_opened.connect(lambda label, predicted: self._open((label, predicted)))
        self._lay_out()
        self._show_blank()

    @listens(Validated)
    def show_validation(self, event: Validated) -> None:
        """Show the matrix; the images behind an open cell may be others now."""
        self.matrix.show_counts(event.confusion, event.by_class)
        total = int(event.confusion.sum())
        wrong = total - int(np.trace(event.confusion))
        words = self.tr("{wrong} of {total}, click a cell")
        self._summary = words.format(wrong=f"{wrong:,}", total=f"{total:,}")
        self._tell_cell(self.matrix.marked)
        self.worst.setEnabled(wrong > 0)
        if self.pages.currentIndex() == _BLANK:
            self._show_page(_MATRIX)
        self._ask()

    @listens(SamplesRead)
    def show_samples(self, event: SamplesRead) -> None:
        """Hang the images of the open cell."""
        if self._wish is None or event.subscription != self._wish.subscription:
            return
        if self.wall.total != len(event.images):
            self.wall.set_total(len(event.images))
        self.wall.set_samples(0, sample_list(event), event.images)
        self._tell_wall(self._wish, len(event.images), event.total)

    @listens(TrainingChanged)
    def follow_training(self, event: TrainingChanged) -> None:
        """Begin anew with another run."""
        another = self._identity not in ("", event.identity)
        self._identity = event.identity
        if another or event.state is TrainingState.PREPARING:
            self._show_blank()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again for the images of the open cell."""
        super().showEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button where the matrix leaves room."""
        super().resizeEvent(event)
        tall = self.height() > _TALL * self.width()
        directions = QBoxLayout.Direction
        self._beside.setDirection(directions.TopToBottom if tall else directions.LeftToRight)

    def _new_back(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon("back"))
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setToolTip(self.tr("Back to the matrix (Esc)"))
        button.setAccessibleName(self.tr("Back to the matrix"))
        button.clicked.connect(self._close)
        return button

    def _lay_out(self) -> None:
        matrix_page, wall_page = QWidget(), QWidget()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, matrix_page)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.addWidget(self.matrix, 1)
        self._beside.addWidget(self.worst, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(self.back)
        head.addWidget(self.sentence, 1)
        below = QVBoxLayout(wall_page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.SPACE // 2)
        below.addLayout(head)
        below.addWidget(self.wall, 1)
        self.pages = QStackedLayout()
        for page in (self.blank, matrix_page, wall_page):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, theme.SPACE)
        layout.addLayout(self.pages)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._close)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _open(self, cell: Cell | None) -> None:
        """Show the images of a cell, or of all mistakes the worst."""
        if cell is None:
            self._wish = BrowseMistakes("mistakes/worst", _MOST)
        else:
            label, predicted = cell
            self._wish = BrowseMistakes(f"mistakes/{label}/{predicted}", _MOST, label, predicted)
        self.wall.set_total(0)
        self._show_page(_WALL)
        self.wall.setFocus()
        self._tell_cell(None)
        self._tell_wall(self._wish, 0, 0)
        self._ask()

    def _ask(self) -> None:
        if self._wish is not None and self.isVisible():
            self.link.send(self._wish)

    def _close(self) -> None:
        """Go back to the matrix, if images are shown."""
        if self._wish is not None:
            self._wish = None
            self._show_page(_MATRIX)
            self.matrix.setFocus()
            self._tell_cell(self.matrix.marked)

    def _show_page(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._escape.setEnabled(page == _WALL)

    def _tell_cell(self, cell: Cell | None) -> None:
        shown = None if self._wish else cell
        self.caption_changed.emit(self._summary if shown is None else self.matrix.describe(shown))

    def _tell_wall(self, wish: BrowseMistakes, shown: int, total: int) -> None:
        if wish.label is not None and wish.predicted is not None:
            words = self.matrix.describe((wish.label, wish.predicted))
        else:
            words = self.tr("most confidently wrong")
        if shown < total:
            first = self.tr("{words}; the first {count}")
            words = first.format(words=words, count=shown)
        self.sentence.setText(words)

    def _show_blank(self) -> None:
        self._wish = None
        self._show_page(_BLANK)
        self.blank.setText(self.tr("Train the network: what it takes for something else is counted here."))
        self._summary = ""
        self.worst.setEnabled(False)
        self.caption_changed.emit("")
