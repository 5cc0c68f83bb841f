"""A new network, another activation and the way back, in a window with the real engine behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot
from torch import nn

from engine.thread.commands import OpenWeights, UseWeights, WeightsSource
from engine.thread.network_events import NetworkChanged
from engine.thread.training_commands import Freeze
from gui.activation_question import ActivationQuestion
from gui.architecture_dialog import ArchitectureDialog
from gui.command_line.reading import load_weights
from gui.main_window import MainWindow

PATIENCE_MS = 60_000


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(QSize(1440, 900))
    qtbot.addWidget(window)
    window.painted.connect(window.start_engine)
    window.show()
    load_weights(window, None)
    yield window
    window.close()


@pytest.fixture
def networks(window: MainWindow) -> list[NetworkChanged]:
    heard: list[NetworkChanged] = []
    window.link.subscribe(NetworkChanged, heard.append)
    return heard


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "bare.pt"
    torch.save(nn.Sequential(nn.Linear(784, 8), nn.Tanh(), nn.Linear(8, 10)).state_dict(), path)
    return path


def question(window: MainWindow) -> ActivationQuestion | None:
    found = [each for each in window.findChildren(ActivationQuestion) if not each.isHidden()]
    return found[0] if found else None


def test_a_network_is_built_and_taken_back(window: MainWindow, networks: list[NetworkChanged], qtbot: QtBot):
    actions = window.menus.architecture
    assert not actions.undo.isEnabled()
    actions.build.trigger()
    dialog = window.findChild(ArchitectureDialog)
    assert isinstance(dialog, ArchitectureDialog)
    dialog.hidden.setText("20")
    dialog.accept_button.click()
    qtbot.waitUntil(actions.undo.isEnabled, timeout=PATIENCE_MS)
    assert [stage.units for stage in networks[-1].stages] == [20, 10]
    assert window.statusBar().engine.text() == "784-20-10, built with seed 0"
    actions.undo.trigger()
    qtbot.waitUntil(actions.redo.isEnabled, timeout=PATIENCE_MS)
    assert networks[-1].source is WeightsSource.TRAINED
    assert actions.redo.text() == "On to the network 784-20-10"


def test_an_activation_that_no_shape_says_is_asked_for(
    window: MainWindow, networks: list[NetworkChanged], bare: Path, qtbot: QtBot
):
    window.link.send(OpenWeights(bare))
    qtbot.waitUntil(lambda: question(window) is not None, timeout=PATIENCE_MS)
    asked = question(window)
    assert asked is not None and asked.choice.currentText() == "ReLU" and not asked.counting_down()
    assert "bare.pt" in asked.accessibleName()
    asked.choice.setCurrentText("Tanh")
    asked.use.click()
    qtbot.waitUntil(lambda: networks[-1].stages[0].title.endswith("Tanh"), timeout=PATIENCE_MS)
    assert question(window) is None
    ticked = [
        action.text() for action in window.menus.architecture.activations.actions() if action.isChecked()
    ]
    assert ticked == ["Tanh"]


def test_the_question_goes_with_the_file_that_it_is_about(
    window: MainWindow, networks: list[NetworkChanged], bare: Path, qtbot: QtBot
):
    window.link.send(OpenWeights(bare))
    qtbot.waitUntil(lambda: question(window) is not None, timeout=PATIENCE_MS)
    window.link.send(UseWeights(WeightsSource.RANDOM))
    qtbot.waitUntil(lambda: question(window) is None, timeout=PATIENCE_MS)


def test_a_question_that_was_dismissed_is_not_asked_again_when_a_parameter_is_frozen(
    window: MainWindow, networks: list[NetworkChanged], bare: Path, qtbot: QtBot
):
    window.link.send(OpenWeights(bare))
    qtbot.waitUntil(lambda: question(window) is not None, timeout=PATIENCE_MS)
    asked = question(window)
    assert asked is not None
    asked.dismiss()
    count = len(networks)
    window.link.send(Freeze("linear_relu_stack.0.weight", True))
    qtbot.waitUntil(lambda: len(networks) > count, timeout=PATIENCE_MS)
    assert question(window) is None and networks[-1].asks_activation


def test_another_activation_is_chosen_in_the_menu(
    window: MainWindow, networks: list[NetworkChanged], qtbot: QtBot
):
    sigmoid = next(a for a in window.menus.architecture.activations.actions() if a.text() == "Sigmoid")
    sigmoid.trigger()
    qtbot.waitUntil(lambda: bool(networks), timeout=PATIENCE_MS)
    assert networks[-1].stages[0].title == "Linear 784 → 512 · Sigmoid"
