"""The shape of a tensor, seen as a matrix and as images."""

import math

from gui.widgets.view_menu import squarest

_LONGEST_ROW = 64  # numbers of a vector that can be told apart in one row


def matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns: a number is 1 × 1, a vector one row, further dimensions are columns."""
    return (shape[0], math.prod(shape[1:])) if len(shape) >= 2 else (1, math.prod(shape))


def fold_of(shape: tuple[int, ...]) -> int:
    """How many numbers of a long vector are a row of its picture, about twice as wide as high; 0: it is one row."""
    if len(shape) != 1 or shape[0] <= _LONGEST_ROW:
        return 0
    return 1 << round(math.log2(2 * shape[0]) / 2)


def image_of(shape: tuple[int, ...]) -> tuple[tuple[int, int], bool]:
    """The shape of the images that its units are at first, (0, 0) where there are none, and whether it is natural."""
    rows, columns = matrix_shape(shape)
    if len(shape) < 2 or not rows or columns < 4:
        return (0, 0), False
    if len(shape) > 3 and shape[-2] * shape[-1] >= 4:
        return (shape[-2], shape[-1]), True  # the kernels of a convolution
    return squarest(columns), len(shape) == 2 and math.isqrt(columns) ** 2 == columns
