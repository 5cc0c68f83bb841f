"""The images of a batch, gathered and bent in slices."""

from collections.abc import Generator, Iterator
from concurrent.futures import Future

import torch
from torch import Tensor

from engine.data.augmentation import Bends, bend, draw_bends
from engine.data.digits import Digits, as_inputs
from engine.data.distortion import Distortion
from engine.training.elsewhere import Elsewhere

_BENT_AT_ONCE = 256  # images: 4 ms on one core


class Batch:
    """Some rows of `digits`, and how each of them will be bent: all that is random about it is drawn at once."""

    def __init__(
        self, digits: Digits, indices: Tensor, distortion: Distortion, generator: torch.Generator
    ) -> None:
        self.count, self.distortion = len(indices), distortion
        self._digits, self._indices = digits, indices
        self._labels = digits.labels.index_select(0, indices)
        self._bends: Bends | None = None
        self._bent: dict[tuple[int, int], Future[Tensor]] = {}  # elsewhere, by their rows
        if not distortion.is_none:
            self._bends = draw_bends(self.count, distortion, generator)

    def labels(self, rows: slice) -> Tensor:
        """What some of them show, int64 (n,)."""
        return self._labels[rows]

    def begin(self, elsewhere: Elsewhere, at_once: int) -> None:
        """Have all of them bent elsewhere, for whoever will ask for so many rows at once."""
        if self._bends is not None:
            for rows in parts(slice(0, self.count), at_once):
                for part in parts(rows, _BENT_AT_ONCE):
                    self._bent[part.start, part.stop] = elsewhere.submit(self._bend, part, self._bends)

    def images(self, rows: slice) -> Generator[None, None, Tensor]:
        """Some of them as the network reads them, float32 (n, 1, 28, 28), some milliseconds at each `next()`."""
        if self._bends is None:
            return self._straight(rows)
        bent: list[Tensor] = []
        for part in parts(rows, _BENT_AT_ONCE):
            begun = self._bent.pop((part.start, part.stop), None)
            if begun is not None:
                bent.append(begun.result())
            else:
                bent.append(self._bend(part, self._bends))
                yield
        return bent[0] if len(bent) == 1 else torch.cat(bent)

    def _bend(self, rows: slice, bends: Bends) -> Tensor:
        return bend(self._straight(rows), bends.part(rows), self.distortion)

    def _straight(self, rows: slice) -> Tensor:
        return as_inputs(self._digits.images.index_select(0, self._indices[rows]))


def parts(rows: slice, at_once: int) -> Iterator[slice]:
    """`rows` in parts of so many, the last one of what is left."""
    for first in range(rows.start, rows.stop, at_once):
        yield slice(first, min(first + at_once, rows.stop))
