"""Ink becomes the input that the network was made for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.drawing import Drawing, Stroke
from engine.data.ink import FULL, is_blank, normalise, render_input, shrink, to_input
from engine.data.rasteriser import Rasteriser
from engine.data.synthetic import draw_digit


def blob(height: int, width: int, top: int = 30, left: int = 40, side: int = 280) -> np.ndarray:
    ink = np.zeros((side, side), np.float32)
    ink[top : top + height, left : left + width] = 1
    return ink


def extent(image: np.ndarray) -> tuple[int, int]:
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize(
    ("height", "width", "expected"), [(100, 50, (20, 10)), (50, 100, (10, 20)), (5, 10, (10, 20))]
)
def test_the_longer_side_becomes_20_pixels_and_the_aspect_is_kept(
    height: int, width: int, expected: tuple[int, int]
):
    assert extent(normalise(blob(height, width))) == expected


def test_ink_keeps_its_strength():
    image = normalise(blob(100, 50))
    assert image.max() == pytest.approx(1)
    assert image.sum() == pytest.approx(20 * 10)


@pytest.mark.parametrize("strength", [0.1, 0.3, 0.99])
def test_faint_ink_becomes_full(strength: float):
    ink = np.float32(strength) * Rasteriser().ink(draw_digit(3, np.random.default_rng(3)))
    assert normalise(ink).max() == pytest.approx(254 / 255)
    assert normalise(ink) == pytest.approx(254 / 255 * normalise(ink / np.float32(strength)), abs=5e-3)


def test_a_hairline_is_as_strong_as_a_brush():
    line = np.array([[60, 40, 0.5], [70, 240, 0.5], [220, 250, 0.5]], np.float32)
    assert render_input(Drawing((280, 280), (Stroke(line),)), 0.5).max() == pytest.approx(254 / 255)


def test_a_normalised_digit_is_not_raised_above_what_it_was():
    image = normalise(blob(100, 50)) * np.float32(FULL)
    assert np.array_equal(normalise(image), image)


@pytest.mark.parametrize("label", range(10))
def test_the_centre_of_mass_lies_within_half_a_pixel_of_the_centre(label: int):
    ink = Rasteriser().ink(draw_digit(label, np.random.default_rng(label)))
    assert to_input(ink).centre == pytest.approx((14, 14), abs=0.5 + 1e-6)


def test_where_the_ink_lies_and_how_large_it_is_does_not_matter():
    near, far = normalise(blob(60, 30)), normalise(blob(180, 90, 90, 150))
    assert near == pytest.approx(far, abs=1e-5)


@pytest.mark.parametrize("turns", range(4))
def test_lopsided_ink_is_not_cut_off_at_the_border(turns: int):
    ink = blob(200, 2) + blob(2, 200)
    ink[180:230, 190:240] = 1
    ink = np.rot90(ink.clip(0, 1), turns)
    image = normalise(ink)
    assert extent(image) == (20, 20)
    assert image.sum() == pytest.approx(ink.sum() / 100, rel=1e-5)


def test_a_normalised_digit_normalised_again_hardly_changes():
    for label in range(10):
        image = render_input(draw_digit(label, np.random.default_rng(label)))
        assert np.abs(normalise(image) - image).mean() < 0.01


def test_a_picture_of_an_input_comes_back_through_the_whole_way():
    for label in range(10):
        image = np.rint(render_input(draw_digit(label, np.random.default_rng(label))) * 255).astype(np.uint8)
        picture = Drawing((28.0, 28.0), picture=image)
        ink = Rasteriser().ink(picture)
        assert np.array_equal(np.rint(shrink(ink) * 255), image)
        assert np.abs(normalise(ink) - image / 255).mean() < 0.01


def test_shrinking_fits_the_whole_canvas_and_keeps_its_aspect():
    image = shrink(np.ones((140, 280), np.float32))
    assert image[7:21] == pytest.approx(np.ones((14, 28)))
    assert image[:7].max() == image[21:].max() == 0


def test_blank_ink_is_a_blank_input():
    for centred in (True, False):
        blank = to_input(np.zeros((280, 280), np.float32), centred)
        assert blank.is_blank
        assert blank.ink == 0
        assert blank.centre == (14, 14)
        assert blank.image.max() == 0


def test_what_8_bits_cannot_show_is_blank():
    assert is_blank(np.full((9, 9), 0.4 / 255, np.float32))
    assert not is_blank(np.full((9, 9), 0.6 / 255, np.float32))
    assert is_blank(np.empty((0, 0), np.float32))


def test_the_rest_that_an_eraser_left_does_not_count_as_ink():
    ink = blob(100, 50)
    ink[270, 270] = 1e-3
    assert np.array_equal(normalise(ink), normalise(blob(100, 50)))


def test_an_input_can_be_kept_and_is_read_only():
    image = to_input(blob(100, 50)).image
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.flags.c_contiguous
    assert not image.flags.writeable


def test_the_share_of_inked_cells_is_counted():
    assert to_input(blob(200, 100)).ink == pytest.approx(200 / 784)


def test_the_switch_turned_off_leaves_the_ink_where_it_was_drawn():
    read = to_input(blob(100, 50, top=0, left=0), centred=False)
    assert read.centre == pytest.approx((2, 4.5))


def test_a_brush_for_all_strokes_replaces_their_own():
    line = np.array([[100, 40, 0.5], [100, 240, 0.5]], np.float32)
    drawing = Drawing((280, 280), (Stroke(line, 4.0),))
    assert render_input(drawing, 40.0).sum() > 2 * render_input(drawing).sum()
    assert np.array_equal(render_input(drawing, 4.0), render_input(drawing))


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_any_ink_becomes_an_input_of_the_right_form(height: int, width: int, seed: int, share: float):
    random = np.random.default_rng(seed)
    ink = (random.random((height, width)) * (random.random((height, width)) < share)).astype(np.float32)
    for image in (normalise(ink), shrink(ink)):
        assert image.shape == (28, 28)
        assert image.dtype == np.float32
        assert 0 <= image.min() <= image.max() <= 1
    assert bool(normalise(ink).any()) is not is_blank(ink)
