"""The panel Lesson, with an engine that runs the code, from beginning to end by keyboard."""

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.lessons.lesson import LANGUAGES, lesson_names, read_lesson
from engine.network.mlp import NeuralNetwork
from engine.thread.commands import Command, FileCommand
from engine.thread.filing import Filing
from engine.thread.lab_session import LabSession
from engine.thread.lesson_commands import ListLessons, OpenLesson, ReadLesson, RunStep
from engine.thread.lesson_session import LessonSession
from gui.panels.lesson import LessonPanel
from gui.selection import Selection
from gui.settings import choose_language
from gui.widgets.lesson_text import LessonText
from tests.recording_link import RecordingLink


class LessonLink(RecordingLink):
    """Lets the engine's own sessions answer at once."""

    def __init__(self) -> None:
        super().__init__()
        network, drawing = NeuralNetwork(), torch.zeros(1, 28, 28)
        look = lambda: (network, drawing)  # noqa: E731  # both sessions ask
        self._lessons = LessonSession(self.deliver, look, LabSession(self.deliver, look))
        self._filing = Filing(self.deliver)

    def send(self, command: Command | FileCommand) -> None:
        super().send(command)
        if isinstance(command, OpenLesson | RunStep):
            self._lessons.obey(command)
        elif isinstance(command, ListLessons | ReadLesson):
            self._filing.obey(command)


@pytest.fixture
def link(qapp: QApplication) -> LessonLink:
    return LessonLink()


@pytest.fixture
def panel(qtbot: QtBot, link: LessonLink, selection: Selection) -> LessonPanel:
    return shown(qtbot, link, selection)


def shown(qtbot: QtBot, link: LessonLink, selection: Selection) -> LessonPanel:
    panel = LessonPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(420, 700)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)  # keys reach shortcuts from then on
    return panel


def test_the_first_lesson_is_open_and_nothing_has_run(panel: LessonPanel, link: LessonLink):
    assert panel.current == lesson_names()[0]
    assert panel.blocks
    assert not any(block.output.isVisible() for block in panel.blocks)
    assert OpenLesson(panel.current) in link.sent


def test_run_shows_the_true_output(panel: LessonPanel):
    QTest.mouseClick(panel.blocks[0].run, Qt.MouseButton.LeftButton)
    expected = read_lesson(panel.current).steps[0].output
    if expected is not None:
        assert panel.blocks[0].output.said == expected


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("number", range(len(lesson_names())))
def test_each_lesson_is_finished_by_keyboard_alone(
    qtbot: QtBot, link: LessonLink, selection: Selection, number: int, code: str
):
    choose_language(code)
    panel = shown(qtbot, link, selection)
    panel.setFocus()
    for _ in range(number):
        QTest.keyClick(panel, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert panel.number == number
    lesson = read_lesson(panel.current, code)
    assert panel.lessons[number] == (lesson.name, lesson.title)
    for step in lesson.steps:
        QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        said = panel.blocks[step.number].output.said
        if step.output is not None:
            assert said == step.output
        assert list(panel.blocks[step.number].pictures.glimpses) == list(step.pictures)
    assert panel.next_step == len(panel.blocks)
    assert not panel.run_next.isEnabled()
    assert panel.after.isEnabled() == (number + 1 < len(panel.lessons))


@pytest.mark.parametrize("code", LANGUAGES)
def test_links_are_followed_by_keyboard(qtbot: QtBot, link: LessonLink, selection: Selection, code: str):
    choose_language(code)
    panel = shown(qtbot, link, selection)
    words = next(each for each in panel.findChildren(LessonText) if "panel:" in each.text())
    words.setFocus()
    QTest.keyClick(words, Qt.Key.Key_Tab)
    with qtbot.waitSignal(selection.pointed) as pointed:
        QTest.keyClick(words, Qt.Key.Key_Return)
    assert pointed.args == ["drawing"]


def test_links_are_followed_by_mouse(panel: LessonPanel, selection: Selection, qtbot: QtBot):
    words = next(each for each in panel.findChildren(LessonText) if "panel:" in each.text())
    seen: list[str] = []
    selection.pointed.connect(seen.append)
    for y in range(2, words.height(), 6):
        for x in range(2, words.width(), 12):
            if not seen:
                QTest.mouseClick(words, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert seen == ["drawing"]


def test_tab_reaches_run_and_copy(panel: LessonPanel):
    panel.blocks[0].copy.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.blocks[0].copy, Qt.Key.Key_Tab)
    assert panel.blocks[0].run.hasFocus()
    QTest.keyClick(panel.blocks[0].run, Qt.Key.Key_Space)
    assert panel.blocks[0].output.isVisible()


def test_a_chapter_is_opened_by_a_click_on_its_dash(panel: LessonPanel):
    place = panel.chapters.chapter_rect(4).center().toPoint()
    QTest.mouseClick(panel.chapters, Qt.MouseButton.LeftButton, pos=place)
    assert panel.current == lesson_names()[4]


def test_the_lesson_that_was_open_is_open_again(
    panel: LessonPanel, qtbot: QtBot, selection: Selection, link: LessonLink
):
    panel._open_number(len(panel.lessons) - 1)
    again = LessonPanel(link, selection)
    qtbot.addWidget(again)
    again.show()
    assert again.current == lesson_names()[-1]
