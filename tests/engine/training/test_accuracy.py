import pytest

from engine.training.accuracy import Accuracy, difference_interval


def test_the_interval_is_wilsons():
    low, high = Accuracy(correct=9, images=10).interval
    assert (low, high) == pytest.approx((0.5958, 0.9821), abs=1e-4)  # tabulated for 9 of 10


def test_all_right_is_not_known_to_be_certain():
    low, high = Accuracy(correct=100, images=100).interval
    assert low == pytest.approx(100 / (100 + 1.959964**2), abs=1e-6)
    assert high == 1


def test_all_wrong_is_the_mirror_of_all_right():
    low, high = Accuracy(0, 100).interval
    assert low == 0
    assert high == pytest.approx(1 - Accuracy(100, 100).interval[0])


def test_a_difference_without_a_change_lies_evenly_round_zero():
    low, high = difference_interval(gained=0, lost=0, images=1000)
    assert low == pytest.approx(-high)
    assert 0 < high < 0.003


def test_the_interval_of_a_difference_follows_the_formula():
    low, high = difference_interval(gained=2, lost=12, images=100)
    assert (low + high) / 2 == pytest.approx((2.5 - 12.5) / 102)
    assert high - low == pytest.approx(2 * 1.959964 * (15 - 100 / 102) ** 0.5 / 102)


def test_more_images_make_the_interval_of_a_difference_narrower():
    few, many = difference_interval(1, 3, 100), difference_interval(10, 30, 1000)
    assert many[1] - many[0] < few[1] - few[0]
