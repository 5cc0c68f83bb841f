"""The figures of a tensor, with its histogram: walked in chunks, with no copy of the whole."""

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.tensors.copies import FloatArray
from engine.tensors.levels import CHUNK, Walk, as_matrix, frozen_view
from engine.thread.tensor_events import Figures, Moments

QUANTILES = (0.005, 0.25, 0.5, 0.75, 0.995)
_ROBUST_RANGE = (0.001, 0.999)  # beyond it numbers are counted in the histogram's end bins
_PIECE = 1 << 15  # numbers that stay in a core's cache while they are gone through six times
_SAMPLE = 1 << 20  # numbers that the quantiles of a larger tensor are estimated from, evenly taken


class Measured(NamedTuple):
    """Figures, and int64 `counts` (bins,) between float64 `edges` (bins + 1,).

    `sampled`: of how many numbers quantiles and counts are, if not of all; 0: of all.
    """

    figures: Figures
    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    sampled: int


def walk_figures(tensor: Tensor, bins: int) -> Walk[Measured]:
    """The figures of `tensor`, and a histogram of `bins`.

    NaN and Inf are counted and left out of all else; with no other number, figures are NaN. `std` is that of a
    sample (n − 1), as torch's. Of more than 2^20 numbers, quantiles and histogram are estimated from an even sample.
    The edges are even, from the 0.1 to the 99.9 % quantile; the end bins hold all beyond.
    """
    moments = yield from walk_moments(tensor)
    stride = max(1, math.ceil(tensor.numel() / _SAMPLE))
    sample = _sample(tensor, stride)
    quantiles = np.quantile(sample, QUANTILES).tolist() if sample.size else [math.nan] * len(QUANTILES)
    edges = _edges(sample, max(bins, 1))
    yield
    counts, _ = np.histogram(sample.clip(edges[0], edges[-1]), edges)
    low, lower, middle, upper, high = quantiles
    figures = Figures(**asdict(moments), quantiles=(low, lower, middle, upper, high))
    return Measured(figures, counts, edges, sample.size if stride > 1 else 0)


def walk_moments(tensor: Tensor) -> Walk[Moments]:
    """What one pass over the numbers tells: extremes, mean, norm, and how many are odd."""
    sums = _Sums()
    for chunk in _chunks(tensor):
        sums.add(chunk)
        yield
    return sums.moments(tensor.numel())


def _chunks(tensor: Tensor) -> Iterator[FloatArray]:
    """The numbers of a tensor, row after row, as float32 (n,)."""
    matrix = as_matrix(tensor)
    rows = max(1, CHUNK // max(matrix.shape[1], 1))
    for top in range(0, matrix.shape[0], rows):
        block = frozen_view(matrix[top : top + rows]).reshape(-1)
        for start in range(0, block.size, CHUNK):
            yield block[start : start + CHUNK]


def _sample(tensor: Tensor, stride: int) -> FloatArray:
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
        self.mean = self.squares = 0.0
        self._is_zero, self._apart = np.empty(_PIECE, np.bool_), np.empty(_PIECE, np.float64)

    def add(self, chunk: FloatArray) -> None:
        for start in range(0, chunk.size, _PIECE):
            self._add_piece(chunk[start : start + _PIECE])

    def _add_piece(self, piece: FloatArray) -> None:
        low, high = float(piece.min()), float(piece.max())
        if not (math.isfinite(low) and math.isfinite(high)):
            self.nan += int(np.count_nonzero(np.isnan(piece)))
            self.inf += int(np.count_nonzero(np.isinf(piece)))
            self.add(piece[np.isfinite(piece)])
            return
        self.zeros += int(np.count_nonzero(np.equal(piece, 0, out=self._is_zero[: piece.size])))
        self.minimum, self.maximum = min(self.minimum, low), max(self.maximum, high)
        with np.errstate(over="ignore"):
            about = float(piece.mean())
        about = about if math.isfinite(about) else low / 2 + high / 2
        apart = np.subtract(piece, about, out=self._apart[: piece.size], dtype=np.float64)
        rest = float(apart.sum())
        np.multiply(apart, apart, out=apart)  # no `apart @ apart`: BLAS would start threads for it
        squares = float(apart.sum()) - rest * rest / piece.size
        self._merge(piece.size, about + rest / piece.size, max(squares, 0.0))

    def _merge(self, count: int, mean: float, squares: float) -> None:
        total = self.finite + count
        apart = mean - self.mean
        self.mean += apart * count / total
        self.squares += squares + apart * apart * self.finite * count / total
        self.finite = total

    def moments(self, count: int) -> Moments:
        some = self.finite > 0
        return Moments(
            count=count,
            minimum=self.minimum if some else math.nan,
            maximum=self.maximum if some else math.nan,
            mean=self.mean if some else math.nan,
            std=math.sqrt(self.squares / (self.finite - 1)) if self.finite > 1 else math.nan,
            norm=math.sqrt(self.squares + self.finite * self.mean**2) if some else math.nan,
            zeros=self.zeros,
            nan=self.nan,
            inf=self.inf,
        )
