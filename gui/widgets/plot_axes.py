"""The axes of a plot over steps: a line at each round value, a notch at each round step, and their numbers."""

import math
from functools import lru_cache

from PySide6.QtGui import QColor, QPainter

from gui import theme
from gui.widgets.axis_ticks import decimals, linear_ticks, log_ticks
from gui.widgets.laid_out import laid_out
from gui.widgets.plot_scale import PlotScale

LEFT, BOTTOM = 46, 20  # pixels for the numbers
POINTS = 8  # of their face
_STEP_ROOM, _VALUE_ROOM = 90, 34  # pixels from tick to tick
_NOTCH, _GAP = 3, 6
_GRID = 0.63  # of the way from the panel to the colour of lines


def paint_values(painter: QPainter, scale: PlotScale, logarithmic: bool) -> None:
    """Paint the lines across and what they stand for; `logarithmic`: the scale's values are decimal logarithms."""
    colours, area = theme.current(), scale.area
    values, words = _value_ticks(scale, logarithmic)
    heights = scale.down(values).tolist()
    left, width, grid = round(area.left()), round(area.width()), _grid_colour(colours)
    for y in heights:
        painter.fillRect(left, math.floor(y), width, 1, grid)
    painter.setPen(colours.muted)
    for y, word in zip(heights, words, strict=True):
        number = laid_out(word, POINTS)
        number.paint(painter, area.left() - _GAP - number.width, y)


def paint_steps(painter: QPainter, scale: PlotScale) -> None:
    """Paint the line at the bottom, with whole steps in groups of three digits."""
    colours, area = theme.current(), scale.area
    most = max(2, round(area.width() / _STEP_ROOM))
    _, steps = linear_ticks(scale.left, scale.right, most, least_gap=1)
    places, bottom = scale.across(steps).tolist(), math.floor(area.bottom())
    painter.fillRect(round(area.left()), bottom, round(area.width()), 1, colours.line)
    for x in places:
        painter.fillRect(math.floor(x), bottom, 1, _NOTCH, colours.line)
    painter.setPen(colours.muted)
    middle = bottom + (_NOTCH + BOTTOM) / 2
    for x, step in zip(places, steps, strict=True):
        number = laid_out(f"{round(step):,}", POINTS)
        number.paint(painter, x - number.width / 2, middle)


@lru_cache(maxsize=2)
def _grid_colour(colours: theme.Theme) -> QColor:
    return theme.mixed(colours.panel, colours.line, _GRID)


def _value_ticks(scale: PlotScale, logarithmic: bool) -> tuple[list[float], list[str]]:
    most = max(2, round(scale.area.height() / _VALUE_ROOM))
    if logarithmic:
        logarithms = log_ticks(scale.low, scale.high, most)
        return logarithms, [_brief(10**value) for value in logarithms]
    gap, values = linear_ticks(scale.low, scale.high, most)
    return values, [f"{value:.{max(2, decimals(gap))}f}" for value in values]


def _brief(value: float) -> str:
    """As 2.5, 1e−05 or 1e11: beside the plot there is room for six characters."""
    return theme.number(value, 3).replace(".0e", "e").replace("e+", "e")
