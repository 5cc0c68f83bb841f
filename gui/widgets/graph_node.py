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
_PICTURE = 44.0  # the longer side
_GAP = 8.0
_TITLE_POINTS, _WORDS_POINTS = 9.5, 9.0
_ROOT_LETTERS = 17  # of a name and a number, whatever that is
_TAG_POINTS = 8.0
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

    `title`, and muted `words` below it; `picture`: float32 (rows, columns) on a scale of ∓`limit`, or None.
    `letters`: of a gradient, for which there is room; 0: none comes. `dimmed`: it is not concerned. `is_root`: the
    walk back begins here.
    """

    title: str
    words: str
    shape: Shape
    tooltip: str = ""
    picture: NDArray[np.float32] | None = None
    limit: float = 0.0
    letters: int = 0
    dimmed: bool = False
    is_root: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of its box, which other numbers and a gradient do not change."""
        title, words = QFontMetricsF(_title_font()), QFontMetricsF(theme.mono_font(_WORDS_POINTS))
        lines = broken(self.title)
        letters = words.horizontalAdvance("0")
        widths = [_LEAST_WIDTH, *(title.horizontalAdvance(line) for line in lines)]
        widths += [words.horizontalAdvance(self.words), letters * _ROOT_LETTERS * self.is_root]
        widths += [letters * self.letters]
        width = max(widths) + (_GAP + _picture_size(self.picture).x() if self.picture is not None else 0)
        height = title.lineSpacing() * len(lines) + words.lineSpacing() * (1 + bool(self.letters))
        return round(width + 2 * _PADDING), round(height + 14)


class Passage(Enum):
    """Where a walk is, seen from a node."""

    AHEAD = auto()
    HERE = auto()
    PASSED = auto()


@dataclass(frozen=True, slots=True)
class Passing:
    """What a walk did to a node: where it is, what came back so far, and a word on its frame; "": none."""

    passage: Passage = Passage.AHEAD
    gradient: str = ""
    tag: str = ""


class GraphNode(QGraphicsItem):
    """The box of node `index`; its place is the box's upper left corner."""

    def __init__(self, index: int, look: NodeLook) -> None:
        super().__init__()
        self.index = index
        self.look = look
        self.passing = Passing()
        self.is_chosen = False
        self.size = look.size
        self.setToolTip(look.tooltip)
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_look(self, look: NodeLook) -> None:
        """Show other numbers in the same room."""
        self.look = look
        self.setToolTip(look.tooltip)
        self.update()

    def mark(self, passing: Passing) -> None:
        """Show how far the walk is."""
        if passing != self.passing:
            self.passing = passing
            self.update()

    def choose(self, is_chosen: bool) -> None:
        """Show whether this node is the chosen one."""
        if is_chosen != self.is_chosen:
            self.is_chosen = is_chosen
            self.update()

    def box(self) -> QRectF:
        """The box, in the item's own coordinates."""
        return QRectF(0, 0, *self.size)

    def boundingRect(self) -> QRectF:
        """The box, its frame, and the tag on it."""
        return self.box().adjusted(-4, -10, 4, 4)

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
        if self.look.picture is not None:
            self._paint_picture(painter, self.look.picture, box)
        if self.passing.tag:
            self._paint_tag(painter, self.passing.tag, box)

    def _frame(self) -> QPen:
        colours = theme.current()
        if self.passing.passage is not Passage.AHEAD:
            return QPen(colours.accent, 2 if self.passing.passage is Passage.HERE else 1)
        plain = theme.mixed(colours.line, colours.muted, 0.5)
        line = {Shape.LEAF: colours.negative, Shape.OPERATION: plain}.get(self.look.shape, colours.muted)
        dashed = self.look.shape in (Shape.UNTRACKED, Shape.CONSTANT)
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        return QPen(colours.text if self.look.is_root else line, 1, style)

    def _ground(self) -> QColor:
        colours = theme.current()
        here = self.passing.passage is Passage.HERE
        return theme.mixed(colours.raised, colours.accent, 0.16) if here else colours.raised

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        colours = theme.current()
        for line in broken(self.look.title):
            _paint_line(painter, room, line, _title_font(), colours.text)
        _paint_line(painter, room, self.look.words, theme.mono_font(_WORDS_POINTS), colours.muted)
        _paint_line(painter, room, self.passing.gradient, theme.mono_font(_WORDS_POINTS), colours.accent)

    def _paint_picture(self, painter: QPainter, picture: NDArray[np.float32], box: QRectF) -> None:
        """At the right, half way up."""
        size = _picture_size(picture)
        corner = QPointF(box.right() - _PADDING - size.x(), box.center().y() - size.y() / 2)
        cells = signed_colours.indices(picture, self.look.limit)
        painter.drawImage(QRectF(corner, corner + size), signed_colours.image(cells, theme.current()))

    def _paint_tag(self, painter: QPainter, word: str, box: QRectF) -> None:
        """A word on the upper side of the frame."""
        colours = theme.current()
        font = QFont(QApplication.font())
        font.setPointSizeF(_TAG_POINTS)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(word) + 12, metrics.height() + 1
        tag = QRectF(box.right() - width - 6, box.top() - height / 2, width, height)
        painter.setPen(QPen(colours.positive, 1))
        painter.setBrush(colours.panel)
        painter.drawRoundedRect(tag, height / 2, height / 2)
        painter.setFont(font)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, word)


def broken(title: str) -> list[str]:
    """A long title in two lines, parted before a capital or a dot near the middle."""
    if len(title) <= _LONGEST_LINE:
        return [title]
    places = [n for n in range(4, len(title) - 3) if title[n].isupper() or title[n] == "."]
    if not places:
        return [title]
    middle = min(places, key=lambda place: abs(place - len(title) / 2))
    return [title[:middle], title[middle:]]


def _paint_line(painter: QPainter, room: QRectF, words: str, font: QFont, colour: QColor) -> None:
    """Paint a line at the top of `room`, of which the rest is left."""
    pitch = QFontMetricsF(font).lineSpacing()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRectF(room.x(), room.y(), room.width(), pitch), Qt.AlignmentFlag.AlignVCenter, words)
    room.setTop(room.top() + pitch)


def _title_font() -> QFont:
    font = QFont(QApplication.font())
    font.setPointSizeF(_TITLE_POINTS)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _picture_size(picture: NDArray[np.float32]) -> QPointF:
    """The size of the picture of so many cells: cells are square where the room allows."""
    rows, columns = picture.shape
    cell = min(_PICTURE / max(rows, columns), 9.0)
    return QPointF(max(cell * columns, 4.0), max(cell * rows, 4.0))
