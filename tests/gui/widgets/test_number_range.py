"""Which numbers a field takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.number_range import NumberRange

RATE = NumberRange(1e-8, 10, factor=2)
BATCH = NumberRange(1, 65_536, whole=True, factor=2)
DECAY = NumberRange(0, 1, step=0.01)


@pytest.mark.parametrize(("text", "value"), [("0.001", 1e-3), ("1e-3", 1e-3), (" 0,5 ", 0.5), ("10", 10)])
def test_a_number_is_understood_however_it_is_written(text: str, value: float):
    assert RATE.parse(text) == value


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "−1", "11", "nan", "inf", "1 2"])
def test_what_is_none_of_the_range_is_none(text: str):
    assert RATE.parse(text) is None


def test_a_whole_number_has_no_fraction():
    assert BATCH.parse("64") == 64
    assert BATCH.parse("64.0") == 64
    assert BATCH.parse("64.5") is None


def test_it_moves_by_a_factor_or_by_a_step():
    assert RATE.moved(0.01, up=True) == 0.02
    assert BATCH.moved(64, up=False) == 32
    assert DECAY.moved(0.02, up=True) == 0.03


@given(st.floats(0, 1), st.booleans())
def test_it_never_moves_out_of_the_range(value: float, up: bool):
    assert 0 <= DECAY.moved(value, up) <= 1


@given(st.integers(1, 65_536))
def test_what_a_field_shows_is_read_back(value: int):
    assert BATCH.parse(BATCH.text(value)) == value
