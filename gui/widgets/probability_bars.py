"""The probability of each class as a bar with its number."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.widgets.easing import Easing
from gui.widgets.laid_out import laid_out

FloatArray = NDArray[np.floating]

ROW_HEIGHT = 22
COMFORTABLE_ROW_HEIGHT = 15
LEAST_ROW_HEIGHT = 12
BAR_HEIGHT = 6.0
MOST_ROWS = 10  # that room is asked for
NUMBER_POINTS = 9.0
TIGHT_POINTS = 7.5


class ProbabilityBars(QWidget):
    """A row a class: label, bar, percent. Numbers are exact at once; the bars glide.

    Where there are more classes than rows, the likeliest are shown, those first.
    `hovered` tells the class under the pointer, or chosen with the arrow keys; -1: none.
    """

    hovered = Signal(int)

    def __init__(self, classes: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probabilities: FloatArray = np.zeros(0)
        self._numbers: list[str] = []
        self._logits: FloatArray = np.zeros(0)
        self._predicted: int | None = None
        self._marked: int | None = None
        self._classes = classes
        self._lengths = Easing(np.zeros(classes), parent=self)
        self._painted: list[tuple[object, ...]] = []  # what was painted of each row
        self._lengths.moved.connect(self._refresh)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Probabilities of the classes"))

    def sizeHint(self) -> QSize:
        """Rows at a comfortable distance."""
        return QSize(176, ROW_HEIGHT * min(self._classes, MOST_ROWS))

    def minimumSizeHint(self) -> QSize:
        """Rows that just do not touch."""
        return QSize(120, LEAST_ROW_HEIGHT * min(self._classes, MOST_ROWS))

    def set_classes(self, classes: int) -> None:
        """Say how many classes there are; what was read of others is gone."""
        if classes != self._classes:
            self._classes = classes
            self.show_reading(np.zeros(0), np.zeros(0), None)

    def show_reading(self, probabilities: FloatArray, logits: FloatArray, predicted: int | None) -> None:
        """Show (n,) probabilities, 0..1, and logits; both empty: nothing was read."""
        self._probabilities, self._logits, self._predicted = probabilities, logits, predicted
        self._numbers = [f"{100 * probability:.1f}" for probability in probabilities.tolist()]
        if probabilities.size:
            self._classes = probabilities.size
        target = probabilities if probabilities.size else np.zeros(self._classes)
        self._lengths.aim(target, at_once=not self.isVisible())
        if QAccessible.isActive():  # nobody else hears it, and it takes as long as a bar's painting
            self.setAccessibleDescription(self._words(predicted) if predicted is not None else "")
        self._refresh()

    def mark(self, class_: int | None) -> None:
        """Mark the class that the pointer is on, here or elsewhere."""
        if class_ != self._marked:
            self._marked = class_
            self._refresh()

    @property
    def marked(self) -> int | None:
        """The marked class."""
        return self._marked

    @property
    def lengths(self) -> FloatArray:
        """The lengths of the bars on show, as shares of the full one."""
        return self._lengths.value

    @property
    def shown(self) -> NDArray[np.intp]:
        """The classes that have rows, in their order."""
        rows = max(self.height() // LEAST_ROW_HEIGHT, 1)
        if self._classes <= max(rows, MOST_ROWS):
            return np.arange(self._classes)
        rows = max(self.height() // COMFORTABLE_ROW_HEIGHT, 1)
        if not self._probabilities.size:
            return np.arange(rows)
        likeliest = np.argpartition(-self._probabilities, rows)[:rows]
        return likeliest[np.argsort(-self._probabilities[likeliest], kind="stable")]

    def number(self, class_: int) -> str:
        """The number that stands in a class's row: its percentage."""
        return self._numbers[class_] if self._numbers else "–"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are asked for."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.shown.tolist()
        tight = self.height() < COMFORTABLE_ROW_HEIGHT * len(shown)
        points = TIGHT_POINTS if tight else NUMBER_POINTS
        painter.setFont(theme.mono_font(points))
        across, region = self._across(painter), event.region()
        for place, class_ in enumerate(shown):
            row = self._row(place, len(shown))
            if region.intersects(row.toAlignedRect()):
                self._paint_row(painter, row, class_, across, points)
        painter.end()

    def _refresh(self) -> None:
        """Ask for a new paint of the rows that would look different."""
        looks = self._looks()
        if len(looks) != len(self._painted):
            self.update()
        else:
            for place, (look, painted) in enumerate(zip(looks, self._painted, strict=True)):
                if look != painted:
                    self.update(self._row(place, len(looks)).toAlignedRect())
        self._painted = looks

    def _looks(self) -> list[tuple[object, ...]]:
        """All that the picture of each row depends on, but size and theme; lengths in half pixels."""
        half_pixels = np.rint(2 * self.width() * self._lengths.value).tolist()
        return [
            (
                class_,
                self.number(class_),
                half_pixels[class_],
                self._has_bar(class_),
                class_ == self._predicted,
                class_ == self._marked,
            )
            for class_ in self.shown.tolist()
        ]

    def _has_bar(self, class_: int) -> bool:
        """Whether a row shows a bar, be it the thinnest: not once nothing is read and the last bar has shrunk."""
        return self._probabilities.size > 0 or bool(self._lengths.value[class_] > 0)

    def _across(self, painter: QPainter) -> tuple[float, float]:
        """Where the full bar begins, between label and number, and how long it is."""
        metrics = painter.fontMetrics()
        left = 20.0 + max(len(str(self._classes - 1)) - 2, 0) * metrics.horizontalAdvance("0")
        return left, self.width() - left - metrics.horizontalAdvance("100.0") - 12

    def _paint_row(
        self, painter: QPainter, row: QRectF, class_: int, across: tuple[float, float], points: float
    ) -> None:
        colours, middle = theme.current(), row.center().y()
        predicted, marked = class_ == self._predicted, class_ == self._marked
        painter.setPen(colours.text if predicted or marked else colours.muted)
        number = laid_out(self.number(class_), points)
        number.paint(painter, row.width() - number.width, middle)
        laid_out(str(class_), points).paint(painter, 0, middle)
        groove = QRectF(across[0], middle - BAR_HEIGHT / 2, across[1], BAR_HEIGHT)
        painter.setPen(colours.accent if marked else Qt.PenStyle.NoPen)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(groove, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if not self._has_bar(class_):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent if predicted else colours.muted)
        groove.setWidth(max(groove.width() * float(self._lengths.value[class_]), 1.5))
        radius = min(BAR_HEIGHT, groove.width()) / 2
        painter.drawRoundedRect(groove, radius, radius)

    def _row(self, place: int, rows: int) -> QRectF:
        height = self.height() / rows
        return QRectF(0, place * height, self.width(), height)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the class under the pointer."""
        self._point_at(self._class_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on none."""
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next class or the one before."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        classes = self.shown.tolist()
        outside = -1 if step > 0 else len(classes)
        before = classes.index(self._marked) if self._marked in classes else outside
        self._point_at(classes[min(max(before + step, 0), len(classes) - 1)])

    def _point_at(self, class_: int) -> None:
        if (None if class_ < 0 else class_) != self._marked:
            self.mark(None if class_ < 0 else class_)
            self.hovered.emit(class_)

    def _class_at(self, y: float) -> int:
        place = min(max(int(y / self.height() * self.shown.size), 0), self.shown.size - 1)
        return int(self.shown[place])

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position: the class, its probability and its logit."""
        return self._words(self._class_at(position.y()))

    def _words(self, class_: int) -> str:
        if not self._probabilities.size:
            return self.tr("{label}: nothing was read yet").format(label=class_)
        probability, logit = float(self._probabilities[class_]), float(self._logits[class_])
        words = self.tr("{label}: probability {probability}, logit {logit}")
        words = words.format(label=class_, probability=theme.number(probability), logit=theme.number(logit))
        if 0 < probability < 0.001:
            words += self.tr(", log₁₀ {exponent}").format(exponent=theme.number(math.log10(probability)))
        return words
