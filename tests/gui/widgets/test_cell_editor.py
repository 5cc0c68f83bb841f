"""What a person means by a number that was typed."""

import math

import pytest

from gui.widgets.cell_editor import number_typed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", 1.5),
        (" -2,5 ", -2.5),
        ("−3e-2", -0.03),
        ("", None),
        ("1e39", None),
        ("nan", None),
        ("inf", None),
        ("a", None),
    ],
)
def test_finite_numbers_are_taken_and_nothing_else(text: str, number: float | None):
    found = number_typed(text)
    assert found is None if number is None else found is not None and math.isclose(found, number)
