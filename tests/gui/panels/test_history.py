"""The panel History."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.thread.commands import Command, FileCommand
from engine.thread.run_commands import LimitHistory
from engine.thread.training_commands import Origin, ShowStep, Train
from engine.thread.training_events import HistoryChanged, StepShown
from gui.panels.history import HistoryPanel
from gui.selection import Selection
from gui.settings import history_budget, runs_path
from tests.gui.layout_requests import LayoutRequests
from tests.gui.panels.runs import PLAN, steps_finished, training_changed
from tests.recording_link import RecordingLink

LEFT = Qt.MouseButton.LeftButton
KEPT = (0, 10, 100, 500)


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> HistoryPanel:
    panel = HistoryPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(1000, 40)
    panel.show()
    return panel


@pytest.fixture
def trained(panel: HistoryPanel, link: RecordingLink) -> HistoryPanel:
    link.deliver(training_changed(step=600))
    link.deliver(HistoryChanged(np.array(KEPT), 40_000_000, 500_000_000))
    panel.grab()  # lays out what has just come to light
    return panel


def shown_steps(sent: list[Command | FileCommand]) -> list[int | None]:
    return [command.step for command in sent if isinstance(command, ShowStep)]


def drag(panel: HistoryPanel, steps: list[int], qtbot: QtBot) -> None:
    def at(step: int) -> QPoint:
        return QPoint(round(panel.slider.position(step)), 14)

    qtbot.mousePress(panel.slider, LEFT, pos=at(steps[0]))
    for step in steps[1:]:
        qtbot.mouseMove(panel.slider, at(step))
    qtbot.mouseRelease(panel.slider, LEFT, pos=at(steps[-1]))


def test_before_a_run_it_says_what_would_fill_it(panel: HistoryPanel):
    assert panel.words.isVisible()
    assert not panel.slider.isVisible()


def test_dragging_asks_for_each_kept_step_on_the_way(
    trained: HistoryPanel, link: RecordingLink, qtbot: QtBot
):
    drag(trained, [500, 100, 10], qtbot)
    assert shown_steps(link.sent) == [500, 100, 10]
    assert trained.step.text() == "step 10"


def test_back_to_now_from_anywhere(trained: HistoryPanel, link: RecordingLink, qtbot: QtBot):
    assert not trained.now.isEnabled()
    link.deliver(StepShown(100))
    qtbot.mouseClick(trained.now, LEFT)
    assert shown_steps(link.sent) == [None]
    assert trained.step.text() == "step 600"


def test_the_end_follows_the_run(trained: HistoryPanel, link: RecordingLink):
    link.deliver(steps_finished(601, 1234))
    assert (trained.last.text(), trained.step.text()) == ("1,234", "step 1,234")


def test_a_branch_is_another_run_with_the_same_settings(
    trained: HistoryPanel, link: RecordingLink, qtbot: QtBot
):
    assert not trained.branch.isEnabled()
    link.deliver(StepShown(100))
    qtbot.mouseClick(trained.branch, LEFT)
    name = "adamw-1-from-100"
    assert link.sent[-1] == Train(replace(PLAN, name=name), runs_path() / name)


def test_a_branch_of_a_run_in_a_folder_goes_on_from_there(
    trained: HistoryPanel, link: RecordingLink, qtbot: QtBot, tmp_path: Path
):
    link.deliver(replace(training_changed(step=600), folder=tmp_path))
    link.deliver(StepShown(100))
    qtbot.mouseClick(trained.branch, LEFT)
    name = "adamw-1-from-100"
    assert link.sent[-1] == Train(replace(PLAN, name=name), runs_path() / name, Origin(tmp_path, 100))


def test_the_budget_is_sent_at_once_and_remembered(trained: HistoryPanel, link: RecordingLink):
    assert link.sent[0] == LimitHistory(1_000_000_000)
    trained.room.menu().actions()[0].trigger()
    assert link.sent[-1] == LimitHistory(100_000_000)
    assert history_budget() == 100_000_000


def test_another_run_is_shown_as_it_is_now(trained: HistoryPanel, link: RecordingLink):
    link.deliver(StepShown(100))
    link.deliver(training_changed(plan=replace(PLAN, name="another")))
    assert trained.slider.shown is None


def test_play_shows_one_kept_step_after_the_other_and_rests_at_the_end(
    trained: HistoryPanel, link: RecordingLink, qtbot: QtBot
):
    qtbot.mouseClick(trained.play, LEFT)
    qtbot.waitUntil(lambda: not trained.play.isChecked())
    assert shown_steps(link.sent) == [*KEPT, None]


def test_a_hand_on_the_slider_stops_the_play(trained: HistoryPanel, qtbot: QtBot):
    qtbot.mouseClick(trained.play, LEFT)
    drag(trained, [500], qtbot)
    assert not trained.play.isChecked()


def test_nothing_plays_while_it_is_hidden(trained: HistoryPanel, qtbot: QtBot):
    qtbot.mouseClick(trained.play, LEFT)
    trained.hide()
    assert not trained.play.isChecked()


def test_what_more_is_kept_asks_for_no_new_layout(trained: HistoryPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.assertNotEmitted(LayoutRequests(trained).seen, wait=1):
        link.deliver(HistoryChanged(np.array(KEPT), 1_200_000_000, 500_000_000))
    assert trained.room.text() == "1.2 GB"


def test_in_a_narrow_bar_the_slider_has_the_room_of_the_last_steps_number(trained: HistoryPanel):
    trained.resize(900, 40)
    assert trained.last.isVisible()
    trained.resize(560, 40)
    assert not trained.last.isVisible()
    assert trained.slider.isVisible()


def test_it_says_how_much_is_kept(trained: HistoryPanel):
    assert trained.slider.toolTip() == "4 steps are kept, 40 MB"
    assert trained.room.text() == "40 MB"
