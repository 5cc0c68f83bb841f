"""Modules as rows of a model."""

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.module_rows import COUNT, TRAINABLE, TreeModel, TreeRow, row_of


@pytest.fixture
def model(qapp: QApplication) -> TreeModel:
    root = TreeRow("", "", "NeuralNetwork", count=30)
    stack = TreeRow("stack", "stack", "Sequential", count=30, parent=root)
    root.children.append(stack)
    root.parameters = stack.parameters = ("stack.0.weight", "stack.1.weight")
    stack.children += [
        TreeRow(f"stack.{n}", str(n), "Linear", "", "", 15, (f"stack.{n}.weight",), stack) for n in range(2)
    ]
    model = TreeModel(QObject(qapp))
    model.set_root(root)
    return model


def test_qt_finds_nothing_wrong_with_it(model: TreeModel):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_root(None)
    assert tester.model() is model and model.rowCount() == 0


def test_parents_and_children_agree(model: TreeModel):
    stack = model.index(0, 0, model.index(0, 0))
    child = model.index(1, COUNT, stack)
    assert model.parent(child) == stack
    assert model.parent(model.index(0, 0)) == QModelIndex()
    assert model.rowCount(stack) == 2 and model.rowCount(child) == 0


def test_rows_come_in_the_order_of_print_and_have_an_index(model: TreeModel):
    assert [row.path for row in model.rows] == ["", "stack", "stack.0", "stack.1"]
    assert all(row_of(model.index_of(row)) is row for row in model.rows)


def words(model: TreeModel, column: int) -> list[object]:
    indices = [model.index_of(row).siblingAtColumn(column) for row in model.rows]
    return [index.data() for index in indices]


def test_a_module_is_trained_frozen_or_in_between(model: TreeModel):
    model.show_frozen({"stack.0.weight": None})
    states = [model.trainable(row) for row in model.rows]
    some, none, every = Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked, Qt.CheckState.Checked
    assert states == [some, some, none, every]
    assert words(model, TRAINABLE) == ["partly frozen", "partly frozen", "frozen", "trainable"]


def test_the_change_of_a_module_is_the_largest_of_what_is_frozen_in_it(model: TreeModel):
    model.show_frozen({"stack.0.weight": 0.0, "stack.1.weight": 0.25})
    assert [model.badge(row) for row in model.rows] == ["Δ 0.25", "Δ 0.25", "Δ 0", "Δ 0.25"]
    tooltip = model.index_of(model.rows[2]).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip.endswith("15 parameters, frozen\nfrozen, largest change since: 0")


def test_a_change_that_is_not_known_is_not_told(model: TreeModel):
    model.show_frozen({"stack.0.weight": None})
    assert model.badge(model.rows[2]) == ""
    assert "since" not in model.index_of(model.rows[2]).data(Qt.ItemDataRole.ToolTipRole)


def test_freezing_is_announced_for_every_row(model: TreeModel, qtbot: QtBot):
    with qtbot.waitSignals([model.dataChanged] * 4):
        model.show_frozen({"stack.0.weight": None})
