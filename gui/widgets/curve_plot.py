"""A plot of curves over the steps of a run. It imports pyqtgraph (0.3 s): to be imported when it is first seen."""

import math
from dataclasses import dataclass

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from gui import theme
from gui.widgets.axis_ticks import decimals, linear_ticks, log_ticks

_AXIS_WIDTH, _AXIS_HEIGHT = 46, 20
_STEP_ROOM, _VALUE_ROOM = 90, 34  # pixels from tick to tick
_RIGHT_MARGIN = 20  # for half of the last step's number
_NOTCH = 120  # an eighth of a degree: what one notch of a wheel turns
_ZOOM = 0.8  # as many steps after one notch


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn of one curve: steps and values (n,), in a colour, `width` pixels broad."""

    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    colour: QColor
    width: float = 1.0


class CurvePlot(pyqtgraph.PlotWidget):
    """Lines, a grid, and a hair at one step; it tells what the person does and leaves the range to its owner.

    `logarithmic`: the values of lines and of `set_range` are then their decimal logarithms, and the axis says
    what they stand for.
    """

    pointed = Signal(float)  # the step under the pointer
    pointer_left = Signal()
    zoomed = Signal(float, float)  # to which factor of the steps, about which step
    panned = Signal(float)  # by how many steps
    fit_wished = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None, logarithmic: bool = False) -> None:
        axes = {"left": _ValueAxis("left"), "bottom": _StepAxis("bottom")}
        axes["left"].setLogMode(x=False, y=logarithmic)
        axes["left"].setWidth(_AXIS_WIDTH)
        axes["bottom"].setHeight(_AXIS_HEIGHT)
        super().__init__(parent, axisItems=axes)
        self._curves: list[pyqtgraph.PlotCurveItem] = []
        self._hair = pyqtgraph.InfiniteLine(angle=90)
        self._dots = pyqtgraph.ScatterPlotItem(size=6, pen=None)
        self._dragged_from: QPoint | None = None
        self._dressed_in: theme.Theme | None = None
        self._still()
        for item in (self._hair, self._dots):
            item.setZValue(10)
            item.hide()
            self._item().addItem(item, ignoreBounds=True)

    def draw(self, lines: list[Line]) -> None:
        """Show these lines, the first lowest, in the present theme."""
        if self._dressed_in is not theme.current():
            self._dress()
        while len(self._curves) < len(lines):
            curve = pyqtgraph.PlotCurveItem(connect="finite")
            self._curves.append(curve)
            self._item().addItem(curve, ignoreBounds=True)
        for curve, line in zip(self._curves, lines, strict=True):
            curve.setPen(_pen(line.colour, line.width))
            curve.setVisible(
                len(line.steps) > 1
            )  # a single point is an empty path, which a drawing may not have
            curve.setData(line.steps, line.values, antialias=line.width > 1)  # smoothing noise takes 5 ms

    def set_range(self, left: float, right: float, low: float, high: float) -> None:
        """Show steps from `left` to `right`, values from `low` to `high`."""
        self._view_box().setRange(xRange=(left, right), yRange=(low, high), padding=0, disableAutoRange=True)

    def mark(self, step: float | None, dots: list[tuple[float, QColor]]) -> None:
        """Put the hair at `step`, with a dot at each value in its colour; None: nowhere."""
        self._hair.setVisible(step is not None)
        self._dots.setVisible(step is not None)
        if step is not None:
            self._hair.setPen(_pen(theme.current().muted))
            self._hair.setValue(step)
            spots = [
                {"pos": (step, value), "brush": colour} for value, colour in dots if math.isfinite(value)
            ]
            self._dots.setData(spots)

    def step_at(self, position: QPointF) -> float:
        """The step at a position of the widget."""
        return self._view_box().mapSceneToView(self.mapToScene(position.toPoint())).x()

    def wheelEvent(self, ev: QWheelEvent) -> None:
        """Zoom about the pointer; sideways, pan."""
        turned = ev.angleDelta()
        if turned.y():
            self.zoomed.emit(_ZOOM ** (turned.y() / _NOTCH), self.step_at(ev.position()))
        elif turned.x():
            self.panned.emit(-turned.x() / _NOTCH / 10 * self._seen_steps())
        ev.accept()

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """Take hold of the curves."""
        if ev.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = ev.position().toPoint()

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Move what was taken hold of, or say what the pointer is on."""
        if self._dragged_from is not None:
            self.panned.emit(self.step_at(QPointF(self._dragged_from)) - self.step_at(ev.position()))
            self._dragged_from = ev.position().toPoint()
        self.pointed.emit(self.step_at(ev.position()))

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Let go."""
        self._dragged_from = None

    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        """Show all."""
        self.fit_wished.emit()

    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        """Tell that there is room for other points; pyqtgraph calls this once without an event."""
        super().resizeEvent(ev)
        self.resized.emit()

    def leaveEvent(self, ev: QEvent) -> None:
        """Point at nothing."""
        self.pointer_left.emit()

    def _still(self) -> None:
        """Switch off all that pyqtgraph would do of its own."""
        item = self._item()
        item.setContentsMargins(0, 0, _RIGHT_MARGIN, 0)
        if item.ctrlMenu is not None:  # pyqtgraph 0.14 lets it outlive the plot
            item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setCacheMode(
            QGraphicsView.CacheModeFlag.CacheNone
        )  # a cached ground is pixels in a vector drawing
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the owner has one

    def _dress(self) -> None:
        """Take the colours of the theme: only when it changes, for axes then paint all their numbers anew."""
        self._dressed_in = colours = theme.current()
        self.setBackground(colours.panel)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(colours.panel if side == "left" else colours.line)
            axis.setTickPen(colours.line)
            axis.setTextPen(colours.muted)
            axis.setStyle(
                tickFont=theme.mono_font(8),
                tickLength=0 if side == "left" else 3,
                hideOverlappingLabels=False,
            )
        self.getAxis("left").setGrid(160)

    def _item(self) -> pyqtgraph.PlotItem:
        item = self.getPlotItem()
        assert item is not None
        return item

    def _view_box(self) -> pyqtgraph.ViewBox:
        box = self._item().vb
        assert box is not None
        return box

    def _seen_steps(self) -> float:
        (left, right), _ = self._view_box().viewRange()
        return right - left


def _pen(colour: QColor, width: float = 1.0) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen


class _StepAxis(pyqtgraph.AxisItem):
    """Whole steps, in groups of three digits."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        return [linear_ticks(minVal, maxVal, max(2, round(size / _STEP_ROOM)), least_gap=1)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [f"{round(value):,}" for value in values]


class _ValueAxis(pyqtgraph.AxisItem):
    """Values as the rest of the window writes them."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        most = max(2, round(size / _VALUE_ROOM))
        return [
            (1.0, log_ticks(minVal, maxVal, most)) if self.logMode else linear_ticks(minVal, maxVal, most)
        ]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.logMode:
            return [theme.number(10**value, 3) for value in values]
        return [f"{value:.{max(2, decimals(spacing))}f}" for value in values]
