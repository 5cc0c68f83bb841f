"""A limit on how often something is painted anew."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

INTERVAL_MS = 33
WORDS_MS = 200  # for words that change all the time: faster nobody reads
_PATIENCE = 1.3  # intervals, after which the last wish is met


class FrameLimit(QObject):
    """`due` follows a wish at once, but never more often than every `interval_ms`; the last wish is never lost.

    While wishes keep coming they are met as they come, together with all else that is painted then: a timer for each
    woke the window a hundred times a second while a network was trained.
    """

    due = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        interval_ms: int = INTERVAL_MS,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        super().__init__(parent)
        self._interval_s, self._clock = interval_ms / 1000, clock
        self._wished = False
        self._met_at = float("-inf")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(_PATIENCE * interval_ms))
        self._timer.timeout.connect(self._look)

    def wish(self) -> None:
        """Something is to be painted."""
        self._wished = True
        if self._clock() - self._met_at >= self._interval_s:
            self._look()

    def _look(self) -> None:
        if self._wished:
            self._wished, self._met_at = False, self._clock()
            self._timer.start()
            self.due.emit()
