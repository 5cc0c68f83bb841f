"""The table of figures."""

import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.figure_table import FigureTable

ALL = ((("shape", "[2, 3]"), ("zeros", "12")), (("mean", "−0.5"), ("max", "3")))
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
    assert table.toolTip() == "shape: [2, 3]\nzeros: 12\nmean: −0.5\nmax: 3"


def test_a_column_is_as_high_as_its_figures(table: FigureTable):
    height = table.sizeHint().height()
    table.set_figures(ALL[:1], BRIEF)
    assert table.sizeHint().height() < height / 2


def test_counts_end_at_the_right_and_measured_numbers_meet_at_the_point(table: FigureTable):
    words, counts, measured, whole = (right_end(table, line) for line in range(4))
    assert abs(words - counts) <= 2 and abs(words - measured) <= 2
    assert whole < measured - 8  # ".5" stands where the whole number has nothing


def right_end(table: FigureTable, line: int) -> int:
    """The last column of pixels that a line of the column has painted; the second group stands a gap lower."""
    image = table.grab().toImage()
    paper, top = image.pixelColor(0, image.height() - 1), 18 * line + (6 if line > 1 else 0)
    rows = range(top + 2, top + 16)
    return max(x for x in range(image.width()) if any(image.pixelColor(x, y) != paper for y in rows))


def test_a_line_leaves_out_what_does_not_fit(table: FigureTable):
    table.set_in_line(True)
    table.resize(300, 18)
    both = ink(table)
    table.resize(90, 18)
    assert 0 < ink(table) < both
