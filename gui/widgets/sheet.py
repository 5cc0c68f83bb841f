"""A square sheet of paper that holds strokes, shows them, and lets one grow; it does not know what draws."""

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.widgets.ink_layer import CANVAS, InkLayer
from gui.widgets.live_stroke import LiveStroke
from gui.widgets.stroke_history import CanvasContent, CanvasStroke, StrokeHistory

DEFAULT_BRUSH = 20.0
EXPORT_SIDE = 560  # pixels of a picture that leaves the paper

# A stroke under way is painted so long after the pointer, an eighth of a display's frame: by then the thread that reads
# the ink is done and its reading painted, while two threads of Python that work at once keep each other waiting.
# Pointers that report a thousand times a second are painted at half that pace.
PAINT_AFTER_MS = 2

# So many points take 10 ms to paint anew at another size. A drawing of more of them is stretched while the widget is
# being resized, and painted anew when its size has rested for so long: 1,200 points took 37 to 83 ms a step.
_SLOW_POINTS = 250
REST_MS = 80

_CORNER = 6.0
_HINT_POINTS = 13.0
_CROSS = 5.0  # pixels from the middle of the brush to the ends of the cross that the keyboard moves


class Sheet(QWidget):
    """Paper of 280 × 280 units whatever the widget's size, so that resizing keeps the drawing.

    One source at a time lets a stroke grow; what others do meanwhile is ignored. Points may lie outside.
    """

    SIDE: ClassVar[float] = CANVAS

    ink_changed = Signal()  # also while a stroke grows
    stroke_finished = Signal()
    cleared = Signal()
    brush_changed = Signal(float)
    eraser_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = StrokeHistory()
        self.generation = 0  # one higher whenever the content is replaced rather than drawn on
        self.brush = DEFAULT_BRUSH
        self.erasing = False
        self.pointer: QPointF | None = None  # where the brush hovers, in units of the canvas
        self.keyboard = False  # whether keys move the brush: it shows where it is, and that it has the focus
        self._live: LiveStroke | None = None
        self._layer: InkLayer | None = None
        self._layer_lags = False  # the stroke under way has points that the layer lacks
        self._stale = QRect()  # what is to be painted anew, in logical pixels
        self._soon = QTimer(
            self, singleShot=True, interval=PAINT_AFTER_MS, timerType=Qt.TimerType.PreciseTimer
        )
        self._soon.timeout.connect(self._catch_up)
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self.update)
        self.setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # else all that lies below is painted each time
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def content(self) -> CanvasContent:
        """What is on the paper, without the stroke under way."""
        return self.history.content

    @property
    def shown(self) -> CanvasContent:
        """What is on the paper, with the stroke under way."""
        return self.content if self._live is None else self.content.with_stroke(self._live.stroke())

    @property
    def source(self) -> Hashable | None:
        """Who draws the stroke under way, if there is one."""
        return None if self._live is None else self._live.source

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the paper, not even a stroke under way."""
        return self._live is None and self.content.is_empty

    def strokes(self) -> tuple[CanvasStroke, ...]:
        """All strokes, the one under way last; finished ones are the same objects each time."""
        return self.shown.strokes

    def set_brush(self, width: float) -> None:
        """Choose the diameter at nominal pressure of strokes to come, in units of the canvas, above 0."""
        if width != self.brush:
            self.brush = width
            self.brush_changed.emit(width)
            self.update()

    def set_eraser(self, erasing: bool) -> None:
        """Choose eraser or pen for strokes to come."""
        if erasing != self.erasing:
            self.erasing = erasing
            self.eraser_changed.emit(erasing)

    def set_content(self, content: CanvasContent, undoable: bool = True) -> None:
        """Put something else on the paper; a stroke under way is finished first."""
        self.finish_stroke()
        if undoable:
            self.history.do(content)
        else:
            self.history.start_with(content)
        self._replace()

    def clear(self) -> None:
        """Wipe the paper, which can be undone; on an empty one nothing happens."""
        self.finish_stroke()
        if not self.content.is_empty:
            self.set_content(CanvasContent())
            self.cleared.emit()

    def undo(self) -> None:
        """Take back the last step; a stroke under way is that step."""
        if self._live is not None:
            self.cancel_stroke()
        elif self.history.can_undo:
            self.history.undo()
            self._replace()

    def redo(self) -> None:
        """Take again the step that was undone last."""
        if self._live is None and self.history.can_redo:
            self.history.redo()
            self._replace()

    def begin_stroke(self, source: Hashable, place: QPointF, pressure: float, erase: bool = False) -> None:
        """Set the pen of `source` down at `place` (units of the canvas), unless one is down already."""
        if self._live is None:
            if self.content.is_empty:
                self.update()  # the hint goes
            self._live = LiveStroke(source, self.brush, erase or self.erasing)
            self.extend_stroke(source, place, pressure)

    def extend_stroke(self, source: Hashable, place: QPointF, pressure: float) -> None:
        """Move the pen of `source`, if it is the one that is down."""
        live = self._live
        if live is None or live.source != source or not live.add((place.x(), place.y(), pressure)):
            return
        self._layer_lags = True
        self.ink_changed.emit()
        self._paint_soon(QRect())

    def end_stroke(self, source: Hashable) -> None:
        """Lift the pen of `source`, if it is the one that is down."""
        if self._live is not None and self._live.source == source:
            self.finish_stroke()

    def finish_stroke(self) -> None:
        """Keep the stroke under way, if there is one, as it is."""
        if self._live is not None:
            self._catch_up()
            layer = self._ink()
            stroke, self._live = self._live.stroke(), None
            self.history.do(self.content.with_stroke(stroke))
            layer.finish(self.content.strokes)
            self.stroke_finished.emit()

    def cancel_stroke(self) -> None:
        """Drop the stroke under way, if there is one."""
        if self._live is not None:
            self._ink().cancel()
            self._live = None
            self._layer_lags = False
            self.update()
            self.ink_changed.emit()

    def hover(self, place: QPointF | None, keyboard: bool = False) -> None:
        """Show the brush at `place` (units of the canvas), moved by pointer or keyboard; or nowhere."""
        if keyboard != self.keyboard:
            self.keyboard = keyboard
            self.update()
        for each in (self.pointer, place):
            if each is not None:
                self._paint_soon(self._brush_area(each))
        self.pointer = place

    def to_image(self) -> QImage:
        """The drawing as black ink on white paper, the same at any size of the widget."""
        layer = InkLayer(EXPORT_SIDE)
        layer.show(self.shown)
        paper = 255 - layer.ink()
        return QImage(
            paper.data, EXPORT_SIDE, EXPORT_SIDE, EXPORT_SIDE, QImage.Format.Format_Grayscale8
        ).copy()

    def paper(self) -> QRectF:
        """Where the paper lies in the widget: whole logical pixels."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    def to_canvas(self, position: QPointF) -> QPointF:
        """A position in the widget, in units of the canvas."""
        paper = self.paper()
        return (position - paper.topLeft()) * (CANVAS / max(1.0, paper.width()))

    def sizeHint(self) -> QSize:
        """One pixel a unit."""
        return QSize(int(CANVAS), int(CANVAS))

    def minimumSizeHint(self) -> QSize:
        """Small, but still to be drawn on."""
        return QSize(136, 136)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of paper, ink and brush that is asked for."""
        self._catch_up()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().raised)
        painter.drawRoundedRect(self.paper(), _CORNER, _CORNER)
        if self.is_empty:
            self._paint_hint(painter)
        else:
            self._paint_ink(painter, event.rect())
        if self.keyboard and self.hasFocus():
            painter.setPen(QPen(theme.current().accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.paper().adjusted(1, 1, -1, -1), _CORNER, _CORNER)
        if self.pointer is not None:
            self._paint_brush(painter, self.pointer)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wait with what is slow until the size rests."""
        super().resizeEvent(event)
        if self._layer is not None and sum(len(stroke.points) for stroke in self.strokes()) > _SLOW_POINTS:
            self._resting.start()

    def _paint_hint(self, painter: QPainter) -> None:
        font = self.font()
        font.setPointSizeF(_HINT_POINTS)
        painter.setFont(font)
        painter.setPen(theme.current().muted)
        painter.drawText(self.paper(), Qt.AlignmentFlag.AlignCenter, self.tr("Draw a digit"))

    def _paint_ink(self, painter: QPainter, asked: QRect) -> None:
        if self._resting.isActive() and self._layer is not None and self._live is None:
            side = self._layer.side
            stretched = self._layer.image(QRect(0, 0, side, side), theme.current().accent)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.paper(), stretched)
            return
        layer, ratio, corner = self._ink(), self.devicePixelRatio(), self.paper().topLeft()
        asked = asked.translated(-corner.toPoint())
        scaled = QRectF(asked.x() * ratio, asked.y() * ratio, asked.width() * ratio, asked.height() * ratio)
        area = scaled.toAlignedRect().intersected(QRect(0, 0, layer.side, layer.side))
        if area.isEmpty():
            return
        image = layer.image(area, theme.current().accent)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(corner + QPointF(area.topLeft()) / ratio, image)

    def _paint_brush(self, painter: QPainter, place: QPointF) -> None:
        colour = theme.current().accent if self.keyboard else theme.current().muted
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle, radius = self._to_widget(place), self.brush * self._unit() / 2
        painter.drawEllipse(middle, radius, radius)
        if self.keyboard:
            for arm in (QPointF(_CROSS, 0), QPointF(0, _CROSS)):
                painter.drawLine(middle - arm, middle + arm)

    def _paint_soon(self, area: QRect) -> None:
        """Paint `area`, and what the stroke under way has gained, together with what else changes until then."""
        self._stale = self._stale.united(area)
        if not self._soon.isActive():
            self._soon.start()

    def _catch_up(self) -> None:
        """Bring the layer up to the stroke under way, and ask for the paint of what waited for it."""
        self._soon.stop()
        if self._live is not None and self._layer_lags:
            grown = self._ink().extend(self._live.points, self._live.width, self._live.erase)
            self._layer_lags = False
            self._stale = self._stale.united(self._logical(grown))
        if not self._stale.isEmpty():
            self.update(self._stale)
            self._stale = QRect()

    def _replace(self) -> None:
        self.generation += 1
        self._ink().show(self.content)
        self.update()
        self.ink_changed.emit()

    def _ink(self) -> InkLayer:
        """The ink at the size at which it is seen now."""
        side = max(1, round(self.paper().width() * self.devicePixelRatio()))
        if self._layer is None or self._layer.side != side:
            self._layer = InkLayer(side)
            self._layer.show(self.content)
            if self._live is not None and self._live.points:
                self._layer.extend(self._live.points, self._live.width, self._live.erase)
        return self._layer

    def _unit(self) -> float:
        """Logical pixels a unit of the canvas."""
        return self.paper().width() / CANVAS

    def _to_widget(self, place: QPointF) -> QPointF:
        return self.paper().topLeft() + place * self._unit()

    def _brush_area(self, place: QPointF) -> QRect:
        reach = max(self.brush * self._unit() / 2, _CROSS) + 2
        middle = self._to_widget(place)
        return QRectF(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach).toAlignedRect()

    def _logical(self, area: QRect) -> QRect:
        """What an area of device pixels covers of the widget."""
        ratio, corner = self.devicePixelRatio(), self.paper().topLeft()
        scaled = QRectF(area.x() / ratio, area.y() / ratio, area.width() / ratio, area.height() / ratio)
        return scaled.translated(corner).toAlignedRect()
