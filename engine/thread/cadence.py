"""How often something happens that could happen all the time."""

from collections.abc import Callable
from time import perf_counter


class Cadence:
    """Says so many times a second, at most, that it is time."""

    def __init__(self, per_second: float, clock: Callable[[], float] = perf_counter) -> None:
        self._interval_s = 1 / per_second
        self._clock = clock
        self._next = float("-inf")

    def is_due(self, intervals: float = 1) -> bool:
        """Whether it is time, so many `intervals` after it was done last; it then counts as done."""
        now = self._clock()
        late_s = now - self._next - (intervals - 1) * self._interval_s
        if late_s < 0:
            return False
        # who asks seldom is late each time; that is made up for
        self._next = now + self._interval_s - (late_s if late_s < self._interval_s else 0)
        return True
