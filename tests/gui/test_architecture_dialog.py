"""The dialog that builds a network."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.thread.architecture_commands import Architecture
from gui.architecture_dialog import ArchitectureDialog

BEGUN = Architecture((784, 512, 512, 10))


def opened(qtbot: QtBot, architecture: Architecture = BEGUN, keep: bool = False) -> ArchitectureDialog:
    dialog = ArchitectureDialog(architecture, keep)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def type_into(qtbot: QtBot, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


@pytest.mark.parametrize(
    "architecture",
    [
        BEGUN,
        Architecture((784, 10)),
        Architecture((3, 4, 5, 2), "Tanh", 7, (True, False, True), (True, False), True, 0.25, "Xavier"),
    ],
)
def test_what_it_begins_with_is_what_it_gives_back(qtbot: QtBot, architecture: Architecture):
    assert opened(qtbot, architecture).architecture() == architecture


def test_a_network_is_set_by_keyboard_and_built(qtbot: QtBot):
    dialog = opened(qtbot)
    type_into(qtbot, dialog.inputs, "100\t")
    type_into(qtbot, dialog.hidden, "37; 8")
    type_into(qtbot, dialog.outputs, "5\t")
    type_into(qtbot, dialog.dropout, "0,2\t")
    type_into(qtbot, dialog.seed, "9\t")
    qtbot.keyClicks(dialog.activation, "G")
    qtbot.keyClick(dialog.norms, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.initialisation, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.build_wanted) as built:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wanted = Architecture((100, 37, 8, 5), "GELU", 9, norms=(True, True), dropout=0.2, initialisation="He")
    assert built.args == [wanted, False]


def test_the_source_and_the_count_follow(qtbot: QtBot):
    dialog = opened(qtbot)
    dialog.hidden.setText("6")
    assert dialog.facts.text() == "784-6-10: 4,780 parameters"
    dialog.copy.click()
    assert "nn.Linear(784, 6)," in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("hidden", ["a", "5, 0", "5 5", "99999", "1" * 30, ", ".join(["8"] * 300)])
def test_what_cannot_be_built_is_said_and_not_built(qtbot: QtBot, hidden: str):
    dialog = opened(qtbot)
    dialog.hidden.setText(hidden)
    assert not dialog.accept_button.isEnabled() and not dialog.copy.isEnabled()
    assert "no architecture" in dialog.facts.text() and dialog.hidden.property("invalid")
    dialog.hidden.setText("5")
    assert dialog.accept_button.isEnabled() and not dialog.hidden.property("invalid")


def test_a_number_out_of_range_is_said(qtbot: QtBot):
    dialog = opened(qtbot)
    type_into(qtbot, dialog.outputs, "0\t")
    assert dialog.facts.text() == "Outputs: a whole number from 1 to 65536"
    assert not dialog.accept_button.isEnabled()


def test_layers_keep_their_weights_where_that_is_asked_for(qtbot: QtBot):
    dialog = opened(qtbot, keep=True)
    with qtbot.waitSignal(dialog.build_wanted) as built:
        dialog.accept_button.click()
    assert built.args == [BEGUN, True]
