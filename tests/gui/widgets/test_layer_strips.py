"""The strips of all parameters."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.layer_strip import LayerStrip
from gui.widgets.layer_strips import LayerStrips


@pytest.fixture
def strips(qtbot: QtBot) -> Iterator[list[LayerStrip]]:
    holder = QWidget()
    qtbot.addWidget(holder)
    yield [LayerStrip(f"…{layer}.weight", "[8, 8]", holder) for layer in range(20)]


@pytest.fixture
def table(qtbot: QtBot, strips: list[LayerStrip]) -> LayerStrips:
    table = LayerStrips()
    qtbot.addWidget(table)
    table.resize(700, 200)
    table.set_strips(strips[:6])
    table.show()
    return table


def test_all_strips_are_in_sight_where_there_is_room(table: LayerStrips, strips: list[LayerStrip]):
    assert not table.area.verticalScrollBar().isVisible()
    assert all(a.geometry().bottom() < b.geometry().top() for a, b in pairwise(strips[:6]))
    assert strips[5].geometry().bottom() < table.area.viewport().height()


def test_many_strips_can_be_scrolled(table: LayerStrips, strips: list[LayerStrip], qtbot: QtBot):
    table.set_strips(strips[6:])
    qtbot.waitUntil(table.area.verticalScrollBar().isVisible)
    assert strips[-1].width() <= table.area.viewport().width()
    assert table.area.verticalScrollBar().maximum() > 0


def test_lines_of_one_column_share_their_axis(table: LayerStrips, strips: list[LayerStrip]):
    strips[0].measure(0, 1e-4, 1e-3, None, None)
    strips[1].measure(0, 10.0, 1e-2, None, None)
    table.share_axes()
    assert {strip.norm.axis for strip in strips[:6]} == {(-4.0, 1.0)}
    assert {strip.update_ratio.axis for strip in strips[:6]} == {(-3.0, -2.0)}


def test_the_heatmaps_begin_at_the_same_place_whatever_the_names(
    table: LayerStrips, strips: list[LayerStrip]
):
    longer = LayerStrip("a.rather.long.name.weight", "[8]")
    table.set_strips([longer, strips[7]])
    assert longer.heatmap.x() == strips[7].heatmap.x()


def test_words_stand_in_the_place_of_empty_frames_and_leave_the_names(
    table: LayerStrips, strips: list[LayerStrip]
):
    table.set_words("Train.")
    with_words = table.grab().toImage()
    strip = strips[0]
    top = strip.mapTo(table, strip.heatmap.geometry().topLeft())
    frame = {with_words.pixelColor(x, top.y()).rgb() for x in range(top.x(), table.width())}
    assert frame == {theme.current().panel.rgb()}
    names = [
        with_words.pixelColor(x, y).rgb()
        for x in range(top.x())
        for y in range(top.y(), top.y() + strip.heatmap.height())
    ]
    assert len(set(names)) > 2
    table.set_words("")
    assert table.words == "" and table.grab().toImage() != with_words
