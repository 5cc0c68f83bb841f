"""The panel Loss."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.thread.commands import WriteFile
from engine.thread.run_commands import ListRuns, OpenRun
from engine.thread.run_events import RunsListed, RunState, RunSummary
from engine.thread.training_events import StepShown
from gui.panels.curves import CurvesPanel
from gui.selection import Selection
from gui.settings import runs_path
from gui.widgets.frame_limit import FrameLimit
from tests.gui.panels.runs import PLAN, steps_finished, training_changed, validated
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> CurvesPanel:
    panel = CurvesPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.show()
    return panel


@pytest.fixture
def trained(panel: CurvesPanel, link: RecordingLink, qtbot: QtBot) -> CurvesPanel:
    link.deliver(training_changed())
    link.deliver(validated(0))
    link.deliver(steps_finished(1, 300))
    qtbot.waitUntil(lambda: panel.curves.view.last == 300)
    return panel


def test_before_a_run_a_button_does_what_the_windows_action_does(
    qtbot: QtBot, link: RecordingLink, selection: Selection
):
    window = QWidget()
    qtbot.addWidget(window)
    panel = CurvesPanel(link, selection)
    QVBoxLayout(window).addWidget(panel)
    action = QAction("Train", window)
    action.setObjectName("train")
    window.show()
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(panel.train_button, Qt.MouseButton.LeftButton)


def test_steps_that_come_are_painted_less_often_than_what_a_person_does(
    trained: CurvesPanel, link: RecordingLink, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    order: list[str] = []
    limit = FrameLimit()
    limit.due.connect(lambda: order.append("limit"))

    def note(*_: float) -> None:
        for _wish in () if order else range(2):
            limit.wish()
        order.append("drawn")

    monkeypatch.setattr(trained.curves.plots[0], "set_range", note)
    link.deliver(steps_finished(301, 310))
    qtbot.waitUntil(lambda: "drawn" in order)
    link.deliver(steps_finished(311, 320))
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == ["limit", "drawn", "limit", "drawn"]
    limit.deleteLater()


def listed(state: RunState = RunState.LEFT, under_way: bool = False, step: int = 293) -> RunsListed:
    newest = RunSummary(runs_path() / "adamw-2", "adamw-2", 2.0, state, under_way, step=step)
    return RunsListed(
        (newest, RunSummary(runs_path() / "adamw-1", "adamw-1", 1.0, RunState.LEFT, step=9)), ()
    )


def test_it_looks_for_an_interrupted_run_and_offers_to_go_on_with_it(
    panel: CurvesPanel, link: RecordingLink, qtbot: QtBot
):
    assert link.sent == [ListRuns(runs_path())]
    assert not panel.go_on_button.isVisible()
    link.deliver(listed())
    assert panel.go_on_button.text() == "Go on with adamw-2, step 293"
    qtbot.mouseClick(panel.go_on_button, Qt.MouseButton.LeftButton)
    assert link.sent[-1] == OpenRun(runs_path() / "adamw-2", goes_on=True)


@pytest.mark.parametrize(
    "event", [listed(RunState.FINISHED), listed(under_way=True), listed(step=0), RunsListed((), ())]
)
def test_nothing_is_offered_where_the_newest_run_was_not_interrupted(
    panel: CurvesPanel, link: RecordingLink, event: RunsListed
):
    link.deliver(listed())
    link.deliver(event)
    assert not panel.go_on_button.isVisible()


def test_a_run_takes_the_place_of_the_button(panel: CurvesPanel, link: RecordingLink):
    assert panel.train_button.isVisible()
    link.deliver(training_changed())
    assert not panel.train_button.isVisible()
    assert panel.curves.isVisible()


def test_the_curves_take_the_focus_of_the_button(panel: CurvesPanel, link: RecordingLink, qtbot: QtBot):
    panel.activateWindow()
    panel.train_button.setFocus()
    qtbot.waitUntil(panel.train_button.hasFocus)
    link.deliver(training_changed())
    assert panel.curves.hasFocus()


def test_no_step_is_left_out(trained: CurvesPanel, link: RecordingLink):
    for first in range(301, 1301, 20):
        link.deliver(steps_finished(first, first + 19))
    assert trained.record.losses.steps.tolist() == list(range(1, 1301))


def test_steps_that_come_while_it_is_hidden_are_kept(trained: CurvesPanel, link: RecordingLink):
    trained.hide()
    link.deliver(steps_finished(301, 400))
    assert trained.record.last == 400


def test_a_run_that_was_rewound_begins_anew(trained: CurvesPanel, link: RecordingLink):
    link.deliver(training_changed(step=0))
    assert trained.record.last == 0
    assert len(trained.record.validation_losses) == 1


def test_another_run_begins_with_nothing(trained: CurvesPanel, link: RecordingLink):
    link.deliver(training_changed(plan=replace(PLAN, name="another")))
    assert trained.record.is_empty


def test_the_step_that_is_shown_is_marked(trained: CurvesPanel, link: RecordingLink):
    link.deliver(StepShown(100))
    assert trained.curves.pointed_step == 100
    link.deliver(StepShown(None))
    assert trained.curves.pointed_step is None


def test_another_run_begins_with_no_step_marked(trained: CurvesPanel, link: RecordingLink):
    link.deliver(StepShown(100))
    link.deliver(training_changed(step=100, plan=replace(PLAN, name="adamw-1-from-100")))
    assert trained.curves.pointed_step is None


def test_the_table_has_every_step(trained: CurvesPanel):
    rows = list(csv.DictReader(io.StringIO(trained.table().decode())))
    assert [int(row["step"]) for row in rows] == list(range(301))


def test_the_pictures_are_pictures(trained: CurvesPanel):
    png = QImage.fromData(trained.picture("png"))
    assert png.size() == trained.curves.size() + QSize(24, 24)
    svg = QSvgRenderer(trained.picture("svg"))
    assert svg.isValid()
    assert svg.viewBox().size() == png.size()


def test_the_curves_of_a_drawing_are_lines_and_no_pixels(trained: CurvesPanel):
    content = trained.picture("svg")
    assert b"<path" in content or b"<polyline" in content
    assert b"<image" not in content


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_kind_of_file_can_be_saved(
    trained: CurvesPanel, link: RecordingLink, qtbot: QtBot, tmp_path: Path, place: int
):
    ending = ("png", "svg", "csv")[place]
    trained.exports.actions()[place].trigger()
    dialog = trained.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / f"loss.{ending}"))
    dialog.done(0)
    command = link.sent[-1]
    assert isinstance(command, WriteFile)
    assert command.path == tmp_path / f"loss.{ending}"
    assert command.content[:4] == {"png": b"\x89PNG", "svg": b"<?xm", "csv": b"step"}[ending]
