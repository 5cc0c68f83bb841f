"""The slider through kept steps."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.step_slider import StepSlider

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def slider(qtbot: QtBot) -> StepSlider:
    slider = StepSlider()
    qtbot.addWidget(slider)
    slider.resize(412, 28)
    slider.set_last(1000)
    slider.set_kept(np.array([0, 10, 100, 500, 990]))
    slider.show()
    return slider


def at(slider: StepSlider, step: float) -> QPoint:
    return QPoint(round(6 + step / 1000 * 400), 14)


def test_a_press_goes_to_the_nearest_kept_step(slider: StepSlider, qtbot: QtBot):
    with qtbot.waitSignal(slider.moved) as moved:
        qtbot.mouseClick(slider, LEFT, pos=at(slider, 420))
    assert moved.args == [500]
    assert slider.shown == 500


def test_dragging_goes_from_step_to_step_and_tells_each_once(slider: StepSlider, qtbot: QtBot):
    told: list[int | None] = []
    slider.moved.connect(told.append)
    qtbot.mousePress(slider, LEFT, pos=at(slider, 0))
    for step in (20, 90, 110, 480, 505, 1000):
        qtbot.mouseMove(slider, at(slider, step))
    qtbot.mouseRelease(slider, LEFT, pos=at(slider, 1000))
    assert told == [0, 10, 100, 500, None]


def test_moving_without_a_button_goes_nowhere(slider: StepSlider, qtbot: QtBot):
    with qtbot.assertNotEmitted(slider.moved):
        qtbot.mouseMove(slider, at(slider, 100))


def test_the_keys_go_from_kept_step_to_kept_step(slider: StepSlider, qtbot: QtBot):
    told: list[int | None] = []
    slider.moved.connect(told.append)
    for key in (
        Qt.Key.Key_Left,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    ):
        qtbot.keyClick(slider, key)
    assert told == [990, 500, 990, None, 0, None]


def test_while_it_is_held_nobody_else_moves_the_handle(slider: StepSlider, qtbot: QtBot):
    qtbot.mousePress(slider, LEFT, pos=at(slider, 500))
    slider.set_shown(10)
    assert slider.shown == 500
    qtbot.mouseRelease(slider, LEFT, pos=at(slider, 500))
    slider.set_shown(10)
    assert slider.shown == 10


def test_what_lies_behind_the_handle_is_lit(slider: StepSlider):
    slider.set_shown(500)
    image = slider.grab().toImage()
    assert image.pixelColor(at(slider, 250)) == theme.current().accent
    assert image.pixelColor(at(slider, 750)) == theme.current().line


def test_every_kept_step_has_a_mark(slider: StepSlider):
    image = slider.grab().toImage()
    lit = [x for x in range(412) if image.pixelColor(x, 24) != image.pixelColor(411, 24)]
    assert len(lit) == 5


def test_with_nothing_kept_there_is_only_the_present(qtbot: QtBot):
    slider = StepSlider()
    qtbot.addWidget(slider)
    with qtbot.assertNotEmitted(slider.moved):
        qtbot.keyClick(slider, Qt.Key.Key_Home)
        qtbot.keyClick(slider, Qt.Key.Key_Left)
        qtbot.mouseClick(slider, LEFT, pos=QPoint(3, 10))
