"""Contributions, brought to where the units lie."""

import numpy as np
from PySide6.QtCore import QRect, QRectF

from gui.widgets.network_curves import Layer, Part, bundles


def column(units: np.ndarray) -> np.ndarray:
    """Units one below the other, 10 pixels apart."""
    return np.column_stack([np.full(units.size, 5.0), units * 10.0])


IMAGE = Part(QRect(0, 0, 20, 100), column, None, 0.0)
GRID = Part(QRect(100, 20, 20, 100), column, QRectF(2, 0, 16, 100), 8.0)
CIRCLES = Part(QRect(200, 0, 20, 100), column, QRectF(1, 0, 12, 12), 0.0)
PARTS = [IMAGE, GRID, CIRCLES]
FIRST = Layer(np.array([3, 4]), np.array([1, 2]), np.array([2.0, -1.0], np.float32))
SECOND = Layer(np.array([1]), np.array([7]), np.array([0.5], np.float32))
NONE = Layer(np.zeros(0, int), np.zeros(0, int), np.zeros(0, np.float32))


def test_a_curve_begins_at_its_source_and_ends_at_its_target():
    first, second = bundles(PARTS, [FIRST, SECOND], None)
    assert first.starts.tolist() == [[5, 30], [5, 40]]
    assert first.ends.tolist() == [[105, 30], [105, 40]]
    assert second.starts.tolist() == [[105, 30]]
    assert second.ends.tolist() == [[205, 70]]


def test_it_leaves_a_picture_at_the_pixel_and_a_grid_at_its_side():
    first, second = bundles(PARTS, [FIRST, SECOND], None)
    assert first.leaves.tolist() == [5, 5]
    assert first.enters.tolist() == [102, 102]
    assert second.leaves.tolist() == [118]
    assert second.enters.tolist() == [201]


def test_each_layer_has_a_scale_of_its_own():
    first, second = bundles(PARTS, [FIRST, SECOND], None)
    assert first.shares.tolist() == [1, -0.5]
    assert second.shares.tolist() == [1]


def test_a_layer_without_contributions_has_no_curves():
    assert len(bundles(PARTS, [NONE, SECOND], None)) == 1
    assert bundles(PARTS, [], None) == []


def test_the_layers_at_a_unit_are_framed_and_the_others_stand_back():
    first, second = bundles(PARTS, [FIRST, SECOND], (1, 7))
    assert (first.faint, first.framed) == (True, (0, 0))
    assert (second.faint, second.framed) == (False, (8, 0))
    first, second = bundles(PARTS, [FIRST, SECOND], (0, 1))
    assert (first.framed, second.framed) == ((0, 8), (8, 0))
    assert not first.faint
    assert not second.faint
