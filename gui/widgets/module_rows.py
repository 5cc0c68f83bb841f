"""The modules of a network as rows with children, adapted for Qt's tree views."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui import theme

Index = QModelIndex | QPersistentModelIndex

NAME, SHAPE, COUNT, TRAINABLE = range(4)
BADGE_ROLE = Qt.ItemDataRole.UserRole  # what stands beside the tick


@dataclass(slots=True, eq=False)
class TreeRow:
    """A module: its full and its own `name`, its `kind` and `detail`, and what the columns say.

    `parameters`: the names of all those in it and below.
    """

    path: str
    name: str
    kind: str
    detail: str = ""
    shape: str = ""
    count: int = 0
    parameters: tuple[str, ...] = ()
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
        self._frozen: Mapping[str, float | None] = {}

    @property
    def rows(self) -> Sequence[TreeRow]:
        """All rows, from the root on."""
        return list(self._root.walk()) if self._root else ()

    def set_root(self, root: TreeRow | None) -> None:
        """Become another tree."""
        self.beginResetModel()
        self._root = root
        self.endResetModel()

    def show_frozen(self, frozen: Mapping[str, float | None]) -> None:
        """Show which parameters are frozen, each with its largest change since, None: not known yet."""
        self._frozen = frozen
        for row in self.rows:
            index = self.index_of(row)
            self.dataChanged.emit(index, index.siblingAtColumn(TRAINABLE))

    def trainable(self, row: TreeRow) -> Qt.CheckState:
        """Whether all parameters of a module are trained, some, or none."""
        frozen = sum(parameter in self._frozen for parameter in row.parameters)
        if frozen == 0:
            return Qt.CheckState.Checked
        return Qt.CheckState.Unchecked if frozen == len(row.parameters) else Qt.CheckState.PartiallyChecked

    def change(self, row: TreeRow) -> float | None:
        """The largest change of what is frozen in a module, since it was; None: nothing is, or it is not known."""
        changes = [self._frozen.get(parameter) for parameter in row.parameters]
        return max((change for change in changes if change is not None), default=None)

    def badge(self, row: TreeRow) -> str:
        """What stands beside the tick of a module: "Δ 0"; "" if nothing is to be said."""
        change = self.change(row)
        return "" if change is None else "Δ " + theme.number(change, 2)

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
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TRAINABLE and row.parameters:
            return self.trainable(row)
        if role == BADGE_ROLE and index.column() == TRAINABLE:
            return self.badge(row)
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
        counted = row.count > 0
        return (
            " ".join(filter(None, (row.name, row.kind, row.detail))),
            row.shape,
            f"{row.count:,}" if counted else "",
            self._trainable_words(row) if counted else "",
        )[column]

    def _tooltip(self, row: TreeRow) -> str:
        head = " · ".join(filter(None, (row.path or row.kind, row.kind if row.path else "", row.detail)))
        shape = self.tr("output {shape}").format(shape=row.shape) if row.shape else ""
        if not row.count:
            return "\n".join(filter(None, (head, shape, self.tr("no parameters"))))
        counted = self.tr("{count} parameters, {trainable}").format(
            count=f"{row.count:,}", trainable=self._trainable_words(row)
        )
        return "\n".join(filter(None, (head, shape, counted, self._change_words(row))))

    def _trainable_words(self, row: TreeRow) -> str:
        return {
            Qt.CheckState.Checked: self.tr("trainable"),
            Qt.CheckState.PartiallyChecked: self.tr("partly frozen"),
            Qt.CheckState.Unchecked: self.tr("frozen"),
        }[self.trainable(row)]

    def _change_words(self, row: TreeRow) -> str:
        change = self.change(row)
        words = self.tr("frozen, largest change since: {change}")
        return "" if change is None else words.format(change=theme.number(change))


def row_of(index: Index | None) -> TreeRow | None:
    """The row that an index of a `TreeModel` stands for."""
    pointer = index.internalPointer() if index is not None and index.isValid() else None
    return pointer if isinstance(pointer, TreeRow) else None
