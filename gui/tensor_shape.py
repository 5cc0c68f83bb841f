"""The shape of a tensor, seen as a matrix."""

import math


def matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns: a number is 1 × 1, a vector one row, further dimensions are columns."""
    return (shape[0], math.prod(shape[1:])) if len(shape) >= 2 else (1, math.prod(shape))
