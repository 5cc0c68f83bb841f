"""Points as polygons."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.polyline import pieces, polyline

PLACES = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(PLACES, PLACES), max_size=20))
def test_each_point_is_where_it_was(points: list[tuple[float, float]]):
    across, down = np.array(points, np.float64).reshape(-1, 2).T
    assert [(point.x(), point.y()) for point in polyline(across, down).toList()] == points


def test_what_is_no_number_breaks_the_line():
    down = np.array([math.nan, 1, 2, math.inf, 3, 4, 5, math.nan])
    broken = [[point.y() for point in piece.toList()] for piece in pieces(np.arange(8.0), down)]
    assert broken == [[1, 2], [3, 4, 5]]
    assert pieces(np.arange(2.0), np.array([math.nan, math.nan])) == []
