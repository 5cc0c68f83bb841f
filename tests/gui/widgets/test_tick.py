"""The square that says whether something is trained."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.widgets.tick import paint_tick


@pytest.fixture
def pictures(qapp: QApplication) -> dict[Qt.CheckState, QImage]:
    return {state: painted(state) for state in Qt.CheckState}


def painted(state: Qt.CheckState) -> QImage:
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(theme.current().panel)
    with QPainter(picture) as painter:
        paint_tick(painter, QRectF(4.5, 4.5, 11, 11), state)
    return picture


def test_what_is_trained_is_filled(pictures: dict[Qt.CheckState, QImage]):
    assert pictures[Qt.CheckState.Checked].pixelColor(7, 7) == theme.current().accent


def test_what_is_partly_trained_is_filled_in_the_middle_only(pictures: dict[Qt.CheckState, QImage]):
    picture = pictures[Qt.CheckState.PartiallyChecked]
    assert picture.pixelColor(10, 10) == theme.current().accent
    assert picture.pixelColor(6, 6) == theme.current().panel


def test_what_is_frozen_is_cold_and_hollow(pictures: dict[Qt.CheckState, QImage]):
    picture = pictures[Qt.CheckState.Unchecked]
    assert picture.pixelColor(6, 10) == theme.current().panel
    centre = picture.pixelColor(10, 10)
    assert abs(centre.hsvHue() - theme.current().negative.hsvHue()) < 15 and centre.value() > 150
