"""The shape of a tensor, seen as a matrix and as images."""

import math

from gui.widgets.view_menu import squarest


def matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns: a number is 1 × 1, a vector one row, further dimensions are columns."""
    return (shape[0], math.prod(shape[1:])) if len(shape) >= 2 else (1, math.prod(shape))


def image_of(shape: tuple[int, ...]) -> tuple[tuple[int, int], bool]:
    """The shape of the images that its units are at first, (0, 0) where there are none, and whether it is natural."""
    rows, columns = matrix_shape(shape)
    if len(shape) < 2 or not rows or columns < 4:
        return (0, 0), False
    if len(shape) > 3 and shape[-2] * shape[-1] >= 4:
        return (shape[-2], shape[-1]), True  # the kernels of a convolution
    return squarest(columns), len(shape) == 2 and math.isqrt(columns) ** 2 == columns
