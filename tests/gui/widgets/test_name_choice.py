"""The choice among names."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.name_choice import NameChoice


@pytest.fixture
def choice(qtbot: QtBot) -> NameChoice:
    choice = NameChoice()
    qtbot.addWidget(choice)
    choice.show()
    return choice


def test_a_few_names_are_buttons_of_which_one_is_down(choice: NameChoice, qtbot: QtBot):
    choice.offer([("0.weight", "weight"), ("0.bias", "bias")], "0.bias")
    assert [(b.text(), b.isChecked()) for b in choice.buttons] == [("weight", False), ("bias", True)]
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.mouseClick(choice.buttons[0], Qt.MouseButton.LeftButton)
    assert chosen.args == ["0.weight"]


def test_many_names_are_a_list(choice: NameChoice, qtbot: QtBot):
    choice.offer([(name, name.upper()) for name in "abcdef"], "c")
    assert not choice.buttons and choice.list.isVisible() and choice.list.currentText() == "C"
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.keyClick(choice.list, Qt.Key.Key_Down)
    assert chosen.args == ["d"]
