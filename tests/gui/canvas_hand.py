"""A hand for tests: real mouse events on a canvas, and what is seen on it then."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.widgets.canvas import Canvas
from gui.widgets.stroke_history import CanvasStroke

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.MouseButton.NoButton
PRESS, MOVE, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
LINE = CanvasStroke(((40.0, 140.0, 0.5), (240.0, 140.0, 0.5)), 20)


def send(canvas: Canvas, kind: QEvent.Type, x: float, y: float, button=LEFT, buttons=LEFT) -> None:
    place = QPointF(x, y)
    button = NONE if kind == MOVE else button
    event = QMouseEvent(
        kind, place, canvas.mapToGlobal(place), button, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, event)


def draw(canvas: Canvas, *places: tuple[float, float], button=LEFT) -> None:
    send(canvas, PRESS, *places[0], button, button)
    for place in places[1:]:
        send(canvas, MOVE, *place, button, button)
    send(canvas, RELEASE, *places[-1], button, NONE)


def places(stroke: CanvasStroke) -> list[tuple[float, float]]:
    return [point[:2] for point in stroke.points]


def seen(canvas: Canvas) -> np.ndarray:
    """Where the canvas shows something other than paper, bool (height, width)."""
    canvas.hover(None)
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width())
    return pixels != theme.current().raised.rgb()
