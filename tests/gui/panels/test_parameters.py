"""The panel Parameters."""

import dataclasses
import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.thread.commands import Order, Region, Topic, Unwatch, Watch
from engine.thread.network_events import ParameterDescription
from engine.thread.tensor_events import (
    FieldsRead,
    Figures,
    FiguresRead,
    LevelsRead,
    LimitRead,
    Obstacle,
    SpectrumOutdated,
    SpectrumRead,
    ValuesRead,
)
from gui.panels.parameters import ParametersPanel
from gui.selection import Selection
from gui.widgets.tensor_tabs import Side
from gui.widgets.view_menu import Scope
from tests.gui.panels.networks import STACK, network_changed, with_norm
from tests.recording_link import RecordingLink

WEIGHT, BIAS = f"{STACK}.0.weight", f"{STACK}.0.bias"


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> ParametersPanel:
    panel = ParametersPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(320, 300)
    panel.show()
    link.deliver(network_changed())
    qtbot.waitUntil(lambda: Topic.FIELDS in watched(link))
    return panel


def watched(link: RecordingLink) -> dict[Topic, Watch]:
    """What is watched now, by topic."""
    wishes: dict[str, Watch] = {}
    for command in link.sent:
        if isinstance(command, Watch):
            wishes[command.subscription] = command
        elif isinstance(command, Unwatch):
            wishes.pop(command.subscription, None)
    return {wish.topic: wish for wish in wishes.values()}


def turn_to(panel: ParametersPanel, side: Side, qtbot: QtBot) -> None:
    tabs = panel.tensor.tabs
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(side).center())


def fields(wish: Watch, unit: int = 7, parameter: str = WEIGHT) -> FieldsRead:
    images = np.ones((1, 28, 28), np.float32)
    return FieldsRead(wish.subscription, 1, parameter, (unit,), 32, images, 0.5)


def figures(nan: int = 0) -> FiguresRead:
    found = Figures(25_088, -1.5, 2.5, 0.01, 0.3, 47.0, 12, nan, 0, quantiles=(-1.0, -0.1, 0.0, 0.1, 1.0))
    return FiguresRead("parameters/figures", 1, WEIGHT, found, np.array([1, 2]), np.array([-1.5, 0.5, 2.5]))


def test_before_a_network_comes_it_says_what_will(qtbot: QtBot, link: RecordingLink, selection: Selection):
    panel = ParametersPanel(link, selection)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.words.isVisible() and "network" in panel.words.text()
    assert not link.sent


def test_the_first_weight_is_shown_at_first_as_receptive_fields(panel: ParametersPanel, link: RecordingLink):
    assert panel.tensor.side is Side.FIELDS
    wish = watched(link)[Topic.FIELDS]
    assert wish.parameter == WEIGHT and wish.order is Order.NORM
    assert wish.region is not None and wish.region.top == 0
    assert (
        wish.rows == panel.tensor.wall.columns * -(-wish.rows // panel.tensor.wall.columns) or wish.rows == 32
    )


@pytest.mark.parametrize(
    ("side", "topics"),
    [
        (Side.HEATMAP, {Topic.LEVELS, Topic.FIGURES}),
        (Side.VALUES, {Topic.VALUES, Topic.FIGURES}),
        (Side.HISTOGRAM, {Topic.FIGURES}),
    ],
)
def test_only_what_the_open_tab_shows_is_watched(
    panel: ParametersPanel, link: RecordingLink, qtbot: QtBot, side: Side, topics: set[Topic]
):
    turn_to(panel, side, qtbot)
    qtbot.waitUntil(lambda: set(watched(link)) == topics)


def test_nothing_is_watched_while_it_is_hidden(panel: ParametersPanel, link: RecordingLink):
    panel.hide()
    assert not watched(link)
    panel.show()
    assert {Topic.FIELDS, Topic.FIGURES} <= set(watched(link))


def test_the_heatmap_is_asked_for_at_its_size_and_shows_what_comes(
    panel: ParametersPanel, link: RecordingLink, qtbot: QtBot
):
    turn_to(panel, Side.HEATMAP, qtbot)
    qtbot.waitUntil(lambda: Topic.LEVELS in watched(link))
    wish = watched(link)[Topic.LEVELS]
    assert (wish.rows, wish.columns) == panel.tensor.view.capacity()
    region = Region(0, 0, 32, 784)
    levels = np.full((32, 100), 0.25, np.float32)
    link.deliver(LevelsRead(wish.subscription, 1, WEIGHT, (32, 784), region, levels, 0.25, -1, 1))
    assert panel.tensor.view.extent == region
    assert panel.tensor.scale.limit == panel.tensor.view.limit == 0.25


def test_fields_hang_where_they_were_asked_for(panel: ParametersPanel, link: RecordingLink):
    link.deliver(fields(watched(link)[Topic.FIELDS]))
    assert panel.tensor.wall.units == (7,)
    assert panel.tensor.scale.limit == 0.5


def test_an_answer_to_an_older_wish_is_not_shown(panel: ParametersPanel, link: RecordingLink, qtbot: QtBot):
    old = watched(link)[Topic.FIELDS]
    qtbot.keyClick(panel.tensor.order, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: watched(link).get(Topic.FIELDS, old).order is Order.INDEX)
    link.deliver(fields(old))
    assert panel.tensor.wall.units == ()
    link.deliver(fields(watched(link)[Topic.FIELDS]))
    assert panel.tensor.wall.units == (7,)


def test_an_answer_about_another_parameter_is_not_shown(panel: ParametersPanel, link: RecordingLink):
    link.deliver(fields(watched(link)[Topic.FIELDS], parameter=BIAS))
    assert panel.tensor.wall.units == ()


def test_the_table_shows_the_values_that_it_asked_for(
    panel: ParametersPanel, link: RecordingLink, qtbot: QtBot
):
    turn_to(panel, Side.VALUES, qtbot)
    qtbot.waitUntil(lambda: Topic.VALUES in watched(link))
    region = watched(link)[Topic.VALUES].region
    assert region is not None
    values = np.full((region.rows, region.columns), 0.125, np.float32)
    link.deliver(ValuesRead("parameters/values", 1, WEIGHT, region, values))
    assert str(panel.tensor.table.model().index(0, 0).data()).strip() == "0.125"


def test_figures_name_the_shape_and_what_was_measured(panel: ParametersPanel, link: RecordingLink):
    link.deliver(figures())
    shown = dict(panel.tensor.figures.figures)
    assert shown["shape"] == "[32, 784]" and shown["type"] == "float32" and shown["values"] == "25,088"
    assert shown["min"] == "−1.5" and shown["norm"] == "47" and shown["zeros"] == "12" and shown["NaN"] == "0"


def test_missing_numbers_are_named_first_in_the_line(panel: ParametersPanel, link: RecordingLink):
    link.deliver(figures())
    assert panel.tensor.figures.brief[0][0] == "mean"
    link.deliver(figures(nan=3))
    assert panel.tensor.figures.brief[0] == ("NaN", "3")


def test_a_button_chooses_the_bias(panel: ParametersPanel, selection: Selection, qtbot: QtBot):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        qtbot.mouseClick(panel.tensor.choice.buttons[1], Qt.MouseButton.LeftButton)
    assert selection.parameter == BIAS
    assert caption.args == ["…0.bias [32]"]
    assert panel.tensor.side is Side.HEATMAP and not panel.tensor.tabs.isTabEnabled(Side.FIELDS)


def test_a_module_of_many_tensors_offers_them_all(panel: ParametersPanel, selection: Selection):
    names = tuple(parameter.name for parameter in network_changed().parameters)
    selection.choose(STACK, names)
    choice = panel.tensor.choice.list
    assert [choice.itemText(number) for number in range(choice.count())][:2] == ["0.weight", "0.bias"]


def test_a_module_without_parameters_says_so(
    panel: ParametersPanel, link: RecordingLink, selection: Selection
):
    selection.choose(f"{STACK}.1", ())
    assert panel.words.isVisible() and f"{STACK}.1 has no parameters" in panel.words.text()
    assert not watched(link)
    selection.choose_parameter(f"{STACK}.2.weight")
    assert panel.tensor.isVisible() and watched(link)[Topic.FIGURES].parameter == f"{STACK}.2.weight"


def test_a_network_of_other_shapes_is_asked_for_anew(
    panel: ParametersPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(network_changed((784, 64, 10), network=2))
    qtbot.waitUntil(lambda: Topic.FIELDS in watched(link) and watched(link)[Topic.FIELDS].rows > 32)
    assert dict(panel.tensor.figures.figures)["shape"] == "[64, 784]"


def test_a_cell_and_a_unit_are_put_into_words(panel: ParametersPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(fields(watched(link)[Topic.FIELDS]))
    wall = panel.tensor.wall
    qtbot.mouseMove(wall.viewport(), wall.place_rect(0).center())
    assert panel.tensor.words.text() == "unit 7, norm 28"
    turn_to(panel, Side.HEATMAP, qtbot)
    assert panel.tensor.words.text() == "float32 · trainable"


def test_freezing_takes_no_picture_away(panel: ParametersPanel, link: RecordingLink):
    link.deliver(fields(watched(link)[Topic.FIELDS]))
    hanging = panel.tensor.wall.viewport().grab().toImage()
    link.sent.clear()
    event = network_changed()
    frozen = tuple(replace(each, trainable=each.name != WEIGHT) for each in event.parameters)
    link.deliver(replace(event, parameters=frozen))
    assert panel.tensor.words.text() == "float32 · frozen"
    assert panel.tensor.wall.viewport().grab().toImage() == hanging
    assert link.sent == []


def test_opening_a_unit_shows_its_row_of_values(panel: ParametersPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(fields(watched(link)[Topic.FIELDS]))
    wall = panel.tensor.wall
    qtbot.mouseDClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.place_rect(0).center())
    assert panel.tensor.side is Side.VALUES and panel.tensor.table.currentIndex().row() == 7


def test_a_cell_that_is_wanted_elsewhere_is_shown_among_the_values(
    panel: ParametersPanel, selection: Selection
):
    selection.open_cell(WEIGHT, 5, 3)
    index = panel.tensor.table.currentIndex()
    assert panel.tensor.side is Side.VALUES and (index.row(), index.column()) == (5, 3)


def test_images_of_another_shape_or_of_columns_are_asked_for(
    panel: ParametersPanel, link: RecordingLink, qtbot: QtBot
):
    assert watched(link)[Topic.FIELDS].image == (28, 28)
    panel.tensor.looks.shapes.actions()[1].trigger()
    shape = panel.tensor.looks.image
    qtbot.waitUntil(lambda: watched(link)[Topic.FIELDS].image == shape)
    assert shape != (28, 28) and panel.tensor.wall.total == 32
    panel.tensor.looks.kinds[1].trigger()
    qtbot.waitUntil(lambda: watched(link)[Topic.FIELDS].across)
    assert watched(link)[Topic.FIELDS].image == (4, 8) and panel.tensor.wall.total == 784


def test_the_scale_of_the_model_goes_before_that_of_the_tensor(
    panel: ParametersPanel, link: RecordingLink, selection: Selection
):
    panel.tensor.looks.scopes[Scope.MODULE].trigger()
    assert watched(link)[Topic.LIMIT].parameter == f"{STACK}.0"
    link.deliver(LimitRead("parameters/limit", 1, f"{STACK}.0", 0.75))
    link.deliver(fields(watched(link)[Topic.FIELDS]))
    assert panel.tensor.scale.limit == panel.tensor.wall.limit == 0.75
    panel.tensor.looks.scopes[Scope.MODEL].trigger()
    assert watched(link)[Topic.LIMIT].parameter == ""
    selection.choose_parameter(f"{STACK}.2.weight")
    assert Topic.LIMIT in watched(link)
    panel.tensor.looks.scopes[Scope.TENSOR].trigger()
    assert Topic.LIMIT not in watched(link)


def test_singular_values_are_computed_once_when_asked_for(panel: ParametersPanel, link: RecordingLink):
    assert Topic.SPECTRUM not in watched(link)
    panel.tensor.spectrum.button.click()
    assert watched(link)[Topic.SPECTRUM].parameter == WEIGHT
    link.deliver(SpectrumRead("parameters/spectrum", 1, WEIGHT, np.array([2.0, 1.0]), 1.9, 1024))
    assert Topic.SPECTRUM not in watched(link) and "1.9" in panel.tensor.spectrum.words.text()
    link.deliver(SpectrumOutdated("parameters/spectrum", 1, BIAS))
    assert panel.tensor.spectrum.button.text() == "Compute"
    link.deliver(SpectrumOutdated("parameters/spectrum", 1, WEIGHT))
    assert panel.tensor.spectrum.button.text() == "Compute again"
    panel.tensor.spectrum.button.click()
    link.deliver(SpectrumRead("parameters/spectrum", 1, WEIGHT, np.zeros(0), 0.0, 1024, Obstacle.TOO_LARGE))
    assert "1,024" in panel.tensor.spectrum.hint.text()


def test_a_cell_of_a_convolution_is_told_with_its_whole_index(panel: ParametersPanel, link: RecordingLink):
    event = network_changed(network=2)
    convolution = dataclasses.replace(event.parameters[0], shape=(4, 3, 5, 5), count=300)
    link.deliver(dataclasses.replace(event, parameters=(convolution, *event.parameters[1:])))
    assert panel.tensor.looks.image == (5, 5) and panel.tensor.wall.total == 12
    panel.tensor.tabs.setCurrentIndex(Side.HEATMAP)
    levels = np.arange(300, dtype=np.float32).reshape(4, 75)
    region = Region(0, 0, 4, 75)
    link.deliver(LevelsRead("parameters/levels", 2, WEIGHT, (4, 3, 5, 5), region, levels, 0.25, -1, 1))
    panel.tensor.view.cell_hovered.emit(2, 32)
    assert panel.tensor.words.text() == "[2, 1, 1, 2] row 2, column 32: 182"


def test_a_buffer_is_shown_as_one(panel: ParametersPanel, link: RecordingLink, selection: Selection):
    link.deliver(with_norm(network_changed()))
    selection.choose_parameter(f"{STACK}.1.running_mean")
    assert panel.tensor.words.text() == "float32 · buffer, not trained"
    assert watched(link)[Topic.FIGURES].parameter == f"{STACK}.1.running_mean"


def test_an_empty_tensor_says_so(panel: ParametersPanel, link: RecordingLink, selection: Selection):
    event = network_changed()
    empty = ParameterDescription("none", (0, 7), "float32", False, 0)
    link.deliver(replace(event, parameters=(*event.parameters, empty)))
    selection.choose_parameter("none")
    assert panel.words.isVisible() and panel.words.text() == "none [0, 7] is empty: there is no number in it."
    assert not watched(link)
    selection.choose_parameter(WEIGHT)
    assert panel.tensor.isVisible()


def test_what_no_number_tells_is_a_dash(panel: ParametersPanel, link: RecordingLink):
    told = figures()
    link.deliver(replace(told, figures=replace(told.figures, std=math.nan)))
    assert dict(panel.tensor.figures.figures)["std"] == "–"


def test_a_long_vector_is_folded_into_rows(panel: ParametersPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(network_changed((784, 500, 10), network=2))
    panel.selection.choose_parameter(BIAS)
    turn_to(panel, Side.HEATMAP, qtbot)
    qtbot.waitUntil(lambda: Topic.LEVELS in watched(link) and watched(link)[Topic.LEVELS].parameter == BIAS)
    wish = watched(link)[Topic.LEVELS]
    assert (wish.fold, wish.region) == (32, Region(0, 0, 16, 32))
    numbers = np.arange(512, dtype=np.float32).reshape(16, 32)
    link.deliver(LevelsRead(wish.subscription, 2, BIAS, (500,), Region(0, 0, 16, 32), numbers, 511, 0, 511))
    view = panel.tensor.view
    qtbot.mouseMove(view, view.contents().center().toPoint())
    row, column = view.cell_at(view.contents().center())
    assert panel.tensor.words.text() == f"number {32 * row + column}: {32 * row + column}"
