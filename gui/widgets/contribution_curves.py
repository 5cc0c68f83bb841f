"""Curves between the parts of the network's picture: what adds to what, in the colours of sign."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gui import theme

Points = NDArray[np.float64]

_LEVELS = ((0.0, 0.2), (0.25, 0.34), (0.5, 0.52), (0.75, 0.8))  # from which share on, how opaque
_INSIDE = 0.3  # of a curve's opacity remains where it runs across a grid
_FAINT = 0.45  # of it remains on a way that is not the unit's own


@dataclass(frozen=True, slots=True)
class Bundle:
    """The curves (n) between two neighbouring parts.

    `starts` and `ends` (n, 2): where they begin and end; `leaves` and `enters` (n,): the x at which each has left the
    first part, and enters the second. `shares` (n,): −1..1, the strength and its sign. `framed`: the side of the cells
    at the starts and at the ends, which are framed; 0: they are not. `faint`: they stand back behind others.
    """

    starts: Points
    ends: Points
    leaves: Points
    enters: Points
    shares: NDArray[np.float32]
    framed: tuple[float, float] = (0.0, 0.0)
    faint: bool = False


class ContributionCurves(QWidget):
    """Lies over the parts and lets the pointer through; painted once for each set of curves, then kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bundles: tuple[Bundle, ...] = ()
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def show_bundles(self, bundles: Sequence[Bundle]) -> None:
        """Show these curves in the place of those before."""
        if bundles or self.bundles:
            self.bundles = tuple(bundles)
            self._picture = None
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture = None
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the kept picture on the parts."""
        if not self.bundles:
            return
        if self._picture is None or self._picture.size() != self.size() * self.devicePixelRatioF():
            self._picture = self._painted()
        with QPainter(self) as painter:
            ratio = self._picture.devicePixelRatio()
            room = QRectF(event.rect())
            seen = QRectF(room.topLeft() * ratio, room.size() * ratio)
            painter.drawPixmap(room, self._picture, seen)

    def _painted(self) -> QPixmap:
        picture = QPixmap(self.size() * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for bundle in self.bundles:
                _paint_bundle(painter, bundle)
        return picture


def _paint_bundle(painter: QPainter, bundle: Bundle) -> None:
    """Paint the weak before the strong, so that these lie above."""
    colours = theme.current()
    magnitudes = np.abs(bundle.shares)
    ends = [*(least for least, _ in _LEVELS[1:]), np.inf]
    for (least, opacity), end in zip(_LEVELS, ends, strict=True):
        for positive, colour in ((False, colours.negative), (True, colours.positive)):
            chosen = (magnitudes >= least) & (magnitudes < end) & ((bundle.shares > 0) == positive)
            if chosen.any():
                shade = opacity * (_FAINT if bundle.faint else 1)
                _paint_curves(painter, bundle, np.flatnonzero(chosen), colour, shade)


def _paint_curves(
    painter: QPainter, bundle: Bundle, chosen: NDArray[np.intp], colour: QColor, opacity: float
) -> None:
    path = QPainterPath()
    inside: set[tuple[float, float, float]] = set()  # once each, however many curves meet in a cell
    rows = np.column_stack([bundle.starts, bundle.leaves, bundle.enters, bundle.ends])[chosen].tolist()
    for x0, y0, leaves, enters, x1, y1 in rows:
        middle = (leaves + enters) / 2
        path.moveTo(leaves, y0)
        path.cubicTo(middle, y0, middle, y1, enters, y1)
        if x0 < leaves:
            inside.add((x0, leaves, y0))
        if enters < x1:
            inside.add((enters, x1, y1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_thin(colour, opacity))
    painter.drawPath(path)
    painter.setPen(_thin(colour, opacity * _INSIDE))
    painter.drawLines([QLineF(left, y, right, y) for left, right, y in inside])
    painter.setPen(_thin(colour, min(opacity + 0.2, 1)))
    for points, side in zip((bundle.starts, bundle.ends), bundle.framed, strict=True):
        if side:
            painter.drawRects([_square(x, y, side) for x, y in points[chosen].tolist()])


def _square(x: float, y: float, side: float) -> QRectF:
    square = QRectF(0, 0, side, side)
    square.moveCenter(QPointF(x, y))
    return square


def _thin(colour: QColor, opacity: float) -> QPen:
    """A line of one device pixel: 144 curves take 1.5 ms, and 16 to 27 ms with a pen of 1.4 pixels (Qt 6.12)."""
    shade = QColor(colour)
    shade.setAlphaF(opacity)
    pen = QPen(shade, 1)
    pen.setCosmetic(True)
    return pen
