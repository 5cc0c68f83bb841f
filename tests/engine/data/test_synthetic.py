"""Digits drawn by rule."""

import numpy as np
import pytest

from engine.data.ink import render_input
from engine.data.skeletons import HANDS
from engine.data.synthetic import CANVAS, draw_digit, synthetic_images, write


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
        assert 10 <= len(points) <= 80
        assert all(np.diff(stroke.points[:, :2], axis=0).any(axis=1).all() for stroke in drawing.strokes)


def test_the_same_seed_draws_the_same_digit():
    assert np.array_equal(drawn(5, 1), drawn(5, 1))
    assert not np.array_equal(drawn(5, 1), drawn(5, 2))


def test_each_digit_is_written_by_several_hands():
    assert all(len(hands) >= 6 for hands in HANDS)


def test_images_come_mixed_and_in_equal_numbers():
    images, labels = synthetic_images(20, (4,))
    assert (images.shape, images.dtype) == ((200, 28, 28), np.uint8)
    assert np.bincount(labels).tolist() == [20] * 10
    assert np.count_nonzero(np.diff(labels)) > 100
    assert len({image.tobytes() for image in images}) == 200


def test_images_depend_on_their_seed_alone():
    first, again, other = (synthetic_images(5, seed)[0] for seed in ((4, 1), (4, 1), (4, 2)))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_images_are_normalised():
    images, _ = synthetic_images(20, (0,))
    for image in images:
        rows, columns = (np.flatnonzero(image.max(axis=axis)) for axis in (1, 0))
        assert max(np.ptp(rows), np.ptp(columns)) == 19
        mass = image / image.sum()
        centre = mass.sum(axis=1) @ np.arange(28), mass.sum(axis=0) @ np.arange(28)
        assert np.abs(np.subtract(centre, 14)).max() < 0.6 or 0 in (rows[0], columns[0])


def test_no_two_digits_of_a_hand_are_alike():
    writing = write(3, HANDS[3][0], 50, np.random.default_rng(0))
    line = writing.lines[0]
    assert line.std(axis=0)[:, :2].min() > 3  # on a canvas of 280
    assert writing.widths.std() > 3


def test_the_digits_differ_more_than_one_digit_varies():
    means = np.stack([np.mean([drawn(label, seed) for seed in range(25)], axis=0) for label in range(10)])
    others = [(label, drawn(label, seed)) for label in range(10) for seed in range(100, 115)]
    right = [np.square(means - image).sum(axis=(1, 2)).argmin() == label for label, image in others]
    assert np.mean(right) > 0.75
