"""A row of numbers as a list of bars that can be set, by keyboard or pointer; of any length."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QToolTip, QWidget

from gui import theme
from gui.widgets.cell_editor import mark, number_typed

FloatArray = NDArray[np.float32]

ROW = 22
BAR = 6.0
NAME_WIDTH = 52.0
NUMBER_WIDTH = 76.0
FIELD_FRAME = 24.0  # the field's padding at both ends, and a cursor
STEP = 0.1  # of the arrow keys; ten times as much with Shift
MOST_STATES = 200  # that can be taken back

_BEGINS_A_NUMBER = frozenset("0123456789.,-+−")


class ValueList(QAbstractScrollArea):
    """A line a value: its number, a bar from zero, and the value.

    Up and Down walk, Left and Right change the value by a tenth, with Shift by 1; a digit, Return or a double click
    opens a field for another; Delete makes it 0. In the bars the pointer sets values by dragging. `changed` follows
    each change, and `history_changed` each that can be taken back.
    """

    changed = Signal()
    history_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: FloatArray = np.zeros(0, np.float32)
        self._past: list[FloatArray] = []
        self._future: list[FloatArray] = []
        self._current = 0
        self._dragged = False
        self._field = QLineEdit(self.viewport())
        self._field.setFont(theme.mono_font(9))
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.hide()
        self._field.textChanged.connect(lambda text: mark(self._field, number_typed(text) is not None))
        self._field.editingFinished.connect(self._take_field)
        self._field.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Values that enter the network"))
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(ROW)

    def sizeHint(self) -> QSize:
        """Room for ten values."""
        return QSize(240, 10 * ROW)

    @property
    def values(self) -> FloatArray:
        """The values, (n,); read-only."""
        return self._values

    @property
    def current(self) -> int:
        """The value that the keyboard is on."""
        return self._current

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is one that was taken back."""
        return bool(self._future)

    def set_count(self, count: int) -> None:
        """Show so many values, all 0, unless there are as many; nothing of others can be taken back."""
        if count != self._values.size:
            self._past, self._future, self._current = [], [], 0
            self._show(np.zeros(count, np.float32))
            self.history_changed.emit()

    def set_values(self, values: FloatArray) -> None:
        """Put other values in the place of all; undo brings back what was there."""
        self._remember()
        self._show(values)
        self.changed.emit()

    def clear(self) -> None:
        """Make all 0."""
        if self._values.any():
            self.set_values(np.zeros_like(self._values))

    def undo(self) -> None:
        """Take the last change back."""
        self._exchange(self._past, self._future)

    def redo(self) -> None:
        """Make again what was taken back."""
        self._exchange(self._future, self._past)

    def _exchange(self, source: list[FloatArray], target: list[FloatArray]) -> None:
        if source:
            target.append(self._values)
            self._show(source.pop())
            self.history_changed.emit()
            self.changed.emit()

    def _remember(self) -> None:
        self._past = [*self._past, self._values][-MOST_STATES:]
        self._future = []
        self.history_changed.emit()

    def _show(self, values: FloatArray) -> None:
        self._values = np.array(values, np.float32)
        self._values.setflags(write=False)
        self._current = min(self._current, max(values.size - 1, 0))
        self._fit()
        self.viewport().update()

    def _set(self, place: int, value: float, anew: bool = True) -> None:
        """Set one value; `anew`: as a step of its own."""
        values = self._values.copy()
        values[place] = value
        if values[place] == self._values[place]:
            return
        if anew:
            self._remember()
        self._show(values)
        self.changed.emit()

    def range(self) -> float:
        """The magnitude at the ends of the bars: 1, or a power of two times that."""
        largest = float(np.abs(self._values).max(initial=0))
        return 1.0 if largest <= 1 else 2.0 ** float(np.ceil(np.log2(largest)))

    def row_rect(self, place: int) -> QRectF:
        """Where a value's line lies, in the coordinates of the viewport."""
        return QRectF(0, place * ROW - self.verticalScrollBar().value(), self.viewport().width(), ROW)

    def bar_rect(self, place: int) -> QRectF:
        """Where its bar can reach: its middle is 0."""
        row = self.row_rect(place)
        width = max(row.width() - NAME_WIDTH - NUMBER_WIDTH, 1)
        return QRectF(row.x() + NAME_WIDTH, row.center().y() - BAR / 2, width, BAR)

    def place_at(self, y: float) -> int:
        """The value at a height of the viewport, -1: none."""
        place = int((y + self.verticalScrollBar().value()) // ROW)
        return place if 0 <= place < self._values.size else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that are in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current().panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.mono_font(9))
        limit = self.range()
        first = max(self.place_at(event.rect().top()), 0)
        last = self.place_at(event.rect().bottom())
        for place in range(first, (self._values.size - 1 if last < 0 else last) + 1):
            self._paint_row(painter, place, limit)
        painter.end()

    def _paint_row(self, painter: QPainter, place: int, limit: float) -> None:
        colours, row, bar = theme.current(), self.row_rect(place), self.bar_rect(place)
        value = float(self._values[place])
        here = place == self._current and self.hasFocus()
        painter.setPen(colours.accent if here else colours.muted)
        painter.drawText(row.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, f"x{place}")
        painter.setPen(colours.accent if here else Qt.PenStyle.NoPen)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        middle = bar.center().x()
        reach = min(abs(value) / limit, 1.0) * bar.width() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.positive if value > 0 else colours.negative)
        painter.drawRect(QRectF(middle if value > 0 else middle - reach, bar.y(), reach, bar.height()))
        painter.fillRect(QRectF(middle - 0.5, bar.y() - 2, 1, bar.height() + 4), colours.line)
        painter.setPen(colours.text)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row.adjusted(0, 0, -6, 0), right, theme.number(value))

    def event(self, event: QEvent) -> bool:
        """Claim the key that means one value before the window wipes all of them."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, change, or begin to type."""
        key = Qt.Key(event.key())
        pages = max(self.viewport().height() // ROW - 1, 1)
        moves = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: pages, Qt.Key.Key_PageUp: -pages,
            Qt.Key.Key_Home: -self._values.size, Qt.Key.Key_End: self._values.size,
        }  # fmt: skip
        if not self._values.size:
            super().keyPressEvent(event)
        elif key in moves:
            self._go_to(self._current + moves[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = STEP * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            value = float(self._values[self._current]) + (step if key == Qt.Key.Key_Right else -step)
            self._set(self._current, round(value, 6))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set(self._current, 0.0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open_field(theme.number(float(self._values[self._current]), 9))
        elif event.text() and event.text() in _BEGINS_A_NUMBER:
            self._open_field(event.text())
        else:
            super().keyPressEvent(event)

    def _go_to(self, place: int) -> None:
        self._current = min(max(place, 0), self._values.size - 1)
        bar, row = self.verticalScrollBar(), self._current * ROW
        bar.setValue(min(max(bar.value(), row + ROW - self.viewport().height()), row))
        self.viewport().update()

    def _open_field(self, text: str) -> None:
        """Open it over the number, and where all of its digits take more room over the end of the bar."""
        row = self.row_rect(self._current)
        width = max(NUMBER_WIDTH, self._field.fontMetrics().horizontalAdvance(text) + FIELD_FRAME)
        self._field.setGeometry(int(row.right() - width), int(row.y()), int(width), ROW)
        self._field.setText(text)
        self._field.show()
        self._field.setFocus()
        if len(text) > 1:
            self._field.selectAll()

    def _take_field(self) -> None:
        """Set what was typed; what is no number changes nothing."""
        if not self._field.isHidden():
            value = number_typed(self._field.text())
            self._close_field()
            if value is not None:
                self._set(self._current, value)

    def _close_field(self) -> None:
        self._field.hide()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Return take what stands in the field, and Escape leave it."""
        if watched is self._field and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_field()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._close_field()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a value; in its bar, set it."""
        place = self.place_at(event.position().y())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(place)
            self._dragged = self._in_bar(event.position())
            if self._dragged:
                self._set(place, self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the value."""
        if self._dragged:
            self._set(self._current, self._value_at(event.position().x()), anew=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._dragged = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the field, beside the bar."""
        if self.place_at(event.position().y()) >= 0 and not self._in_bar(event.position()):
            self._open_field(theme.number(float(self._values[self._current]), 9))

    def _in_bar(self, position: QPointF) -> bool:
        bar = self.bar_rect(0)
        return bar.left() <= position.x() <= bar.right()

    def _value_at(self, x: float) -> float:
        """To two decimals of the range; where the bar ends, its end."""
        bar, limit = self.bar_rect(0), self.range()
        share = min(max((x - bar.center().x()) / (bar.width() / 2), -1.0), 1.0)
        return round(share, 2) * limit

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bar."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(self._values.size * ROW - self.viewport().height(), 0))

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position of the viewport."""
        place = self.place_at(position.y())
        return "" if place < 0 else f"x{place} = {theme.number(float(self._values[place]), 7)}"
