"""A run on the engine's thread: its states, and what is done with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import current_thread
from typing import cast

import numpy as np
import pytest
import torch

from engine.data.augmentation import Bends
from engine.data.digits import Digits
from engine.data.distortion import Distortion
from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.thread import preparation as preparation_module
from engine.thread import run_drive, spare_core
from engine.thread.commands import Classify, Topic, UseWeights, Watch, WeightsSource
from engine.thread.events import EngineFailed
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import GradientsComputed
from engine.thread.training_commands import (
    ChangeTraining,
    Control,
    ControlTraining,
    Freeze,
    ShowStep,
    Train,
)
from engine.thread.training_events import (
    FreezeChanged,
    HistoryChanged,
    LayersMeasured,
    StepsFinished,
    StepShown,
    TrainingChanged,
    TrainingState,
    Validated,
)
from engine.thread.training_run import TrainingRun
from engine.training import batches, pieces
from engine.training.history import History
from engine.training.renewal import Renewal
from engine.training.reports import StepReport
from engine.training.trainer import Trainer
from tests.engine.thread.turns import DATA, PLAN, RECIPE, STEPS, WEIGHT, Turns, drawing, prepared
from tests.engine.training.rows import flat

PAUSE, RESUME, STEP, STOP, REWIND = (ControlTraining(control) for control in Control)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    prepared(monkeypatch)
    turns = Turns()
    yield turns
    turns.session.close()


def weights(turns: Turns) -> torch.Tensor:
    return flat(turns.session.network).clone()


def headless(recipe=RECIPE) -> torch.Tensor:
    """What the trainer makes of the same network by itself."""
    network = NeuralNetwork(Architecture((784, 24, 10), seed=3))
    for _ in Trainer(network, DATA.training, None, recipe, PLAN.seed).slices():
        pass
    return flat(network)


def test_a_run_is_prepared_runs_and_finishes(turns: Turns):
    turns.send(Train(PLAN))
    assert turns.of(TrainingChanged)[0].state is TrainingState.PREPARING
    begun = turns.until_state(TrainingState.RUNNING)
    assert (begun.step, begun.steps, begun.epoch, begun.epochs) == (0, STEPS, 0, 12)
    assert (begun.images, begun.validation_images) == (150, 60)
    done = turns.until_state(TrainingState.FINISHED)
    assert (done.step, done.epoch, done.plan) == (STEPS, 12, PLAN)


def test_every_step_is_told_once_and_in_order(turns: Turns):
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    assert turns.steps() == list(range(1, STEPS + 1))
    told = turns.of(StepsFinished)[-1]
    assert told.total == STEPS
    assert told.losses.shape == told.accuracies.shape == told.rates.shape == told.steps.shape


def test_the_window_trains_as_the_command_line_does_to_the_bit(turns: Turns):
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), headless())


def test_what_is_watched_drawn_paused_and_shown_changes_no_weight(turns: Turns):
    turns.send(Watch("g", Topic.GRADIENT, WEIGHT, rows=9, columns=9), Watch("f", Topic.FIGURES, WEIGHT))
    turns.begin()
    for number in range(8):
        turns.send(Classify(number, 1, drawing(number)))
        turns.turn()
    turns.send(STEP)
    turns.until_state(TrainingState.PAUSED)
    turns.send(ShowStep(1))
    turns.rest()
    turns.send(RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), headless())


def test_images_are_bent_on_another_thread_unless_someone_draws(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
):
    threads: list[str] = []
    bend = batches.bend

    def noted(images: torch.Tensor, bends: Bends, distortion: Distortion) -> torch.Tensor:
        threads.append(current_thread().name)
        return bend(images, bends, distortion)

    monkeypatch.setattr(batches, "bend", noted)
    monkeypatch.setattr(spare_core, "_QUIET_S", 3600)
    turns.begin()
    turns.take_steps(8)
    assert "spare core_0" in threads
    turns.send(Classify(1, 1, drawing()))
    turns.take_steps(1)  # what was begun before is taken as it is
    threads.clear()
    turns.take_steps(8)
    assert threads == ["MainThread"] * 8


def test_a_turn_takes_a_whole_step_unless_someone_calls_or_draws(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
):
    slices: list[object] = []
    advance = TrainingRun.advance

    def noted(run: TrainingRun) -> object:
        slices.append(advance(run))
        return slices[-1]

    def slices_of_a_turn() -> int:
        slices.clear()
        while not slices:  # something else may be due before
            turns.turn()
        return len(slices)

    monkeypatch.setattr(TrainingRun, "advance", noted)
    monkeypatch.setattr(pieces, "_AT_ONCE_UNDISTURBED", 0)
    monkeypatch.setattr(spare_core, "_QUIET_S", 3600)
    monkeypatch.setattr(run_drive, "_TURN_S", 3600)
    turns.begin()
    turns.take_steps(1)
    turns.send(RESUME)
    turns.is_called = False
    assert slices_of_a_turn() > 2
    assert isinstance(slices[-1], StepReport)
    assert not any(slices[:-1])
    monkeypatch.setattr(run_drive, "_TURN_S", 0)
    assert slices_of_a_turn() == 1
    monkeypatch.setattr(run_drive, "_TURN_S", 3600)
    turns.is_called = True
    assert slices_of_a_turn() == 1
    turns.is_called = False
    turns.send(Classify(1, 1, drawing()))
    assert slices_of_a_turn() == 1


def test_a_pause_holds_and_going_on_continues(turns: Turns):
    turns.begin()
    turns.take_steps(2)
    turns.send(RESUME, PAUSE)
    turns.rest()
    paused = turns.of(TrainingChanged)[-1]
    assert (paused.state, turns.session.rest_s) == (TrainingState.PAUSED, None)
    assert paused.step < STEPS
    turns.send(RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert turns.steps() == list(range(1, STEPS + 1))


def test_one_step_is_one_step(turns: Turns):
    turns.begin()
    for step in (1, 2):
        turns.send(STEP)
        turns.rest()
        changed = turns.of(TrainingChanged)[-1]
        assert (changed.state, changed.step) == (TrainingState.PAUSED, step)
    assert turns.steps() == [1, 2]


def test_stopping_keeps_the_averaged_weights(turns: Turns):
    turns.begin()
    turns.take_steps(5)
    last = weights(turns)
    turns.send(STOP)
    assert turns.of(TrainingChanged)[-1].state is TrainingState.FINISHED
    assert not torch.equal(weights(turns), last)
    averaged = weights(turns)
    turns.send(RESUME)
    turns.rest()
    assert torch.equal(weights(turns), averaged)


def test_rewinding_gives_back_the_first_weights_and_the_same_run(turns: Turns):
    first = weights(turns)
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    losses = np.concatenate([event.losses for event in turns.of(StepsFinished)])
    turns.send(ShowStep(3), REWIND)
    assert turns.of(StepShown)[-1].step is None
    changed = turns.of(TrainingChanged)[-1]
    assert (changed.state, changed.step) == (TrainingState.PAUSED, 0)
    assert torch.equal(weights(turns), first)
    assert turns.of(HistoryChanged)[-1].steps.tolist() == [0]
    turns.events.clear()
    turns.send(RESUME)
    turns.until_state(TrainingState.FINISHED)
    again = np.concatenate([event.losses for event in turns.of(StepsFinished)])
    np.testing.assert_array_equal(again, losses)


def test_steps_leave_the_generation_of_the_network_as_it_is(turns: Turns):
    turns.begin()
    turns.take_steps(3)
    changes = turns.of(NetworkChanged)
    assert len(changes) == 1
    assert (changes[0].title, changes[0].source) == (PLAN.name, WeightsSource.RUN)


def test_a_change_counts_from_the_next_step(turns: Turns):
    recipe = replace(RECIPE, warm_up=0.0, learning_rate=1e-4)
    turns.begin()
    turns.take_steps(2)
    turns.send(ChangeTraining(recipe))
    assert turns.of(TrainingChanged)[-1].plan.recipe is recipe
    turns.take_steps(1)
    rates = np.concatenate([event.rates for event in turns.of(StepsFinished)])
    assert rates[2] < 1.01e-4 < rates[1]


def test_a_short_run_is_validated_within_its_epochs(turns: Turns):
    turns.begin(replace(PLAN, recipe=replace(RECIPE, epochs=5, batch=16)))
    turns.until_state(TrainingState.FINISHED)
    turns.rest()
    assert [event.step for event in turns.of(Validated)] == [0, 10, 20, 30, 40, 42, 50]


def test_each_epoch_is_validated_and_so_are_the_first_weights_and_the_last(turns: Turns):
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    turns.rest()
    judged = turns.of(Validated)
    assert {event.step for event in judged} >= {0, 5, 10, 55, STEPS}
    last = judged[-1]
    assert last.accuracy > 0.9 > judged[0].accuracy
    assert last.confusion.sum() == 60
    counts = np.bincount(DATA.validation.labels, minlength=10)
    np.testing.assert_allclose(last.by_class * counts, last.confusion.diagonal(), rtol=1e-5)


def test_frozen_weights_do_not_move(turns: Turns):
    turns.send(Freeze(WEIGHT, True))
    assert turns.of(FreezeChanged)[-1].frozen == (WEIGHT,)
    described = {each.name: each.trainable for each in turns.of(NetworkChanged)[-1].parameters}
    assert (described[WEIGHT], sum(described.values())) == (False, 3)
    before = turns.session.network.get_parameter(WEIGHT).detach().clone()
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(turns.session.network.get_parameter(WEIGHT), before)
    turns.send(Freeze(WEIGHT, False))
    assert turns.of(FreezeChanged)[-1].frozen == ()


def test_what_is_thawed_while_training_moves(turns: Turns):
    turns.send(Freeze(WEIGHT, True))
    before = turns.session.network.get_parameter(WEIGHT).detach().clone()
    turns.begin()
    turns.take_steps(1)
    turns.send(Freeze(WEIGHT, False), RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert not torch.equal(turns.session.network.get_parameter(WEIGHT), before)


def test_a_parameter_that_there_is_not_cannot_be_frozen(turns: Turns):
    turns.send(Freeze("nothing.weight", True))
    assert turns.of(EngineFailed)[-1].kind is Kind.PARAMETER_UNKNOWN
    assert not turns.of(FreezeChanged)


def test_a_kept_step_is_shown_and_the_present_comes_back(turns: Turns):
    first = weights(turns)
    turns.begin()
    turns.take_steps(4)
    turns.send(ShowStep(0))
    assert turns.of(StepShown)[-1].step == 0
    assert turns.of(TrainingChanged)[-1].state is TrainingState.PAUSED
    assert torch.equal(weights(turns), first)
    shown = turns.of(NetworkChanged)[-1]
    assert (shown.title, shown.step) == (PLAN.name, 0)
    turns.send(ShowStep(None))
    assert turns.of(StepShown)[-1].step is None
    present = turns.of(NetworkChanged)[-1]
    assert (present.title, present.step, present.network) == (PLAN.name, None, shown.network + 1)
    assert not torch.equal(weights(turns), first)


def test_showing_a_step_pauses(turns: Turns):
    turns.begin()
    turns.send(ShowStep(0))
    assert turns.of(TrainingChanged)[-1].state is TrainingState.PAUSED


def test_going_on_from_a_shown_step_goes_on_from_the_present(turns: Turns):
    turns.begin()
    turns.take_steps(1)
    turns.send(ShowStep(0), RESUME)
    assert turns.of(StepShown)[-1].step is None
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), headless())


def test_a_run_from_a_shown_step_begins_with_its_weights(turns: Turns):
    first = weights(turns)
    turns.begin()
    turns.take_steps(4)
    turns.send(ShowStep(0))
    turns.begin(replace(PLAN, name="branch"))
    assert torch.equal(weights(turns), first)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), headless())


def test_a_rate_that_diverges_leaves_the_last_good_weights(turns: Turns):
    turns.begin(replace(PLAN, recipe=replace(RECIPE, learning_rate=1e20, warm_up=0.0)))
    diverged = turns.until_state(TrainingState.DIVERGED)
    assert diverged.layer in dict(turns.session.network.named_parameters())
    assert weights(turns).isfinite().all()
    turns.rest()
    turns.send(RESUME)
    turns.until_state(TrainingState.DIVERGED)
    turns.send(ChangeTraining(RECIPE), REWIND, RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert torch.equal(weights(turns), headless())


class NeverDrawn:
    """The digits of the first epoch, and no new ones."""

    def renew(self, _: Digits, epoch: int) -> bool:
        return epoch == 0

    def close(self) -> None:
        pass


def test_a_run_that_waits_for_new_digits_pauses_at_once(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    data = replace(DATA, renewal=cast(Renewal, NeverDrawn()))
    monkeypatch.setattr(preparation_module, "training_data", lambda *_, **__: data)
    turns.begin()
    for _ in range(200):
        turns.turn()
    turns.send(PAUSE)
    paused = turns.of(TrainingChanged)[-1]
    assert (paused.state, paused.step, paused.epoch) == (TrainingState.PAUSED, STEPS // RECIPE.epochs, 1)


def test_a_step_that_was_not_taken_is_not_measured(turns: Turns):
    turns.send(Watch("gradient", Topic.GRADIENT, WEIGHT, rows=10, columns=10))
    turns.begin(replace(PLAN, recipe=replace(RECIPE, learning_rate=1e20, warm_up=0.0)))
    turns.until_state(TrainingState.DIVERGED)
    turns.rest()
    turns.send(Watch("gradient", Topic.GRADIENT, WEIGHT, rows=20, columns=20))
    turns.rest()
    assert all(layer.gradient_norm > 0 for event in turns.of(LayersMeasured) for layer in event.layers)
    assert all(
        tile.largest > 0 for event in turns.of(GradientsComputed) if event.batch for tile in event.tiles
    )


def test_other_weights_end_the_run(turns: Turns):
    turns.begin()
    turns.send(UseWeights(WeightsSource.RANDOM))
    assert turns.of(TrainingChanged)[-1].state is TrainingState.FINISHED
    assert not turns.of(HistoryChanged)[-1].steps.size
    other = weights(turns)
    turns.send(RESUME, REWIND, ShowStep(0))
    turns.rest()
    assert torch.equal(weights(turns), other)


def test_data_that_cannot_be_read_are_told_and_there_is_no_run(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    def missing(*_: object, **__: object) -> None:
        raise NetglassError(Kind.FILE_MISSING, file="none.jsonl")

    monkeypatch.setattr(preparation_module, "training_data", missing)
    turns.send(Train(PLAN))
    assert turns.until(EngineFailed).kind is Kind.FILE_MISSING
    assert turns.of(TrainingChanged)[-1].state is TrainingState.ABSENT
    assert not turns.of(NetworkChanged)


def test_a_preparation_can_be_stopped(turns: Turns):
    turns.send(Train(PLAN), STOP)
    assert turns.of(TrainingChanged)[-1].state is TrainingState.ABSENT
    turns.session.work()
    assert turns.session.rest_s is None
    turns.begin()


def test_without_a_run_nothing_can_be_done_with_it(turns: Turns):
    turns.send(PAUSE, RESUME, STEP, STOP, REWIND, ShowStep(3), ChangeTraining(RECIPE))
    assert turns.events == []


def test_a_run_lies_in_its_folder(turns: Turns, tmp_path: Path):
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.FINISHED)
    turns.session.close()
    history = History(tmp_path / "bars", 1 << 30)
    assert history.about["name"] == "bars"
    assert history.figures()["step"].tolist() == list(range(1, STEPS + 1))
    assert {0, STEPS} <= set(history.steps().tolist())
    means, names = history.state(STEPS).means, dict(turns.session.network.named_parameters())
    assert torch.equal(torch.cat([means[name].flatten() for name in names]), headless())
    assert history.validations()["step"][0] == 0
    history.close()


def test_a_run_under_way_is_saved_before_the_end(turns: Turns, tmp_path: Path):
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(13)
    turns.send(RESUME)
    turns.session.close()
    history = History(tmp_path / "bars", 1 << 30)
    assert history.steps()[-1] == 13
    history.close()


def test_a_folder_that_is_taken_is_left_alone(turns: Turns, tmp_path: Path):
    (tmp_path / "bars").mkdir()
    turns.send(Train(PLAN, tmp_path / "bars"))
    turns.until_state(TrainingState.RUNNING)
    turns.session.close()
    assert not list((tmp_path / "bars").iterdir())
    assert (tmp_path / "bars 2" / "run.json").exists()


def test_a_folder_that_cannot_be_written_is_told_and_training_goes_on(turns: Turns, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    turns.send(Train(PLAN, tmp_path / "file" / "bars"))
    turns.until_state(TrainingState.FINISHED)
    assert turns.of(EngineFailed)[0].kind is Kind.FILE_UNWRITABLE
    assert turns.steps() == list(range(1, STEPS + 1))


@pytest.mark.parametrize(
    "architecture",
    [
        Architecture((64, 24, 10)),
        Architecture((784, 24, 26)),
    ],
)
def test_what_reads_no_digits_is_not_trained(turns: Turns, architecture: Architecture):
    turns.session.use_network(NeuralNetwork(architecture), "unfit")
    turns.send(Train(PLAN))
    assert turns.of(EngineFailed)[-1].kind is Kind.TRAINING_UNFIT
    assert not turns.of(TrainingChanged)
