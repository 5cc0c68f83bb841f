"""The modules of a network as a tree, as print(model) shows them, with their tensors folded away in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QTreeView,
    QWidget,
)

from gui.widgets import tick
from gui.widgets.module_rows import (
    BYTES,
    COUNT,
    FLAW,
    NAME,
    NORM,
    SHAPE,
    TRAINABLE,
    TYPE,
    Finding,
    Index,
    TreeModel,
    TreeRow,
    row_of,
)
from gui.widgets.row_delegate import WARNING, RowDelegate, number_font

_INDENT = 14
_BETWEEN = 9  # pixels between columns
_ESSENTIAL = 190  # the least room for names and kinds
COLUMNS = (COUNT, SHAPE, NORM, BYTES, TYPE)  # that can be chosen; where room is short, the last ones give way
_TITLED = {NORM, BYTES, TYPE}  # columns that do not say of themselves what they are


class ModuleTree(QTreeView):
    """The tree; one row can be chosen, one be pointed at, also from elsewhere.

    `chosen` carries the path of the module or tensor that the person chose, `hovered` that of the one under the
    pointer, or None; `copy_wanted` says that the keys for copying were pressed. `freeze_wanted` carries a path and
    whether to freeze: its tick was clicked, or Space pressed. The tick moves only when it is told to.
    `filter_left` says that Escape was pressed while only what fits the filter is shown.

    Of the `columns` that are chosen those are shown that there is room for. `titles`: whether a header names them;
    None: if one of them does not explain itself.
    """

    chosen = Signal(str)
    hovered = Signal(object)
    copy_wanted = Signal()
    freeze_wanted = Signal(str, bool)
    filter_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: frozenset[int] = frozenset(COLUMNS)
        self.titles: bool | None = None
        self._rows = TreeModel(self)
        self._delegate = RowDelegate(self)
        self._open: frozenset[str] | None = None  # the paths that were open before only what fits was shown
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Modules of the network"))
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(8)
        self.header().setSectionsClickable(False)
        self.header().setObjectName("columns")
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.entered.connect(lambda index: self.hovered.emit(row_of(index).path))  # type: ignore[union-attr]

    def set_root(self, root: TreeRow | None, can_freeze: bool = True) -> None:
        """Show another tree; modules are open, but for those with nothing but tensors in them."""
        self._delegate.marked, self._delegate.sought = None, ()
        self._open = None
        self._rows.can_freeze = can_freeze
        self._rows.set_root(root)
        self._unfold(lambda row: row.parent is None or not all(child.is_tensor for child in row.children))
        self._fit_columns()

    def show_frozen(self, frozen: Mapping[str, float | None]) -> None:
        """Show which parameters are frozen, each with its largest change since, None: not known yet."""
        self._rows.show_frozen(frozen)
        self._fit_columns()

    def show_findings(self, findings: Mapping[str, Finding]) -> None:
        """Show what was found of tensors so far, by their names."""
        self._rows.show_findings(findings)
        self._fit_columns()

    def choose_columns(self, columns: frozenset[int], titles: bool | None) -> None:
        """Show these, as far as there is room."""
        self.columns, self.titles = columns, titles
        self._fit_columns()

    def title(self, column: int) -> str:
        """What a column is called."""
        return self._rows.title(column)

    def show_only(self, words: str) -> int:
        """Show what has all `words` in its name, kind or type, and what that is in; "": all. Returns how many fit."""
        sought = tuple(words.casefold().split())
        if sought and self._open is None:
            self._open = frozenset(
                row.path for row in self._rows.rows if self.isExpanded(self._rows.index_of(row))
            )
        fitting = {row for row in self._rows.rows if all(word in _text_of(row) for word in sought)}
        shown = {above for row in fitting for above in _line_of(row)}
        for row in self._rows.rows:
            parent = self._rows.index_of(row.parent) if row.parent else QModelIndex()
            self.setRowHidden(row.place, parent, row not in shown and row.parent is not None)
        if sought:
            self._unfold(lambda row: any(child in shown for child in row.children))
        elif self._open is not None:
            before, self._open = self._open, None
            self._unfold(lambda row: row.path in before)
        self._delegate.sought = sought
        self.viewport().update()
        return len(fitting)

    def choose_first(self) -> None:
        """Choose the first of what fits the filter."""
        sought = self._delegate.sought
        first = next((row for row in self._rows.rows if all(word in _text_of(row) for word in sought)), None)
        if first is not None:
            self.setCurrentIndex(self._rows.index_of(first))

    def choose(self, module: str, tensor: str = "") -> None:
        """Mark a module as chosen, or its `tensor` if the person chose one of its tensors here; nothing is emitted."""
        current, row = row_of(self.currentIndex()), self._find(module)
        if row is not None and current is not None and current.is_tensor and current.parent is row:
            row = self._find(tensor)
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
        row = row_of(current)
        if row is not None and not self.signalsBlocked():
            self.chosen.emit(row.path)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint nothing: rows say themselves whether they are open."""

    def event(self, event: QEvent) -> bool:
        """Claim the keys for copying and for leaving the filter before the window's own actions get them."""
        if event.type() == QEvent.Type.ShortcutOverride and (
            _means_copy(event) or self._leaves_filter(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to be copied, to freeze what is chosen, or to show all again; letters are the window's."""
        if _means_copy(event):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentIndex())
        elif self._leaves_filter(event):
            self.filter_left.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Toggle a tick, or choose a module."""
        if not self._toggle_at(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Be the second of two quick clicks."""
        if not self._toggle_at(event):
            super().mouseDoubleClickEvent(event)

    def tick_rect(self, path: str) -> QRect:
        """Where a click toggles the tick of a module, in the viewport's coordinates."""
        row = self._find(path)
        return self.visualRect(self._rows.index_of(row).siblingAtColumn(TRAINABLE)) if row else QRect()

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

    def _toggle_at(self, event: QMouseEvent) -> bool:
        """Toggle the tick under the pointer, if there is one."""
        index = self.indexAt(event.position().toPoint())
        on_tick = index.column() == TRAINABLE and event.button() == Qt.MouseButton.LeftButton
        return on_tick and self._toggle(index)

    def _toggle(self, index: QModelIndex) -> bool:
        row = row_of(index)
        if row is None or not self._rows.has_tick(row):
            return False
        self.freeze_wanted.emit(row.path, self._rows.trainable(row) is not Qt.CheckState.Unchecked)
        return True

    def _unfold(self, opens: Callable[[TreeRow], bool]) -> None:
        for row in self._rows.rows:
            if row.children:
                self.setExpanded(self._rows.index_of(row), opens(row))

    def _leaves_filter(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and bool(self._delegate.sought)
        )

    def _fit_columns(self) -> None:
        """Give each column what its words need, as long as names keep the least room."""
        rows = self._rows.rows
        titled = self.titles is not False
        shown = self._fitted(rows, self.columns, titled)
        if self.titles is None and not shown.keys() & _TITLED:
            titled, shown = False, self._fitted(rows, self.columns - _TITLED, titled=False)
        self.setHeaderHidden(not titled)
        for column in range(1, TRAINABLE + 1):
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, shown.get(column, 0))

    def _fitted(self, rows: Sequence[TreeRow], columns: frozenset[int], titled: bool) -> dict[int, int]:
        """Those of the `columns` that there is room for, and their widths."""
        shown = {column: self._width(column, rows, titled) for column in (FLAW, TRAINABLE)}
        room = self.viewport().width() - _ESSENTIAL - sum(shown.values())
        for column in COLUMNS:
            width = self._width(column, rows, titled) if column in columns else 0
            if column == COUNT or width <= room:
                shown[column] = width
                room -= width
        return {column: width for column, width in shown.items() if width}

    def _width(self, column: int, rows: Sequence[TreeRow], titled: bool) -> int:
        digits = QFontMetrics(number_font())
        if column == TRAINABLE:
            badge = max((digits.horizontalAdvance(self._rows.badge(row)) for row in rows), default=0)
            return tick.SIDE + _BETWEEN + (badge + _BETWEEN if badge else 0) if self._rows.can_freeze else 0
        if column == FLAW:
            return WARNING + _BETWEEN if any(self._rows.flaws(row) for row in rows) else 0
        words = (str(self._rows.index_of(row).siblingAtColumn(column).data() or "") for row in rows)
        widest = max(map(digits.horizontalAdvance, words), default=0)
        title = QFontMetrics(self.header().font()).horizontalAdvance(self.title(column)) if titled else 0
        return max(widest, title) + _BETWEEN if widest else 0


def _text_of(row: TreeRow) -> str:
    """What the filter looks at."""
    return f"{row.path} {row.kind} {row.detail} {row.dtype}".casefold()


def _line_of(row: TreeRow) -> Iterator[TreeRow]:
    """A row, and all that it is in."""
    above: TreeRow | None = row
    while above is not None:
        yield above
        above = above.parent


def _means_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)
