"""Pictures of a batch's gradients, pooled on a thread of their own.

Where another core is free, training is not held up.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import torch
from torch import Tensor

from engine.thread.answers import batch_tiles
from engine.thread.commands import Watch
from engine.thread.reading_events import GradientTile

Tiles = tuple[GradientTile, ...]


class GradientPictures:
    """Makes the tiles of one batch at a time.

    `wake` is called on another thread when they are made.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._thread = ThreadPoolExecutor(1, "gradients", initializer=partial(torch.set_num_threads, 1))
        self._making: Future[Tiles] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether tiles are being made."""
        return self._making is not None and not self._making.done()

    @property
    def has_news(self) -> bool:
        """Whether there are tiles to take."""
        return self._making is not None and self._making.done()

    def begin(self, wishes: Iterable[Watch], gradients: Mapping[str, Tensor]) -> None:
        """Make the tiles that answer `wishes`, of `gradients` that nobody changes, in place of those before."""
        self._making = self._thread.submit(batch_tiles, wishes, gradients)
        self._making.add_done_callback(lambda _: self._wake())

    def take(self) -> Tiles:
        """The tiles that were made, once; raises what making them raised."""
        assert self._making is not None
        making, self._making = self._making, None
        return making.result()

    def forget(self) -> None:
        """What is being made is not wanted any more."""
        self._making = None

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()
