"""Which values a plot has room for."""

import numpy as np
import pytest

from gui.widgets.curve_range import range_of


def test_every_whole_curve_is_in_sight_with_a_margin():
    low, high = range_of([np.array([0.0, 10.0]), np.array([20.0])])
    assert (low, high) == pytest.approx((-1, 21))


def test_outliers_of_a_noisy_curve_stay_outside():
    noisy = np.append(np.linspace(0, 1, 999), 1e6)
    low, high = range_of([], [noisy])
    assert -0.1 < low < 0.02
    assert 0.98 < high < 1.1


def test_what_is_not_finite_does_not_count():
    assert range_of([np.array([np.nan, np.inf, 1.0, 2.0])]) == pytest.approx((0.95, 2.05))


def test_without_a_value_it_is_0_to_1():
    assert range_of([np.zeros(0)], [np.array([np.nan])]) == (0, 1)


def test_a_level_curve_has_room_above_and_below():
    low, high = range_of([np.array([3.0, 3.0])])
    assert low < 3 < high
