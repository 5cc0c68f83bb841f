"""Rows of runs for Qt."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from gui.widgets.run_rows import RunModel, RunRow


def test_it_is_a_list_as_qt_wants_it(qapp: QObject):
    model = RunModel(qapp)
    tester = QAbstractItemModelTester(model)
    model.set_rows((RunRow("a", "first", tip="all of it"), RunRow("b", "second", problem="no run")))
    model.set_rows((RunRow("a", "first", figure="9 %"), RunRow("b", "second", problem="no run")))
    model.set_rows(())
    model.set_rows((RunRow("b", "second", problem="no run"),))
    assert model.data(model.index(0), Qt.ItemDataRole.ToolTipRole) == "no run"
    del tester
