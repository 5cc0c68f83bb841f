"""The pace of what follows the pen."""

import pytest

from engine.thread.pace import Pace
from tests.engine.thread.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(interval_s=0.03, lull_s=0.003, clock=clock)


def test_nothing_is_due_that_nobody_asked_for(pace: Pace) -> None:
    assert pace.rest_s is None
    assert not pace.take()


def test_it_is_due_in_the_lull_after_the_asking_and_once(pace: Pace, clock: Clock) -> None:
    pace.ask()
    assert pace.rest_s == pytest.approx(0.003)
    assert not pace.take()
    clock.now += 0.0031
    assert pace.take()
    assert pace.rest_s is None


def test_another_asking_puts_it_off(pace: Pace, clock: Clock) -> None:
    pace.ask()
    clock.now += 0.002
    pace.ask()
    clock.now += 0.002
    assert not pace.take()


def test_it_is_not_done_again_too_soon(pace: Pace, clock: Clock) -> None:
    pace.ask()
    clock.now += 0.01
    assert pace.take()
    pace.ask()
    clock.now += 0.01
    assert not pace.take()
    clock.now += 0.021
    assert pace.take()


def test_askings_without_a_lull_do_not_starve_it(pace: Pace, clock: Clock) -> None:
    done = 0
    for _ in range(1000):  # a second of a mouse that moves every millisecond
        clock.now += 0.001
        pace.ask()
        done += pace.take()
    assert 25 <= done <= 34
