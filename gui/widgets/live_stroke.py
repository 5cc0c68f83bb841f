"""The stroke under way: who draws it and where it has been."""

from collections.abc import Hashable

from gui.widgets.stroke_history import CanvasStroke, Point


class LiveStroke:
    """Grows point by point; `source` is the one pointer that may make it grow.

    No two neighbours of `points` lie at one place: a pen that only presses harder makes the last point heavier.
    """

    def __init__(self, source: Hashable, width: float, erase: bool) -> None:
        self.source = source
        self.width = width
        self.erase = erase
        self.points: list[Point] = []
        self._snapshot: CanvasStroke | None = None

    def add(self, point: Point) -> bool:
        """Go on to `point`; False if that says nothing new."""
        if self.points and self.points[-1][:2] == point[:2]:
            if point[2] <= self.points[-1][2]:
                return False
            self.points[-1] = point
        else:
            self.points.append(point)
        self._snapshot = None
        return True

    def stroke(self) -> CanvasStroke:
        """What there is of it; the same object until it grows."""
        if self._snapshot is None:
            self._snapshot = CanvasStroke(tuple(self.points), self.width, self.erase)
        return self._snapshot
