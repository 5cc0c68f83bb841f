"""A tensor at the size of the screen: pooled, cut out, or as rows that are images.

Every tensor is seen as a matrix: a number is 1 × 1, a vector one row, more dimensions are flattened behind the
first. Large tensors are walked in chunks that are never copied whole; the walks are generators that yield
between chunks and return their result.
"""

import math
from collections.abc import Generator
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from engine.tensors.blocks import block_starts, even_blocks, extremes, farther, pattern_length
from engine.tensors.copies import FloatArray, frozen, frozen_array
from engine.tensors.region import Region

T = TypeVar("T")
Walk = Generator[object, None, T]  # what is not None is news on the way, to be published

CHUNK = 1 << 18  # numbers a slice: a millisecond or two
LIMIT_QUANTILE = 0.995
SAMPLE = 1 << 18  # numbers that the limit of a larger tensor is estimated from


def finish(walk: Walk[T]) -> T:
    """The result of a walk, all at once."""
    while True:
        try:
            next(walk)
        except StopIteration as end:
            return end.value


def as_matrix(tensor: Tensor) -> Tensor:
    """`tensor` as a matrix, sharing its storage where that is possible."""
    tensor = tensor.detach()
    return tensor.flatten(1) if tensor.dim() >= 2 else tensor.reshape(1, -1)


def clip(region: Region | None, rows: int, columns: int) -> Region:
    """What of `region` (None: all) lies inside a matrix of that size."""
    if region is None:
        return Region(0, 0, rows, columns)
    top, left = min(max(region.top, 0), rows), min(max(region.left, 0), columns)
    return Region(top, left, min(max(region.bottom, top), rows), min(max(region.right, left), columns))


class Pooled(NamedTuple):
    """`levels` (rows, columns), float32 and read-only, and the extremes of the finite numbers, 0 without one."""

    levels: FloatArray
    minimum: float
    maximum: float


def walk_pooled(tensor: Tensor, region: Region | None, rows: int, columns: int) -> Walk[Pooled]:
    """`region` of the tensor, pooled by the largest magnitude to at most `rows` × `columns`; exact where it fits."""
    return (yield from walk_pooled_matrix(_cut(tensor, region), rows, columns))


class Matrix(Protocol):
    """What can be pooled: it has a size, and gives the tensor of some of its rows."""

    @property
    def shape(self) -> torch.Size:
        """Rows and columns."""
        ...

    def numel(self) -> int:
        """How many numbers it has."""
        ...

    def __getitem__(self, rows: slice, /) -> Tensor: ...


def walk_pooled_matrix(matrix: Matrix, rows: int, columns: int) -> Walk[Pooled]:
    """All of `matrix`, pooled as `walk_pooled` does."""
    height, width = matrix.shape
    if matrix.numel() == 0:
        return Pooled(frozen_array(np.zeros((height, width), np.float32)), 0.0, 0.0)
    edges, across = [*block_starts(height, rows).tolist(), height], even_blocks(width, columns)
    count = len(edges) - 1
    levels = np.empty((count, len(across.starts)), np.float32)
    found = _Range()
    step = max(1, CHUNK * count // matrix.numel())  # rows of the result a chunk
    step -= step % pattern_length(height, count) if step > pattern_length(height, count) else 0
    for first in range(0, count, step):
        end = min(first + step, count)
        chunk, down = frozen_view(matrix[edges[first] : edges[end]]), even_blocks(height, rows, first, end)
        highest, lowest = (
            extremes(extremes(chunk, down, 0, extreme), across, 1, extreme)
            for extreme in (np.maximum, np.minimum)
        )
        levels[first:end] = farther(highest, lowest)
        found.add(chunk, highest, lowest)
        yield
    return Pooled(frozen_array(levels), *found.found())


class _Range:
    """The smallest and the largest finite number of what is walked."""

    def __init__(self) -> None:
        self._lowest, self._highest = math.inf, -math.inf

    def add(self, chunk: FloatArray, highest: FloatArray, lowest: FloatArray) -> None:
        """Note a chunk whose blocks have these extremes; only if they are odd it is gone through again."""
        low, high = float(lowest.min()), float(highest.max())
        if not (math.isfinite(low) and math.isfinite(high)):
            finite = chunk[np.isfinite(chunk)]
            low, high = float(finite.min(initial=math.inf)), float(finite.max(initial=-math.inf))
        self._lowest, self._highest = min(self._lowest, low), max(self._highest, high)

    def found(self) -> tuple[float, float]:
        return (self._lowest, self._highest) if self._lowest <= self._highest else (0.0, 0.0)


def walk_levels(tensor: Tensor, region: Region | None, rows: int, columns: int) -> Walk[FloatArray]:
    """As `walk_pooled`, the levels alone."""
    return (yield from walk_pooled(tensor, region, rows, columns)).levels


def levels(tensor: Tensor, region: Region | None, rows: int, columns: int) -> FloatArray:
    """As `walk_levels`, all at once."""
    return finish(walk_levels(tensor, region, rows, columns))


def values(tensor: Tensor, region: Region | None) -> FloatArray:
    """The exact values of `region`."""
    return frozen(_cut(tensor, region))


def robust_limit(array: FloatArray) -> float:
    """The 99.5 % quantile of the finite magnitudes: the largest that at most 0.5 % exceed. 0 only if all are.

    Of more than 2^18 numbers an even sample of about as many is taken.
    """
    numbers = array.reshape(-1)
    magnitudes = np.abs(numbers[:: math.ceil(numbers.size / SAMPLE) or 1])
    magnitudes = magnitudes[np.isfinite(magnitudes)]
    if magnitudes.size == 0:
        return 0.0
    place = magnitudes.size - exceeding(magnitudes.size)
    limit = float(np.partition(magnitudes, place)[place])
    return limit or float(magnitudes.max())


def exceeding(count: int) -> int:
    """The rank, from the largest, of the 99.5 % quantile of `count` numbers; the largest itself is 1."""
    return int((1 - LIMIT_QUANTILE) * count) + 1


def frozen_view(tensor: Tensor) -> FloatArray:
    """The float32 numbers of a tensor, for reading at once: a copy only where device or kind differ."""
    return tensor.detach().to("cpu", torch.float32).numpy()


def _cut(tensor: Tensor, region: Region | None) -> Tensor:
    matrix = as_matrix(tensor)
    top, left, bottom, right = clip(region, *matrix.shape)
    return matrix[top:bottom, left:right]
