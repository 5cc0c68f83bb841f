"""A wall of square pictures in rows, of which only those in sight are asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from gui import theme

_ZOOM = 1.25
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_ZOOMS = {Qt.Key.Key_Plus: _ZOOM, Qt.Key.Key_Equal: _ZOOM, Qt.Key.Key_Minus: 1 / _ZOOM}


class PictureWall(QAbstractScrollArea):
    """As many pictures as fit beside each other, scrolled by rows.

    A place counts the pictures in the order in which they hang. `rows_wanted` carries the first place in sight and
    how many there is room for. `place_marked` carries the place that is pointed at or else chosen, −1 for none. Of
    those that are here, `place_clicked` carries one that was clicked, `place_opened` one that was double-clicked, or
    chosen and opened by Return. Arrows choose, + and − change the size. A subclass renders and describes the pictures.
    """

    rows_wanted = Signal(int, int)
    place_marked = Signal(int)
    place_opened = Signal(int)
    place_clicked = Signal(int)

    gap = 2  # pixels between pictures
    caption_height = 0  # of the line below each
    aspect = 1  # how many times as wide as high each is
    smallest, largest = 28, 168  # the least side of a picture, in pixels

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._first = 0  # the place of the first of the pictures here
        self._images: Sequence[QImage] = ()
        self._least = self.smallest
        self._hovered = self._chosen = -1  # places
        self._request = QTimer(self, singleShot=True, interval=0)
        self._request.timeout.connect(self._ask)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def render_again(self) -> None:
        """Hang the same pictures in the colours of the theme."""
        raise NotImplementedError

    def describe(self, place: int) -> str:
        """A sentence on the picture at a place; "" if it is not here."""
        raise NotImplementedError

    def paint_place(self, painter: QPainter, rect: QRect, image: QImage, index: int) -> None:
        """Paint one of the pictures that are here, the `index`-th, with its caption into `rect`."""
        del index
        painter.drawImage(rect, image)

    @property
    def total(self) -> int:
        """How many pictures hang, here or not."""
        return self._total

    @property
    def columns(self) -> int:
        """How many pictures hang beside each other."""
        return max(1, (self.viewport().width() + self.gap) // (self.aspect * self._least + self.gap))

    @property
    def pitch(self) -> int:
        """From one picture to the one below, in pixels; across, they share the width, to a pixel."""
        width = (self.viewport().width() + self.gap) // self.columns
        return (width - self.gap) // self.aspect + self.gap + self.caption_height

    def set_total(self, total: int) -> None:
        """Hang `total` other pictures, from the first."""
        self._images = ()
        self._total = total
        self._chosen = -1
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._request.start()

    def ask_again(self) -> None:
        """Ask for the pictures in sight, as when their order has changed."""
        self._chosen = -1
        self._request.start()

    def hang(self, first: int, images: Sequence[QImage]) -> None:
        """Hang these from place `first` on, in the place of those that are here."""
        self._first, self._images = first, images
        self.viewport().update()

    def index_of(self, place: int) -> int:
        """Which of the pictures that are here hangs at a place; −1: none."""
        index = place - self._first
        return index if place >= 0 and 0 <= index < len(self._images) else -1

    def place_at(self, point: QPoint) -> int:
        """The place under a point of the viewport, −1 if it is between pictures or beyond the last."""
        column = point.x() * self.columns // (self.viewport().width() + self.gap)
        row = (point.y() + self.verticalScrollBar().value()) // self.pitch
        place = row * self.columns + column
        inside = 0 <= place < self._total and self.place_rect(place).contains(point)
        return place if inside else -1

    def place_rect(self, place: int) -> QRect:
        """Where the picture of a place hangs with its caption, in the viewport's coordinates."""
        row, column = divmod(place, self.columns)
        room = self.viewport().width() + self.gap
        left, right = column * room // self.columns, (column + 1) * room // self.columns
        top = row * self.pitch - self.verticalScrollBar().value()
        return QRect(left, top, right - left - self.gap, self.pitch - self.gap)

    def sizeHint(self) -> QSize:
        """Three rows of ten."""
        return QSize(10 * (self._least + self.gap), 3 * (self._least + self.gap))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pictures in sight."""
        with QPainter(self.viewport()) as painter:
            for index, image in enumerate(self._images):
                rect = self.place_rect(self._first + index)
                if rect.intersects(event.rect()):
                    self.paint_place(painter, rect, image, index)
            painter.setPen(QPen(theme.current().accent, 1))
            for place in {self._hovered, self._chosen} - {-1}:
                painter.drawRect(self.place_rect(place).adjusted(-1, -1, 0, 0))

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer the request for a tooltip with the picture under the pointer."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.describe(self.place_at(event.pos())), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the picture under the pointer."""
        self._hover(self.place_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the picture under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            place = self.place_at(event.position().toPoint())
            self._choose(place)
            if self.index_of(place) >= 0:
                self.place_clicked.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Belongs to the press."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the picture under the pointer."""
        self._open(self.place_at(event.position().toPoint()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or with Ctrl change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_ZOOM ** (event.angleDelta().y() / 120))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a neighbour, open the chosen one, or change the size."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._total:
            across, down = _STEPS[key]
            target = self._chosen + across + down * self.columns if self._chosen >= 0 else self._first
            self._choose(min(max(target, 0), self._total - 1))
        elif key in _ZOOMS:
            self._zoom(_ZOOMS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._chosen)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the pictures anew."""
        super().resizeEvent(event)
        self._arrange()
        self._request.start()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.render_again()

    def _arrange(self) -> None:
        rows = -(-self._total // self.columns)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, rows * self.pitch - self.gap - height))
        bar.setSingleStep(self.pitch)
        bar.setPageStep(height)
        self.viewport().update()

    def _scrolled(self) -> None:
        self.viewport().update()
        self._request.start()

    def _ask(self) -> None:
        if self._total:
            pitch, value = self.pitch, self.verticalScrollBar().value()
            first = value // pitch * self.columns
            rows = (value + self.viewport().height()) // pitch + 1 - value // pitch
            self.rows_wanted.emit(first, min(rows * self.columns, self._total - first))

    def _zoom(self, factor: float) -> None:
        self._least = round(min(max(self._least * factor, self.smallest), self.largest))
        self._arrange()
        self._request.start()

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.place_marked.emit(self._chosen if place < 0 else place)
            self.viewport().update()

    def _choose(self, place: int) -> None:
        self._chosen = place
        if place >= 0:
            rect, bar = self.place_rect(place), self.verticalScrollBar()
            bar.setValue(
                bar.value() + min(0, rect.top()) + max(0, rect.bottom() + 1 - self.viewport().height())
            )
        self.place_marked.emit(place)
        self.viewport().update()

    def _open(self, place: int) -> None:
        if self.index_of(place) >= 0:
            self.place_opened.emit(place)
