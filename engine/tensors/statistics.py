"""The figures of a tensor, with its histogram: walked in chunks, with no copy of the whole."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.tensors.copies import FloatArray
from engine.tensors.levels import CHUNK, Walk, as_matrix, frozen_view
from engine.thread.events import Figures

QUANTILES = (0.005, 0.25, 0.5, 0.75, 0.995)
_ROBUST_RANGE = (0.001, 0.999)  # beyond it numbers are counted in the histogram's end bins
_SAMPLE = 1 << 20  # numbers that the quantiles of a larger tensor are estimated from, evenly taken

Histogram = tuple[NDArray[np.int64], NDArray[np.float64]]


def walk_figures(tensor: Tensor, bins: int) -> Walk[tuple[Figures, *Histogram]]:
    """The figures of `tensor`, and int64 counts (bins,) between float64 edges (bins + 1,).

    NaN and Inf are counted and left out of all else; with no other number, figures are NaN. `std` is that of a
    sample (n − 1), as torch's. The edges are even, from the 0.1 to the 99.9 % quantile; the end bins hold all beyond.
    """
    sums = _Sums()
    for chunk in _chunks(tensor):
        sums.add(chunk)
        yield
    sample = _sample(tensor)
    quantiles = np.quantile(sample, QUANTILES).tolist() if sample.size else [math.nan] * len(QUANTILES)
    edges = _edges(sample, max(bins, 1))
    counts = np.zeros(max(bins, 1), np.int64)
    for chunk in _chunks(tensor):
        finite = chunk[np.isfinite(chunk)].clip(edges[0], edges[-1])
        counts += np.histogram(finite, edges)[0]
        yield
    return sums.figures(tensor.numel(), quantiles), counts, edges


def _chunks(tensor: Tensor) -> Iterator[FloatArray]:
    """The numbers of a tensor, row after row, as float32 (n,)."""
    matrix = as_matrix(tensor)
    rows = max(1, CHUNK // max(matrix.shape[1], 1))
    for top in range(0, matrix.shape[0], rows):
        block = frozen_view(matrix[top : top + rows]).reshape(-1)
        for start in range(0, block.size, CHUNK):
            yield block[start : start + CHUNK]


def _sample(tensor: Tensor) -> FloatArray:
    stride = max(1, math.ceil(tensor.numel() / _SAMPLE))
    sample = frozen_view(as_matrix(tensor).reshape(-1)[::stride])
    return sample[np.isfinite(sample)]


def _edges(sample: FloatArray, bins: int) -> NDArray[np.float64]:
    low, high = np.quantile(sample, _ROBUST_RANGE).astype(float) if sample.size else (0.0, 1.0)
    if not high > low:
        room = abs(low) * 0.01 or 0.5
        low, high = low - room, high + room
    return np.linspace(low, high, bins + 1)


class _Sums:
    """What one pass over the numbers adds up.

    Means and squares are merged chunk by chunk as of Chan, Golub, LeVeque, "Updating formulae and a pairwise
    algorithm for computing sample variances", 1979, so that nothing cancels.
    """

    def __init__(self) -> None:
        self.finite = self.zeros = self.nan = self.inf = 0
        self.minimum, self.maximum = math.inf, -math.inf
        self.mean = self.squares = self.norm_squared = 0.0

    def add(self, chunk: FloatArray) -> None:
        self.nan += int(np.count_nonzero(np.isnan(chunk)))
        self.inf += int(np.count_nonzero(np.isinf(chunk)))
        numbers = chunk[np.isfinite(chunk)].astype(np.float64)
        if numbers.size == 0:
            return
        self.zeros += int(np.count_nonzero(numbers == 0))
        self.minimum = min(self.minimum, float(numbers.min()))
        self.maximum = max(self.maximum, float(numbers.max()))
        self.norm_squared += float(numbers @ numbers)
        self._merge(numbers.size, float(numbers.mean()), float(((numbers - numbers.mean()) ** 2).sum()))

    def _merge(self, count: int, mean: float, squares: float) -> None:
        total = self.finite + count
        apart = mean - self.mean
        self.mean += apart * count / total
        self.squares += squares + apart * apart * self.finite * count / total
        self.finite = total

    def figures(self, count: int, quantiles: list[float]) -> Figures:
        some = self.finite > 0
        low, lower, middle, upper, high = quantiles
        return Figures(
            count=count,
            minimum=self.minimum if some else math.nan,
            maximum=self.maximum if some else math.nan,
            mean=self.mean if some else math.nan,
            std=math.sqrt(self.squares / (self.finite - 1)) if self.finite > 1 else math.nan,
            norm=math.sqrt(self.norm_squared) if some else math.nan,
            quantiles=(low, lower, middle, upper, high),
            zeros=self.zeros,
            nan=self.nan,
            inf=self.inf,
        )
