"""A plot of pyqtgraph's that is only looked at, in the colours of the theme. It is imported when one is first seen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui import theme

if TYPE_CHECKING:
    import pyqtgraph


def new_still_plot(parent: QWidget) -> "pyqtgraph.PlotWidget":
    """A plot that takes neither mouse nor keys."""
    import pyqtgraph  # 0.3 s that a start does not have to wait for

    plot = pyqtgraph.PlotWidget(parent)
    plot.setMenuEnabled(False)
    item = plot.getPlotItem()
    if item is not None and item.ctrlMenu is not None:  # pyqtgraph 0.14 lets it outlive the plot
        item.ctrlMenu.setParent(plot, item.ctrlMenu.windowFlags())
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return plot


def clear_plot(plot: "pyqtgraph.PlotWidget") -> None:
    """Take out what was drawn, and dress ground and axes."""
    colours = theme.current()
    plot.setBackground(colours.panel)
    plot.clear()
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(colours.line)
        axis.setTextPen(colours.muted)
        axis.setStyle(tickFont=theme.mono_font(8), tickLength=4)
