"""The colour maps: even, and the same on both sides of zero."""

import numpy as np
import pytest

from gui import colour_maps, theme

THEMES = pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT], ids=lambda colours: colours.name)


@THEMES
def test_the_lightness_of_magnitudes_goes_one_way(colours: theme.Theme):
    steps = np.diff(colour_maps.lightness(colours.sequential))
    assert np.all(steps >= 0) or np.all(steps <= 0)
    assert abs(steps.sum()) > 0.5


@THEMES
def test_the_lightness_of_signed_values_goes_one_way_from_zero_on_either_side(colours: theme.Theme):
    away = 1 if colours.name == "dark" else -1
    lightness = colour_maps.lightness(colours.diverging[:255]) * away
    assert np.all(np.diff(lightness[127:]) > 0)
    assert np.all(np.diff(lightness[127::-1]) > 0)


@THEMES
def test_zero_is_the_panel_itself(colours: theme.Theme):
    assert colours.sequential[0] == colours.panel.rgb()
    assert colours.diverging[colour_maps.ZERO_INDEX] == colours.panel.rgb()


@THEMES
def test_the_ends_are_the_colours_of_the_signs(colours: theme.Theme):
    assert colours.diverging[0] == colours.negative.rgb()
    assert colours.diverging[254] == colours.positive.rgb()


@THEMES
def test_nan_looks_like_no_value(colours: theme.Theme):
    assert colours.diverging[colour_maps.NAN_INDEX] not in colours.diverging[:255]


def test_a_ramp_passes_through_its_stops():
    ramp = colour_maps.sequential((0x000000, 0x336699, 0xFFFFFF))
    assert ramp[0] == 0xFF000000
    assert ramp[255] == 0xFFFFFFFF
    nearest = min(
        abs((c >> 16 & 255) - 0x33) + abs((c >> 8 & 255) - 0x66) + abs((c & 255) - 0x99) for c in ramp
    )
    assert nearest <= 3
