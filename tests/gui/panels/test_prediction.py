"""The panel Prediction."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from gui.panels.prediction import PredictionPanel
from gui.selection import Selection
from tests.gui.panels.networks import network_changed
from tests.gui.panels.readings import blank, classified
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> PredictionPanel:
    panel = PredictionPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(300, 240)
    panel.show()
    return panel


def test_a_reading_shows_the_digit_how_sure_and_how_fast(
    panel: PredictionPanel, link: RecordingLink, qtbot: QtBot
):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(classified(predicted=7))
    assert panel.digit.digit == 7
    assert panel.digit.words == "90.0 % sure"
    assert panel.bars.number(7) == "90.0"
    assert caption.args == ["0.41 ms"]


def test_a_blank_canvas_is_no_digit(panel: PredictionPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(classified())
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(blank())
    assert panel.digit.digit is None
    assert panel.digit.words == "Draw a digit: an empty canvas is no digit."
    assert panel.bars.number(3) == "–"
    assert caption.args == [""]


def test_nothing_jumps_between_blank_and_read(panel: PredictionPanel, link: RecordingLink):
    link.deliver(blank())
    before = [child.geometry() for child in (panel.digit, panel.bars)]
    link.deliver(classified())
    assert [child.geometry() for child in (panel.digit, panel.bars)] == before


def test_pointing_at_a_bar_points_at_the_class_everywhere(
    panel: PredictionPanel, selection: Selection, qtbot: QtBot
):
    row = panel.bars.height() // 10
    qtbot.mouseMove(panel.bars, QPoint(60, 4 * row + row // 2))
    assert selection.hovered_class == 4


def test_a_class_that_is_pointed_at_elsewhere_is_marked(panel: PredictionPanel, selection: Selection):
    selection.hover(digit=6)
    assert panel.bars.marked == 6
    selection.hover()
    assert panel.bars.marked is None


def test_a_network_of_other_classes_has_as_many_bars_at_once(panel: PredictionPanel, link: RecordingLink):
    link.deliver(network_changed((784, 8, 3)))
    assert panel.bars.shown.tolist() == [0, 1, 2]


def test_of_tensors_that_make_no_network_it_does_not_ask_for_a_drawing(
    panel: PredictionPanel, link: RecordingLink
):
    link.deliver(replace(network_changed(), obstacle="a is 2 × 3 × 4, no Linear layer"))
    link.deliver(blank())
    assert panel.digit.words == "These tensors make no network."
    link.deliver(network_changed())
    link.deliver(blank())
    assert panel.digit.words == "Draw a digit: an empty canvas is no digit."
