"""The canvas under a tablet's pen and under fingers."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.widgets.canvas import Canvas
from tests.gui.canvas_hand import LEFT, MOVE, NONE, PRESS, RELEASE, RIGHT, places, seen, send

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
