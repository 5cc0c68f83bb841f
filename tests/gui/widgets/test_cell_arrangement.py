"""How units are laid out as cells."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from gui.widgets.cell_arrangement import LEAST_CELL, arrange_cells


def test_512_units_stand_upright_in_a_tall_room_and_lie_in_a_wide_one():
    tall, wide = arrange_cells(512, QSizeF(160, 330)), arrange_cells(512, QSizeF(330, 160))
    assert (tall.columns, tall.rows, tall.pooled) == (16, 32, 1)
    assert (wide.columns, wide.rows, wide.pooled) == (32, 16, 1)


@given(st.integers(1, 3000), st.floats(1, 2000), st.floats(1, 2000))
def test_every_unit_has_a_cell_and_no_row_is_empty(units: int, width: float, height: float):
    found = arrange_cells(units, QSizeF(width, height))
    assert (found.rows - 1) * found.columns < found.cells <= found.rows * found.columns
    assert (found.cells - 1) * found.pooled < units <= found.cells * found.pooled


@given(st.integers(1, 70_000), st.floats(40, 400), st.floats(40, 400))
def test_there_are_never_more_cells_than_can_be_seen(units: int, width: float, height: float):
    found = arrange_cells(units, QSizeF(width, height))
    assert found.cells <= (width / LEAST_CELL) * (height / LEAST_CELL)


def test_a_prime_count_is_not_forced_into_one_row():
    found = arrange_cells(509, QSizeF(200, 200))
    assert abs(found.columns - found.rows) <= 2


def test_a_cell_of_many_is_led_by_the_largest_magnitude():
    found = arrange_cells(10_000, QSizeF(30, 30))
    values = np.zeros(10_000, np.float32)
    values[[250, 9_999]] = -3, np.nan
    leads = found.leads(values)
    assert leads[250 // found.pooled] == 250
    assert leads[-1] == 9_999
    assert leads[5] == 5 * found.pooled
