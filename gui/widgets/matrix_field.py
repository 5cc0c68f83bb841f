"""A small matrix whose numbers can be typed over; each cell has the colour of its value."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gui import theme
from gui.widgets import signed_colours
from gui.widgets.number_range import NumberRange

_STRENGTH = 0.45  # of a cell's colour, so that its number can be read


class MatrixField(QTableWidget):
    """`edited` carries all numbers, row by row, after a change; what is no number of the range is taken back."""

    edited = Signal(object)  # tuple[float, ...]

    def __init__(self, values: NumberRange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = values
        self._matrix: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._limit = 0.0
        self._is_filling = False
        self.setFont(theme.mono_font(8.5))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for header, size in ((self.horizontalHeader(), 62), (self.verticalHeader(), 22)):
            header.setDefaultSectionSize(size)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.itemChanged.connect(self._take)

    def matrix(self) -> NDArray[np.float32]:
        """The numbers (rows, columns)."""
        return self._matrix

    def show_matrix(self, matrix: NDArray[np.float32], limit: float) -> None:
        """Show (rows, columns) numbers on a colour scale of ∓`limit`; an edit under way is left alone."""
        if self.state() == QAbstractItemView.State.EditingState and matrix.shape == self._matrix.shape:
            return
        self._matrix, self._limit = matrix.copy(), limit
        self._is_filling = True
        self.setRowCount(matrix.shape[0])
        self.setColumnCount(matrix.shape[1])
        self.setHorizontalHeaderLabels([str(column) for column in range(matrix.shape[1])])
        self.setVerticalHeaderLabels([str(row) for row in range(matrix.shape[0])])
        for row, numbers in enumerate(matrix):
            for column, value in enumerate(numbers):
                self._fill(row, column, float(value))
        self._is_filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins to change a number, as F2 does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            if self.state() != QAbstractItemView.State.EditingState:  # else it is the one that ended an edit
                self.editItem(self.currentItem())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._matrix.size:
            self.show_matrix(self._matrix, self._limit)

    def _fill(self, row: int, column: int, value: float) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)
        item.setText(theme.number(value))
        item.setToolTip(f"[{row}, {column}]")
        item.setBackground(QBrush(_colour(value, self._limit)))

    def _take(self, item: QTableWidgetItem) -> None:
        if self._is_filling:
            return
        value = self._range.parse(item.text())
        before = float(self._matrix[item.row(), item.column()])
        if value is None or value == before:
            value = before
        else:
            self._matrix[item.row(), item.column()] = value
            self.edited.emit(_flat(self._matrix))
        self._is_filling = True
        self._fill(item.row(), item.column(), value)
        self._is_filling = False


def _flat(matrix: NDArray[np.float32]) -> tuple[float, ...]:
    numbers: Sequence[float] = matrix.reshape(-1).tolist()
    return tuple(numbers)


def _colour(value: float, limit: float) -> QColor:
    colours = theme.current()
    index = int(signed_colours.indices(np.array([[value]], np.float32), limit)[0, 0])
    return theme.mixed(colours.panel, QColor(signed_colours.table(colours)[index]), _STRENGTH)
