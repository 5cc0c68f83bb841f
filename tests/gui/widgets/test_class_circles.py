"""The column of classes."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.class_circles import ClassCircles

LOGITS = np.linspace(-2, 2.5, 10)
PROBABILITIES = np.exp(LOGITS) / np.exp(LOGITS).sum()


@pytest.fixture
def circles(qtbot: QtBot) -> ClassCircles:
    circles = ClassCircles()
    qtbot.addWidget(circles)
    circles.resize(100, 300)
    circles.show()
    return circles


def fill(circles: ClassCircles, class_: int) -> str:
    """The colour inside the left of a circle, beside its digit."""
    place = circles.circle_rect(class_)
    return circles.grab().toImage().pixelColor(int(place.left()) + 4, int(place.center().y())).name()


def test_the_predicted_circle_alone_is_filled(circles: ClassCircles):
    circles.show_reading(LOGITS, PROBABILITIES, 9)
    assert fill(circles, 9) == theme.current().accent.name()
    assert fill(circles, 8) == theme.current().panel.name()


def test_without_a_reading_none_is_filled(circles: ClassCircles):
    circles.show_reading(LOGITS, PROBABILITIES, 9)
    circles.show_reading(np.zeros(0), np.zeros(0), None)
    assert fill(circles, 9) == theme.current().panel.name()


def test_circles_do_not_overlap_and_stay_inside(circles: ClassCircles):
    circles.resize(20, 140)
    places = [circles.circle_rect(class_) for class_ in range(10)]
    assert all(a.bottom() < b.top() for a, b in pairwise(places))
    assert all(place.left() >= 0 and place.right() <= 20 for place in places)


def test_the_pointer_tells_its_class(circles: ClassCircles, qtbot: QtBot):
    with qtbot.waitSignal(circles.hovered) as told:
        qtbot.mouseMove(circles, QPoint(10, 7 * 30 + 15))
    assert told.args == [7]


def test_arrow_keys_walk_and_return_chooses(circles: ClassCircles, qtbot: QtBot):
    qtbot.keyClick(circles, Qt.Key.Key_Down)
    qtbot.keyClick(circles, Qt.Key.Key_Down)
    assert circles.marked == 1
    with qtbot.waitSignal(circles.clicked) as told:
        qtbot.keyClick(circles, Qt.Key.Key_Return)
    assert told.args == [1]


def test_a_click_tells_its_class(circles: ClassCircles, qtbot: QtBot):
    with qtbot.waitSignal(circles.clicked) as told:
        qtbot.mouseClick(circles, Qt.MouseButton.LeftButton, pos=QPoint(10, 7 * 30 + 15))
    assert told.args == [7]


def test_the_held_class_has_a_ring(circles: ClassCircles):
    before = circles.grab().toImage()
    circles.pin(4)
    after = circles.grab().toImage()
    place = circles.circle_rect(4)
    ring = (int(place.center().x()), int(place.top()) - 2)
    assert before.pixelColor(*ring) != after.pixelColor(*ring)
    circles.pin(None)
    assert circles.grab().toImage() == before


def test_other_classes_have_circles_of_their_own(circles: ClassCircles):
    circles.set_classes(4)
    places = [circles.circle_rect(class_) for class_ in range(4)]
    assert places[3].bottom() <= circles.height()
    assert circles.centres(np.arange(4))[3].tolist() == [places[3].center().x(), places[3].center().y()]


def test_the_tooltip_tells_logit_and_probability(circles: ClassCircles):
    assert circles.describe(QPoint(5, 15)) == "class 0"
    circles.show_reading(LOGITS, PROBABILITIES, 9)
    assert circles.describe(QPoint(5, 15)) == "class 0: logit −2, probability 0.004401"
