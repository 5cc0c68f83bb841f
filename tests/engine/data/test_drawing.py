"""A drawing and what it says of itself."""

import numpy as np
import pytest

from engine.data.drawing import Drawing, Stroke


def stroke(*points: tuple[float, float], erase: bool = False) -> Stroke:
    return Stroke(np.array([(*point, 0.5) for point in points], np.float32), None, erase)


def test_a_canvas_that_was_only_erased_is_blank():
    assert Drawing((10, 10), (stroke((1, 1), erase=True),)).is_blank
    assert not Drawing((10, 10), (stroke((1, 1)),)).is_blank
    assert not Drawing((10, 10), picture=np.zeros((2, 2), np.uint8)).is_blank


def test_the_natural_width_is_a_twelfth_of_the_inks_longer_side():
    drawing = Drawing(
        (500, 500), (stroke((100, 100)), stroke((140, 220)), stroke((0, 0), (500, 500), erase=True))
    )
    assert drawing.natural_width == pytest.approx(10)


def test_the_natural_width_of_a_dot_is_a_twelfth_of_the_canvas():
    assert Drawing((240, 120), (stroke((7, 7)),)).natural_width == pytest.approx(20)
