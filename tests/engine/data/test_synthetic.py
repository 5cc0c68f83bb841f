"""Digits drawn by rule."""

import numpy as np
import pytest

from engine.data.ink import render_input
from engine.data.skeletons import HANDS
from engine.data.synthetic import CANVAS, draw_digit


def drawn(label: int, seed: int) -> np.ndarray:
    return render_input(draw_digit(label, np.random.default_rng(seed)))


@pytest.mark.parametrize("label", range(10))
def test_a_digit_lies_on_its_canvas_with_a_label_and_a_pens_number_of_points(label: int):
    for seed in range(20):
        drawing = draw_digit(label, np.random.default_rng(seed))
        points = np.concatenate([stroke.points for stroke in drawing.strokes])
        assert drawing.label == label
        assert points.dtype == np.float32
        assert 0 < points[:, :2].min() <= points[:, :2].max() < CANVAS
        assert 0 <= points[:, 2].min() <= points[:, 2].max() <= 1
        assert 28 <= len(points) <= 60
        assert all(np.diff(stroke.points[:, :2], axis=0).any(axis=1).all() for stroke in drawing.strokes)


def test_the_same_seed_draws_the_same_digit():
    assert np.array_equal(drawn(5, 1), drawn(5, 1))
    assert not np.array_equal(drawn(5, 1), drawn(5, 2))


def test_each_digit_is_written_by_several_hands():
    assert all(len(hands) >= 3 for hands in HANDS)


def test_the_digits_differ_more_than_one_digit_varies():
    means = np.stack([np.mean([drawn(label, seed) for seed in range(25)], axis=0) for label in range(10)])
    others = [(label, drawn(label, seed)) for label in range(10) for seed in range(100, 115)]
    right = [np.square(means - image).sum(axis=(1, 2)).argmin() == label for label, image in others]
    assert np.mean(right) > 0.75
