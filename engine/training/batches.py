"""The images of a batch, gathered and bent in slices."""

from collections.abc import Generator

import torch
from torch import Tensor

from engine.data.augmentation import Bends, bend, draw_bends
from engine.data.digits import Digits, as_inputs
from engine.data.distortion import Distortion

_BENT_AT_ONCE = 256  # images: 4 ms on one core


class Batch:
    """Some rows of `digits`, and how each of them will be bent: all that is random about it is drawn at once."""

    def __init__(
        self, digits: Digits, indices: Tensor, distortion: Distortion, generator: torch.Generator
    ) -> None:
        self.count = len(indices)
        self._digits, self._indices, self._distortion = digits, indices, distortion
        self._bends: Bends | None = None
        if not distortion.is_none:
            self._bends = draw_bends(self.count, distortion, generator)

    def labels(self, rows: slice) -> Tensor:
        """What some of them show, int64 (n,)."""
        return self._digits.labels.index_select(0, self._indices[rows])

    def images(self, rows: slice) -> Generator[None, None, Tensor]:
        """Some of them as the network reads them, float32 (n, 1, 28, 28), some milliseconds at each `next()`."""
        if self._bends is None:
            return self._straight(rows)
        bent: list[Tensor] = []
        for first in range(rows.start, rows.stop, _BENT_AT_ONCE):
            part = slice(first, min(first + _BENT_AT_ONCE, rows.stop))
            bent.append(bend(self._straight(part), self._bends.part(part), self._distortion))
            yield
        return bent[0] if len(bent) == 1 else torch.cat(bent)

    def _straight(self, rows: slice) -> Tensor:
        return as_inputs(self._digits.images.index_select(0, self._indices[rows]))
