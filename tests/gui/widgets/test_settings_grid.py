"""Settings one below the other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.widgets.settings_grid import SettingsGrid


@pytest.fixture
def grid(qtbot: QtBot) -> SettingsGrid:
    grid = SettingsGrid()
    qtbot.addWidget(grid)
    grid.show()
    return grid


@pytest.fixture
def rate(grid: SettingsGrid) -> QLineEdit:
    field = QLineEdit()
    grid.add("Learning rate", field)
    return field


@pytest.fixture
def seed(grid: SettingsGrid, rate: QLineEdit) -> QLineEdit:
    field = QLineEdit()
    grid.fold()
    grid.add("Seed", field)
    return field


def test_a_field_has_the_name_of_its_row(rate: QLineEdit):
    assert rate.accessibleName() == "Learning rate"


def test_what_is_wrong_stands_below_its_field(
    grid: SettingsGrid, rate: QLineEdit, seed: QLineEdit, qtbot: QtBot
):
    grid.tell(rate, "too large")
    assert grid.problem(rate) == "too large"
    assert grid.problem(seed) == ""
    grid.tell(rate, "")
    assert grid.problem(rate) == ""


def test_rows_behind_the_fold_come_to_light_when_they_are_asked_for(
    grid: SettingsGrid, seed: QLineEdit, qtbot: QtBot
):
    assert not seed.isVisible()
    qtbot.mouseClick(grid.more, Qt.MouseButton.LeftButton)
    assert seed.isVisible()
    qtbot.mouseClick(grid.more, Qt.MouseButton.LeftButton)
    assert not seed.isVisible()


def test_a_problem_behind_the_fold_opens_it(grid: SettingsGrid, seed: QLineEdit):
    grid.tell(seed, "too large")
    assert seed.isVisible()


def test_the_fields_stay_where_they_are_when_it_unfolds(grid: SettingsGrid, rate: QLineEdit, qtbot: QtBot):
    grid.fold()
    grid.add("A name that is far longer than the others", QLineEdit())
    grid.resize(500, 300)
    before = rate.geometry().left()
    qtbot.mouseClick(grid.more, Qt.MouseButton.LeftButton)
    grid.grab()
    assert rate.geometry().left() == before
