"""Pictures at another size, by one matrix a direction: (rows, height) @ picture @ (width, columns)."""

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]


def box_weights(size: int, start: float, length: float, count: int) -> Weights:
    """Average over areas: (count, size) float32.

    The stretch from `start` to `start + length` of a row of `size` pixels is cut into `count` cells; a cell
    is the mean of what it covers. Beyond the row lie zeros.
    """
    edges = start + np.arange(count + 1) * (length / count)
    pixels = np.arange(size)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return (np.maximum(overlap, 0) * (count / length)).astype(np.float32)


def linear_weights(size: int, start: float, length: float, count: int) -> Weights:
    """As `box_weights`, but each cell is interpolated between the two pixels nearest to its centre."""
    centres = start + (np.arange(count) + 0.5) * (length / count)
    distance = np.abs(centres[:, None] - (np.arange(size) + 0.5))
    return np.maximum(1 - distance, 0).astype(np.float32)


def smooth_weights(size: int, start: float, length: float, count: int) -> Weights:
    """Areas when shrinking, interpolation when enlarging."""
    weights = box_weights if length >= count else linear_weights
    return weights(size, start, length, count)


def resample(picture: NDArray[np.float32], down: Weights, across: Weights) -> NDArray[np.float32]:
    """The picture (height, width) weighted in both directions, kept in 0..1 where rounding leaves it."""
    return (down @ picture @ across.T).clip(0, 1).astype(np.float32, copy=False)
