"""Steps on their way to the window."""

import numpy as np
import pytest

from engine.thread.step_log import StepLog
from engine.training.reports import StepReport


class Clock:
    now = 10.0

    def __call__(self) -> float:
        return self.now


def report(step: int) -> StepReport:
    return StepReport(2, step, 100, loss=1 / step, accuracy=0.5, learning_rate=0.1 * step, images=64)


def test_all_steps_are_taken_once():
    log = StepLog(Clock())
    assert log.take() is None
    for step in (1, 2, 3):
        log.add(report(step))
    taken = log.take()
    assert taken is not None
    assert (taken.steps.tolist(), taken.total, taken.epoch) == ([1, 2, 3], 100, 2)
    np.testing.assert_allclose(taken.losses, [1, 1 / 2, 1 / 3], rtol=1e-6)
    np.testing.assert_allclose(taken.rates, [0.1, 0.2, 0.3], rtol=1e-6)
    assert (taken.steps.dtype, taken.accuracies.dtype) == (np.int64, np.float32)
    assert not taken.losses.flags.writeable
    assert log.take() is None


def test_speed_and_time_left_are_those_of_the_time_of_training():
    clock = Clock()
    log = StepLog(clock)
    log.resume()
    clock.now += 0.5
    log.add(report(1))
    log.add(report(2))
    taken = log.take()
    assert taken is not None
    assert taken.images_per_second == pytest.approx(256)
    assert taken.seconds_left == pytest.approx(98 * 64 / 256)


def test_a_pause_is_no_slowness():
    clock = Clock()
    log = StepLog(clock)
    speeds = []
    for step in range(1, 4):
        clock.now += 1000
        log.resume()
        clock.now += 0.25
        log.add(report(step))
        taken = log.take()
        assert taken is not None
        speeds.append(taken.images_per_second)
    assert speeds == pytest.approx([256] * 3)
