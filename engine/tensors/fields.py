"""The rows of a weight as images: what each unit looks for in its input."""

import math
from typing import NamedTuple

import numpy as np
from torch import Tensor

from engine.tensors.copies import FloatArray, frozen, frozen_array
from engine.tensors.levels import as_matrix, frozen_view, robust_limit
from engine.thread.commands import Order


class Fields(NamedTuple):
    """`images` (n, side, side) of the units `rows`, of `total`; `limit`: the 99.5 % quantile of all magnitudes."""

    rows: tuple[int, ...]
    total: int
    images: FloatArray
    limit: float


def fields(weight: Tensor, first: int, count: int, order: Order) -> Fields:
    """Up to `count` rows of `weight` in their `order`, from the `first` on; none where a row is no square image."""
    matrix = as_matrix(weight)
    total, width = matrix.shape
    side = math.isqrt(width)
    if side * side != width or side < 2:
        return Fields((), total, frozen_array(np.zeros((0, 0, 0), np.float32)), 0.0)
    rows = _ordered(matrix, order)[max(first, 0) : max(first, 0) + max(count, 0)]
    images = frozen(matrix[rows].reshape(len(rows), side, side))
    return Fields(tuple(rows), total, images, robust_limit(frozen_view(matrix)))


def _ordered(matrix: Tensor, order: Order) -> list[int]:
    if order is Order.INDEX:
        return list(range(len(matrix)))
    norms = frozen_view(matrix.norm(dim=1))
    return np.argsort(-norms, kind="stable").tolist()
