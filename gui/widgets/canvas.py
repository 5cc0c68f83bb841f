"""The paper on which a person draws, with mouse, touch, tablet or keys."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QEventPoint,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from gui.widgets.ink_layer import CANVAS
from gui.widgets.sheet import Sheet

NOMINAL_PRESSURE = 0.5  # of a button, a finger or a key, which know no pressure

_STEP, _FINE_STEP = 7.0, 1.0  # units of the canvas that an arrow key moves the brush
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Canvas(Sheet):
    """Turns what pointers and keys do into strokes.

    Left draws with the tool that is chosen, right erases, as do a pen's other end and its side button. Every
    event's own position counts, to the fraction of a pixel.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(
            self.tr("Draw with the pointer, or move with the arrow keys and hold Space to draw")
        )

    def event(self, event: QEvent) -> bool:
        """Take touches, which have no handler of their own, and notice when the window goes away."""
        if isinstance(event, QTouchEvent):
            self._take_touch(event)
            return True
        if event.type() == QEvent.Type.WindowDeactivate:
            self.finish_stroke()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the pen down."""
        button = event.button()
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            event.ignore()
            return
        place = self.to_canvas(event.position())
        self.hover(place)
        self.begin_stroke(button, place, NOMINAL_PRESSURE, erase=button == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on; a button whose release was never told ends its stroke."""
        place = self.to_canvas(event.position())
        if isinstance(self.source, Qt.MouseButton):
            if event.buttons() & self.source:
                self.extend_stroke(
                    self.source, place, NOMINAL_PRESSURE
                )  # first: whoever reads it begins at once
            else:
                self.finish_stroke()
        self.hover(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen where the button was released."""
        self.extend_stroke(event.button(), self.to_canvas(event.position()), NOMINAL_PRESSURE)
        self.end_stroke(event.button())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with pressure."""
        event.accept()  # else Qt makes mouse events of it
        place = self.to_canvas(event.position())
        self.hover(place)
        if event.type() == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            other_end = event.pointerType() == QPointingDevice.PointerType.Eraser
            side_button = bool(event.buttons() & Qt.MouseButton.RightButton)
            self.begin_stroke("tablet", place, event.pressure(), erase=other_end or side_button)
        elif event.type() == QEvent.Type.TabletMove:
            self.extend_stroke("tablet", place, event.pressure())
        elif event.type() == QEvent.Type.TabletRelease and event.button() == Qt.MouseButton.LeftButton:
            self.extend_stroke("tablet", place, event.pressure())
            self.end_stroke("tablet")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the brush, Space sets it down, Escape drops the stroke under way."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move_by_key(_ARROWS[key] * (_FINE_STEP if fine else _STEP))
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._move_by_key(QPointF(0, 0))
                self.begin_stroke("keyboard", self._brush_place(), NOMINAL_PRESSURE)
        elif key == Qt.Key.Key_Escape and self.source is not None:
            self.cancel_stroke()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space lifts the brush."""
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self.end_stroke("keyboard")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the brush that the keyboard moves."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD:
            self._move_by_key(QPointF(0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish the stroke: its end would not be heard of."""
        super().focusOutEvent(event)
        self.finish_stroke()
        if self.keyboard:
            self.hover(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Finish the stroke: nobody sees how it goes on."""
        super().hideEvent(event)
        self.finish_stroke()
        self.hover(None)

    def leaveEvent(self, event: QEvent) -> None:
        """Show no brush where the pointer is not; a stroke under way goes on."""
        super().leaveEvent(event)
        if not self.keyboard:
            self.hover(None)

    def _take_touch(self, event: QTouchEvent) -> None:
        """Each finger is a pen; the first one down draws."""
        if event.type() == QEvent.Type.TouchCancel:
            self.cancel_stroke()
            return
        for point in event.points():
            finger, place = ("touch", point.id()), self.to_canvas(point.position())
            if point.state() == QEventPoint.State.Pressed:
                self.hover(None)
                self.begin_stroke(finger, place, NOMINAL_PRESSURE)
            elif point.state() != QEventPoint.State.Stationary:  # which may carry no position
                self.extend_stroke(finger, place, NOMINAL_PRESSURE)
            if point.state() == QEventPoint.State.Released:
                self.end_stroke(finger)
        event.accept()

    def _move_by_key(self, step: QPointF) -> None:
        place = self._brush_place() + step
        within = QPointF(min(max(place.x(), 0.0), CANVAS), min(max(place.y(), 0.0), CANVAS))
        self.hover(within, keyboard=True)
        self.extend_stroke("keyboard", within, NOMINAL_PRESSURE)

    def _brush_place(self) -> QPointF:
        return self.pointer if self.pointer is not None else QPointF(CANVAS / 2, CANVAS / 2)
