"""How a row of the model's tree is painted."""

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import icons, theme
from gui.widgets import tick
from gui.widgets.module_rows import BADGE_ROLE, FLAW, NAME, TRAINABLE, Index, TreeRow, row_of

ROW_HEIGHT = 22
_CHEVRON = 3.0  # half the size of what says that a row folds
WARNING = 13  # pixels of the sign of a flaw


class RowDelegate(QStyledItemDelegate):
    """Paints a row: names in the colour of text, what follows muted, numbers in a monospaced face.

    The words that are `sought` stand out.
    """

    marked: str | None = None
    sought: tuple[str, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(40, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell; the first one paints the bar of the chosen row, too."""
        row, rect = row_of(index), _rect(option)
        if row is None:
            return
        painter.save()
        chosen = bool(_state(option) & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, chosen, row.path == self.marked, index.column())
        if index.column() == NAME:
            self._paint_fold(painter, rect, _state(option))
            self._paint_name(painter, rect.adjusted(6, 0, 0, 0), row)
        elif index.column() == TRAINABLE:
            self._paint_tick(painter, rect, index)
        elif index.column() == FLAW:
            self._paint_flaw(painter, rect, index)
        else:
            painter.setFont(number_font())
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

    def _paint_fold(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        """Say of what folds whether it is open; the root never does."""
        if not state & QStyle.StateFlag.State_Children or rect.left() <= 0:
            return
        middle = QPointF(rect.left() - _CHEVRON - 1, rect.center().y() + 0.5)
        across, along = QPointF(_CHEVRON, 0), QPointF(0, _CHEVRON / 2)
        if not state & QStyle.StateFlag.State_Open:
            across, along = QPointF(0, _CHEVRON), QPointF(_CHEVRON / 2, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().muted, 1.2))
        painter.drawPolyline(QPolygonF([middle - across - along, middle + along, middle + across - along]))

    def _paint_name(self, painter: QPainter, rect: QRect, row: TreeRow) -> None:
        colours = theme.current()
        name = row.name or row.kind
        rest = " ".join(filter(None, (row.kind if row.name else "", row.detail)))
        self._paint_words(painter, rect, name, colours.muted if row.is_tensor else colours.text)
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(name + " "))
        self._paint_words(painter, rect, rest, colours.muted)

    def _paint_words(self, painter: QPainter, rect: QRect, words: str, colour: QColor) -> None:
        """Paint what fits of the words, what is sought in the accent colour."""
        metrics, left = painter.fontMetrics(), rect.left()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        for piece, is_sought in _pieces(shown, self.sought):
            painter.setPen(theme.current().accent if is_sought else colour)
            place = QRect(left, rect.top(), rect.right() - left + 1, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, piece)
            left += metrics.horizontalAdvance(piece)

    def _paint_flaw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if index.data(Qt.ItemDataRole.DisplayRole):
            place = QRect(0, 0, WARNING, WARNING)
            place.moveCenter(rect.center())
            place.moveRight(rect.right())
            sign, state = icons.icon("warning"), QIcon.State.On
            sign.paint(painter, place, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal, state)

    def _paint_tick(self, painter: QPainter, rect: QRect, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        square = QRectF(0, 0, tick.SIDE, tick.SIDE)
        square.moveCenter(QRectF(rect).center())
        square.moveRight(rect.right() - 1.5)
        tick.paint_tick(painter, square, Qt.CheckState(state))
        painter.setFont(number_font())
        painter.setPen(theme.current().muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -tick.SIDE - 8, 0), right, str(index.data(BADGE_ROLE)))


def number_font() -> QFont:
    """The face of the numbers in the columns."""
    return theme.mono_font(8.5)


def _pieces(words: str, sought: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The words cut where something that is sought begins and ends, and whether a piece is that."""
    start = 0
    for match in re.finditer("|".join(map(re.escape, sought)), words, re.IGNORECASE) if sought else ():
        yield words[start : match.start()], False
        yield match.group(), True
        start = match.end()
    yield words[start:], False


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect)  # type: ignore[attr-defined]  # PySide6's stubs lack the fields of QStyleOption


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state  # type: ignore[attr-defined]  # as above
