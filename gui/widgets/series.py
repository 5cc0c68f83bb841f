"""The numbers behind a curve: kept whole, thinned only for the screen."""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = tuple[NDArray[np.int64], NDArray[np.float64]]

_FIRST_ROOM = 1024


class Series:
    """A value for each of rising steps, in arrays that double when they are full.

    `steps` int64 (n,) and `values` float64 (n,) are views: right until something is added, not to be changed.
    """

    def __init__(self) -> None:
        self._steps = np.empty(_FIRST_ROOM, np.int64)
        self._values = np.empty(_FIRST_ROOM, np.float64)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def steps(self) -> NDArray[np.int64]:
        """The steps."""
        return self._steps[: self._length]

    @property
    def values(self) -> NDArray[np.float64]:
        """Their values."""
        return self._values[: self._length]

    def extend(self, steps: ArrayLike, values: ArrayLike) -> None:
        """Add values (n,) of rising `steps` (n,); what was known from the first of them on is forgotten."""
        added = np.asarray(steps, np.int64)
        if not len(added):
            return
        self.cut(int(added[0]) - 1)
        end = self._length + len(added)
        self._make_room(end)
        self._steps[self._length : end] = added
        self._values[self._length : end] = values
        self._length = end

    def cut(self, step: int) -> None:
        """Forget all after `step`."""
        self._length = self._place_after(step)

    def value_at(self, step: int) -> float | None:
        """The value of `step`, or of the last step before it that has one."""
        point = self.point_at(step)
        return None if point is None else point[1]

    def point_at(self, step: int) -> tuple[int, float] | None:
        """That value, behind the step that it was measured at."""
        place = self._place_after(step) - 1
        return None if place < 0 else (int(self._steps[place]), float(self._values[place]))

    def seen(self, left: float, right: float, columns: int) -> Points:
        """Steps and values from `left` to `right`, with a neighbour on either side, thinned to `columns` pixels.

        Each column keeps its smallest and its largest value: a single spike among 100,000 steps is seen, and a line
        through them covers what one through all would cover. In every other column the largest comes first, so that
        the line goes on where it was: half as much to paint.
        """
        steps, values = self._near(left, right)
        if len(steps) <= 2 * columns:
            return steps, values
        starts = _columns(steps, columns)
        ends = np.append(starts[1:], len(steps)) - 1
        extremes = np.column_stack((np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)))
        extremes[1::2] = extremes[1::2, ::-1]
        return np.column_stack((steps[starts], steps[ends])).ravel(), extremes.ravel()

    def seen_smoothly(self, left: float, right: float, columns: int) -> Points:
        """As `seen`, with the mean of each column: for a line that is a mean already."""
        steps, values = self._near(left, right)
        if len(steps) <= 2 * columns:
            return steps, values
        starts = _columns(steps, columns)
        lengths = np.diff(np.append(starts, len(steps)))
        return steps[starts], np.add.reduceat(values, starts) / lengths

    def _near(self, left: float, right: float) -> Points:
        first = max(0, bisect_left(self._steps, left, 0, self._length) - 1)
        last = min(self._length, self._place_after(right) + 1)
        return self._steps[first:last], self._values[first:last]

    def _place_after(self, step: float) -> int:
        """How many steps are not after `step`: NumPy's own search would make floats of all of them for a float."""
        return bisect_right(self._steps, step, 0, self._length)

    def _make_room(self, length: int) -> None:
        room = len(self._steps)
        if length > room:
            self._steps = np.resize(self._steps, max(length, 2 * room))
            self._values = np.resize(self._values, max(length, 2 * room))


def _columns(steps: NDArray[np.int64], columns: int) -> NDArray[np.intp]:
    """Where those of `columns` equal ranges of steps begin that have a step."""
    edges = np.ceil(np.linspace(steps[0], steps[-1] + 1, columns + 1)[:-1]).astype(np.int64)
    return np.unique(steps.searchsorted(edges))
