"""The shape of a tensor, seen as a matrix."""

import pytest

from gui.tensor_shape import matrix_shape


@pytest.mark.parametrize(
    ("shape", "matrix"),
    [((), (1, 1)), ((7,), (1, 7)), ((2, 3), (2, 3)), ((4, 3, 5, 5), (4, 75)), ((0, 3), (0, 3))],
)
def test_it_has_rows_and_columns(shape: tuple[int, ...], matrix: tuple[int, int]):
    assert matrix_shape(shape) == matrix
