"""Where the parts of the network's picture go: one row, everything as large as fits, centred."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QSize, QSizeF

from gui.widgets.cell_arrangement import arrange_cells
from gui.widgets.class_circles import ClassCircles

MARGIN = 12
LEAST_GAP = 24
WIDEST_GAP = 140
ROOMY_GAP = 64  # with less than this between the parts, the circles do without their numbers
WIDE_ENOUGH = 620  # a row in which the circles keep them all the same
LEAST_PART = 48
LEAST_INPUT = 84
LOW = 240
FOOT = 46  # scale and caption under a grid
LARGEST_CELL = 18
LARGEST_PITCH = 42.0  # from circle to circle


@dataclass(frozen=True, slots=True)
class Places:
    """The rectangles of the parts, in the coordinates of the view; `circles` is empty where there are none."""

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
        parts = [self.image, *self.grids, *([] if self.circles.isEmpty() else [self.circles])]
        length = min(self.gap - 8, 32)
        lines = []
        for left, right in pairwise(parts):
            middle = QPointF((left.right() + right.left()) / 2, self.image.center().y())
            lines.append((middle - QPointF(length / 2, 0), middle + QPointF(length / 2, 0)))
        return lines


def least_width(grids: int) -> int:
    """The width below which so many grids, with their input and classes, would have to be scrolled."""
    return 2 * MARGIN + LEAST_INPUT + grids * (LEAST_PART + LEAST_GAP) + LEAST_GAP + LEAST_PART


def arrange(size: QSize, units: Sequence[int], circles: ClassCircles | None, line: int) -> Places:
    """Find the largest cells for grids of so many `units`; `line` is the height of a line of text.

    Titles have two lines where the view is not low.
    The input gets the width of a grid, the circles, if there are any, their numbers if the gaps stay roomy.
    """
    head = MARGIN + line * (1 if size.height() < LOW else 2) + 10
    height = max(size.height() - head - FOOT, 1)
    width = size.width() - 2 * MARGIN
    if circles is None:
        return _placed(size, head, height, _grid_sizes(width, height, units, LEAST_GAP), None)
    pitch = min(height / circles.classes, LARGEST_PITCH)
    bare = int(min(pitch * 0.8, 28)) + 2
    numbered = bare + int(circles.number_room())
    wide = pitch >= line and width >= max(WIDE_ENOUGH, least_width(len(units)))
    circle_width, gap = (numbered, ROOMY_GAP) if wide else (bare, LEAST_GAP)
    grids = _grid_sizes(width - circle_width, height, units, gap)
    return _placed(size, head, height, grids, QSize(circle_width, int(pitch * circles.classes)))


def _grid_sizes(width: int, height: int, units: Sequence[int], gap: int) -> list[QSize]:
    """The sizes of the input and of each grid."""
    parts = len(units) + 1
    share = (width - parts * gap) / parts
    if share < LEAST_INPUT and units:  # the input is no grid of a few cells that could be as narrow
        share = (width - parts * gap - LEAST_INPUT) / len(units)
    room = QSizeF(max(share, 1), height)
    sizes = []
    for count in units:
        cells = arrange_cells(count, room)
        fits = int(min(room.width() / cells.columns, room.height() / cells.rows))
        cell = max(min(fits, LARGEST_CELL), 1)
        sizes.append(QSize(cells.columns * cell, cells.rows * cell))
    widest = max((each.width() for each in sizes), default=int(room.width()))
    side = min(max(widest, LEAST_INPUT), max(int(room.width()), LEAST_INPUT), height)
    return [QSize(side, side), *sizes]


def _placed(size: QSize, head: int, height: int, parts: list[QSize], circles: QSize | None) -> Places:
    every = [*parts, circles] if circles is not None else parts
    taken = sum(each.width() for each in every)
    gaps = max(len(every) - 1, 1)
    gap = max(min((size.width() - 2 * MARGIN - taken) // gaps, WIDEST_GAP), 1)
    x = (size.width() - taken - (len(every) - 1) * gap) // 2
    rects = []
    for each in every:
        rects.append(QRect(x, head + (height - each.height()) // 2, each.width(), each.height()))
        x += each.width() + gap
    if circles is None:
        return Places(rects[0], tuple(rects[1:]), QRect(), gap)
    return Places(rects[0], tuple(rects[1:-1]), rects[-1], gap)
