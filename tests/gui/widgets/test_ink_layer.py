"""The ink that is seen, against itself and against the rasteriser."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from engine.data.drawing import Drawing, Stroke
from engine.data.rasteriser import Rasteriser
from gui.widgets.ink_layer import CANVAS, InkLayer
from gui.widgets.ink_path import distinct
from gui.widgets.stroke_history import CanvasContent, CanvasStroke

coordinates = st.floats(-20, 300, width=32)
points = st.lists(st.tuples(coordinates, coordinates, st.floats(0, 1, width=32)), min_size=1, max_size=8)
strokes = st.builds(CanvasStroke, points.map(distinct), st.floats(4, 40), st.booleans())


def shown(*strokes: CanvasStroke, side: int = 280, picture: np.ndarray | None = None) -> np.ndarray:
    layer = InkLayer(side)
    layer.show(CanvasContent(strokes, picture))
    return layer.ink().copy()


def grown(*strokes: CanvasStroke, side: int = 280) -> np.ndarray:
    """The ink of strokes that came point by point."""
    layer = InkLayer(side)
    for number, stroke in enumerate(strokes, start=1):
        for count in range(1, len(stroke.points) + 1):
            layer.extend(stroke.points[:count], stroke.width, stroke.erase)
        layer.finish(strokes[:number])
    return layer.ink().copy()


def spiral(pressure: float = 0.0) -> CanvasStroke:
    """A stroke whose pressure swings by `pressure` about the nominal one."""
    turns = np.arange(0, 15, 0.25)
    return CanvasStroke(
        tuple(
            (
                140 + (20 + 6 * t) * math.cos(t),
                140 + (20 + 6 * t) * math.sin(t),
                0.5 + pressure * math.sin(1.2 * t),
            )
            for t in turns
        ),
        20,
    )


def rasterised(*strokes: CanvasStroke) -> np.ndarray:
    made = tuple(Stroke(np.array(s.points, np.float32), s.width, s.erase) for s in strokes)
    return Rasteriser().ink(Drawing((CANVAS, CANVAS), made))


CORNER = CanvasStroke(((40.0, 140.0, 0.5), (140.0, 140.0, 0.2), (240.0, 140.0, 0.9), (240.0, 40.0, 0.5)), 6)


@settings(max_examples=30)
@example([CORNER])  # its second piece bends away from where it was provisional
@given(st.lists(strokes, min_size=1, max_size=3))
def test_a_drawing_looks_the_same_however_it_came(drawn: list[CanvasStroke]):
    assert np.array_equal(grown(*drawn), shown(*drawn))


@pytest.mark.parametrize(("pressure", "bound"), [(0.0, 0.01), (0.4, 0.015)])
def test_the_eye_sees_what_the_network_is_given(pressure: float, bound: float):
    """Measured: 0.006 and 0.010 of full ink on average, 0.18 and 0.27 at one pixel in a thousand."""
    eraser = CanvasStroke(((30.0, 30.0, 0.5), (250.0, 250.0, 0.5)), 14, True)
    network = rasterised(spiral(pressure), eraser)
    eye = shown(spiral(pressure), eraser) / 255
    difference = np.abs(network - eye)
    inked = difference[np.maximum(network, eye) > 0]
    assert inked.mean() < bound
    assert np.quantile(inked, 0.999) < 0.35


def test_the_edge_of_a_slow_stroke_is_as_soft_as_that_of_a_quick_one():
    slow = CanvasStroke(tuple((x, 100.25, 0.5) for x in np.arange(50, 230, 0.5).tolist()), 20.5)
    quick = CanvasStroke(((50.0, 100.25, 0.5), (229.5, 100.25, 0.5)), 20.5)
    middle = np.s_[:, 80:200]
    assert np.abs(shown(slow)[middle].astype(int) - shown(quick)[middle]).max() <= 8


def test_extending_says_all_that_changed():
    layer = InkLayer(280)
    path = spiral(0.3)
    before = layer.ink().copy()
    for count in range(1, len(path.points) + 1):
        area = layer.extend(path.points[:count], path.width, path.erase)
        rows, columns = np.nonzero(layer.ink() != before)
        assert all(area.contains(int(x), int(y)) for x, y in zip(columns, rows, strict=True))
        before = layer.ink().copy()


def test_a_cancelled_stroke_leaves_no_trace():
    layer = InkLayer(280)
    layer.show(CanvasContent((spiral(),)))
    before = layer.ink().copy()
    layer.extend(((10.0, 10.0, 0.5), (270.0, 270.0, 0.5)), 20, True)
    layer.cancel()
    assert np.array_equal(layer.ink(), before)
    layer.extend(((10.0, 200.0, 0.5),), 8, False)
    assert np.array_equal(layer.ink(), grown(spiral(), CanvasStroke(((10.0, 200.0, 0.5),), 8)))


def test_going_back_and_forth_shows_what_was_there():
    layer = InkLayer(140)
    contents = [CanvasContent(tuple(spiral() for _ in range(count))) for count in (0, 1, 2, 1, 0, 2)]
    for content in contents:
        layer.show(content)
        assert np.array_equal(layer.ink(), shown(*content.strokes, side=140))


def test_another_picture_under_the_same_strokes_is_seen():
    layer = InkLayer(280)
    stroke = spiral()
    layer.show(CanvasContent((stroke,)))
    layer.show(CanvasContent((stroke,), np.full((28, 28), 255, np.uint8)))
    assert layer.ink().min() == 255


def test_the_pixels_of_a_small_picture_stay_crisp():
    picture = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    assert np.array_equal(shown(picture=picture), np.kron(picture, np.ones((10, 10), np.uint8)))


def test_a_wide_picture_lies_in_the_middle():
    ink = shown(picture=np.full((14, 28), 255, np.uint8))
    assert ink[70:210].min() == 255
    assert ink[:70].max() == ink[210:].max() == 0


def test_a_large_picture_is_averaged():
    chequered = np.indices((1120, 1120)).sum(axis=0) % 2 * np.uint8(255)
    assert shown(picture=chequered.astype(np.uint8)).mean() == pytest.approx(127, abs=2)


def test_an_eraser_leaves_what_lies_beside_it():
    full = np.full((28, 28), 255, np.uint8)
    ink = shown(CanvasStroke(((140.0, 140.0, 0.5),), 40, True), picture=full)
    assert ink[140, 140] == 0
    assert ink[122, 122] == 255


def test_points_that_lie_twice_at_one_place_do_not_bend_the_curve():
    points = ((40.0, 200.0, 0.5), (140.0, 60.0, 0.5), (240.0, 200.0, 0.5))
    twice = CanvasStroke(tuple(point for point in points for _ in range(2)), 20)
    assert np.array_equal(shown(twice), shown(CanvasStroke(points, 20)))


def test_ink_beyond_the_paper_is_no_fault():
    far = CanvasStroke(((-900.0, -900.0, 0.5), (-500.0, -900.0, 0.5), (1e6, 1e6, 0.5)), 20)
    assert shown(far).shape == (280, 280)


def test_the_image_has_the_colour_where_the_ink_is_full():
    layer = InkLayer(280)
    layer.show(CanvasContent((CanvasStroke(((140.0, 140.0, 0.5),), 20),)))
    image = layer.image(QRect(100, 100, 80, 80), QColor("#ffcf5c"))
    assert image.pixelColor(40, 40).name() == "#ffcf5c"
    assert image.pixelColor(0, 0).alpha() == 0
