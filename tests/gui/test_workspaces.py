"""The workspace Learn in the real window, with the real engine, by keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.lessons.lesson import LANGUAGES, lesson_names, read_lesson
from gui.main_window import MainWindow
from gui.panels.backward import BackwardPanel
from gui.panels.graph import GraphPanel
from gui.panels.lesson import LessonPanel
from gui.panels.node import NodePanel
from gui.settings import choose_language

PATIENCE_MS = 60_000
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(params=LANGUAGES)
def code(request: pytest.FixtureRequest) -> str:
    choose_language(request.param)
    return request.param


@pytest.fixture
def window(qtbot: QtBot, code: str) -> Iterator[MainWindow]:
    del code  # chosen before the window asks for it
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    window.painted.connect(window.start_engine)
    window.show()
    window.show_workspace("learn")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: graph(window).choice.traced is not None, timeout=PATIENCE_MS)
    yield window
    window.close()


def lesson(window: MainWindow) -> LessonPanel:
    panel = window.panels["lesson"]
    assert isinstance(panel, LessonPanel)
    return panel


def graph(window: MainWindow) -> GraphPanel:
    panel = window.panels["graph"]
    assert isinstance(panel, GraphPanel)
    return panel


def test_the_whole_course_is_finished_by_keyboard_alone(window: MainWindow, qtbot: QtBot, code: str):
    panel = lesson(window)
    for number, name in enumerate(lesson_names()):
        qtbot.waitUntil(lambda number=number: panel.number == number, timeout=PATIENCE_MS)
        for step in read_lesson(name, code).steps:
            QTest.keyClick(window, Qt.Key.Key_Return, CONTROL)
            done = step.number + 1
            qtbot.waitUntil(lambda done=done: panel.next_step == done, timeout=PATIENCE_MS)
            if step.output is not None:
                assert panel.blocks[step.number].output.said == step.output
        QTest.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
    assert panel.number == len(lesson_names()) - 1


def test_a_lessons_graph_is_walked_by_keyboard(window: MainWindow, qtbot: QtBot):
    panel, choice = lesson(window), graph(window).choice
    panel._open_number(lesson_names().index("05-autograd"))
    qtbot.waitUntil(lambda: panel.current == "05-autograd", timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: graph(window).subject.currentData() == "lesson", timeout=PATIENCE_MS)
    for position in range(1, 7):
        QTest.keyClick(window, Qt.Key.Key_Right, ALT)
        qtbot.waitUntil(lambda position=position: choice.position == position, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert choice.position == 5
    node, backward = window.panels["node"], window.panels["backward"]
    assert isinstance(node, NodePanel) and isinstance(backward, BackwardPanel)
    assert not backward.no_grad.isEnabled()  # the lesson's code runs as it is shown
    backward.backward.trigger()
    qtbot.waitUntil(node.refusal.isVisible, timeout=PATIENCE_MS)
    assert "a second time" in node.refusal.text()
