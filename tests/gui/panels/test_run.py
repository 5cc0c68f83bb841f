"""The panel Run."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.thread.commands import UseWeights, WeightsSource
from engine.thread.run_commands import LeaveRun
from engine.thread.training_commands import ChangeTraining, Control, ControlTraining, Train
from engine.thread.training_events import TrainingState
from gui.panels.run import RunPanel
from gui.selection import Selection
from gui.settings import runs_path
from tests.gui.panels.runs import PLAN, STEPS, steps_finished, training_changed
from tests.recording_link import RecordingLink

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> RunPanel:
    panel = RunPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(300, 380)
    panel.show()
    return panel


def press(panel: RunPanel, words: str, qtbot: QtBot) -> None:
    button = next(button for button in panel.buttons if button.text() == words)
    qtbot.mouseClick(button, LEFT)


def test_train_begins_a_run_from_random_weights_in_a_folder_of_its_own(
    panel: RunPanel, link: RecordingLink, qtbot: QtBot
):
    press(panel, "Train", qtbot)
    weights, train = link.sent
    assert weights == UseWeights(WeightsSource.RANDOM, 0, keeps_layers=True)
    assert train == Train(panel.settings.plan("adamw-1"), runs_path() / "adamw-1")


def test_a_run_can_begin_with_the_weights_in_use(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    qtbot.keyClick(panel.settings.start, Qt.Key.Key_Down)
    press(panel, "Train", qtbot)
    assert [type(command) for command in link.sent] == [Train]


def test_the_samples_are_one_click_from_the_data_also_while_the_run_goes_on(
    panel: RunPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    link.deliver(training_changed(step=5))
    with qtbot.waitSignal(selection.pointed) as pointed:
        qtbot.mouseClick(panel.settings.browse, LEFT)
    assert pointed.args == ["samples"]


def test_nothing_begins_while_something_is_wrong(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    panel.settings.rate.selectAll()
    qtbot.keyClicks(panel.settings.rate, "-1")
    qtbot.keyClick(panel.settings.rate, Qt.Key.Key_Return)
    press(panel, "Train", qtbot)
    assert link.sent == []


@pytest.mark.parametrize(
    ("words", "control"),
    [("Pause", Control.PAUSE), ("Step", Control.STEP), ("Stop", Control.STOP), ("Rewind", Control.REWIND)],
)
def test_the_buttons_control_the_run(
    panel: RunPanel, link: RecordingLink, qtbot: QtBot, words: str, control: Control
):
    link.deliver(training_changed(step=5))
    press(panel, words, qtbot)
    assert link.sent == [ControlTraining(control)]


def test_a_change_reaches_the_run_that_goes_on(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(training_changed(step=5))
    qtbot.keyClick(panel.settings.batch, Qt.Key.Key_Up)
    assert link.sent == [ChangeTraining(panel.settings.recipe())]
    assert panel.settings.recipe().batch == 2 * PLAN.recipe.batch


def test_a_change_without_a_run_is_not_sent(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(training_changed(TrainingState.FINISHED, step=STEPS))
    qtbot.keyClick(panel.settings.batch, Qt.Key.Key_Up)
    assert link.sent == []


def test_the_settings_show_the_run_that_others_began(panel: RunPanel, link: RecordingLink):
    link.deliver(training_changed())
    assert panel.settings.plan(PLAN.name) == PLAN


def test_the_echo_of_a_change_does_not_overtake_the_next_one(
    panel: RunPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(training_changed())
    qtbot.keyClick(panel.settings.batch, Qt.Key.Key_Up)
    link.deliver(training_changed())
    assert panel.settings.recipe().batch == 2 * PLAN.recipe.batch


def test_steps_move_the_bar_and_say_how_fast_and_how_long(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(training_changed())
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(steps_finished(700, 775))
    assert panel.progress.share == pytest.approx(775 / STEPS)
    assert (panel.progress.left, panel.progress.right) == ("11,240 images/s", "11 s left")
    assert caption.args == ["adamw-1 · epoch 2 of 5"]


def test_what_a_run_cannot_change_rests_until_it_ends(panel: RunPanel, link: RecordingLink):
    link.deliver(training_changed(TrainingState.PREPARING))
    assert not panel.settings.data.isEnabled()
    link.deliver(training_changed(TrainingState.FINISHED))
    assert panel.settings.data.isEnabled()


def test_a_run_can_be_rewound_after_its_first_steps(panel: RunPanel, link: RecordingLink):
    link.deliver(training_changed())
    assert not panel.deeds.rewind.isEnabled()
    link.deliver(steps_finished(1, 3))
    assert panel.deeds.rewind.isEnabled()


def test_while_data_is_prepared_it_says_how_far(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(training_changed(TrainingState.PREPARING))
    assert panel.progress.left == "24,000 images"
    assert caption.args == ["adamw-1 · preparing the data"]


def test_a_run_that_diverged_says_where_and_what_helps(panel: RunPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(training_changed(TrainingState.DIVERGED, 120, layer="linear_relu_stack.2.weight"))
    assert panel.message.isVisible()
    assert "…2.weight" in panel.message.text()
    assert "step 120" in panel.message.text()
    press(panel, "Go on", qtbot)
    assert link.sent == [ControlTraining(Control.RESUME)]
    link.deliver(training_changed(step=120))
    assert not panel.message.isVisible()


def test_the_menu_offers_what_the_buttons_do(panel: RunPanel):
    assert panel.menu_actions()["train"] == panel.deeds.all()


def test_all_of_it_but_what_is_folded_fits_a_small_panel(panel: RunPanel):
    panel.resize(300, 348)
    panel.grab()
    bottom = panel.settings.grid.more.mapTo(panel, panel.settings.grid.more.rect().bottomLeft()).y()
    assert bottom < panel.buttons[0].geometry().top()
    for button in panel.buttons:
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width()


def test_a_preparation_can_be_cancelled_and_says_nothing_afterwards(
    panel: RunPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(training_changed(TrainingState.PREPARING))
    press(panel, "Cancel", qtbot)
    assert link.sent == [ControlTraining(Control.STOP)]
    with qtbot.waitSignal(panel.caption_changed) as caption:
        link.deliver(replace(training_changed(TrainingState.ABSENT), steps=0))
    assert (caption.args, panel.progress.left) == ([""], "")
    assert panel.buttons[0].text() == "Train"


def test_of_a_run_that_is_read_from_its_folder_no_end_is_told(
    panel: RunPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(training_changed(TrainingState.FOLLOWED, step=10))
    link.deliver(replace(steps_finished(11, 120), images_per_second=0.0, seconds_left=0.0))
    qtbot.waitUntil(lambda: panel.progress.share == pytest.approx(120 / STEPS))
    assert panel.progress.right == ""


def test_a_run_that_was_left_can_be_gone_on_with_or_closed(
    panel: RunPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(training_changed(TrainingState.OPENED, step=120))
    link.deliver(replace(steps_finished(1, 120), images_per_second=0.0))
    assert not panel.deeds.rewind.isEnabled()
    press(panel, "Go on", qtbot)
    press(panel, "Close", qtbot)
    assert link.sent == [ControlTraining(Control.RESUME), LeaveRun()]


def test_a_finished_run_that_is_opened_shows_what_it_was_made_with(panel: RunPanel, link: RecordingLink):
    plan = replace(PLAN, name="other", sources=("synthetic",), seed=7, recipe=replace(PLAN.recipe, batch=48))
    link.deliver(training_changed(TrainingState.FINISHED, plan=plan))
    assert panel.settings.plan("other") == plan
    link.deliver(
        replace(training_changed(TrainingState.ABSENT, plan=replace(plan, name="gone", seed=8)), steps=0)
    )
    assert panel.settings.plan("other") == plan


def test_every_key_stands_in_the_tooltip_of_its_button(panel: RunPanel):
    for action, button in zip(panel.deeds.all(), panel.buttons, strict=True):
        assert action.shortcut().toString() in button.toolTip()


def test_the_settings_of_the_last_run_are_there_again(
    panel: RunPanel, link: RecordingLink, selection: Selection, qtbot: QtBot
):
    qtbot.keyClick(panel.settings.batch, Qt.Key.Key_Up)
    press(panel, "Train", qtbot)
    again = RunPanel(link, selection)
    qtbot.addWidget(again)
    assert again.settings.plan("x") == panel.settings.plan("x")
