"""The tensors of two models as rows with figures, adapted for Qt's views."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui import theme

Index = QModelIndex | QPersistentModelIndex

NAME, SHAPE, RELATIVE, COSINE, LARGEST = range(5)
FIGURES = (RELATIVE, COSINE, LARGEST)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A tensor, called `key` here, or there if only the other model has it.

    `figures`: relative change, cosine and the largest change; () where they are not known, yet or at all: `note` then
    stands in their place. `badge`: a few words behind the name. `tip`: all of it in words. Only a tensor of both can be
    chosen.
    """

    key: str
    shape: str
    figures: tuple[float, ...] = ()
    note: str = ""
    badge: str = ""
    tip: str = ""
    is_pair: bool = True


class DifferenceModel(QAbstractTableModel):
    """Adapts rows for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[DifferenceRow, ...] = ()

    def set_rows(self, rows: Sequence[DifferenceRow]) -> None:
        """Show these."""
        if tuple(rows) == self.rows:
            return
        same = [row.key for row in rows] == [row.key for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows = tuple(rows)
        if same:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(rows) - 1, LARGEST))
        else:
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many tensors there are; none is below another."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, shape, relative change, cosine, largest change."""
        return 5

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What only one of the models has can be read, not chosen."""
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        chosen = index.isValid() and self.rows[index.row()].is_pair
        return enabled | Qt.ItemFlag.ItemIsSelectable if chosen else enabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell and the tooltip of its row."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What the columns are called, and what their figures are."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            names = (
                self.tr("tensor"),
                self.tr("shape"),
                self.tr("change"),
                self.tr("cosine"),
                self.tr("max |Δ|"),
            )
            return names[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explained(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and section == NAME:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _words(self, row: DifferenceRow, column: int) -> str:
        if column == NAME:
            return " ".join(filter(None, (row.key, row.badge)))
        if column == SHAPE:
            return row.shape
        if row.figures:
            return theme.number(row.figures[column - RELATIVE])
        return row.note if column == RELATIVE else ""

    def _explained(self, section: int) -> str:
        return (
            self.tr("The tensors of both models, the largest relative change first"),
            self.tr("The shape in the open model"),
            self.tr("Relative change: the norm of the difference over the norm in the other model"),
            self.tr("The cosine of the angle between both tensors: 1 is the same direction"),
            self.tr("The largest magnitude of the difference"),
        )[section]
