"""The menu of how a tensor is shown."""

import pytest
from pytestqt.qtbot import QtBot

from gui.widgets.view_menu import Scope, ViewMenu, image_shapes, squarest


@pytest.fixture
def menu(qtbot: QtBot) -> ViewMenu:
    menu = ViewMenu()
    qtbot.addWidget(menu)
    return menu


@pytest.mark.parametrize(
    ("length", "first"), [(784, (28, 28)), (512, (16, 32)), (7, (1, 7)), (1, (1, 1)), (0, (0, 0))]
)
def test_the_squarest_shape_comes_first_and_each_holds_all_cells(length: int, first: tuple[int, int]):
    assert squarest(length) == first
    assert all(height * width == length for height, width in image_shapes(length))
    assert len(set(image_shapes(length))) == len(image_shapes(length))


def test_scope_and_gamma_are_told_and_stay(menu: ViewMenu, qtbot: QtBot):
    with qtbot.waitSignal(menu.scope_chosen) as scope:
        menu.scopes[Scope.MODEL].trigger()
    assert scope.args == [Scope.MODEL] and menu.scope is Scope.MODEL
    with qtbot.waitSignal(menu.gamma_chosen) as gamma:
        menu.gammas[0.5].trigger()
    assert gamma.args == [0.5]
    menu.offer_images(10, 16, (4, 4))
    assert menu.scopes[Scope.MODEL].isChecked() and menu.gammas[0.5].isChecked()


def test_shapes_of_rows_and_of_columns(menu: ViewMenu, qtbot: QtBot):
    menu.offer_images(10, 16, (4, 4))
    offered = {action.text(): action for action in menu.shapes.actions()}
    assert list(offered) == ["4 × 4", "2 × 8", "8 × 2", "1 × 16", "16 × 1"] and offered["4 × 4"].isChecked()
    with qtbot.waitSignal(menu.image_chosen) as chosen:
        offered["2 × 8"].trigger()
    assert chosen.args == [(2, 8), False] and menu.image == (2, 8)
    with qtbot.waitSignal(menu.image_chosen) as chosen:
        menu.kinds[1].trigger()
    assert chosen.args == [(2, 5), True] and menu.across
    menu.offer_images(10, 16, (4, 4))
    assert not menu.across and menu.image == (4, 4)


def test_the_kernel_of_a_convolution_is_among_the_shapes(menu: ViewMenu):
    menu.offer_images(8, 75, (5, 5))
    assert menu.shapes.actions()[0].text() == "5 × 5"
