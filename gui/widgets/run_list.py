"""A list of runs: what each was, how well it went, and which are laid over each other."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme
from gui.widgets.run_rows import Index, RunModel, RunRow

MOST_TICKS = 4
_HEIGHT = 42
_TICK, _LEFT = 11, 22  # pixels: the tick, and where the words begin
_CURVE, _FIGURE, _BETWEEN = 56, 58, 8


class RunList(QListView):
    """A double click or Return opens a run, a click on its tick or Space lays it over the one in use.

    `opened` carries the key of a run, `ticks_changed` follows each change of `ticks`.
    """

    opened = Signal(str)
    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RunModel(self)
        self._places: dict[str, int] = {}  # of the ticked runs, for their colours
        self.setModel(self._rows)
        self.setItemDelegate(_RunDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Runs"))

    @property
    def rows(self) -> tuple[RunRow, ...]:
        """The runs."""
        return self._rows.rows

    @property
    def ticks(self) -> dict[str, int]:
        """The place of each ticked run, by key."""
        return self._places

    def set_rows(self, rows: tuple[RunRow, ...]) -> None:
        """Show these; a run that is gone, or that is open now, loses its tick."""
        chosen = self.chosen()
        self._rows.set_rows(rows)
        if chosen is not None:
            self.choose(chosen.key)
        free = {row.key for row in rows if not row.is_open}
        if self._places.keys() - free:
            self._places = {key: place for key, place in self._places.items() if key in free}
            self.ticks_changed.emit()

    def choose(self, key: str) -> None:
        """Choose a run, if it is there."""
        for place, row in enumerate(self.rows):
            if row.key == key:
                self.setCurrentIndex(self._rows.index(place))

    def chosen(self) -> RunRow | None:
        """The run on which the focus is."""
        index = self.currentIndex()
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def toggle(self, row: RunRow) -> None:
        """Lay a run over the one in use, or take it away; the first gives way where there would be too many."""
        if row.is_open or row.problem:
            return
        if row.key in self._places:
            del self._places[row.key]
        else:
            if len(self._places) == MOST_TICKS:
                del self._places[next(iter(self._places))]
            taken = self._places.values()
            self._places[row.key] = next(place for place in range(MOST_TICKS) if place not in taken)
        self.viewport().update()
        self.ticks_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Toggle a tick, or choose a run."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and event.position().x() < _LEFT:
            self.toggle(self.rows[index.row()])
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a run."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() >= _LEFT:
            self.opened.emit(self.rows[index.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, Space ticks."""
        row = self.chosen()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row.key)
        elif row is not None and event.key() == Qt.Key.Key_Space:
            self.toggle(row)
        else:
            super().keyPressEvent(event)


class _RunDelegate(QStyledItemDelegate):
    """Paints a run in two lines, with its tick before and its curve behind them."""

    def __init__(self, view: RunList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one run."""
        row, colours = self._view.rows[index.row()], theme.current()
        room: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave out what QStyleOption has
        state = option.state  # type: ignore[attr-defined]
        lit = state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.raised)
            painter.drawRoundedRect(QRectF(room), 4, 4)
        self._paint_tick(painter, row, room)
        right = room.right() - 4 - _FIGURE - _BETWEEN - _CURVE
        self._paint_words(
            painter, row, QRect(room.left() + _LEFT, room.top(), right - room.left() - _LEFT - 6, _HEIGHT)
        )
        self._paint_curve(painter, row, QRectF(right, room.top() + 10, _CURVE, _HEIGHT - 20))
        painter.setFont(theme.mono_font())
        painter.setPen(colours.text)
        figure = QRect(room.right() - 4 - _FIGURE, room.top(), _FIGURE, _HEIGHT)
        painter.drawText(figure, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.figure)
        painter.restore()

    def _paint_tick(self, painter: QPainter, row: RunRow, room: QRect) -> None:
        """A dot in the accent colour for the run in use; for another a square, in its colour if it is ticked."""
        colours = theme.current()
        square = QRectF(room.left() + 4, room.center().y() - _TICK / 2, _TICK, _TICK)
        if row.problem:
            return
        place = self._view.ticks.get(row.key)
        colour = (
            colours.accent if row.is_open else colours.muted if place is None else theme.run_colour(place)
        )
        filled = row.is_open or place is not None
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
        if row.is_open:
            painter.drawEllipse(square.center(), 4, 4)
        else:
            painter.drawRoundedRect(square, 2, 2)

    def _paint_words(self, painter: QPainter, row: RunRow, room: QRect) -> None:
        colours, left = theme.current(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        font = self._view.font()
        painter.setFont(font)
        metrics, elide = QFontMetrics(font), Qt.TextElideMode.ElideRight
        upper, lower = room.adjusted(0, 3, 0, -_HEIGHT // 2), room.adjusted(0, _HEIGHT // 2 - 1, 0, -4)
        painter.setPen(colours.text)
        painter.drawText(upper, left, metrics.elidedText(row.name, elide, room.width()))
        painter.setPen(colours.muted)
        beside = upper.adjusted(metrics.horizontalAdvance(row.name) + _BETWEEN, 0, 0, 0)
        if metrics.horizontalAdvance(row.when) <= beside.width():  # else it is in the tooltip alone
            painter.drawText(beside, left, row.when)
        painter.drawText(lower, left, metrics.elidedText(row.problem or row.details, elide, room.width()))

    def _paint_curve(self, painter: QPainter, row: RunRow, room: QRectF) -> None:
        """The logarithms of the losses, from edge to edge."""
        values = np.log(np.maximum(np.asarray(row.curve, np.float64), 1e-7))
        values = values[np.isfinite(values)]
        if len(values) < 2:
            return
        span = float(np.ptp(values)) or 1.0
        across = np.linspace(room.left(), room.right(), len(values))
        down = room.top() + room.height() * (values.max() - values) / span
        place = self._view.ticks.get(row.key)
        colours = theme.current()
        colour = (
            colours.accent if row.is_open else colours.muted if place is None else theme.run_colour(place)
        )
        painter.setPen(QPen(colour, 1))
        painter.drawPolyline([QPointF(x, y) for x, y in zip(across.tolist(), down.tolist(), strict=True)])
