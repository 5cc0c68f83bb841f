"""The large digit."""

import pytest
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.digit_display import DigitDisplay


@pytest.fixture
def display(qtbot: QtBot) -> DigitDisplay:
    display = DigitDisplay("nothing here")
    qtbot.addWidget(display)
    display.resize(96, 140)
    display.show()
    return display


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.991, "99.1 % sure"), (1.0, "100.0 % sure"), (0.99999, "> 99.9 % sure"), (0.104, "10.4 % sure")],
)
def test_it_says_how_sure(display: DigitDisplay, probability: float, words: str):
    display.show_digit(3, probability)
    assert display.words == words


def test_it_begins_with_no_digit_and_the_reason(display: DigitDisplay):
    assert display.digit is None
    assert display.words == "nothing here"
    assert display.accessibleName() == "–, nothing here"


def test_the_digit_is_painted_in_the_accent_above_its_words(display: DigitDisplay):
    display.show_digit(8, 0.5)
    image = display.grab().toImage()
    lit = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) == theme.current().accent
    ]
    assert len(lit) > 20
    assert max(y for _, y in lit) < display.width()
