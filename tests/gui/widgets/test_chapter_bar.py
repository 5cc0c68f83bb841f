"""How far a course is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.widgets.chapter_bar import ChapterBar


@pytest.fixture
def bar(qtbot: QtBot) -> ChapterBar:
    bar = ChapterBar()
    qtbot.addWidget(bar)
    bar.resize(200, 16)
    bar.show_chapters(("one", "two", "three"), 1)
    bar.show()
    return bar


def test_a_click_chooses_a_chapter(bar: ChapterBar, qtbot: QtBot):
    with qtbot.waitSignal(bar.chosen) as chosen:
        place = bar.chapter_rect(2).center().toPoint()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [2]


def test_dashes_lie_side_by_side(bar: ChapterBar):
    first, second = bar.chapter_rect(0), bar.chapter_rect(1)
    assert first.right() < second.left()
    assert bar.chapter_rect(2).right() == pytest.approx(200)


def test_it_says_how_far_it_is(bar: ChapterBar):
    assert bar.accessibleName() == "lesson 2 of 3"
