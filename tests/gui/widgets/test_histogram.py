"""The histogram."""

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.histogram import Histogram


@pytest.fixture
def histogram(qtbot: QtBot) -> Histogram:
    histogram = Histogram()
    qtbot.addWidget(histogram)
    histogram.resize(300, 200)
    histogram.set_counts(np.array([0, 9, 99]), np.array([-1.0, 0.0, 1.0, 2.0]))
    return histogram


def test_bars_are_counts_or_their_logarithms(histogram: Histogram, qtbot: QtBot):
    histogram.show()
    assert histogram.heights().tolist() == [0, 9, 99]
    qtbot.keyClick(histogram.logarithmic, Qt.Key.Key_Space)
    assert histogram.heights().tolist() == [0, 1, 2]


def test_the_highest_bar_is_painted_where_its_values_lie(histogram: Histogram, qtbot: QtBot):
    histogram.show()

    def filled(share: float) -> bool:
        image = histogram.grab().toImage()
        return image.pixelColor(int(image.width() * share), 100) != theme.current().panel

    qtbot.waitUntil(lambda: filled(0.85) and not filled(0.3))


def test_it_takes_the_colours_of_a_new_theme(histogram: Histogram, qapp: QApplication):
    histogram.show()
    try:
        theme.apply(qapp, "light")
        assert histogram.grab().toImage().pixelColor(2, 2) == theme.LIGHT.panel
    finally:
        theme.apply(qapp, "dark")


def test_pyqtgraph_is_not_imported_before_a_histogram_is_seen():
    code = "import sys, gui.widgets.histogram; sys.exit('pyqtgraph' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
