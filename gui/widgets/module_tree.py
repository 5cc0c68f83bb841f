"""The modules of a network as a tree, as print(model) shows them."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
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
from gui.widgets import tick
from gui.widgets.module_rows import (
    BADGE_ROLE,
    COUNT,
    NAME,
    SHAPE,
    TRAINABLE,
    Index,
    TreeModel,
    TreeRow,
    row_of,
)

_ROW_HEIGHT = 22
_INDENT = 14
_BETWEEN = 9  # pixels between columns
_ESSENTIAL = 190  # the least room for names and types; a narrower tree hides the output shapes


class ModuleTree(QTreeView):
    """The tree; one row can be chosen, one be pointed at, also from elsewhere.

    `chosen` carries the path of the module that the person chose, `hovered` that of the one under the pointer,
    or None; `copy_wanted` says that the keys for copying were pressed. `freeze_wanted` carries a path and whether to
    freeze: its tick was clicked, or Space pressed. The tick moves only when it is told to.
    """

    chosen = Signal(str)
    hovered = Signal(object)
    copy_wanted = Signal()
    freeze_wanted = Signal(str, bool)

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
        self.entered.connect(lambda index: self.hovered.emit(row_of(index).path))  # type: ignore[union-attr]

    def set_root(self, root: TreeRow | None) -> None:
        """Show another tree, all of it open."""
        self._delegate.marked = None
        self._rows.set_root(root)
        self.expandAll()
        self._fit_columns()

    def show_frozen(self, frozen: Mapping[str, float | None]) -> None:
        """Show which parameters are frozen, each with its largest change since, None: not known yet."""
        self._rows.show_frozen(frozen)
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
        row = row_of(current)
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
        """Ask to be copied, or to freeze the chosen module."""
        if _means_copy(event):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentIndex())
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
        if row is None or not row.parameters:
            return False
        self.freeze_wanted.emit(row.path, self._rows.trainable(row) is not Qt.CheckState.Unchecked)
        return True

    def _fit_columns(self) -> None:
        digits = QFontMetrics(_number_font())
        rows = self._rows.rows
        badge = max((digits.horizontalAdvance(self._rows.badge(row)) for row in rows), default=0)
        widest = {
            SHAPE: max((digits.horizontalAdvance(row.shape) for row in rows), default=0) + _BETWEEN,
            COUNT: max((digits.horizontalAdvance(f"{row.count:,}") for row in rows), default=0) + _BETWEEN,
            TRAINABLE: tick.SIDE + _BETWEEN + (badge + _BETWEEN if badge else 0),
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
        row, rect = row_of(index), _rect(option)
        if row is None:
            return
        painter.save()
        chosen = bool(_state(option) & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, chosen, row.path == self.marked, index.column())
        if index.column() == NAME:
            self._paint_name(painter, rect.adjusted(6, 0, 0, 0), row)
        elif index.column() == TRAINABLE:
            self._paint_tick(painter, rect, index)
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

    def _paint_tick(self, painter: QPainter, rect: QRect, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        square = QRectF(0, 0, tick.SIDE, tick.SIDE)
        square.moveCenter(QRectF(rect).center())
        square.moveRight(rect.right() - 1.5)
        tick.paint_tick(painter, square, Qt.CheckState(state))
        painter.setFont(_number_font())
        painter.setPen(theme.current().muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -tick.SIDE - 8, 0), right, str(index.data(BADGE_ROLE)))


def _means_copy(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy)


def _number_font() -> QFont:
    return theme.mono_font(8.5)


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect)  # type: ignore[attr-defined]  # PySide6's stubs lack the fields of QStyleOption


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state  # type: ignore[attr-defined]  # as above
