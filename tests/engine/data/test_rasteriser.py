"""Strokes become ink."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.drawing import Drawing, Stroke
from engine.data.rasteriser import GRID, Rasteriser, grid_shape

CANVAS = (280.0, 280.0)  # a unit of the canvas is a pixel of the grid


def stroke(*points: tuple[float, ...], width: float | None = 20, erase: bool = False) -> Stroke:
    return Stroke(np.array([(*point, 0.5)[:3] for point in points], np.float32), width, erase)


def ink(*strokes: Stroke, canvas: tuple[float, float] = CANVAS) -> np.ndarray:
    return Rasteriser().ink(Drawing(canvas, strokes))


def test_the_longer_side_of_the_grid_is_fixed():
    assert ink(canvas=(500, 250)).shape == (140, GRID)
    assert grid_shape((1, 1e5)) == (GRID, 1)


def test_ink_is_float32_between_0_and_1_and_read_only():
    result = ink(stroke((10, 10), (250, 90), (30, 270)))
    assert result.dtype == np.float32
    assert result.min() == 0
    assert result.max() == 1
    assert not result.flags.writeable


def test_a_tap_is_a_disc_of_the_brush():
    result = ink(stroke((100, 60)))
    assert result.sum() == pytest.approx(math.pi * 10**2, rel=0.02)
    y, x = np.nonzero(result)
    assert (x.mean() + 0.5, y.mean() + 0.5) == pytest.approx((100, 60))


def test_a_tap_grows_with_its_pressure_though_it_does_not_move():
    light = ink(stroke((100, 60, 0.2)))
    assert ink(stroke((100, 60, 0.2), (100, 60, 0.8))).sum() > 2 * light.sum()


def test_a_straight_stroke_covers_its_area():
    result = ink(stroke((50, 100), (200, 100)))
    assert result.sum() == pytest.approx(150 * 20 + math.pi * 10**2, rel=0.01)


def test_the_edge_of_a_stroke_is_grey_where_it_cuts_a_pixel():
    result = ink(stroke((50, 100.25), (200, 100.25)))
    assert result[110, 120] == pytest.approx(0.25)
    assert result[90, 120] == pytest.approx(0.75)


@pytest.mark.parametrize(("pressure", "width"), [(0.0, 8), (0.5, 20), (1.0, 32)])
def test_the_width_follows_the_pressure(pressure: float, width: float):
    result = ink(stroke((50, 100, pressure), (200, 100, pressure)))
    assert result[:, 120].sum() == pytest.approx(width, abs=0.05)


def test_the_width_runs_evenly_from_one_pressure_to_the_next():
    result = ink(stroke((40, 100, 0.0), (240, 100, 1.0)))
    assert result[:, 140].sum() == pytest.approx(20, abs=0.5)
    assert result[:, 90].sum() == pytest.approx(14, abs=0.5)


@pytest.mark.parametrize("y", [100.0, 100.25, 100.5])
def test_a_hair_leaves_a_pale_mark_wherever_it_runs(y: float):
    result = ink(stroke((50, y), (200, y), width=0.05))
    assert 0.1 < result[:, 120].max() < 0.5


def test_a_stroke_without_width_gets_a_twelfth_of_the_inks_longer_side():
    unsized = stroke((20, 140), (260, 140), (140, 150), width=None)
    assert np.array_equal(ink(unsized), ink(Stroke(unsized.points, 20.0)))


def test_crossing_strokes_do_not_add_up():
    assert ink(stroke((50, 100), (200, 100)), stroke((120, 20), (120, 200))).max() == 1


def test_an_eraser_takes_away_what_it_covers():
    result = ink(stroke((50, 100), (200, 100)), stroke((120, 20), (120, 200), width=40, erase=True))
    assert result[:, 101:139].max() == 0
    assert result[100, 80] == 1


def test_a_pen_draws_again_where_the_eraser_was():
    line = stroke((50, 100), (200, 100))
    assert np.array_equal(ink(line, stroke((50, 100), (200, 100), width=90, erase=True), line), ink(line))


def test_ink_beyond_the_canvas_is_cut_off():
    assert ink(stroke((-900, 140), (1200, 140))).sum() == pytest.approx(280 * 20, rel=0.01)
    assert ink(stroke((1e6, 1e6), (9e5, -1e6))).max() == 0


def test_the_same_drawing_on_another_canvas_gives_the_same_ink():
    small = ink(stroke((10, 10), (25, 15), (5, 20), width=2), canvas=(28, 28))
    assert ink(stroke((100, 100), (250, 150), (50, 200))) == pytest.approx(small, abs=1e-4)


def test_a_stroke_of_no_points_leaves_nothing():
    assert ink(Stroke(np.empty((0, 3), np.float32), 5.0)).max() == 0


def picture_ink(picture: np.ndarray, canvas: tuple[float, float]) -> np.ndarray:
    return Rasteriser().ink(Drawing(canvas, picture=picture.astype(np.uint8)))


def test_a_small_picture_becomes_blocks_of_its_pixels():
    picture = np.arange(28 * 28).reshape(28, 28) % 256
    expected = np.kron(picture / 255, np.ones((10, 10)))
    assert picture_ink(picture, (28, 28)) == pytest.approx(expected, abs=1e-6)


def test_a_large_picture_is_averaged():
    picture = np.random.default_rng(0).integers(0, 256, (560, 560))
    expected = picture.reshape(280, 2, 280, 2).mean(axis=(1, 3)) / 255
    assert picture_ink(picture, (560, 560)) == pytest.approx(expected, abs=1e-5)


def test_a_picture_keeps_its_aspect_in_the_middle_of_the_canvas():
    result = picture_ink(np.full((10, 20), 255), (100, 100))
    assert result[70:210] == pytest.approx(np.ones((140, 280)))
    assert result[:70].max() == result[210:].max() == 0


def test_strokes_lie_over_the_picture():
    drawing = Drawing(CANVAS, (stroke((0, 140), (280, 140), erase=True),), np.full((4, 4), 255, np.uint8))
    result = Rasteriser().ink(drawing)
    assert result[140].max() == 0
    assert result[100].min() == 1


coordinates = st.one_of(st.sampled_from([0.0, 70.0, 140.0]), st.floats(-40, 320, width=16))
point = st.tuples(coordinates, coordinates, st.sampled_from([0.0, 0.5, 1.0]))
widths = st.sampled_from([None, 0.3, 9.0, 23.0])
strokes = st.builds(
    lambda points, width, erase: stroke(*points, width=width, erase=erase),
    st.lists(point, min_size=1, max_size=7),
    widths,
    st.booleans(),
)


def prefix(drawing: Drawing, points: int) -> Drawing:
    """The drawing when so many of its points had been drawn."""
    kept = []
    for whole in drawing.strokes:
        if points > 0:
            kept.append(Stroke(whole.points[:points].copy(), whole.width, whole.erase))
        points -= len(whole.points)
    return Drawing(drawing.canvas, tuple(kept), drawing.picture)


@settings(max_examples=60, deadline=None)
@given(st.lists(strokes, min_size=1, max_size=4), st.lists(st.integers(0, 28), max_size=6), st.booleans())
def test_ink_that_grew_equals_ink_drawn_at_once(drawn: list[Stroke], stops: list[int], pictured: bool):
    picture = np.full((3, 5), 99, np.uint8) if pictured else None
    drawing = Drawing(CANVAS, tuple(drawn), picture)
    rasteriser = Rasteriser()
    for stop in stops:  # in any order: going back is what undo does
        begun = prefix(drawing, stop)
        assert np.array_equal(rasteriser.ink(begun), Rasteriser().ink(begun))
    assert np.array_equal(rasteriser.ink(drawing), Rasteriser().ink(drawing))


def test_an_earlier_result_is_not_changed_by_later_ink():
    rasteriser = Rasteriser()
    line = stroke((50, 100), (100, 100), (200, 120), (220, 260))
    first = rasteriser.ink(prefix(Drawing(CANVAS, (line,)), 3))
    kept = first.copy()
    rasteriser.ink(Drawing(CANVAS, (line, stroke((0, 0), (280, 280), erase=True))))
    assert np.array_equal(first, kept)


@pytest.mark.parametrize(
    "changed",
    [
        Drawing((140.0, 280.0), (stroke((50, 100), (200, 100)),)),
        Drawing(CANVAS, (stroke((50, 100), (200, 100)),), np.full((2, 2), 255, np.uint8)),
        Drawing(CANVAS, (stroke((50, 100), (200, 100), width=5),)),
        Drawing(CANVAS, (stroke((50, 100), (200, 100), erase=True),)),
        Drawing(CANVAS, (stroke((50, 101), (200, 100)),)),
        Drawing(CANVAS, (stroke((50, 100)),)),
        Drawing(CANVAS, ()),
    ],
)
def test_another_drawing_starts_anew(changed: Drawing):
    rasteriser = Rasteriser()
    rasteriser.ink(Drawing(CANVAS, (stroke((50, 100), (200, 100)),)))
    assert np.array_equal(rasteriser.ink(changed), Rasteriser().ink(changed))


def test_a_finished_stroke_that_grew_is_drawn_anew():
    rasteriser = Rasteriser()
    last = stroke((10, 10), (20, 20))
    rasteriser.ink(Drawing(CANVAS, (stroke((50, 100), (200, 100)), last)))
    changed = Drawing(CANVAS, (stroke((50, 100), (200, 100), (200, 250)), last))
    assert np.array_equal(rasteriser.ink(changed), Rasteriser().ink(changed))


def test_only_what_is_new_is_stamped(monkeypatch: pytest.MonkeyPatch):
    stamped = []
    monkeypatch.setattr(
        "engine.data.rasteriser.flatten", lambda segment: stamped.append(segment) or flat(segment)
    )
    line = stroke(*((10 + 5 * i, 100 + i % 3) for i in range(40)))
    rasteriser = Rasteriser()
    for count in range(1, 41):
        rasteriser.ink(prefix(Drawing(CANVAS, (line,)), count))
    assert len(stamped) <= 80


def flat(segment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return segment[[0, 3]], np.array([0.0, 1.0])
