"""The turns in which panels that can wait hear of what changes with every position of the pen."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

# A mouse moves every 8 ms; between two turns the pen and the prediction have the thread for themselves.
PAUSE_MS = 15
LONGEST_MS = 50
CHEAP_S = 0.0001  # receivers that take less than this share a turn: a few words to write


class Patience(QObject):
    """Hands each receiver the newest event that waits for it, mostly one receiver a turn, in the order of their asking.

    A turn begins in a lull: when no reply is awaited and all that is in a hurry was painted. To paint everything for
    every position of the pen took 6 ms of each 8, and held the prediction up; nobody sees 125 pictures a second. What
    `is_gone` by then is dropped. Without a lull a turn is taken after `LONGEST_MS` all the same.
    """

    def __init__(self, is_gone: Callable[[Any], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_gone = is_gone
        self._waiting: dict[Callable[[Any], None], Any] = {}
        self._last_turn = 0.0
        self._awaited = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._take_turn)

    def put(self, receiver: Callable[[Any], None], event: object) -> None:
        """Let `event` wait for the receiver's turn; it takes the place of an older one."""
        self._waiting[receiver] = event
        if not self._timer.isActive():
            self._set_timer()

    def await_reply(self, awaited: bool) -> None:
        """Whether a reply to the pen is awaited, which no turn should hold up."""
        if awaited != self._awaited:
            self._awaited = awaited
            if self._waiting:
                self._set_timer()

    def _set_timer(self) -> None:
        passed_ms = 1000 * (perf_counter() - self._last_turn)
        pause_ms = LONGEST_MS if self._awaited else PAUSE_MS
        self._timer.start(max(0, round(pause_ms - passed_ms)))

    def _take_turn(self) -> None:
        began = perf_counter()
        while self._waiting and perf_counter() - began < CHEAP_S:
            receiver = next(iter(self._waiting))
            event = self._waiting.pop(receiver)
            if not self._is_gone(event):
                receiver(event)
        self._last_turn = perf_counter()
        if self._waiting:
            self._set_timer()
