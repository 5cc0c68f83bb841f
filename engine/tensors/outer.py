"""Outer products that are looked at without being made: a few thousand of their entries say it all."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.tensors.copies import FloatArray, frozen_array
from engine.tensors.levels import block_starts, clip, exceeding, pool_axis
from engine.tensors.region import Region


@dataclass(frozen=True)
class OuterProduct:
    """The matrix `down` (rows,) ⊗ `across` (columns,), as its two factors."""

    down: FloatArray
    across: FloatArray

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
        down, across = self.down[top:bottom], self.across[left:right]
        if down.size == 0 or across.size == 0:
            return frozen_array(np.zeros((down.size, across.size), np.float32))
        pooled_down = pool_axis(down, block_starts(down.size, rows), axis=0)
        pooled_across = pool_axis(across, block_starts(across.size, columns), axis=0)
        with np.errstate(over="ignore", invalid="ignore"):
            return frozen_array(np.multiply.outer(pooled_down, pooled_across).astype(np.float32, copy=False))

    @cached_property
    def norm(self) -> float:
        """The Euclidean norm: |down ⊗ across| = |down| · |across|."""
        return float(np.linalg.norm(self.down)) * float(np.linalg.norm(self.across))

    @cached_property
    def largest(self) -> float:
        """The largest finite magnitude."""
        down, across = self._falling
        return float(down[0]) * float(across[0]) if down.size and across.size else 0.0

    @cached_property
    def limit(self) -> float:
        """The 99.5 % quantile of the finite magnitudes, exactly: the k-th largest. 0 only if all are.

        With both factors' magnitudes falling, (i + 1)(j + 1) entries are at least as large as entry (i, j), so the
        k-th largest is among those with (i + 1)(j + 1) <= k: a staircase of about k ln k entries, taken in strips that
        double in height. (For 512 × 784, 16 thousand entries instead of 401 thousand.)
        """
        down, across = self._falling
        rank = exceeding(down.size * across.size)
        strips, top = [np.zeros(0, down.dtype)], 0
        with np.errstate(over="ignore"):
            while top < min(down.size, rank):
                bottom = min(2 * top + 1, down.size)
                strips.append(np.multiply.outer(down[top:bottom], across[: rank // (top + 1)]).ravel())
                top = bottom
        stairs = np.concatenate(strips)
        if stairs.size == 0:
            return 0.0
        place = stairs.size - rank
        return float(np.partition(stairs, place)[place]) or self.largest

    @cached_property
    def _falling(self) -> tuple[FloatArray, FloatArray]:
        return _falling(self.down), _falling(self.across)


def _falling(factor: FloatArray) -> FloatArray:
    """The finite magnitudes, the largest first."""
    magnitudes = np.abs(factor)
    return np.sort(magnitudes[np.isfinite(magnitudes)])[::-1]
