"""A pen that draws on a widget with real pointer events at a real pen's pace."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

PACE_MS = 8  # a mouse reports 125 times a second
STEPS = 30  # events from corner to corner of the polylines below: about three pixels each

# Digits as polylines, one stroke each, in a unit square, y downwards.
DIGITS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((0.3, 0.2), (0.68, 0.2), (0.5, 0.45), (0.7, 0.65), (0.5, 0.84), (0.3, 0.75)),
    ((0.3, 0.25), (0.5, 0.16), (0.68, 0.32), (0.32, 0.8), (0.72, 0.8)),
    ((0.5, 0.18), (0.3, 0.35), (0.32, 0.7), (0.5, 0.84), (0.7, 0.65), (0.68, 0.3), (0.5, 0.18)),
    ((0.3, 0.2), (0.72, 0.2), (0.55, 0.5), (0.42, 0.84)),
)


def path(digit: int) -> Iterator[tuple[float, float]]:
    """The points of a digit's stroke."""
    corners = DIGITS[digit % len(DIGITS)]
    for (x0, y0), (x1, y1) in pairwise(corners):
        for step in range(STEPS):
            yield x0 + step / STEPS * (x1 - x0), y0 + step / STEPS * (y1 - y0)
    yield corners[-1]


class Pen(QObject):
    """Draws digits into `area`, a part of the widget `paper`; `moved` is told when each point is about to be drawn."""

    finished = Signal()

    def __init__(self, paper: QWidget, area: QRectF, moved: Callable[[float], None]) -> None:
        super().__init__(paper)
        self._paper = paper
        self._area = area
        self._moved = moved
        self._points: list[tuple[float, float]] = []
        self._kind = QEvent.Type.MouseButtonPress
        self._timer = QTimer(self, interval=PACE_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)

    def draw(self, digit: int) -> None:
        """Begin a digit; `finished` is emitted when the pen is lifted."""
        self._points = list(path(digit))[::-1]
        self._kind = QEvent.Type.MouseButtonPress
        self._timer.start()

    def press(self, point: tuple[float, float]) -> None:
        """Put the pen down at a point of the unit square."""
        self._send(QEvent.Type.MouseButtonPress, point)

    @property
    def is_drawing(self) -> bool:
        """Whether a digit is under way."""
        return bool(self._points)

    def _step(self) -> None:
        point = self._points.pop()
        last = not self._points
        if not last:
            self._moved(perf_counter())
        self._send(QEvent.Type.MouseButtonRelease if last else self._kind, point)
        self._kind = QEvent.Type.MouseMove
        if last:
            self._timer.stop()
            self.finished.emit()

    def _send(self, kind: QEvent.Type, point: tuple[float, float]) -> None:
        area = self._area
        position = QPointF(area.x() + point[0] * area.width(), area.y() + point[1] * area.height())
        left_button = Qt.MouseButton.LeftButton
        moving, lifted = kind is QEvent.Type.MouseMove, kind is QEvent.Type.MouseButtonRelease
        event = QMouseEvent(
            kind,
            position,
            self._paper.mapToGlobal(position),
            Qt.MouseButton.NoButton if moving else left_button,
            Qt.MouseButton.NoButton if lifted else left_button,
            Qt.KeyboardModifier.NoModifier,
        )
        QCoreApplication.sendEvent(self._paper, event)
