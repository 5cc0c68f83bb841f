"""Models on their way to the disk, written by plain threads that the engine's own need not wait for."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

Job = Callable[[], None]


class Saving:
    """Writes one model after the other, in the order in which they were asked for.

    `wake` is called on another thread when one is written, or cannot be.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: deque[tuple[Future[None], Job]] = deque()

    @property
    def has_news(self) -> bool:
        """Whether there is something to take."""
        return bool(self._waiting) and self._waiting[0][0].done()

    def begin(self, write: Job, then: Job) -> None:
        """Call `write` on a thread that ends with it, and `then` once `take` finds it done.

        What `write` reads must stay as it is meanwhile.
        """
        before = self._waiting[-1][0] if self._waiting else None
        thread = ThreadPoolExecutor(1, "saving")
        future = thread.submit(_write_after, before, write)
        thread.shutdown(wait=False)
        self._waiting.append((future, then))
        future.add_done_callback(lambda _: self._wake())

    def take(self) -> None:
        """Go on with what was written; raises what writing raised."""
        while self.has_news:
            future, then = self._waiting.popleft()
            future.result()
            then()

    def finish(self) -> None:
        """Wait until all is written."""
        for future, _ in self._waiting:
            future.exception()


def _write_after(before: Future[None] | None, write: Job) -> None:
    if before is not None:
        before.exception()
    write()
