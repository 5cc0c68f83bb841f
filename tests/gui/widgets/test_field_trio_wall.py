"""The wall of receptive fields in two models."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.field_trio_wall import FieldTrioWall


@pytest.fixture
def wall(qtbot: QtBot) -> FieldTrioWall:
    wall = FieldTrioWall()
    qtbot.addWidget(wall)
    wall.resize(380, 160)
    wall.show()
    with qtbot.waitSignal(wall.rows_wanted):
        wall.set_total(40)
    fields = np.zeros((9, 3, 28, 28), np.float32)
    fields[:, 1] = 1.0
    fields[:, 2] = -1.0
    wall.set_fields(0, tuple(range(10, 19)), fields)
    wall.set_limit(1.0)
    return wall


def test_three_stand_beside_each_other_at_a_place(wall: FieldTrioWall):
    rect, picture = wall.place_rect(1), wall.viewport().grab().toImage()
    assert rect.width() == pytest.approx(3 * rect.height(), abs=3)
    seen = [
        picture.pixelColor(rect.left() + share * rect.width() // 6, rect.center().y()) for share in (1, 3, 5)
    ]
    colours = theme.current()
    assert seen[0] == colours.panel
    assert [each.rgba() for each in seen[1:]] == [colours.diverging[253], colours.diverging[1]]


def test_a_unit_is_told_with_its_norms_and_its_change(wall: FieldTrioWall):
    assert wall.describe(2) == "unit 12: norm 0 → 28, change 28"
    assert wall.describe(20) == ""


def test_a_click_tells_the_place(wall: FieldTrioWall, qtbot: QtBot):
    with qtbot.waitSignal(wall.place_clicked) as clicked:
        qtbot.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.place_rect(4).center())
    assert clicked.args == [4]
