"""The list of runs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.widgets.run_list import MOST_TICKS, RunList
from gui.widgets.run_rows import RunRow

LEFT = Qt.MouseButton.LeftButton
ROWS = tuple(
    RunRow(f"/runs/{number}", f"run {number}", figure="97.00 %", curve=(2.0, 1.0)) for number in range(6)
)


@pytest.fixture
def runs(qtbot: QtBot) -> RunList:
    runs = RunList()
    qtbot.addWidget(runs)
    runs.resize(340, 300)
    runs.set_rows(ROWS)
    runs.show()
    runs.grab()
    return runs


def at(runs: RunList, place: int, x: int) -> QPoint:
    return QPoint(x, runs.visualRect(runs.model().index(place, 0)).center().y())


def test_a_click_on_the_square_ticks_and_the_next_one_takes_it_away(runs: RunList, qtbot: QtBot):
    qtbot.mouseClick(runs.viewport(), LEFT, pos=at(runs, 2, 8))
    assert runs.ticks == {"/runs/2": 0}
    qtbot.mouseClick(runs.viewport(), LEFT, pos=at(runs, 2, 8))
    assert runs.ticks == {}


def test_a_click_on_the_name_only_chooses(runs: RunList, qtbot: QtBot):
    qtbot.mouseClick(runs.viewport(), LEFT, pos=at(runs, 1, 80))
    chosen = runs.chosen()
    assert chosen is not None
    assert (chosen.key, runs.ticks) == ("/runs/1", {})


def test_double_click_and_return_open(runs: RunList, qtbot: QtBot):
    with qtbot.waitSignal(runs.opened) as opened:
        qtbot.mouseDClick(runs.viewport(), LEFT, pos=at(runs, 3, 80))
    assert opened.args == ["/runs/3"]
    runs.choose("/runs/0")
    with qtbot.waitSignal(runs.opened) as opened:
        qtbot.keyClick(runs, Qt.Key.Key_Return)
    assert opened.args == ["/runs/0"]


def test_space_ticks_and_each_has_a_colour_of_its_own(runs: RunList, qtbot: QtBot):
    for row in ROWS:
        runs.choose(row.key)
        qtbot.keyClick(runs, Qt.Key.Key_Space)
    assert sorted(runs.ticks.values()) == list(range(MOST_TICKS))
    assert list(runs.ticks) == [row.key for row in ROWS[-MOST_TICKS:]]


def test_what_is_open_or_broken_has_no_tick(runs: RunList, qtbot: QtBot):
    runs.set_rows((RunRow("a", "a", is_open=True), RunRow("b", "b", problem="it is no whole run")))
    for place in (0, 1):
        qtbot.mouseClick(runs.viewport(), LEFT, pos=at(runs, place, 8))
    assert runs.ticks == {}


def test_news_of_the_same_runs_leave_the_choice_and_the_ticks(runs: RunList, qtbot: QtBot):
    runs.choose("/runs/4")
    qtbot.keyClick(runs, Qt.Key.Key_Space)
    runs.set_rows((RunRow("new", "new"), *ROWS))
    chosen = runs.chosen()
    assert chosen is not None
    assert (chosen.key, runs.ticks) == ("/runs/4", {"/runs/4": 0})
    with qtbot.waitSignal(runs.ticks_changed):
        runs.set_rows(ROWS[:2])
    assert runs.ticks == {}


@pytest.mark.parametrize(("name", "is_dated"), [("adamw-1", True), ("adamw-1-from-1200-again", False)])
def test_a_name_is_whole_before_its_date_is(runs: RunList, name: str, is_dated: bool):
    pictures = []
    for when in ("", "2026-11-27"):
        runs.set_rows((RunRow("/runs/0", name, when=when),))
        pictures.append(runs.viewport().grab().toImage())
    assert (pictures[0] != pictures[1]) is is_dated
