"""The panel Forward pass."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.thread.trace_commands import RecordPass
from engine.thread.trace_events import PassRecorded, PassStep
from gui.panels.forward import MOST_KEPT, ForwardPanel
from gui.selection import Selection
from tests.gui.panels.networks import network_changed
from tests.gui.panels.readings import blank, classified
from tests.recording_link import RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, link: RecordingLink, selection: Selection) -> ForwardPanel:
    panel = ForwardPanel(link, selection)
    qtbot.addWidget(panel)
    panel.resize(340, 320)
    panel.show()
    return panel


def recorded(count: int = 1) -> PassRecorded:
    def step(module: str, kind: str, *shape: int) -> PassStep:
        rows = np.ones((count, int(np.prod(shape))), np.float32)
        return PassStep(module, kind, (count, *shape), rows, kind == "Linear")

    steps = (
        step("", "", 28, 28),
        step("flatten", "Flatten", 784),
        step("linear_relu_stack.0", "Linear", 32),
        step("linear_relu_stack.1", "ReLU", 32),
        step("linear_relu_stack.2", "Linear", 10),
        step("", "Softmax", 10),
    )
    return PassRecorded("forward", 1, 1, 1, drawn=True, steps=steps)


def wish(link: RecordingLink) -> RecordPass:
    return [command for command in link.sent if isinstance(command, RecordPass)][-1]


def press(qtbot: QtBot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_each_step_stands_there_with_its_shape(panel: ForwardPanel, link: RecordingLink):
    link.deliver(recorded(3))
    assert [" ".join(step) for step in panel.steps.steps] == [
        "input  [3, 28, 28]",
        "flatten Flatten [3, 784]",
        "0 Linear [3, 32]",
        "1 ReLU [3, 32]",
        "2 Linear [3, 10]",
        "Softmax  [3, 10]",
    ]


def test_a_press_goes_on_step_by_step_and_to_the_input_again(
    panel: ForwardPanel, link: RecordingLink, qtbot: QtBot
):
    link.deliver(recorded())
    assert panel.tensor.are_images
    words = []
    for _ in range(6):
        press(qtbot, panel.next)
        words.append(panel.words.text())
    assert words == [
        "each image becomes one row of 784 numbers",
        "x·Wᵀ + b: [1, 784]·[784, 32] + [32]",
        "max(0, x): what is negative becomes 0",
        "x·Wᵀ + b: [1, 32]·[32, 10] + [10]",
        "exp(x) / Σ exp(x) of each row: probabilities",
        "images of ink, 0 to 1",
    ]
    press(qtbot, panel.next)
    press(qtbot, panel.back)
    assert panel.steps.current == 0


def test_the_step_is_kept_in_sight(panel: ForwardPanel, link: RecordingLink, qtbot: QtBot):
    panel.resize(340, 220)
    link.deliver(recorded())
    qtbot.waitUntil(lambda: panel.steps.height() >= panel.steps.sizeHint().height())
    for number in (5, 0):
        panel.steps.choose(number)
        line = panel.steps.line_rect(number)
        qtbot.waitUntil(lambda line=line: panel.steps.visibleRegion().contains(line.center()))


def test_the_step_stays_while_the_pen_moves(panel: ForwardPanel, link: RecordingLink):
    link.deliver(recorded())
    panel.steps.choose(3)
    link.deliver(recorded(2))
    assert panel.steps.current == 3
    assert not panel.tensor.are_images


def test_the_drawing_can_be_put_into_the_minibatch(panel: ForwardPanel, link: RecordingLink, qtbot: QtBot):
    assert wish(link).kept == ()
    assert not panel.keep.isEnabled()
    reading = classified()
    link.deliver(reading)
    press(qtbot, panel.keep)
    press(qtbot, panel.keep)
    assert [kept is reading.image for kept in wish(link).kept] == [True, True]
    press(qtbot, panel.clear)
    assert wish(link).kept == ()
    assert not panel.clear.isEnabled()


def test_a_full_minibatch_takes_no_more(panel: ForwardPanel, link: RecordingLink, qtbot: QtBot):
    link.deliver(classified())
    for _ in range(MOST_KEPT):
        press(qtbot, panel.keep)
    assert not panel.keep.isEnabled()


def test_a_blank_canvas_cannot_be_added_and_shows_no_steps(panel: ForwardPanel, link: RecordingLink):
    link.deliver(classified())
    link.deliver(recorded())
    link.deliver(blank())
    link.deliver(PassRecorded("forward", 2, 2, 1, drawn=False, steps=()))
    assert not panel.keep.isEnabled()
    assert panel.steps.steps == ()
    assert panel.words.text() == ""


@pytest.mark.parametrize(
    ("kind", "words"),
    [("BatchNorm1d", "√(variance + ε)"), ("Dropout", "in training alone"), ("", "as they were set")],
)
def test_other_steps_say_what_they_do_too(panel: ForwardPanel, link: RecordingLink, kind: str, words: str):
    rows = np.ones((1, 3), np.float32)
    steps = (PassStep("", "", (1, 1, 3), rows, False), PassStep("stack.1", kind, (1, 1, 3), rows, True))
    link.deliver(PassRecorded("forward", 1, 1, 1, True, steps))
    panel.steps.choose(1)
    assert words in panel.words.text()


def test_of_tensors_that_make_no_network_it_does_not_ask_for_a_drawing(
    panel: ForwardPanel, link: RecordingLink
):
    asks = panel.tensor.grab().toImage()
    link.deliver(replace(network_changed(), obstacle="a is 2 × 3 × 4, no Linear layer"))
    assert panel.tensor.grab().toImage() != asks
    link.deliver(network_changed())
    assert panel.tensor.grab().toImage() == asks
