"""A tensor at the size of the screen: pooled, cut out, or as rows that are images.

Every tensor is seen as a matrix: a number is 1 × 1, a vector one row, more dimensions are flattened behind the
first. Large tensors are walked in chunks that are never copied whole; the walks are generators that yield
between chunks and return their result.
"""

import math
from collections.abc import Generator
from functools import lru_cache
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.tensors.copies import FloatArray, frozen, frozen_array
from engine.tensors.region import Region

T = TypeVar("T")
Walk = Generator[None, None, T]

CHUNK = 1 << 18  # numbers a slice: a millisecond or two
LIMIT_QUANTILE = 0.995
_SHORT_BLOCK = 64
_SAMPLE = 1 << 18  # numbers that the limit of a larger tensor is estimated from


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


@lru_cache
def block_starts(size: int, blocks: int) -> NDArray[np.intp]:
    """Where each of at most `blocks` (but one at least) even blocks of `size` cells begins; read-only."""
    blocks = min(max(blocks, 1), size)
    starts = np.arange(blocks) * size // max(blocks, 1)
    starts.setflags(write=False)
    return starts


def pool_axis(array: FloatArray, starts: NDArray[np.intp], axis: int) -> FloatArray:
    """The value of largest magnitude, with its sign, of each block along `axis`; the positive one of a tie.

    A block with a NaN in it becomes NaN.
    """
    if len(starts) == array.shape[axis]:
        return array
    highest, lowest = _block_extremes(array, starts, axis)
    return np.where(highest >= -lowest, highest, lowest)


def _block_extremes(array: FloatArray, starts: NDArray[np.intp], axis: int) -> tuple[FloatArray, FloatArray]:
    """The highest and the lowest number of each block along `axis`; NaN where a block has one.

    Short blocks are gone through by their first numbers, their second ones and so on: 3 to 7 times as fast as
    `reduceat` from 512 × 784 to 300 × 300 or to 64 × 98.
    """
    lasts = np.append(starts[1:], array.shape[axis]) - 1
    longest = int((lasts - starts).max(initial=0)) + 1
    if longest > _SHORT_BLOCK:
        return np.maximum.reduceat(array, starts, axis), np.minimum.reduceat(array, starts, axis)
    highest = lowest = array.take(starts, axis)
    for offset in range(1, longest):
        numbers = array.take(np.minimum(starts + offset, lasts), axis)
        highest, lowest = np.maximum(highest, numbers), np.minimum(lowest, numbers)
    return highest, lowest


def walk_levels(tensor: Tensor, region: Region | None, rows: int, columns: int) -> Walk[FloatArray]:
    """`region` of the tensor, pooled by the largest magnitude to at most `rows` × `columns`; exact where it fits."""
    matrix = _cut(tensor, region)
    height, width = matrix.shape
    if matrix.numel() == 0:
        return frozen_array(np.zeros((height, width), np.float32))
    starts, across = block_starts(height, rows), block_starts(width, columns)
    levels = np.empty((len(starts), len(across)), np.float32)
    step = max(1, CHUNK * len(starts) // matrix.numel())  # rows of the result a chunk
    for first in range(0, len(starts), step):
        ends = np.append(starts, height)[first : first + step + 1]
        chunk = frozen_view(matrix[ends[0] : ends[-1]])
        pooled = pool_axis(chunk, ends[:-1] - ends[0], axis=0)
        levels[first : first + step] = pool_axis(pooled, across, axis=1)
        yield
    return frozen_array(levels)


def levels(tensor: Tensor, region: Region | None, rows: int, columns: int) -> FloatArray:
    """As `walk_levels`, all at once."""
    return finish(walk_levels(tensor, region, rows, columns))


def walk_extremes(tensor: Tensor) -> Walk[tuple[float, float]]:
    """The smallest and the largest finite number; both 0 where there is none."""
    lowest, highest = math.inf, -math.inf
    matrix = as_matrix(tensor)
    step = max(1, CHUNK // max(matrix.shape[1], 1))
    for top in range(0, matrix.shape[0], step):
        chunk = frozen_view(matrix[top : top + step])
        finite = chunk[np.isfinite(chunk)]
        lowest, highest = float(finite.min(initial=lowest)), float(finite.max(initial=highest))
        yield
    return (lowest, highest) if lowest <= highest else (0.0, 0.0)


def values(tensor: Tensor, region: Region | None) -> FloatArray:
    """The exact values of `region`."""
    return frozen(_cut(tensor, region))


def robust_limit(array: FloatArray) -> float:
    """The 99.5 % quantile of the finite magnitudes: the largest that at most 0.5 % exceed. 0 only if all are.

    Of more than 2^18 numbers an even sample of about as many is taken.
    """
    numbers = array.reshape(-1)
    magnitudes = np.abs(numbers[:: math.ceil(numbers.size / _SAMPLE) or 1])
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
