"""The exact values of a tensor of any size in a table, of which only the part in sight is ever here."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionRange, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui import theme
from gui.widgets.cell_editor import CellEditor
from gui.widgets.tensor_model import Extent, TensorModel

MOST_COPIED = 1_000_000  # cells: some 12 MB of text

_ROW_HEIGHT = 20
_FIRST_OF_NUMBERS = frozenset("0123456789.-+−")  # typed over a cell, they begin its new value


class TensorTable(QTableView):
    """The table; `block_wanted` carries the `Extent` of the cells whose values it has to be given.

    What is asked for reaches a page beyond what is seen, on each side. Ctrl+C copies the selection as
    tab-separated text, after fetching what is not here yet. A digit, F2 or a double click opens a cell for another
    value, which `typed` carries with the cell's `Extent`. `chosen` carries that of the selection, empty without one;
    `zero_wanted` follows the key Delete, `copy_refused` the wish to copy more than MOST_COPIED cells.
    """

    block_wanted = Signal(tuple)
    chosen = Signal(tuple)
    typed = Signal(tuple, float)
    zero_wanted = Signal()
    copy_refused = Signal()

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
        self.setItemDelegate(CellEditor(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self._model.cell_typed.connect(lambda row, column, value: self.typed.emit(_cell(row, column), value))
        self._fix_sizes()
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)

    def set_shape(self, rows: int, columns: int) -> None:
        """Show another matrix, with its first cell in the corner."""
        self._shape, self._to_copy = (rows, columns), None
        self._model.set_shape(rows, columns)
        self.chosen.emit(self.selected())
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
        extent = self.selected()
        if not extent[2]:
            return
        if self._model.holds(extent):
            self._put_on_clipboard(extent)
        elif (extent[2] - extent[0]) * (extent[3] - extent[1]) <= MOST_COPIED:
            self._to_copy = extent
            self._want(extent)
        else:
            self.copy_refused.emit()

    def selected(self) -> Extent:
        """The cells that are selected; an empty extent where none is."""
        selection = self.selectionModel().selection()
        return (0, 0, 0, 0) if selection.isEmpty() else _extent(selection.first())

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
        """Claim the keys that mean cells before the window's own actions get them."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and _means_cells(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, set to zero, type over the current cell, or move it; letters are the window's."""
        if _means_copy(event):
            self.copy()
        elif event.key() == Qt.Key.Key_Delete:
            self.zero_wanted.emit()
        elif event.text().isprintable() and event.text() and event.text() not in _FIRST_OF_NUMBERS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which cells are selected now."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.selected())

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


def _cell(row: int, column: int) -> Extent:
    return row, column, row + 1, column + 1


def _means_cells(event: QKeyEvent) -> bool:
    return _means_copy(event) or event.key() == Qt.Key.Key_Delete or event.text() in _FIRST_OF_NUMBERS


def _means_copy(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
