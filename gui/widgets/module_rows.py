"""The modules of a network and their tensors as rows with children, adapted for Qt's tree views."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui import theme

Index = QModelIndex | QPersistentModelIndex

NAME, TYPE, SHAPE, COUNT, BYTES, NORM, FLAW, TRAINABLE = range(8)
BADGE_ROLE = Qt.ItemDataRole.UserRole  # what stands beside the tick
_MOST_FLAWS = 5  # lines of a tooltip
_PREFIXES = ("", "k", "M", "G", "T")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True, eq=False)
class TreeRow:
    """A module, or (`is_tensor`) a tensor in one: its full and its own `name`, its `kind`, `detail`, and the columns.

    `shape`: of a module's output, of a tensor itself. `dtype` and `size` (bytes) of its numbers, "" and 0 where they
    are not known. `parameters`: the names of all those in it and below. `is_buffer`: a tensor that is never trained.
    `place`: among its siblings, told by the model.
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
    dtype: str = ""
    size: int = 0
    is_tensor: bool = False
    is_buffer: bool = False
    place: int = 0

    def walk(self) -> Iterator["TreeRow"]:
        """It and all below, in the order of print(model), the tensors of a module before the modules in it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a tensor: its `norm`, None where it cannot be read, and a sentence on what is odd, or ""."""

    norm: float | None
    flaw: str = ""


class TreeModel(QAbstractItemModel):
    """Adapts a root row for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._root: TreeRow | None = None
        self._frozen: Mapping[str, float | None] = {}
        self._findings: Mapping[str, Finding] = {}
        self.can_freeze = True  # whether its parameters are of a network that runs

    @property
    def rows(self) -> Sequence[TreeRow]:
        """All rows, from the root on."""
        return list(self._root.walk()) if self._root else ()

    def set_root(self, root: TreeRow | None) -> None:
        """Become another tree, of which nothing was found yet."""
        self.beginResetModel()
        self._root, self._findings = root, {}
        for row in self.rows:
            for place, child in enumerate(row.children):
                child.place = place
        self.endResetModel()

    def show_frozen(self, frozen: Mapping[str, float | None]) -> None:
        """Show which parameters are frozen, each with its largest change since, None: not known yet."""
        self._frozen = frozen
        self._tell_change(TRAINABLE, TRAINABLE)

    def show_findings(self, findings: Mapping[str, Finding]) -> None:
        """Show what was found of tensors so far, by their names."""
        self._findings = findings
        self._tell_change(NORM, FLAW)

    def trainable(self, row: TreeRow) -> Qt.CheckState:
        """Whether all parameters of a module are trained, some, or none."""
        frozen = sum(parameter in self._frozen for parameter in row.parameters)
        if frozen == 0:
            return Qt.CheckState.Checked
        return Qt.CheckState.Unchecked if frozen == len(row.parameters) else Qt.CheckState.PartiallyChecked

    def has_tick(self, row: TreeRow) -> bool:
        """Whether it can be frozen."""
        return bool(row.parameters) and self.can_freeze and not row.is_buffer

    def change(self, row: TreeRow) -> float | None:
        """The largest change of what is frozen in a module, since it was; None: nothing is, or it is not known."""
        changes = [self._frozen.get(parameter) for parameter in row.parameters]
        return max((change for change in changes if change is not None), default=None)

    def badge(self, row: TreeRow) -> str:
        """What stands beside the tick of a module: "Δ 0"; "" if nothing is to be said."""
        change = self.change(row)
        return "" if change is None else "Δ " + theme.number(change, 2)

    def norm(self, row: TreeRow) -> float | None:
        """The Euclidean norm of all finite numbers in a row; None until all are known, and where there are none."""
        found = [self._findings.get(parameter) for parameter in row.parameters]
        norms = [each.norm for each in found if each is not None and each.norm is not None]
        return math.hypot(*norms) if norms and len(norms) == len(row.parameters) else None

    def flaws(self, row: TreeRow) -> list[str]:
        """A sentence for each of the tensors in a row that are odd."""
        found = (self._findings.get(parameter) for parameter in row.parameters)
        return [each.flaw for each in found if each is not None and each.flaw]

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
        """Those of the module's constants."""
        return TRAINABLE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell and the tooltip of its row."""
        row = row_of(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TRAINABLE:
            return self.trainable(row) if self.has_tick(row) else None
        if role == BADGE_ROLE and index.column() == TRAINABLE:
            return self.badge(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What the columns are called; the narrow ones only in their tooltips."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == NAME else _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.title(section)
        return (
            self.title(section)
            if role == Qt.ItemDataRole.DisplayRole and section not in (FLAW, TRAINABLE)
            else None
        )

    def title(self, column: int) -> str:
        """What a column is called."""
        return (
            self.tr("module"),
            self.tr("type"),
            self.tr("shape"),
            self.tr("parameters"),
            self.tr("bytes"),
            self.tr("norm"),
            self.tr("warnings"),
            self.tr("trainable"),
        )[column]

    def _tell_change(self, first: int, last: int) -> None:
        for row in self.rows:
            index = self.index_of(row)
            self.dataChanged.emit(index.siblingAtColumn(first), index.siblingAtColumn(last))

    def _words(self, row: TreeRow, column: int) -> str:
        norm = self.norm(row) if column == NORM else None
        return (
            " ".join(filter(None, (row.name, row.kind, row.detail))),
            row.dtype,
            row.shape,
            f"{row.count:,}" if row.count else "",
            size_words(row.size) if row.size else "",
            "" if norm is None else theme.number(norm),
            ", ".join(self.flaws(row)) if column == FLAW else "",
            self._trainable_words(row) if row.count and self.has_tick(row) else "",
        )[column]

    def _tooltip(self, row: TreeRow) -> str:
        head = " · ".join(filter(None, (row.path or row.kind, row.kind if row.path else "", row.detail)))
        shape = row.shape if row.is_tensor else self.tr("output {shape}").format(shape=row.shape)
        about = " · ".join(filter(None, (row.dtype, shape if row.shape else "")))
        if not row.count:
            nothing = self.tr("no values") if row.is_tensor else self.tr("no parameters")
            return "\n".join(filter(None, (head, about, nothing)))
        lines = (head, about, self._counted_words(row), self._change_words(row), *self._flaw_lines(row))
        return "\n".join(filter(None, lines))

    def _counted_words(self, row: TreeRow) -> str:
        trains = self.can_freeze and not row.is_buffer
        words = self.tr("{count} parameters, {trainable}") if trains else self.tr("{count} values")
        counted = words.format(count=f"{row.count:,}", trainable=self._trainable_words(row))
        size = self.tr("{size} bytes").format(size=f"{row.size:,}") if row.size else ""
        return " · ".join(filter(None, (counted, size)))

    def _flaw_lines(self, row: TreeRow) -> list[str]:
        flaws = self.flaws(row)
        more = len(flaws) - _MOST_FLAWS
        return flaws[:_MOST_FLAWS] + ([self.tr("and {count} more").format(count=more)] if more > 0 else [])

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


def size_words(size: int) -> str:
    """Bytes to three digits: "40 B", "1.61 MB"."""
    value, unit = float(size), 0
    while value >= 999.5 and unit < len(_PREFIXES) - 1:
        value, unit = value / 1000, unit + 1
    return f"{theme.number(value, 3)} {_PREFIXES[unit]}B"
