"""What a drawing is turned into, and back."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from engine.data.drawing import Drawing, Stroke
from engine.data.drawing_file import parse
from engine.data.rasteriser import Rasteriser
from gui.drawing_exchange import DrawingMaker, to_content, to_line, to_png
from gui.widgets.ink_layer import CANVAS, InkLayer
from gui.widgets.stroke_history import CanvasContent, CanvasStroke

coordinates = st.floats(-20, 300, width=32)
points = st.lists(st.tuples(coordinates, coordinates, st.floats(0, 1, width=32)), min_size=1, max_size=5)
strokes = st.builds(CanvasStroke, points.map(tuple), st.floats(1, 80), st.booleans())
contents = st.builds(CanvasContent, st.lists(strokes, max_size=3).map(tuple), raw=st.booleans())


def figures(content: CanvasContent) -> list[tuple]:
    return [(stroke.points, stroke.width, stroke.erase) for stroke in content.strokes]


def stroke(*places: tuple[float, float]) -> Stroke:
    return Stroke(np.array([(x, y, 0.5) for x, y in places], np.float32))


@given(contents)
def test_a_drawing_of_the_canvas_comes_back_as_it_was(content: CanvasContent):
    back = to_content(DrawingMaker().drawing(content))
    assert figures(back) == figures(content)
    assert back.raw == content.raw


@given(contents)
def test_the_line_of_text_is_one_that_the_engine_reads(content: CanvasContent):
    back = to_content(parse(json.loads(to_line(content))))
    assert figures(back) == figures(content)
    assert back.raw == content.raw


def test_the_line_of_text_holds_the_picture():
    picture = np.random.default_rng(0).integers(0, 256, (5, 7), np.uint8)
    back = parse(json.loads(to_line(CanvasContent(picture=picture))))
    assert back.picture is not None
    assert np.array_equal(back.picture, picture)


def test_arrays_are_read_only_and_made_once():
    maker = DrawingMaker()
    first = CanvasStroke(((1.0, 2.0, 0.5),), 20)
    content = CanvasContent((first,))
    before = maker.drawing(content).strokes[0]
    assert before.points.dtype == np.float32
    assert not before.points.flags.writeable
    assert maker.drawing(content.with_stroke(CanvasStroke(((3.0, 4.0, 0.5),), 20))).strokes[0] is before


def test_a_wide_drawing_is_fitted_and_lies_in_the_middle():
    content = to_content(Drawing((560, 280), (stroke((0, 0), (560, 280)),)))
    assert content.strokes[0].points == ((0, 70, 0.5), (280, 210, 0.5))


def test_a_tall_drawing_is_fitted_and_lies_in_the_middle():
    content = to_content(Drawing((280, 560), (stroke((0, 0), (280, 560)),)))
    assert content.strokes[0].points == ((70, 0, 0.5), (210, 280, 0.5))


def test_a_stroke_without_width_gets_a_twelfth_of_the_ink():
    content = to_content(Drawing((100, 100), (stroke((10, 20), (10, 80)),)))
    assert content.strokes[0].width == pytest.approx(60 / 12 * CANVAS / 100)


@pytest.mark.parametrize("canvas", [(280, 280), (560, 280), (200, 300)])
@pytest.mark.parametrize("shape", [(28, 28), (20, 40), (40, 20)])
def test_a_picture_lies_where_the_engine_puts_it(canvas: tuple[float, float], shape: tuple[int, int]):
    drawing = Drawing(canvas, picture=np.full(shape, 255, np.uint8))
    engine = Rasteriser().ink(drawing)
    layer = InkLayer(280)
    layer.show(to_content(drawing))
    top, left = (280 - engine.shape[0]) // 2, (280 - engine.shape[1]) // 2
    eye = layer.ink()[top : top + engine.shape[0], left : left + engine.shape[1]] / 255
    assert np.abs(eye - engine).mean() < 0.05  # margins are whole pixels of the picture
    assert layer.ink().sum() == pytest.approx(eye.sum() * 255)


def test_a_png_is_whole():
    image = QImage(5, 4, QImage.Format.Format_Grayscale8)
    image.fill(200)
    back = QImage.fromData(to_png(image))
    assert (back.width(), back.height(), back.pixelColor(2, 2).red()) == (5, 4, 200)
