"""What the open model can be compared with."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine.thread.comparison_commands import Rival
from gui.comparison_actions import ComparisonActions


def test_each_says_what_it_compares_with(qtbot: QtBot):
    owner = QObject()
    actions = ComparisonActions(owner)
    actions.offer(network=True, runs=True, steps=3, on=True)
    wanted: list[Rival] = []
    actions.wanted.connect(wanted.append)
    for action in actions.choices():
        action.trigger()
    assert wanted == [Rival.FILE, Rival.INITIAL, Rival.STEP, Rival.PRESENT]
    with qtbot.waitSignal(actions.ended):
        actions.end.trigger()


def test_only_what_makes_sense_is_offered_and_the_rest_says_why(qtbot: QtBot):
    owner = QObject()
    actions = ComparisonActions(owner)
    actions.offer(network=True, runs=False, steps=0, on=False)
    offered = {action.text(): action.isEnabled() for action in (*actions.choices(), actions.end)}
    assert [words for words, is_offered in offered.items() if is_offered] == ["A file …", "As it is now"]
    assert "no first weights" in actions.initial.toolTip()
    assert "train, or open one" in actions.step.toolTip()
