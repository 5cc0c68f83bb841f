"""The numbers beside a plot."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from gui import theme
from gui.widgets import plot_axes
from gui.widgets.plot_scale import PlotScale


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("low", "high"), [(-7, 12), (10, 11.3), (-0.4, 0.3), (5, 7)])
def test_numbers_of_a_logarithmic_axis_have_room_beside_the_plot(
    monkeypatch: pytest.MonkeyPatch, low: float, high: float
):
    words: list[str] = []

    monkeypatch.setattr(QPainter, "drawStaticText", lambda *arguments: words.append(arguments[-1].text()))
    image, font = QImage(300, 200, QImage.Format.Format_RGB32), theme.mono_font(8)
    with QPainter(image) as painter:
        painter.setFont(font)
        plot_axes.paint_values(painter, PlotScale(QRectF(plot_axes.LEFT, 8, 240, 160), 0, 1, low, high), True)
    assert words
    assert all(QFontMetricsF(font).horizontalAdvance(word) <= plot_axes.LEFT - 6 for word in words)
