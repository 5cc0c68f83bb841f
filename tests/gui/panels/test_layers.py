"""The panel Layers."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.thread.commands import Region, Topic, Unwatch, Watch
from engine.thread.reading_events import GradientsComputed, GradientTile
from engine.thread.training_commands import Freeze
from engine.thread.training_events import (
    FreezeChanged,
    LayerFigures,
    LayersMeasured,
    StepShown,
    TrainingState,
)
from gui.panels.layers import LayersPanel
from gui.selection import Selection
from tests.gui.panels.networks import STACK, network_changed
from tests.gui.panels.runs import training_changed
from tests.recording_link import RecordingLink

NAMES = [parameter.name for parameter in network_changed().parameters]


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> LayersPanel:
    panel = LayersPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(900, 220)
    panel.show()
    link.deliver(network_changed())
    qtbot.waitUntil(lambda: len(watches(link)) == len(NAMES))
    return panel


def watches(link: RecordingLink) -> dict[str, Watch]:
    return {c.parameter: c for c in link.sent if isinstance(c, Watch)}


def measured(step: int, change: float | None = None) -> LayersMeasured:
    return LayersMeasured(step, tuple(LayerFigures(name, 0.5, 0.002, 3, change) for name in NAMES))


def computed(batch: int) -> GradientsComputed:
    levels, region = np.full((2, 3), 0.5, np.float32), Region(0, 0, 2, 3)
    tiles = tuple(
        GradientTile(f"layers/{name}", name, (2, 3), region, levels, 0.5, 0.5, 1.25) for name in NAMES
    )
    return GradientsComputed(1, 1, 1, None, None, 0.25, tiles, batch)


def test_every_gradient_is_watched_at_the_size_of_its_picture(panel: LayersPanel, link: RecordingLink):
    for name in NAMES:
        wish = watches(link)[name]
        assert (wish.subscription, wish.topic) == (f"layers/{name}", Topic.GRADIENT)
        assert (wish.rows, wish.columns) == panel.strips[name].heatmap.capacity()


def test_before_a_run_it_says_what_would_fill_it(panel: LayersPanel, link: RecordingLink):
    assert panel.table.words.startswith("Train the network")
    link.deliver(measured(1))
    assert not panel.table.words


def test_figures_reach_the_strip_of_their_parameter(panel: LayersPanel, link: RecordingLink):
    link.deliver(measured(1))
    assert {strip.words() for strip in panel.strips.values()} == {("0.5", "0.002", "3")}
    assert len({strip.norm.axis for strip in panel.strips.values()}) == 1


def test_the_gradient_of_a_batch_is_shown_and_told(panel: LayersPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(computed(batch=256))
    assert caption.args == ["gradient of the last batch, 256 images"]
    assert all(strip.heatmap.extent == (0, 0, 2, 3) for strip in panel.strips.values())


def test_at_a_kept_step_gradient_and_figures_are_of_that_step(
    panel: LayersPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(measured(1))
    link.deliver(StepShown(12))
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(computed(batch=256))
    assert caption.args == ["gradient at step 12, 256 images"]
    assert {strip.words() for strip in panel.strips.values()} == {("0.5", "0.002", "")}
    link.deliver(StepShown(None))
    assert {strip.words() for strip in panel.strips.values()} == {("0.5", "0.002", "3")}


def test_the_gradient_of_a_drawing_is_not_shown(panel: LayersPanel, link: RecordingLink):
    link.deliver(computed(batch=0))
    assert all(strip.heatmap.extent == (0, 0, 0, 0) for strip in panel.strips.values())


def test_a_tick_freezes_and_thaws(panel: LayersPanel, link: RecordingLink, qtbot: QtBot):
    strip = panel.strips[NAMES[2]]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tick_rect().center())
    assert link.sent[-1] == Freeze(NAMES[2], True)
    link.deliver(FreezeChanged((NAMES[2],)))
    assert [name for name in NAMES if panel.strips[name].is_frozen] == [NAMES[2]]
    qtbot.keyClick(strip, Qt.Key.Key_F)
    assert link.sent[-1] == Freeze(NAMES[2], False)


def test_a_network_that_comes_frozen_is_shown_so_in_the_same_strips(panel: LayersPanel, link: RecordingLink):
    strips = dict(panel.strips)
    event = network_changed(network=2)
    parameters = tuple(dataclasses.replace(p, trainable=p.name != NAMES[0]) for p in event.parameters)
    link.deliver(dataclasses.replace(event, parameters=parameters))
    assert panel.strips == strips and panel.strips[NAMES[0]].is_frozen


def test_a_new_run_begins_with_empty_strips(panel: LayersPanel, link: RecordingLink):
    link.deliver(measured(1))
    link.deliver(training_changed(TrainingState.RUNNING))
    assert not panel.table.words
    link.deliver(training_changed(TrainingState.PREPARING))
    assert {strip.words() for strip in panel.strips.values()} == {("", "", "")}
    assert panel.table.words


def test_strips_of_another_run_are_not_left_beside_one_that_is_opened(
    panel: LayersPanel, link: RecordingLink
):
    link.deliver(training_changed())
    link.deliver(measured(1))
    link.deliver(training_changed(TrainingState.PAUSED, step=1))
    assert not panel.table.words
    other = dataclasses.replace(training_changed(TrainingState.OPENED), folder=Path("other"))
    link.deliver(other)
    assert panel.table.words
    assert {strip.words() for strip in panel.strips.values()} == {("", "", "")}


def test_clicking_a_strip_chooses_the_parameter_and_pointing_elsewhere_marks_it(
    panel: LayersPanel, selection: Selection, qtbot: QtBot
):
    strip = panel.strips[f"{STACK}.2.bias"]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    assert selection.parameters == (f"{STACK}.2.weight", f"{STACK}.2.bias")
    plain = panel.strips[NAMES[0]].grab().toImage()
    selection.hover(NAMES[0])
    assert panel.strips[NAMES[0]].grab().toImage() != plain


def test_hidden_it_watches_nothing_yet_remembers_the_run(panel: LayersPanel, link: RecordingLink):
    panel.hide()
    assert {c.subscription for c in link.sent if isinstance(c, Unwatch)} == {f"layers/{n}" for n in NAMES}
    link.deliver(measured(1))
    assert panel.strips[NAMES[0]].words()[0] == "0.5"


def test_another_network_has_other_strips(panel: LayersPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(network_changed((784, 16, 10), network=2))
    assert list(panel.strips) == [p.name for p in network_changed((784, 16, 10)).parameters]
    assert Unwatch(f"layers/{STACK}.4.bias") in link.sent
