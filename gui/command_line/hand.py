"""A hand that draws on the window's canvas with real pointer events, and waits for what the window makes of it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt, QTimer, SignalInstance
from PySide6.QtGui import QMouseEvent

from engine.data.drawing import Drawing, Stroke
from gui.main_window import MainWindow
from gui.panels.drawing import DrawingPanel

PATIENCE_MS = 60_000

_BUTTON = Qt.MouseButton.LeftButton
_NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hand:
    """Draws on the canvas of a window."""

    def __init__(self, window: MainWindow) -> None:
        panel = window.panels["drawing"]
        assert isinstance(panel, DrawingPanel)
        self._panel = panel
        self._canvas = panel.canvas
        self._window = window

    def draw(self, drawing: Drawing, brush: float | None = None, lift: bool = True) -> None:
        """Clear the canvas and draw; `brush` in units of the drawing's canvas. Without `lift` the pen stays down.

        The drawing's canvas is fitted to the widget, its aspect kept.
        """
        self._panel.clear()
        if drawing.picture is not None:
            self._panel.show_drawing(drawing)
        for number, stroke in enumerate(drawing.strokes, start=1):
            self._choose_brush(drawing, stroke, brush)
            self._draw_stroke(drawing, stroke, lift or number < len(drawing.strokes))

    def _choose_brush(self, drawing: Drawing, stroke: Stroke, brush: float | None) -> None:
        width = brush or stroke.width or drawing.natural_width
        self._canvas.set_eraser(stroke.erase)
        self._canvas.set_brush(width * self._canvas.SIDE / max(drawing.canvas))

    def _draw_stroke(self, drawing: Drawing, stroke: Stroke, lift: bool) -> None:
        places = [self._place(drawing, float(x), float(y)) for x, y, _ in stroke.points]
        self._send(QEvent.Type.MouseButtonPress, places[0], _BUTTON, _BUTTON)
        for place in places[1:]:
            self._send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, _BUTTON)
        if lift:
            self._send(QEvent.Type.MouseButtonRelease, places[-1], _BUTTON, Qt.MouseButton.NoButton)

    def _place(self, drawing: Drawing, x: float, y: float) -> QPointF:
        """Where a point of the drawing lies on the widget."""
        width, height = drawing.canvas
        longer = max(width, height)
        paper = self._canvas.paper()
        return QPointF(
            paper.x() + paper.width() * (x + (longer - width) / 2) / longer,
            paper.y() + paper.height() * (y + (longer - height) / 2) / longer,
        )

    def _send(
        self, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton, buttons: Qt.MouseButton
    ) -> None:
        whole = QPointF(self._canvas.mapToGlobal(place))
        event = QMouseEvent(kind, place, whole, button, buttons, _NO_KEYS)
        QCoreApplication.sendEvent(self._canvas, event)

    def wait_for_reading(self) -> None:
        """Let the window work until it shows the reading of what is on the canvas now."""
        link = self._window.link
        wait_until(lambda: link.shown_request == self._panel.last_request, link.answered)


def wait_until(done: Callable[[], bool], signal: SignalInstance, patience_ms: int = PATIENCE_MS) -> None:
    """Handle events until `done`, which is asked now and at each `signal`; raises TimeoutError when patience ends."""
    loop = QEventLoop()
    check = lambda *_: loop.quit() if done() else None  # noqa: E731  # a closure over the loop, named to disconnect
    patience = QTimer(loop, singleShot=True)
    patience.timeout.connect(loop.quit)
    signal.connect(check)
    if not done():
        patience.start(patience_ms)
        loop.exec()
        patience.stop()
    signal.disconnect(check)
    if not done():
        raise TimeoutError("the window did not answer")


def wait_ms(duration_ms: int) -> None:
    """Handle events for a while."""
    loop = QEventLoop()
    QTimer.singleShot(duration_ms, loop, loop.quit)
    loop.exec()
