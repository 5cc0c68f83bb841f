"""Training in the real window, every panel of the workspace Train at work, against the same trainer alone.

`python -m tests.benchmarks.live_training` prints pairs of images a second, the window's and the other's, in turns.
"""

import sys
from dataclasses import replace
from time import perf_counter

from engine.network.mlp import NeuralNetwork
from engine.thread.training_commands import Control, ControlTraining, Plan, Train
from engine.thread.training_events import StepsFinished, TrainingChanged, TrainingState
from engine.training.recipes import Recipe, recipe_named
from engine.training.reports import StepReport
from engine.training.sources import SYNTHETIC, training_data
from engine.training.trainer import Trainer
from gui.command_line.hand import wait_ms, wait_until
from gui.main_window import MainWindow
from tests.benchmarks.real_window import real_window

PAIRS = 6
PAIR_S = 3.0
SETTLE_S = 0.5
RECIPE = replace(recipe_named("quick"), epochs=1_000_000)


class LiveRun:
    """A run in the window, paused but while it is measured."""

    def __init__(self, window: MainWindow, recipe: Recipe = RECIPE) -> None:
        self._window, self._images = window, 0
        self._recipe = recipe
        self._state: TrainingState | None = None
        window.link.subscribe(TrainingChanged, self._note_state)
        window.link.subscribe(StepsFinished, self._note_steps)
        window.show_workspace("train")
        window.link.send(Train(Plan("benchmark", (SYNTHETIC,), recipe)))
        self._await(TrainingState.RUNNING)
        self.pause()

    def speed(self) -> float:
        """Images a second."""
        self.resume()
        wait_ms(int(1000 * SETTLE_S))
        started, before = perf_counter(), self._images
        wait_ms(int(1000 * PAIR_S))
        found = (self._images - before) / (perf_counter() - started)
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

    def __init__(self) -> None:
        data = training_data([SYNTHETIC], RECIPE)
        self._reports = Trainer(NeuralNetwork(), data.training, None, RECIPE, 0).reports()

    def speed(self) -> float:
        """Images a second."""
        started, images = perf_counter(), 0
        while perf_counter() - started < PAIR_S:
            report = next(self._reports)
            images += RECIPE.batch if isinstance(report, StepReport) else 0
        return images / (perf_counter() - started)


def main() -> None:
    """Measure in turns."""
    bare = BareRun()
    with real_window() as window:
        live = LiveRun(window)
        for _ in range(PAIRS):
            sys.stdout.write(f"{live.speed()} {bare.speed()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
