"""From the table of values to the engine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine.thread.commands import Region
from engine.thread.editing_commands import EditWeights, Operation, RedoEdit, UndoEdit
from engine.thread.editing_events import EditsChanged
from gui.cell_edits import CellEdits
from gui.widgets.tensor_tabs import Side, TensorTabs
from tests.recording_link import RecordingLink

EDIT = EditWeights("a.b.weight", Region(2, 0, 3, 8), Operation.SCALE, 0.5)


@pytest.fixture
def tensor(qtbot: QtBot, link: RecordingLink) -> TensorTabs:
    tensor = TensorTabs()
    qtbot.addWidget(tensor)
    tensor.resize(500, 400)
    CellEdits(link, tensor).parameter = "a.b.weight"
    tensor.table.set_shape(10, 8)
    tensor.tabs.setCurrentIndex(Side.VALUES)
    tensor.show()
    return tensor


def test_a_row_is_edited_as_a_whole(tensor: TensorTabs, link: RecordingLink, qtbot: QtBot):
    rows = tensor.table.verticalHeader()
    place = rows.viewport().rect().topLeft()
    place.setY(rows.sectionViewportPosition(2) + 5)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    tensor.edits.field.setText("0.5")
    tensor.edits.scale.trigger()
    assert link.sent == [EDIT]


def test_each_noise_has_a_seed_of_its_own(tensor: TensorTabs, link: RecordingLink):
    tensor.table.go_to(1, 1)
    for _ in range(2):
        tensor.edits.noise.trigger()
    seeds = [command.seed for command in link.sent if isinstance(command, EditWeights)]
    assert len(set(seeds)) == 2


def test_what_can_be_taken_back_is_named(tensor: TensorTabs, link: RecordingLink):
    link.deliver(EditsChanged(undo=EDIT, edited=True, unsaved=True))
    assert tensor.edits.undo.text().endswith("…b.weight [2, 0:8] scaled by 0.5")
    assert not tensor.edits.redo.isEnabled()


def test_keys_for_undo_mean_the_values_that_have_the_focus(
    tensor: TensorTabs, link: RecordingLink, qtbot: QtBot
):
    link.deliver(EditsChanged(undo=EDIT, redo=EDIT, edited=True, unsaved=True))
    canvas = tensor.addAction("Undo on the canvas", QKeySequence.StandardKey.Undo, lambda: link.sent.clear())
    assert canvas.isEnabled()
    qtbot.keyClick(tensor.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tensor.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert link.sent == [UndoEdit(), RedoEdit()]


def test_the_menu_of_the_table_offers_what_the_bar_does(tensor: TensorTabs, qtbot: QtBot):
    tensor.table.go_to(1, 1)
    tensor.table.customContextMenuRequested.emit(
        tensor.table.visualRect(tensor.table.currentIndex()).center()
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = set(menu.actions())
    menu.close()
    assert set(tensor.edits.actions_for_cells()) <= offered
