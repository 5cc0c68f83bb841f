"""One unit in numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.unit_card import FULL_HEIGHT, LINE, LIST_WIDTH, POINTS, SMALL_HEIGHT, UnitCard, UnitFacts

FIELD = np.zeros((28, 28), np.float32)
FIELD[4, 9] = -0.5


def facts(sums: tuple[float, float, float, float] | None = (2.314, -0.041, 2.273, 2.273), held: bool = False):
    items = [("unit 33", 1.204), ("unit 12", -0.8)]
    return UnitFacts("unit 137 · …0", held, sums, "ReLU", items, items, FIELD, 0.5, "weights")


@pytest.fixture
def card(qtbot: QtBot) -> UnitCard:
    card = UnitCard("Draw a digit.")
    qtbot.addWidget(card)
    card.resize(690, FULL_HEIGHT)
    card.show()
    return card


def test_the_sum_is_told_in_numbers(card: UnitCard):
    card.show_unit(facts())
    assert card.lines() == [
        "unit 137 · …0",
        "z = w·x + b = 2.314 − 0.041 = 2.273",
        "ReLU(z) = 2.273",
    ]
    assert card.accessibleName() == "\n".join(card.lines())


def test_without_a_reading_there_is_no_sum(card: UnitCard):
    card.show_unit(facts(sums=None))
    assert card.lines() == ["unit 137 · …0"]


def test_without_a_unit_words_say_how_one_comes_here(card: UnitCard):
    card.show_unit(facts())
    card.show_unit(None)
    assert card.lines() == ["Draw a digit."]


def test_the_field_has_the_colours_of_its_signs(card: UnitCard):
    card.show_unit(facts())
    place = card.field_rect()
    side = place.width() / 28
    point = QPoint(int(place.x() + 9.5 * side), int(place.y() + 4.5 * side))
    seen, meant = card.grab().toImage().pixelColor(point), theme.current().negative
    assert abs(seen.hue() - meant.hue()) < 4
    assert card.describe(point) == "weights\nx 9, y 4: −0.5"


@pytest.mark.parametrize("height", [SMALL_HEIGHT, FULL_HEIGHT])
def test_the_cells_of_the_field_are_whole_pixels_at_both_heights(card: UnitCard, height: int):
    card.resize(500, height)
    card.show_unit(facts())
    place = card.field_rect()
    assert place.width() % 28 == 0
    assert card.rect().contains(place.toAlignedRect())


def inked(card: UnitCard, colour: str) -> int:
    """How many pixels beside the field are exactly of a colour."""
    image, left = card.grab().toImage(), int(card.field_rect().right()) + 2
    wanted = getattr(theme.current(), colour)
    across, down = range(left, image.width()), range(image.height())
    return sum(image.pixelColor(x, y) == wanted for x in across for y in down)


def test_contributions_have_the_colours_of_their_signs_where_there_is_room(card: UnitCard):
    card.show_unit(facts())
    assert inked(card, "positive") > 0
    assert inked(card, "negative") > 0
    card.resize(360, FULL_HEIGHT)
    assert inked(card, "positive") == 0


@pytest.mark.parametrize("value", [6.9e20, -123456.789, 999.9996, math.inf])
def test_a_large_contribution_keeps_clear_of_its_name(card: UnitCard, value: float):
    items = [("unit 33", value)]
    card.show_unit(replace(facts(), inputs=items, outputs=()))
    picture = card.grab().toImage()
    places = range(card.width() - 2 * LIST_WIDTH, card.width())
    hue = (theme.current().positive if value > 0 else theme.current().negative).hue()
    pixels = [(x, picture.pixelColor(x, y)) for x in places for y in range(LINE, 2 * LINE + 8)]
    coloured = [x for x, colour in pixels if abs(colour.hue() - hue) < 6 and colour.saturation() > 120]
    assert (
        0
        < max(coloured) - min(coloured)
        < LIST_WIDTH - QFontMetrics(theme.mono_font(POINTS)).horizontalAdvance("unit 333")
    )


def test_a_tall_card_has_its_lists_below_its_sum(card: UnitCard):
    card.resize(400, 190)
    card.show_unit(facts())
    image, below = card.grab().toImage(), round(card.field_rect().bottom())
    positive = theme.current().positive
    rows = {y for y in range(190) for x in range(400) if image.pixelColor(x, y) == positive}
    assert rows
    assert min(rows) > below


def test_a_held_unit_is_named_in_the_accent(card: UnitCard):
    card.show_unit(facts())
    assert inked(card, "accent") == 0
    card.show_unit(facts(held=True))
    assert inked(card, "accent") > 0
