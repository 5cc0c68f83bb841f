"""Numbers that glide."""

import numpy as np
from PySide6.QtCore import QAbstractAnimation
from pytestqt.qtbot import QtBot

from gui.widgets.easing import Easing

STOPPED = QAbstractAnimation.State.Stopped


def test_it_arrives_exactly_and_rests(qtbot: QtBot):
    easing = Easing([0.0, 1.0], settle_ms=30)
    easing.aim([1.0, 0.5])
    qtbot.waitUntil(lambda: easing.state() == STOPPED)
    assert np.array_equal(easing.value, [1.0, 0.5])


def test_it_covers_most_of_the_way_in_its_time(qapp: object):
    easing = Easing(0.0, settle_ms=120)
    easing.aim(1.0)
    easing.updateCurrentTime(120)
    assert 0.93 < easing.value < 0.97
    easing.stop()


def test_it_stays_between_where_it_was_and_where_it_goes(qapp: object):
    easing = Easing(0.0)
    easing.aim(1.0)
    places = []
    for time_ms in range(0, 100, 10):
        easing.updateCurrentTime(time_ms)
        places.append(float(easing.value))
    easing.stop()
    assert places == sorted(places)
    assert all(0 <= place < 1 for place in places)


def test_a_new_aim_bends_the_motion_and_does_not_restart_it(qapp: object):
    easing = Easing(0.0, settle_ms=120)
    for time_ms in range(0, 240, 8):
        easing.aim(1.0 if time_ms % 16 else 1.001)
        easing.updateCurrentTime(time_ms)
    easing.stop()
    assert easing.value > 0.95


def test_it_can_be_there_at_once(qapp: object):
    easing = Easing(0.0)
    easing.aim(3.0, at_once=True)
    assert easing.value == 3.0
    assert easing.state() == STOPPED


def test_another_count_of_numbers_is_there_at_once(qapp: object):
    easing = Easing([0.0])
    easing.aim([1.0, 2.0])
    assert np.array_equal(easing.value, [1.0, 2.0])


def test_an_aim_that_changes_nothing_starts_nothing(qapp: object):
    easing = Easing([1.0])
    easing.aim([1.0])
    assert easing.state() == STOPPED
