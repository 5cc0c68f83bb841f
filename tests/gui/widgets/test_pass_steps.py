"""The list of steps."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.pass_steps import PassSteps, Step

STEPS = [
    Step("input", "", "[1, 28, 28]"),
    Step("flatten", "Flatten", "[1, 784]"),
    Step("0", "Linear", "[1, 9]"),
]


@pytest.fixture
def steps(qtbot: QtBot) -> PassSteps:
    steps = PassSteps()
    qtbot.addWidget(steps)
    steps.resize(240, 100)
    steps.set_steps(STEPS)
    steps.show()
    return steps


def test_keys_go_from_step_to_step_and_stop_at_the_ends(steps: PassSteps, qtbot: QtBot):
    told: list[int] = []
    steps.chosen.connect(told.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home):
        qtbot.keyClick(steps, key)
    assert told == [1, 2, 0]


def test_a_click_goes_to_its_step(steps: PassSteps, qtbot: QtBot):
    qtbot.mouseClick(steps, Qt.MouseButton.LeftButton, pos=steps.line_rect(2).center())
    assert steps.current == 2
    assert steps.accessibleDescription() == "0 Linear [1, 9]"


def test_a_shorter_list_has_a_step_chosen_still(steps: PassSteps):
    steps.choose(2)
    steps.set_steps(STEPS[:1])
    assert steps.current == 0
    steps.set_steps([])
    assert steps.current == 0
