"""A tensor from four sides."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.tensor_tabs import Side, TensorTabs


@pytest.fixture
def tensor(qtbot: QtBot) -> TensorTabs:
    tensor = TensorTabs()
    qtbot.addWidget(tensor)
    tensor.resize(320, 300)
    tensor.show()
    return tensor


def click_tab(tensor: TensorTabs, side: Side, qtbot: QtBot) -> None:
    qtbot.mouseClick(tensor.tabs, Qt.MouseButton.LeftButton, pos=tensor.tabs.tabRect(side).center())


def test_receptive_fields_come_first_where_there_are_any(tensor: TensorTabs):
    tensor.offer_fields(False)
    assert tensor.side is Side.HEATMAP and not tensor.tabs.isTabEnabled(Side.FIELDS)
    tensor.offer_fields(True)
    assert tensor.side is Side.FIELDS and tensor.wall.isVisible()


def test_the_tab_that_the_person_picked_stays(tensor: TensorTabs, qtbot: QtBot):
    with qtbot.waitSignal(tensor.side_changed) as changed:
        click_tab(tensor, Side.VALUES, qtbot)
    assert changed.args == [Side.VALUES]
    for offered in (True, False, True):
        tensor.offer_fields(offered)
        assert tensor.side is Side.VALUES and tensor.table.isVisible()


def test_the_tabs_are_reached_by_keyboard(tensor: TensorTabs, qtbot: QtBot):
    tensor.offer_fields(True)
    qtbot.keyClick(tensor.tabs, Qt.Key.Key_Right)
    assert tensor.side is Side.VALUES


@pytest.mark.parametrize("width", [264, 320, 352, 420, 700])
def test_all_tabs_fit_and_figures_stand_beside_the_picture_where_there_is_room(
    tensor: TensorTabs, qtbot: QtBot, width: int
):
    tensor.resize(width, 400)
    tensor.offer_fields(True)
    side = Side.SPECTRUM if tensor.tabs.isTabVisible(Side.SPECTRUM) else Side.HISTOGRAM
    last = tensor.tabs.tabRect(side).left()
    words = tensor.tabs.fontMetrics().horizontalAdvance(tensor.tabs.tabText(side))
    assert last + words <= width
    assert tensor.is_wide == (width == 700)
    qtbot.waitUntil(lambda: figures_stand_beside(tensor) == tensor.is_wide)


def figures_stand_beside(tensor: TensorTabs) -> bool:
    right = tensor.wall.mapTo(tensor, tensor.wall.rect().topRight()).x()
    return tensor.figures.geometry().left() > right


def test_scale_order_and_place_are_offered_where_they_mean_something(tensor: TensorTabs, qtbot: QtBot):
    tensor.offer_fields(True)
    tensor.resize(500, 300)
    offered = {}
    for side in Side:
        click_tab(tensor, side, qtbot)
        offered[side] = [w.isVisible() for w in (tensor.scale, tensor.order, tensor.place)]
    assert offered == {
        Side.HEATMAP: [True, False, False],
        Side.FIELDS: [True, True, False],
        Side.VALUES: [False, False, True],
        Side.HISTOGRAM: [False, False, False],
        Side.SPECTRUM: [False, False, False],
    }


@pytest.mark.parametrize(
    ("typed", "cell"),
    [("12, 40", (12, 40)), ("12 40", (12, 40)), ("7", (7, 0)), ("7,", (7, 0)), ("x3", (3, 0))],
)
def test_going_to_a_place_that_is_typed(tensor: TensorTabs, qtbot: QtBot, typed: str, cell: tuple[int, int]):
    tensor.table.set_shape(100, 100)
    click_tab(tensor, Side.VALUES, qtbot)
    qtbot.keyClicks(tensor.place, typed)
    qtbot.keyClick(tensor.place, Qt.Key.Key_Return)
    current = tensor.table.currentIndex()
    assert (current.row(), current.column()) == cell


def test_both_pictures_follow_the_scale(tensor: TensorTabs):
    tensor.scale.aim(0.75)
    assert tensor.view.limit == tensor.wall.limit == 0.75
