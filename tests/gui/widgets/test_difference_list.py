"""A list of tensors of two models."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui import theme
from gui.widgets.difference_list import DifferenceList
from gui.widgets.difference_rows import COSINE, LARGEST, NAME, RELATIVE, SHAPE, DifferenceRow

ROWS = (
    DifferenceRow("stack.0.weight", "[32, 784]", (12.5, 0.25, 3.0)),
    DifferenceRow("stack.0.bias", "[32]", (0.125, 0.5, 1.25), badge="2 NaN or ∞", tip="all of it"),
    DifferenceRow("stack.2.bias", "[10]", note="[12] there", is_pair=False),
)


@pytest.fixture
def view(qtbot: QtBot) -> DifferenceList:
    view = DifferenceList()
    qtbot.addWidget(view)
    view.resize(460, 160)
    view.set_rows(ROWS)
    view.show()
    return view


def cell(view: DifferenceList, row: int, column: int = NAME) -> QPoint:
    return view.visualRect(view.model().index(row, column)).center()


def text(view: DifferenceList, row: int, column: int) -> str:
    return str(view.model().index(row, column).data())


def test_every_figure_is_told_in_words_and_numbers(view: DifferenceList):
    assert [text(view, 0, column) for column in range(5)] == [
        "stack.0.weight",
        "[32, 784]",
        "12.5",
        "0.25",
        "3",
    ]
    assert text(view, 1, NAME) == "stack.0.bias 2 NaN or ∞"
    assert text(view, 2, RELATIVE) == "[12] there"
    assert view.model().index(1, COSINE).data(Qt.ItemDataRole.ToolTipRole) == "all of it"


def test_a_click_chooses_a_tensor_of_both(view: DifferenceList, qtbot: QtBot):
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell(view, 1))
    assert chosen.args == ["stack.0.bias"]


def test_names_that_are_cut_still_tell_tensors_apart(view: DifferenceList):
    names = ("stack.0.weight", "stack.1.weight", "stack.1.num_batches_tracked", "scale")
    view.set_rows([DifferenceRow(name, "[32]", (0.5, 0.25, 3.0)) for name in names])
    view.resize(200, 160)
    picture = view.viewport().grab().toImage()
    first, second = (view.visualRect(view.model().index(row, NAME)).adjusted(4, 0, 0, -3) for row in range(2))
    assert picture.copy(first) != picture.copy(second)


def test_what_has_no_partner_cannot_be_chosen(view: DifferenceList, qtbot: QtBot):
    with qtbot.assertNotEmitted(view.chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell(view, 2))


def test_the_arrows_walk_from_tensor_to_tensor(view: DifferenceList, qtbot: QtBot):
    view.choose("stack.0.weight")
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen.args == ["stack.0.bias"]


def test_the_pointer_tells_where_it_is(view: DifferenceList, qtbot: QtBot):
    with qtbot.waitSignal(view.hovered) as hovered:
        qtbot.mouseMove(view.viewport(), cell(view, 1))
    assert hovered.args == ["stack.0.bias"]


def test_new_figures_in_another_order_keep_what_is_chosen(view: DifferenceList, qtbot: QtBot):
    view.choose("stack.0.weight")
    with qtbot.assertNotEmitted(view.chosen):
        view.set_rows((ROWS[1], ROWS[0], ROWS[2]))
    assert (view.current, view.currentIndex().row()) == ("stack.0.weight", 1)


def test_a_narrow_list_keeps_names_and_leaves_out_columns(view: DifferenceList):
    assert not view.isColumnHidden(SHAPE)
    view.resize(230, 160)
    assert view.isColumnHidden(SHAPE) and view.isColumnHidden(COSINE)
    assert not view.isColumnHidden(RELATIVE) and not view.isColumnHidden(LARGEST)
    assert view.columnWidth(NAME) >= 60


def test_what_is_pointed_at_elsewhere_is_marked(view: DifferenceList):
    plain = view.grab().toImage()
    view.mark("stack.2.bias")
    assert view.marked == "stack.2.bias" and view.grab().toImage() != plain


def test_the_larger_change_has_the_longer_line(view: DifferenceList):
    figures = {"chosen": (1.0, 1.0, 1.0), "whole": (12.5, 1.0, 1.0), "half": (6.25, 1.0, 1.0)}
    view.set_rows([DifferenceRow(key, "[2]", each) for key, each in figures.items()])
    view.choose("chosen")
    image, colour = view.grab().toImage(), QColor(theme.current().sequential[170])
    lengths = []
    for row in (1, 2):
        y = view.header().height() + view.visualRect(view.model().index(row, RELATIVE)).bottom()
        lengths.append(sum(image.pixelColor(x, y) == colour for x in range(image.width())))
    assert lengths[0] > 20 and lengths[1] == pytest.approx(lengths[0] / 2, abs=1)
