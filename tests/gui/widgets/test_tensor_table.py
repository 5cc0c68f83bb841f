"""The virtual table of values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.widgets.tensor_model import PENDING, _aligned
from gui.widgets.tensor_table import TensorTable

Extent = tuple[int, int, int, int]


@pytest.fixture
def table(qtbot: QtBot) -> TensorTable:
    table = TensorTable()
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show()
    with qtbot.waitSignal(table.block_wanted):
        table.set_shape(100_000, 1000)
    return table


def values(extent: Extent) -> np.ndarray:
    top, left, bottom, right = extent
    rows, columns = np.mgrid[top:bottom, left:right]
    return (rows + columns / 1000).astype(np.float32)


def fill(table: TensorTable, extent: Extent) -> None:
    table.set_block(extent, values(extent))


def text(table: TensorTable, row: int, column: int) -> str:
    return str(table.model().index(row, column).data()).strip()


def select(table: TensorTable, top: int, left: int, bottom: int, right: int) -> None:
    model = table.model()
    block = QItemSelection(model.index(top, left), model.index(bottom - 1, right - 1))
    table.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_it_asks_for_what_is_seen_and_a_page_around_it(table: TensorTable, qtbot: QtBot):
    with qtbot.waitSignal(table.block_wanted) as asked:
        table.go_to(50_000, 500)
    top, left, bottom, right = (asked.args or [(0, 0, 0, 0)])[0]
    seen = table.seen()
    assert top < seen[0] < seen[2] < bottom and left < seen[1] < seen[3] < right
    assert (bottom - top) * (right - left) < 2000


def test_values_are_pending_until_they_come(table: TensorTable):
    assert text(table, 2, 3) == PENDING
    fill(table, (0, 0, 30, 9))
    assert text(table, 2, 3) == "2.003"
    assert text(table, 99_999, 999) == PENDING


def test_it_does_not_ask_again_for_what_it_has(table: TensorTable, qtbot: QtBot):
    fill(table, (0, 0, 300, 20))
    with qtbot.assertNotEmitted(table.block_wanted, wait=20):
        table.verticalScrollBar().setValue(5)


@given(st.floats(allow_nan=False, width=32).map(lambda value: f"{value:.4g}"))
def test_all_numbers_meet_at_the_point(number: str):
    aligned = _aligned(number)
    assert aligned.strip() == number
    whole = number.partition(".")[0]
    assert len(aligned) - len(whole) == 8 or "." not in number


def test_copying_gives_tab_separated_lines_in_full_precision(table: TensorTable, qtbot: QtBot):
    fill(table, (0, 0, 30, 9))
    select(table, 1, 2, 3, 4)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1.002\t1.003\n2.002\t2.003"


def test_what_is_selected_but_not_here_is_fetched_and_then_copied(table: TensorTable, qtbot: QtBot):
    fill(table, (0, 0, 30, 9))
    select(table, 0, 0, 200, 2)
    with qtbot.waitSignal(table.block_wanted) as asked:
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [(0, 0, 200, 2)]
    fill(table, (0, 0, 200, 2))
    assert len(QGuiApplication.clipboard().text().splitlines()) == 200


def test_going_beyond_the_last_cell_goes_to_the_last(table: TensorTable):
    table.go_to(10**9 - 1, 10**9 - 1)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (99_999, 999)


def test_another_tensor_forgets_the_values(table: TensorTable):
    fill(table, (0, 0, 30, 9))
    table.set_shape(1, 10)
    assert text(table, 0, 3) == PENDING
    assert table.model().rowCount() == 1 and table.model().columnCount() == 10


def test_the_tooltip_has_the_exact_value(table: TensorTable):
    table.set_block((0, 0, 1, 1), np.array([[0.1]], np.float32))
    tooltip = table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "row 0, column 0: 0.100000001"


def editor(table: TensorTable) -> QLineEdit | None:
    return table.findChild(QLineEdit, "cell")


def test_typing_over_a_cell_gives_it_a_value(table: TensorTable, qtbot: QtBot):
    fill(table, (0, 0, 30, 9))
    table.go_to(2, 3)
    qtbot.keyClicks(table, "-")
    field = editor(table)
    assert field is not None
    qtbot.keyClicks(field, "0,5")
    with qtbot.waitSignal(table.typed) as typed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert typed.args == [(2, 3, 3, 4), -0.5]


def test_a_double_click_opens_the_exact_value_which_is_no_edit_by_itself(table: TensorTable, qtbot: QtBot):
    fill(table, (0, 0, 30, 9))
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    field = editor(table)
    assert field is not None and field.text() == "2.001"
    with qtbot.assertNotEmitted(table.typed):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_what_is_no_number_is_marked_and_not_taken(table: TensorTable, qtbot: QtBot):
    fill(table, (0, 0, 30, 9))
    table.go_to(2, 3)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    field = editor(table)
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "two")
    assert field.property("invalid")
    with qtbot.assertNotEmitted(table.typed):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_letters_are_left_to_the_window(table: TensorTable, qtbot: QtBot):
    table.go_to(2, 3)
    qtbot.keyClicks(table, "w")
    assert editor(table) is None


def test_delete_asks_for_zeros(table: TensorTable, qtbot: QtBot):
    with qtbot.waitSignal(table.zero_wanted):
        qtbot.keyClick(table, Qt.Key.Key_Delete)


def test_the_selection_is_told_and_gone_with_another_matrix(table: TensorTable, qtbot: QtBot):
    with qtbot.waitSignal(table.chosen) as chosen:
        select(table, 1, 2, 4, 6)
    assert chosen.args == [(1, 2, 4, 6)]
    with qtbot.waitSignal(table.chosen) as chosen:
        table.set_shape(3, 3)
    assert chosen.args == [(0, 0, 0, 0)]
