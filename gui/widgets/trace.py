"""A measure over all steps of a run, in a bounded number of points."""

import math

import numpy as np
from numpy.typing import NDArray

CAPACITY = 256


class Trace:
    """The decimal logarithm of a positive measure; steps share points, twice as many each time the points run out."""

    def __init__(self) -> None:
        self._sums = np.zeros(CAPACITY)
        self._counts = np.zeros(CAPACITY, np.int64)
        self._stride = 1  # steps to a point
        self._last = -1

    def add(self, step: int, value: float) -> bool:
        """Note `value` at `step`; whether the points changed in more than the last one's height.

        An earlier step than the last forgets what came after it. What has no logarithm leaves a gap.
        """
        forgets = step < self._last
        if forgets:
            self._counts[step // self._stride :] = 0
        self._last = step
        if not 0 < value < math.inf:
            return forgets
        while step // self._stride >= CAPACITY:
            self._halve()
        place = step // self._stride
        if not self._counts[place]:
            self._sums[place] = 0.0
        self._sums[place] += math.log10(value)
        self._counts[place] += 1
        return forgets or self._counts[place] == 1

    def clear(self) -> None:
        """Forget all steps."""
        self._counts[:] = 0
        self._stride, self._last = 1, -1

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the points are, from 0 (the first) to 1 (the last), and their mean logarithms; both (n,)."""
        places = np.flatnonzero(self._counts)
        if not places.size:
            return np.zeros(0), np.zeros(0)
        span = max(1, int(places[-1] - places[0]))
        return (places - places[0]) / span, self._sums[places] / self._counts[places]

    def place_of(self, step: int) -> float:
        """Where `step` lies between the first point (0) and the last (1)."""
        places = np.flatnonzero(self._counts)
        if not places.size:
            return 0.0
        return min(1.0, max(0.0, (step // self._stride - places[0]) / max(1, places[-1] - places[0])))

    def value_at(self, step: int) -> float | None:
        """The measure at the point nearest to `step`; None without points."""
        places = np.flatnonzero(self._counts)
        if not places.size:
            return None
        place = places[np.abs(places - step // self._stride).argmin()]
        return float(10 ** (self._sums[place] / self._counts[place]))

    def _halve(self) -> None:
        self._sums[self._counts == 0] = 0.0
        for numbers in (self._sums, self._counts):
            numbers[: CAPACITY // 2] = numbers[::2] + numbers[1::2]
            numbers[CAPACITY // 2 :] = 0
        self._stride *= 2
