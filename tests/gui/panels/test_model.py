"""The panel Model."""

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.thread.commands import Topic, Unwatch, Watch
from engine.thread.tensor_events import Flaw, Moments, Survey, TensorsSurveyed
from engine.thread.training_commands import Freeze
from engine.thread.training_events import FreezeChanged, LayerFigures, LayersMeasured
from gui.panels.model import ModelPanel
from gui.selection import Selection
from gui.widgets.module_rows import BADGE_ROLE, BYTES, FLAW, NORM, TRAINABLE
from tests.gui.panels.networks import STACK, network_changed, with_norm
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> ModelPanel:
    panel = ModelPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(388, 240)
    panel.show()
    link.deliver(network_changed())
    return panel


def row(number: int) -> QPoint:
    return QPoint(80, 22 * number + 11)


def chosen_words(panel: ModelPanel) -> str:
    return str(panel.tree.currentIndex().data())


def test_the_first_layer_is_chosen_at_first(panel: ModelPanel, selection: Selection):
    assert selection.module == f"{STACK}.0"
    assert selection.parameters == (f"{STACK}.0.weight", f"{STACK}.0.bias")
    assert chosen_words(panel) == "0 Linear 784 → 32"


def test_a_choice_that_still_exists_survives_other_weights(
    panel: ModelPanel, link: RecordingLink, selection: Selection
):
    selection.choose_parameter(f"{STACK}.4.bias")
    link.deliver(dataclasses.replace(network_changed(network=2), title="random weights, seed 0"))
    assert selection.parameter == f"{STACK}.4.bias" and chosen_words(panel) == "4 Linear 32 → 10"


def test_choosing_a_module_chooses_all_tensors_in_it(panel: ModelPanel, selection: Selection, qtbot: QtBot):
    with qtbot.waitSignal(selection.changed):
        qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=row(2))
    assert selection.module == STACK and len(selection.parameters) == 6


def test_what_is_chosen_elsewhere_is_marked(panel: ModelPanel, selection: Selection):
    selection.choose_parameter(f"{STACK}.2.bias")
    assert chosen_words(panel) == "2 Linear 32 → 32"


def test_pointing_at_a_layer_points_at_its_weight_and_back(
    panel: ModelPanel, selection: Selection, qtbot: QtBot
):
    qtbot.mouseMove(panel.tree.viewport(), row(2))
    qtbot.mouseMove(panel.tree.viewport(), row(5))
    assert selection.hovered_parameter == f"{STACK}.2.weight"
    plain = panel.tree.grab().toImage()
    selection.hover(f"{STACK}.4.weight")
    assert panel.tree.grab().toImage() != plain


def test_the_caption_counts_the_parameters(panel: ModelPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(network_changed((784, 512, 512, 10)))
    assert caption.args == ["669,706 parameters"]


def test_the_keys_for_copying_copy_what_print_says(panel: ModelPanel, qtbot: QtBot):
    qtbot.keyClick(panel.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "the source"


def frozen_badges(panel: ModelPanel) -> set[str]:
    tree, index = panel.tree, panel.tree.model().index(0, 0)
    found = set()
    while index.isValid():
        if index.siblingAtColumn(TRAINABLE).data() == "frozen":
            found.add(
                f"{index.data().split()[0]} {index.siblingAtColumn(TRAINABLE).data(BADGE_ROLE)}".strip()
            )
        index = tree.indexBelow(index)
    return found


def test_a_tick_freezes_all_parameters_of_its_module_that_are_not(
    panel: ModelPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(FreezeChanged((f"{STACK}.2.bias",)))
    link.sent.clear()
    at = panel.tree.tick_rect(f"{STACK}.2").center()
    qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert link.sent == [Freeze(f"{STACK}.2.weight", True)]
    link.deliver(FreezeChanged((f"{STACK}.2.weight", f"{STACK}.2.bias")))
    qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert link.sent[1:] == [Freeze(f"{STACK}.2.weight", False), Freeze(f"{STACK}.2.bias", False)]


def test_frozen_parameters_show_that_they_did_not_change(panel: ModelPanel, link: RecordingLink):
    names = (f"{STACK}.2.weight", f"{STACK}.2.bias")
    link.deliver(FreezeChanged(names))
    assert frozen_badges(panel) == {"2"}
    link.deliver(LayersMeasured(5, tuple(LayerFigures(name, 0.1, 0.0, None, 0.0) for name in names)))
    assert frozen_badges(panel) == {"2 Δ 0"}
    link.deliver(FreezeChanged((*names, f"{STACK}.4.bias")))
    assert frozen_badges(panel) == {"2 Δ 0"}
    link.deliver(FreezeChanged(()))
    assert frozen_badges(panel) == set()


def test_frozen_again_the_change_is_counted_anew(panel: ModelPanel, link: RecordingLink):
    names = (f"{STACK}.2.weight", f"{STACK}.2.bias")
    link.deliver(FreezeChanged(names))
    link.deliver(LayersMeasured(5, tuple(LayerFigures(name, 0.1, 0.0, None, 0.0) for name in names)))
    link.deliver(FreezeChanged(()))
    link.deliver(FreezeChanged(names))
    assert frozen_badges(panel) == {"2"}


def test_a_network_that_comes_frozen_is_shown_so_and_its_choice_kept(
    panel: ModelPanel, link: RecordingLink, selection: Selection
):
    selection.choose_parameter(f"{STACK}.4.bias")
    event = network_changed(network=2)
    modules = tuple(dataclasses.replace(m, trainable=m.name != f"{STACK}.0") for m in event.modules)
    parameters = tuple(
        dataclasses.replace(p, trainable=not p.name.startswith(f"{STACK}.0.")) for p in event.parameters
    )
    index = panel.tree.currentIndex()
    link.deliver(dataclasses.replace(event, modules=modules, parameters=parameters))
    assert panel.tree.currentIndex() == index and frozen_badges(panel) == {"0"}


def press_find(panel: ModelPanel) -> None:
    """Do what the key for the filter does."""
    panel.filter_action.trigger()


def test_the_filter_comes_when_asked_for_narrows_the_tree_and_goes_with_escape(
    panel: ModelPanel, selection: Selection, qtbot: QtBot
):
    assert not panel.filter.isVisible()
    with qtbot.waitSignal(selection.pointed):
        press_find(panel)
    qtbot.keyClicks(panel.filter, "relu stack.3")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert selection.module == f"{STACK}.3" and panel.filter.isVisible()
    qtbot.keyClick(panel.tree, Qt.Key.Key_Escape)
    assert panel.filter.text() == "" and not panel.filter.isVisible()


def test_the_filter_says_when_nothing_fits(panel: ModelPanel, qtbot: QtBot):
    press_find(panel)
    qtbot.keyClicks(panel.filter, "nothing")
    assert panel.filter.property("invalid")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert not panel.filter.property("invalid")


def test_a_large_model_has_its_filter_without_being_asked(panel: ModelPanel, link: RecordingLink):
    link.deliver(network_changed((784, *[8] * 12, 10), network=2))
    assert panel.filter.isVisible()
    link.deliver(network_changed(network=3))
    assert not panel.filter.isVisible()


def test_a_tensor_of_the_tree_is_chosen_with_its_siblings(
    panel: ModelPanel, selection: Selection, qtbot: QtBot
):
    qtbot.keyClick(panel.tree, Qt.Key.Key_Right)
    qtbot.keyClick(panel.tree, Qt.Key.Key_Down)
    qtbot.keyClick(panel.tree, Qt.Key.Key_Down)
    assert (selection.module, selection.parameter) == (f"{STACK}.0", f"{STACK}.0.bias")
    assert selection.parameters == (f"{STACK}.0.weight", f"{STACK}.0.bias")
    assert chosen_words(panel) == "bias"


def test_the_tick_of_a_tensor_freezes_it_alone(panel: ModelPanel, link: RecordingLink, qtbot: QtBot):
    qtbot.keyClick(panel.tree, Qt.Key.Key_Right)
    at = panel.tree.tick_rect(f"{STACK}.0.bias").center()
    link.sent.clear()
    qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert link.sent == [Freeze(f"{STACK}.0.bias", True)]


SURVEY = Watch("model/survey", Topic.SURVEY, "")


def test_all_tensors_are_measured_while_somebody_looks_and_wants_it(panel: ModelPanel, link: RecordingLink):
    assert SURVEY in link.sent and panel.measure_action.isChecked()
    panel.measure_action.trigger()
    assert link.sent[-1] == Unwatch("model/survey")
    panel.measure_action.trigger()
    assert link.sent[-1] == SURVEY
    panel.hide()
    assert link.sent[-1] == Unwatch("model/survey")


def test_a_huge_model_is_measured_only_when_asked_for(panel: ModelPanel, link: RecordingLink):
    event = network_changed((784, 64, 10), network=2)
    huge = tuple(dataclasses.replace(each, size=1_000_000_000) for each in event.parameters)
    link.deliver(dataclasses.replace(event, parameters=huge))
    assert not panel.measure_action.isChecked() and link.sent[-1] == Unwatch("model/survey")


def surveyed(parameter: str, remaining: int, **odd: int) -> TensorsSurveyed:
    found = {"zeros": 0, "nan": 0, "inf": 0, **odd}
    moments = Moments(count=10, minimum=0.0, maximum=1.0, mean=0.5, std=0.1, norm=3.0, **found)
    flaws = (Flaw.NAN,) if moments.nan else ()
    return TensorsSurveyed("model/survey", 1, (Survey(parameter, moments, flaws),), remaining)


def test_norms_and_warnings_are_shown_as_they_come(panel: ModelPanel, link: RecordingLink, qtbot: QtBot):
    weight, bias = f"{STACK}.0.weight", f"{STACK}.0.bias"
    panel.tree.choose(f"{STACK}.0")
    index = panel.tree.currentIndex()
    link.deliver(surveyed(weight, remaining=5, nan=4))
    qtbot.waitUntil(lambda: index.siblingAtColumn(FLAW).data() == "…0.weight: 4 NaN")
    assert index.siblingAtColumn(NORM).data() == ""
    link.deliver(surveyed(bias, remaining=0))
    assert index.siblingAtColumn(NORM).data() == "4.243"
    link.deliver(surveyed(weight, remaining=0))
    assert index.siblingAtColumn(FLAW).data() == ""


def test_the_columns_that_were_chosen_are_there_at_the_next_start(
    panel: ModelPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    panel.column_actions[BYTES].trigger()
    panel.titles_action.trigger()
    chosen = (panel.tree.columns, panel.tree.titles)
    again = ModelPanel(link, selection)
    qtbot.addWidget(again)
    assert (again.tree.columns, again.tree.titles) == chosen


def test_what_a_norm_has_seen_is_in_the_tree_and_cannot_be_frozen(
    panel: ModelPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    link.deliver(with_norm(network_changed()))
    mean, count = f"{STACK}.1.running_mean", f"{STACK}.1.num_batches_tracked"
    panel.tree.show_only("running_mean")
    panel.tree.choose_first()
    assert (selection.module, selection.parameter) == (f"{STACK}.1", mean)
    assert selection.parameters == (f"{STACK}.1.weight", f"{STACK}.1.bias", mean, count)
    assert chosen_words(panel) == "running_mean buffer"
    index = panel.tree.currentIndex()
    assert index.siblingAtColumn(TRAINABLE).data(Qt.ItemDataRole.CheckStateRole) is None
    assert "32 values" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    qtbot.keyClick(panel.tree, Qt.Key.Key_Space)
    assert not any(isinstance(command, Freeze) for command in link.sent)
    link.deliver(with_norm(network_changed()))
    assert selection.parameter == mean
