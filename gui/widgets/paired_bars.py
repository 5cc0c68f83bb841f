"""Two readings of one drawing as bars, back to back: a row a class."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.widgets.easing import Easing

FloatArray = NDArray[np.floating]

LEFT, RIGHT = range(2)  # sides

_ROW_HEIGHT, _LEAST_ROW_HEIGHT = 18, 11
_BAR_HEIGHT = 6.0
_LABEL = 18.0  # pixels between both bars
_POINTS, _TIGHT_POINTS = 8.5, 7.5
_TIGHT_ROW = 14


class PairedBars(QWidget):
    """The class between its two bars, percentages at the ends. Numbers are exact at once; the bars glide.

    `hovered` tells the class under the pointer, or chosen with the arrow keys; -1: none.
    """

    hovered = Signal(int)

    def __init__(self, classes: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nothing = np.zeros(0, np.float32)
        self._classes = classes
        self._read: list[FloatArray] = [nothing, nothing]
        self._predicted: list[int | None] = [None, None]
        self._marked: int | None = None
        self._lengths = Easing(np.zeros((2, classes)), parent=self)
        self._lengths.moved.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Probabilities of the classes, of both models"))

    def sizeHint(self) -> QSize:
        """Rows at a comfortable distance."""
        return QSize(190, _ROW_HEIGHT * self._classes)

    def minimumSizeHint(self) -> QSize:
        """Rows that just do not touch."""
        return QSize(150, _LEAST_ROW_HEIGHT * self._classes)

    def show_reading(self, side: int, probabilities: FloatArray, predicted: int | None) -> None:
        """Show (n,) probabilities, 0..1, at a side; empty: nothing was read."""
        self._read[side], self._predicted[side] = probabilities, predicted
        classes = max(10 if not each.size else each.size for each in self._read)
        self._classes = classes
        target = np.zeros((2, classes))
        for place, each in enumerate(self._read):
            target[place, : each.size] = each
        self._lengths.aim(target, at_once=not self.isVisible())
        self.update()

    def mark(self, class_: int | None) -> None:
        """Mark the class that the pointer is on, here or elsewhere."""
        if class_ != self._marked:
            self._marked = class_
            self.update()

    @property
    def marked(self) -> int | None:
        """The marked class."""
        return self._marked

    @property
    def lengths(self) -> FloatArray:
        """The lengths of the bars on show, (2, classes), as shares of the full one."""
        return self._lengths.value

    def number(self, side: int, class_: int) -> str:
        """The number that stands at a side of a class: its percentage."""
        read = self._read[side]
        return f"{read[class_] * 100:.1f}" if class_ < read.size else "–"

    def describe(self, position: QPoint) -> str:
        """What lies at a position: the class, and its probability in both models."""
        class_ = self._class_at(position.y())
        numbers = [theme.number(float(read[class_])) if class_ < read.size else "–" for read in self._read]
        words = self.tr("{label}: probability {before} and {after}")
        return words.format(label=class_, before=numbers[LEFT], after=numbers[RIGHT])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.current().panel)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tight = self.height() < _TIGHT_ROW * self._classes
            painter.setFont(theme.mono_font(_TIGHT_POINTS if tight else _POINTS))
            room = painter.fontMetrics().horizontalAdvance("100.0") + 6.0
            for class_ in range(self._classes):
                self._paint_row(painter, class_, room)

    def _paint_row(self, painter: QPainter, class_: int, room: float) -> None:
        colours, row = theme.current(), self._row(class_)
        agreed = class_ in self._predicted
        painter.setPen(
            colours.accent if class_ == self._marked else colours.text if agreed else colours.muted
        )
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, str(class_))
        for side in (LEFT, RIGHT):
            predicted = class_ == self._predicted[side]
            painter.setPen(colours.text if predicted else colours.muted)
            number = self.number(side, class_)
            place = QRectF(
                row.left() if side == LEFT else row.right() - room + 6, row.top(), room - 6, row.height()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
            self._paint_bar(painter, row, side, class_, room)

    def _paint_bar(self, painter: QPainter, row: QRectF, side: int, class_: int, room: float) -> None:
        """A groove that begins beside the label, and in it the bar, from the label outwards."""
        colours, middle = theme.current(), row.center()
        full = row.width() / 2 - room - _LABEL / 2
        length = max(full * float(self._lengths.value[side, class_]), 1.5)
        top, radius = middle.y() - _BAR_HEIGHT / 2, _BAR_HEIGHT / 2
        starts = middle.x() + _LABEL / 2 if side == RIGHT else middle.x() - _LABEL / 2
        painter.setPen(colours.accent if class_ == self._marked else Qt.PenStyle.NoPen)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(_outwards(starts, full, side, top), radius, radius)
        if not self._read[side].size and not self._lengths.value[side, class_] > 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent if class_ == self._predicted[side] else colours.muted)
        radius = min(_BAR_HEIGHT, length) / 2
        painter.drawRoundedRect(_outwards(starts, length, side, top), radius, radius)

    def _row(self, class_: int) -> QRectF:
        height = self.height() / self._classes
        return QRectF(0, class_ * height, self.width(), height)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the class under the pointer."""
        self._point_at(self._class_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on none."""
        super().leaveEvent(event)
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next class or the one before."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        before = self._marked if self._marked is not None else (-1 if step > 0 else self._classes)
        self._point_at(min(max(before + step, 0), self._classes - 1))

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def _point_at(self, class_: int) -> None:
        if (None if class_ < 0 else class_) != self._marked:
            self.mark(None if class_ < 0 else class_)
            self.hovered.emit(class_)

    def _class_at(self, y: float) -> int:
        return min(max(int(y / self.height() * self._classes), 0), self._classes - 1)


def _outwards(start: float, length: float, side: int, top: float) -> QRectF:
    left = start if side == RIGHT else start - length
    return QRectF(left, top, length, _BAR_HEIGHT)
