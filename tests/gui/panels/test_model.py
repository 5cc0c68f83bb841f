"""The panel Model."""

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.panels.model import ModelPanel
from gui.selection import Selection
from tests.gui.panels.networks import STACK, network_changed
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
