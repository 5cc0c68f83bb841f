"""The panel Gradients."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.thread.commands import Region, SetObjective, Topic, Unwatch, Watch
from engine.thread.reading_events import GradientsComputed, GradientTile
from gui.panels.gradients import GradientsPanel
from gui.selection import Selection
from tests.gui.panels.networks import STACK, network_changed
from tests.recording_link import RecordingLink

NAMES = [parameter.name for parameter in network_changed().parameters]


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> GradientsPanel:
    panel = GradientsPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(1000, 180)
    panel.show()
    link.deliver(network_changed())
    qtbot.waitUntil(lambda: len(watches(link)) == len(NAMES))
    return panel


def watches(link: RecordingLink) -> dict[str, Watch]:
    """The last wish for each parameter."""
    return {c.parameter: c for c in link.sent if isinstance(c, Watch)}


def computed(label: int | None = None, limit: float = 0.5, blank: bool = False) -> GradientsComputed:
    levels, region = np.full((2, 3), limit, np.float32), Region(0, 0, 2, 3)
    tiles = tuple(
        GradientTile(f"gradients/{name}", name, (2, 3), region, levels, limit, limit, 1.25) for name in NAMES
    )
    return GradientsComputed(1, 1, 1, label, 3 if label is None else label, 14.25, () if blank else tiles)


def test_every_parameter_is_watched_at_the_size_of_its_picture(panel: GradientsPanel, link: RecordingLink):
    for name in NAMES:
        wish = watches(link)[name]
        assert (wish.subscription, wish.topic) == (f"gradients/{name}", Topic.GRADIENT)
        assert (wish.rows, wish.columns) == panel.tiles[name].heatmap.capacity()


def test_another_size_is_watched_after_a_resize(panel: GradientsPanel, link: RecordingLink, qtbot: QtBot):
    before = watches(link)[NAMES[0]]
    panel.resize(660, 150)
    qtbot.waitUntil(lambda: watches(link)[NAMES[0]].columns < before.columns)
    assert all(tile.geometry().right() < panel.width() for tile in panel.tiles.values())


def test_all_tiles_of_a_drawing_are_shown_with_what_was_differentiated(
    panel: GradientsPanel, link: RecordingLink, qtbot: QtBot
):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(computed())
    assert not any(tile.is_blank for tile in panel.tiles.values())
    assert panel.sentence.text() == "d logit of 3 / d parameter, this drawing"
    assert caption.args == ["logit 14.25"]


def test_the_cross_entropy_names_its_target(panel: GradientsPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(computed(label=8))
    assert panel.sentence.text() == "d cross-entropy / d parameter, this drawing, target 8"
    assert caption.args == ["cross-entropy 14.25"]


def test_a_blank_canvas_empties_the_tiles_and_says_what_fills_them(
    panel: GradientsPanel, link: RecordingLink
):
    link.deliver(computed())
    assert not panel.row.words
    link.deliver(computed(blank=True))
    assert all(tile.is_blank for tile in panel.tiles.values())
    assert panel.row.words.startswith("Draw a digit")


def test_a_label_is_chosen_by_keyboard(panel: GradientsPanel, link: RecordingLink, qtbot: QtBot):
    assert panel.objective.count() == 11
    qtbot.keyClick(panel.objective, Qt.Key.Key_Down)
    assert link.sent[-1] == SetObjective(0)
    qtbot.keyClick(panel.objective, Qt.Key.Key_Up)
    assert link.sent[-1] == SetObjective(None)


def test_a_pin_holds_all_scales(panel: GradientsPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(computed(limit=0.5))
    qtbot.mouseClick(panel.pin_button, Qt.MouseButton.LeftButton)
    link.deliver(computed(limit=4.0))
    assert {tile.limit.value for tile in panel.tiles.values()} == {0.5}
    qtbot.mouseClick(panel.pin_button, Qt.MouseButton.LeftButton)
    assert {tile.limit.value for tile in panel.tiles.values()} == {4.0}


def test_pointing_at_a_tile_points_at_its_parameter(panel: GradientsPanel, selection: Selection):
    at = QPointF(5, 5)
    QApplication.sendEvent(panel.tiles[NAMES[2]], QEnterEvent(at, at, at))
    assert selection.hovered_parameter == NAMES[2]


def test_clicking_a_tile_chooses_the_parameter_among_its_module(
    panel: GradientsPanel, selection: Selection, qtbot: QtBot
):
    tile = panel.tiles[f"{STACK}.2.bias"]
    qtbot.mouseClick(tile.heatmap, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert selection.parameter == f"{STACK}.2.bias"
    assert selection.parameters == (f"{STACK}.2.weight", f"{STACK}.2.bias")


def test_a_tile_is_marked_when_something_else_points_at_its_parameter(
    panel: GradientsPanel, selection: Selection
):
    plain = panel.tiles[NAMES[1]].grab().toImage()
    selection.hover(NAMES[1])
    assert panel.tiles[NAMES[1]].grab().toImage() != plain


def test_a_hidden_panel_watches_nothing_and_does_no_work(panel: GradientsPanel, link: RecordingLink):
    panel.hide()
    assert {c.subscription for c in link.sent if isinstance(c, Unwatch)} == {f"gradients/{n}" for n in NAMES}
    link.deliver(computed())
    assert all(tile.is_blank for tile in panel.tiles.values())


def test_another_network_has_other_tiles(panel: GradientsPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(network_changed((784, 16, 10), network=2))
    assert list(panel.tiles) == [p.name for p in network_changed((784, 16, 10)).parameters]
    assert Unwatch(f"gradients/{STACK}.4.bias") in link.sent
    qtbot.waitUntil(lambda: watches(link)[NAMES[0]].rows > 0)


def test_other_weights_keep_the_tiles_and_what_they_show(panel: GradientsPanel, link: RecordingLink):
    link.deliver(computed())
    tiles = dict(panel.tiles)
    link.deliver(network_changed(network=2))
    assert panel.tiles == tiles and not any(tile.is_blank for tile in tiles.values())
