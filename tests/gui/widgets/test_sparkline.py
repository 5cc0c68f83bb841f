"""A small line on a logarithmic axis."""

import math

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.sparkline import Health, Sparkline, shared_axis
from gui.widgets.trace import Trace

HEALTH = Health(vanishing=1e-5, exploding=1e-1, good=(10**-3.5, 10**-2.5))


@pytest.fixture
def line(qtbot: QtBot) -> Sparkline:
    line = Sparkline(HEALTH, lambda colours: colours.negative)
    qtbot.addWidget(line)
    line.resize(120, 64)
    line.set_axis(-6, 0)
    line.show()
    return line


def has_hue_of(colour: QColor, wanted: QColor) -> bool:
    return min(colour.hsvSaturation(), colour.value()) > 110 and abs(colour.hsvHue() - wanted.hsvHue()) < 12


def rows_with(line: Sparkline, wanted: QColor) -> set[int]:
    """The rows of pixels with the hue of a colour."""
    picture = line.grab().toImage()
    points = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {y for x, y in points if has_hue_of(picture.pixelColor(x, y), wanted)}


def test_the_line_lies_where_its_logarithm_is(line: Sparkline):
    for step in range(5):
        line.add(step, 1e-3)
    rows = rows_with(line, theme.current().negative)
    assert rows and abs(sum(rows) / len(rows) - 32) <= 1


def test_a_healthy_line_is_nowhere_in_the_accent_colour(line: Sparkline):
    for step in range(20):
        line.add(step, 10 ** (-2 - step / 10))
    assert not rows_with(line, theme.current().accent)


@pytest.mark.parametrize(("value", "above"), [(1e-5 / 8, False), (0.8, True)])
def test_what_vanishes_or_explodes_is_in_the_accent_colour(line: Sparkline, value: float, above: bool):
    for step in range(20):
        line.add(step, 1e-3 if step < 10 else value)
    rows = rows_with(line, theme.current().accent)
    assert rows and all((y < line.height_of(-1.0) + 1) == above for y in rows)
    assert rows_with(line, theme.current().negative)


def test_the_band_of_good_values_is_seen_behind_the_line(line: Sparkline):
    picture = line.grab().toImage()
    assert picture.pixelColor(60, round(line.height_of(-3))) == theme.current().raised
    assert picture.pixelColor(60, round(line.height_of(-4.5))) == theme.current().panel


def test_a_cleared_line_is_gone(line: Sparkline):
    line.add(0, 1e-3)
    line.add(1, 1e-3)
    line.clear()
    assert not rows_with(line, theme.current().negative)


def test_no_number_is_as_bad_as_an_explosion():
    assert [HEALTH.sign(value) for value in (1e-6, 1e-3, 1.0, math.inf, math.nan)] == [-1, 0, 1, 1, 1]


def test_lines_share_an_axis_on_which_all_of_them_fit():
    traces = [Trace(), Trace(), Trace()]
    traces[0].add(0, 0.002)
    traces[1].add(0, 0.3)
    assert shared_axis(traces) == (-3.0, -0.5)


def test_an_axis_spans_a_decade_at_least():
    trace = Trace()
    trace.add(0, 0.5)
    assert shared_axis([trace]) == (-0.5, 0.5)
    assert shared_axis([]) == (-1.0, 0.0)


def test_a_hair_stands_at_the_step_that_is_pointed_at(line: Sparkline):
    for step in range(5):
        line.add(step, 1e-3)
    before = line.grab().toImage()
    line.point_at(2)
    after = line.grab().toImage()
    changed = {
        x
        for x in range(line.width())
        for y in range(line.height())
        if before.pixel(x, y) != after.pixel(x, y)
    }
    assert changed and all(abs(x - 60) <= 1 for x in changed)
    line.point_at(None)
    assert line.grab().toImage() == before
