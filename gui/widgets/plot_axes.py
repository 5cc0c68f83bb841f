"""The axes of a plot over steps: a line at each round value, a notch at each round step, and their numbers."""

import math

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui import theme
from gui.widgets.axis_ticks import decimals, linear_ticks, log_ticks
from gui.widgets.plot_scale import PlotScale

LEFT, BOTTOM = 46, 20  # pixels for the numbers
_STEP_ROOM, _VALUE_ROOM = 90, 34  # pixels from tick to tick
_NOTCH, _GAP = 3.0, 6.0
_GRID = 0.63  # of the way from the panel to the colour of lines


def paint_values(painter: QPainter, scale: PlotScale, logarithmic: bool) -> None:
    """Paint the lines across and what they stand for; `logarithmic`: the scale's values are decimal logarithms."""
    colours, area = theme.current(), scale.area
    values, words = _value_ticks(scale, logarithmic)
    heights = scale.down(values).tolist()
    painter.setPen(QPen(theme.mixed(colours.panel, colours.line, _GRID), 1))
    painter.drawLines([QLineF(area.left(), sharp(y), area.right(), sharp(y)) for y in heights])
    painter.setPen(colours.muted)
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for y, word in zip(heights, words, strict=True):
        painter.drawText(QRectF(0, y - BOTTOM / 2, area.left() - _GAP, BOTTOM), side, word)


def paint_steps(painter: QPainter, scale: PlotScale) -> None:
    """Paint the line at the bottom, with whole steps in groups of three digits."""
    colours, area = theme.current(), scale.area
    most = max(2, round(area.width() / _STEP_ROOM))
    _, steps = linear_ticks(scale.left, scale.right, most, least_gap=1)
    places, bottom = scale.across(steps).tolist(), sharp(area.bottom())
    painter.setPen(QPen(colours.line, 1))
    painter.drawLine(QLineF(area.left(), bottom, area.right(), bottom))
    painter.drawLines([QLineF(sharp(x), bottom, sharp(x), bottom + _NOTCH) for x in places])
    painter.setPen(colours.muted)
    for x, step in zip(places, steps, strict=True):
        room = QRectF(x - _STEP_ROOM / 2, bottom + _NOTCH, _STEP_ROOM, BOTTOM - _NOTCH)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{round(step):,}")


def sharp(place: float) -> float:
    """The middle of the pixel in which it lies."""
    return math.floor(place) + 0.5


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
