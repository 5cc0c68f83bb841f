"""The tile of one parameter's gradient."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.gradient_tile import GradientTile


@pytest.fixture
def tile(qtbot: QtBot) -> GradientTile:
    tile = GradientTile("…0.weight", "[2, 3]")
    qtbot.addWidget(tile)
    tile.resize(140, 120)
    tile.show()
    return tile


def show(tile: GradientTile, limit: float = 0.5) -> None:
    tile.show_gradient(np.full((2, 3), 0.5, np.float32), (0, 0, 2, 3), limit, 1.2247)


def test_it_shows_the_picture_at_its_scale_and_says_both_in_the_tooltip(tile: GradientTile):
    show(tile)
    assert tile.grab().toImage().pixelColor(70, 60).rgba() == theme.current().diverging[253]
    assert tile.toolTip() == "…0.weight [2, 3]\nnorm of the gradient 1.225\ncolours reach to ±0.5"


def test_a_pinned_scale_stays_for_the_next_drawing(tile: GradientTile):
    show(tile, limit=1.0)
    tile.limit.pin(True)
    show(tile, limit=0.01)
    assert tile.heatmap.limit == 1.0 and "±1" in tile.toolTip()


def test_a_cleared_tile_shows_no_gradient(tile: GradientTile):
    show(tile)
    tile.clear()
    assert tile.is_blank and tile.toolTip() == ""
    assert tile.grab().toImage().pixelColor(70, 60) != theme.current().positive


def test_a_click_on_the_picture_chooses_it(tile: GradientTile, qtbot: QtBot):
    with qtbot.waitSignal(tile.chosen):
        qtbot.mouseClick(tile.heatmap, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_chooses_it(tile: GradientTile, qtbot: QtBot, key: Qt.Key):
    with qtbot.waitSignal(tile.chosen):
        qtbot.keyClick(tile, key)


def test_it_tells_that_the_pointer_is_on_it(tile: GradientTile, qtbot: QtBot):
    at = QPointF(5, 5)
    with qtbot.waitSignal(tile.hovered) as hovered:
        QApplication.sendEvent(tile, QEnterEvent(at, at, at))
    assert hovered.args == [True]


def test_a_marked_tile_has_a_frame_in_the_accent_colour(tile: GradientTile):
    show(tile)
    tile.set_marked(True, False)
    frame = tile.heatmap.grab().toImage().pixelColor(40, 0)
    tile.set_marked(False, False)
    assert frame == theme.current().accent != tile.heatmap.grab().toImage().pixelColor(40, 0)
