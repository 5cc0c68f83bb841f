"""Modules as rows of a model."""

import pytest
from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from gui.widgets.module_rows import COUNT, TreeModel, TreeRow, row_of


@pytest.fixture
def model(qapp: QApplication) -> TreeModel:
    root = TreeRow("", "", "NeuralNetwork", count=30)
    stack = TreeRow("stack", "stack", "Sequential", count=30, parent=root)
    root.children.append(stack)
    stack.children += [
        TreeRow(f"stack.{number}", str(number), "Linear", count=15, parent=stack) for number in range(2)
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
