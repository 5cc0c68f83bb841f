"""Signed numbers as colours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from gui import theme
from gui.widgets import signed_colours

ANY_FLOAT = st.floats(width=32, allow_nan=True, allow_infinity=True)


def index(value: float, limit: float = 1.0) -> int:
    return int(signed_colours.indices(np.array([value], np.float32), limit)[0])


@pytest.mark.parametrize(
    ("value", "colour"), [(0, 127), (1, 253), (-1, 1), (0.5, 190), (1.01, 254), (-1.01, 0), (np.nan, 255)]
)
def test_a_value_has_the_colour_of_its_share_of_the_limit(value: float, colour: int):
    assert index(value) == colour


def test_infinities_are_clipped():
    assert index(np.inf) == signed_colours.CLIPPED_ABOVE
    assert index(-np.inf) == signed_colours.CLIPPED_BELOW


@given(arrays.arrays(np.float32, st.integers(1, 20), elements=ANY_FLOAT), st.floats(0, 1e30))
def test_any_float_has_a_colour_on_its_own_side_of_zero(values: NDArray[np.float32], limit: float):
    indices = signed_colours.indices(values, limit)
    assert (indices[np.isnan(values)] == 255).all()
    assert (indices[values >= 0] >= 127).all() and (indices[values >= 0] < 255).all()
    assert (indices[values <= 0] <= 127).all()


@given(arrays.arrays(np.float32, 20, elements=ANY_FLOAT))
def test_without_a_scale_all_numbers_are_zero(values: NDArray[np.float32]):
    indices = signed_colours.indices(values, 0.0)
    assert (indices[~np.isnan(values)] == 127).all()


def test_the_picture_owns_its_pixels():
    cells = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    image = signed_colours.image(cells, theme.DARK)
    cells[:] = 0
    pixels = [image.pixel(x, y) for y in range(2) for x in range(3)]
    assert pixels == list(theme.DARK.diverging[1:7])


@pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
def test_the_clipped_ends_differ_from_the_ramp_in_both_themes(colours: theme.Theme):
    table = signed_colours.table(colours)
    assert len(table) == 256
    assert table[1:254] == list(colours.diverging[1:254])
    assert table[0] != colours.diverging[0] and table[254] != colours.diverging[254]


def test_a_gamma_below_one_spreads_small_magnitudes_and_keeps_the_ends():
    values = np.array([[-2, -1, -0.25, 0, 0.25, 1, 2, np.nan]], np.float32)
    plain, spread = signed_colours.indices(values, 1.0)[0], signed_colours.indices(values, 1.0, 0.5)[0]
    assert spread.tolist() == [0, 1, 64, 127, 190, 253, 254, 255]
    assert [int(plain[place]) for place in (0, 1, 3, 5, 6, 7)] == [0, 1, 127, 253, 254, 255]
    assert plain[4] < spread[4]
