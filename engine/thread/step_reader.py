"""Weights of kept steps on their way from the disk, read by a plain thread that others need not wait for."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from engine.errors import NetglassError
from engine.thread.kept_steps import Weights


class StepReader:
    """Reads the step that was asked for last; what was asked for before it and not begun is passed over.

    `read` is what reads; it is called on the thread, which lives as long as there is something to read; then `wake`.
    """

    def __init__(self, read: Callable[[int], Weights], wake: Callable[[], None]) -> None:
        self.read, self._wake = read, wake
        self._lock = threading.Lock()
        self._wanted: int | None = None
        self._works = False
        self._found: SimpleQueue[tuple[int, Weights | NetglassError]] = SimpleQueue()

    @property
    def has_news(self) -> bool:
        """Whether there is something to take."""
        return not self._found.empty()

    def ask(self, step: int) -> None:
        """Read this step next."""
        with self._lock:
            self._wanted = step
            begins, self._works = not self._works, True
        if begins:
            threading.Thread(target=self._work, name="kept steps", daemon=True).start()

    def forget(self) -> None:
        """Read nothing more than what was begun."""
        with self._lock:
            self._wanted = None

    def take(self) -> tuple[int, Weights] | None:
        """A step that was read, and its weights; None if there is none. Raises what reading raised."""
        try:
            step, outcome = self._found.get_nowait()
        except Empty:
            return None
        if isinstance(outcome, NetglassError):
            raise outcome
        return step, outcome

    def _work(self) -> None:
        while (step := self._next()) is not None:
            try:
                self._found.put((step, self.read(step)))
            except NetglassError as failure:
                self._found.put((step, failure))
            self._wake()

    def _next(self) -> int | None:
        with self._lock:
            step, self._wanted = self._wanted, None
            self._works = step is not None
            return step
