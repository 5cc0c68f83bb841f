"""Where an axis has its ticks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.axis_ticks import decimals, linear_ticks, log_ticks


def test_ticks_are_round_numbers():
    assert linear_ticks(0, 1874, 5) == (500, [0, 500, 1000, 1500])
    assert linear_ticks(0.9, 1.0, 3)[1] == pytest.approx([0.9, 0.95, 1.0])


def test_steps_are_whole_however_near():
    assert linear_ticks(10.2, 13.7, 100, least_gap=1) == (1, [11, 12, 13])


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(1, 20))
def test_there_are_never_more_than_there_is_room_for(low: float, length: float, most: int):
    gap, ticks = linear_ticks(low, low + length, most)
    slack = 1e-6 * gap + math.ulp(max(abs(low), abs(low + length)))  # floats are no denser there
    assert len(ticks) <= most
    assert all(low - slack <= tick <= low + length + slack for tick in ticks)


def test_of_many_decades_each_has_a_tick():
    assert log_ticks(-2.5, 0.5, 4) == [-2, -1, 0]


def test_of_few_decades_the_round_numbers_between_have_ticks_too():
    assert np.power(10, log_ticks(-1.1, 0.1, 6)) == pytest.approx([0.1, 0.2, 0.5, 1])


def test_within_a_decade_the_ticks_are_finer():
    assert len(log_ticks(-1.05, -0.95, 6)) >= 2


@given(st.floats(-20, 20), st.floats(0.01, 30), st.integers(2, 20))
def test_a_logarithmic_axis_has_never_more_than_there_is_room_for(low: float, length: float, most: int):
    ticks = log_ticks(low, low + length, most)
    assert len(ticks) <= most
    assert ticks == sorted(set(ticks))


@pytest.mark.parametrize(("gap", "digits"), [(50, 0), (1, 0), (0.5, 1), (0.1, 1), (0.02, 2), (0.005, 3)])
def test_ticks_have_as_many_digits_as_tell_them_apart(gap: float, digits: int):
    assert decimals(gap) == digits
