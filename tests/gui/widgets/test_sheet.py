"""The sheet: steps back and forth, what is painted anew, sizes."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.canvas import Canvas
from gui.widgets.stroke_history import CanvasContent
from tests.gui.canvas_hand import LINE, MOVE, NONE, PRESS, draw, places, seen, send


def test_undo_during_a_stroke_drops_that_stroke(canvas: Canvas):
    draw(canvas, (40, 40), (50, 60))
    send(canvas, PRESS, 140, 140)
    canvas.undo()
    assert len(canvas.strokes()) == 1


def test_redo_waits_for_the_stroke_under_way(canvas: Canvas):
    draw(canvas, (40, 40), (50, 60))
    canvas.undo()
    send(canvas, PRESS, 140, 140)
    canvas.redo()
    assert [places(stroke) for stroke in canvas.strokes()] == [[(140, 140)]]


def test_clearing_is_one_step_that_can_be_undone(canvas: Canvas, qtbot: QtBot):
    draw(canvas, (40, 40), (50, 60))
    draw(canvas, (100, 40), (150, 60))
    before, strokes = seen(canvas), canvas.strokes()
    with qtbot.waitSignals([canvas.cleared, canvas.ink_changed]):
        canvas.clear()
    assert canvas.is_empty
    canvas.undo()
    assert canvas.strokes() == strokes
    assert np.array_equal(seen(canvas), before)
    canvas.redo()
    assert canvas.is_empty


def test_clearing_an_empty_canvas_is_no_step(canvas: Canvas, qtbot: QtBot):
    with qtbot.assertNotEmitted(canvas.cleared):
        canvas.clear()
    assert not canvas.history.can_undo


def test_the_generation_rises_when_the_content_is_replaced(canvas: Canvas):
    generations = [canvas.generation]
    draw(canvas, (40, 40), (50, 60))
    assert canvas.generation == generations[0]
    for replace in (canvas.clear, canvas.undo, lambda: canvas.set_content(CanvasContent((LINE,)))):
        replace()
        generations.append(canvas.generation)
    assert generations == sorted(set(generations))


def test_the_drawing_keeps_its_place_on_the_paper_when_it_is_resized(canvas: Canvas):
    canvas.set_content(CanvasContent((LINE,)))
    canvas.resize(560, 600)
    lit = seen(canvas)
    assert lit[300, 80:480].all()
    assert not lit[270].any()
    assert not lit[330].any()


def test_a_stroke_survives_a_resize_in_its_middle(canvas: Canvas):
    send(canvas, PRESS, 40, 140)
    send(canvas, MOVE, 140, 140)
    canvas.resize(560, 560)
    send(canvas, MOVE, 480, 280)
    assert seen(canvas)[280, 80:480].all()


def test_a_resize_does_not_hide_the_stroke_under_way(canvas: Canvas):
    send(canvas, PRESS, 40, 140)
    send(canvas, MOVE, 240, 140)
    canvas.resize(560, 560)
    assert seen(canvas)[280, 80:480].all()


class RecordingCanvas(Canvas):
    """Notes what it was asked to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = QRegion()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += event.region()
        super().paintEvent(event)


@pytest.fixture
def recording(qtbot: QtBot) -> RecordingCanvas:
    canvas = RecordingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(280, 280)
    canvas.show()
    qtbot.waitUntil(lambda: not canvas.painted.isEmpty())
    return canvas


def painted(canvas: RecordingCanvas, qtbot: QtBot, change: Callable[[], object]) -> QRect:
    """What a change makes the canvas paint anew."""
    canvas.painted = QRegion()
    change()
    qtbot.waitUntil(lambda: not canvas.painted.isEmpty())
    return canvas.painted.boundingRect()


def test_only_what_a_point_changed_is_painted_anew(recording: RecordingCanvas, qtbot: QtBot):
    first = painted(recording, qtbot, lambda: recording.begin_stroke("test", QPointF(40, 40), 0.5))
    assert first == recording.rect()  # the hint goes
    second = painted(recording, qtbot, lambda: recording.extend_stroke("test", QPointF(60, 40), 0.5))
    assert second.contains(QRect(31, 31, 38, 18))
    assert second.height() < 30
    recording.finish_stroke()


class Ground(QWidget):
    """Counts how often it was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1


def test_what_the_canvas_lies_on_is_not_painted_anew_with_it(qtbot: QtBot):
    ground, canvas = Ground(), RecordingCanvas()
    qtbot.addWidget(ground)
    canvas.setParent(ground)
    painted(canvas, qtbot, ground.show)
    paints = ground.paints
    painted(canvas, qtbot, canvas.update)
    assert ground.paints == paints > 0


def test_the_brush_is_painted_where_it_is_and_wiped_where_it_was(recording: RecordingCanvas, qtbot: QtBot):
    painted(recording, qtbot, lambda: recording.hover(QPointF(40, 40)))
    moved = painted(recording, qtbot, lambda: recording.hover(QPointF(60, 40)))
    assert moved.contains(QRect(30, 30, 40, 20))
    assert moved.height() < 40


def test_the_hint_goes_with_the_first_ink(canvas: Canvas):
    assert seen(canvas)[130:150].any()
    send(canvas, PRESS, 20, 20)
    assert not seen(canvas)[130:150].any()


def test_the_brush_is_shown_where_the_pointer_is(canvas: Canvas):
    canvas.set_content(CanvasContent((LINE,)))
    canvas.set_brush(40)
    send(canvas, MOVE, 100, 60, buttons=NONE)
    image = canvas.grab().toImage()
    ring = [image.pixel(*place) for place in ((80, 60), (119, 60), (100, 40), (100, 79))]
    assert all(colour != theme.current().raised.rgb() for colour in ring)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.pointer is None


def test_a_new_brush_is_told_once(canvas: Canvas, qtbot: QtBot):
    with qtbot.waitSignal(canvas.brush_changed) as told:
        canvas.set_brush(31.5)
    assert told.args == [31.5]
    with qtbot.assertNotEmitted(canvas.brush_changed):
        canvas.set_brush(31.5)
    draw(canvas, (40, 40), (50, 60))
    assert canvas.strokes()[0].width == 31.5


def test_the_picture_that_leaves_is_black_on_white_and_of_one_size(canvas: Canvas):
    canvas.set_content(CanvasContent((LINE,)))
    canvas.resize(200, 300)
    image = canvas.to_image()
    assert (image.width(), image.height()) == (560, 560)
    assert image.pixelColor(280, 280).lightness() == 0
    assert image.pixelColor(280, 100).lightness() == 255


def test_a_long_drawing_is_stretched_while_it_is_resized_and_exact_when_its_size_rests(
    canvas: Canvas, qtbot: QtBot
):
    canvas.set_content(CanvasContent((LINE,) * 200))
    canvas.resize(560, 560)
    stretched = seen(canvas)
    assert stretched[280, 100:460].all()
    assert not stretched[[240, 320]].any()
    qtbot.waitUntil(lambda: not np.array_equal(seen(canvas), stretched))
    exact = seen(canvas)
    canvas.set_content(CanvasContent((LINE,)))
    assert np.array_equal(seen(canvas), exact)


def test_a_stroke_on_a_stretched_drawing_lies_where_the_pen_is(canvas: Canvas):
    canvas.set_content(CanvasContent((LINE,) * 200))
    canvas.resize(560, 560)
    send(canvas, PRESS, 80, 80)
    send(canvas, MOVE, 480, 80)
    assert seen(canvas)[80, 80:480].all()
