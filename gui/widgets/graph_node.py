"""A node of a graph as it is drawn: a box with its name, what it is, and a small picture of its numbers."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui import theme
from gui.widgets import signed_colours

_PADDING = 10.0
_LEAST_WIDTH = 84.0
_LONGEST_LINE = 24  # letters of a title, before it is broken
_PICTURE_WIDTH, _PICTURE_HEIGHT = 76.0, 28.0
_DIMMED = 0.42


class Shape(Enum):
    """What a node looks like."""

    LEAF = auto()  # framed in the colour of what is trained
    CONSTANT = auto()
    OPERATION = auto()
    UNTRACKED = auto()  # framed in dashes


@dataclass(frozen=True, slots=True)
class NodeLook:
    """What is drawn of a node.

    `title`, and muted `words` below it; `picture`: float32 (rows, columns) on a scale of ∓`limit`, or None. `dimmed`:
    it is not concerned. `freed`: what it kept is gone. `is_root`: the walk back begins here.
    """

    title: str
    words: str
    shape: Shape
    tooltip: str = ""
    picture: NDArray[np.float32] | None = None
    limit: float = 0.0
    dimmed: bool = False
    freed: bool = False
    is_root: bool = False


class Passage(Enum):
    """Where a walk is, seen from a node."""

    AHEAD = auto()
    HERE = auto()
    PASSED = auto()


class GraphNode(QGraphicsItem):
    """The box of node `index`; its place is the box's upper left corner."""

    def __init__(self, index: int, look: NodeLook) -> None:
        super().__init__()
        self.index = index
        self.look = look
        self.passage = Passage.AHEAD
        self.is_chosen = False
        self.size = _size(look)
        self.setToolTip(look.tooltip)
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_look(self, look: NodeLook) -> None:
        """Show other numbers in the same room."""
        self.look = look
        self.setToolTip(look.tooltip)
        self.update()

    def mark(self, passage: Passage, is_chosen: bool) -> None:
        """Show how far the walk is, and whether this node is the chosen one."""
        if (passage, is_chosen) != (self.passage, self.is_chosen):
            self.passage, self.is_chosen = passage, is_chosen
            self.update()

    def box(self) -> QRectF:
        """The box, in the item's own coordinates."""
        return QRectF(0, 0, *self.size)

    def boundingRect(self) -> QRectF:
        """The box and its frame."""
        return self.box().adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint box, words and picture."""
        colours = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_DIMMED if self.look.dimmed else 1.0)
        box = self.box()
        if self.is_chosen:
            painter.setPen(QPen(colours.text, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 9, 9)
        painter.setPen(self._frame())
        painter.setBrush(self._ground())
        painter.drawRoundedRect(box, 6, 6)
        self._paint_words(painter, box.adjusted(_PADDING, 7, -_PADDING, -7))

    def _frame(self) -> QPen:
        colours = theme.current()
        if self.passage is not Passage.AHEAD:
            return QPen(colours.accent, 2 if self.passage is Passage.HERE else 1)
        line = {Shape.LEAF: colours.negative, Shape.OPERATION: colours.line}.get(
            self.look.shape, colours.muted
        )
        dashed = self.look.shape in (Shape.UNTRACKED, Shape.CONSTANT)
        return QPen(line, 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)

    def _ground(self) -> QColor:
        colours = theme.current()
        here = self.passage is Passage.HERE
        return theme.mixed(colours.raised, colours.accent, 0.16) if here else colours.raised

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        colours = theme.current()
        painter.setFont(_title_font())
        painter.setPen(colours.text)
        pitch = QFontMetricsF(_title_font()).lineSpacing()
        for line in broken(self.look.title):
            painter.drawText(QRectF(room.x(), room.y(), room.width(), pitch), 0, line)
            room.setTop(room.top() + pitch)
        painter.setFont(theme.mono_font(8))
        painter.setPen(colours.muted)
        painter.drawText(QRectF(room.x(), room.y() + 1, room.width(), pitch), 0, self.look.words)
        if self.look.freed:
            painter.setPen(colours.negative)
            painter.drawText(
                QRectF(room.x(), room.y() + 1, room.width(), pitch), Qt.AlignmentFlag.AlignRight, "✕"
            )
        if self.look.picture is not None:
            self._paint_picture(painter, QPointF(room.x(), room.y() + pitch + 3))

    def _paint_picture(self, painter: QPainter, corner: QPointF) -> None:
        picture = self.look.picture
        assert picture is not None
        cells = signed_colours.indices(picture, self.look.limit)
        painter.drawImage(
            QRectF(corner, corner + _picture_corner(picture)), signed_colours.image(cells, theme.current())
        )


def broken(title: str) -> list[str]:
    """A long title in two lines, parted before a capital or a dot near the middle."""
    if len(title) <= _LONGEST_LINE:
        return [title]
    places = [n for n in range(4, len(title) - 3) if title[n].isupper() or title[n] == "."]
    if not places:
        return [title]
    middle = min(places, key=lambda place: abs(place - len(title) / 2))
    return [title[:middle], title[middle:]]


def _title_font() -> QFont:
    font = QFont(QApplication.font())
    font.setPointSizeF(9)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _size(look: NodeLook) -> tuple[float, float]:
    title, words = QFontMetricsF(_title_font()), QFontMetricsF(theme.mono_font(8))
    lines = broken(look.title)
    longest = max(title.horizontalAdvance(line) for line in lines)
    width = max(_LEAST_WIDTH, longest, words.horizontalAdvance(look.words + "  "))
    height = title.lineSpacing() * (len(lines) + 1) + 14
    if look.picture is not None:
        corner = _picture_corner(look.picture)
        width, height = max(width, corner.x()), height + corner.y() + 4
    return round(width + 2 * _PADDING), round(height)


def _picture_corner(picture: NDArray[np.float32]) -> QPointF:
    """The size of the picture of so many cells: cells are square where the room allows."""
    rows, columns = picture.shape
    cell = min(_PICTURE_WIDTH / columns, _PICTURE_HEIGHT / rows, 9.0)
    return QPointF(max(cell * columns, 4.0), max(cell * rows, 4.0))
