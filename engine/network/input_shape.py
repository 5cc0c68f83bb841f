"""What the numbers that enter a network are taken for: a square image, or a row of values. Light: imports no torch."""

from math import isqrt

SMALLEST_SIDE = 4  # of what is an image if nobody says otherwise; what is smaller is a row of values
_LEAST_SIDE = 2  # of what can be drawn on at all

Shape = tuple[int, int]


def input_shapes(inputs: int) -> tuple[Shape, ...]:
    """What so many numbers can be taken for, the likeliest first: (side, side) where they fill one, and (1, inputs)."""
    side, row = isqrt(inputs), (1, inputs)
    if side * side != inputs or side < _LEAST_SIDE:
        return (row,)
    return ((side, side), row) if side >= SMALLEST_SIDE else (row, (side, side))


def input_shape(inputs: int) -> Shape:
    """What they are taken for, if nobody says otherwise."""
    return input_shapes(inputs)[0]


def image_side(inputs: int) -> int:
    """The side of the square image that so many numbers can be drawn as; 0: they are a row and nothing else."""
    return next((shape[0] for shape in input_shapes(inputs) if is_image(shape)), 0)


def is_image(shape: Shape) -> bool:
    """Whether there is something to draw on."""
    return shape[0] > 1
