"""The turns of those who can wait."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.patience import Patience


@pytest.fixture
def heard() -> list[int]:
    return []


@pytest.fixture
def gone() -> set[int]:
    return set()


@pytest.fixture
def patience(qapp: QObject, gone: set[int]) -> Patience:
    return Patience(lambda event: event in gone, qapp)


def test_nobody_is_called_before_the_event_loop_turns(patience: Patience, qtbot: QtBot, heard: list[int]):
    patience.put(heard.append, 1)
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1])


def test_a_receiver_hears_only_of_the_newest_event(patience: Patience, qtbot: QtBot, heard: list[int]):
    for event in (1, 2, 3):
        patience.put(heard.append, event)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [3]


def test_those_who_wait_are_called_in_the_order_of_their_asking(
    patience: Patience, qtbot: QtBot, heard: list[int]
):
    patience.put(heard.append, 1)
    patience.put(lambda event: heard.append(10 * event), 2)
    patience.put(heard.append, 3)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [3, 20]


def test_what_is_gone_by_then_is_dropped(patience: Patience, qtbot: QtBot, heard: list[int], gone: set[int]):
    others: list[int] = []
    patience.put(heard.append, 1)
    patience.put(others.append, 2)
    gone.add(1)
    qtbot.waitUntil(lambda: others == [2])
    assert heard == []
