"""The pace of what follows the pen but need not follow each of its positions."""

from collections.abc import Callable
from time import perf_counter


class Pace:
    """Says when to do what was asked for: in a lull, and not too often.

    It is due `lull_s` after the latest asking and `interval_s` after it was done last; but when askings come so
    fast that there is no lull, `interval_s` after the first of them.
    """

    def __init__(self, interval_s: float, lull_s: float, clock: Callable[[], float] = perf_counter) -> None:
        self._interval_s = interval_s
        self._lull_s = lull_s
        self._clock = clock
        self._asked_first_at: float | None = None
        self._asked_last_at = 0.0
        self._done_at = float("-inf")

    def ask(self) -> None:
        """From now on it waits to be done."""
        self._asked_last_at = self._clock()
        if self._asked_first_at is None:
            self._asked_first_at = self._asked_last_at

    @property
    def rest_s(self) -> float | None:
        """How long until it is due, 0 if it is; None: nothing was asked for."""
        if self._asked_first_at is None:
            return None
        no_lull_at = max(self._asked_first_at, self._done_at) + self._interval_s
        due_at = min(max(self._asked_last_at + self._lull_s, self._done_at + self._interval_s), no_lull_at)
        return max(0.0, due_at - self._clock())

    def take(self) -> bool:
        """Whether it is due; it then counts as done."""
        if self.rest_s != 0:
            return False
        self._asked_first_at, self._done_at = None, self._clock()
        return True
