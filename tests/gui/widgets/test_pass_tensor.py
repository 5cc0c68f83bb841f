"""A minibatch after one step."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.pass_tensor import PassTensor


@pytest.fixture
def tensor(qtbot: QtBot) -> PassTensor:
    tensor = PassTensor("Draw a digit.")
    qtbot.addWidget(tensor)
    tensor.resize(320, 120)
    tensor.show()
    return tensor


@pytest.mark.parametrize("count", [1, 2, 5, 8])
@pytest.mark.parametrize("shape", [(28, 28), (784,), (10,)])
def test_every_row_has_a_place_of_its_own(tensor: PassTensor, count: int, shape: tuple[int, ...]):
    tensor.show_rows(np.ones((count, int(np.prod(shape))), np.float32), (count, *shape), signed=False)
    places = [tensor.row_rect(row) for row in range(count)]
    assert all(tensor.rect().contains(place.toAlignedRect()) for place in places)
    assert not any(a.intersects(b) for a, b in combinations(places, 2))


def test_signed_numbers_have_the_colours_of_their_signs(tensor: PassTensor):
    rows = np.repeat(np.array([[-1, 1]], np.float32), 20, axis=1)  # 40 cells of 8 pixels: no numbers
    tensor.show_rows(rows, (1, 40), signed=True)
    image = tensor.grab().toImage()
    hues = [image.pixelColor(x, 12).hue() for x in (40, 280)]
    colours = theme.current()
    assert abs(hues[0] - colours.negative.hue()) < 4
    assert abs(hues[1] - colours.positive.hue()) < 4


def test_the_tooltip_tells_row_place_and_number(tensor: PassTensor):
    rows = np.zeros((2, 10), np.float32)
    rows[1, 3] = 0.75
    tensor.show_rows(rows, (2, 10), signed=False)
    place = tensor.row_rect(1)
    at = QPoint(int(3.5 * place.width() / 10), int(place.center().y()))
    assert tensor.describe(at) == "row 1, number 3 of 10: 0.75"
    assert tensor.describe(QPoint(1, 119)) == ""


def test_a_pixel_of_an_image_is_told_by_its_place(tensor: PassTensor):
    rows = np.zeros((1, 784), np.float32)
    rows[0, 5 * 28 + 9] = 1
    tensor.show_rows(rows, (1, 28, 28), signed=False)
    side = tensor.row_rect(0).width() / 28
    assert tensor.describe(QPoint(int(9.5 * side), int(5.5 * side))) == "row 0, number 149 of 784: 1"


def test_what_is_no_number_is_painted_all_the_same(tensor: PassTensor):
    tensor.show_rows(np.array([[np.nan, np.inf, 1]], np.float32), (1, 3), signed=False)
    assert tensor.limit == 1
    assert not tensor.grab().isNull()
