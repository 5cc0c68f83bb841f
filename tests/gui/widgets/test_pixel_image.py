"""The small image with crisp cells."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.pixel_image import PixelImage


@pytest.fixture
def view(qtbot: QtBot) -> PixelImage:
    view = PixelImage()
    qtbot.addWidget(view)
    view.resize(150, 130)
    view.show()
    return view


def one_lit(row: int, column: int) -> np.ndarray:
    image = np.zeros((28, 28), np.float32)
    image[row, column] = 1
    return image


def test_cells_are_whole_pixels_wide_and_the_image_is_centred(view: PixelImage):
    rect = view.picture_rect()
    assert rect.width() == rect.height() == 28 * 4
    assert abs(rect.center().x() - 75) <= 1
    assert abs(rect.center().y() - 65) <= 1


def test_a_pixel_is_one_flat_square(view: PixelImage):
    view.show_image(one_lit(9, 13))
    image = view.grab().toImage()
    rect = view.picture_rect()
    left, top = int(rect.x()) + 13 * 4, int(rect.y()) + 9 * 4
    full = QColor.fromRgb(theme.current().sequential[255])
    square = {(x, y) for x in range(left, left + 4) for y in range(top, top + 4)}
    assert {image.pixelColor(x, y).rgb() for x, y in square} == {full.rgb()}
    assert image.pixelColor(left - 1, top).rgb() == theme.current().panel.rgb()
    assert image.pixelColor(left + 4, top).rgb() == theme.current().panel.rgb()


def test_a_position_tells_its_cell_and_value(view: PixelImage):
    view.show_image(one_lit(9, 13))
    rect = view.picture_rect()
    inside = (rect.topLeft() + QPointF(13 * 4 + 2, 9 * 4 + 2)).toPoint()
    assert view.cell_at(QPointF(inside)) == (9, 13)
    assert view.describe(inside) == "x 13, y 9: 1"
    assert view.describe(QPoint(1, 1)) == ""


def test_the_cell_under_the_pointer_is_marked(view: PixelImage, qtbot: QtBot):
    before = view.grab().toImage()
    qtbot.mouseMove(view, QPoint(75, 65))
    after = view.grab().toImage()
    accent = theme.current().accent.rgb()
    assert before != after
    assert any(after.pixelColor(x, 65).rgb() == accent for x in range(70, 82))


def test_an_empty_image_says_what_would_fill_it(qtbot: QtBot):
    view = PixelImage(empty_words="Draw")
    qtbot.addWidget(view)
    view.resize(150, 150)
    empty = view.grab().toImage()
    view.show_image(np.zeros((28, 28), np.float32))
    assert view.grab().toImage() != empty


def test_values_that_are_no_numbers_are_paper(view: PixelImage):
    view.show_image(np.full((28, 28), np.nan, np.float32))
    rect = view.picture_rect().toRect()
    assert view.grab().toImage().pixelColor(rect.center()).rgb() == theme.current().panel.rgb()
