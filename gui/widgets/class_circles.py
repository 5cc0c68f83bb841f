"""The classes as a column of circles, each with its probability."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme

FloatArray = NDArray[np.floating]

LARGEST_CIRCLE = 28.0
NUMBER_POINTS = 9.0
LONGEST_NUMBER = "100.0 %"


class ClassCircles(QWidget):
    """A circle a class; the predicted one is filled. Probabilities stand beside them where there is room.

    `hovered`: the class under the pointer or chosen with the arrow keys, -1: none. `clicked`: the class, by mouse,
    Return or Space (-1: none was chosen).
    """

    hovered = Signal(int)
    clicked = Signal(int)

    def __init__(self, classes: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = classes
        self._logits: FloatArray = np.zeros(0)
        self._probabilities: FloatArray = np.zeros(0)
        self._predicted: int | None = None
        self._marked: int | None = None
        self._pinned: int | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Classes"))

    def sizeHint(self) -> QSize:
        """Circles of full size, with their numbers."""
        return QSize(int(LARGEST_CIRCLE + self.number_room()), int(LARGEST_CIRCLE * 1.25 * self._classes))

    def minimumSizeHint(self) -> QSize:
        """Circles that can just be read."""
        return QSize(14, 14 * self._classes)

    def number_room(self) -> float:
        """The width that a number needs, with its distance from the circle."""
        return QFontMetricsF(theme.mono_font(NUMBER_POINTS)).horizontalAdvance(LONGEST_NUMBER) + 6

    def diameter(self) -> float:
        """The diameter of a circle at this size."""
        return min(LARGEST_CIRCLE, self.height() / self._classes * 0.8, self.width() - 2)

    def circle_rect(self, class_: int) -> QRectF:
        """Where the circle of a class lies."""
        diameter = self.diameter()
        pitch = self.height() / self._classes
        return QRectF(1, (class_ + 0.5) * pitch - diameter / 2, diameter, diameter)

    @property
    def classes(self) -> int:
        """How many there are."""
        return self._classes

    def set_classes(self, classes: int) -> None:
        """Say how many classes there are."""
        self._classes = classes
        self.show_reading(np.zeros(0), np.zeros(0), None)

    def centres(self, classes: NDArray[np.integer]) -> NDArray[np.float64]:
        """The centres (n, 2) of the circles of `classes` (n,), in the coordinates of the widget."""
        across = np.full(classes.size, self.circle_rect(0).center().x())
        return np.column_stack([across, (classes + 0.5) * self.height() / self._classes])

    @property
    def marked(self) -> int | None:
        """The marked class."""
        return self._marked

    def show_reading(self, logits: FloatArray, probabilities: FloatArray, predicted: int | None) -> None:
        """Show (classes,) logits and probabilities; empty: nothing was read."""
        self._logits, self._probabilities, self._predicted = logits, probabilities, predicted
        self.setAccessibleDescription(self._words(predicted) if predicted is not None else "")
        self.update()

    def mark(self, class_: int | None) -> None:
        """Mark the class that the pointer is on, here or elsewhere."""
        if class_ != self._marked:
            self._marked = class_
            self.update()

    def pin(self, class_: int | None) -> None:
        """Frame the class that is held; None: none."""
        if class_ != self._pinned:
            self._pinned = class_
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the circles."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        digits = QFont(self.font())
        digits.setPixelSize(max(int(self.diameter() * 0.5), 7))
        digits.setWeight(QFont.Weight.DemiBold)
        with_numbers = bool(self._probabilities.size) and self.width() >= self.diameter() + self.number_room()
        for class_ in range(self._classes):
            painter.setFont(digits)
            self._paint_circle(painter, class_)
            if with_numbers:
                self._paint_number(painter, class_)
        painter.end()

    def _paint_circle(self, painter: QPainter, class_: int) -> None:
        colours = theme.current()
        predicted, marked = class_ == self._predicted, class_ == self._marked
        circle = self.circle_rect(class_)
        painter.setPen(QPen(colours.accent if predicted or marked else colours.line, 1.5 if marked else 1))
        painter.setBrush(colours.accent if predicted else colours.panel)
        painter.drawEllipse(circle)
        painter.setPen(colours.on_accent if predicted else colours.text if marked else colours.muted)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(class_))
        if class_ == self._pinned:
            painter.setPen(QPen(colours.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(-2, -2, 2, 2))

    def _paint_number(self, painter: QPainter, class_: int) -> None:
        colours = theme.current()
        painter.setFont(theme.mono_font(NUMBER_POINTS))
        bright = class_ in (self._predicted, self._marked)
        painter.setPen(colours.text if bright else colours.muted)
        circle = self.circle_rect(class_)
        room = QRectF(circle.right(), circle.y(), self.number_room(), circle.height())
        words = f"{self._probabilities[class_] * 100:.1f} %"
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the class under the pointer."""
        self._point_at(self._class_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on none."""
        self._point_at(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the class."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self._class_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the class, or go to the next one or the one before."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(-1 if self._marked is None else self._marked)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            before = self._marked if self._marked is not None else (-1 if step > 0 else self._classes)
            self._point_at(min(max(before + step, 0), self._classes - 1))
        else:
            super().keyPressEvent(event)

    def _point_at(self, class_: int) -> None:
        if (None if class_ < 0 else class_) != self._marked:
            self.mark(None if class_ < 0 else class_)
            self.hovered.emit(class_)

    def _class_at(self, position: QPointF) -> int:
        return min(max(int(position.y() / self.height() * self._classes), 0), self._classes - 1)

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position: the class and its logit."""
        return self._words(self._class_at(QPointF(position)))

    def _words(self, class_: int) -> str:
        if not self._logits.size:
            return self.tr("class {label}").format(label=class_)
        words = self.tr("class {label}: logit {logit}, probability {probability}")
        logit, probability = (float(each[class_]) for each in (self._logits, self._probabilities))
        return words.format(label=class_, logit=theme.number(logit), probability=theme.number(probability))
