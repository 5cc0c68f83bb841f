"""What the numbers that enter a network are taken for: a square image, or a row of values. Light: imports no torch."""

from math import isqrt

SMALLEST_SIDE = 4  # of an image; what is smaller is a row of values

Shape = tuple[int, int]


def input_shape(inputs: int) -> Shape:
    """(side, side) where so many numbers fill a square of pixels, else (1, inputs)."""
    side = isqrt(inputs)
    return (side, side) if side * side == inputs and side >= SMALLEST_SIDE else (1, inputs)


def is_image(shape: Shape) -> bool:
    """Whether there is something to draw on."""
    return shape[0] > 1
