"""What can be done with a run."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.thread.training_commands import Control
from engine.thread.training_events import TrainingState
from gui.run_actions import RunActions

State = TrainingState


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject()


@pytest.fixture
def actions(owner: QObject) -> RunActions:
    return RunActions(owner)


@pytest.mark.parametrize(
    ("state", "step", "offered"),
    [
        (State.PREPARING, 0, {"Cancel", "Stop"}),
        (State.OPENED, 5, {"Go on", "Step", "Close"}),
        (State.FOLLOWED, 5, {"Train", "Close"}),
        (State.RUNNING, 5, {"Pause", "Step", "Stop", "Rewind"}),
        (State.PAUSED, 5, {"Go on", "Step", "Stop", "Rewind"}),
        (State.PAUSED, 0, {"Go on", "Step", "Stop"}),
        (State.DIVERGED, 5, {"Go on", "Step", "Stop", "Rewind"}),
        (State.FINISHED, 5, {"Train", "Rewind"}),
        (State.FINISHED, 0, {"Train"}),
    ],
)
def test_what_makes_sense_is_offered(actions: RunActions, state: State, step: int, offered: set[str]):
    actions.follow(state, step)
    assert {action.text() for action in actions.all() if action.isEnabled()} == offered


@pytest.mark.parametrize(
    ("state", "control"),
    [(State.RUNNING, Control.PAUSE), (State.PAUSED, Control.RESUME), (State.DIVERGED, Control.RESUME)],
)
def test_the_first_action_pauses_and_goes_on(
    actions: RunActions, qtbot: QtBot, state: State, control: Control
):
    actions.follow(state, 5)
    with qtbot.waitSignal(actions.controlled) as controlled, qtbot.assertNotEmitted(actions.begun):
        actions.train.trigger()
    assert controlled.args == [control]


def test_without_a_run_the_first_action_begins_one(actions: RunActions, qtbot: QtBot):
    with qtbot.waitSignal(actions.begun), qtbot.assertNotEmitted(actions.controlled):
        actions.train.trigger()


def test_the_others_say_what_they_are_called(actions: RunActions):
    actions.follow(State.RUNNING, 5)
    told: list[Control] = []
    actions.controlled.connect(told.append)
    for action in (actions.step, actions.stop, actions.rewind):
        action.trigger()
    assert told == [Control.STEP, Control.STOP, Control.REWIND]


def test_every_action_has_a_key_of_its_own(actions: RunActions, qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    window.addActions(actions.all())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    actions.follow(State.RUNNING, 5)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    told: list[Control] = []
    actions.controlled.connect(told.append)
    qtbot.keyClick(window, Qt.Key.Key_T, control)
    qtbot.keyClick(window, Qt.Key.Key_Period, control)
    qtbot.keyClick(window, Qt.Key.Key_T, control | shift)
    qtbot.keyClick(window, Qt.Key.Key_R, control | shift)
    assert told == [Control.PAUSE, Control.STEP, Control.STOP, Control.REWIND]
