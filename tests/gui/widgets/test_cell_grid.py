"""The grid of units."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.cell_grid import CellGrid, robust_limit


@pytest.fixture
def grid(qtbot: QtBot) -> CellGrid:
    grid = CellGrid("Linear 784 → 512 · ReLU", 512)
    qtbot.addWidget(grid)
    grid.resize(170, 340)
    grid.show()
    return grid


def lit(unit: int, value: float = 2.0) -> np.ndarray:
    values = np.zeros(512, np.float32)
    values[unit] = value
    return values


def test_each_cell_knows_its_unit(grid: CellGrid):
    for unit in (0, 15, 16, 137, 511):
        assert grid.unit_at(grid.cell_rect(unit).center()) == unit
    assert grid.unit_at(QPointF(0.5, 0.5)) == -1


def test_an_active_unit_lights_up_in_its_cell_alone(grid: CellGrid):
    off = grid.grab().toImage()
    grid.show_values(lit(137))
    on = grid.grab().toImage()
    points = [
        (unit, grid.cell_rect(unit).center().toPoint() + QPoint(-2, -2)) for unit in (136, 137, 138, 153)
    ]
    changed = [unit for unit, point in points if on.pixelColor(point) != off.pixelColor(point)]
    assert changed == [137]
    assert on.pixelColor(points[1][1]).rgb() == theme.current().sequential[255]


def test_signed_values_take_the_colours_of_their_signs(qtbot: QtBot):
    grid = CellGrid("logits", 4, signed=True)
    qtbot.addWidget(grid)
    grid.resize(80, 80)
    grid.show_values(np.array([-1, 1, 0, 1], np.float32))
    image = grid.grab().toImage()
    shown = [image.pixelColor(grid.cell_rect(unit).center().toPoint()).name() for unit in range(3)]
    colours = theme.current()
    assert shown == [colours.negative.name(), colours.positive.name(), colours.panel.name()]


def test_the_scale_grows_at_once_and_shrinks_smoothly(grid: CellGrid, qtbot: QtBot):
    grid.show_values(np.full(512, 2, np.float32))
    assert grid.limit == 2
    grid.show_values(np.full(512, 4, np.float32))
    assert grid.limit == 4
    grid.show_values(np.full(512, 2, np.float32))
    assert grid.limit > 3.9
    qtbot.waitUntil(lambda: 2 < grid.limit < 3.9)


def test_a_scale_that_nobody_sees_shrinks_at_once(grid: CellGrid):
    grid.show_values(np.full(512, 4, np.float32))
    grid.hide()
    grid.show_values(np.full(512, 2, np.float32))
    assert grid.limit == 2


def test_a_blank_canvas_keeps_the_scale(grid: CellGrid):
    grid.show_values(np.full(512, 2, np.float32))
    grid.show_values(None)
    assert grid.limit == 2


def test_one_outlier_does_not_darken_the_rest():
    values = np.ones(1000, np.float32)
    values[7] = 1e6
    assert robust_limit(values) == 1


def test_a_single_active_unit_still_has_a_scale():
    assert robust_limit(lit(3, 0.25)) == 0.25


def test_what_is_no_number_does_not_move_the_scale(grid: CellGrid):
    values = np.ones(512, np.float32)
    values[:3] = np.nan, np.inf, -np.inf
    assert robust_limit(values) == 1
    grid.show_values(values)
    assert grid.grab().toImage().size() == grid.size()


def test_the_pointer_tells_its_unit(grid: CellGrid, qtbot: QtBot):
    with qtbot.waitSignal(grid.hovered) as told:
        qtbot.mouseMove(grid, grid.cell_rect(40).center().toPoint())
    assert told.args == [40]
    assert grid.marked == 40


def test_the_tooltip_tells_layer_unit_and_value(grid: CellGrid):
    grid.show_values(lit(40, 1.25))
    at = grid.cell_rect(40).center().toPoint()
    assert grid.describe(at) == "Linear 784 → 512 · ReLU [512]\nunit 40: 1.25"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_unit_can_be_chosen_by_key(grid: CellGrid, qtbot: QtBot, key: Qt.Key):
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    with qtbot.waitSignal(grid.clicked) as told:
        qtbot.keyClick(grid, key)
    assert told.args == [1]


def test_a_click_tells_its_unit(grid: CellGrid, qtbot: QtBot):
    with qtbot.waitSignal(grid.clicked) as told:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(40).center().toPoint())
    assert told.args == [40]


def test_the_held_unit_is_framed(grid: CellGrid):
    def accents() -> int:
        image, place = grid.grab().toImage(), grid.cell_rect(40).toRect().adjusted(-1, -1, 1, 1)
        across, down = range(place.left(), place.right()), range(place.top(), place.bottom())
        return sum(image.pixelColor(x, y) == theme.current().accent for x in across for y in down)

    assert accents() == 0
    grid.pin(40)
    assert accents() > 20
    grid.pin(-1)
    assert accents() == 0


def test_the_keys_mark_nothing_once_they_go_elsewhere(grid: CellGrid, qtbot: QtBot):
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.marked == 0
    grid.clearFocus()
    assert grid.marked == -1


def test_the_centres_are_those_of_the_cells(grid: CellGrid):
    units = np.array([0, 40, 511])
    expected = [grid.cell_rect(unit).center().toTuple() for unit in units]
    np.testing.assert_allclose(grid.centres(units), expected)


@pytest.fixture
def crowded(qtbot: QtBot) -> CellGrid:
    """20,000 units in room for 2,500 cells."""
    grid = CellGrid("Linear 784 → 20000 · ReLU", 20_000)
    qtbot.addWidget(grid)
    grid.resize(150, 150)
    grid.show()
    return grid


def test_a_single_active_unit_among_many_is_seen(crowded: CellGrid):
    values = np.zeros(20_000, np.float32)
    values[12_345] = 2
    crowded.show_values(values)
    point = crowded.cell_rect(12_345).topLeft().toPoint()
    assert crowded.grab().toImage().pixelColor(point).rgb() == theme.current().sequential[255]
    assert crowded.unit_at(crowded.cell_rect(12_345).center()) == 12_345
    words = crowded.describe(point).splitlines()
    assert words[1:] == ["unit 12345: 2", "the strongest of 12344 to 12351"]


def test_arrow_keys_walk_from_cell_to_cell(crowded: CellGrid, qtbot: QtBot):
    for _ in range(3):
        qtbot.keyClick(crowded, Qt.Key.Key_Right)
    assert crowded.marked == 2 * crowded.cells().pooled


def test_arrow_keys_walk_from_unit_to_unit(grid: CellGrid, qtbot: QtBot):
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Up,
        Qt.Key.Key_Up,
    ):
        qtbot.keyClick(grid, key)
    assert grid.marked == 0


def test_a_click_with_another_button_chooses_nothing(grid: CellGrid, qtbot: QtBot):
    with qtbot.assertNotEmitted(grid.clicked):
        qtbot.mouseClick(grid, Qt.MouseButton.RightButton)


def test_cells_beyond_the_scale_are_marked(grid: CellGrid):
    values = np.ones(512, np.float32)
    values[40] = 9
    grid.show_values(values)
    image = grid.grab().toImage()
    centres = [image.pixelColor(grid.cell_rect(unit).center().toPoint()).rgb() for unit in (40, 41)]
    assert centres == [theme.current().panel.rgb(), theme.current().sequential[255]]


def test_a_unit_that_is_off_looks_apart_from_the_faintest_active_one(grid: CellGrid):
    values = np.full(512, 1e-6, np.float32)
    values[:8] = 1
    values[200] = 0
    grid.show_values(values)
    image = grid.grab().toImage()
    off, faint = (image.pixelColor(grid.cell_rect(unit).center().toPoint()) for unit in (200, 201))
    panel = theme.current().panel
    assert abs(off.lightness() - panel.lightness()) < 12
    assert abs(faint.lightness() - panel.lightness()) > abs(off.lightness() - panel.lightness())
