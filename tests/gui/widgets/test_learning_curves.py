"""The curves of a run, under a real pointer."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.curve_plot import CurvePlot, Dot
from gui.widgets.learning_curves import LearningCurves
from gui.widgets.learning_record import LearningRecord

LAST = 1000


@pytest.fixture
def curves(qtbot: QtBot) -> LearningCurves:
    record = LearningRecord()
    steps = np.arange(1, LAST + 1)
    losses = (1 / np.sqrt(steps)).astype(np.float32)
    record.add_steps(steps, losses, 1 - losses / 2, np.ones(LAST, np.float32))
    for step in range(0, LAST + 1, 100):
        record.add_validation(step, 0.5 / (1 + step / 100), 0.9)
    curves = LearningCurves(record)
    qtbot.addWidget(curves)
    curves.resize(600, 400)
    curves.show()
    qtbot.waitUntil(lambda: curves.view.last == LAST and curves.plots[0].width() > 500)
    return curves


def place(plot: CurvePlot, step: float) -> QPoint:
    """Where a step lies in a plot, found with the plot's own scale."""
    at_100, at_500 = plot.step_at(QPointF(100, 50)), plot.step_at(QPointF(500, 50))
    return QPoint(round(100 + 400 * (step - at_100) / (at_500 - at_100)), 50)


def turn_wheel(plot: CurvePlot, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(plot.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot, event)


def values(curves: LearningCurves) -> dict[str, str]:
    return {entry.name: entry.value for entry in curves.loss_legend.entries}


def has_colour(plot: CurvePlot, colour: QColor, left: int = 60) -> bool:
    """Whether something is painted in a colour, smoothed at its edges."""
    image = plot.grab().toImage()
    pixels = (image.pixelColor(x, y) for x in range(left, 560, 3) for y in range(image.height()))
    red, green, blue = colour.red(), colour.green(), colour.blue()
    return any(max(abs(p.red() - red), abs(p.green() - green), abs(p.blue() - blue)) < 60 for p in pixels)


def test_without_a_pointer_the_legend_has_the_newest_values(curves: LearningCurves):
    assert values(curves)["step"] == "1,000"
    assert values(curves)["batch"] == theme.number(float(np.float32(1 / math.sqrt(LAST))))
    assert [entry.value for entry in curves.accuracy_legend.entries][1] == "90.00 %"


def test_the_pointer_reads_out_the_exact_values_of_its_step(curves: LearningCurves, qtbot: QtBot):
    plot = curves.plots[0]
    qtbot.mouseMove(plot, place(plot, 400))
    qtbot.waitUntil(lambda: values(curves)["step"] != "1,000")
    step = curves.pointed_step
    assert step is not None and abs(step - 400) <= 2
    assert values(curves)["batch"] == theme.number(float(np.float32(1 / math.sqrt(step))))


def test_when_the_pointer_leaves_the_newest_values_are_back(curves: LearningCurves, qtbot: QtBot):
    plot = curves.plots[1]
    qtbot.mouseMove(plot, place(plot, 400))
    qtbot.waitUntil(lambda: values(curves)["step"] != "1,000")
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: values(curves)["step"] == "1,000")


def test_the_wheel_zooms_about_the_pointer(curves: LearningCurves, qtbot: QtBot):
    plot = curves.plots[1]
    at = place(plot, 400)
    turn_wheel(plot, at, 3)
    qtbot.waitUntil(lambda: curves.view.right - curves.view.left < 600)
    qtbot.waitUntil(lambda: abs(plot.step_at(QPointF(at)) - 400) < 5)


def test_dragging_moves_and_a_double_click_shows_all(curves: LearningCurves, qtbot: QtBot):
    plot = curves.plots[0]
    turn_wheel(plot, place(plot, 500), 5)
    qtbot.waitUntil(lambda: plot.step_at(QPointF(500, 50)) - plot.step_at(QPointF(100, 50)) < 400)
    left = curves.view.left
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 50))
    qtbot.mouseMove(plot, QPoint(300, 50))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    assert curves.view.left < left - 10
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    assert curves.view.is_whole


def test_both_plots_show_the_same_steps(curves: LearningCurves, qtbot: QtBot):
    curves.zoom(0.2, 700)
    loss, accuracy = curves.plots
    qtbot.waitUntil(lambda: loss.step_at(QPointF(60, 50)) > 500)
    assert loss.step_at(QPointF(300, 50)) == pytest.approx(accuracy.step_at(QPointF(300, 50)))


def test_the_keys_zoom_move_read_and_show_all(curves: LearningCurves, qtbot: QtBot):
    qtbot.keyClick(curves, Qt.Key.Key_Plus)
    assert curves.view.right - curves.view.left == pytest.approx(800)
    left = curves.view.left
    qtbot.keyClick(curves, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert curves.view.left < left
    qtbot.keyClick(curves, Qt.Key.Key_Left)
    assert curves.pointed_step is not None and curves.pointed_step < LAST
    qtbot.keyClick(curves, Qt.Key.Key_Escape)
    assert curves.pointed_step is None
    qtbot.keyClick(curves, Qt.Key.Key_Home)
    assert curves.view.is_whole


def test_means_have_the_accent_and_validation_the_blue(curves: LearningCurves, qtbot: QtBot):
    assert has_colour(curves.plots[0], theme.current().accent)
    assert has_colour(curves.plots[0], theme.current().negative)


def test_it_takes_the_colours_of_a_new_theme(curves: LearningCurves, qapp: QApplication, qtbot: QtBot):
    try:
        theme.apply(qapp, "light")
        ground = QPoint(2, 2)
        qtbot.waitUntil(lambda: curves.plots[0].grab().toImage().pixelColor(ground) == theme.LIGHT.panel)
        qtbot.waitUntil(lambda: has_colour(curves.plots[0], theme.LIGHT.accent))
    finally:
        theme.apply(qapp, "dark")


def test_a_loss_of_nothing_or_of_no_number_is_no_obstacle(curves: LearningCurves, qtbot: QtBot):
    record = curves.record
    record.add_steps([LAST + 1, LAST + 2, LAST + 3], [0.0, math.nan, math.inf], [1, 1, 1], [1, 1, 1])
    curves.refresh()
    qtbot.waitUntil(lambda: values(curves)["step"] == "1,003")
    assert values(curves)["batch"] == "∞"


def test_an_empty_record_is_shown_as_such(qtbot: QtBot):
    curves = LearningCurves(LearningRecord())
    qtbot.addWidget(curves)
    curves.resize(600, 400)
    curves.show()
    qtbot.waitUntil(lambda: bool(curves.loss_legend.entries))
    assert values(curves) == {"step": "0", "batch": "–", "training": "–", "validation": "–"}


def test_hidden_curves_are_not_drawn(curves: LearningCurves, qtbot: QtBot):
    curves.hide()
    curves.record.add_steps([LAST + 1], [0.5], [0.5], [1.0])
    curves.refresh()
    qtbot.wait(0)
    assert values(curves)["step"] == "1,000"
    curves.show()
    qtbot.waitUntil(lambda: values(curves)["step"] == "1,001")


@pytest.mark.parametrize(("step", "judged"), [(50, 0), (99, 0), (100, 100), (150, 100)])
def test_the_dot_of_validation_lies_where_the_legend_reads_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, step: int, judged: int
):
    record = LearningRecord()
    steps = np.arange(1, 201)
    ones = np.ones(200, np.float32)
    record.add_steps(steps, ones, ones, ones)
    accuracies = {0: 0.5, 100: 0.9}
    for at, accuracy in accuracies.items():
        record.add_validation(at, 1.0, accuracy)
    curves = LearningCurves(record)
    qtbot.addWidget(curves)
    marks: list[Dot] = []
    monkeypatch.setattr(curves.plots[1], "mark", lambda _, dots: marks.extend(dots[1:]))
    curves.resize(600, 400)
    curves.show()
    qtbot.waitUntil(lambda: curves.view.last == 200)
    curves.point_at(step)
    qtbot.waitUntil(lambda: bool(marks))
    assert marks[-1] == Dot(judged, accuracies[judged], theme.current().negative)
    assert curves.accuracy_legend.entries[1].value == f"{accuracies[judged]:.2%}".replace("%", " %")


def test_a_dot_that_is_not_in_sight_is_not_painted_beside_the_axis(qtbot: QtBot):
    plot, colour = CurvePlot(), QColor("#ff0000")
    qtbot.addWidget(plot)
    plot.resize(600, 200)
    plot.set_range(100, 200, 0, 1)
    plot.mark(150, [Dot(98, 0.5, colour)])
    assert not has_colour(plot, colour, left=0)
    plot.mark(150, [Dot(102, 0.5, colour)])
    assert has_colour(plot, colour, left=0)


@pytest.mark.parametrize(("width", "is_named"), [(600, True), (400, False)])
def test_where_room_is_short_it_belongs_to_the_numbers(curves: LearningCurves, width: int, is_named: bool):
    curves.resize(width, 400)
    assert curves.quantity.isVisible() is is_named
