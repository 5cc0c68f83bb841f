"""A wall of pictures, shown on one of flat colours."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.picture_wall import PictureWall


class ColourWall(PictureWall):
    caption_height = 10
    renderings = 0

    def render_again(self) -> None:
        self.renderings += 1

    def describe(self, place: int) -> str:
        return f"picture {place}"


@pytest.fixture
def wall(qtbot: QtBot) -> ColourWall:
    wall = ColourWall()
    qtbot.addWidget(wall)
    wall.resize(340, 200)
    wall.show()
    with qtbot.waitSignal(wall.rows_wanted):
        wall.set_total(512)
    return wall


def hang(wall: ColourWall, first: int = 0) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    wall.hang(first, [image] * 40)


def test_rows_stand_apart_by_picture_caption_and_gap(wall: ColourWall):
    first, below = wall.place_rect(0), wall.place_rect(wall.columns)
    assert below.top() - first.top() == wall.pitch
    assert first.height() == pytest.approx(first.width() + 10, abs=1)


def test_it_asks_for_what_scrolls_into_sight(wall: ColourWall, qtbot: QtBot):
    with qtbot.waitSignal(wall.rows_wanted) as asked:
        wall.verticalScrollBar().setValue(3 * wall.pitch)
    assert (asked.args or [])[0] == 3 * wall.columns


def test_pictures_hang_at_their_places_and_only_they_are_here(wall: ColourWall):
    hang(wall, first=wall.columns)
    assert wall.index_of(wall.columns) == 0
    assert wall.index_of(0) == wall.index_of(wall.columns + 40) == wall.index_of(-1) == -1
    picture = wall.viewport().grab().toImage()
    assert picture.pixelColor(wall.place_rect(wall.columns).center()) == QColor("red")
    assert picture.pixelColor(wall.place_rect(0).center()) != QColor("red")


def test_pointing_marks_a_place_and_leaving_none(wall: ColourWall, qtbot: QtBot):
    told: list[int] = []
    wall.place_marked.connect(told.append)
    qtbot.mouseMove(wall.viewport(), wall.place_rect(3).center())
    QApplication.sendEvent(wall.viewport(), QEvent(QEvent.Type.Leave))
    assert told == [3, -1]


def test_only_a_picture_that_is_here_can_be_opened(wall: ColourWall, qtbot: QtBot):
    spot = wall.place_rect(2).center()
    with qtbot.assertNotEmitted(wall.place_opened):
        qtbot.mouseDClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    hang(wall)
    with qtbot.waitSignal(wall.place_opened) as opened:
        qtbot.mouseDClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == [2]


def test_arrows_stay_on_the_wall(wall: ColourWall, qtbot: QtBot):
    told: list[int] = []
    wall.place_marked.connect(told.append)
    wall.set_total(3)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(wall, key)
    assert told == [0, 0, 2]


def test_an_empty_wall_ignores_arrows_and_the_pointer(wall: ColourWall, qtbot: QtBot):
    wall.set_total(0)
    with qtbot.assertNotEmitted(wall.place_marked):
        qtbot.keyClick(wall, Qt.Key.Key_Right)
        qtbot.mouseMove(wall.viewport(), QPoint(30, 30))


def test_another_theme_renders_the_pictures_anew(wall: ColourWall):
    before = wall.renderings
    QApplication.sendEvent(wall, QEvent(QEvent.Type.PaletteChange))
    assert wall.renderings == before + 1
