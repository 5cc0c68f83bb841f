"""Edits of the network in use, on the engine's thread."""

from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from engine.errors import Kind
from engine.network.checkpoints import load_checkpoint
from engine.tensors.region import Region
from engine.thread.commands import Classify, OpenWeights, Topic, UseDevice, UseWeights, Watch, WeightsSource
from engine.thread.editing_commands import (
    EditWeights,
    Operation,
    RedoEdit,
    ReturnToEdits,
    SaveWeights,
    UndoEdit,
)
from engine.thread.editing_events import EditsChanged
from engine.thread.events import EngineFailed
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.tensor_events import FiguresRead, TensorsSurveyed, ValuesRead
from engine.thread.training_commands import Control, ControlTraining, Train
from engine.thread.training_events import TrainingState
from tests.engine.thread.turns import PLAN, WEIGHT, Turns, drawing, prepared

BIAS = "linear_relu_stack.2.bias"
EDIT = EditWeights(BIAS, Region(0, 3, 1, 4), Operation.SET, 100.0)


@pytest.fixture
def turns() -> Turns:
    return Turns()


def parameter(turns: Turns, name: str = BIAS) -> torch.Tensor:
    return dict(turns.session.network.named_parameters())[name].detach().clone()


def last_edits(turns: Turns) -> EditsChanged:
    return turns.of(EditsChanged)[-1]


def test_the_prediction_follows_an_edit_and_its_undoing(turns: Turns):
    turns.send(Classify(1, 1, drawing()))
    before = turns.of(Classified)[-1]
    turns.send(EDIT)
    after = turns.of(Classified)[-1]
    assert before.predicted != 3 and after.predicted == 3 and after.network == before.network
    turns.send(UndoEdit())
    assert np.array_equal(turns.of(Classified)[-1].logits, before.logits)
    turns.send(RedoEdit())
    assert np.array_equal(turns.of(Classified)[-1].logits, after.logits)


def test_what_panels_show_follows_at_once(turns: Turns):
    turns.send(
        Watch("values", Topic.VALUES, BIAS),
        Watch("figures", Topic.FIGURES, BIAS, columns=4),
        Watch("survey", Topic.SURVEY, ""),
    )
    turns.rest()
    turns.events.clear()
    turns.send(EDIT)
    turns.rest()
    assert turns.of(ValuesRead)[-1].values[0, 3] == 100
    assert turns.of(FiguresRead)[-1].figures.maximum == 100
    assert {each.parameter for event in turns.of(TensorsSurveyed) for each in event.surveys} >= {BIAS, WEIGHT}


def test_what_can_be_undone_is_told(turns: Turns):
    turns.send(EDIT)
    assert last_edits(turns) == EditsChanged(undo=EDIT, redo=None, edited=True, unsaved=True)
    turns.send(UndoEdit())
    assert last_edits(turns) == EditsChanged(undo=None, redo=EDIT)


def test_an_unknown_parameter_is_refused_and_nothing_told(turns: Turns):
    turns.send(EditWeights("other", Region(0, 0, 1, 1), Operation.SET, 1))
    assert turns.of(EngineFailed)[-1].kind is Kind.PARAMETER_UNKNOWN
    assert not turns.of(EditsChanged)


def test_tensors_that_make_no_network_are_not_edited(turns: Turns, tmp_path: Path):
    path = tmp_path / "bare.safetensors"
    safetensors.torch.save_file({"a": torch.ones(2, 3, 4)}, path)
    turns.send(OpenWeights(path), EditWeights("a", Region(0, 0, 1, 1), Operation.SET, 1))
    assert turns.of(EngineFailed)[-1].kind is Kind.WEIGHTS_BARE


def test_weights_are_not_edited_while_a_run_changes_them(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    prepared(monkeypatch)
    turns.begin()
    turns.send(EDIT)
    assert turns.of(EngineFailed)[-1].kind is Kind.EDIT_TRAINING


def test_edits_after_a_run_leave_the_run_as_it_is(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    prepared(monkeypatch)
    turns.begin()
    turns.send(ControlTraining(Control.STOP))
    turns.until_state(TrainingState.FINISHED)
    turns.rest()
    trained = turns.session.network
    before = parameter(turns)
    turns.send(EDIT)
    assert turns.session.network is not trained and parameter(turns)[3] == 100
    assert torch.equal(dict(trained.named_parameters())[BIAS], before)


def test_training_starts_from_edited_weights(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    prepared(monkeypatch)
    turns.send(EDIT)
    turns.send(Train(PLAN))
    turns.until_state(TrainingState.RUNNING)
    assert last_edits(turns) == EditsChanged()
    assert abs(float(parameter(turns)[3]) - 100) < 1


def test_unsaved_edits_are_set_aside_and_come_back_with_their_undo(turns: Turns):
    before = parameter(turns)
    turns.send(EDIT, UseWeights(WeightsSource.RANDOM))
    assert last_edits(turns) == EditsChanged(aside=1)
    turns.send(ReturnToEdits())
    assert last_edits(turns) == EditsChanged(undo=EDIT, edited=True, unsaved=True)
    assert parameter(turns)[3] == 100
    assert turns.of(NetworkChanged)[-1].title == "small"
    turns.send(UndoEdit())
    assert torch.equal(parameter(turns), before)


def test_weights_without_unsaved_edits_are_not_kept(turns: Turns, tmp_path: Path):
    turns.send(EDIT, UndoEdit(), UseWeights(WeightsSource.RANDOM))
    turns.send(EDIT, SaveWeights(tmp_path / "mine.safetensors"), UseWeights(WeightsSource.RANDOM, 1))
    assert last_edits(turns).aside == 0


def test_edits_are_set_aside_for_tensors_that_are_only_looked_at(turns: Turns, tmp_path: Path):
    path = tmp_path / "bare.safetensors"
    safetensors.torch.save_file({"a": torch.ones(2, 3, 4)}, path)
    turns.send(EDIT, OpenWeights(path), ReturnToEdits())
    assert parameter(turns)[3] == 100 and last_edits(turns).undo == EDIT


def test_another_device_keeps_edits_and_their_undo(turns: Turns):
    before = parameter(turns)
    turns.send(EDIT, UseDevice("cpu"))
    assert last_edits(turns).undo == EDIT and parameter(turns)[3] == 100
    turns.send(UndoEdit())
    assert torch.equal(parameter(turns), before)


def test_saved_weights_open_again_with_the_edit(turns: Turns, tmp_path: Path):
    path = tmp_path / "mine.safetensors"
    turns.send(EDIT, SaveWeights(path))
    assert last_edits(turns) == EditsChanged(undo=EDIT, edited=True, unsaved=False)
    assert torch.equal(load_checkpoint(path).tensors[BIAS], parameter(turns))
