"""The exact values of a tensor of any size, of which one block is held, as Qt wants them for a table."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from gui import theme
from gui.widgets.cell_editor import number_typed

Extent = tuple[int, int, int, int]  # top, left, bottom, right: cells of the tensor, the ends not included
Index = QModelIndex | QPersistentModelIndex

PENDING = "…"

_FRACTION = 8  # the most characters from the point on that four digits take: .0001234, .234e−05


class TensorModel(QAbstractTableModel):
    """A matrix, of which one block is held.

    `cell_typed` carries a cell and the number that was typed over it; it is shown once the block comes anew.
    """

    cell_typed = Signal(int, int, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = self._columns = 0
        self._held: Extent = (0, 0, 0, 0)
        self._values = np.zeros((0, 0), np.float32)

    def set_shape(self, rows: int, columns: int) -> None:
        """Become another matrix, with no value known."""
        self.beginResetModel()
        self._rows, self._columns = rows, columns
        self._held, self._values = (0, 0, 0, 0), np.zeros((0, 0), np.float32)
        self.endResetModel()

    def hold(self, extent: Extent, values: NDArray[np.float32]) -> None:
        """Know the `values` of the cells `extent`, and no others."""
        self._held, self._values = extent, values
        last = self.index(self._rows - 1, self._columns - 1)
        self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DisplayRole])

    def holds(self, extent: Extent) -> bool:
        """Whether the values of all these cells are known."""
        top, left, bottom, right = self._held
        return top <= extent[0] and left <= extent[1] and bottom >= extent[2] and right >= extent[3]

    def value(self, row: int, column: int) -> float | None:
        """The value of a cell, None if it is not known."""
        top, left, bottom, right = self._held
        if top <= row < bottom and left <= column < right:
            return float(self._values[row - top, column - left])
        return None

    def text(self, extent: Extent) -> str:
        """The values of cells that are all held, in full precision, as lines of tab-separated numbers."""
        top, left = self._held[:2]
        block = self._values[extent[0] - top : extent[2] - top, extent[1] - left : extent[3] - left]
        return "\n".join("\t".join(map(str, row)) for row in block)

    def rowCount(self, parent: Index | None = None) -> int:
        """The matrix' rows."""
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        """The matrix' columns."""
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Four digits of the value; all of them in the tooltip and in the editor."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return None
        value = self.value(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return "" if value is None else str(np.float32(value))
        if role == Qt.ItemDataRole.DisplayRole:
            return PENDING if value is None else _aligned(theme.number(value))
        exact = PENDING if value is None else theme.number(value, 9)
        return self.tr("row {row}, column {column}: {value}").format(
            row=index.row(), column=index.column(), value=exact
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Rows and columns are counted from 0, as in the code."""
        return section if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be chosen and typed over."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was typed, unless it is no number or changes nothing."""
        number = number_typed(str(value))
        if number is None or str(value) == self.data(index, role):
            return False
        self.cell_typed.emit(index.row(), index.column(), number)
        return True


def _aligned(number: str) -> str:
    """The number, followed by as much blank room as makes all of them meet at the point."""
    return number + "\N{NO-BREAK SPACE}" * (
        _FRACTION - len(number[number.find(".") :] if "." in number else "")
    )
