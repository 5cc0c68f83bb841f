"""The scale under a grid."""

import pytest
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.magnitude_scale import MagnitudeScale


def test_magnitudes_begin_at_zero(qtbot: QtBot):
    scale = MagnitudeScale()
    qtbot.addWidget(scale)
    assert scale.numbers() == ("0", "–")
    scale.show_limit(1.4567)
    assert scale.numbers() == ("0", "1.46")


def test_signed_values_reach_as_far_below_zero(qtbot: QtBot):
    scale = MagnitudeScale(signed=True)
    qtbot.addWidget(scale)
    scale.show_limit(2.5)
    assert scale.numbers() == ("−2.5", "2.5")


def test_the_bar_ends_in_the_fullest_colour(qtbot: QtBot):
    scale = MagnitudeScale()
    qtbot.addWidget(scale)
    scale.resize(160, 16)
    scale.show_limit(1)
    image = scale.grab().toImage()
    row = [image.pixelColor(x, 8).lightness() for x in range(30, 110)]
    assert row == sorted(row)
    assert row[-1] > theme.current().panel.lightness() + 60


@pytest.mark.parametrize(("signed", "words"), [(True, "±0.881"), (False, "≤ 0.881")])
def test_where_no_bar_fits_both_numbers_are_one(qtbot: QtBot, signed: bool, words: str):
    scale = MagnitudeScale(signed)
    qtbot.addWidget(scale)
    scale.show_limit(0.881)
    scale.resize(200, 16)
    assert not scale.is_short
    scale.resize(60, 16)
    assert scale.is_short and scale.short() == words
