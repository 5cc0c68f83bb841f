from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QImage,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QRegion,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.canvas import Canvas
from gui.widgets.stroke_history import CanvasContent, CanvasStroke

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.MouseButton.NoButton
PRESS, MOVE, RELEASE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
LINE = CanvasStroke(((40.0, 140.0, 0.5), (240.0, 140.0, 0.5)), 20)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A canvas of 280 pixels a side: its units are pixels."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(280, 280)
    canvas.show()
    canvas.setFocus()
    return canvas


def send(canvas: Canvas, kind: QEvent.Type, x: float, y: float, button=LEFT, buttons=LEFT) -> None:
    place = QPointF(x, y)
    button = NONE if kind == MOVE else button
    event = QMouseEvent(
        kind, place, canvas.mapToGlobal(place), button, buttons, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, event)


def draw(canvas: Canvas, *places: tuple[float, float], button=LEFT) -> None:
    send(canvas, PRESS, *places[0], button, button)
    for place in places[1:]:
        send(canvas, MOVE, *place, button, button)
    send(canvas, RELEASE, *places[-1], button, NONE)


def places(stroke: CanvasStroke) -> list[tuple[float, float]]:
    return [point[:2] for point in stroke.points]


def seen(canvas: Canvas) -> np.ndarray:
    """Where the canvas shows something other than paper, bool (height, width)."""
    canvas.hover(None)
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width())
    return pixels != theme.current().raised.rgb()


def test_a_mouse_leaves_a_stroke_through_every_place_it_was_at(canvas: Canvas):
    path = [(40.25, 50.5), (60.75, 80.0), (61.0, 80.25), (200.5, 90.125)]
    draw(canvas, *path)
    (stroke,) = canvas.strokes()
    assert places(stroke) == path
    assert {point[2] for point in stroke.points} == {0.5}


def test_a_click_is_a_dot(canvas: Canvas, qtbot: QtBot):
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(140, 140))
    assert [places(stroke) for stroke in canvas.strokes()] == [[(140, 140)]]
    assert seen(canvas)[135:146, 135:146].all()


def test_a_double_click_is_two_dots(canvas: Canvas, qtbot: QtBot):
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(140, 140))
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(150, 140))
    assert [places(stroke) for stroke in canvas.strokes()] == [[(140, 140)], [(150, 140)]]


def test_places_that_say_nothing_new_are_dropped(canvas: Canvas, qtbot: QtBot):
    send(canvas, PRESS, 50, 50)
    with qtbot.assertNotEmitted(canvas.ink_changed):
        send(canvas, MOVE, 50, 50)
    send(canvas, RELEASE, 50, 50, buttons=NONE)
    assert len(canvas.strokes()[0].points) == 1


def test_ink_is_seen_while_the_pen_still_moves(canvas: Canvas):
    send(canvas, PRESS, 40, 140)
    send(canvas, MOVE, 240, 140)
    assert seen(canvas)[140, 40:240].all()
    assert not seen(canvas)[10:100].any()


def test_each_new_point_is_told(canvas: Canvas, qtbot: QtBot):
    told: list[int] = []
    canvas.ink_changed.connect(lambda: told.append(len(canvas.strokes()[-1].points)))
    draw(canvas, (40, 40), (50, 60), (70, 90))
    assert told == [1, 2, 3]


def test_finished_strokes_are_the_same_objects_while_another_grows(canvas: Canvas):
    draw(canvas, (40, 40), (50, 60))
    first = canvas.strokes()[0]
    send(canvas, PRESS, 100, 100)
    send(canvas, MOVE, 120, 120)
    assert canvas.strokes()[0] is first
    assert canvas.strokes()[1] is canvas.strokes()[1]


def test_a_stroke_goes_on_outside_the_paper(canvas: Canvas):
    send(canvas, PRESS, 200, 140)
    send(canvas, MOVE, 330, 140)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    send(canvas, MOVE, 330, 240)
    send(canvas, RELEASE, 200, 240, buttons=NONE)
    assert places(canvas.strokes()[0]) == [(200, 140), (330, 140), (330, 240), (200, 240)]


def test_the_right_button_erases(canvas: Canvas):
    canvas.set_content(CanvasContent((LINE,)))
    draw(canvas, (140, 100), (140, 180), button=RIGHT)
    assert canvas.strokes()[-1].erase
    assert not seen(canvas)[140, 135:146].any()
    assert seen(canvas)[140, 40:120].all()


def test_the_chosen_eraser_erases(canvas: Canvas, qtbot: QtBot):
    with qtbot.waitSignal(canvas.eraser_changed):
        canvas.set_eraser(True)
    draw(canvas, (140, 100), (140, 180))
    assert canvas.strokes()[-1].erase


def test_a_second_button_does_not_break_the_stroke(canvas: Canvas):
    send(canvas, PRESS, 40, 40)
    send(canvas, PRESS, 50, 40, RIGHT, LEFT | RIGHT)
    send(canvas, MOVE, 60, 40, buttons=LEFT | RIGHT)
    send(canvas, RELEASE, 60, 40, RIGHT, LEFT)
    send(canvas, RELEASE, 80, 40, LEFT, NONE)
    assert [places(stroke) for stroke in canvas.strokes()] == [[(40, 40), (60, 40), (80, 40)]]


def test_the_middle_button_draws_nothing(canvas: Canvas, qtbot: QtBot):
    qtbot.mouseClick(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(140, 140))
    assert canvas.is_empty


def test_a_release_that_was_never_told_ends_the_stroke(canvas: Canvas, qtbot: QtBot):
    send(canvas, PRESS, 40, 40)
    send(canvas, MOVE, 60, 40)
    with qtbot.waitSignal(canvas.stroke_finished):
        send(canvas, MOVE, 200, 200, buttons=NONE)
    assert places(canvas.strokes()[0]) == [(40, 40), (60, 40)]


def test_losing_the_focus_keeps_the_stroke_and_ends_it(canvas: Canvas, qtbot: QtBot):
    send(canvas, PRESS, 40, 40)
    with qtbot.waitSignal(canvas.stroke_finished):
        canvas.clearFocus()
    send(canvas, MOVE, 90, 90)
    assert places(canvas.strokes()[0]) == [(40, 40)]


@pytest.mark.parametrize("farewell", [Canvas.hide, Canvas.finish_stroke])
def test_a_hidden_canvas_keeps_the_stroke(canvas: Canvas, qtbot: QtBot, farewell):
    send(canvas, PRESS, 40, 40)
    with qtbot.waitSignal(canvas.stroke_finished):
        farewell(canvas)
    assert canvas.source is None


def test_a_window_that_goes_to_the_back_keeps_the_stroke(canvas: Canvas, qtbot: QtBot):
    send(canvas, PRESS, 40, 40)
    with qtbot.waitSignal(canvas.stroke_finished):
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.WindowDeactivate))


def test_escape_drops_the_stroke_under_way(canvas: Canvas, qtbot: QtBot):
    draw(canvas, (40, 40), (50, 60))
    before = seen(canvas)
    send(canvas, PRESS, 140, 140)
    send(canvas, MOVE, 240, 240)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert len(canvas.strokes()) == 1
    assert np.array_equal(seen(canvas), before)
    send(canvas, MOVE, 250, 250)
    assert len(canvas.strokes()) == 1


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


def test_the_brush_is_painted_where_it_is_and_wiped_where_it_was(recording: RecordingCanvas, qtbot: QtBot):
    painted(recording, qtbot, lambda: recording.hover(QPointF(40, 40)))
    moved = painted(recording, qtbot, lambda: recording.hover(QPointF(60, 40)))
    assert moved.contains(QRect(30, 30, 40, 20))
    assert moved.height() < 40


def test_pointer_places_are_units_of_the_canvas_at_any_size(canvas: Canvas):
    canvas.resize(700, 560)
    draw(canvas, (70, 0), (630, 560))
    assert places(canvas.strokes()[0]) == [(0, 0), (280, 280)]


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


# Tablet


@pytest.fixture(scope="module")
def pens(qapp: QApplication) -> dict[str, QPointingDevice]:
    """Both ends of a stylus."""
    kinds = QPointingDevice.PointerType
    return {
        name: QPointingDevice(
            name, 7, QInputDevice.DeviceType.Stylus, kind, QInputDevice.Capability.Pressure, 1, 2, "",
            QPointingDeviceUniqueId.fromNumericId(number),
        )
        for number, (name, kind) in enumerate({"pen": kinds.Pen, "eraser": kinds.Eraser}.items())
    }  # fmt: skip


def tablet(
    canvas: Canvas, pen: QPointingDevice, kind: QEvent.Type, place: tuple[float, float], pressure: float,
    button=NONE, buttons=LEFT,
) -> bool:  # fmt: skip
    at = QPointF(*place)
    event = QTabletEvent(
        kind,
        pen,
        at,
        canvas.mapToGlobal(at),
        pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        button,
        buttons,
    )
    event.ignore()
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


def draw_with(canvas: Canvas, pen: QPointingDevice, buttons=LEFT) -> None:
    kinds = QEvent.Type
    tablet(canvas, pen, kinds.TabletPress, (40, 140), 0.25, LEFT, buttons)
    tablet(canvas, pen, kinds.TabletMove, (140.5, 140), 0.75, buttons=buttons)
    tablet(canvas, pen, kinds.TabletRelease, (240, 140), 0.0, LEFT, NONE)


def test_a_tablet_draws_with_its_pressure(canvas: Canvas, pens: dict[str, QPointingDevice]):
    draw_with(canvas, pens["pen"])
    assert canvas.strokes()[0].points == ((40, 140, 0.25), (140.5, 140, 0.75), (240, 140, 0.0))
    height = seen(canvas)[:, [50, 140]].sum(axis=0)
    assert height[1] > 1.3 * height[0]


def test_the_other_end_of_a_pen_erases(canvas: Canvas, pens: dict[str, QPointingDevice]):
    draw_with(canvas, pens["eraser"])
    assert canvas.strokes()[0].erase


def test_the_side_button_of_a_pen_erases(canvas: Canvas, pens: dict[str, QPointingDevice]):
    draw_with(canvas, pens["pen"], LEFT | RIGHT)
    assert canvas.strokes()[0].erase


def test_the_side_button_alone_draws_nothing(canvas: Canvas, pens: dict[str, QPointingDevice]):
    tablet(canvas, pens["pen"], QEvent.Type.TabletPress, (40, 140), 0.0, RIGHT, RIGHT)
    tablet(canvas, pens["pen"], QEvent.Type.TabletMove, (90, 140), 0.0, NONE, RIGHT)
    assert canvas.is_empty


def test_a_pen_that_presses_harder_in_place_makes_the_dot_grow(
    canvas: Canvas, pens: dict[str, QPointingDevice]
):
    tablet(canvas, pens["pen"], QEvent.Type.TabletPress, (140, 140), 0.1, LEFT)
    small = seen(canvas).sum()
    tablet(canvas, pens["pen"], QEvent.Type.TabletMove, (140, 140), 0.9)
    assert canvas.strokes()[0].points == ((140, 140, 0.9),)
    assert seen(canvas).sum() > 2 * small
    canvas.finish_stroke()


def test_the_mouse_that_a_tablet_stroke_is_told_as_does_not_draw_twice(
    canvas: Canvas, pens: dict[str, QPointingDevice]
):
    assert tablet(canvas, pens["pen"], QEvent.Type.TabletPress, (40, 40), 0.5, LEFT)
    send(canvas, PRESS, 40, 40)
    send(canvas, MOVE, 99, 99)
    send(canvas, RELEASE, 99, 99, buttons=NONE)
    tablet(canvas, pens["pen"], QEvent.Type.TabletRelease, (60, 40), 0.0, LEFT, NONE)
    assert [places(stroke) for stroke in canvas.strokes()] == [[(40, 40), (60, 40)]]


# Touch


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def touch(canvas: Canvas, screen: QPointingDevice, *fingers: tuple[int, str, tuple[int, int]]) -> None:
    sequence = QTest.touchEvent(canvas, screen, False)
    for number, what, place in fingers:
        if what == "stationary":
            sequence.stationary(number)
        else:
            getattr(sequence, what)(number, QPoint(*place), canvas)
    sequence.commit()


def test_a_finger_draws(canvas: Canvas, screen: QPointingDevice):
    touch(canvas, screen, (0, "press", (40, 40)))
    touch(canvas, screen, (0, "move", (90, 60)))
    touch(canvas, screen, (0, "release", (120, 60)))
    assert [places(stroke) for stroke in canvas.strokes()] == [[(40, 40), (90, 60), (120, 60)]]


def test_a_second_finger_does_not_break_the_stroke(canvas: Canvas, screen: QPointingDevice):
    touch(canvas, screen, (0, "press", (40, 40)))
    touch(canvas, screen, (0, "move", (60, 40)), (1, "press", (200, 200)))
    touch(canvas, screen, (0, "move", (80, 40)), (1, "move", (220, 200)))
    touch(canvas, screen, (0, "stationary", (80, 40)), (1, "release", (240, 200)))
    touch(canvas, screen, (0, "release", (100, 40)))
    assert [places(stroke) for stroke in canvas.strokes()] == [[(40, 40), (60, 40), (80, 40), (100, 40)]]


def test_a_touch_that_the_system_takes_away_was_no_stroke(canvas: Canvas, screen: QPointingDevice):
    touch(canvas, screen, (0, "press", (40, 40)))
    touch(canvas, screen, (0, "move", (90, 60)))
    QApplication.sendEvent(canvas, QTouchEvent(QEvent.Type.TouchCancel, screen))
    assert canvas.is_empty
    touch(canvas, screen, (0, "release", (90, 60)))


# Keyboard


def test_keys_draw(canvas: Canvas, qtbot: QtBot):
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert [places(stroke) for stroke in canvas.strokes()] == [
        [(140, 140), (147, 140), (154, 140), (154, 141)]
    ]


def test_a_key_that_repeats_itself_holds_the_pen_down(canvas: Canvas, qtbot: QtBot):
    nothing = Qt.KeyboardModifier.NoModifier
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        QApplication.sendEvent(canvas, QKeyEvent(kind, Qt.Key.Key_Space, nothing, " ", autorep=True))
        assert canvas.source == "keyboard"
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert [places(stroke) for stroke in canvas.strokes()] == [[(140, 140), (147, 140)]]


def test_a_key_that_is_still_held_after_escape_does_not_draw_again(canvas: Canvas, qtbot: QtBot):
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    nothing = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, nothing, " ", autorep=True)
    )
    assert canvas.is_empty


def test_the_brush_of_the_keyboard_stays_on_the_paper(canvas: Canvas, qtbot: QtBot):
    for _ in range(30):
        qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.pointer == QPointF(140, 0)


def test_the_focus_that_comes_by_key_is_seen(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    line, canvas = QLineEdit(), Canvas()
    layout.addWidget(line)
    layout.addWidget(canvas)
    window.resize(300, 340)
    with qtbot.waitActive(window):
        window.show()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    corner = canvas.paper().toRect().topLeft()
    assert canvas.grab().toImage().pixelColor(corner + QPoint(1, 60)) != theme.current().raised
    qtbot.keyClick(canvas, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.grab().toImage().pixelColor(corner + QPoint(1, 60)) == theme.current().raised
