"""Two readings of one drawing, back to back."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.paired_bars import LEFT, RIGHT, PairedBars


@pytest.fixture
def bars(qtbot: QtBot) -> PairedBars:
    bars = PairedBars()
    qtbot.addWidget(bars)
    bars.resize(240, 200)
    bars.show()
    return bars


def read(class_: int, probability: float = 0.91) -> np.ndarray:
    probabilities = np.full(10, (1 - probability) / 9, np.float32)
    probabilities[class_] = probability
    return probabilities


def test_numbers_are_exact_at_once_and_bars_arrive(bars: PairedBars, qtbot: QtBot):
    bars.show_reading(LEFT, read(3), 3)
    bars.show_reading(RIGHT, read(8), 8)
    assert (bars.number(LEFT, 3), bars.number(RIGHT, 3), bars.number(RIGHT, 8)) == ("91.0", "1.0", "91.0")
    qtbot.waitUntil(lambda: np.allclose(bars.lengths, [read(3), read(8)]))


def test_each_bar_lies_at_its_own_side(bars: PairedBars, qtbot: QtBot):
    bars.show_reading(LEFT, read(3), 3)
    bars.show_reading(RIGHT, read(8), 8)
    qtbot.waitUntil(lambda: np.allclose(bars.lengths, [read(3), read(8)]))
    image, accent = bars.grab().toImage(), theme.current().accent.rgb()

    def lit(class_: int) -> list[int]:
        y = round((class_ + 0.5) * bars.height() / 10)
        return [x for x in range(image.width()) if image.pixel(x, y) == accent]

    assert lit(3) and max(lit(3)) < bars.width() / 2
    assert lit(8) and min(lit(8)) > bars.width() / 2
    assert not lit(5)


def test_what_was_not_read_has_no_numbers(bars: PairedBars):
    bars.show_reading(LEFT, read(3), 3)
    assert bars.number(RIGHT, 3) == "–"
    assert bars.describe(QPoint(5, 70)) == "3: probability 0.91 and –"


def test_the_pointer_and_the_keys_mark_a_class(bars: PairedBars, qtbot: QtBot):
    with qtbot.waitSignal(bars.hovered) as hovered:
        qtbot.mouseMove(bars, QPoint(30, 50))
    assert hovered.args == [2]
    with qtbot.waitSignal(bars.hovered) as hovered:
        qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert (hovered.args, bars.marked) == ([3], 3)
