"""The heatmap."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.heatmap import Heatmap


@pytest.fixture
def heatmap(qtbot: QtBot) -> Heatmap:
    heatmap = Heatmap()
    qtbot.addWidget(heatmap)
    heatmap.resize(42, 22)
    heatmap.set_limit(1.0)
    heatmap.show()
    return heatmap


def pixel(heatmap: Heatmap, x: int, y: int) -> QColor:
    return heatmap.grab().toImage().pixelColor(x, y)


def levels(*rows: list[float]) -> np.ndarray:
    return np.array(rows, np.float32)


def test_negative_is_blue_positive_is_orange_and_zero_is_the_panel(heatmap: Heatmap):
    heatmap.set_levels(levels([-1, 0, 1, np.nan]))
    colours = theme.current()
    assert pixel(heatmap, 6, 10).rgba() == colours.diverging[1]
    assert pixel(heatmap, 16, 10) == colours.panel
    assert pixel(heatmap, 26, 10).rgba() == colours.diverging[253]
    assert pixel(heatmap, 36, 10).rgba() == colours.diverging[255]


def test_a_cell_beyond_the_limit_looks_clipped_until_the_limit_grows(heatmap: Heatmap):
    heatmap.set_levels(levels([2.0]))
    clipped = pixel(heatmap, 20, 10)
    heatmap.set_limit(2.0)
    assert pixel(heatmap, 20, 10).rgba() == theme.current().diverging[253]
    assert clipped != pixel(heatmap, 20, 10)


def test_it_takes_the_colours_of_a_new_theme(heatmap: Heatmap, qapp: QApplication):
    heatmap.set_levels(levels([0.0]))
    try:
        theme.apply(qapp, "light")
        assert pixel(heatmap, 20, 10) == theme.LIGHT.panel
    finally:
        theme.apply(qapp, "dark")
    assert pixel(heatmap, 20, 10) == theme.DARK.panel


def test_as_many_levels_as_device_pixels_are_shown_one_to_one(heatmap: Heatmap):
    rows, columns = heatmap.capacity()
    checks = np.indices((rows, columns)).sum(axis=0) % 2 * 2.0 - 1
    heatmap.set_levels(checks.astype(np.float32))
    image = heatmap.grab().toImage()
    row = [image.pixelColor(x, 5).rgba() == theme.current().diverging[253] for x in range(1, 41)]
    assert row[:-1] == [not lit for lit in row[1:]]


def test_it_announces_once_how_much_can_be_told_apart(heatmap: Heatmap, qtbot: QtBot):
    announced: list[tuple[int, int]] = []
    heatmap.capacity_changed.connect(lambda rows, columns: announced.append((rows, columns)))
    heatmap.resize(50, 30)
    heatmap.resize(102, 62)
    qtbot.waitUntil(lambda: bool(announced))
    assert announced == [(60, 100)]


def test_the_pointer_tells_the_cell_of_the_tensor_and_then_that_it_left(heatmap: Heatmap, qtbot: QtBot):
    heatmap.set_levels(levels([1, 2], [3, 4]), (10, 100, 12, 102))
    seen: list[tuple[int, int]] = []
    heatmap.cell_hovered.connect(lambda row, column: seen.append((row, column)))
    qtbot.mouseMove(heatmap, QPoint(5, 5))
    qtbot.mouseMove(heatmap, QPoint(36, 16))
    QApplication.sendEvent(heatmap, QEvent(QEvent.Type.Leave))
    assert seen == [(10, 100), (11, 101), (-1, -1)]


def test_a_cell_is_described_by_its_value_and_a_block_by_its_strongest(heatmap: Heatmap):
    heatmap.set_levels(levels([1.5, -2]))
    assert heatmap.describe(0, 1) == "row 0, column 1: −2"
    heatmap.set_levels(levels([1.5, -2]), (0, 0, 3, 4))
    assert heatmap.describe(1, 3) == "rows 0–2, columns 2–3: strongest −2"


def test_every_cell_of_a_pooled_tensor_lies_in_the_block_that_describes_it(heatmap: Heatmap):
    heatmap.set_levels(np.zeros((1, 7), np.float32), (0, 0, 1, 23))
    blocks = [heatmap._block(column, 1) for column in range(23)]
    assert all(column in cells for column, (cells, _) in enumerate(blocks))
    assert sorted({level for _, level in blocks}) == list(range(7))


def test_the_tooltip_has_the_cell_and_the_words(heatmap: Heatmap):
    heatmap.set_levels(levels([0.25]))
    heatmap.setToolTip("0.weight [1, 1]")
    QApplication.sendEvent(heatmap, QHelpEvent(QEvent.Type.ToolTip, QPoint(20, 10), QPoint(20, 10)))
    assert QToolTip.text() == "row 0, column 0: 0.25\n0.weight [1, 1]"
    QToolTip.hideText()


def test_nothing_is_under_the_pointer_when_it_is_empty(heatmap: Heatmap):
    heatmap.set_levels(levels([1.0]))
    heatmap.clear()
    assert heatmap.cell_at(QPointF(20, 10)) == (-1, -1)
    assert pixel(heatmap, 20, 10) != QColor(theme.current().diverging[253])


def test_a_marked_block_is_framed_and_told_by_its_strongest_value(heatmap: Heatmap):
    heatmap.set_levels(levels([0, 0.5], [0, -0.25]), (0, 0, 4, 40))
    plain = heatmap.grab().toImage()
    heatmap.mark(3, 21)
    assert heatmap.value_at(3, 21) == -0.25
    assert heatmap.block_at(3, 21) == (range(2, 4), range(20, 40))
    accent = theme.current().accent
    marked = heatmap.grab().toImage()
    lit = [(x, y) for x in range(1, 41) for y in range(1, 21) if marked.pixelColor(x, y) == accent]
    assert lit and min(x for x, _ in lit) >= 20 and min(y for _, y in lit) >= 10
    heatmap.mark(-1, -1)
    assert heatmap.grab().toImage() == plain


def test_what_is_not_here_has_no_value(heatmap: Heatmap):
    assert heatmap.value_at(0, 0) is None
    heatmap.set_levels(levels([1.0]), (10, 10, 11, 11))
    assert (heatmap.value_at(10, 10), heatmap.value_at(0, 0), heatmap.value_at(11, 10)) == (1.0, None, None)
