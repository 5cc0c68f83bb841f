"""The panel Network."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.thread.commands import Unwatch
from engine.thread.trace_commands import TraceUnit
from engine.thread.trace_events import Contributions, UnitSum, UnitTraced
from gui.panels.network import NetworkPanel
from gui.selection import Selection
from tests.gui.panels import networks
from tests.gui.panels.readings import blank, classified, network_changed
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> NetworkPanel:
    panel = NetworkPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(720, 480)
    panel.show()
    link.deliver(network_changed())
    return panel


def click_unit(panel: NetworkPanel, stage: int, unit: int, qtbot: QtBot) -> None:
    grid = panel.view.grids[stage]
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(unit).center().toPoint())


def point_at_unit(panel: NetworkPanel, stage: int, unit: int) -> None:
    grid = panel.view.grids[stage]
    at = grid.mapTo(panel, grid.cell_rect(unit).center().toPoint())
    QTest.mouseMove(panel.windowHandle(), at)


def traced(stage: int = 2, unit: int = 3, blank: bool = False) -> UnitTraced:
    layer = Contributions(np.array([29, 4]), np.array([unit, unit]), np.array([1.5, -0.5], np.float32))
    layers = tuple(layer if number in (stage, stage + 1) else NO_CONTRIBUTIONS for number in range(3))
    return UnitTraced(
        "network",
        request=1,
        canvas=1,
        network=1,
        stage=stage,
        unit=unit,
        layers=() if blank else layers,
        sum=None if blank else UnitSum(2.0, -0.5, 1.5, 1.5, "ReLU" if stage < 2 else "softmax"),
        field=np.ones((28, 28), np.float32),
        limit=1.0,
    )


NO_CONTRIBUTIONS = Contributions(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))


def wish(link: RecordingLink) -> TraceUnit:
    """The last wish that the engine heard of."""
    return [command for command in link.sent if isinstance(command, TraceUnit)][-1]


def test_what_is_hidden_is_not_traced(panel: NetworkPanel, link: RecordingLink):
    assert wish(link) == TraceUnit("network")
    panel.hide()
    assert link.sent[-1] == Unwatch("network")
    panel.show()
    assert link.sent[-1] == TraceUnit("network")


def test_the_class_that_is_read_is_traced_until_a_unit_is_pointed_at(
    panel: NetworkPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(classified())
    link.deliver(traced())
    assert panel.card.lines()[:2] == ["class 3 · linear_relu_stack.4", "z = w·x + b = 2 − 0.5 = 1.5"]
    assert [len(bundle.shares) for bundle in panel.view.curves.bundles] == [2]
    point_at_unit(panel, 0, 9)
    qtbot.waitUntil(lambda: wish(link) == TraceUnit("network", 0, 9))
    QTest.mouseMove(panel.windowHandle(), QPoint(2, 2))
    qtbot.waitUntil(lambda: wish(link) == TraceUnit("network"))


def test_a_hidden_unit_tells_its_sum_and_whom_it_adds_to(
    panel: NetworkPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(classified())
    point_at_unit(panel, 0, 9)
    qtbot.waitUntil(lambda: wish(link).unit == 9)
    link.deliver(traced(0, 9))
    assert panel.card.lines() == [
        "unit 9 · linear_relu_stack.0",
        "z = w·x + b = 2 − 0.5 = 1.5",
        "ReLU(z) = 1.5",
    ]
    assert [bundle.faint for bundle in panel.view.curves.bundles] == [False, False]


def test_a_click_pins_a_unit_and_another_lets_it_go(panel: NetworkPanel, link: RecordingLink, qtbot: QtBot):
    click_unit(panel, 1, 5, qtbot)
    assert (panel.pinned, wish(link)) == ((1, 5), TraceUnit("network", 1, 5))
    point_at_unit(panel, 0, 9)
    qtbot.wait(0)
    assert wish(link) == TraceUnit("network", 1, 5)
    click_unit(panel, 1, 5, qtbot)
    assert panel.pinned is None


def test_keys_walk_to_a_unit_pin_it_and_let_it_go(panel: NetworkPanel, link: RecordingLink, qtbot: QtBot):
    grid = panel.view.grids[0]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(grid, key)
    assert wish(link) == TraceUnit("network", 0, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert panel.pinned == (0, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert panel.pinned is None


def test_a_class_can_be_pinned(panel: NetworkPanel, link: RecordingLink, qtbot: QtBot):
    circle = panel.view.circles.circle_rect(7).center().toPoint()
    qtbot.mouseClick(panel.view.circles, Qt.MouseButton.LeftButton, pos=circle)
    assert wish(link) == TraceUnit("network", 2, 7)


def test_a_pinned_unit_shows_its_field_on_a_blank_canvas(
    panel: NetworkPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(traced(blank=True))
    assert len(panel.card.lines()) == 1
    click_unit(panel, 0, 5, qtbot)
    link.deliver(traced(0, 5, blank=True))
    assert panel.card.lines() == ["unit 5 · linear_relu_stack.0"]
    assert not panel.card.field_rect().isEmpty()


def test_the_card_is_lower_in_a_low_panel(panel: NetworkPanel):
    tall = panel.card.height()
    panel.resize(720, 350)
    assert panel.card.height() < tall


def test_in_a_low_panel_the_card_stands_beside_the_network(panel: NetworkPanel, qtbot: QtBot):
    panel.resize(1000, 220)
    qtbot.waitUntil(lambda: panel.card.x() > panel.view.width() // 2)
    assert panel.card.is_tall
    assert panel.card.geometry().bottom() < panel.height()


def test_another_network_lets_a_unit_go_that_it_lacks(panel: NetworkPanel, link: RecordingLink, qtbot: QtBot):
    click_unit(panel, 0, 30, qtbot)
    link.deliver(networks.network_changed((784, 4, 10)))
    assert panel.pinned is None
    click_unit(panel, 0, 3, qtbot)
    link.deliver(networks.network_changed((784, 4, 10), network=3))
    assert panel.pinned == (0, 3)


def test_a_network_is_shown_before_anything_is_drawn(panel: NetworkPanel):
    assert [grid.accessibleName() for grid in panel.view.grids] == [
        "Linear 784 → 32 · ReLU",
        "Linear 32 → 32 · ReLU",
    ]
    assert panel.view.captions() == ["32 units", "32 units"]


def test_a_reading_lights_the_units_and_counts_them(panel: NetworkPanel, link: RecordingLink):
    grids = list(panel.view.grids)
    link.deliver(classified(active=5))
    assert panel.view.captions() == ["5 of 32 active", "5 of 32 active"]
    assert panel.view.grids == grids
    assert grids[0].limit == 5


def test_a_blank_canvas_turns_the_units_off(panel: NetworkPanel, link: RecordingLink):
    link.deliver(classified())
    link.deliver(blank())
    assert panel.view.captions() == ["32 units", "32 units"]
    assert not panel.view.image.image.any()


def test_a_click_on_a_unit_chooses_the_weight_of_its_layer(
    panel: NetworkPanel, selection: Selection, qtbot: QtBot
):
    click_unit(panel, 1, 9, qtbot)
    assert selection.parameter == "linear_relu_stack.2.weight"
    assert panel.view.chosen_stage == 1


def test_the_classes_stand_for_the_last_layer(panel: NetworkPanel, selection: Selection, qtbot: QtBot):
    circle = panel.view.circles.circle_rect(7).center().toPoint()
    qtbot.mouseClick(panel.view.circles, Qt.MouseButton.LeftButton, pos=circle)
    assert selection.parameter == "linear_relu_stack.4.weight"
    assert panel.view.chosen_stage == 2


def test_a_bias_that_is_chosen_elsewhere_underlines_its_layer(panel: NetworkPanel, selection: Selection):
    selection.choose_parameter("linear_relu_stack.0.bias")
    assert panel.view.chosen_stage == 0
    selection.choose("flatten", ())
    assert panel.view.chosen_stage is None


def test_pointing_at_a_unit_points_at_the_weight_that_leads_to_it(
    panel: NetworkPanel, selection: Selection, qtbot: QtBot
):
    point_at_unit(panel, 0, 20)
    qtbot.waitUntil(lambda: selection.hovered_parameter == "linear_relu_stack.0.weight")
    QTest.mouseMove(panel.windowHandle(), QPoint(2, 2))
    qtbot.waitUntil(lambda: selection.hovered_parameter == "")


def test_what_is_pointed_at_elsewhere_is_marked(panel: NetworkPanel, selection: Selection):
    selection.hover(parameter="linear_relu_stack.2.weight")
    assert panel.view.marked_stage == 1
    selection.hover(digit=8)
    assert panel.view.marked_stage is None
    assert panel.view.circles.marked == 8


def test_a_parameter_that_is_frozen_leaves_what_is_read(panel: NetworkPanel, link: RecordingLink):
    link.deliver(classified())
    link.deliver(traced())
    before = panel.grab().toImage()
    link.deliver(network_changed())
    assert panel.grab().toImage() == before


def test_another_network_has_read_nothing_yet(panel: NetworkPanel, link: RecordingLink):
    link.deliver(classified())
    read = panel.grab().toImage()
    link.deliver(replace(network_changed(), network=2))
    assert panel.grab().toImage() != read


def test_tensors_that_cannot_run_say_so_in_its_place(panel: NetworkPanel, link: RecordingLink):
    described = networks.network_changed()
    link.deliver(classified())
    link.deliver(replace(described, network=2, modules=described.modules[:1], obstacle="it is a convolution"))
    assert panel.words.isVisible() and "it is a convolution" in panel.words.text()
    assert not panel.view.isVisible()
    link.deliver(replace(described, network=3))
    assert panel.view.isVisible() and not panel.words.isVisible()


def test_a_row_of_values_is_a_grid_with_names_of_its_own(panel: NetworkPanel, link: RecordingLink):
    link.deliver(networks.network_changed((3, 4, 2), network=2))
    assert panel.view.image.isHidden() and panel.view.values.isVisible() and panel.view.values.units == 3
    assert panel._name(-1, 2) == "x2"
    link.deliver(networks.network_changed((64, 4, 2), network=3))
    assert panel.view.values.isHidden() and panel.view.image.image.shape == (8, 8)
    assert panel._name(-1, 9) == "x 1, y 1"
