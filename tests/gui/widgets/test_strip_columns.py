"""How a strip shares its width."""

from dataclasses import astuple
from itertools import pairwise

import pytest

from gui.widgets.strip_columns import shared_columns


@pytest.mark.parametrize("width", [400, 520, 700, 1100])
def test_columns_lie_in_order_within_the_width(width: int):
    spans = astuple(shared_columns(width, 70))
    for (left, room), (next_left, _) in pairwise(spans):
        assert left + room <= next_left
    assert sum(spans[-1]) <= width
    assert spans[1][1] > 60


def test_a_narrow_strip_leaves_dead_units_and_the_limit_out():
    narrow, wide = shared_columns(456, 70), shared_columns(900, 70)
    assert narrow.dead.width == narrow.limit.width == 0
    assert wide.dead.width and wide.limit.width


def test_no_width_is_shared_without_fault():
    assert shared_columns(0, 0).gradient.width == 0
