"""A wall of receptive fields: each row of a weight as the image that its unit looks for."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from gui import theme
from gui.widgets import signed_colours

_GAP = 2
_SMALLEST, _LARGEST = 28, 168  # the least side of a field, in pixels
_ZOOM = 1.25


class FieldWall(QAbstractScrollArea):
    """As many fields as fit beside each other, scrolled by rows; only those in sight are asked for.

    A place counts the fields in the order in which they hang, a unit is the row of the weight that hangs
    there. `rows_wanted` carries the first place in sight and how many there is room for. `place_marked` carries
    the place that is pointed at or else chosen, −1 for none, `unit_opened` a unit that was double-clicked or
    chosen and opened by Return. Arrows choose, + and − change the size.
    """

    rows_wanted = Signal(int, int)
    place_marked = Signal(int)
    unit_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._first = 0  # the place of the first of the fields here
        self._units: tuple[int, ...] = ()
        self._fields: NDArray[np.float32] | None = None
        self._images: list[QImage] = []
        self._limit = 0.0
        self._least = _SMALLEST
        self._hovered = self._chosen = -1  # places
        self._request = QTimer(self, singleShot=True, interval=0)
        self._request.timeout.connect(self._ask)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def columns(self) -> int:
        """How many fields hang beside each other."""
        return max(1, (self.viewport().width() + _GAP) // (self._least + _GAP))

    @property
    def pitch(self) -> int:
        """From one field to the one below, in pixels; across, the fields share the width, to a pixel."""
        return (self.viewport().width() + _GAP) // self.columns

    @property
    def units(self) -> tuple[int, ...]:
        """The units of the fields that are here, in the order in which they hang."""
        return self._units

    @property
    def limit(self) -> float:
        """The magnitude at the ends of the map."""
        return self._limit

    def set_total(self, total: int) -> None:
        """Hang another weight, of `total` rows, from its first."""
        self._fields, self._units, self._images = None, (), []
        self._total = total
        self._chosen = -1
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._request.start()

    def ask_again(self) -> None:
        """Ask for the fields in sight, as when their order has changed."""
        self._chosen = -1
        self._request.start()

    def set_fields(self, first: int, units: tuple[int, ...], fields: NDArray[np.float32]) -> None:
        """Hang `fields` (n, side, side) of `units` from place `first` on."""
        self._first, self._units, self._fields = first, units, fields
        self._paint_images()

    def set_limit(self, limit: float) -> None:
        """Move the ends of the map to ∓limit."""
        if limit != self._limit:
            self._limit = limit
            self._paint_images()

    def place_at(self, point: QPoint) -> int:
        """The place under a point of the viewport, −1 if it is between fields or beyond the last."""
        column = point.x() * self.columns // (self.viewport().width() + _GAP)
        row = (point.y() + self.verticalScrollBar().value()) // self.pitch
        place = row * self.columns + column
        inside = 0 <= place < self._total and self.place_rect(place).contains(point)
        return place if inside else -1

    def place_rect(self, place: int) -> QRect:
        """Where the field of a place hangs, in the viewport's coordinates."""
        row, column = divmod(place, self.columns)
        room = self.viewport().width() + _GAP
        left, right = column * room // self.columns, (column + 1) * room // self.columns
        top = row * self.pitch - self.verticalScrollBar().value()
        return QRect(left, top, right - left - _GAP, self.pitch - _GAP)

    def sizeHint(self) -> QSize:
        """Three rows of ten."""
        return QSize(10 * (self._least + _GAP), 3 * (self._least + _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the fields in sight."""
        colours = theme.current()
        with QPainter(self.viewport()) as painter:
            ground = min(colours.background, colours.line, key=QColor.lightness)  # seen against either panel
            for place, image in enumerate(self._images, self._first):
                rect = self.place_rect(place)
                painter.fillRect(rect.adjusted(-_GAP, -_GAP, _GAP, _GAP), ground)
                painter.drawImage(rect, image)
            painter.setPen(QPen(colours.accent, 1))
            for place in {self._hovered, self._chosen} - {-1}:
                painter.drawRect(self.place_rect(place).adjusted(-1, -1, 0, 0))

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer the request for a tooltip with the unit under the pointer."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.describe(self.place_at(event.pos())), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def describe(self, place: int) -> str:
        """A sentence on the unit at a place: its number and the norm of its weights; "" if it is not here."""
        index = place - self._first
        if self._fields is None or not 0 <= index < len(self._units):
            return ""
        return self.tr("unit {unit}, norm {norm}").format(
            unit=self._units[index], norm=theme.number(float(np.linalg.norm(self._fields[index])))
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the field under the pointer."""
        self._hover(self.place_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the field under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.place_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Belongs to the press."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the field under the pointer."""
        self._open(self.place_at(event.position().toPoint()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_ZOOM ** (event.angleDelta().y() / 120))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a neighbour, open the chosen one, or change the size."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }
        zooms = {Qt.Key.Key_Plus: _ZOOM, Qt.Key.Key_Equal: _ZOOM, Qt.Key.Key_Minus: 1 / _ZOOM}
        if event.key() in steps:
            start = self._chosen if self._chosen >= 0 else self._first
            target = start + (steps[Qt.Key(event.key())] if self._chosen >= 0 else 0)
            self._choose(min(max(target, 0), self._total - 1))
        elif event.key() in zooms:
            self._zoom(zooms[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._chosen)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the fields anew."""
        super().resizeEvent(event)
        self._arrange()
        self._request.start()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_images()

    def _arrange(self) -> None:
        rows = -(-self._total // self.columns)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, rows * self.pitch - _GAP - height))
        bar.setSingleStep(self.pitch)
        bar.setPageStep(height)
        self.viewport().update()

    def _scrolled(self) -> None:
        self.viewport().update()
        self._request.start()

    def _ask(self) -> None:
        if self._total:
            pitch, value = self.pitch, self.verticalScrollBar().value()
            first = value // pitch * self.columns
            rows = (value + self.viewport().height()) // pitch + 1 - value // pitch
            self.rows_wanted.emit(first, min(rows * self.columns, self._total - first))

    def _paint_images(self) -> None:
        if self._fields is not None:
            cells, colours = signed_colours.indices(self._fields, self._limit), theme.current()
            self._images = [signed_colours.image(field, colours) for field in cells]
        self.viewport().update()

    def _zoom(self, factor: float) -> None:
        self._least = round(min(max(self._least * factor, _SMALLEST), _LARGEST))
        self._arrange()
        self._request.start()

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.place_marked.emit(self._chosen if place < 0 else place)
            self.viewport().update()

    def _choose(self, place: int) -> None:
        self._chosen = place
        if place >= 0:
            rect, bar = self.place_rect(place), self.verticalScrollBar()
            bar.setValue(
                bar.value() + min(0, rect.top()) + max(0, rect.bottom() + 1 - self.viewport().height())
            )
        self.place_marked.emit(place)
        self.viewport().update()

    def _open(self, place: int) -> None:
        index = place - self._first
        if place >= 0 and 0 <= index < len(self._units):
            self.unit_opened.emit(self._units[index])
