"""The shape of a tensor, seen as a matrix and as images."""

import pytest

from gui.tensor_shape import fold_of, image_of, matrix_shape


@pytest.mark.parametrize(
    ("shape", "matrix"),
    [((), (1, 1)), ((7,), (1, 7)), ((2, 3), (2, 3)), ((4, 3, 5, 5), (4, 75)), ((0, 3), (0, 3))],
)
def test_it_has_rows_and_columns(shape: tuple[int, ...], matrix: tuple[int, int]):
    assert matrix_shape(shape) == matrix


@pytest.mark.parametrize(
    ("shape", "image", "natural"),
    [
        ((512, 784), (28, 28), True),
        ((512, 12), (3, 4), False),
        ((8, 3, 5, 7), (5, 7), True),
        ((8, 2, 9), (3, 6), False),
        ((784,), (0, 0), False),
        ((0, 784), (0, 0), False),
        ((5, 3), (0, 0), False),
    ],
)
def test_its_units_are_images(shape: tuple[int, ...], image: tuple[int, int], natural: bool):
    assert image_of(shape) == (image, natural)


@pytest.mark.parametrize(
    ("shape", "fold"),
    [((), 0), ((64,), 0), ((65,), 16), ((512,), 32), ((4096,), 64), ((100_000_000,), 16384), ((512, 784), 0)],
)
def test_a_long_vector_is_folded_into_rows_of_a_power_of_two(shape: tuple[int, ...], fold: int):
    assert fold_of(shape) == fold
