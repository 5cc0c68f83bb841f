"""The singular values of a tensor, drawn when somebody asks for them."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.muted_words import MutedWords
from gui.widgets.still_plot import clear_plot, new_still_plot

if TYPE_CHECKING:
    import pyqtgraph


class Spectrum(QWidget):
    """A curve over the ranks, logarithmic in height. `wanted` carries whether they are to be computed, or no longer."""

    wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.float64] = np.zeros(0)
        self._is_waiting = self._is_stale = False
        self._plot: pyqtgraph.PlotWidget | None = None
        self.age, self.words = MutedWords(), MutedWords()
        self.age.setText(self.tr("before the last change:"))
        self.hint = MutedWords(wrapped=True)
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        self._picture = QWidget()
        self._pages = QStackedLayout(self._picture)
        self._pages.addWidget(self.hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture, 1)
        layout.addLayout(self._new_foot())
        self.forget()

    def _new_foot(self) -> QHBoxLayout:
        """The figures under what says how old they are, whose room is kept so that the curve stays where it is."""
        lines, foot = QVBoxLayout(), QHBoxLayout()
        lines.setSpacing(0)
        for words in (self.age, self.words):
            words.setMinimumHeight(words.sizeHint().height())
            lines.addWidget(words)
        policy = self.age.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.age.setSizePolicy(policy)
        foot.addLayout(lines, 1)
        foot.addWidget(self.button)
        return foot

    @property
    def values(self) -> NDArray[np.float64]:
        """The singular values that are shown."""
        return self._values

    def forget(self) -> None:
        """Another tensor is there: nothing is known of it."""
        self.refuse(self.tr("Singular values say how many directions a weight really uses."), can_ask=True)

    def refuse(self, reason: str, can_ask: bool = False) -> None:
        """Say in a sentence why nothing is drawn."""
        self._values = np.zeros(0)
        self._age(stale=False)
        self.hint.setText(reason)
        self.words.setText("")
        self._pages.setCurrentIndex(0)
        self._wait(False)
        self.button.setEnabled(can_ask)

    def show_values(self, values: NDArray[np.float64], effective_rank: float) -> None:
        """Draw the values (n,), the largest first."""
        self._values = values
        self._age(stale=False)
        self._wait(False)
        words = self.tr("effective rank {rank} of {count} · largest {largest} · smallest {smallest}")
        largest, smallest = (theme.number(float(value)) for value in (values[0], values[-1]))
        rank = theme.number(effective_rank)
        self.words.setText(words.format(rank=rank, count=len(values), largest=largest, smallest=smallest))
        self._draw()

    def mark_stale(self) -> None:
        """The weight has changed since: say so, and offer to compute the values again."""
        if self._values.size and not self._is_stale:
            self._age(stale=True)
            self._wait(self._is_waiting)
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._values.size:
            self._draw()

    def _age(self, stale: bool) -> None:
        self._is_stale = stale
        self.age.setVisible(stale)

    def _press(self) -> None:
        self._wait(not self._is_waiting)
        self.wanted.emit(self._is_waiting)

    def _wait(self, waiting: bool) -> None:
        self._is_waiting = waiting
        self.button.setEnabled(True)
        self.button.setText(self._action(waiting))
        self.button.setToolTip(
            self.tr("Let it be")
            if waiting
            else self.tr("Compute the singular values of the weight as it is now")
        )

    def _action(self, waiting: bool) -> str:
        if waiting:
            return self.tr("Cancel")
        return self.tr("Compute again") if self._is_stale else self.tr("Compute")

    def _draw(self) -> None:
        import pyqtgraph

        if self._plot is None:
            self._plot = new_still_plot(self)
            self._plot.setLogMode(x=False, y=True)
            self._pages.addWidget(self._plot)
        colours, plot = theme.current(), self._plot
        colour = colours.muted if self._is_stale else colours.accent
        clear_plot(plot)
        least = max(
            float(self._values[0]) * 1e-9, 1e-300
        )  # zeros have no logarithm: they end the curve at the foot
        heights = np.maximum(self._values, least)
        symbol = "o" if len(heights) < 3 else None  # a line of one point is none
        plot.addItem(
            pyqtgraph.PlotDataItem(
                np.arange(len(heights)), heights, pen=pyqtgraph.mkPen(colour, width=1.5), symbol=symbol,
                symbolBrush=colour,
            )
        )  # fmt: skip
        self._pages.setCurrentWidget(plot)
