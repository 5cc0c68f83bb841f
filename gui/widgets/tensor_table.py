"""The exact values of a tensor of any size in a table, of which only the part in sight is ever here."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui import theme

Extent = tuple[int, int, int, int]  # top, left, bottom, right: cells of the tensor, the ends not included
Index = QModelIndex | QPersistentModelIndex

PENDING = "…"
MOST_COPIED = 1_000_000  # cells: some 12 MB of text

_ROW_HEIGHT = 20
_FRACTION = 8  # the most characters from the point on that four digits take: .0001234, .234e−05


class TensorModel(QAbstractTableModel):
    """A matrix, of which one block is held."""

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
        """Four digits of the value; all of them in the tooltip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        value = self.value(index.row(), index.column())
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


class TensorTable(QTableView):
    """The table; `block_wanted` carries the `Extent` of the cells whose values it has to be given.

    What is asked for reaches a page beyond what is seen, on each side. Ctrl+C copies the selection as
    tab-separated text, after fetching what is not here yet.
    """

    block_wanted = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TensorModel(self)
        self._shape = (0, 0)
        self._asked: Extent = (0, 0, 0, 0)
        self._to_copy: Extent | None = None
        self._request = QTimer(self, singleShot=True, interval=0)
        self._request.timeout.connect(self._ask)
        self.setModel(self._model)
        self.setFont(theme.mono_font(8))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerWidget(QWidget())
        self._fix_sizes()
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)

    def set_shape(self, rows: int, columns: int) -> None:
        """Show another matrix, with its first cell in the corner."""
        self._shape, self._to_copy = (rows, columns), None
        self._model.set_shape(rows, columns)
        self.ask_again()

    def ask_again(self) -> None:
        """Ask for what is in sight, also if it was asked for before."""
        self._asked = (0, 0, 0, 0)
        self._request.start()

    def set_block(self, extent: Extent, values: NDArray[np.float32]) -> None:
        """Fill in the `values` of the cells `extent`."""
        self._model.hold(extent, values)
        if self._to_copy is not None and self._model.holds(self._to_copy):
            self._put_on_clipboard(self._to_copy)
            self._to_copy = None
            self._request.start()

    def go_to(self, row: int, column: int) -> None:
        """Select a cell and bring it into sight; beyond the last one, the last one."""
        cell = self._model.index(min(row, self._shape[0] - 1), min(column, self._shape[1] - 1))
        self.setCurrentIndex(cell)
        self.scrollTo(cell, QAbstractItemView.ScrollHint.PositionAtCenter)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as soon as all of them are here."""
        selection = self.selectionModel().selection()
        if selection.isEmpty():
            return
        extent = _extent(selection.first())
        if self._model.holds(extent):
            self._put_on_clipboard(extent)
        elif (extent[2] - extent[0]) * (extent[3] - extent[1]) <= MOST_COPIED:
            self._to_copy = extent
            self._want(extent)

    def seen(self) -> Extent:
        """The cells that are in sight, if only in part."""
        rows, columns = self._shape
        if not rows or not columns:
            return 0, 0, 0, 0
        area = self.viewport().rect()
        bottom, right = self.rowAt(area.bottom()), self.columnAt(area.right())
        return (
            max(0, self.rowAt(0)),
            max(0, self.columnAt(0)),
            rows if bottom < 0 else bottom + 1,
            columns if right < 0 else right + 1,
        )

    def event(self, event: QEvent) -> bool:
        """Claim the keys for copying before the window's own action gets them."""
        if event.type() == QEvent.Type.ShortcutOverride and _means_copy(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, or move the current cell."""
        if _means_copy(event):
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for what came into sight."""
        super().resizeEvent(event)
        self._request.start()

    def _fix_sizes(self) -> None:
        """Give all cells one size: with measured ones, a view of a million rows would measure them all."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setFont(theme.mono_font(8))
            header.setHighlightSections(False)
        down.setMinimumSectionSize(1)
        down.setDefaultSectionSize(_ROW_HEIGHT)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.setDefaultSectionSize(self.fontMetrics().horizontalAdvance("−0000.0000000"))

    def _scrolled(self) -> None:
        self._request.start()

    def _ask(self) -> None:
        seen = self.seen()
        if self._to_copy is None and seen[2] and not self._model.holds(seen):
            self._want(self._with_margins(seen))

    def _want(self, extent: Extent) -> None:
        if extent != self._asked:
            self._asked = extent
            self.block_wanted.emit(extent)

    def _with_margins(self, seen: Extent) -> Extent:
        top, left, bottom, right = seen
        down, across = bottom - top, right - left
        rows, columns = self._shape
        return (
            max(0, top - down),
            max(0, left - across),
            min(rows, bottom + down),
            min(columns, right + across),
        )

    def _put_on_clipboard(self, extent: Extent) -> None:
        QGuiApplication.clipboard().setText(self._model.text(extent))


def _extent(cells: QItemSelectionRange) -> Extent:
    return cells.top(), cells.left(), cells.bottom() + 1, cells.right() + 1


def _aligned(number: str) -> str:
    """The number, followed by as much blank room as makes all of them meet at the point."""
    return number + "\N{NO-BREAK SPACE}" * (
        _FRACTION - len(number[number.find(".") :] if "." in number else "")
    )


def _means_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)
