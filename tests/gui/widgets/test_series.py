"""The numbers behind a curve."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.series import Series


def series(steps: list[int] | range, values: list[float] | np.ndarray) -> Series:
    made = Series()
    made.extend(list(steps), values)
    return made


@given(st.lists(st.integers(1, 3000), max_size=8))
def test_it_keeps_every_value_however_they_arrive(lengths: list[int]):
    made, first = Series(), 0
    for length in lengths:
        steps = np.arange(first, first + length)
        made.extend(steps, steps / 2)
        first += length
    assert np.array_equal(made.steps, np.arange(first))
    assert np.array_equal(made.values, np.arange(first) / 2)


def test_steps_that_come_again_replace_what_followed_from_there():
    made = series([1, 2, 3, 4], [1, 2, 3, 4])
    made.extend([3], [30])
    assert made.steps.tolist() == [1, 2, 3]
    assert made.values.tolist() == [1, 2, 30]


def test_nothing_added_changes_nothing():
    made = series([1, 2], [1, 2])
    made.extend([], [])
    assert len(made) == 2


def test_a_cut_forgets_what_lies_behind_the_step():
    made = series([10, 20, 30], [1, 2, 3])
    made.cut(20)
    assert made.steps.tolist() == [10, 20]


def test_a_value_holds_until_the_next_step():
    made = series([10, 20], [1, 2])
    assert [made.value_at(step) for step in (9, 10, 19, 20, 99)] == [None, 1, 1, 2, 2]


def test_what_fits_the_screen_is_seen_as_it_is_with_a_neighbour_on_either_side():
    steps, values = series(range(100), np.arange(100.0)).seen(40, 50, columns=300)
    assert steps.tolist() == list(range(39, 52))
    assert values.tolist() == steps.tolist()


@given(st.integers(0, 9_999))
def test_a_single_spike_among_many_steps_is_seen(place: int):
    values = np.zeros(10_000)
    values[place] = 7
    steps, seen = series(range(10_000), values).seen(0, 10_000, columns=100)
    assert len(seen) <= 200
    assert seen.max() == 7
    assert abs(int(steps[seen.argmax()]) - place) <= 100
    assert np.all(np.diff(steps) >= 0)


def test_the_smallest_and_the_largest_of_each_column_are_seen():
    values = np.random.default_rng(0).normal(size=5_000)
    _, seen = series(range(5_000), values).seen(0, 5_000, columns=50)
    assert np.array_equal(seen.reshape(50, 2).min(1), values.reshape(50, 100).min(1))
    assert np.array_equal(seen.reshape(50, 2).max(1), values.reshape(50, 100).max(1))


def test_a_thinned_line_turns_back_only_within_its_columns():
    values = np.random.default_rng(0).normal(size=5_000)
    _, seen = series(range(5_000), values).seen(0, 5_000, columns=50)
    rises = np.diff(seen)[::2] > 0
    assert np.array_equal(rises, np.arange(50) % 2 == 0)


def test_a_missing_number_hides_no_other():
    values = np.arange(1_000.0)
    values[500:505] = np.nan
    _, seen = series(range(1_000), values).seen(0, 1_000, columns=10)
    assert np.isfinite(seen).all()


def test_a_smooth_line_has_the_mean_of_each_column():
    values = np.random.default_rng(0).normal(size=5_000)
    steps, seen = series(range(5_000), values).seen_smoothly(0, 5_000, columns=50)
    assert steps.tolist() == list(range(0, 5_000, 100))
    assert np.allclose(seen, values.reshape(50, 100).mean(1))
