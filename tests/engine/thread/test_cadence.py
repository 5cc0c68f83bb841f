"""How often."""

from engine.thread.cadence import Cadence


def test_it_is_due_so_many_times_a_second_at_most():
    now = 50.0
    cadence = Cadence(10, clock=lambda: now)
    due = 0
    for _ in range(3000):
        due += cadence.is_due()
        now += 0.001
    assert 29 <= due <= 31


def test_it_is_due_at_once_after_a_long_time_but_once():
    now = 0.0
    cadence = Cadence(10, clock=lambda: now)
    assert cadence.is_due()
    now = 100.0
    assert [cadence.is_due(), cadence.is_due()] == [True, False]


def test_who_asks_seldom_still_gets_it_as_often():
    now = 50.0
    cadence = Cadence(10, clock=lambda: now)
    due = 0
    for _ in range(100):
        due += cadence.is_due()
        now += 0.07
    assert 69 <= due <= 71


def test_it_can_wait_for_several_intervals():
    now = 50.0
    cadence = Cadence(10, clock=lambda: now)
    due = 0
    for _ in range(3000):
        due += cadence.is_due(3)
        now += 0.001
    assert 9 <= due <= 11
    assert not cadence.is_due(3)
    now += 0.15
    assert cadence.is_due()
