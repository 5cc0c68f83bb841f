"""What the numbers that enter a network are taken for."""

import pytest

from engine.network.input_shape import Shape, image_side, input_shapes, is_image


@pytest.mark.parametrize(
    ("inputs", "shapes"),
    [
        (784, ((28, 28), (1, 784))),
        (64, ((8, 8), (1, 64))),
        (16, ((4, 4), (1, 16))),
        (9, ((1, 9), (3, 3))),
        (4, ((1, 4), (2, 2))),
        (1, ((1, 1),)),
        (10, ((1, 10),)),
        (783, ((1, 783),)),
    ],
)
def test_the_likeliest_shape_comes_first(inputs: int, shapes: tuple[Shape, ...]):
    assert input_shapes(inputs) == shapes


@pytest.mark.parametrize(("inputs", "side"), [(784, 28), (64, 8), (4, 2), (1, 0), (10, 0)])
def test_what_can_be_drawn_has_a_side(inputs: int, side: int):
    assert image_side(inputs) == side


def test_a_row_is_no_image():
    assert is_image((2, 2)) and not is_image((1, 4)) and not is_image((1, 1))
