"""The choice of what is learned from."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.data_choice import SYNTHETIC, DataChoice
from gui.settings import data_path, labelled_path


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
    choice.show_labelled((1,) * 10)
    with qtbot.waitSignal(choice.sources_changed):
        pick(choice, choice.drawings, qtbot)
    assert choice.sources() == (SYNTHETIC, str(labelled_path()))
    assert choice.currentText() == "Synthetic digits + My drawings"


def test_drawings_that_are_not_there_cannot_be_chosen(choice: DataChoice, qtbot: QtBot):
    pick(choice, choice.drawings, qtbot)
    assert choice.sources() == (SYNTHETIC,)
    assert choice.drawings.toolTip().startswith("No drawing has a label yet")
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


def test_the_menu_asks_how_many_drawings_have_a_label_and_shows_it(choice: DataChoice, qtbot: QtBot):
    with qtbot.waitSignal(choice.labelled_wanted):
        qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    choice.show_labelled((0, 2, 0, 0, 0, 0, 0, 0, 0, 1))
    assert choice.drawings.text() == "My drawings\t3"
    assert "1: 2" in choice.drawings.toolTip()
    assert choice.drawings.isEnabled()
    choice.choices.close()


def test_a_class_of_which_there_is_no_drawing_is_told(choice: DataChoice):
    mine = str(labelled_path())
    choice.show_sources((mine,))
    assert choice.lacking().startswith("no drawing has a label yet")
    choice.show_labelled((1, 1, 0, 1, 1, 1, 1, 0, 1, 1))
    assert choice.lacking() == "none of your drawings is a 2, 7: it will not be learned"
    choice.show_labelled((1,) * 10)
    assert choice.lacking() == ""
    choice.show_labelled((1, 1, 0, 1, 1, 1, 1, 0, 1, 1))
    choice.show_sources((SYNTHETIC, mine))
    assert choice.lacking() == ""


def test_each_source_says_how_many_images_it_gave(choice: DataChoice):
    choice.show_sources((SYNTHETIC, "/data/MNIST"))
    choice.show_counts({SYNTHETIC: 30_000, "/data/MNIST": 57_000})
    assert choice.synthetic.text() == "Synthetic digits\t30,000"
    assert choice.toolTip() == "Digits drawn by rule: 30,000 images\n/data/MNIST: 57,000 images"
    assert choice.currentText() == "Synthetic digits + MNIST"


def test_a_data_set_is_fetched_when_asked_for_and_given_up_when_asked_again(choice: DataChoice, qtbot: QtBot):
    entry = choice.fetch_actions["kmnist"]
    assert entry.text() == "KMNIST\t21 MB"
    with qtbot.waitSignal(choice.fetch_wanted) as asked:
        entry.trigger()
    assert asked.args == ["kmnist"]
    choice.show_fetch("kmnist", 5_000_000, 20_000_000)
    assert entry.text() == "Give up KMNIST\t25 %"
    with qtbot.waitSignal(choice.fetch_unwanted) as asked:
        entry.trigger()
    assert asked.args == ["kmnist"]
    choice.end_fetch("kmnist", Path("data"), fetched=False)
    assert entry.text() == "KMNIST\t21 MB"
    assert choice.sources() == (SYNTHETIC,)


def test_what_was_fetched_is_chosen(choice: DataChoice, qtbot: QtBot):
    with qtbot.waitSignal(choice.sources_changed):
        choice.end_fetch("kmnist", Path("data"), fetched=True)
    assert choice.sources() == (SYNTHETIC, "data:kmnist")
    assert choice.currentText() == "Synthetic digits + KMNIST"


def test_what_was_fetched_at_another_time_is_offered(qtbot: QtBot):
    raw = data_path() / "KMNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-labels-idx1-ubyte").touch()
    choice = DataChoice()
    qtbot.addWidget(choice)
    assert "KMNIST" in [action.text() for action in choice.choices.actions()]
    assert choice.sources() == (SYNTHETIC,)
