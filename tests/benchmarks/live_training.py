"""Training in the real window, every panel of the workspace Train at work, against the same trainer alone.

`python -m tests.benchmarks.live_training FOLDER` learns from the digits in a folder, in turns in the window and alone,
and prints a line of JSON a turn: the images a second of both, and how often a second all gradients were painted anew.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import torch
from PySide6.QtCore import QEvent, QObject

from engine.network.mlp import NeuralNetwork
from engine.thread.training_commands import Control, ControlTraining, Plan, Train
from engine.thread.training_events import StepsFinished, TrainingChanged, TrainingState
from engine.training.recipes import Recipe, Schedule, recipe_named
from engine.training.reports import StepReport
from engine.training.sources import training_data
from engine.training.trainer import Trainer
from gui.command_line.hand import wait_ms, wait_until
from gui.main_window import MainWindow
from gui.panels.layers import LayersPanel
from gui.widgets.heatmap import Heatmap
from tests.benchmarks.real_window import real_window

PAIRS = 6
PAIR_S = 3.0
SETTLE_S = 0.5
RECIPE = replace(recipe_named("quick"), epochs=1_000_000, schedule=Schedule.CONSTANT, warm_up=0.0)


class Frames(QObject):
    """Counts how often each of some heatmaps was painted with levels that it had not been painted with before."""

    def __init__(self, heatmaps: list[Heatmap], parent: QObject) -> None:
        super().__init__(parent)
        self._counts = dict.fromkeys(heatmaps, 0)
        self._painted: dict[Heatmap, object] = {}
        for heatmap in heatmaps:
            heatmap.installEventFilter(self)

    @property
    def count(self) -> int:
        """Of the heatmap that was painted least often."""
        return min(self._counts.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a paint that shows something new."""
        if event.type() is QEvent.Type.Paint and isinstance(watched, Heatmap):
            self._counts[watched] += self._painted.get(watched) is not watched._levels
            self._painted[watched] = watched._levels
        return False


class LiveRun:
    """A run in the window on the digits in `folder`, paused but while it is measured."""

    def __init__(self, window: MainWindow, folder: Path, recipe: Recipe = RECIPE) -> None:
        self._window, self._images = window, 0
        self._recipe = recipe
        self._state: TrainingState | None = None
        window.link.subscribe(TrainingChanged, self._note_state)
        window.link.subscribe(StepsFinished, self._note_steps)
        window.show_workspace("train")
        window.link.send(Train(Plan("benchmark", (str(folder),), recipe)))
        self._await(TrainingState.RUNNING)
        self.pause()
        layers = window.panels["layers"]
        assert isinstance(layers, LayersPanel)
        self._frames = Frames([strip.heatmap for strip in layers.strips.values()], window)

    def speed(self) -> tuple[float, float]:
        """Images a second, and pictures of all gradients a second."""
        self.resume()
        wait_ms(int(1000 * SETTLE_S))
        started, images, frames = perf_counter(), self._images, self._frames.count
        wait_ms(int(1000 * PAIR_S))
        seconds = perf_counter() - started
        found = (self._images - images) / seconds, (self._frames.count - frames) / seconds
        self.pause()
        wait_ms(int(1000 * SETTLE_S))
        return found

    def resume(self) -> None:
        """Go on with it."""
        self._control(Control.RESUME, TrainingState.RUNNING)

    def pause(self) -> None:
        """Let it rest."""
        self._control(Control.PAUSE, TrainingState.PAUSED)

    def _control(self, control: Control, state: TrainingState) -> None:
        self._window.link.send(ControlTraining(control))
        self._await(state)

    def _await(self, state: TrainingState) -> None:
        wait_until(lambda: self._state is state, self._window.link.delivered)

    def _note_state(self, event: TrainingChanged) -> None:
        self._state = event.state

    def _note_steps(self, event: StepsFinished) -> None:
        self._images += len(event.steps) * self._recipe.batch


class BareRun:
    """The same trainer, on the same data, with nobody watching."""

    def __init__(self, folder: Path) -> None:
        data = training_data([str(folder)], RECIPE)
        self._threads = torch.get_num_threads()
        self._reports = Trainer(NeuralNetwork(), data.training, None, RECIPE, 0).reports()

    def speed(self) -> float:
        """Images a second."""
        torch.set_num_threads(self._threads)  # of MKL's the engine's thread sets the number for all
        started, images = perf_counter(), 0
        while perf_counter() - started < PAIR_S:
            report = next(self._reports)
            images += RECIPE.batch if isinstance(report, StepReport) else 0
        return images / (perf_counter() - started)


def main() -> None:
    """Measure in turns."""
    folder = Path(sys.argv[1])
    bare = BareRun(folder)
    with real_window() as window:
        live = LiveRun(window, folder)
        for _ in range(PAIRS):
            images, frames = live.speed()
            turn = {"live": images, "bare": bare.speed(), "frames": frames}
            sys.stdout.write(json.dumps(turn) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
