"""Garbage is collected between events of the GUI thread."""

import gc
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui import garbage
from gui.garbage import GarbageCollector


class Ring:
    """A cycle of one."""

    def __init__(self) -> None:
        self.itself = self


def test_cycles_are_collected_on_a_timer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "YOUNG_INTERVAL_MS", 1)
    owner = QObject()
    collector = GarbageCollector(owner)
    collector.start()
    try:
        assert not gc.isenabled()
        alive = weakref.ref(Ring())
        qtbot.waitUntil(lambda: alive() is None)
    finally:
        collector.stop()
    assert gc.isenabled()
