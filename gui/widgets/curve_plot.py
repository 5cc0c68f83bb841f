"""A plot of curves over the steps of a run."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets import plot_axes
from gui.widgets.plot_scale import PlotScale
from gui.widgets.polyline import pieces

_TOP, _RIGHT = 8, 20  # pixels beside the lines; on the right for half of the last step's number
_NOTCH = 120  # an eighth of a degree: what one notch of a wheel turns
_ZOOM = 0.8  # as many steps after one notch
_DOT = 3.0
_BROADER = 0.6  # pixels between the two hairs that a broad line consists of


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn of one curve: steps and values (n,), in a colour; `broad`: to be followed, else a hair."""

    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    colour: QColor
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a curve that is read out, in its colour."""

    step: int
    value: float
    colour: QColor


class CurvePlot(QWidget):
    """Lines, a grid, and a hair at one step; it tells what the person does and leaves the range to its owner.

    `logarithmic`: the values of lines and of `set_range` are then their decimal logarithms, and the axis says
    what they stand for. Plain QPainter: pyqtgraph took up most of the thread while training went on.
    """

    pointed = Signal(float)  # the step under the pointer
    pointer_left = Signal()
    zoomed = Signal(float, float)  # to which factor of the steps, about which step
    panned = Signal(float)  # by how many steps
    fit_wished = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None, logarithmic: bool = False) -> None:
        super().__init__(parent)
        self._logarithmic = logarithmic
        self._lines: list[Line] = []
        self._range = (0.0, 1.0, 0.0, 1.0)
        self._hair: float | None = None
        self._dots: list[Dot] = []
        self._dragged_from: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    def draw(self, lines: list[Line]) -> None:
        """Show these lines, the first lowest."""
        self._lines = lines
        self.update()

    def set_range(self, left: float, right: float, low: float, high: float) -> None:
        """Show steps from `left` to `right`, values from `low` to `high`."""
        self._range = (left, right, low, high)
        self.update()

    def mark(self, step: float | None, dots: list[Dot]) -> None:
        """Put the hair at `step` (None: nowhere), and dots where they are."""
        self._hair, self._dots = step, dots
        self.update()

    def step_at(self, position: QPointF) -> float:
        """The step at a position of the widget."""
        return self._scale().step_at(position.x())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; sideways, pan."""
        turned = event.angleDelta()
        if turned.y():
            self.zoomed.emit(_ZOOM ** (turned.y() / _NOTCH), self.step_at(event.position()))
        elif turned.x():
            left, right, *_ = self._range
            self.panned.emit(-turned.x() / _NOTCH / 10 * (right - left))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the curves."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was taken hold of, or say what the pointer is on."""
        if self._dragged_from is not None:
            self.panned.emit(self.step_at(self._dragged_from) - self.step_at(event.position()))
            self._dragged_from = event.position()
        self.pointed.emit(self.step_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all."""
        self.fit_wished.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is room for other points."""
        super().resizeEvent(event)
        self.resized.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.pointer_left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the axes, then the lines, then what is pointed at."""
        scale = self._scale()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.current().panel)
            painter.setFont(theme.mono_font(plot_axes.POINTS))
            plot_axes.paint_values(painter, scale, self._logarithmic)
            plot_axes.paint_steps(painter, scale)
            painter.setClipRect(scale.area)
            for line in self._lines:
                _paint_line(painter, scale, line)
            painter.setClipping(False)
            if self._hair is not None and scale.left <= self._hair <= scale.right:
                _paint_hair(painter, scale, self._hair)
            for dot in self._dots:
                if scale.left <= dot.step <= scale.right:
                    _paint_dot(painter, scale, dot)

    def _scale(self) -> PlotScale:
        width, height = self.width() - plot_axes.LEFT - _RIGHT, self.height() - _TOP - plot_axes.BOTTOM
        area = QRectF(plot_axes.LEFT, _TOP, max(1, width), max(1, height))
        return PlotScale(area, *self._range)


def _paint_line(painter: QPainter, scale: PlotScale, line: Line) -> None:
    """A broad line is two hairs: they take 0.07 ms, where Qt takes 1.2 for one of 1.6 pixels."""
    painter.setPen(QPen(line.colour, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, line.broad)
    offsets = (-_BROADER / 2, _BROADER / 2) if line.broad else (0.0,)
    for piece in pieces(scale.across(line.steps), scale.down(line.values)):
        for offset in offsets:
            painter.drawPolyline(piece.translated(0, offset))


def _paint_hair(painter: QPainter, scale: PlotScale, step: float) -> None:
    x, area = math.floor(scale.across(step)) + 0.5, scale.area  # the middle of a pixel
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.current().muted, 1))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))


def _paint_dot(painter: QPainter, scale: PlotScale, dot: Dot) -> None:
    if math.isfinite(dot.value):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dot.colour)
        painter.drawEllipse(QPointF(float(scale.across(dot.step)), float(scale.down(dot.value))), _DOT, _DOT)
