"""A measure over all steps of a run."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.trace import CAPACITY, Trace


def test_points_are_logarithms_in_the_order_of_their_steps():
    trace = Trace()
    for step, value in ((1, 10.0), (3, 1000.0), (11, 0.1)):
        trace.add(step, value)
    places, logarithms = trace.points()
    assert places == pytest.approx([0, 0.2, 1])
    assert logarithms == pytest.approx([1, 3, -1])


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60, unique=True))
def test_a_run_of_any_length_keeps_its_first_and_last_step_in_bounded_room(steps: list[int]):
    trace = Trace()
    for step in sorted(steps):
        trace.add(step, 10.0 ** (step / 10**6))
    places, logarithms = trace.points()
    assert len(places) <= min(CAPACITY, len(steps))
    assert places[0] == 0 and (len(places) == 1 or places[-1] == 1)
    assert np.all(np.diff(logarithms) > 0)


def test_steps_that_share_a_point_are_averaged():
    trace = Trace()
    for step in range(4 * CAPACITY):
        trace.add(step, 10.0 if step % 2 else 1000.0)
    _, logarithms = trace.points()
    assert len(logarithms) == CAPACITY and logarithms == pytest.approx(2.0)


def test_going_back_forgets_what_came_after():
    trace = Trace()
    for step in range(10):
        trace.add(step, 100.0)
    assert trace.add(4, 1.0)
    assert trace.points()[1] == pytest.approx([2, 2, 2, 2, 0])


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf])
def test_what_has_no_logarithm_leaves_a_gap(value: float):
    trace = Trace()
    trace.add(0, 1.0)
    assert not trace.add(1, value)
    assert trace.points()[1] == pytest.approx([0])


def test_a_point_that_only_moves_is_no_new_one():
    trace = Trace()
    assert trace.add(2 * CAPACITY, 1.0)
    assert not trace.add(2 * CAPACITY + 1, 2.0)


def test_cleared_it_begins_anew():
    trace = Trace()
    trace.add(10 * CAPACITY, 1.0)
    trace.clear()
    assert not trace.points()[0].size
    assert trace.add(0, 1.0) and trace.add(1, 1.0)


def test_a_step_is_found_among_the_points():
    trace = Trace()
    assert (trace.value_at(3), trace.place_of(3)) == (None, 0.0)
    for step, value in ((2, 10.0), (6, 1000.0), (12, 0.5)):
        trace.add(step, value)
    assert [trace.value_at(step) for step in (0, 3, 7, 99)] == pytest.approx([10, 10, 1000, 0.5])
    assert [trace.place_of(step) for step in (0, 2, 7, 12, 99)] == pytest.approx([0, 0, 0.5, 1, 1])
