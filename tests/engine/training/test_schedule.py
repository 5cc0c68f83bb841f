from dataclasses import replace

import pytest

from engine.data.distortion import Distortion
from engine.training.recipes import Recipe, Schedule
from engine.training.schedule import learning_rate

PLAIN = Recipe(epochs=4, distortion=Distortion(), learning_rate=1.0, warm_up=0.1)


def test_the_learning_rate_warms_up_then_falls_along_a_cosine():
    rates = [learning_rate(PLAIN, step, 100) for step in range(1, 101)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9] == max(rates) == 1.0
    assert rates[54] == pytest.approx((1 + 0.01) / 2)
    assert rates[99] == pytest.approx(0.01)
    assert rates[9:] == sorted(rates[9:], reverse=True)


def test_a_constant_rate_stays_after_its_warm_up():
    recipe = replace(PLAIN, schedule=Schedule.CONSTANT)
    assert [learning_rate(recipe, step, 100) for step in (5, 10, 11, 100)] == pytest.approx([0.5, 1, 1, 1])


def test_steps_beyond_the_last_keep_the_last_rate():
    assert learning_rate(PLAIN, 150, 100) == learning_rate(PLAIN, 100, 100)
