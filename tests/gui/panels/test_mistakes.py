"""The panel Mistakes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.thread.training_commands import BrowseMistakes
from engine.thread.training_events import SamplesRead, TrainingState, Validated
from gui.panels.mistakes import MistakesPanel
from gui.selection import Selection
from tests.gui.panels.runs import training_changed
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> MistakesPanel:
    panel = MistakesPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(390, 300)
    panel.show()
    return panel


def validated(mistakes: int = 12) -> Validated:
    confusion = 970 * np.eye(10, dtype=np.int64)
    confusion[4, 9] = mistakes
    return Validated(3, 0.1, 0.99, confusion, np.full(10, 0.99, np.float32))


def samples(subscription: str, count: int, total: int) -> SamplesRead:
    return SamplesRead(
        subscription,
        np.zeros((count, 28, 28), np.uint8),
        np.full(count, 4),
        np.full(count, 9),
        np.full(count, 0.9, np.float32),
        np.arange(count) + 50,
        total,
    )


def open_cell(panel: MistakesPanel, qtbot: QtBot) -> None:
    at = panel.matrix.cell_rect((4, 9)).center().toPoint()
    qtbot.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=at)


def test_before_a_run_it_says_what_would_fill_it(panel: MistakesPanel):
    assert panel.blank.isVisible() and panel.blank.text().startswith("Train the network")
    assert not panel.worst.isEnabled()


def test_a_validation_shows_its_matrix_and_counts_the_mistakes(
    panel: MistakesPanel, link: RecordingLink, qtbot: QtBot
):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(validated())
    assert caption.args == ["12 of 9,712, click a cell"]
    assert panel.matrix.isVisible() and panel.matrix.counts[4, 9] == 12


def test_pointing_at_a_cell_tells_what_it_counts(panel: MistakesPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(validated())
    with qtbot.waitSignal(panel.caption_changed) as caption:
        qtbot.mouseMove(panel.matrix, panel.matrix.cell_rect((4, 9)).center().toPoint())
    assert caption.args == ["4 read as 9: 12 of 982"]
    with qtbot.waitSignal(panel.caption_changed) as caption:
        QApplication.sendEvent(panel.matrix, QEvent(QEvent.Type.Leave))
    assert caption.args == ["12 of 9,712, click a cell"]


def test_clicking_a_cell_shows_the_images_behind_it(panel: MistakesPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(validated())
    open_cell(panel, qtbot)
    wish = link.sent[-1]
    assert isinstance(wish, BrowseMistakes) and (wish.label, wish.predicted) == (4, 9)
    link.deliver(samples(wish.subscription, 12, 12))
    assert panel.wall.isVisible() and len(panel.wall.samples) == 12
    assert panel.wall.describe(1) == "image 51, labelled 4, read as 9, 90.0 % sure"
    assert panel.sentence.text() == "4 read as 9: 12 of 982"


def test_more_images_than_are_shown_are_told(panel: MistakesPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(validated(500))
    open_cell(panel, qtbot)
    link.deliver(samples("mistakes/4/9", 120, 500))
    assert panel.sentence.text() == "4 read as 9: 500 of 1,470; the first 120"


def test_worst_shows_the_most_confidently_wrong(panel: MistakesPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(validated())
    qtbot.mouseClick(panel.worst, Qt.MouseButton.LeftButton)
    wish = link.sent[-1]
    assert isinstance(wish, BrowseMistakes) and wish.label is None and wish.predicted is None
    assert panel.sentence.text() == "most confidently wrong"


@pytest.mark.parametrize("by_key", [True, False])
def test_escape_and_the_arrow_go_back(panel: MistakesPanel, link: RecordingLink, qtbot: QtBot, by_key: bool):
    link.deliver(validated())
    open_cell(panel, qtbot)
    assert panel.back.isVisible()
    if by_key:
        qtbot.waitUntil(panel.isActiveWindow)
        qtbot.keyClick(panel.wall, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert panel.matrix.isVisible() and not panel.back.isVisible()


def test_images_that_nobody_waits_for_any_more_are_left_out(
    panel: MistakesPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(validated())
    open_cell(panel, qtbot)
    qtbot.mouseClick(panel.worst, Qt.MouseButton.LeftButton)
    link.deliver(samples("mistakes/4/9", 12, 12))
    assert not panel.wall.samples


def test_the_next_validation_asks_anew_for_the_open_cell(
    panel: MistakesPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(validated())
    open_cell(panel, qtbot)
    link.deliver(validated(10))
    assert [c for c in link.sent if isinstance(c, BrowseMistakes)] == 2 * [link.sent[-1]]
    assert panel.wall.isVisible()


def test_a_matrix_without_mistakes_has_no_worst(panel: MistakesPanel, link: RecordingLink):
    link.deliver(validated(0))
    assert not panel.worst.isEnabled()


def test_a_new_run_begins_empty(panel: MistakesPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(validated())
    open_cell(panel, qtbot)
    link.deliver(training_changed(TrainingState.PREPARING))
    assert panel.blank.isVisible() and not panel.back.isVisible()


def test_mistakes_of_another_run_are_not_left_beside_one_that_is_opened(
    panel: MistakesPanel, link: RecordingLink
):
    link.deliver(training_changed())
    link.deliver(validated())
    link.deliver(training_changed(TrainingState.PAUSED))
    assert not panel.blank.isVisible()
    link.deliver(replace(training_changed(TrainingState.OPENED), folder=Path("other")))
    assert panel.blank.isVisible()


def test_hidden_it_asks_for_nothing_and_shown_again_for_the_open_cell(
    panel: MistakesPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(validated())
    open_cell(panel, qtbot)
    panel.hide()
    before = len(link.sent)
    link.deliver(validated(10))
    assert len(link.sent) == before
    panel.show()
    assert link.sent[before:] == [link.sent[before - 1]]


@pytest.mark.parametrize(("size", "beside"), [((390, 190), True), ((390, 320), False)])
def test_the_button_stands_where_the_matrix_leaves_room(
    panel: MistakesPanel, link: RecordingLink, qtbot: QtBot, size: tuple[int, int], beside: bool
):
    link.deliver(validated())
    panel.resize(*size)
    qtbot.waitUntil(lambda: (panel.worst.x() > panel.matrix.geometry().right()) == beside)
    assert not panel.worst.geometry().intersects(panel.matrix.geometry())
