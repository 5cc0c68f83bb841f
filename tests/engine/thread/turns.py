"""A session of the engine whose turns a test takes one by one, and a run that it learns in a second."""

import threading
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest

from engine.data.distortion import Distortion
from engine.errors import NetglassError
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.thread import preparation as preparation_module
from engine.thread.commands import Command, Drawing, Stroke
from engine.thread.events import EngineFailed, Event
from engine.thread.session import Session
from engine.thread.training_commands import Control, ControlTraining, Plan, Recipe, Train
from engine.thread.training_events import StepsFinished, TrainingChanged, TrainingState
from engine.training.sources import TrainingData
from tests.engine.thread.collector import PATIENCE_S
from tests.engine.training.rows import bars

E = TypeVar("E", bound=Event)
WEIGHT = "linear_relu_stack.0.weight"
RECIPE = Recipe(epochs=12, distortion=Distortion(shift=1), batch=32, learning_rate=3e-3, averaging=0.9)
PLAN = Plan("bars", ("rows",), RECIPE, seed=5)
DATA = TrainingData(bars(150, seed=1), bars(60, seed=2), None)
STEPS = 60
FEW = 20_000  # turns; a run of the tests takes some hundreds


class Turns:
    """A session that reads a small network's ink, and what it published."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._told = 0  # events that were there before the last commands, or were waited for
        self._woken = threading.Event()
        self.is_called = True  # from elsewhere: a turn is then one slice
        self.session = Session(self.events.append, self._woken.set, lambda: self.is_called)
        self.session.use_network(NeuralNetwork(Architecture((784, 24, 10), seed=3)), "small")
        self.events.clear()

    def send(self, *commands: Command) -> None:
        """Obey all, as the thread does between two slices."""
        self._told = len(self.events)
        for command in commands:
            self._guard(lambda command=command: self.session.obey(command))
        self._guard(self.session.follow)

    def turn(self) -> None:
        """One turn without commands; where there is nothing to do, wait for what others do."""
        if self.session.rest_s is None:
            assert self._woken.wait(PATIENCE_S), "nothing happens any more"
            self._woken.clear()
        self._guard(self.session.follow)
        self._guard(self.session.work)

    def until(self, kind: type[E], fits: Callable[[E], bool] = lambda _: True) -> E:
        """Take turns until there is such an event; the first since the last commands that was not waited for yet.

        On a busy machine what commands ask for may be done before they are all obeyed.
        """
        place = min(self._told, len(self.events))
        for _ in range(FEW):
            for number, event in enumerate(self.events[place:], start=place):
                if isinstance(event, kind) and fits(event):
                    self._told = number + 1
                    return event
            place = len(self.events)
            self.turn()
        raise AssertionError(f"no {kind.__name__} that fits among {self.events[-20:]}")

    def until_state(self, state: TrainingState) -> TrainingChanged:
        """Take turns until the run is in that state from now on."""
        return self.until(TrainingChanged, lambda event: event.state is state)

    def take_steps(self, count: int) -> None:
        """Take so many steps, one by one; the run is paused then."""
        for _ in range(count):
            self.send(ControlTraining(Control.STEP))
            self.until_state(TrainingState.PAUSED)

    def rest(self) -> None:
        """Take turns until there is nothing to do."""
        while self.session.rest_s == 0:
            self.turn()

    def of(self, kind: type[E]) -> list[E]:
        """All events of that kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def steps(self) -> list[int]:
        """The numbers of all steps that were told."""
        return np.concatenate([event.steps for event in self.of(StepsFinished)] or [np.zeros(0)]).tolist()

    def begin(self, plan: Plan = PLAN) -> TrainingChanged:
        """Train until the first steps may be taken."""
        self.send(Train(plan))
        return self.until_state(TrainingState.RUNNING)

    def _guard(self, step: Callable[[], None]) -> None:
        try:
            step()
        except NetglassError as failure:
            self.events.append(EngineFailed(failure.kind, failure.fields))


def drawing(shift: float = 0) -> Drawing:
    points = np.array([[80 + shift, 60, 0.5], [190, 70, 0.5], [120, 220, 0.5]], np.float32)
    return Drawing((280, 280), (Stroke(points, 24),))


def prepared(monkeypatch: pytest.MonkeyPatch, data: TrainingData = DATA) -> None:
    """Let the data of each plan be `data`, at once."""
    monkeypatch.setattr(preparation_module, "training_data", lambda *_, **__: data)
