"""The time from a pointer event to the painted reading of its ink."""

from collections import deque
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

_PAINTED = QEvent.Type(QEvent.registerEventType())


class Light(QObject):
    """Follows each pointer event to the paint that first shows a reading of that ink or of newer ink.

    A reading is `asked` for after the pointer event, `answered` when `screen` was told of it, and seen when
    a paint of `screen` has ended: an event posted at the start of the paint is delivered after it.
    """

    def __init__(self, screen: QWidget, all_seen: Callable[[], None]) -> None:
        super().__init__(screen)
        self.seconds: list[float] = []
        self.frames = 0  # paints that showed something new
        self._all_seen = all_seen
        self._unasked: list[float] = []
        self._waiting: deque[tuple[int, float]] = deque()
        self._answered = self._seen = 0
        for widget in (screen, *screen.findChildren(QWidget)):
            widget.installEventFilter(self)

    def moved(self, time: float) -> None:
        """A pointer event is about to be handed to Qt."""
        self._unasked.append(time)

    def asked(self, request: int) -> None:
        """A reading of all the ink so far was asked for."""
        self._waiting.extend((request, time) for time in self._unasked)
        self._unasked.clear()

    def answered(self, request: int) -> None:
        """The screen was told of a reading."""
        self._answered = max(self._answered, request)

    @property
    def is_all_seen(self) -> bool:
        """Whether every reading that was asked for is on the screen."""
        return not self._waiting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the paints of the screen."""
        if event.type() is QEvent.Type.Paint and self._answered > self._seen:
            self._seen = self._answered
            QCoreApplication.postEvent(self, QEvent(_PAINTED))
        return False

    def customEvent(self, event: QEvent) -> None:
        """Count what was seen: the paint has ended."""
        now = perf_counter()
        self.frames += 1
        while self._waiting and self._waiting[0][0] <= self._seen:
            self.seconds.append(now - self._waiting.popleft()[1])
        if not self._waiting:
            self._all_seen()
