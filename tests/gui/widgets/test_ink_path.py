"""The curve of a stroke."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.curve import beziers
from gui.widgets.ink_path import diameter, distinct, pieces
from gui.widgets.stroke_history import Point

coordinates = st.integers(0, 2800).map(lambda tenths: tenths / 10)
strokes = st.lists(st.tuples(coordinates, coordinates, st.floats(0, 1, width=32)), min_size=2, max_size=12)


def control_points(points: list[Point], index: int) -> np.ndarray:
    """The four control points of a piece of one pressure, (4, 2)."""
    (piece,) = pieces(points, index, 20)
    elements = [piece.path.elementAt(number) for number in range(4)]
    return np.array([(element.x, element.y) for element in elements])


@given(strokes)
def test_the_curve_is_the_rasterisers(drawn: list[Point]):
    points = [(x, y, 0.5) for x, y, _ in distinct(drawn)]
    expected = beziers(np.array(points)[:, :2])
    for index in range(len(points) - 1):
        assert control_points(points, index) == pytest.approx(expected[index], abs=1e-3)


@given(strokes)
def test_the_parts_of_a_piece_join_and_reach_from_point_to_point(drawn: list[Point]):
    points = distinct(drawn)
    for index in range(len(points) - 1):
        parts = [part.path for part in pieces(points, index, 20)]
        ends = [parts[0].elementAt(0), *(part.elementAt(3) for part in parts)]
        for before, after in zip(ends[1:-1], parts[1:], strict=True):
            assert (after.elementAt(0).x, after.elementAt(0).y) == pytest.approx(
                (before.x, before.y), abs=1e-6
            )
        assert (ends[0].x, ends[0].y) == pytest.approx(points[index][:2], abs=1e-6)
        assert (ends[-1].x, ends[-1].y) == pytest.approx(points[index + 1][:2], abs=1e-6)


def test_points_that_all_but_coincide_are_a_dot():
    (piece,) = pieces([(0.0, 1.0, 0.5), (1e-38, 1.0, 0.5)], 0, 20)
    assert piece.path.elementCount() == 2
    assert piece.bounds().width() == pytest.approx(20, abs=0.01)


def test_the_diameter_follows_the_pressure_in_small_steps():
    points = [(0.0, 0.0, 0.0), (100.0, 0.0, 1.0)]
    widths = [piece.diameter for piece in pieces(points, 0, 20)]
    assert widths[0] == pytest.approx(8, abs=0.5)
    assert widths[-1] == pytest.approx(32, abs=0.5)
    assert max(np.diff(widths)) <= 1


def test_the_nominal_pressure_leaves_the_width_as_it_is():
    assert diameter(20, 0.5) == pytest.approx(20)


def test_few_points_on_a_circle_look_round():
    points = [
        (140 + 100 * math.cos(turn), 140 + 100 * math.sin(turn), 0.5) for turn in np.arange(0, 6.3, 0.6)
    ]
    for index in range(1, len(points) - 2):
        path = pieces(points, index, 20)[0].path
        middle = path.pointAtPercent(0.5)
        assert math.dist((middle.x(), middle.y()), (140, 140)) == pytest.approx(100, abs=0.6)


def test_neighbours_at_one_place_become_the_heaviest_of_them():
    points = [(1.0, 1.0, 0.2), (1.0, 1.0, 0.7), (1.0, 1.0, 0.4), (2.0, 1.0, 0.1)]
    assert distinct(points) == ((1.0, 1.0, 0.7), (2.0, 1.0, 0.1))
