"""Edits of the network in use, on the engine's thread."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from engine.errors import Kind
from engine.network import stored_tensors
from engine.network.architecture import Architecture
from engine.network.checkpoints import load_checkpoint
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.tensors import editing
from engine.tensors.region import Region
from engine.thread import editing as editing_module
from engine.thread.commands import (
    Classify,
    OpenWeights,
    SaveTensor,
    Topic,
    Unwatch,
    UseDevice,
    UseWeights,
    Watch,
    WeightsSource,
)
from engine.thread.comparison_commands import CompareWith, Rival, WatchComparison
from engine.thread.comparison_events import TensorsCompared
from engine.thread.editing_commands import (
    EditWeights,
    Operation,
    RedoEdit,
    ReturnToEdits,
    SaveWeights,
    UndoEdit,
)
from engine.thread.editing_events import EditsChanged
from engine.thread.events import EngineFailed, FileWritten
from engine.thread.network_events import NetworkChanged
from engine.thread.reading_events import Classified
from engine.thread.tensor_events import (
    FiguresRead,
    LimitRead,
    SpectrumOutdated,
    SpectrumRead,
    TensorsSurveyed,
    ValuesRead,
)
from engine.thread.training_commands import Control, ControlTraining, Train
from engine.thread.training_events import TrainingState
from tests.engine.thread.collector import PATIENCE_S
from tests.engine.thread.turns import PLAN, WEIGHT, Turns, drawing, prepared

STACK = "linear_relu_stack"
BIAS = f"{STACK}.2.bias"
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


def bare_file(path: Path) -> Path:
    """A mapped file whose tensors make no network."""
    tensors = {
        "half": torch.arange(12.0).reshape(2, 6).bfloat16(),
        "cube": torch.ones(2, 3, 4),
        "count": torch.tensor(5),
    }
    safetensors.torch.save_file(tensors, path)
    return path


@pytest.fixture
def bare(turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 0)
    path = bare_file(tmp_path / "bare.safetensors")
    turns.send(OpenWeights(path))
    return path


HALF = EditWeights("half", Region(1, 2, 2, 3), Operation.SET, -1.5)
COUNT = EditWeights("count", Region(0, 0, 1, 1), Operation.SET, 7)


def numbers(turns: Turns, name: str) -> np.ndarray:
    """What the table of values shows of a tensor."""
    turns.send(Watch("values", Topic.VALUES, name))
    return turns.until(ValuesRead).values


def test_tensors_that_make_no_network_are_edited_in_a_copy(turns: Turns, bare: Path):
    content = bare.read_bytes()
    assert numbers(turns, "half")[1, 2] == 8
    turns.send(HALF, COUNT)
    assert last_edits(turns) == EditsChanged(undo=COUNT, edited=True, unsaved=True)
    assert (numbers(turns, "half")[1, 2], numbers(turns, "count")[0, 0]) == (-1.5, 7)
    turns.send(UndoEdit(), UndoEdit())
    assert (numbers(turns, "half")[1, 2], numbers(turns, "count")[0, 0]) == (8, 5)
    turns.send(RedoEdit())
    assert numbers(turns, "half")[1, 2] == -1.5
    turns.send(EditWeights("half", Region(1, 2, 2, 3), Operation.SCALE, 2))
    assert numbers(turns, "half")[1, 2] == -3 and last_edits(turns).redo is None
    assert bare.read_bytes() == content


def test_edited_tensors_are_exported_with_the_edit_in_their_types(turns: Turns, bare: Path, tmp_path: Path):
    turns.send(HALF, SaveWeights(tmp_path / "mine.safetensors"))
    turns.until(FileWritten)
    written = load_checkpoint(tmp_path / "mine.safetensors").tensors
    assert written["half"][1, 2] == -1.5 and written["half"].dtype is torch.bfloat16
    assert torch.equal(written["cube"], torch.ones(2, 3, 4)) and written["count"] == 5
    assert not last_edits(turns).unsaved


def test_a_copy_that_has_no_room_is_refused(turns: Turns, bare: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(editing, "free_bytes", lambda: 10)
    turns.send(HALF)
    assert turns.of(EngineFailed)[-1].kind is Kind.EDIT_MEMORY
    assert numbers(turns, "half")[1, 2] == 8


def test_edits_of_tensors_that_make_no_network_are_set_aside_and_come_back(turns: Turns, bare: Path):
    turns.send(HALF, UseWeights(WeightsSource.RANDOM))
    assert last_edits(turns) == EditsChanged(aside=1)
    turns.send(ReturnToEdits())
    assert last_edits(turns) == EditsChanged(undo=HALF, edited=True, unsaved=True)
    assert numbers(turns, "half")[1, 2] == -1.5


def test_edits_of_tensors_are_kept_when_the_network_before_them_comes_back(turns: Turns, tmp_path: Path):
    path = bare_file(tmp_path / "bare.safetensors")
    turns.send(EDIT, OpenWeights(path), HALF, ReturnToEdits())
    assert last_edits(turns) == EditsChanged(undo=EDIT, edited=True, unsaved=True, aside=1)
    turns.send(ReturnToEdits())
    assert last_edits(turns).undo == HALF and numbers(turns, "half")[1, 2] == -1.5


def test_tensors_are_compared_with_themselves_as_they_were(turns: Turns, bare: Path):
    turns.send(HALF, CompareWith(Rival.PRESENT), WatchComparison("look"), HALF)
    compared = turns.until(TensorsCompared, lambda event: event.remaining == 0)
    assert all(each.changed == 0 for each in compared.differences)
    turns.send(EditWeights("half", Region(0, 0, 1, 2), Operation.SET, 9), COUNT)
    compared = turns.until(TensorsCompared, lambda event: event.remaining == 0)
    assert {each.parameter: each.changed for each in compared.differences} == {
        "half": 2,
        "count": 1,
        "cube": 0,
    }


def test_an_edit_while_a_tensor_is_written_does_not_reach_its_file(turns: Turns, bare: Path, tmp_path: Path):
    turns.send(HALF, SaveTensor("half", tmp_path / "half.npy"))
    turns.send(EditWeights("half", Region(0, 0, 2, 6), Operation.SET, 0))
    turns.until(FileWritten, lambda event: event.path.name == "half.npy")
    assert np.load(tmp_path / "half.npy")[1, 2] == -1.5


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
    turns.until(FileWritten)
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
    turns.until(FileWritten)
    assert last_edits(turns) == EditsChanged(undo=EDIT, edited=True, unsaved=False)
    assert torch.equal(load_checkpoint(path).tensors[BIAS], parameter(turns))


def test_what_a_norm_has_seen_is_watched_edited_and_saved(turns: Turns, tmp_path: Path):
    architecture = Architecture((784, 24, 10), norms=(True,))
    save_checkpoint(tmp_path / "norm.pt", NeuralNetwork(architecture))
    turns.send(OpenWeights(tmp_path / "norm.pt"), Classify(1, 1, drawing()))
    changed, before = turns.of(NetworkChanged)[-1], turns.of(Classified)[-1]
    mean, _, count = (each.name for each in changed.buffers)
    assert not {mean, count} & {each.name for each in changed.parameters}
    turns.send(EditWeights(mean, Region(0, 0, 1, 24), Operation.SET, -2))
    assert not np.array_equal(turns.of(Classified)[-1].logits, before.logits)
    turns.send(EditWeights(count, Region(0, 0, 1, 1), Operation.SET, 40), SaveWeights(tmp_path / "mine.npz"))
    turns.until(FileWritten)
    assert (numbers(turns, mean) == -2).all() and numbers(turns, count) == 40
    turns.send(OpenWeights(tmp_path / "mine.npz"))
    assert (numbers(turns, mean) == -2).all() and numbers(turns, count) == 40


def test_the_scale_of_a_model_is_that_of_its_parameters(turns: Turns):
    turns.session.use_network(NeuralNetwork(Architecture((784, 24, 10), norms=(True,))), "norms")
    turns.send(Watch("limit", Topic.LIMIT, ""))
    before = turns.until(LimitRead).limit
    turns.send(EditWeights(f"{STACK}.1.num_batches_tracked", Region(0, 0, 1, 1), Operation.SET, 10**6))
    turns.send(EditWeights(f"{STACK}.1.running_mean", Region(0, 0, 1, 24), Operation.SET, 10**6))
    assert turns.until(LimitRead).limit == before


def test_while_a_model_is_written_drawings_are_read_and_edits_wait_for_the_next_file(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    goes_on, save = threading.Event(), editing_module.save_checkpoint

    def save_slowly(path: Path, network: NeuralNetwork) -> None:
        assert goes_on.wait(PATIENCE_S)
        save(path, network)

    monkeypatch.setattr(editing_module, "save_checkpoint", save_slowly)
    path, later = tmp_path / "mine.npz", replace(EDIT, value=7.0)
    turns.send(EDIT, SaveWeights(path), Classify(1, 1, drawing()), later)
    assert turns.of(Classified)[-1].request == 1 and not path.exists()
    goes_on.set()
    turns.until(FileWritten)
    assert load_checkpoint(path).tensors[BIAS][3] == 100
    assert last_edits(turns) == EditsChanged(undo=later, edited=True, unsaved=True)


def test_what_cannot_be_written_is_told_and_stays_unsaved(turns: Turns, tmp_path: Path):
    turns.send(EDIT, SaveWeights(tmp_path / "none" / "mine.npz"))
    assert turns.until(EngineFailed).kind is Kind.FILE_UNWRITABLE
    assert last_edits(turns).unsaved and not turns.of(FileWritten)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.eye(4).to_sparse(),
        torch.eye(4, dtype=torch.complex64),
        torch.eye(4).half(),
    ],
)
def test_a_spectrum_is_outdated_by_an_edit_of_its_own_tensor_alone(
    turns: Turns, tensor: torch.Tensor, tmp_path: Path
):
    torch.save({"seen": tensor, "other": torch.eye(3)}, tmp_path / "odd.pt")
    turns.send(OpenWeights(tmp_path / "odd.pt"), Watch("spectrum", Topic.SPECTRUM, "seen"))
    turns.until(SpectrumRead)
    turns.send(Unwatch("spectrum"), Watch("other", Topic.VALUES, "other"))
    for command in (EditWeights("other", Region(0, 0, 1, 1), Operation.SET, 5.0), UndoEdit()):
        turns.send(command)
        turns.rest()
    assert not turns.of(SpectrumOutdated)
    turns.send(EditWeights("seen", Region(0, 0, 1, 1), Operation.SET, 5.0))
    turns.rest()
    refused = turns.of(EngineFailed)
    assert len(turns.of(SpectrumOutdated)) == (0 if refused else 1)
    assert bool(refused) == (tensor.layout is not torch.strided)
