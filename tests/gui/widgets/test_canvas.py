"""The canvas under mouse, tablet, fingers and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QKeyEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.canvas import Canvas
from gui.widgets.stroke_history import CanvasContent
from tests.gui.canvas_hand import LEFT, LINE, MOVE, NONE, PRESS, RELEASE, RIGHT, draw, places, seen, send


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


def test_pointer_places_are_units_of_the_canvas_at_any_size(canvas: Canvas):
    canvas.resize(700, 560)
    draw(canvas, (70, 0), (630, 560))
    assert places(canvas.strokes()[0]) == [(0, 0), (280, 280)]


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
