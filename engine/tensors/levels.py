"""A tensor at the size of the screen: pooled, cut out, or as rows that are images.

Every tensor is seen as a matrix: a number is 1 × 1, a vector one row, more dimensions are flattened behind the
first. Large tensors are walked in chunks that are never copied whole; the walks are generators that yield
between chunks and return their result.
"""

import math
from collections.abc import Generator
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.tensors.copies import FloatArray, frozen, frozen_array
from engine.tensors.region import Region

T = TypeVar("T")
Walk = Generator[object, None, T]  # what is not None is news on the way, to be published

CHUNK = 1 << 18  # numbers a slice: a millisecond or two
LIMIT_QUANTILE = 0.995
_SHORT_BLOCK = 64
_LOW_BLOCK = 16  # rows
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
    return _farther(_extremes(array, starts, axis, np.maximum), _extremes(array, starts, axis, np.minimum))


def _farther(highest: FloatArray, lowest: FloatArray) -> FloatArray:
    return np.where(highest >= -lowest, highest, lowest)


def _extremes(array: FloatArray, starts: NDArray[np.intp], axis: int, extreme: np.ufunc) -> FloatArray:
    """The `extreme`, maximum or minimum, of each block along `axis`; NaN where a block has one.

    Short blocks are gathered, the last number of shorter ones twice: 3 to 7 times as fast as `reduceat` from
    512 × 784 to 300 × 300 or to 64 × 98. High ones are taken as they lie: as fast as memory.
    """
    if len(starts) == array.shape[axis]:
        return array
    lasts = np.append(starts[1:], array.shape[axis]) - 1
    longest = int((lasts - starts).max(initial=0)) + 1
    if axis == 0 and longest > _LOW_BLOCK:
        return _extremes_of_high_blocks(array, starts, lasts + 1, extreme)
    if longest > _SHORT_BLOCK:
        return extreme.reduceat(array, starts, axis)
    places = np.minimum(starts + np.arange(longest)[:, np.newaxis], lasts)  # (longest, blocks)
    return extreme.reduce(array.take(places, axis), axis)


def _extremes_of_high_blocks(
    array: FloatArray, starts: NDArray[np.intp], ends: NDArray[np.intp], extreme: np.ufunc
) -> FloatArray:
    """That of blocks of rows; where a pattern of heights recurs, of all recurrences at once."""
    pattern = _pattern(len(array), len(starts))
    recurrences = len(starts) // pattern
    period = len(array) // recurrences
    recurring = starts.reshape(recurrences, pattern) - period * np.arange(recurrences)[:, np.newaxis]
    if (recurring != recurring[0]).any():  # in a chunk from the middle of a tensor
        recurrences, pattern, period = 1, len(starts), len(array)
    parts = array.reshape(recurrences, period, *array.shape[1:])
    found = np.empty((recurrences, pattern, *array.shape[1:]), array.dtype)
    for place, (start, end) in enumerate(
        zip(starts[:pattern].tolist(), ends[:pattern].tolist(), strict=True)
    ):
        extreme.reduce(parts[:, start:end], 1, out=found[:, place])
    return found.reshape(len(starts), *array.shape[1:])


def _pattern(size: int, blocks: int) -> int:
    """After how many of its even blocks the heights recur."""
    return blocks // math.gcd(size, blocks)


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
    starts, across = block_starts(height, rows), block_starts(width, columns)
    levels = np.empty((len(starts), len(across)), np.float32)
    found = _Range()
    step = max(1, CHUNK * len(starts) // matrix.numel())  # rows of the result a chunk
    step -= step % _pattern(height, len(starts)) if step > _pattern(height, len(starts)) else 0
    for first in range(0, len(starts), step):
        ends = np.append(starts, height)[first : first + step + 1]
        chunk = frozen_view(matrix[ends[0] : ends[-1]])
        highest, lowest = (
            _extremes(_extremes(chunk, ends[:-1] - ends[0], 0, extreme), across, 1, extreme)
            for extreme in (np.maximum, np.minimum)
        )
        levels[first : first + step] = _farther(highest, lowest)
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
