"""The running mean."""

import math

import numpy as np

from gui.widgets.running_mean import RunningMean


def test_the_first_value_is_its_own_mean():
    assert RunningMean().extend([3.0]).tolist() == [3.0]


def test_of_equal_values_it_is_that_value():
    assert np.allclose(RunningMean(memory=10).extend([2.0] * 100), 2.0)


def test_in_the_long_run_it_weighs_values_as_an_exponential_mean_does():
    values = np.random.default_rng(0).normal(size=500)
    weights = 0.9 ** np.arange(500)[::-1]
    expected = (weights * values).sum() / weights.sum()
    assert math.isclose(RunningMean(memory=10).extend(values)[-1], expected, rel_tol=1e-6)


def test_at_first_it_does_not_lag_behind_what_falls_fast():
    falling = 1 / np.arange(1, 101)
    assert RunningMean(memory=100).extend(falling)[-1] < 2 * falling[-1]


def test_it_goes_on_where_it_was():
    values = np.random.default_rng(0).normal(size=40)
    parts = RunningMean()
    assert np.array_equal(
        np.concatenate([parts.extend(values[:13]), parts.extend(values[13:])]), RunningMean().extend(values)
    )


def test_what_is_not_finite_leaves_it_as_it_is():
    means = RunningMean().extend([math.nan, 1.0, math.inf, math.nan])
    assert math.isnan(means[0])
    assert means[1:].tolist() == [1.0, 1.0, 1.0]


def test_restarted_it_has_forgotten_all():
    mean = RunningMean()
    mean.extend([5.0])
    mean.restart()
    assert mean.extend([1.0]).tolist() == [1.0]
