"""Pictures at another size."""

import numpy as np
import pytest

from engine.data.resampling import box_weights, linear_weights, resample, smooth_weights


def test_a_box_is_the_mean_of_what_it_covers():
    assert box_weights(4, 0, 4, 2).tolist() == [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]
    assert box_weights(3, 0, 3, 2) == pytest.approx(np.array([[2, 1, 0], [0, 1, 2]]) / 3)


def test_beyond_the_row_lie_zeros():
    assert box_weights(2, -1, 4, 2).tolist() == [[0.5, 0], [0, 0.5]]


def test_enlarging_interpolates_between_centres():
    assert linear_weights(2, 0, 2, 4) @ [0, 1] == pytest.approx([0, 0.25, 0.75, 0.75])


@pytest.mark.parametrize("count", [3, 7, 20])
def test_shrinking_keeps_the_mean(count: int):
    row = np.random.default_rng(1).random(50)
    assert (smooth_weights(50, 0, 50, count) @ row).mean() == pytest.approx(row.mean())


def test_the_same_size_changes_nothing():
    picture = np.random.default_rng(2).random((5, 5), np.float32)
    same = smooth_weights(5, 0, 5, 5)
    assert np.array_equal(resample(picture, same, same), picture)


def test_rounding_never_leaves_0_to_1():
    weights = np.full((1, 2), 0.5000001, np.float32)
    assert resample(np.ones((2, 2), np.float32), weights, weights).max() == 1
