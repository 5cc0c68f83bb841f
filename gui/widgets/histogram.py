"""How often which value occurs in a tensor. pyqtgraph is imported when the first histogram is seen."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.still_plot import clear_plot, new_still_plot

if TYPE_CHECKING:
    import pyqtgraph


class Histogram(QWidget):
    """Bars over the values, with a switch to a logarithmic count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._edges: NDArray[np.float64] = np.zeros(1)
        self._plot: pyqtgraph.PlotWidget | None = None
        self.logarithmic = QCheckBox(self.tr("logarithmic count"), self)
        self.logarithmic.setToolTip(
            self.tr("Show how many digits the counts have, so that rare values are seen")
        )
        self.logarithmic.toggled.connect(self._draw)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addStretch(1)
        self._layout.addWidget(self.logarithmic, 0, Qt.AlignmentFlag.AlignRight)

    def set_counts(self, counts: NDArray[np.int64], edges: NDArray[np.float64]) -> None:
        """Show `counts` (bins,) of the values between `edges` (bins + 1,)."""
        self._counts, self._edges = counts, edges
        self._draw()

    def heights(self) -> NDArray[np.float64]:
        """The heights of the bars: counts, or log10 of one more than each."""
        return np.log10(self._counts + 1.0) if self.logarithmic.isChecked() else self._counts.astype(float)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the plot when it is first seen."""
        super().showEvent(event)
        if self._plot is None:
            self._plot = new_still_plot(self)
            self._layout.takeAt(0)
            self._layout.insertWidget(0, self._plot, 1)
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        colours, plot = theme.current(), self._plot
        clear_plot(plot)
        plot.setLabel("left", self.tr("log₁₀ (count + 1)") if self.logarithmic.isChecked() else None)
        curve = pyqtgraph.PlotCurveItem(
            self._edges, self.heights(), stepMode="center", fillLevel=0, pen=colours.accent,
            brush=theme.mixed(colours.panel, colours.accent, 0.25),
        )  # fmt: skip
        plot.addItem(curve)
