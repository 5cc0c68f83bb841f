"""What the window sees of a run as it goes."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from engine.data.digits import as_inputs
from engine.thread import spare_core
from engine.thread.cadence import Cadence
from engine.thread.commands import Classify, SetObjective, Topic, UseWeights, Watch, WeightsSource
from engine.thread.reading_events import Classified, GradientsComputed
from engine.thread.tensor_events import LevelsRead
from engine.thread.training_commands import Control, ControlTraining, Freeze, ShowStep
from engine.thread.training_events import LayersMeasured, StepsFinished, TrainingChanged, TrainingState
from tests.engine.thread.turns import DATA, STEPS, WEIGHT, Turns, drawing, prepared

GRADIENT = Watch("g", Topic.GRADIENT, WEIGHT, rows=9, columns=11)
RESUME = ControlTraining(Control.RESUME)


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    prepared(monkeypatch)
    turns = Turns()
    yield turns
    turns.session.close()


def test_the_gradients_of_the_last_batch_are_shown(turns: Turns):
    turns.send(GRADIENT)
    turns.begin()
    turns.take_steps(2)
    shown = turns.until(GradientsComputed)
    assert (shown.label, shown.target, shown.batch) == (None, None, 32)
    assert shown.value == turns.of(StepsFinished)[-1].losses[-1]
    (tile,) = shown.tiles
    gradient = turns.session.network.get_parameter(WEIGHT).grad
    assert gradient is not None
    assert tile.levels.shape == (9, 11)
    assert tile.norm == pytest.approx(gradient.norm().item())
    assert tile.largest == gradient.abs().max().item() == np.abs(tile.levels).max()
    assert 0 < tile.limit < tile.largest


def test_all_comes_less_often_while_someone_draws(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    asked: list[float] = []
    is_due = Cadence.is_due

    def noted(cadence: Cadence, intervals: float = 1) -> bool:
        asked.append(intervals)
        return is_due(cadence, intervals)

    monkeypatch.setattr(Cadence, "is_due", noted)
    monkeypatch.setattr(spare_core, "_QUIET_S", 3600)
    turns.begin()
    for intervals in (1, 8):
        asked.clear()
        while not asked:
            turns.turn()
        assert set(asked) == {intervals}
        turns.send(Classify(1, 1, drawing()))


def test_a_frozen_parameter_has_a_gradient_of_nothing(turns: Turns):
    turns.send(GRADIENT, Freeze(WEIGHT, True))
    turns.begin()
    turns.take_steps(1)
    (tile,) = turns.until(GradientsComputed).tiles
    assert not tile.levels.any()
    assert (tile.limit, tile.largest, tile.norm) == (0, 0, 0)


def test_while_steps_are_taken_ink_is_read_but_not_differentiated(turns: Turns):
    turns.send(GRADIENT, Classify(1, 1, drawing()))
    turns.begin()
    turns.events.clear()
    turns.send(Classify(2, 1, drawing(5)))
    assert turns.of(Classified)[-1].request == 2
    turns.until_state(TrainingState.FINISHED)
    assert all(event.batch for event in turns.of(GradientsComputed))


def test_ink_in_a_pause_is_differentiated_again(turns: Turns):
    turns.send(GRADIENT, Classify(1, 1, drawing()))
    turns.begin()
    turns.take_steps(1)
    turns.send(Classify(2, 1, drawing(5)))
    assert turns.until(GradientsComputed).batch == 0
    turns.send(SetObjective(4))
    assert turns.until(GradientsComputed).label == 4


def test_another_wish_in_a_pause_is_answered_for_the_batch(turns: Turns):
    turns.send(Classify(1, 1, drawing()))
    turns.begin()
    turns.take_steps(1)
    turns.rest()
    turns.send(GRADIENT)
    assert turns.until(GradientsComputed).batch == 32


def test_when_the_run_is_over_the_drawing_is_differentiated(turns: Turns):
    turns.send(GRADIENT, Classify(1, 1, drawing()))
    turns.begin()
    turns.take_steps(1)
    turns.send(RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert turns.until(GradientsComputed).batch == 0


def test_the_reading_follows_the_weights(turns: Turns):
    turns.send(Classify(1, 1, drawing()))
    before = turns.of(Classified)[-1]
    turns.begin()
    turns.take_steps(4)
    turns.rest()
    after = turns.of(Classified)[-1]
    assert (after.request, after.canvas) == (1, 1)
    assert not np.array_equal(after.logits, before.logits)


def test_watched_parameters_follow_the_weights(turns: Turns):
    turns.begin()
    turns.send(Watch("w", Topic.LEVELS, WEIGHT, rows=24, columns=784))
    turns.take_steps(4)
    turns.rest()
    expected = turns.session.network.get_parameter(WEIGHT).detach().numpy()
    np.testing.assert_array_equal(turns.of(LevelsRead)[-1].levels, expected)


def test_layers_are_measured(turns: Turns):
    turns.begin()
    turns.take_steps(3)
    measured = turns.of(LayersMeasured)[-1]
    assert measured.step == 3
    assert [layer.parameter for layer in measured.layers] == list(
        dict(turns.session.network.named_parameters())
    )
    assert all(layer.gradient_norm > 0 for layer in measured.layers)


def test_a_kept_step_shows_the_gradients_of_its_own_weights(turns: Turns):
    turns.send(GRADIENT)
    turns.begin()
    turns.take_steps(4)
    last = turns.until(GradientsComputed)
    turns.send(ShowStep(1))
    shown = turns.until(GradientsComputed)
    network = turns.session.network
    images, labels = as_inputs(DATA.training.images[:32]), DATA.training.labels[:32]
    loss = cross_entropy(network(images), labels)
    (expected,) = torch.autograd.grad(loss, [network.get_parameter(WEIGHT)])
    assert (shown.batch, shown.value) == (32, pytest.approx(loss.item()))
    assert shown.tiles[0].norm == pytest.approx(expected.norm().item(), rel=1e-5)
    turns.send(ShowStep(None))
    again = turns.until(GradientsComputed)
    assert (again.value, again.tiles[0].norm) == (last.value, last.tiles[0].norm)


def test_a_frozen_parameter_of_a_kept_step_has_no_gradient_either(turns: Turns):
    turns.send(GRADIENT, Freeze(WEIGHT, True))
    turns.begin()
    turns.take_steps(2)
    turns.send(ShowStep(1))
    (tile,) = turns.until(GradientsComputed).tiles
    assert tile.norm == 0


def test_each_step_is_told_whether_the_run_pauses_or_goes_on(turns: Turns):
    turns.begin()
    turns.take_steps(3)
    assert turns.steps() == [1, 2, 3]
    turns.send(RESUME)
    turns.until_state(TrainingState.FINISHED)
    assert turns.steps() == list(range(1, STEPS + 1))


def test_gradients_and_layers_are_shown_while_steps_are_taken(turns: Turns):
    turns.send(GRADIENT)
    turns.begin()
    turns.until_state(TrainingState.FINISHED)
    over = next(place for place, event in enumerate(turns.events) if event is turns.of(TrainingChanged)[-1])
    shown = [type(event) for event in turns.events[:over]]
    assert GradientsComputed in shown
    assert LayersMeasured in shown


def test_other_weights_have_no_batch(turns: Turns):
    turns.send(GRADIENT, Classify(1, 1, drawing()))
    turns.begin()
    turns.take_steps(1)
    turns.events.clear()
    turns.send(UseWeights(WeightsSource.RANDOM))
    assert turns.until(GradientsComputed).batch == 0
