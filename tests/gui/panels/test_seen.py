"""The panel What the network sees."""

import dataclasses

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.panels.seen import SeenPanel
from gui.selection import Selection
from tests.gui.panels.networks import network_changed
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


def test_a_row_of_values_is_shown_as_cells_with_its_shape(panel: SeenPanel, link: RecordingLink):
    link.deliver(network_changed((3, 4, 2), network=2))
    values = np.array([[-1, 0, 2]], np.float32)
    link.deliver(dataclasses.replace(classified(), image=values, centre=(0, 0), ink=2 / 3, network=2))
    assert panel.image.isHidden() and panel.cells.isVisible() and panel.cells.units == 3
    assert "[1, 3]" in panel.facts.lines()[0]


def test_another_image_has_another_shape(panel: SeenPanel, link: RecordingLink):
    link.deliver(network_changed((64, 4, 2), network=2))
    assert "[1, 8, 8]" in panel.facts.lines()[0] and panel.image.image.shape == (8, 8)
