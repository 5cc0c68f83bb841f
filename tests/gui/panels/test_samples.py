"""The panel Samples."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.thread.training_commands import BrowseSamples, Collection
from engine.thread.training_events import SamplesRead, TrainingState
from gui.panels.samples import SamplesPanel
from gui.selection import Selection
from tests.gui.panels.runs import training_changed
from tests.recording_link import RecordingLink

RUN = replace(training_changed(), images=60_000, validation_images=10_000)


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> SamplesPanel:
    panel = SamplesPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(340, 300)
    panel.show()
    return panel


@pytest.fixture
def filled(panel: SamplesPanel, link: RecordingLink, qtbot: QtBot) -> SamplesPanel:
    link.deliver(RUN)
    qtbot.waitUntil(lambda: bool(wishes(link)))
    return panel


def wishes(link: RecordingLink) -> list[BrowseSamples]:
    return [command for command in link.sent if isinstance(command, BrowseSamples)]


def answer(wish: BrowseSamples) -> SamplesRead:
    numbers = np.arange(wish.first, wish.first + wish.count)
    labels, sure = numbers % 10, np.ones(len(numbers), np.float32)
    images = np.zeros((len(numbers), 28, 28), np.uint8)
    return SamplesRead(wish.subscription, images, labels, labels, sure, numbers, 60_000)


def test_before_a_run_it_says_what_would_fill_it(panel: SamplesPanel, link: RecordingLink):
    assert panel.blank.isVisible() and not wishes(link)


def test_what_is_in_sight_is_asked_for_and_hangs(filled: SamplesPanel, link: RecordingLink):
    wish = wishes(link)[-1]
    assert (wish.collection, wish.first, wish.distorted) == (Collection.TRAINING, 0, False)
    assert filled.wall.columns < wish.count < 100
    link.deliver(answer(wish))
    assert filled.wall.describe(3) == "image 3, labelled 3, read as 3, 100.0 % sure"


def test_scrolled_samples_hang_where_they_belong(filled: SamplesPanel, link: RecordingLink, qtbot: QtBot):
    filled.wall.verticalScrollBar().setValue(50 * filled.wall.pitch)
    first = 50 * filled.wall.columns
    qtbot.waitUntil(lambda: wishes(link)[-1].first == first)
    link.deliver(answer(wishes(link)[-1]))
    assert filled.wall.describe(first).startswith(f"image {first},")
    assert filled.wall.describe(0) == ""


def test_the_validation_images_can_be_chosen(filled: SamplesPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.waitSignal(filled.caption_changed) as caption:
        qtbot.mouseClick(filled.choice.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: wishes(link)[-1].collection is Collection.VALIDATION)
    assert caption.args == ["10,000 images"] and filled.wall.total == 10_000


def test_as_distorted_asks_for_the_same_places_anew(filled: SamplesPanel, link: RecordingLink, qtbot: QtBot):
    filled.wall.verticalScrollBar().setValue(5 * filled.wall.pitch)
    qtbot.waitUntil(lambda: wishes(link)[-1].first > 0)
    before = wishes(link)[-1]
    qtbot.mouseClick(
        filled.distorted, Qt.MouseButton.LeftButton, pos=QPoint(13, filled.distorted.height() // 2)
    )
    qtbot.waitUntil(lambda: wishes(link)[-1].distorted)
    assert (wishes(link)[-1].first, wishes(link)[-1].count) == (before.first, before.count)


def test_images_of_another_kind_than_chosen_are_left_out(
    filled: SamplesPanel, link: RecordingLink, qtbot: QtBot
):
    late = answer(wishes(link)[-1])
    filled.distorted.toggle()
    link.deliver(late)
    assert not filled.wall.samples
    qtbot.waitUntil(lambda: wishes(link)[-1].distorted)


def test_progress_of_the_run_does_not_scroll_back(filled: SamplesPanel, link: RecordingLink, qtbot: QtBot):
    filled.wall.verticalScrollBar().setValue(5 * filled.wall.pitch)
    link.deliver(replace(RUN, step=200))
    assert filled.wall.verticalScrollBar().value() == 5 * filled.wall.pitch
    qtbot.waitUntil(lambda: wishes(link)[-1].first > 0)


def test_while_data_is_prepared_there_is_nothing(filled: SamplesPanel, link: RecordingLink):
    link.deliver(replace(RUN, state=TrainingState.PREPARING))
    assert filled.blank.isVisible() and filled.wall.total == 0


def test_hidden_it_asks_for_nothing_and_shown_again_for_what_is_in_sight(
    filled: SamplesPanel, link: RecordingLink, qtbot: QtBot
):
    filled.hide()
    count = len(wishes(link))
    with qtbot.waitSignal(filled.wall.rows_wanted):
        filled.wall.ask_again()
    assert len(wishes(link)) == count
    filled.show()
    qtbot.waitUntil(lambda: len(wishes(link)) > count)
