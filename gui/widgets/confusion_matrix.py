"""A confusion matrix whose cells can be pointed at and opened, and how much of each class is right."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui import theme

Cell = tuple[int, int]  # label, predicted

_LABEL_ROOM = 30.0
_AXIS_ROOM = 16.0
_CLASS_ROOM = 76.0
_BETWEEN = 10.0
_BAR_LENGTH, _BAR_HEIGHT = 20.0, 3.0
_POINTS, _POINTS_OF_SIDE = 8.0, 0.6  # of numbers, smaller ones beside small cells
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ConfusionMatrix(QWidget):
    """Rows are labels, columns what was read; right answers, on the diagonal, are muted.

    `cell_marked` carries the `Cell` under the pointer or chosen with arrows, None for none, `cell_opened` label and
    prediction of one that was clicked, or opened by Return.
    """

    cell_marked = Signal(object)
    cell_opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.int64] = np.zeros((10, 10), np.int64)
        self._by_class: NDArray[np.float32] = np.full(10, np.nan, np.float32)
        self._marked: Cell | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("What was read for each label"))

    def sizeHint(self) -> QSize:
        """Cells that can be hit."""
        return QSize(330, 240)

    def minimumSizeHint(self) -> QSize:
        """Cells that can be told apart."""
        return QSize(200, 132)

    @property
    def counts(self) -> NDArray[np.int64]:
        """The counts on show, (labels, predictions)."""
        return self._counts

    @property
    def marked(self) -> Cell | None:
        """The cell under the pointer, or chosen with the arrow keys."""
        return self._marked

    def show_counts(self, counts: NDArray[np.int64], by_class: NDArray[np.float32]) -> None:
        """Show `counts[label, predicted]` (n, n), and which share of each class is right, (n,); NaN: it is empty."""
        self._counts, self._by_class = counts, by_class
        self._mark(self._marked)

    def grid_rect(self) -> QRectF:
        """Where the cells lie: squares of whole pixels."""
        classes = len(self._counts)
        width = self.width() - _LABEL_ROOM - _CLASS_ROOM - _BETWEEN
        cell = max(4.0, math.floor(min(width, self.height() - _AXIS_ROOM - 2) / classes))
        side = classes * cell
        left = _LABEL_ROOM + max(0.0, math.floor((width - side) / 2))
        return QRectF(left, 1, side, side)

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell lies."""
        grid = self.grid_rect()
        side = grid.width() / len(self._counts)
        return QRectF(grid.left() + cell[1] * side, grid.top() + cell[0] * side, side, side)

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell at a position, None: beside all."""
        grid = self.grid_rect()
        if not grid.contains(position):
            return None
        classes = len(self._counts)
        row = int((position.y() - grid.top()) / grid.height() * classes)
        column = int((position.x() - grid.left()) / grid.width() * classes)
        return min(row, classes - 1), min(column, classes - 1)

    def describe(self, cell: Cell) -> str:
        """A sentence on a cell: "4 read as 9: 12 of 982"."""
        label, predicted = cell
        return self.tr("{label} read as {predicted}: {count} of {total}").format(
            label=label,
            predicted=predicted,
            count=f"{int(self._counts[cell]):,}",
            total=f"{int(self._counts[label].sum()):,}",
        )

    def share(self, label: int) -> str:
        """Which percentage of a class is right, in words; "–": there is none of it."""
        share = float(self._by_class[label])
        return "–" if math.isnan(share) else f"{100 * share:.1f} %"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint cells, axes and classes."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), colours.panel)
            self._paint_cells(painter)
            self._paint_axes(painter)
            self._paint_classes(painter)
            if self._marked is not None:
                painter.setPen(QPen(colours.accent, 1))
                painter.drawRect(self.cell_rect(self._marked).adjusted(0.5, 0.5, -0.5, -0.5))

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the cell under the pointer."""
        self._mark(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        self._mark(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the pointer."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._mark(cell)
            self.cell_opened.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to a neighbour, or open the marked cell."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            last = len(self._counts) - 1
            (row, column), (down, across) = self._marked or (0, 0), _STEPS[key]
            moved = (min(max(row + down, 0), last), min(max(column + across, 0), last))
            self._mark(moved if self._marked else (0, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._marked:
            self.cell_opened.emit(*self._marked)
        else:
            super().keyPressEvent(event)

    def _words_at(self, position: QPointF) -> str:
        cell, grid = self.cell_at(position), self.grid_rect()
        if cell is not None:
            return self.describe(cell)
        if position.x() <= grid.right() or not grid.top() <= position.y() < grid.bottom():
            return ""
        label = int((position.y() - grid.top()) / grid.height() * len(self._counts))
        return self.tr("{label}: {share} are right").format(label=label, share=self.share(label))

    def _mark(self, cell: Cell | None) -> None:
        changed, self._marked = cell != self._marked, cell
        self.setAccessibleDescription("" if cell is None else self.describe(cell))
        self.update()
        if changed:
            self.cell_marked.emit(cell)

    def _paint_cells(self, painter: QPainter) -> None:
        colours = theme.current()
        wrong = self._counts * (1 - np.eye(len(self._counts), dtype=np.int64))
        most = max(1, int(wrong.max(initial=0)))
        for cell in np.ndindex(*self._counts.shape):
            row, column = cell
            rect = self.cell_rect((row, column))
            if row == column:
                painter.fillRect(rect, colours.raised)
            elif wrong[cell]:
                # the square root: single mistakes are still seen beside the most frequent one
                level = round(255 * math.sqrt(int(wrong[cell]) / most))
                painter.fillRect(rect, QColor.fromRgba(colours.sequential[level]))
        painter.setPen(colours.line)
        painter.drawRect(self.grid_rect().adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_axes(self, painter: QPainter) -> None:
        colours, grid = theme.current(), self.grid_rect()
        side = grid.width() / len(self._counts)
        row, column = self._marked or (-1, -1)
        painter.setFont(theme.mono_font(min(_POINTS, side * _POINTS_OF_SIDE)))
        for place in range(len(self._counts)):
            painter.setPen(colours.accent if place == row else colours.muted)
            beside = QRectF(grid.left() - 16, grid.top() + place * side, 14, side)
            painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, str(place))
            painter.setPen(colours.accent if place == column else colours.muted)
            below = QRectF(grid.left() + place * side, grid.bottom(), side, _AXIS_ROOM)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(place))
        self._paint_names(painter, grid)

    def _paint_names(self, painter: QPainter, grid: QRectF) -> None:
        painter.setFont(theme.mono_font(_POINTS))
        painter.setPen(theme.current().muted)
        end = QRectF(grid.right() + _BETWEEN, grid.bottom(), _CLASS_ROOM, _AXIS_ROOM)
        painter.drawText(end, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tr("read as"))
        painter.save()
        painter.translate(grid.left() - 22, grid.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-40, -8, 80, 14), Qt.AlignmentFlag.AlignCenter, self.tr("label"))
        painter.restore()

    def _paint_classes(self, painter: QPainter) -> None:
        colours, grid = theme.current(), self.grid_rect()
        side = grid.width() / len(self._counts)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.mono_font(min(_POINTS, side * _POINTS_OF_SIDE)))
        for label in range(len(self._counts)):
            row = QRectF(grid.right() + _BETWEEN, grid.top() + label * side, _CLASS_ROOM, side)
            painter.setPen(colours.text if self._marked and self._marked[0] == label else colours.muted)
            painter.drawText(row, right, self.share(label))
            groove = QRectF(row.left(), row.center().y() - _BAR_HEIGHT / 2, _BAR_LENGTH, _BAR_HEIGHT)
            painter.fillRect(groove, colours.raised)
            share = float(self._by_class[label])
            if not math.isnan(share):
                groove.setWidth(groove.width() * share)
                painter.fillRect(groove, colours.muted)
