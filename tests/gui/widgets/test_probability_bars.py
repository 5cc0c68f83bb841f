"""The bars of the classes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.probability_bars import ProbabilityBars

PROBABILITIES = np.array([0.9, 0.05, 0.00002, 0.04998, 0, 0, 0, 0, 0, 0])
LOGITS = np.arange(10.0)


@pytest.fixture
def bars(qtbot: QtBot) -> ProbabilityBars:
    bars = ProbabilityBars()
    qtbot.addWidget(bars)
    bars.resize(200, 200)
    bars.show()
    return bars


def test_numbers_are_exact_at_once_and_lengths_follow(bars: ProbabilityBars, qtbot: QtBot):
    bars.show_reading(PROBABILITIES, LOGITS, 0)
    assert bars.number(0) == "90.0"
    assert bars.lengths[0] < 0.9
    qtbot.waitUntil(lambda: np.array_equal(bars.lengths, PROBABILITIES))


def test_bars_that_nobody_sees_do_not_glide(qtbot: QtBot):
    bars = ProbabilityBars()
    qtbot.addWidget(bars)
    bars.show_reading(PROBABILITIES, LOGITS, 0)
    assert np.array_equal(bars.lengths, PROBABILITIES)


def test_without_a_reading_there_are_no_numbers(bars: ProbabilityBars):
    bars.show_reading(np.zeros(0), np.zeros(0), None)
    assert [bars.number(class_) for class_ in range(10)] == ["–"] * 10


class PaintedBars(ProbabilityBars):
    """Notes how long the fourth bar was when its row was last painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted_length = -1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if event.region().contains(QPoint(50, 70)):
            self.painted_length = self.lengths[3]


def test_without_a_reading_the_thinnest_bar_is_wiped_away_too(qtbot: QtBot):
    bars = PaintedBars()
    qtbot.addWidget(bars)
    bars.resize(200, 200)
    bars.show()
    bars.show_reading(PROBABILITIES, LOGITS, 0)
    qtbot.waitUntil(lambda: np.array_equal(bars.lengths, PROBABILITIES))
    bars.show_reading(np.zeros(0), np.zeros(0), None)
    qtbot.waitUntil(lambda: bars.painted_length == 0)


def test_the_pointer_tells_its_class_once(bars: ProbabilityBars, qtbot: QtBot):
    told: list[int] = []
    bars.hovered.connect(told.append)
    for y in (70, 75, 110):
        qtbot.mouseMove(bars, QPoint(50, y))
    assert told == [3, 5]


def test_leaving_tells_that_it_is_on_none(qtbot: QtBot):
    host = QWidget()
    qtbot.addWidget(host)
    bars = ProbabilityBars(parent=host)
    bars.setGeometry(0, 0, 200, 200)
    host.resize(300, 300)
    with qtbot.waitExposed(host):
        host.show()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(
        host.windowHandle(), left, pos=QPoint(290, 290)
    )  # a test before may have left it pressed
    QTest.mouseMove(host.windowHandle(), QPoint(50, 70))
    qtbot.waitUntil(lambda: bars.marked == 3)
    QTest.mouseMove(host.windowHandle(), QPoint(280, 280))
    qtbot.waitUntil(lambda: bars.marked is None)


def test_arrow_keys_walk_through_the_classes(bars: ProbabilityBars, qtbot: QtBot):
    for _ in range(3):
        qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert bars.marked == 2
    qtbot.keyClick(bars, Qt.Key.Key_Up)
    assert bars.marked == 1


def test_the_tooltip_reads_small_probabilities_on_a_logarithmic_scale(bars: ProbabilityBars):
    bars.show_reading(PROBABILITIES, LOGITS, 0)
    assert bars.describe(QPoint(10, 10)) == "0: probability 0.9, logit 0"
    assert bars.describe(QPoint(10, 50)) == "2: probability 2.0e−05, logit 2, log₁₀ −4.699"


def test_other_classes_than_ten_fit(bars: ProbabilityBars):
    bars.show_reading(np.array([0.25, 0.75]), np.zeros(2), 1)
    assert bars.describe(QPoint(10, 150)).startswith("1: probability 0.75")


def test_bars_are_as_long_as_their_classes_are_likely(bars: ProbabilityBars, qtbot: QtBot):
    bars.show_reading(np.array([0.4, 0.6]), np.zeros(2), 1)
    qtbot.waitUntil(lambda: bars.lengths[0] == 0.4)
    image, colours = bars.grab().toImage(), theme.current()

    def painted(y: int, colour: QColor) -> int:
        return sum(image.pixelColor(x, y) == colour for x in range(image.width()))

    predicted, other = painted(150, colours.accent), painted(50, colours.muted)
    assert abs(other / predicted - 0.4 / 0.6) < 0.1


def test_of_more_classes_than_rows_the_likeliest_are_shown(bars: ProbabilityBars, qtbot: QtBot):
    bars.resize(200, 150)
    probabilities = np.full(1000, 0.0001)
    probabilities[[437, 12]] = 0.5, 0.3
    bars.show_reading(probabilities, np.log(probabilities), 437)
    assert bars.shown[:2].tolist() == [437, 12] and len(bars.shown) == 10
    assert "437" in bars.describe(QPoint(20, 2))
    with qtbot.waitSignals(
        [bars.hovered, bars.hovered], check_params_cbs=[lambda c: c == 437, lambda c: c == 12]
    ):
        qtbot.keyClick(bars, Qt.Key.Key_Down)
        qtbot.keyClick(bars, Qt.Key.Key_Down)
