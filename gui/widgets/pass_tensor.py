"""A minibatch after one step: images side by side, or a strip of numbers for each drawing."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.widgets import signed_colours
from gui.widgets.cell_grid import robust_limit

GAP = 4
WIDEST_STRIP = 24  # pixels of its height
LARGEST_IMAGE = 112
LEAST_FOR_NUMBER = 30  # pixels of a cell that has room for its number
POINTS = 8.0


class PassTensor(QWidget):
    """The `rows` of a tensor, one a drawing, on one scale; of images the colours are as for ink."""

    def __init__(self, empty_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_words = empty_words
        self._rows: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._shape: tuple[int, ...] = ()
        self._signed = False
        self.limit = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        """Room for a few strips."""
        return QSize(240, 120)

    def minimumSizeHint(self) -> QSize:
        """Room for one."""
        return QSize(60, 2 * WIDEST_STRIP)

    def show_nothing(self, reason: str) -> None:
        """Show no tensor, and say why."""
        self._empty_words = reason
        self.show_rows(np.zeros((0, 0), np.float32), (), signed=False)

    def show_rows(self, rows: NDArray[np.float32], shape: tuple[int, ...], signed: bool) -> None:
        """Show (n, columns) numbers of a tensor of that shape, (n, height, width) or (n, numbers)."""
        self._rows, self._shape, self._signed = rows, shape, signed
        self.limit = robust_limit(rows)
        self.update()

    @property
    def are_images(self) -> bool:
        """Whether each row is a whole picture."""
        return len(self._shape) == 3 and self._rows.shape[1] == math.prod(self._shape[1:])

    def row_rect(self, row: int) -> QRectF:
        """Where a row lies."""
        count = max(len(self._rows), 1)
        if self.are_images:
            columns = math.ceil(math.sqrt(count * self.width() / max(self.height(), 1))) if count > 1 else 1
            columns = min(max(columns, 1), count)
            fits = min(self.width() / columns, self.height() / math.ceil(count / columns)) - GAP
            side = max(min(fits // 28 * 28 or fits, LARGEST_IMAGE), 1)
            return QRectF(row % columns * (side + GAP), row // columns * (side + GAP), side, side)
        height = max(min(self.height() / count - GAP, WIDEST_STRIP), 1)
        return QRectF(0, row * (height + GAP), self.width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and the numbers where there is room."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.current().panel)
            if not self._rows.size:
                painter.setPen(theme.current().muted)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.rect(), flags, self._empty_words)
                return
            for row, numbers in enumerate(self._rows):
                place = self.row_rect(row)
                painter.drawImage(place, self._picture(numbers))
                painter.setPen(theme.current().line)
                painter.drawRect(place.adjusted(0, 0, -1, -1))
                if not self.are_images and place.width() / numbers.size >= LEAST_FOR_NUMBER:
                    self._paint_numbers(painter, place, numbers)

    def _picture(self, numbers: NDArray[np.float32]) -> QImage:
        cells = numbers.reshape(self._shape[1:]) if self.are_images else numbers[None]
        if self._signed:
            return signed_colours.image(signed_colours.indices(cells, self.limit), theme.current())
        shares = np.nan_to_num(cells / self.limit if self.limit > 0 else cells * 0, nan=1.0)
        pixels = np.array(theme.current().sequential, np.uint32)[
            (np.clip(shares, 0, 1) * 255).astype(np.uint8)
        ]
        rows, columns = pixels.shape
        return QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()

    def _paint_numbers(self, painter: QPainter, place: QRectF, numbers: NDArray[np.float32]) -> None:
        colours = theme.current()
        painter.setFont(theme.mono_font(POINTS))
        width = place.width() / numbers.size
        for column, value in enumerate(numbers.tolist()):
            bright = abs(value) > 0.7 * self.limit
            painter.setPen(colours.panel if bright else colours.text)
            cell = QRectF(place.x() + column * width, place.y(), width, place.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, theme.number(value, 2))

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position: the row, the place in it, and the number."""
        for row, numbers in enumerate(self._rows):
            place = self.row_rect(row)
            if not place.contains(position):
                continue
            x, y = position.x() - place.x(), position.y() - place.y()
            number = min(int(x / place.width() * numbers.size), numbers.size - 1)
            if self.are_images:
                height, width = self._shape[1:]
                number = int(y / place.height() * height) * width + int(x / place.width() * width)
            words = self.tr("row {row}, number {number} of {total}: {value}")
            total = math.prod(self._shape[1:])
            value = theme.number(float(numbers[number]))
            return words.format(row=row, number=number * total // numbers.size, total=total, value=value)
        return ""
