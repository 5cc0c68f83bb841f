"""The steps of a forward pass as a list: each module with the shape that it gives."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

LINE = 20
MARGIN = 12
POINTS = 9.0


class Step(NamedTuple):
    """A line: the name of the module, its kind, and the shape behind it."""

    name: str
    kind: str
    shape: str


class PassSteps(QWidget):
    """A line a step, one of which is chosen, by click or by the arrow keys; `chosen` tells its number."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[Step, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Steps of the forward pass"))

    def sizeHint(self) -> QSize:
        """A line a step."""
        return QSize(240, LINE * len(self.steps))

    def set_steps(self, steps: Sequence[Step]) -> None:
        """List other steps; the chosen number stays as far as there is one."""
        if tuple(steps) != self.steps:
            if len(steps) != len(self.steps):
                self.updateGeometry()
            self.steps = tuple(steps)
            self.choose(self.current)
            self.update()

    def choose(self, number: int) -> None:
        """Go to a step, the nearest that there is."""
        number = min(max(number, 0), max(len(self.steps) - 1, 0))
        if number != self.current:
            self.current = number
            self.update()
            self.chosen.emit(number)
        if self.steps:
            self.setAccessibleDescription(" ".join(self.steps[number]))

    def line_rect(self, number: int) -> QRect:
        """Where a line lies."""
        return QRect(0, number * LINE, self.width(), LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines: what is behind the chosen step is still to come, and muted."""
        colours = theme.current()
        with QPainter(self) as painter:
            for number, step in enumerate(self.steps):
                line = self.line_rect(number)
                if number == self.current:
                    painter.fillRect(line, colours.raised)
                    painter.fillRect(line.x(), line.y(), 2, LINE, colours.accent)
                self._paint_line(painter, line, step, number <= self.current)
            if self.hasFocus() and self.steps:
                painter.setPen(colours.accent)
                painter.drawRect(self.line_rect(self.current).adjusted(0, 0, -1, -1))

    def _paint_line(self, painter: QPainter, line: QRect, step: Step, reached: bool) -> None:
        colours = theme.current()
        room = line.adjusted(MARGIN, 0, -4, 0)
        painter.setFont(self.font())
        painter.setPen(colours.text if reached else colours.muted)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, step.name)
        name_width = painter.fontMetrics().horizontalAdvance(f"{step.name} ")
        painter.setPen(colours.muted)
        painter.drawText(room.adjusted(name_width, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, step.kind)
        painter.setFont(theme.mono_font(POINTS))
        painter.setPen(colours.text if reached else colours.muted)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, flags, step.shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step under the pointer."""
        number = int(event.position().y()) // LINE
        if event.button() == Qt.MouseButton.LeftButton and number < len(self.steps):
            self.choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next step or the one before, to the first or the last."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.steps) - 1}
        ends |= {Qt.Key.Key_Down: self.current + 1, Qt.Key.Key_Up: self.current - 1}
        if Qt.Key(event.key()) in ends:
            self.choose(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
