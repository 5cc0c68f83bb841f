"""Collects what a thread publishes, and lets a test wait for it."""

import threading
from collections.abc import Callable
from typing import TypeVar

from engine.thread.events import Event

E = TypeVar("E", bound=Event)
PATIENCE_S = 60  # how long a test waits before it gives up; torch may still be loading


class Collector:
    """Call it with events on one thread; wait for them on another."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._arrived = threading.Condition()

    def __call__(self, event: Event) -> None:
        """Note an event."""
        with self._arrived:
            self.events.append(event)
            self._arrived.notify_all()

    def of(self, kind: type[E]) -> list[E]:
        """All events of that kind so far."""
        return [event for event in tuple(self.events) if isinstance(event, kind)]

    def wait(self, kind: type[E], fits: Callable[[E], bool] = lambda event: True) -> E:
        """The first event of that kind that `fits`, once it is there."""

        def found() -> E | None:
            return next((event for event in self.of(kind) if fits(event)), None)

        with self._arrived:
            event = self._arrived.wait_for(found, PATIENCE_S)
        assert event is not None, f"no {kind.__name__} that fits among {self.events}"
        return event
