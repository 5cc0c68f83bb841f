"""Where the parts of the network's picture go: one row, everything as large as fits, centred."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QSize, QSizeF

from gui.widgets.cell_grid import arrangement
from gui.widgets.class_circles import ClassCircles

MARGIN = 12
LEAST_GAP = 20
WIDEST_GAP = 120
ROOMY_GAP = 48  # with less than this between the parts, the circles do without their numbers
FOOT = 46  # scale and caption under a grid
LARGEST_CELL = 18
LARGEST_PITCH = 42.0  # from circle to circle


@dataclass(frozen=True, slots=True)
class Places:
    """The rectangles of the parts, in the coordinates of the view."""

    image: QRect
    grids: tuple[QRect, ...]
    circles: QRect
    gap: int

    @classmethod
    def nowhere(cls) -> "Places":
        """Before the first arrangement."""
        return cls(QRect(), (), QRect(), 0)

    def column(self, place: QRect) -> QRect:
        """The room for words above and under a part: its own width and most of the gaps beside it."""
        spare = max((self.gap - 8) // 2, 0)
        return place.adjusted(-spare, 0, spare, 0)

    def arrows(self) -> list[tuple[QPointF, QPointF]]:
        """Lines from each part to the next, through the middle of the gaps."""
        parts = (self.image, *self.grids, self.circles)
        length = min(self.gap - 8, 32)
        lines = []
        for left, right in pairwise(parts):
            middle = QPointF((left.right() + right.left()) / 2, self.image.center().y())
            lines.append((middle - QPointF(length / 2, 0), middle + QPointF(length / 2, 0)))
        return lines


def arrange(size: QSize, units: list[int], circles: ClassCircles, line: int) -> Places:
    """Find the largest cells for grids of so many `units`; `line` is the height of a line of text.

    The input gets the width of a grid, the circles their numbers if the gaps stay roomy.
    """
    head = MARGIN + 2 * line + 10
    height = max(size.height() - head - FOOT, 1)
    pitch = min(height / 10, LARGEST_PITCH)
    bare = int(min(pitch * 0.8, 28)) + 2
    numbered = bare + int(circles.number_room())
    width = size.width() - 2 * MARGIN
    for circle_width, gap in ((numbered, ROOMY_GAP), (bare, LEAST_GAP)):
        grids = _grid_sizes(width - circle_width, height, units, gap)
        if circle_width == bare or width >= 620:
            break
    return _placed(size, head, height, grids, QSize(circle_width, int(pitch * 10)))


def _grid_sizes(width: int, height: int, units: list[int], gap: int) -> list[QSize]:
    """The sizes of the input and of each grid."""
    parts = len(units) + 1
    room = QSizeF(max((width - parts * gap) / parts, 1), height)
    sizes = []
    for count in units:
        columns, rows = arrangement(count, room)
        cell = max(min(int(min(room.width() / columns, room.height() / rows)), LARGEST_CELL), 1)
        sizes.append(QSize(columns * cell, rows * cell))
    widest = max((each.width() for each in sizes), default=int(room.width()))
    side = min(max(widest, 28), int(room.width()), height)
    return [QSize(side, side), *sizes]


def _placed(size: QSize, head: int, height: int, parts: list[QSize], circles: QSize) -> Places:
    every = [*parts, circles]
    taken = sum(each.width() for each in every)
    gaps = len(every) - 1
    gap = max(min((size.width() - 2 * MARGIN - taken) // gaps, WIDEST_GAP), 1)
    x = (size.width() - taken - gaps * gap) // 2
    rects = []
    for each in every:
        rects.append(QRect(x, head + (height - each.height()) // 2, each.width(), each.height()))
        x += each.width() + gap
    return Places(rects[0], tuple(rects[1:-1]), rects[-1], gap)
