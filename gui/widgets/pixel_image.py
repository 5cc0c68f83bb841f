"""A small image whose pixels stay squares, however large they are shown."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.widgets.device_pixels import snap

FloatArray = NDArray[np.floating]


class PixelImage(QWidget):
    """An image of magnitudes, 0..1, in the sequential colours; `empty_words`, where they fit, until there is one."""

    def __init__(self, side: int = 28, empty_words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_words = empty_words
        self._blank = np.zeros((side, side), np.float32)
        self._image: FloatArray = self._blank
        self._marked: tuple[int, int] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumSize(2 * side + 2, 2 * side + 2)

    def sizeHint(self) -> QSize:
        """Four points a pixel."""
        return QSize(4 * self._image.shape[1] + 2, 4 * self._image.shape[0] + 2)

    def show_image(self, image: FloatArray | None) -> None:
        """Show (rows, columns) magnitudes, 0..1; None: nothing."""
        self._image = self._blank if image is None else image
        self.update()

    def set_shape(self, rows: int, columns: int) -> None:
        """Say how many pixels an image has, for the time without one."""
        if (rows, columns) != self._blank.shape:
            is_blank = self._image is self._blank
            self._blank = np.zeros((rows, columns), np.float32)
            self.show_image(None if is_blank else self._image)

    @property
    def image(self) -> FloatArray:
        """The image on show, zeros if none was given."""
        return self._image

    def picture_rect(self) -> QRectF:
        """Where the image lies: centred, each of its pixels a whole number of device pixels wide."""
        rows, columns = self._image.shape
        ratio = self.devicePixelRatioF()
        fits = min((self.width() - 2) / columns, (self.height() - 2) / rows)
        cell = max(int(fits * ratio), 1) / ratio
        left, top = (self.width() - columns * cell) / 2, (self.height() - rows * cell) / 2
        return QRectF(int(left * ratio) / ratio, int(top * ratio) / ratio, columns * cell, rows * cell)

    def centres(self, pixels: NDArray[np.integer]) -> NDArray[np.float64]:
        """The centres (n, 2) of `pixels` (n,), counted row by row, in the coordinates of the widget."""
        rect = self.picture_rect()
        side = rect.width() / self._image.shape[1]
        rows, columns = np.divmod(pixels, self._image.shape[1])
        return np.column_stack([rect.x() + (columns + 0.5) * side, rect.y() + (rows + 0.5) * side])

    def cell_at(self, position: QPointF) -> tuple[int, int] | None:
        """The (row, column) at a position of the widget; None: beside the image."""
        rect = self.picture_rect()
        if not rect.contains(position):
            return None
        cell = rect.width() / self._image.shape[1]
        row, column = int((position.y() - rect.y()) / cell), int((position.x() - rect.x()) / cell)
        return min(row, self._image.shape[0] - 1), min(column, self._image.shape[1] - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image in its frame, and mark the cell under the pointer."""
        colours = theme.current()
        rect = self.picture_rect()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().panel)
        snap(painter, rect.topLeft())
        painter.drawImage(rect, self._picture())
        painter.setPen(colours.line)
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self._image is self._blank:
            self._paint_words(painter, rect.adjusted(8, 8, -8, -8))
        if self._marked is not None:
            cell = rect.width() / self._image.shape[1]
            row, column = self._marked
            painter.setPen(QPen(colours.accent, 1))
            painter.drawRect(QRectF(rect.x() + column * cell, rect.y() + row * cell, cell, cell))
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        if room.contains(painter.boundingRect(room, flags, self._empty_words)):
            painter.setPen(theme.current().muted)
            painter.drawText(room, flags, self._empty_words)

    def _picture(self) -> QImage:
        levels = (np.fmin(np.fmax(self._image, 0), 1) * 255 + 0.5).astype(np.uint8)  # NaN: 0
        pixels = np.array(theme.current().sequential, np.uint32)[levels]
        rows, columns = levels.shape
        return QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the cell under the pointer."""
        self._mark(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        self._mark(None)

    def _mark(self, cell: tuple[int, int] | None) -> None:
        if cell != self._marked:
            self._marked = cell
            self.update()

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position: place and value of the cell."""
        cell = self.cell_at(QPointF(position))
        if cell is None:
            return ""
        words = self.tr("x {column}, y {row}: {value}")
        return words.format(column=cell[1], row=cell[0], value=theme.number(float(self._image[cell])))
