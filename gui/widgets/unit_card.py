"""One unit in numbers: its sum, its strongest inputs and outputs, and the field that it answers to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui import theme
from gui.widgets import signed_colours
from gui.widgets.device_pixels import snap

LINE = 17
POINTS = 9.0
MARGIN = 12
LIST_WIDTH = 148
SUM_WIDTH = 256  # of "z = w·x + b = −00.00 − 0.0000 = −00.00"
SMALL_HEIGHT = 3 * LINE + 13
FULL_HEIGHT = 5 * LINE + 13
LISTS_HEIGHT = 5 * LINE + 8

_LARGE = 1000.0  # a contribution that is told to four digits instead of three decimals

Item = tuple[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class UnitFacts:
    """What is known of a unit; without a reading `sums` is None and the lists are empty.

    `sums`: what its inputs add up to, its bias, z, and its value. `function`: what makes the value of z, as "ReLU" or
    step by step, as "BatchNorm1d · ReLU". `inputs` and `outputs`: names and contributions, the strongest first.
    `field` (rows, columns) on a scale from −limit to limit.
    """

    title: str
    held: bool
    sums: tuple[float, float, float, float] | None
    function: str
    inputs: Sequence[Item]
    outputs: Sequence[Item]
    field: NDArray[np.float32]
    limit: float
    field_words: str


class UnitCard(QWidget):
    """A strip under the network, or a card beside it, with its lists below; numbers stay where they are."""

    def __init__(self, empty_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_words = empty_words
        self._facts: UnitFacts | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the sum and both lists."""
        return QSize(SUM_WIDTH + 2 * LIST_WIDTH + FULL_HEIGHT + 2 * MARGIN, FULL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for the sum."""
        return QSize(0, SMALL_HEIGHT)

    def show_unit(self, facts: UnitFacts | None) -> None:
        """Show a unit; None: none, and the words that say how one comes here."""
        if facts is not None or self._facts is not None:
            self._facts = facts
            self.setAccessibleName("\n".join(self.lines()))
            self.update()

    def lines(self) -> list[str]:
        """The title, the sum, and what becomes of it."""
        facts = self._facts
        if facts is None:
            return [self._empty_words]
        if facts.sums is None:
            return [facts.title]
        weighted, bias, z, value = facts.sums
        sign = theme.MINUS if bias < 0 else "+"
        words = f"z = w·x + b = {theme.number(weighted)} {sign} {theme.number(abs(bias))} = {theme.number(z)}"
        made = "z"
        for function in facts.function.split(" · "):
            made = f"{function}({made})"
        return [facts.title, words, f"{made} = {theme.number(value)}"]

    @property
    def is_tall(self) -> bool:
        """Whether there is room for the lists below the sum."""
        return self.height() >= FULL_HEIGHT + 3 * LINE

    def _head_height(self) -> int:
        """The height of the field and the sum beside it."""
        return max(self.height() - LISTS_HEIGHT, SMALL_HEIGHT) if self.is_tall else self.height()

    def field_rect(self) -> QRectF:
        """Where the field lies: each of its cells a whole number of device pixels wide, where there is room."""
        if self._facts is None or not self._facts.field.size:
            return QRectF()
        rows, columns = self._facts.field.shape
        ratio = self.devicePixelRatioF()
        room = (min(self._head_height(), FULL_HEIGHT) - 8) / max(rows, columns)
        side = max(int(room * ratio) / ratio, min(room, 1 / ratio))
        top = (self._head_height() - rows * side) / 2
        return QRectF(MARGIN, int(top * ratio) / ratio, columns * side, rows * side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, the sum, and as many lists as there is room for."""
        colours = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), colours.panel)
            if self.is_tall:
                painter.fillRect(0, MARGIN, 1, self.height() - 2 * MARGIN, colours.line)
            else:
                painter.fillRect(MARGIN, 0, self.width() - 2 * MARGIN, 1, colours.line)
            if self._facts is None:
                painter.setPen(colours.muted)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.rect().adjusted(MARGIN, 1, -MARGIN, 0), flags, self._empty_words)
                return
            self._paint_field(painter, self._facts)
            self._paint_sum(painter)
            self._paint_lists(painter, self._facts)

    def _paint_field(self, painter: QPainter, facts: UnitFacts) -> None:
        place = self.field_rect()
        cells = signed_colours.indices(facts.field, facts.limit)
        painter.save()
        snap(painter, place.topLeft())
        painter.drawImage(place, signed_colours.image(cells, theme.current()))
        painter.setPen(theme.current().line)
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.restore()

    def _text_rect(self) -> QRect:
        """The room beside the field."""
        left = round(self.field_rect().right()) + MARGIN
        height = self._head_height()
        lines = min((height - 8) // LINE, 5) * LINE
        return QRect(left, (height - lines) // 2, self.width() - left - MARGIN, lines)

    def _columns(self) -> int:
        """How many lists fit beside the sum."""
        if self.is_tall:
            return 0
        return min(max((self._text_rect().width() - SUM_WIDTH) // (LIST_WIDTH + MARGIN), 0), 2)

    def _paint_sum(self, painter: QPainter) -> None:
        colours, room = theme.current(), self._text_rect()
        width = room.width() - self._columns() * (LIST_WIDTH + MARGIN)
        lines = self.lines()
        for number, words in enumerate(lines):
            painter.setFont(_title_font(self.font()) if number == 0 else theme.mono_font(POINTS))
            painter.setPen(colours.accent if number == 0 and self._is_held() else colours.text)
            line = QRect(room.x(), room.y() + number * LINE, width, LINE)
            fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, fitting)
        if room.height() >= 5 * LINE and self._facts is not None:
            painter.setFont(_small_font(self.font()))
            painter.setPen(colours.muted)
            line = QRect(room.x(), room.bottom() - LINE + 1, width, LINE)
            words = f"{self._facts.field_words}  ±{theme.number(self._facts.limit, 3)}"
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    def _is_held(self) -> bool:
        return self._facts is not None and self._facts.held

    def _paint_lists(self, painter: QPainter, facts: UnitFacts) -> None:
        lists = ((self.tr("strongest inputs"), facts.inputs), (self.tr("adds most to"), facts.outputs))
        for place, (title, items) in zip(self._list_rects(), lists, strict=False):
            if items:
                self._paint_list(painter, place, title, items)

    def _list_rects(self) -> list[QRect]:
        """The rooms of the lists that are shown: at the right of the sum, or below it."""
        room, columns = self._text_rect(), self._columns()
        if not self.is_tall:
            lefts = [room.right() - (columns - n) * (LIST_WIDTH + MARGIN) + MARGIN for n in range(columns)]
            return [QRect(left, room.y(), LIST_WIDTH, room.height()) for left in lefts]
        width = (self.width() - 3 * MARGIN) // 2
        top, height = self._head_height(), LISTS_HEIGHT - 8
        return [QRect(MARGIN + n * (width + MARGIN), top, width, height) for n in range(2)]

    def _paint_list(self, painter: QPainter, room: QRect, title: str, items: Sequence[Item]) -> None:
        colours = theme.current()
        painter.setFont(_small_font(self.font()))
        painter.setPen(colours.muted)
        painter.drawText(QRect(room.x(), room.y(), room.width(), LINE), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.mono_font(POINTS))
        for number, (name, value) in enumerate(items[: room.height() // LINE - 1], start=1):
            line = QRect(room.x(), room.y() + number * LINE, room.width(), LINE)
            painter.setPen(colours.text)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(colours.positive if value > 0 else colours.negative)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, flags, _contribution(value))

    def event(self, event: QEvent) -> bool:
        """Answer the question of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.describe(event.pos()), self)
            return True
        return super().event(event)

    def describe(self, position: QPoint) -> str:
        """What lies at a position: a cell of the field with its value, or the whole of the unit."""
        facts, place = self._facts, self.field_rect()
        if facts is None or not place.contains(position):
            return "\n".join(self.lines())
        side = place.width() / facts.field.shape[1]
        column, row = int((position.x() - place.x()) / side), int((position.y() - place.y()) / side)
        row, column = min(row, facts.field.shape[0] - 1), min(column, facts.field.shape[1] - 1)
        words = self.tr("x {column}, y {row}: {value}")
        value = theme.number(float(facts.field[row, column]))
        return f"{facts.field_words}\n" + words.format(column=column, row=row, value=value)


def _contribution(value: float) -> str:
    """To three decimals, which stand under one another; of a large one they would run into its name."""
    if abs(value) < _LARGE:
        return f"{value:+.3f}".replace("-", theme.MINUS)
    return ("+" if value > 0 else "") + theme.number(value)


def _title_font(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _small_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(POINTS)
    return small
