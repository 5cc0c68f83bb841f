"""The limit of a scale that follows what it measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.smooth_scale import EasedLimit, SmoothScale

LIMITS = st.floats(1e-6, 1e6)


def test_it_takes_the_first_limit_at_once():
    assert SmoothScale().aim(3.0) == SmoothScale(3.0, 3.0)


def test_it_grows_at_once():
    assert SmoothScale(1.0, 1.0).aim(4.0).limit == 4.0


def test_it_shrinks_to_the_geometric_mean_in_a_half_life():
    scale = SmoothScale(1.0, 1.0).aim(0.01)
    assert scale.limit == 1.0
    assert scale.step(0.25).limit == pytest.approx(0.1)


@given(LIMITS, LIMITS)
def test_it_always_arrives_from_above(start: float, target: float):
    scale = SmoothScale().aim(start).aim(target)
    for _ in range(30):
        assert scale.limit >= target
        scale = scale.step(0.25)
    assert scale.is_settled and scale.limit == target


def test_zeros_say_nothing_of_the_scale():
    scale = SmoothScale(2.0, 2.0)
    assert scale.aim(0.0) == scale


def test_a_pin_holds_it_and_letting_go_follows_what_was_measured_last():
    pinned = SmoothScale(2.0, 2.0).pin(True).aim(9.0)
    assert pinned.limit == 2.0 and pinned.is_settled
    assert pinned.pin(False).limit == 9.0


def test_a_pin_on_nothing_takes_the_first_limit():
    assert SmoothScale().pin(True).aim(5.0).limit == 5.0


def test_the_eased_limit_arrives_and_its_clock_stops(qapp: QApplication, qtbot: QtBot):
    moved: list[float] = []
    limit = EasedLimit(moved.append)
    limit.aim(1.1)
    limit.aim(1.0)
    assert limit.value == 1.1
    qtbot.waitUntil(lambda: limit.value == 1.0)
    assert moved[0] == 1.1 and moved[-1] == 1.0
    assert not limit._timer.isActive()


def test_the_eased_limit_moves_with_each_aim_by_the_time_that_has_passed(qapp: QApplication):
    times = iter([0.0, 1.0, 1.0, 1.25])
    moved: list[float] = []
    limit = EasedLimit(moved.append, clock=lambda: next(times))
    limit.aim(1.0)
    limit.aim(0.01)
    assert limit.value == 1.0
    limit.aim(0.01)
    assert limit.value == pytest.approx(0.1)
    assert moved == [1.0, limit.value]
    limit.deleteLater()


def test_restarting_takes_the_new_limit_and_drops_the_pin(qapp: QApplication):
    moved: list[float] = []
    limit = EasedLimit(moved.append)
    limit.aim(8.0)
    limit.pin(True)
    limit.restart(0.5)
    assert moved == [8.0, 0.5] and not limit.is_pinned
