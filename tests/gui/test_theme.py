"""The theme: readable, applied to all, and numbers for the eye."""

import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import theme

THEMES = pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT], ids=lambda colours: colours.name)


@pytest.fixture(autouse=True)
def dark_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "dark")


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@THEMES
@pytest.mark.parametrize("words", ["text", "muted", "accent"])
@pytest.mark.parametrize("ground", ["background", "panel", "raised"])
def test_words_can_be_read_on_every_ground(colours: theme.Theme, words: str, ground: str):
    assert contrast(getattr(colours, words), getattr(colours, ground)) >= 4.5


@THEMES
def test_words_can_be_read_on_the_accent(colours: theme.Theme):
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@THEMES
@pytest.mark.parametrize("sign", ["negative", "positive"])
def test_the_colours_of_the_signs_stand_out_from_the_panel(colours: theme.Theme, sign: str):
    assert contrast(getattr(colours, sign), colours.panel) >= 3


def test_a_theme_reaches_palette_and_painting(qapp: QApplication):
    theme.apply(qapp, "light")
    assert theme.current() is theme.LIGHT
    assert qapp.palette().window().color() == theme.LIGHT.panel
    theme.apply(qapp, "dark")
    assert theme.current() is theme.DARK
    assert qapp.palette().window().color() == theme.DARK.panel


def test_the_style_sheet_has_no_unfilled_place_and_no_missing_picture(qapp: QApplication):
    theme.apply(qapp, "light")
    assert "$" not in qapp.styleSheet()
    assert theme.LIGHT.accent.name() in qapp.styleSheet()
    assert "light/" in qapp.styleSheet()


def test_widgets_hear_of_another_theme(qapp: QApplication, qtbot: QtBot):
    class Listener(QWidget):
        heard = 0

        def changeEvent(self, event: QEvent) -> None:
            self.heard += event.type() == QEvent.Type.PaletteChange

    theme.apply(qapp, "dark")
    listener = Listener()
    qtbot.addWidget(listener)
    listener.show()
    heard = listener.heard
    theme.apply(qapp, "light")
    assert listener.heard > heard


def test_following_the_system_takes_its_word_for_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    theme.apply(qapp, "system")
    hints = qapp.styleHints()
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Light)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is theme.LIGHT


def test_a_chosen_theme_stays_when_the_system_changes(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    theme.apply(qapp, "dark")
    hints = qapp.styleHints()
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Light)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is theme.DARK


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0979, "0.0979"),
        (-1.852, "−1.852"),
        (3e-05, "3.0e−05"),
        (0.0, "0"),
        (-0.0, "0"),
        (3.14159, "3.142"),
        (1234567.0, "1.235e+06"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_a_number_is_written_for_the_eye(value: float, words: str):
    assert theme.number(value) == words


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_four_digits(value: float):
    read = float(theme.number(value).replace("−", "-"))
    assert math.isclose(read, value, rel_tol=5.1e-4, abs_tol=5e-324) or math.isinf(read)


def test_numbers_have_one_width(qapp: QApplication):
    assert theme.mono_font(11).pointSizeF() == 11


def test_a_mixture_lies_between():
    mixed = theme.mixed(QColor(0, 0, 0), QColor(100, 200, 50), 0.5)
    assert (mixed.red(), mixed.green(), mixed.blue()) == (50, 100, 25)
