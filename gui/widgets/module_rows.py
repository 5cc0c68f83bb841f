"""The modules of a network as rows with children, adapted for Qt's tree views."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

NAME, SHAPE, COUNT, TRAINABLE = range(4)


@dataclass(slots=True, eq=False)
class TreeRow:
    """A module: its full and its own `name`, its `kind` and `detail`, and what the columns say."""

    path: str
    name: str
    kind: str
    detail: str = ""
    shape: str = ""
    count: int = 0
    trainable: bool = False
    parent: "TreeRow | None" = None
    children: list["TreeRow"] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Its place among its siblings."""
        return self.parent.children.index(self) if self.parent else 0

    def walk(self) -> Iterator["TreeRow"]:
        """It and all below, in the order of print(model)."""
        yield self
        for child in self.children:
            yield from child.walk()


class TreeModel(QAbstractItemModel):
    """Adapts a root row for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._root: TreeRow | None = None

    @property
    def rows(self) -> Sequence[TreeRow]:
        """All rows, from the root on."""
        return list(self._root.walk()) if self._root else ()

    def set_root(self, root: TreeRow | None) -> None:
        """Become another tree."""
        self.beginResetModel()
        self._root = root
        self.endResetModel()

    def index_of(self, row: TreeRow) -> QModelIndex:
        """The index of the row's first column."""
        return self.createIndex(row.place, NAME, row)

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """The index of a child."""
        if not self.hasIndex(row, column, parent or QModelIndex()):
            return QModelIndex()
        above = row_of(parent)
        child = above.children[row] if above else self._root
        return self.createIndex(row, column, child)

    def parent(self, child: Index | None = None) -> QModelIndex:  # type: ignore[override]  # QObject.parent() too
        """The index of the row above."""
        row = row_of(child)
        return self.index_of(row.parent) if row and row.parent else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many modules are in a module; the root is alone. Only the first column has children."""
        if parent is not None and parent.column() > 0:
            return 0
        above = row_of(parent)
        return len(above.children) if above else int(self._root is not None)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, output shape, parameters, trainable."""
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell and the tooltip of its row."""
        row = row_of(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What the columns are called."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("module"), self.tr("output"), self.tr("parameters"), self.tr("trainable"))[section]

    def _words(self, row: TreeRow, column: int) -> str:
        trainable = self.tr("trainable") if row.trainable else self.tr("frozen")
        counted = row.count > 0
        return (
            " ".join(filter(None, (row.name, row.kind, row.detail))),
            row.shape,
            f"{row.count:,}" if counted else "",
            trainable if counted else "",
        )[column]

    def _tooltip(self, row: TreeRow) -> str:
        head = " · ".join(filter(None, (row.path or row.kind, row.kind if row.path else "", row.detail)))
        shape = self.tr("output {shape}").format(shape=row.shape) if row.shape else ""
        counted = self.tr("{count} parameters, {trainable}").format(
            count=f"{row.count:,}", trainable=self.tr("trainable") if row.trainable else self.tr("frozen")
        )
        return "\n".join(filter(None, (head, shape, counted if row.count else self.tr("no parameters"))))


def row_of(index: Index | None) -> TreeRow | None:
    """The row that an index of a `TreeModel` stands for."""
    pointer = index.internalPointer() if index is not None and index.isValid() else None
    return pointer if isinstance(pointer, TreeRow) else None
