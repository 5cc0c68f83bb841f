"""The modules of a network as a tree, as print(model) shows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from gui import theme

Index = QModelIndex | QPersistentModelIndex

NAME, SHAPE, COUNT, TRAINABLE = range(4)

_ROW_HEIGHT = 22
_INDENT = 14
_ROW_ROLE = Qt.ItemDataRole.UserRole
_MARK = 11  # the side of the square that says trainable
_ESSENTIAL = 190  # the least room for names and types; a narrower tree hides the output shapes


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
        above = _row(parent)
        child = above.children[row] if above else self._root
        return self.createIndex(row, column, child)

    def parent(self, child: Index | None = None) -> QModelIndex:  # type: ignore[override]  # QObject.parent() too
        """The index of the row above."""
        row = _row(child)
        return self.index_of(row.parent) if row and row.parent else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many modules are in a module; the root is alone."""
        above = _row(parent)
        return len(above.children) if above else int(self._root is not None)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, output shape, parameters, trainable."""
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, the tooltip of its row, and the row itself."""
        row = _row(index)
        if row is None:
            return None
        if role == _ROW_ROLE:
            return row
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


class ModuleTree(QTreeView):
    """The tree; one row can be chosen, one be pointed at, also from elsewhere.

    `chosen` carries the path of the module that the person chose, `hovered` that of the one under the pointer,
    or None; `copy_wanted` says that the keys for copying were pressed.
    """

    chosen = Signal(str)
    hovered = Signal(object)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = TreeModel(self)
        self._delegate = _RowDelegate(self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Modules of the network"))
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(8)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.entered.connect(lambda index: self.hovered.emit(_row(index).path))  # type: ignore[union-attr]

    def set_root(self, root: TreeRow | None) -> None:
        """Show another tree, all of it open."""
        self._delegate.marked = None
        self._rows.set_root(root)
        self.expandAll()
        self._fit_columns()

    def choose(self, path: str) -> None:
        """Mark the module at `path` as chosen; nothing is emitted."""
        row = self._find(path)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self._rows.index_of(row) if row else QModelIndex())
        self.blockSignals(blocked)
        self.viewport().update()

    def mark(self, path: str | None) -> None:
        """Mark the module at `path`, and no other, as pointed at."""
        if path != self._delegate.marked:
            self._delegate.marked = path
            self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what the person chose with mouse or keys."""
        super().currentChanged(current, previous)
        row = _row(current)
        if row is not None and not self.signalsBlocked():
            self.chosen.emit(row.path)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """All is open: there are no branches to fold, hence nothing to paint."""

    def event(self, event: QEvent) -> bool:
        """Claim the keys for copying before the window's own action gets them."""
        if event.type() == QEvent.Type.ShortcutOverride and _means_copy(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to be copied."""
        if _means_copy(event):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice the pointer leave."""
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit(None)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _find(self, path: str) -> TreeRow | None:
        return next((row for row in self._rows.rows if row.path == path), None)

    def _fit_columns(self) -> None:
        digits = QFontMetrics(_number_font())
        rows = self._rows.rows
        widest = {
            SHAPE: max((digits.horizontalAdvance(row.shape) for row in rows), default=0) + 12,
            COUNT: max((digits.horizontalAdvance(f"{row.count:,}") for row in rows), default=0) + 12,
            TRAINABLE: _MARK + 16,
        }
        for column, width in widest.items():
            self.setColumnWidth(column, width)
        self.setColumnHidden(SHAPE, self.viewport().width() - sum(widest.values()) < _ESSENTIAL)


class _RowDelegate(QStyledItemDelegate):
    """Paints a row: names in the colour of text, what follows muted, numbers in a monospaced face."""

    marked: str | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(40, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell; the first one paints the bar of the chosen row, too."""
        row, rect = _row(index), _rect(option)
        if row is None:
            return
        painter.save()
        chosen = bool(_state(option) & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, chosen, row.path == self.marked, index.column())
        if index.column() == NAME:
            self._paint_name(painter, rect.adjusted(6, 0, 0, 0), row)
        elif index.column() == TRAINABLE:
            self._paint_mark(painter, rect, row)
        else:
            painter.setFont(_number_font())
            painter.setPen(theme.current().muted)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect, right, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, chosen: bool, marked: bool, column: int) -> None:
        colours = theme.current()
        if chosen or marked:
            ground = QRect(rect)
            if column == NAME:
                ground.setLeft(0)
            painter.fillRect(ground, colours.raised)
        if chosen and column == NAME:
            painter.fillRect(QRect(0, rect.top(), 2, rect.height()), colours.accent)

    def _paint_name(self, painter: QPainter, rect: QRect, row: TreeRow) -> None:
        colours = theme.current()
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name = row.name or row.kind
        rest = " ".join(filter(None, (row.kind if row.name else "", row.detail)))
        painter.setPen(colours.text)
        painter.drawText(rect, middle, name)
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(name + " "))
        painter.setPen(colours.muted)
        painter.drawText(
            rect, middle, painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, rect.width())
        )

    def _paint_mark(self, painter: QPainter, rect: QRect, row: TreeRow) -> None:
        if not row.count:
            return
        colours = theme.current()
        square = QRect(0, 0, _MARK, _MARK)
        square.moveCenter(rect.center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.accent if row.trainable else colours.muted)
        painter.setBrush(colours.accent if row.trainable else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square, 2, 2)


def _means_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)


def _row(index: Index | None) -> TreeRow | None:
    pointer = index.internalPointer() if index is not None and index.isValid() else None
    return pointer if isinstance(pointer, TreeRow) else None


def _number_font() -> QFont:
    return theme.mono_font(8.5)


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect)  # type: ignore[attr-defined]  # PySide6's stubs lack the fields of QStyleOption


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state  # type: ignore[attr-defined]  # as above
