"""Durations for the eye."""

import pytest

from gui.widgets.duration import duration_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (15.2, "16 s"),
        (60, "60 s"),
        (61, "1 min 05 s"),
        (118, "2 min 00 s"),
        (1200, "20 min"),
        (3600, "60 min"),
        (3700, "1 h 05 min"),
        (7200, "2 h 00 min"),
        (float("inf"), ""),
        (float("nan"), ""),
    ],
)
def test_a_duration_is_rounded_up_to_what_matters(seconds: float, text: str):
    assert duration_text(seconds) == text
