"""The row of tiles."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.widgets.tile_row import TileRow


@pytest.fixture
def row(qtbot: QtBot) -> TileRow:
    row = TileRow()
    qtbot.addWidget(row)
    row.resize(660, 100)
    row.show()
    return row


def test_tiles_share_the_width_after_their_shares(row: TileRow):
    row.set_tiles([(QLabel(), 2.0), (QLabel(), 1.0), (QLabel(), 0.0)])
    wide, middle, narrow = row.widths()
    assert wide - narrow == pytest.approx(2 * (middle - narrow), abs=2)
    assert 650 <= wide + middle + narrow + 24 <= 660


def test_too_many_tiles_are_scrolled_and_followed_by_the_keyboard(row: TileRow, qtbot: QtBot):
    buttons = [QPushButton(str(number)) for number in range(30)]
    row.set_tiles([(button, 1.0) for button in buttons])
    assert row.horizontalScrollBar().maximum() > 0
    row.activateWindow()
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    for number in range(20):
        qtbot.keyClick(buttons[number], Qt.Key.Key_Tab)
    assert (
        row.viewport()
        .rect()
        .contains(buttons[20].geometry().translated(-row.horizontalScrollBar().value(), 0))
    )


def test_words_cover_the_tiles_until_taken_away(row: TileRow):
    row.set_tiles([(QLabel(), 1.0)])
    row.set_words("Draw a digit")
    covered = row.grab().toImage()
    row.set_words("")
    assert covered != row.grab().toImage()
