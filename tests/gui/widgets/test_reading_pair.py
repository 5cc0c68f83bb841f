"""What two models read of one drawing."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.paired_bars import LEFT, RIGHT
from gui.widgets.reading_pair import ReadingPair

PROBABILITIES = np.array([0.02] * 5 + [0.82] + [0.02] * 4, np.float32)


@pytest.fixture
def pair(qtbot: QtBot) -> ReadingPair:
    pair = ReadingPair()
    qtbot.addWidget(pair)
    pair.resize(340, 200)
    pair.show()
    return pair


def test_each_side_shows_its_digit(pair: ReadingPair):
    pair.show_reading(LEFT, PROBABILITIES, 5)
    assert (pair.digits[LEFT].digit, pair.digits[RIGHT].digit) == (5, None)
    assert pair.bars.number(LEFT, 5) == "82.0"
    pair.show_reading(LEFT, np.zeros(0, np.float32), None)
    assert pair.digits[LEFT].digit is None


def test_a_model_that_cannot_read_says_so(pair: ReadingPair):
    pair.show_reading(LEFT, PROBABILITIES, 5)
    pair.obstruct(LEFT, "it has no Linear layer")
    assert not pair.digits[LEFT].isVisible() and pair.words[LEFT].isVisible()
    assert pair.bars.number(LEFT, 5) == "–"
    pair.show_reading(LEFT, PROBABILITIES, 5)
    assert pair.digits[LEFT].isVisible()


@pytest.mark.parametrize(("width", "beside"), [(340, True), (180, False)])
def test_the_digits_stand_beside_the_bars_where_there_is_room(
    pair: ReadingPair, qtbot: QtBot, width: int, beside: bool
):
    pair.resize(width, 220)
    page = pair.digits[LEFT].parentWidget()
    assert page is not None
    qtbot.waitUntil(lambda: (page.geometry().right() < pair.bars.x()) is beside)
    qtbot.waitUntil(lambda: (page.geometry().bottom() < pair.bars.y()) is not beside)
    bars = pair.bars.geometry()
    assert pair.rect().contains(bars) and bars.height() >= 100
