"""A thread that helps the one that trains, on the core that the window leaves free."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from time import perf_counter
from typing import ParamSpec, TypeVar

import torch

P = ParamSpec("P")
T = TypeVar("T")

# After a position of the pen. While the thread bent images beside the pen, the 95th percentile from pen to light was
# half as long again at batch 1024.
_QUIET_S = 0.5


class SpareCoreThread:
    """Does what training would have to do later, with so many of torch's `threads`, unless someone draws."""

    def __init__(self, threads: int, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._ink_at = float("-inf")
        self._thread = ThreadPoolExecutor(
            1, "spare core", initializer=partial(torch.set_num_threads, threads)
        )

    @property
    def is_free(self) -> bool:
        """Whether something may be begun: not while the window needs the core."""
        return self._clock() - self._ink_at > _QUIET_S

    def take_ink(self) -> None:
        """Something was drawn."""
        self._ink_at = self._clock()

    def submit(self, work: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Do `work` after all that was submitted before."""
        return self._thread.submit(work, *arguments, **named)

    def close(self) -> None:
        """End the thread, once all is done."""
        self._thread.shutdown()
