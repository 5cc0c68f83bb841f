"""The scale bar."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.scale_bar import ScaleBar


@pytest.fixture
def bar(qtbot: QtBot) -> ScaleBar:
    bar = ScaleBar()
    qtbot.addWidget(bar)
    bar.resize(260, 24)
    bar.show()
    return bar


def test_it_tells_its_limit_whenever_that_moves(bar: ScaleBar, qtbot: QtBot):
    with qtbot.waitSignal(bar.limit_changed) as told:
        bar.aim(0.25)
    assert told.args == [0.25] and bar.limit == 0.25


def test_it_is_blue_on_the_left_and_orange_on_the_right(bar: ScaleBar):
    image = bar.grab().toImage()
    colours = [QColor(image.pixelColor(x, 12)) for x in range(image.width())]
    reddest = max(range(len(colours)), key=lambda x: colours[x].red() - colours[x].blue())
    bluest = max(range(len(colours)), key=lambda x: colours[x].blue() - colours[x].red())
    assert bluest < image.width() // 2 < reddest


def test_in_a_narrow_place_the_colours_keep_most_of_it(bar: ScaleBar):
    bar.restart(0.0355)
    bar.resize(130, 24)
    image = bar.grab().toImage()
    colours = [QColor(image.pixelColor(x, 12)) for x in range(image.width())]
    coloured = [x for x, colour in enumerate(colours) if colour.hsvSaturation() > 100]
    assert coloured[0] < 4 and coloured[-1] - coloured[0] >= 36


@pytest.mark.parametrize("width", [150, 260])
def test_a_long_number_keeps_clear_of_the_colours(bar: ScaleBar, width: int):
    bar.restart(1.1e22)
    bar.resize(width, 24)
    image = bar.grab().toImage()
    ramp = bar.pin_button.geometry().left()
    coloured = [x for x in range(ramp) if QColor(image.pixelColor(x, 12)).hsvSaturation() > 100]
    number = QFontMetrics(theme.mono_font(8)).horizontalAdvance("±1.1e+22")
    assert ramp - 4 - coloured[-1] >= number + 4


def test_the_pin_is_reached_and_pressed_by_keyboard(bar: ScaleBar, qtbot: QtBot):
    bar.aim(1.0)
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Tab)
    assert bar.pin_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(bar.pin_button, Qt.Key.Key_Space)
    bar.aim(7.0)
    assert bar.limit == 1.0
    qtbot.keyClick(bar.pin_button, Qt.Key.Key_Space)
    assert bar.limit == 7.0


def test_another_tensor_starts_unpinned(bar: ScaleBar, qtbot: QtBot):
    bar.aim(1.0)
    qtbot.mouseClick(bar.pin_button, Qt.MouseButton.LeftButton)
    bar.restart(0.125)
    assert bar.limit == 0.125 and not bar.pin_button.isChecked()
