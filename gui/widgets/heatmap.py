"""A tensor, seen as a matrix, as a picture: one colour a cell, or the strongest of a block of cells."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme
from gui.widgets import signed_colours

Extent = tuple[
    int, int, int, int
]  # top, left, bottom, right: rows and columns of a tensor, ends not included

NOWHERE = (-1, -1)
_LEAST_MARK = 6.0  # pixels along a side


class Heatmap(QWidget):
    """Signed levels through the diverging map, stretched over the widget; cells beyond the limit are marked.

    `cell_hovered` carries a row and a column of the tensor, −1 and −1 when the pointer leaves.
    `capacity_changed` carries the rows and columns that can be told apart, in device pixels, one turn of
    the event loop after a resize.
    """

    cell_hovered = Signal(int, int)
    capacity_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: NDArray[np.float32] | None = None
        self._extent: Extent = (0, 0, 0, 0)
        self._limit = 0.0
        self._gamma = 1.0
        self._image: QImage | None = None
        self._hovered = self._marked = NOWHERE
        self._accented = False
        self._announcement = QTimer(self, singleShot=True, interval=0)
        self._announcement.timeout.connect(self._announce)
        self.setMouseTracking(True)
        self.setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # what lies behind is not painted with each frame

    @property
    def extent(self) -> Extent:
        """The rows and columns of the tensor that the levels stand for."""
        return self._extent

    @property
    def limit(self) -> float:
        """The magnitude at the ends of the map."""
        return self._limit

    def capacity(self) -> tuple[int, int]:
        """Rows and columns of device pixels within the frame."""
        ratio = self.devicePixelRatioF()
        size = self.contents().size()
        return max(1, round(size.height() * ratio)), max(1, round(size.width() * ratio))

    def set_levels(self, levels: NDArray[np.float32], extent: Extent | None = None) -> None:
        """Show `levels` (rows, columns), which stand for the cells `extent` of a tensor (None: one each)."""
        self._levels = levels
        self._extent = extent or (0, 0, *levels.shape[:2])
        self._image = None
        self.update()

    def set_limit(self, limit: float) -> None:
        """Move the ends of the map to ∓limit."""
        if limit != self._limit:
            self._limit = limit
            self._image = None
            self.update()

    def set_gamma(self, gamma: float) -> None:
        """Spread the colours of small magnitudes (below 1), or of large ones."""
        self._gamma = gamma
        self._image = None
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._levels = self._image = None
        self._extent = (0, 0, 0, 0)
        self.update()

    def set_accented(self, accented: bool) -> None:
        """Draw the frame in the accent colour: the pointer is on this tensor, here or elsewhere."""
        if accented != self._accented:
            self._accented = accented
            self.update()

    def mark(self, row: int, column: int) -> None:
        """Mark the cell of the tensor that is pointed at elsewhere; −1 and −1: none."""
        if (row, column) != self._marked:
            self._marked = row, column
            self.update()

    def value_at(self, row: int, column: int) -> float | None:
        """The number of a cell of the tensor, or the strongest of its block; None: it is not here."""
        top, left, bottom, right = self._extent
        if self._levels is None or not (top <= row < bottom and left <= column < right):
            return None
        return float(self._levels[self._block(row, 0)[1], self._block(column, 1)[1]])

    def block_at(self, row: int, column: int) -> tuple[range, range]:
        """The rows and columns of the tensor that share a level with a cell that is here."""
        return self._block(row, 0)[0], self._block(column, 1)[0]

    def contents(self) -> QRectF:
        """The widget within its frame."""
        return QRectF(1, 1, self.width() - 2, self.height() - 2)

    def picture_rect(self) -> QRectF:
        """Where the levels lie, in the widget's coordinates."""
        return self.contents()

    def cell_at(self, position: QPointF) -> tuple[int, int]:
        """The row and column of the tensor at `position`, or −1, −1."""
        picture = self.picture_rect()
        if self._levels is None or not picture.contains(position) or not self.contents().contains(position):
            return NOWHERE
        top, left, bottom, right = self._extent
        row = top + int((position.y() - picture.top()) / picture.height() * (bottom - top))
        column = left + int((position.x() - picture.left()) / picture.width() * (right - left))
        return min(row, bottom - 1), min(column, right - 1)

    def describe(self, row: int, column: int) -> str:
        """A sentence on the cell of the tensor: its place and value, or the strongest value of its block."""
        assert self._levels is not None
        rows, i = self._block(row, 0)
        columns, j = self._block(column, 1)
        value = theme.number(float(self._levels[i, j]))
        if len(rows) * len(columns) == 1:
            return self.tr("row {row}, column {column}: {value}").format(row=row, column=column, value=value)
        return self.tr("rows {rows}, columns {columns}: strongest {value}").format(
            rows=_span(rows), columns=_span(columns), value=value
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint levels and frame."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colours.panel)
            if self._levels is not None:
                self._paint_picture(painter, self._picture(self._levels))
                if self._marked != NOWHERE:
                    self._paint_mark(painter, colours)
            painter.setPen(self._frame_colour(colours))
            painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def event(self, event: QEvent) -> bool:
        """Answer the request for a tooltip with the cell under the pointer."""
        if isinstance(event, QHelpEvent):
            row, column = self.cell_at(QPointF(event.pos()))
            text = "" if row < 0 else self.describe(row, column)
            QToolTip.showText(event.globalPos(), "\n".join(filter(None, (text, self.toolTip()))), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the cell under the pointer."""
        self._hover(self.cell_at(event.position()))
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self._hover(NOWHERE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Announce the new capacity when the layout has come to rest."""
        super().resizeEvent(event)
        self._announcement.start()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._image = None
            self.update()

    def _announce(self) -> None:
        self.capacity_changed.emit(*self.capacity())

    def _hover(self, cell: tuple[int, int]) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self.cell_hovered.emit(*cell)

    def _block(self, cell: int, axis: int) -> tuple[range, int]:
        """The cells of the tensor along `axis` that share a level with `cell`, and that level's index."""
        assert self._levels is not None
        first, last = self._extent[axis], self._extent[axis + 2]
        cells, levels = last - first, self._levels.shape[axis]
        level = (cell - first) * levels // cells
        start = -(-level * cells // levels)
        end = -(-(level + 1) * cells // levels)
        return range(first + start, first + end), level

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        """Paint the levels, within the frame: 180 times a second while a network learns."""
        painter.drawImage(self.contents(), picture)

    def _paint_mark(self, painter: QPainter, colours: theme.Theme) -> None:
        """A frame about the marked block, large enough to be seen."""
        if self.value_at(*self._marked) is None:
            return
        (top, left, bottom, right), picture = self._extent, self.picture_rect()
        rows, columns = self.block_at(*self._marked)
        down, across = picture.height() / (bottom - top), picture.width() / (right - left)
        place = QRectF(
            picture.left() + (columns[0] - left) * across,
            picture.top() + (rows[0] - top) * down,
            len(columns) * across,
            len(rows) * down,
        )
        spare = max(0.0, _LEAST_MARK - place.width()) / 2, max(0.0, _LEAST_MARK - place.height()) / 2
        painter.setClipRect(self.contents())
        painter.setPen(QPen(colours.accent, 1))
        painter.drawRect(place.adjusted(-spare[0], -spare[1], spare[0], spare[1]))
        painter.setClipping(False)

    def _picture(self, levels: NDArray[np.float32]) -> QImage:
        if self._image is None:
            cells = signed_colours.indices(levels, self._limit, self._gamma)
            self._image = signed_colours.image(cells, theme.current())
        return self._image

    def _frame_colour(self, colours: theme.Theme) -> QColor:
        return colours.accent if self._accented else colours.line


def _span(cells: range) -> str:
    return str(cells[0]) if len(cells) == 1 else f"{cells[0]}–{cells[-1]}"
