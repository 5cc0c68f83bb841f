"""What two models read of one drawing: a digit each, and all probabilities back to back."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.digit_display import DigitDisplay
from gui.widgets.muted_words import RIGHT as ON_THE_RIGHT
from gui.widgets.muted_words import MutedWords
from gui.widgets.paired_bars import LEFT, RIGHT, PairedBars

_DIGIT = QSize(64, 84)
_MIDDLE = Qt.TextElideMode.ElideMiddle  # a seed, a step or an ending tells models apart
_WIDE = 300  # pixels from which the digits stand beside the bars


class ReadingPair(QWidget):
    """The other model at the left, the open one at the right; where one cannot read, `words` say why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = (MutedWords(elide=_MIDDLE), MutedWords(alignment=ON_THE_RIGHT, elide=_MIDDLE))
        self.digits = (DigitDisplay(self.tr("no digit")), DigitDisplay(self.tr("no digit")))
        self.words = (MutedWords(wrapped=True), MutedWords(wrapped=True))
        self.bars = PairedBars()
        self._pages = tuple(self._new_page(side) for side in (LEFT, RIGHT))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE)
        self._grid.setVerticalSpacing(0)
        self._is_wide: bool | None = None
        names = QHBoxLayout()
        names.setSpacing(2 * theme.SPACE)
        for name in self.names:
            names.addWidget(name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(names)
        layout.addLayout(self._grid, 1)
        self._arrange()

    def name(self, side: int, title: str) -> None:
        """Say whose reading stands at a side."""
        self.names[side].setText(title)

    def show_reading(self, side: int, probabilities: NDArray[np.floating], predicted: int | None) -> None:
        """Show (n,) probabilities, 0..1, and the class that is read; empty and None: nothing is."""
        self._show_obstacle(side, "")
        self.bars.show_reading(side, probabilities, predicted)
        if predicted is None:
            self.digits[side].show_nothing()
        else:
            self.digits[side].show_digit(predicted, float(probabilities[predicted]))

    def obstruct(self, side: int, reason: str) -> None:
        """Say that nothing can be read at a side, and in the tooltip why."""
        self.bars.show_reading(side, np.zeros(0, np.float32), None)
        self._show_obstacle(side, reason)

    def minimumSizeHint(self) -> QSize:
        """Digits above tight rows."""
        return QSize(170, 190)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the digits where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _new_page(self, side: int) -> QStackedWidget:
        page, digit = QStackedWidget(), self.digits[side]
        digit.setMinimumSize(_DIGIT)
        page.addWidget(digit)
        page.addWidget(self.words[side])
        return page

    def _show_obstacle(self, side: int, reason: str) -> None:
        self.words[side].setText(self.tr("cannot read drawings") if reason else "")
        self._pages[side].setToolTip(reason)
        self._pages[side].setCurrentWidget(self.words[side] if reason else self.digits[side])

    def _arrange(self) -> None:
        wide = self.width() >= _WIDE
        if wide == self._is_wide:
            return
        self._is_wide = wide
        for widget in (*self._pages, self.bars):
            self._grid.removeWidget(widget)
        left, right = self._pages
        if wide:
            self._grid.addWidget(left, 0, 0)
            self._grid.addWidget(self.bars, 0, 1)
            self._grid.addWidget(right, 0, 2)
        else:
            self._grid.addWidget(left, 0, 0)
            self._grid.addWidget(right, 0, 1)
            self._grid.addWidget(self.bars, 1, 0, 1, 2)
        for column in range(3):
            self._grid.setColumnStretch(column, (4 if column == 1 else 1) if wide else int(column < 2))
        for row, stretch in enumerate((2, 0) if wide else (2, 3)):
            self._grid.setRowStretch(row, stretch)
