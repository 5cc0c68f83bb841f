"""A slider through the steps of a run whose weights were kept."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

_RADIUS = 6.0
_GROOVE = 3.0
_MARK_TOP, _MARK_BOTTOM = 8.0, 12.0  # below the groove


class StepSlider(QWidget):
    """The handle stops at kept steps, which have marks, and at the end, which is the present.

    `moved` carries the step that the person went to, None for the present.
    """

    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: NDArray[np.int64] = np.zeros(0, np.int64)
        self._last = 0
        self._shown: int | None = None
        self._held = False
        self._hovered = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def kept(self) -> NDArray[np.int64]:
        """The steps that were kept, rising."""
        return self._kept

    @property
    def last(self) -> int:
        """The newest step."""
        return self._last

    @property
    def shown(self) -> int | None:
        """The step where the handle is; None: at the present."""
        return self._shown

    def set_kept(self, steps: NDArray[np.int64]) -> None:
        """Which steps (n,), rising, can be gone to."""
        self._kept = steps
        self.update()

    def set_last(self, last: int) -> None:
        """How far the run is."""
        if last != self._last:
            self._last = last
            self.update()

    def set_shown(self, step: int | None) -> None:
        """Put the handle at a step, or at the present; while the person holds it, it stays there."""
        if not self._held and step != self._shown:
            self._shown = step
            self.update()

    def neighbour(self, forwards: bool) -> int | None:
        """The kept step after or before the one that is shown; None: the present."""
        here = self._last + 1 if self._shown is None else self._shown
        if forwards:
            place = int(np.searchsorted(self._kept, here, "right"))
            return int(self._kept[place]) if place < len(self._kept) else None
        place = int(np.searchsorted(self._kept, here)) - 1
        return int(self._kept[max(0, place)]) if len(self._kept) else None

    def position(self, step: int | None) -> float:
        """Where a step lies, in pixels from the left."""
        share = 1.0 if step is None else min(1.0, step / max(1, self._last))
        return _RADIUS + share * (self.width() - 2 * _RADIUS)

    def sizeHint(self) -> QSize:
        """A handle, and marks below it."""
        return QSize(200, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self._go(self._nearest(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        if self._held:
            self._go(self._nearest(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the handle."""
        self._held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from kept step to kept step, Home to the first, End to the present."""
        key = Qt.Key
        match event.key():
            case key.Key_Left | key.Key_Down:
                self._go(self.neighbour(forwards=False))
            case key.Key_Right | key.Key_Up:
                self._go(self.neighbour(forwards=True))
            case key.Key_Home if len(self._kept):
                self._go(int(self._kept[0]))
            case key.Key_End:
                self._go(None)
            case _:
                super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the handle."""
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Let it be."""
        self._hovered = False
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the groove, what lies behind the handle, the marks and the handle."""
        colours, middle = theme.current(), self.height() / 2
        here = QPointF(self.position(self._shown), middle)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.panel)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for end, colour in ((self.position(None), colours.line), (here.x(), colours.accent)):
                painter.setBrush(colour)
                painter.drawRoundedRect(
                    QRectF(_RADIUS, middle - _GROOVE / 2, end - _RADIUS, _GROOVE), _GROOVE / 2, _GROOVE / 2
                )
            self._paint_marks(painter, middle)
            lit = self._hovered or self.hasFocus()
            painter.setPen(QPen(colours.panel, 1))
            painter.setBrush(colours.accent if lit else colours.text)
            painter.drawEllipse(here, _RADIUS, _RADIUS)

    def _paint_marks(self, painter: QPainter, middle: float) -> None:
        """A mark for every pixel that has a kept step: thousands of steps are no thousands of lines."""
        if not len(self._kept):
            return
        painter.setPen(QPen(theme.current().muted, 1))
        room = self.width() - 2 * _RADIUS
        shares = np.minimum(1.0, self._kept / max(1, self._last))
        places = np.unique(np.round(_RADIUS + shares * room)) + 0.5
        painter.drawLines([QLineF(x, middle + _MARK_TOP, x, middle + _MARK_BOTTOM) for x in places.tolist()])

    def _nearest(self, x: float) -> int | None:
        """The kept step that lies nearest to `x`, or the present."""
        if not len(self._kept):
            return None
        room = max(1.0, self.width() - 2 * _RADIUS)
        step = (x - _RADIUS) / room * self._last
        nearest = int(self._kept[np.abs(self._kept - step).argmin()])
        return None if abs(self._last - step) <= abs(nearest - step) else nearest

    def _go(self, step: int | None) -> None:
        if step != self._shown:
            self._shown = step
            self.update()
            self.moved.emit(step)
