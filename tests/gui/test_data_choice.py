"""The choice of what is learned from."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.data_choice import SYNTHETIC, DataChoice
from gui.settings import labelled_path


@pytest.fixture
def choice(qtbot: QtBot) -> DataChoice:
    choice = DataChoice()
    qtbot.addWidget(choice)
    choice.show()
    return choice


def pick(choice: DataChoice, action: QAction, qtbot: QtBot) -> None:
    """Open the menu with the keyboard and click on an entry."""
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    assert choice.choices.isVisible()
    qtbot.mouseClick(
        choice.choices, Qt.MouseButton.LeftButton, pos=choice.choices.actionGeometry(action).center()
    )


def test_synthetic_digits_are_chosen_at_first(choice: DataChoice):
    assert choice.sources() == (SYNTHETIC,)
    assert choice.currentText() == "Synthetic digits"


def test_sources_are_mixed_by_ticking_them(choice: DataChoice, qtbot: QtBot):
    labelled_path().parent.mkdir(parents=True)
    labelled_path().touch()
    with qtbot.waitSignal(choice.sources_changed):
        pick(choice, choice.drawings, qtbot)
    assert choice.sources() == (SYNTHETIC, str(labelled_path()))
    assert choice.currentText() == "Synthetic digits + My drawings"


def test_drawings_that_are_not_there_cannot_be_chosen(choice: DataChoice, qtbot: QtBot):
    pick(choice, choice.drawings, qtbot)
    assert choice.sources() == (SYNTHETIC,)
    assert choice.drawings.toolTip() == "No drawing has a label yet"
    choice.choices.close()


def test_all_can_be_taken_away_and_it_says_so(choice: DataChoice, qtbot: QtBot):
    pick(choice, choice.synthetic, qtbot)
    assert choice.sources() == ()
    assert choice.currentText() == "nothing"


def test_a_folder_joins_what_is_chosen(choice: DataChoice, qtbot: QtBot, tmp_path: Path):
    with qtbot.waitSignal(choice.sources_changed):
        choice.add(tmp_path / "MNIST")
    assert choice.sources() == (SYNTHETIC, str(tmp_path / "MNIST"))
    assert choice.currentText() == "Synthetic digits + MNIST"


def test_showing_the_sources_of_a_run_is_no_choice_of_the_person(choice: DataChoice, qtbot: QtBot):
    with qtbot.assertNotEmitted(choice.sources_changed):
        choice.show_sources(("digits.jsonl",))
    assert choice.sources() == ("digits.jsonl",)


def test_the_menu_opens_below_the_field(choice: DataChoice, qtbot: QtBot):
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert choice.choices.isVisible()
    assert choice.choices.pos().y() >= choice.mapToGlobal(QPoint(0, choice.height())).y()
    choice.choices.close()
