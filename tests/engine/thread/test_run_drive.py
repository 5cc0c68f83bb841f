"""A run that is driven by the engine's thread, with drawings beside it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import Kind
from engine.thread.commands import Classify
from engine.thread.events import EngineCrashed, EngineFailed
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.training_commands import Control, ControlTraining, Plan, Train
from engine.thread.training_events import StepsFinished, TrainingChanged, TrainingState
from engine.thread.worker import EngineThread
from engine.training.history import History
from tests.engine.thread.collector import PATIENCE_S, Collector
from tests.engine.thread.turns import PLAN, RECIPE, drawing, prepared

ENDLESS = replace(PLAN, recipe=replace(RECIPE, epochs=100_000))


class Engine(EngineThread):
    def __init__(self) -> None:
        self.events = Collector()
        super().__init__(self.events)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    prepared(monkeypatch)
    engine = Engine()
    engine.start()
    engine.events.wait(NetworkChanged)
    yield engine
    engine.stop()
    assert engine.join_started(PATIENCE_S)
    assert not engine.events.of(EngineCrashed)


def test_ink_is_read_while_training_goes_on(engine: Engine):
    engine.inbox.put(Train(ENDLESS))
    engine.events.wait(StepsFinished)
    for request in range(1, 21):
        engine.inbox.put(Classify(request, 1, drawing(request)))
        engine.events.wait(Classified, lambda event, request=request: event.request == request)
    reached = engine.events.of(StepsFinished)[-1].steps[-1]
    engine.events.wait(StepsFinished, lambda event: event.steps[-1] > reached)
    assert engine.events.of(TrainingChanged)[-1].state is TrainingState.RUNNING


def test_the_reading_follows_the_weights_though_nothing_is_drawn(engine: Engine):
    engine.inbox.put(Classify(1, 1, drawing()))
    engine.inbox.put(Train(ENDLESS))
    engine.events.wait(StepsFinished)
    before = engine.events.of(Classified)[-1]
    engine.events.wait(Classified, lambda event: not np.array_equal(event.logits, before.logits))


def test_speed_is_told_with_the_first_steps(engine: Engine):
    engine.inbox.put(Train(ENDLESS))
    first = engine.events.wait(StepsFinished)
    assert first.images_per_second > 0
    assert first.seconds_left > 0


def test_steps_arrive_without_a_gap_until_the_run_is_stopped(engine: Engine):
    engine.inbox.put(Train(ENDLESS))
    engine.events.wait(StepsFinished, lambda event: event.steps[-1] > 50)
    engine.inbox.put(ControlTraining(Control.STOP))
    stopped = engine.events.wait(TrainingChanged, lambda event: event.state is TrainingState.FINISHED)
    steps = np.concatenate([event.steps for event in engine.events.of(StepsFinished)])
    np.testing.assert_array_equal(steps, np.arange(1, stopped.step + 1))


def test_a_run_is_saved_when_the_thread_is_stopped(engine: Engine, tmp_path: Path):
    engine.inbox.put(Train(ENDLESS, tmp_path / "run"))
    engine.events.wait(StepsFinished, lambda event: event.steps[-1] > 50)
    engine.stop()
    assert engine.join_started(PATIENCE_S)
    last = engine.events.of(TrainingChanged)[-1]
    history = History(tmp_path / "run", 1 << 30)
    assert history.steps()[-1] == history.figures()["step"][-1] == last.step
    history.close()


def test_the_engine_sleeps_until_the_data_are_there_and_then_trains(engine: Engine):
    engine.inbox.put(Train(PLAN))
    engine.events.wait(TrainingChanged, lambda event: event.state is TrainingState.FINISHED)


def test_a_run_without_data_is_told(tmp_path: Path):
    engine = Engine()
    engine.start()
    engine.inbox.put(Train(Plan("none", (str(tmp_path / "none.jsonl"),), RECIPE)))
    assert engine.events.wait(EngineFailed).kind is Kind.FILE_MISSING
    engine.stop()
    assert engine.join_started(PATIENCE_S)
