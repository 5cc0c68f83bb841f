"""The wall of samples."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.sample_wall import Sample, SampleWall

RIGHT = Sample(100, 4, 4, 0.99)
WRONG = Sample(101, 4, 9, 0.875)
UNREAD = Sample(102, 7, None, 0.0)


@pytest.fixture
def wall(qtbot: QtBot) -> SampleWall:
    wall = SampleWall()
    qtbot.addWidget(wall)
    wall.resize(330, 150)
    wall.show()
    wall.set_total(3)
    wall.set_samples(0, (RIGHT, WRONG, UNREAD), np.full((3, 28, 28), 255, np.uint8))
    return wall


def colours_of_caption(wall: SampleWall, place: int) -> set[str]:
    rect = wall.place_rect(place)
    rect.setTop(rect.bottom() - wall.caption_height + 1)
    picture = wall.viewport().grab(rect).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_ink_has_the_colour_of_full_magnitude(wall: SampleWall):
    rect = wall.place_rect(1)
    at = QPoint(rect.center().x(), rect.top() + 10)
    picture = wall.viewport().grab().toImage()
    assert picture.pixelColor(at) == QColor.fromRgba(theme.current().sequential[255])


def test_a_line_tells_the_label_and_what_was_read_wrongly(wall: SampleWall):
    assert [wall.caption(index) for index in range(3)] == ["4", "4→9", "7"]


def test_only_a_wrong_reading_is_told_in_the_accent_colour(wall: SampleWall):
    accent = theme.current().accent.name()
    assert [accent in colours_of_caption(wall, place) for place in range(3)] == [False, True, False]


def test_a_sentence_has_number_label_reading_and_confidence(wall: SampleWall):
    assert wall.describe(1) == "image 101, labelled 4, read as 9, 87.5 % sure"
    assert wall.describe(2) == "image 102, labelled 7"
    assert wall.describe(3) == wall.describe(-1) == ""


def test_another_theme_gives_the_ink_other_colours(wall: SampleWall):
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = wall.viewport().grab().toImage()
    theme.apply(application, "light")
    QApplication.sendEvent(wall, QEvent(QEvent.Type.PaletteChange))
    picture = wall.viewport().grab().toImage()
    full = QColor.fromRgba(theme.current().sequential[255])
    theme.apply(application, "dark")
    at = wall.place_rect(0).center()
    assert picture.pixelColor(at.x(), at.y() - 10) == full and picture != before


def test_classes_that_are_no_digits_are_called_by_their_names(qtbot: QtBot):
    wall = SampleWall()
    qtbot.addWidget(wall)
    boot = Sample(3, 9, 7, 0.5, "boot", "sneaker")
    wall.set_total(1)
    wall.set_samples(0, [boot], np.zeros((1, 28, 28), np.uint8))
    assert wall.caption(0) == "boot→sneaker"
    assert wall.describe(0) == "image 3, labelled boot, read as sneaker, 50.0 % sure"
