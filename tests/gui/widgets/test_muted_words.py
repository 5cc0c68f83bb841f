"""Muted words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.muted_words import RIGHT, MutedWords
from tests.gui.layout_requests import LayoutRequests


@pytest.mark.parametrize(("width", "tooltip"), [(600, ""), (60, "a sentence of some length")])
def test_words_that_do_not_fit_are_whole_in_the_tooltip(qtbot: QtBot, width: int, tooltip: str):
    words = MutedWords()
    qtbot.addWidget(words)
    words.setText("a sentence of some length")
    words.resize(width, 20)
    words.grab()
    assert words.toolTip() == tooltip


def test_what_tells_names_apart_can_be_spared(qtbot: QtBot):
    first, second = (
        MutedWords(elide=Qt.TextElideMode.ElideMiddle),
        MutedWords(elide=Qt.TextElideMode.ElideMiddle),
    )
    for words, seed in ((first, 1), (second, 7)):
        qtbot.addWidget(words)
        words.setText(f"random weights, seed {seed}")
        words.resize(80, 20)
    assert first.grab().toImage() != second.grab().toImage()


def test_wrapped_words_take_several_lines(qtbot: QtBot):
    words = MutedWords(wrapped=True)
    qtbot.addWidget(words)
    words.setText("a sentence of some length that needs several lines")
    words.resize(90, 200)
    image = words.grab().toImage()
    paper = image.pixelColor(0, 0)
    lines = [y for y in range(200) if any(image.pixelColor(x, y) != paper for x in range(90))]
    assert lines[-1] - lines[0] > 3 * words.fontMetrics().height()


def test_new_words_ask_for_no_new_layout(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    words = MutedWords(alignment=RIGHT)
    QHBoxLayout(window).addWidget(words)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.assertNotEmitted(LayoutRequests(window).seen, wait=1):
        words.setText("words of another length")
