"""Outer products that are looked at without being made: a few thousand of their entries say it all."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.tensors.blocks import pool_axis
from engine.tensors.copies import FloatArray, frozen_array
from engine.tensors.levels import clip, exceeding
from engine.tensors.region import Region

_GROWTH = 4  # each strip of the staircase is so many times as high as all above it


class Factor:
    """A vector that is a factor of outer products; what several of them need of it is computed once."""

    def __init__(self, numbers: FloatArray) -> None:
        self.numbers = numbers
        self._pooled: dict[tuple[int, int, int], FloatArray] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def pooled(self, first: int, end: int, blocks: int) -> FloatArray:
        """The numbers `first` to `end`, pooled by the largest magnitude to at most `blocks`."""
        wish = (first, end, blocks)
        if wish not in self._pooled:
            self._pooled[wish] = pool_axis(self.numbers[first:end], blocks, axis=0)
        return self._pooled[wish]

    @cached_property
    def falling(self) -> FloatArray:
        """The finite magnitudes, the largest first."""
        magnitudes = np.abs(self.numbers)
        return np.sort(magnitudes[np.isfinite(magnitudes)])[::-1]

    @cached_property
    def norm(self) -> float:
        """The Euclidean norm."""
        return math.sqrt(self.numbers @ self.numbers)


@dataclass(frozen=True)
class OuterProduct:
    """The matrix `down` (rows,) ⊗ `across` (columns,), as its two factors.

    Where entries overflow they are Inf, and NumPy warns as it is told to.
    """

    down: Factor
    across: Factor

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.down), len(self.across)

    def region(self, region: Region | None) -> Region:
        """What of `region` (None: all) lies inside."""
        return clip(region, *self.shape)

    def levels(self, region: Region | None, rows: int, columns: int) -> FloatArray:
        """`region`, pooled by the largest magnitude to at most `rows` × `columns`: float32, read-only.

        The product of the pooled factors is the pooled product: over a block I × J of entries d_i x_j,
        max |d_i x_j| = max |d_i| · max |x_j|, and it is reached at the product of the two entries that reach those
        maxima, so their signs make its sign. (Where two entries of a block tie, either sign is right.)
        """
        top, left, bottom, right = self.region(region)
        down, across = self.down.pooled(top, bottom, rows), self.across.pooled(left, right, columns)
        return frozen_array(np.multiply.outer(down, across).astype(np.float32, copy=False))

    @property
    def norm(self) -> float:
        """The Euclidean norm: |down ⊗ across| = |down| · |across|."""
        return self.down.norm * self.across.norm

    @property
    def largest(self) -> float:
        """The largest finite magnitude."""
        down, across = self.down.falling, self.across.falling
        return float(down[0]) * float(across[0]) if down.size and across.size else 0.0

    @cached_property
    def limit(self) -> float:
        """The 99.5 % quantile of the finite magnitudes, exactly: the k-th largest. 0 only if all are.

        With both factors' magnitudes falling, (i + 1)(j + 1) entries are at least as large as entry (i, j), so the
        k-th largest is among those with (i + 1)(j + 1) <= k: a staircase of about k ln k entries, taken in a few
        strips. (For 512 × 784, 22 thousand entries instead of 401 thousand.)
        """
        down, across = self.down.falling, self.across.falling
        if down.size == 0 or across.size == 0:
            return 0.0
        rank = exceeding(down.size * across.size)
        strips: list[FloatArray] = []
        top = 0
        while top < min(down.size, rank):
            bottom = min(_GROWTH * (top + 1) - 1, down.size)
            strips.append(np.multiply.outer(down[top:bottom], across[: rank // (top + 1)]).ravel())
            top = bottom
        stairs = np.concatenate(strips)
        place = stairs.size - rank
        return float(np.partition(stairs, place)[place]) or self.largest
