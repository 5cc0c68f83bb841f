"""How a pointer event is followed to the paint that shows its reading."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.benchmarks.light import Light


@pytest.fixture
def screen(qtbot: QtBot) -> QLabel:
    label = QLabel("?")
    qtbot.addWidget(label)
    with qtbot.waitExposed(label):
        label.show()
    return label


def test_a_pointer_event_is_seen_once_its_reading_was_painted(qtbot: QtBot, screen: QLabel):
    light = Light(screen, lambda: None)
    light.moved(0.0)
    light.asked(1)
    light.answered(1)
    screen.setText("3")
    qtbot.waitUntil(lambda: light.is_all_seen)
    assert len(light.seconds) == light.frames == 1


def test_a_paint_before_the_answer_shows_nothing_new(qtbot: QtBot, screen: QLabel):
    light = Light(screen, lambda: None)
    light.moved(0.0)
    light.asked(1)
    screen.repaint()
    qtbot.wait(1)
    assert not light.is_all_seen
    assert light.frames == 0


def test_ink_that_was_overwritten_is_seen_with_the_newer_reading(qtbot: QtBot, screen: QLabel):
    light = Light(screen, lambda: None)
    for request in (1, 2, 3):
        light.moved(0.0)
        light.asked(request)
    light.answered(2)
    screen.setText("3")
    qtbot.waitUntil(lambda: len(light.seconds) == 2)
    assert not light.is_all_seen
