"""The panel Runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from engine.errors import Kind
from engine.thread.run_commands import (
    BringBackRun,
    DeleteRun,
    LeaveRun,
    ListRuns,
    NameRun,
    OpenRun,
    ReadRun,
    RenameRun,
)
from engine.thread.run_events import RunRead, RunsListed, RunState, RunSummary
from engine.thread.training_events import TrainingState
from gui.panels.curves import CurvesPanel
from gui.panels.runs import RunsPanel
from gui.selection import Selection
from gui.settings import runs_path
from tests.gui.panels.runs import PLAN, training_changed
from tests.recording_link import RecordingLink

LEFT = Qt.MouseButton.LeftButton


def summary(name: str, step: int = 120) -> RunSummary:
    return RunSummary(
        runs_path() / name, name, begun=1.7e9, state=RunState.LEFT, sources=("synthetic", "/data/mnist"),
        recipe=PLAN.recipe, seed=3, step=step, best=0.9731, curve=(2.0, 1.0, 0.5), size=40_000_000,
    )  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> RunsPanel:
    panel = RunsPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(380, 260)
    panel.show()
    link.deliver(RunsListed((summary("adamw-2"), summary("adamw-1")), ()))
    panel.grab()
    return panel


def menu_action(panel: RunsPanel, words: str) -> QAction:
    menu = panel.more.menu()
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text().startswith(words))


def test_it_looks_when_it_is_seen(panel: RunsPanel, link: RecordingLink):
    assert link.sent[0] == ListRuns(runs_path())


def test_a_run_is_told_in_two_lines(panel: RunsPanel):
    row = panel.list.rows[0]
    assert (row.name, row.figure) == ("adamw-2", "97.31 %")
    assert row.details == "unfinished · step 120 · synthetic + mnist"
    assert row.when == "2023-11-14"
    assert "batch 256" in row.tip


def test_before_the_first_run_it_says_what_would_fill_it_and_offers_nothing_else(
    panel: RunsPanel, link: RecordingLink
):
    assert panel.open_button.isVisible() and panel.more.isVisible()
    link.deliver(RunsListed((), ()))
    assert panel.blank.isVisible()
    assert not panel.open_button.isVisible() and not panel.more.isVisible()


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, "1 run, 40 MB"), (2, "2 runs, 80 MB")])
def test_the_caption_counts_the_runs(
    panel: RunsPanel, link: RecordingLink, qtbot: QtBot, count: int, words: str
):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(RunsListed(tuple(summary(f"adamw-{number}") for number in range(count)), ()))
    assert caption.args == [words]


def test_a_run_that_is_paused_in_the_window_is_called_so(panel: RunsPanel, link: RecordingLink):
    folder = runs_path() / "adamw-2"
    link.deliver(replace(training_changed(TrainingState.PAUSED, step=120), folder=folder))
    link.deliver(RunsListed((replace(summary("adamw-2"), is_under_way=True), summary("adamw-1")), ()))
    assert [row.details.split(" · ")[0] for row in panel.list.rows] == ["paused", "unfinished"]


def test_a_finished_run_is_told_without_a_word_on_its_state(panel: RunsPanel, link: RecordingLink):
    link.deliver(RunsListed((replace(summary("adamw-2"), state=RunState.FINISHED),), ()))
    assert panel.list.rows[0].details == "step 120 · synthetic + mnist"


def test_the_chosen_run_is_opened(panel: RunsPanel, link: RecordingLink, qtbot: QtBot):
    panel.list.choose(str(runs_path() / "adamw-1"))
    qtbot.mouseClick(panel.open_button, LEFT)
    assert link.sent[-1] == OpenRun(runs_path() / "adamw-1")


def test_the_run_in_the_window_is_marked(panel: RunsPanel, link: RecordingLink):
    folder = runs_path() / "adamw-2"
    link.deliver(replace(training_changed(TrainingState.OPENED, step=120), folder=folder))
    assert link.sent[-1] == ListRuns(runs_path(), (folder,))
    link.deliver(RunsListed((summary("adamw-2"), summary("adamw-1")), ()))
    assert [row.is_open for row in panel.list.rows] == [True, False]


def test_a_ticked_run_is_read_and_laid_over_the_curves(
    panel: RunsPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    curves = CurvesPanel(link, selection)
    qtbot.addWidget(curves)
    panel.list.choose(str(runs_path() / "adamw-1"))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    folder = runs_path() / "adamw-1"
    assert link.sent[-1] == ReadRun(folder)
    steps = np.arange(1, 11)
    link.deliver(
        RunRead(folder, steps, np.ones(10), np.ones(10), np.ones(10), steps[-1:], np.ones(1), np.ones(1))
    )
    (overlay,) = curves.curves.overlays
    assert (overlay.name, overlay.record.last) == ("adamw-1", 10)
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert curves.curves.overlays == ()


def test_a_compared_run_that_grew_is_read_again(panel: RunsPanel, link: RecordingLink, qtbot: QtBot):
    panel.list.choose(str(runs_path() / "adamw-1"))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    link.sent.clear()
    link.deliver(RunsListed((summary("adamw-2"), summary("adamw-1", step=140)), ()))
    assert link.sent == [ReadRun(runs_path() / "adamw-1")]


def test_a_run_that_cannot_be_read_says_why(panel: RunsPanel, link: RecordingLink):
    failure = Kind.RUN_NEWER, {"folder": "x", "format": 9}
    link.deliver(RunsListed((RunSummary(Path("x"), "x", failure=failure),), ()))
    assert "newer Netglass" in panel.list.rows[0].problem
    assert not panel.open_button.isEnabled()


def test_deleting_has_a_way_back(panel: RunsPanel, link: RecordingLink, qtbot: QtBot):
    folder = runs_path() / "adamw-2"
    menu_action(panel, "Delete").trigger()
    assert link.sent[-1] == DeleteRun(folder, runs_path())
    assert not panel.back.isVisible()
    link.deliver(RunsListed((summary("adamw-1"),), (Path("/gone/adamw-2"),)))
    qtbot.mouseClick(panel.back, LEFT)
    assert link.sent[-2] == BringBackRun(Path("/gone/adamw-2"), runs_path())


def test_the_run_in_the_window_is_let_go_of_before_it_is_deleted(panel: RunsPanel, link: RecordingLink):
    folder = runs_path() / "adamw-2"
    for state, offered in ((TrainingState.RUNNING, False), (TrainingState.FINISHED, True)):
        link.deliver(replace(training_changed(state, step=120), folder=folder))
        link.deliver(RunsListed((summary("adamw-2"), summary("adamw-1")), ()))
        assert menu_action(panel, "Delete").isEnabled() is offered
    menu_action(panel, "Delete").trigger()
    assert link.sent[-2:] == [LeaveRun(), DeleteRun(folder, runs_path())]


def test_a_new_name_reaches_the_folder_and_the_run_in_the_window(panel: RunsPanel, link: RecordingLink):
    folder = runs_path() / "adamw-2"
    link.deliver(replace(training_changed(TrainingState.PAUSED, step=120), folder=folder))
    link.deliver(RunsListed((summary("adamw-2"), summary("adamw-1")), ()))
    panel._rename(panel.list.rows[0], "wide")
    assert link.sent[-3:-1] == [RenameRun(folder, "wide"), NameRun("wide")]
