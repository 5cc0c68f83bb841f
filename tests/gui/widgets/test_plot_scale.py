"""Where steps and values lie in a plot."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.widgets.plot_scale import PlotScale

SCALE = PlotScale(QRectF(40, 10, 200, 100), left=100, right=300, low=-1, high=1)


def test_the_ends_of_the_scale_are_those_of_the_area():
    assert SCALE.across([100, 300]).tolist() == [40, 240]
    assert SCALE.down([-1, 0, 1]).tolist() == [110, 60, 10]


def test_the_step_at_a_place_is_the_one_that_lies_there():
    assert SCALE.step_at(float(SCALE.across(123))) == pytest.approx(123)


def test_what_is_far_outside_stays_within_what_qt_can_draw():
    assert np.abs(SCALE.down([1e300, -1e300])).max() <= 1e6


def test_what_is_no_finite_number_lies_nowhere():
    assert np.isnan(SCALE.down([math.nan, math.inf])).all()
