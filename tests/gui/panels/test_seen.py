"""The panel What the network sees."""

import dataclasses

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.panels.seen import SeenPanel
from gui.selection import Selection
from tests.gui.panels.readings import blank, classified
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> SeenPanel:
    panel = SeenPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(300, 140)
    panel.show()
    return panel


def test_it_shows_the_very_input_and_its_figures(panel: SeenPanel, link: RecordingLink):
    event = classified()
    link.deliver(event)
    assert np.array_equal(panel.image.image, event.image)
    assert panel.facts.lines() == ["shape [1, 28, 28]", "mean 0.01276", "ink 1.3 %", "mass (13.5, 14.0)"]


@pytest.mark.parametrize(("normalised", "words"), [(True, "centred, scaled"), (False, "as drawn")])
def test_it_says_what_was_done_to_the_drawing(
    panel: SeenPanel, link: RecordingLink, qtbot: QtBot, normalised: bool, words: str
):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(dataclasses.replace(classified(), normalised=normalised))
    assert caption.args == [words]


def test_a_blank_canvas_has_no_figures(panel: SeenPanel, link: RecordingLink):
    link.deliver(classified())
    link.deliver(blank())
    assert not panel.image.image.any()
    assert panel.facts.lines()[1:] == ["mean –", "ink –", "mass –"]
