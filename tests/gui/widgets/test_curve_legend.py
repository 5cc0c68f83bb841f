"""The legend of a plot."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.widgets.curve_legend import CurveLegend, LegendEntry

RED, BLUE = QColor("#ff0000"), QColor("#0000ff")
ENTRIES = LegendEntry("training", "0.0412", RED), LegendEntry("validation", "0.0869", BLUE)


def colours(legend: CurveLegend) -> set[str]:
    image = legend.grab().toImage()
    return {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}


def legend_of(qtbot: QtBot, width: int) -> CurveLegend:
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.resize(width, 20)
    legend.set_entries(ENTRIES)
    legend.show()
    return legend


def test_each_curve_has_a_line_in_its_colour(qtbot: QtBot):
    assert {RED.name(), BLUE.name()} <= colours(legend_of(qtbot, 400))


def test_the_first_give_way_where_room_is_short(qtbot: QtBot):
    shown = colours(legend_of(qtbot, 170))
    assert BLUE.name() in shown
    assert RED.name() not in shown


def test_a_screen_reader_hears_names_and_values(qtbot: QtBot):
    assert legend_of(qtbot, 10).accessibleName() == "training 0.0412, validation 0.0869"
