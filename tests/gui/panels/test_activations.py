"""The panel Activations."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.panels.activations import ActivationsPanel
from gui.selection import Selection
from tests.gui.panels.readings import blank, classified, network_changed
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> ActivationsPanel:
    panel = ActivationsPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(720, 480)
    panel.show()
    link.deliver(network_changed())
    return panel


def test_a_network_is_shown_before_anything_is_drawn(panel: ActivationsPanel):
    assert [grid.accessibleName() for grid in panel.view.grids] == [
        "Linear 784 → 32 · ReLU",
        "Linear 32 → 32 · ReLU",
    ]
    assert panel.view.captions() == ["32 units", "32 units"]


def test_a_reading_lights_the_units_and_counts_them(panel: ActivationsPanel, link: RecordingLink):
    grids = list(panel.view.grids)
    link.deliver(classified(active=5))
    assert panel.view.captions() == ["5 of 32 active", "5 of 32 active"]
    assert panel.view.grids == grids
    assert grids[0].limit == 5


def test_a_blank_canvas_turns_the_units_off(panel: ActivationsPanel, link: RecordingLink):
    link.deliver(classified())
    link.deliver(blank())
    assert panel.view.captions() == ["32 units", "32 units"]
    assert not panel.view.image.image.any()


def test_a_click_on_a_layer_chooses_its_weight(panel: ActivationsPanel, selection: Selection, qtbot: QtBot):
    qtbot.mouseClick(panel.view.grids[1], Qt.MouseButton.LeftButton)
    assert selection.parameter == "linear_relu_stack.2.weight"
    assert panel.view.chosen_stage == 1


def test_the_classes_stand_for_the_last_layer(panel: ActivationsPanel, selection: Selection, qtbot: QtBot):
    qtbot.mouseClick(panel.view.circles, Qt.MouseButton.LeftButton)
    assert selection.parameter == "linear_relu_stack.4.weight"
    assert panel.view.chosen_stage == 2


def test_a_bias_that_is_chosen_elsewhere_underlines_its_layer(panel: ActivationsPanel, selection: Selection):
    selection.choose_parameter("linear_relu_stack.0.bias")
    assert panel.view.chosen_stage == 0
    selection.choose("flatten", ())
    assert panel.view.chosen_stage is None


def test_pointing_at_a_unit_points_at_the_weight_that_leads_to_it(
    panel: ActivationsPanel, selection: Selection, qtbot: QtBot
):
    QTest.mouseMove(panel.windowHandle(), panel.view.grids[0].geometry().center())
    qtbot.waitUntil(lambda: selection.hovered_parameter == "linear_relu_stack.0.weight")
    QTest.mouseMove(panel.windowHandle(), QPoint(2, 2))
    qtbot.waitUntil(lambda: selection.hovered_parameter == "")


def test_what_is_pointed_at_elsewhere_is_marked(panel: ActivationsPanel, selection: Selection):
    selection.hover(parameter="linear_relu_stack.2.weight")
    assert panel.view.marked_stage == 1
    selection.hover(digit=8)
    assert panel.view.marked_stage is None
    assert panel.view.circles.marked == 8
