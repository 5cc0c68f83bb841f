"""The rows or columns of a weight as images: what a unit looks for in its input, or what an input does to all units."""

import math
from typing import NamedTuple

from torch import Tensor

from engine.tensors.copies import FloatArray, frozen
from engine.tensors.levels import SAMPLE, as_matrix, frozen_view, robust_limit


class Fields(NamedTuple):
    """`images` (n, height, width) of the units `rows`, of `total`; `limit`: the 99.5 % quantile of all magnitudes."""

    rows: tuple[int, ...]
    total: int
    images: FloatArray
    limit: float


def units_of(weight: Tensor, image: tuple[int, int] | None, across: bool = False) -> Tensor:
    """The numbers of each unit, (n, height, width), sharing those of `weight` where that is possible.

    A unit is a row of the weight as a matrix, with `across` a column, or as large a part of one as an `image` (height,
    width) takes; None: the square that it is. Where no image fits, there are no units.
    """
    matrix = as_matrix(weight).T if across else as_matrix(weight)
    length = matrix.shape[1]
    side = math.isqrt(length)
    height, width = image or ((side, side) if side * side == length and side > 1 else (0, 0))
    if height * width < 1 or length % (height * width):
        return matrix.new_zeros(0, 0, 0)
    return matrix.reshape(matrix.shape[0], -1, height, width).flatten(0, 1)


def fields(weight: Tensor, units: Tensor, order: list[int], first: int, count: int) -> Fields:
    """Up to `count` of the `units` of `weight` in their `order`, from the `first` on."""
    rows = order[max(first, 0) : max(first, 0) + max(count, 0)]
    return Fields(tuple(rows), len(units), frozen(units[rows]), robust_limit(sampled(weight)))


def sampled(weight: Tensor) -> FloatArray:
    """An even sample of at most 2^18 of its numbers, for reading at once."""
    numbers = as_matrix(weight).reshape(-1)
    return frozen_view(numbers[:: max(1, math.ceil(numbers.numel() / SAMPLE))])
