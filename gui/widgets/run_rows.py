"""Runs as rows, adapted for Qt's list views."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run: `key` tells it from others; `details` stand below the name, `when` after it, `figure` at the right.

    `curve` is drawn beside the figure. `is_open`: it is the one in the window. `problem`: why it cannot be opened, ""
    if it can.
    """

    key: str
    name: str
    details: str = ""
    when: str = ""
    figure: str = ""
    curve: tuple[float, ...] = ()
    tip: str = ""
    is_open: bool = False
    problem: str = ""


class RunModel(QAbstractListModel):
    """Adapts rows for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[RunRow, ...] = ()

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these; where they are the same runs as before, what is chosen stays chosen."""
        same = [row.key for row in rows] == [row.key for row in self.rows]
        if tuple(rows) == self.rows:
            return
        if not same:
            self.beginResetModel()
        self.rows = tuple(rows)
        if same:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many runs there are; none is below another."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, and in the tooltip all else."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.problem or row.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.name, row.when, row.details, row.figure, row.problem)))
        return None
