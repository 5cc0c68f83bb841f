"""The table of figures."""

import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.figure_table import FigureTable

ALL = (("shape", "[2, 3]"), ("mean", "−0.5"), ("zeros", "12"))
BRIEF = (("mean", "−0.5"), ("std", "1.25"))


@pytest.fixture
def table(qtbot: QtBot) -> FigureTable:
    table = FigureTable()
    qtbot.addWidget(table)
    table.set_figures(ALL, BRIEF)
    table.resize(table.sizeHint())
    table.show()
    return table


def ink(table: FigureTable) -> int:
    """How many columns of pixels are painted."""
    image = table.grab().toImage()
    paper = image.pixelColor(image.width() - 1, image.height() - 1)
    return sum(
        any(image.pixelColor(x, y) != paper for y in range(image.height())) for x in range(image.width())
    )


def test_the_tooltip_has_every_figure(table: FigureTable):
    assert table.toolTip() == "shape: [2, 3]\nmean: −0.5\nzeros: 12"


def test_a_column_is_as_high_as_its_figures(table: FigureTable):
    height = table.sizeHint().height()
    table.set_figures(ALL[:1], BRIEF)
    assert table.sizeHint().height() * 3 == height


def test_a_line_leaves_out_what_does_not_fit(table: FigureTable):
    table.set_in_line(True)
    table.resize(300, 18)
    both = ink(table)
    table.resize(90, 18)
    assert 0 < ink(table) < both
