"""A list of tensors of two models: how far they are apart, and which only one of them has."""

from collections.abc import Sequence
from math import inf

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from gui import theme
from gui.widgets.difference_rows import (
    COSINE,
    FIGURES,
    LARGEST,
    NAME,
    RELATIVE,
    SHAPE,
    DifferenceModel,
    DifferenceRow,
    Index,
)

_ROW_HEIGHT = 20
_POINTS = 8.5
_BETWEEN = 12  # pixels between columns
_AROUND_NAMES = 12
_ESSENTIAL = 96  # the least room for names; a narrower list hides the shapes, then the cosines
_BAR = 2  # pixels: how thick the line is that shows a change against the largest
_BAR_COLOUR = 170  # of the map of magnitudes


class DifferenceList(QTreeView):
    """One tensor can be chosen, one be pointed at, also from elsewhere.

    `chosen` carries the name of a tensor that the person chose, `hovered` that of the one under the pointer, "": none.
    """

    chosen = Signal(str)
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DifferenceModel(self)
        self._delegate = _CellDelegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAllColumnsShowFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Tensors of both models"))
        self._fix_header()
        self.entered.connect(self._point_at)

    @property
    def rows(self) -> tuple[DifferenceRow, ...]:
        """The tensors, in the order in which they stand."""
        return self._model.rows

    @property
    def marked(self) -> str:
        """The tensor that is pointed at, here or elsewhere."""
        return self._delegate.marked

    def set_rows(self, rows: Sequence[DifferenceRow]) -> None:
        """Show these; what was chosen stays so."""
        current = self.current
        place = self.verticalScrollBar().value()
        self._model.set_rows(rows)
        self.choose(current)
        self.verticalScrollBar().setValue(place)
        self._fit_columns()

    @property
    def current(self) -> str:
        """The chosen tensor, "" if none is."""
        index = self.currentIndex()
        return self.rows[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Mark a tensor as chosen; nothing is emitted."""
        place = next((n for n, row in enumerate(self.rows) if row.key == key and row.is_pair), -1)
        if place == self.currentIndex().row():
            return
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self._model.index(place, NAME) if place >= 0 else QModelIndex())
        self.blockSignals(blocked)
        self.viewport().update()

    def mark(self, key: str) -> None:
        """Mark a tensor, and no other, as pointed at."""
        if key != self._delegate.marked:
            self._delegate.marked = key
            self.viewport().update()

    def sizeHint(self) -> QSize:
        """Some rows with all columns."""
        return QSize(360, 6 * _ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A header and some rows."""
        return QSize(200, 4 * _ROW_HEIGHT)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell what the person chose with mouse or keys."""
        super().currentChanged(current, previous)
        if current.isValid() and not self.signalsBlocked() and self.rows[current.row()].is_pair:
            self.chosen.emit(self.rows[current.row()].key)

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice the pointer leave."""
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit("")
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """There are none."""

    def _point_at(self, index: QModelIndex) -> None:
        row = self.rows[index.row()]
        self.hovered.emit(row.key if row.is_pair else "")

    def _fix_header(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(8)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _fit_columns(self) -> None:
        """As wide as the numbers are; where that leaves too little for names, some columns go."""
        digits, delegate = QFontMetrics(theme.mono_font(_POINTS)), self._delegate
        shapes = max((digits.horizontalAdvance(row.shape) for row in self.rows), default=0)
        widths = {SHAPE: shapes + _BETWEEN, **{column: self._figure_width(column) for column in FIGURES}}
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        for column in (SHAPE, COSINE):
            hidden = self.viewport().width() - sum(widths.values()) < _ESSENTIAL
            self.setColumnHidden(column, hidden)
            if hidden:
                del widths[column]
        names = self.viewport().width() - sum(widths.values()) - _AROUND_NAMES
        delegate.dropped = _superfluous([row.key for row in self.rows], self.fontMetrics(), names)
        changes = [row.figures[0] for row in self.rows if row.figures]
        delegate.largest = max((change for change in changes if change < inf), default=0.0)

    def _figure_width(self, column: int) -> int:
        """That of the title, or of numbers that are aligned on the point."""
        digits, words = QFontMetrics(theme.mono_font(_POINTS)), QFontMetrics(self.header().font())
        texts = [theme.number(row.figures[column - RELATIVE]) for row in self.rows if row.figures]
        fractions = max((digits.horizontalAdvance(_fraction(text)) for text in texts), default=0)
        wholes = max((digits.horizontalAdvance(_whole(text)) for text in texts), default=0)
        title = str(self._model.headerData(column, Qt.Orientation.Horizontal))
        self._delegate.fractions[column] = fractions
        return max(wholes + fractions, words.horizontalAdvance(title) + 2) + _BETWEEN


class _CellDelegate(QStyledItemDelegate):
    """Paints names in the colour of text, shapes muted, numbers aligned on the point."""

    def __init__(self, view: DifferenceList) -> None:
        super().__init__(view)
        self._view = view
        self.marked = ""
        self.fractions: dict[int, int] = {}  # pixels behind the point, by column
        self.largest = 0.0  # change of all
        self.dropped = 0  # parts of names that there is no room for

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(40, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell; the first one paints the bar of the chosen row, too."""
        row = self._view.rows[index.row()]
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # PySide6's stubs lack the fields of QStyleOption
        painter.save()
        self._paint_ground(painter, rect, row, index)
        if index.column() == NAME:
            self._paint_name(painter, rect.adjusted(_AROUND_NAMES - 4, 0, -4, 0), row)
        elif index.column() == SHAPE:
            self._paint_right(painter, rect, row.shape, theme.current().muted)
        elif row.figures:
            self._paint_number(painter, rect, row, index.column())
        elif index.column() == LARGEST:
            self._paint_note(painter, rect, row.note)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, row: DifferenceRow, index: Index) -> None:
        colours = theme.current()
        chosen = index.row() == self._view.currentIndex().row()
        if chosen or (self.marked and row.key == self.marked):
            painter.fillRect(rect, colours.raised)
        if chosen and index.column() == NAME:
            painter.fillRect(QRect(0, rect.top(), 2, rect.height()), colours.accent)

    def _paint_name(self, painter: QPainter, rect: QRect, row: DifferenceRow) -> None:
        colours, left = theme.current(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._view.font())
        painter.setPen(colours.text if row.is_pair else colours.muted)
        name, metrics = _without_head(row.key, self.dropped), painter.fontMetrics()
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, left, name)
        if row.badge:
            rest = rect.adjusted(metrics.horizontalAdvance(name + " "), 0, 0, 0)
            painter.setPen(colours.accent)
            badge = metrics.elidedText(row.badge, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, left, badge)

    def _paint_number(self, painter: QPainter, rect: QRect, row: DifferenceRow, column: int) -> None:
        value = row.figures[column - RELATIVE]
        text = theme.number(value)
        painter.setFont(theme.mono_font(_POINTS))
        behind = self.fractions.get(column, 0) - painter.fontMetrics().horizontalAdvance(_fraction(text))
        place = rect.adjusted(0, 0, -max(0, behind), 0)
        self._paint_right(painter, place, text, theme.current().text)
        if column == RELATIVE and self.largest > 0:
            share = min(value / self.largest, 1.0)
            width = round(share * (rect.width() - _BETWEEN))
            bar = QRect(rect.right() + 1 - width, rect.bottom() + 1 - _BAR, width, _BAR)
            painter.fillRect(bar, QColor(theme.current().sequential[_BAR_COLOUR]))

    def _paint_right(self, painter: QPainter, rect: QRect, text: str, colour: object) -> None:
        painter.setFont(theme.mono_font(_POINTS))
        painter.setPen(colour)  # type: ignore[arg-type]
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_note(self, painter: QPainter, rect: QRect, note: str) -> None:
        """In the place of all figures."""
        header = self._view.header()
        room = sum(header.sectionSize(column) for column in FIGURES if not header.isSectionHidden(column))
        place = QRect(rect.right() + 1 - room, rect.top(), room, rect.height())
        painter.setFont(self._view.font())
        painter.setPen(theme.current().muted)
        painter.setClipping(False)
        words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)


def _superfluous(names: Sequence[str], metrics: QFontMetrics, width: int) -> int:
    """How many of their first parts all names have to do without to fit; the last two say which tensor it is."""
    most = max((name.count(".") - 1 for name in names), default=0)
    fits = (
        dropped
        for dropped in range(most)
        if all(metrics.horizontalAdvance(_without_head(name, dropped)) <= width for name in names)
    )
    return next(fits, max(most, 0))


def _without_head(name: str, dropped: int) -> str:
    parts = name.split(".")
    first = min(dropped, len(parts) - 2)
    return name if first < 1 else "…" + ".".join(parts[first:])


def _fraction(text: str) -> str:
    """What stands from the point on; of words as of whole numbers, nothing."""
    return text[text.index(".") :] if "." in text else ""


def _whole(text: str) -> str:
    return text.removesuffix(_fraction(text))
