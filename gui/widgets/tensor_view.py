"""A heatmap that can be zoomed, down to single cells."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets.heatmap import NOWHERE, Extent, Heatmap

_ZOOM = 1.25  # a notch of the wheel, or a key
_FEWEST = 4.0  # cells along a side that are always seen, where there are as many
_PAN = 0.125  # the share of the view that an arrow key moves


class TensorView(Heatmap):
    """A tensor of any size seen as a matrix, of which the visible part is asked for with `region_wanted`.

    It carries an `Extent` and how many rows and columns can be told apart. Until they come, what is here is
    shown enlarged. Wheel, +, − and 0 zoom, dragging and the arrow keys move, a double click shows all. `looked_at`
    carries what is seen from then on, as of `view`.
    """

    region_wanted = Signal(tuple, int, int)
    looked_at = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = QSizeF()  # columns, rows
        self._view = QRectF()  # what is seen: x counts columns, y rows
        self._count = 0  # of the numbers of a vector that is folded
        self._dragged_from: QPointF | None = None
        self._request = QTimer(self, singleShot=True, interval=0)
        self._request.timeout.connect(self._ask)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(self.tr("Wheel or + and −: zoom · drag or arrows: move · double click or 0: all"))

    def set_shape(self, rows: int, columns: int) -> None:
        """Show another tensor, all of it."""
        self._count = 0
        self.clear()
        self._shape = QSizeF(columns, rows)
        self._view = QRectF(QPointF(), self._shape)
        self._request.start()

    def set_vector(self, count: int, columns: int) -> None:
        """Show a vector of `count` numbers, all of it, folded into rows of `columns`: it is asked for as a matrix."""
        self.set_shape(-(-count // columns), columns)
        self._count = count

    def ask_again(self) -> None:
        """Ask for what is seen, also if it was asked for before."""
        self._request.start()

    def view(self) -> QRectF:
        """What is seen: x counts columns, y rows."""
        return QRectF(self._view)

    def fit(self) -> None:
        """Show all."""
        self.look_at(QRectF(QPointF(), self._shape))

    def zoom(self, factor: float, about: QPointF) -> None:
        """Magnify by `factor`; what lies at `about`, a point of the widget, stays there."""
        place = self._cells_at(about)
        size = QSizeF(
            _zoomed(self._view.width(), factor, self._shape.width()),
            _zoomed(self._view.height(), factor, self._shape.height()),
        )
        share = self._share(about)
        corner = QPointF(place.x() - share.x() * size.width(), place.y() - share.y() * size.height())
        self.look_at(QRectF(corner, size))

    def move_by(self, columns: float, rows: float) -> None:
        """Look at what lies so many cells to the right and below."""
        self.look_at(self._view.translated(columns, rows))

    def look_at(self, view: QRectF) -> None:
        """Show these cells, or as near to them as there are."""
        view = QRectF(view)
        view.moveLeft(min(max(0.0, view.left()), self._shape.width() - view.width()))
        view.moveTop(min(max(0.0, view.top()), self._shape.height() - view.height()))
        if view != self._view:
            self._view = view
            self._request.start()
            self.update()
            self.looked_at.emit(self.view())

    def picture_rect(self) -> QRectF:
        """Where the levels lie, in the widget's coordinates: they may reach beyond it."""
        contents = self.contents()
        if self._view.isEmpty():
            return contents
        top, left, bottom, right = self.extent
        across, down = contents.width() / self._view.width(), contents.height() / self._view.height()
        return QRectF(
            contents.left() + (left - self._view.left()) * across,
            contents.top() + (top - self._view.top()) * down,
            (right - left) * across,
            (bottom - top) * down,
        )

    def cell_at(self, position: QPointF) -> tuple[int, int]:
        """As of `Heatmap`; behind the last number of a vector there is none."""
        row, column = super().cell_at(position)
        beyond = self._count and self._index(row, column) >= self._count
        return NOWHERE if beyond else (row, column)

    def describe(self, row: int, column: int) -> str:
        """As of `Heatmap`; of a vector, the place in it."""
        value = self.value_at(row, column)
        if not self._count or value is None:
            return super().describe(row, column)
        rows, columns = self.block_at(row, column)
        words = self.tr("number {index}: {value}")
        if len(rows) * len(columns) > 1:
            words = self.tr("{count} numbers around {index}: strongest {value}")
        index, count = self._index(row, column), len(rows) * len(columns)
        return words.format(index=f"{index:,}", count=count, value=theme.number(value))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells; behind the last number of a vector is nothing."""
        super().paintEvent(event)
        rest = self._count % round(self._shape.width()) if self._count else 0
        if rest and not self._view.isEmpty():
            with QPainter(self) as painter:
                painter.setClipRect(self.contents())
                painter.fillRect(self._beyond(rest), theme.current().panel)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.zoom(_ZOOM ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture that is held, or tell the cell."""
        if self._dragged_from is None:
            super().mouseMoveEvent(event)
            return
        before, after = self._cells_at(self._dragged_from), self._cells_at(event.position())
        self._dragged_from = event.position()
        self.move_by(before.x() - after.x(), before.y() - after.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all."""
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom or move."""
        key, step = event.key(), QSizeF(self._view.width() * _PAN, self._view.height() * _PAN)
        moves = {
            Qt.Key.Key_Left: (-step.width(), 0.0),
            Qt.Key.Key_Right: (step.width(), 0.0),
            Qt.Key.Key_Up: (0.0, -step.height()),
            Qt.Key.Key_Down: (0.0, step.height()),
        }
        zooms = {Qt.Key.Key_Plus: _ZOOM, Qt.Key.Key_Equal: _ZOOM, Qt.Key.Key_Minus: 1 / _ZOOM}
        if key in moves:
            self.move_by(*moves[Qt.Key(key)])
        elif key in zooms:
            self.zoom(zooms[Qt.Key(key)], self.contents().center())
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as much as can be seen now."""
        super().resizeEvent(event)
        self._request.start()

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        painter.setClipRect(self.contents())
        painter.drawImage(self.picture_rect(), picture)
        painter.setClipping(False)

    def _index(self, row: int, column: int) -> int:
        """The place in a vector of a cell of its picture."""
        return row * round(self._shape.width()) + column

    def _beyond(self, rest: int) -> QRectF:
        """What of the last row lies behind its `rest` numbers, in the widget's coordinates."""
        contents = self.contents()
        across, down = contents.width() / self._view.width(), contents.height() / self._view.height()
        return QRectF(
            contents.left() + (rest - self._view.left()) * across,
            contents.top() + (self._shape.height() - 1 - self._view.top()) * down,
            (self._shape.width() - rest) * across,
            down,
        )

    def _share(self, point: QPointF) -> QPointF:
        contents = self.contents()
        return QPointF(
            (point.x() - contents.left()) / contents.width(),
            (point.y() - contents.top()) / contents.height(),
        )

    def _cells_at(self, point: QPointF) -> QPointF:
        share = self._share(point)
        return QPointF(
            self._view.left() + share.x() * self._view.width(),
            self._view.top() + share.y() * self._view.height(),
        )

    def _ask(self) -> None:
        if not self._view.isEmpty():
            self.region_wanted.emit(self._seen(), *self.capacity())

    def _seen(self) -> Extent:
        """The cells that are seen, if only in part."""
        view = self._view
        bottom = min(-int(-view.bottom() // 1), int(self._shape.height()))
        right = min(-int(-view.right() // 1), int(self._shape.width()))
        return int(view.top()), int(view.left()), bottom, right


def _zoomed(seen: float, factor: float, all_of_it: float) -> float:
    return min(max(seen / factor, min(_FEWEST, all_of_it)), all_of_it)
