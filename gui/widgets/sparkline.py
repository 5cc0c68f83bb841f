"""A measure over a run as a small line on a logarithmic axis."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets.polyline import polyline
from gui.widgets.trace import Trace

Numbers = TypeVar("Numbers", float, NDArray[np.float64])

_PADDING = 2.0
_LEAST_DECADES = 1.0


@dataclass(frozen=True, slots=True)
class Health:
    """Below `vanishing` or above `exploding`, both positive, a measure is not well; `good`: where it should be."""

    vanishing: float
    exploding: float
    good: tuple[float, float] | None = None

    def sign(self, value: float) -> int:
        """−1: it vanishes; 1: it explodes, or is no number; 0: all is well."""
        if value < self.vanishing:
            return -1
        return 0 if value <= self.exploding else 1


class Sparkline(QWidget):
    """The line of a `trace`, in the accent colour where it is not well; the band of good values behind it."""

    def __init__(
        self, health: Health, colour: Callable[[theme.Theme], QColor], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.trace = Trace()
        self._health = health
        self._colour = colour
        self._axis = (0.0, 0.0)
        self._pointed: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """A line that can be followed."""
        return QSize(120, 24)

    @property
    def axis(self) -> tuple[float, float]:
        """The decimal logarithms at the bottom and at the top."""
        return self._axis

    def set_axis(self, low: float, high: float) -> None:
        """Reach from 10 to the power of `low` to 10 to the power of `high`."""
        if (low, high) != self._axis:
            self._axis = (low, high)
            self.update()

    def add(self, step: int, value: float) -> None:
        """Let the line go on to `value` at `step`."""
        if self.trace.add(step, value):
            self.update()

    def point_at(self, step: int | None) -> None:
        """Put a hair at `step`; None: nowhere."""
        if step != self._pointed:
            self._pointed = step
            self.update()

    def clear(self) -> None:
        """Forget the line."""
        self.trace.clear()
        self.update()

    def height_of(self, logarithm: Numbers) -> Numbers:
        """The ordinate of decimal logarithms, also of ones beyond the axis."""
        low, high = self._axis
        room = self.height() - 2 * _PADDING
        return _PADDING + room * (high - logarithm) / ((high - low) or 1.0)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the band and the line."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.panel)
            self._paint_band(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_line(painter, self._well(), self._colour(colours))
            if self._pointed is not None:
                self._paint_hair(painter, self._pointed)

    def _paint_band(self, painter: QPainter) -> None:
        if self._health.good is not None:
            low, high = (self.height_of(math.log10(value)) for value in self._health.good)
            painter.fillRect(QRectF(0, high, self.width(), low - high), theme.current().raised)

    def _paint_line(self, painter: QPainter, well: QRectF, colour: QColor) -> None:
        places, logarithms = self.trace.points()
        if not places.size:
            return
        across = places * (self.width() - 2 * _PADDING) + _PADDING
        heights = self.height_of(logarithms)
        points = polyline(across, heights)
        regions = [(well, colour)]
        if heights.min() < well.top() or heights.max() > well.bottom():
            below = QRectF(0, well.bottom(), self.width(), max(0.0, self.height() - well.bottom()))
            above = QRectF(0, 0, self.width(), max(0.0, well.top()))
            regions += [(below, theme.current().accent), (above, theme.current().accent)]
        for region, pen_colour in regions:
            painter.setClipRect(region)
            painter.setPen(QPen(pen_colour, 1))  # 0.03 ms; of a width of 1.2 pixels 0.8 ms
            if points.size() == 1:
                painter.drawPoint(points.at(0))
            else:
                painter.drawPolyline(points)

    def _paint_hair(self, painter: QPainter, step: int) -> None:
        across = _PADDING + self.trace.place_of(step) * (self.width() - 2 * _PADDING)
        painter.setClipping(False)
        painter.setPen(QPen(theme.current().muted, 1))
        painter.drawLine(QLineF(across, 0, across, self.height()))

    def _well(self) -> QRectF:
        """The part of the widget in which the line is well."""
        top = self.height_of(math.log10(self._health.exploding))
        return QRectF(0, top, self.width(), self.height_of(math.log10(self._health.vanishing)) - top)


def shared_axis(traces: list[Trace]) -> tuple[float, float]:
    """The logarithms, to half a decade, between which all `traces` lie, so that their lines can be compared."""
    found = [logarithms for _, logarithms in (trace.points() for trace in traces) if logarithms.size]
    if not found:
        return -_LEAST_DECADES, 0.0
    together = np.concatenate(found)
    low, high = math.floor(2 * together.min()) / 2, math.ceil(2 * together.max()) / 2
    return low, max(high, low + _LEAST_DECADES)
