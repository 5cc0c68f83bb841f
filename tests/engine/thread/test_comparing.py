"""Two models beside each other, through a session of the engine."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.errors import Kind
from engine.network import stored_tensors
from engine.network.architecture import Architecture
from engine.network.exporting import save_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.tensors import plain as plain_module
from engine.tensors.region import Region
from engine.thread.commands import Classify, Drawing, OpenWeights, Unwatch, WeightsSource
from engine.thread.comparison_commands import (
    Aspect,
    CompareWith,
    Rival,
    StopComparing,
    WatchComparison,
    WatchDifference,
    WatchFields,
    WatchRival,
)
from engine.thread.comparison_events import ComparisonChanged, FieldsCompared, RivalRead, TensorsCompared
from engine.thread.editing_commands import EditWeights, Operation
from engine.thread.events import EngineFailed
from engine.thread.reading_events import Classified
from engine.thread.run_commands import LeaveRun, OpenRun
from engine.thread.tensor_events import LevelsRead
from engine.thread.training_commands import Control, ControlTraining, Train
from engine.thread.training_events import HistoryChanged, TrainingState
from tests.engine.thread.turns import PLAN, WEIGHT, Turns, drawing, prepared

LOOK = WatchComparison("look")


def is_whole(event: TensorsCompared) -> bool:
    return event.remaining == 0


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns()
    yield turns
    turns.session.close()


def test_a_network_is_as_it_was_drawn_at_first(turns: Turns):
    turns.send(CompareWith(Rival.INITIAL), LOOK)
    compared = turns.until(TensorsCompared, is_whole)
    assert len(compared.differences) == 4
    assert all(each.changed == 0 and each.relative == 0 for each in compared.differences)


def test_another_file_is_compared_the_largest_change_first(turns: Turns, tmp_path: Path):
    other = NeuralNetwork(Architecture((784, 24, 10), seed=3))
    with torch.no_grad():
        other.get_parameter("linear_relu_stack.2.bias").mul_(3)
        other.get_parameter(WEIGHT).mul_(1.5)
    save_checkpoint(tmp_path / "other.pt", other)
    turns.send(CompareWith(Rival.FILE, tmp_path / "other.pt"), LOOK)
    changed = turns.of(ComparisonChanged)[-1]
    assert (changed.title, changed.architecture) == ("other.pt", other.architecture)
    compared = turns.until(TensorsCompared, is_whole)
    assert [each.parameter for each in compared.differences[:2]] == ["linear_relu_stack.2.bias", WEIGHT]
    assert compared.differences[1].relative == pytest.approx(1 / 3)
    turns.send(WatchDifference("d", WEIGHT, None, 24, 784))
    levels = turns.until(LevelsRead).levels
    expected = turns.session.network.get_parameter(WEIGHT) - other.get_parameter(WEIGHT)
    np.testing.assert_allclose(levels, expected.detach(), atol=1e-7)


def test_what_is_opened_next_is_compared_with_the_same(turns: Turns):
    turns.send(CompareWith(Rival.PRESENT), WatchDifference("d", WEIGHT, None, 4, 4))
    assert not turns.until(LevelsRead).levels.any()
    turns.session.use_network(NeuralNetwork(Architecture((784, 24, 10), seed=8)), "another")
    assert turns.until(LevelsRead).levels.any()
    assert turns.of(ComparisonChanged)[-1].network == turns.of(ComparisonChanged)[0].network + 1


def test_what_only_one_has_is_told(turns: Turns, tmp_path: Path):
    torch.save(
        {"linear_relu_stack.0.weight": torch.ones(24, 784), "scale": torch.ones(1)}, tmp_path / "bare.pt"
    )
    turns.send(CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    changed = turns.of(ComparisonChanged)[-1]
    assert changed.pairs == ((WEIGHT, WEIGHT),) and changed.only_there == ("scale",)
    assert len(changed.only_here) == 3


def test_a_file_that_cannot_be_read_changes_nothing(turns: Turns, tmp_path: Path):
    turns.send(CompareWith(Rival.FILE, tmp_path / "none.pt"))
    assert turns.of(EngineFailed)[-1].kind is Kind.FILE_MISSING
    assert not turns.of(ComparisonChanged)


def test_nothing_is_compared_any_more_when_it_is_stopped(turns: Turns):
    turns.send(
        CompareWith(Rival.PRESENT), WatchDifference("d", WEIGHT, None, 4, 4), Unwatch("d"), StopComparing()
    )
    assert turns.of(ComparisonChanged)[-1].rival is None
    assert turns.session.rest_s != 0
    assert not turns.of(LevelsRead)


def ink(request: int = 1) -> Classify:
    return Classify(request, request, drawing())


def test_the_other_model_reads_the_same_drawing_once_somebody_looks(turns: Turns):
    turns.send(ink(), CompareWith(Rival.INITIAL))
    assert not turns.of(RivalRead)
    turns.send(WatchRival("r"))
    mine, other = turns.of(Classified)[-1], turns.of(RivalRead)[-1]
    np.testing.assert_array_equal(other.logits, mine.logits)
    assert (other.request, other.canvas, other.network) == (mine.request, mine.canvas, mine.network)
    turns.send(ink(2))
    assert turns.of(RivalRead)[-1].request == 2
    turns.send(Unwatch("r"), ink(3))
    assert turns.of(RivalRead)[-1].request == 2


def test_of_blank_ink_the_other_model_reads_nothing(turns: Turns):
    turns.send(CompareWith(Rival.INITIAL), WatchRival("r"), Classify(1, 1, Drawing((280, 280), ())))
    read = turns.of(RivalRead)[-1]
    assert read.predicted is None and not read.probabilities.size


def test_the_other_model_stays_as_it_was_while_the_open_one_changes(turns: Turns):
    turns.send(ink(), CompareWith(Rival.PRESENT), WatchRival("r"))
    before = turns.of(RivalRead)[-1].logits
    with torch.no_grad():
        turns.session.network.get_parameter(WEIGHT).mul_(2)
    turns.send(ink(2))
    np.testing.assert_array_equal(turns.of(RivalRead)[-1].logits, before)
    assert not np.array_equal(turns.of(Classified)[-1].logits, before)


def test_tensors_that_make_no_network_are_compared_but_read_nothing(turns: Turns, tmp_path: Path):
    torch.save({WEIGHT: torch.ones(24, 784), "scale": torch.ones(1)}, tmp_path / "bare.pt")
    turns.send(ink(), WatchRival("r"), CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    assert "scale" in turns.of(ComparisonChanged)[-1].obstacle
    assert not turns.of(RivalRead)


def test_the_other_models_tensor_is_seen_beside_the_difference(turns: Turns, tmp_path: Path):
    torch.save({WEIGHT: torch.full((24, 784), 0.5)}, tmp_path / "bare.pt")
    turns.send(CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    turns.send(WatchDifference("there", WEIGHT, None, 4, 4, Aspect.THERE))
    np.testing.assert_array_equal(turns.until(LevelsRead).levels, np.full((4, 4), 0.5))


def test_what_makes_no_network_has_no_first_weights(turns: Turns, tmp_path: Path):
    torch.save({"scale": torch.ones(3)}, tmp_path / "bare.pt")
    turns.send(OpenWeights(tmp_path / "bare.pt"), CompareWith(Rival.INITIAL))
    assert turns.of(EngineFailed)[-1].kind is Kind.WEIGHTS_BARE
    assert not turns.of(ComparisonChanged)


def test_nobody_is_told_of_differences_that_nobody_looks_at(turns: Turns):
    turns.send(CompareWith(Rival.PRESENT))
    assert turns.session.rest_s != 0
    turns.send(LOOK, Unwatch("look"))
    assert turns.session.rest_s != 0
    assert not turns.of(TensorsCompared)


def test_networks_whose_layers_have_other_names_are_compared_layer_by_layer(turns: Turns, tmp_path: Path):
    names = {"linear_relu_stack.0": "fc1", "linear_relu_stack.2": "fc2"}
    state = {
        f"{names[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}": value
        for name, value in turns.session.network.state_dict().items()
    }
    torch.save(state, tmp_path / "named.pt")
    turns.send(CompareWith(Rival.FILE, tmp_path / "named.pt"), LOOK)
    changed = turns.of(ComparisonChanged)[-1]
    assert len(changed.pairs) == 4 and not changed.only_here and not changed.only_there
    assert all(each.changed == 0 for each in turns.until(TensorsCompared, is_whole).differences)


def test_other_shapes_are_told_as_they_are_there(turns: Turns, tmp_path: Path):
    torch.save({WEIGHT: torch.ones(24, 700)}, tmp_path / "bare.pt")
    turns.send(CompareWith(Rival.FILE, tmp_path / "bare.pt"))
    changed = turns.of(ComparisonChanged)[-1]
    assert (changed.reshaped, changed.shapes) == (((WEIGHT, WEIGHT),), ((24, 700),))


def test_an_edit_is_seen_in_the_comparison_at_once(turns: Turns):
    turns.send(CompareWith(Rival.PRESENT), LOOK, WatchDifference("d", WEIGHT, None, 24, 784))
    assert not turns.until(LevelsRead).levels.any()
    turns.send(EditWeights(WEIGHT, Region(2, 5, 3, 6), Operation.SET, 7.0))
    assert turns.until(LevelsRead, lambda event: bool(event.levels.any())).levels[2, 5] > 6
    compared = turns.until(TensorsCompared, is_whole)
    assert (compared.differences[0].parameter, compared.differences[0].changed) == (WEIGHT, 1)


def test_receptive_fields_of_both_come_by_their_change_on_one_scale(turns: Turns):
    before = turns.session.network.get_parameter(WEIGHT).detach().clone()
    turns.send(CompareWith(Rival.PRESENT), LOOK, WatchFields("f", WEIGHT, 0, 3, (28, 28)))
    assert turns.until(FieldsCompared).rows == (0, 1, 2)
    turns.send(EditWeights(WEIGHT, Region(9, 0, 10, 784), Operation.SET, 2.0))
    read = turns.until(FieldsCompared)
    assert (read.rows, read.total, read.fields.shape) == ((9, 0, 1), 24, (3, 3, 28, 28))
    there, here, apart = read.fields[0]
    np.testing.assert_array_equal(there, before[9].reshape(28, 28))
    np.testing.assert_array_equal(here, np.full((28, 28), 2.0))
    np.testing.assert_allclose(apart, here - there)
    assert read.limit >= 2.0
    turns.send(WatchFields("next", WEIGHT, 22, 5, (28, 28)))
    assert turns.until(FieldsCompared).rows == (22, 23)


def test_the_order_of_receptive_fields_follows_a_run(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    prepared(monkeypatch)
    turns.begin()
    turns.send(CompareWith(Rival.PRESENT), LOOK, WatchFields("f", WEIGHT, 0, 24, (28, 28)))
    assert turns.until(FieldsCompared).rows == tuple(range(24))
    turns.take_steps(1)
    read = turns.until(FieldsCompared, lambda event: event.rows != tuple(range(24)))
    changes = [np.linalg.norm(fields[2]) for fields in read.fields]
    assert changes == sorted(changes, reverse=True)


def test_a_tensor_that_cannot_be_spread_out_is_named_and_the_others_are_compared(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tensors = {"dense": torch.ones(3), "sparse": torch.eye(40).to_sparse()}
    torch.save(tensors, tmp_path / "a.pt")
    monkeypatch.setattr(plain_module, "LARGEST_SPREAD", 1000)
    path = tmp_path / "a.pt"
    turns.send(OpenWeights(path), CompareWith(Rival.FILE, path), LOOK)
    dense, sparse = turns.until(TensorsCompared, is_whole).differences
    assert (dense.parameter, dense.changed, dense.obstacle) == ("dense", 0, "")
    assert (sparse.parameter, sparse.count) == ("sparse", 0) and "spread out" in sparse.obstacle


def test_a_file_that_was_changed_meanwhile_ends_the_comparison_and_nothing_else(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 0)
    path = tmp_path / "other.safetensors"
    save_file({WEIGHT: torch.ones(24, 784), "scale": torch.ones(1)}, path)
    turns.send(CompareWith(Rival.FILE, path))
    path.write_bytes(path.read_bytes() + b" ")
    turns.send(LOOK)
    assert turns.until(EngineFailed).kind is Kind.WEIGHTS_CHANGED
    assert turns.of(ComparisonChanged)[-1].rival is None
    turns.send(ink())
    assert turns.of(Classified)[-1].request == 1


def test_a_network_that_reads_from_a_changed_file_reads_no_more(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stored_tensors, "MAPPED_FROM", 0)
    path = tmp_path / "other.safetensors"
    save_checkpoint(path, NeuralNetwork(Architecture((784, 24, 10), seed=7)))
    turns.send(CompareWith(Rival.FILE, path), WatchRival("r"), ink())
    assert len(turns.of(RivalRead)) == 1
    path.write_bytes(path.read_bytes() + b" ")
    turns.send(ink(2))
    assert turns.of(EngineFailed)[-1].kind is Kind.WEIGHTS_CHANGED
    assert len(turns.of(RivalRead)) == 1 and turns.of(ComparisonChanged)[-1].rival is None
    turns.send(ink(3))
    assert turns.of(Classified)[-1].request == 3 and len(turns.of(EngineFailed)) == 1


def test_a_live_run_is_compared_with_a_step_of_its_own_while_it_goes_on(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
):
    prepared(monkeypatch)
    turns.begin()
    turns.take_steps(3)
    turns.send(CompareWith(Rival.STEP, step=2), LOOK)
    changed = turns.until(ComparisonChanged)
    assert (changed.rival, changed.title, changed.step) == (Rival.STEP, "bars", 2)
    assert changed.source is WeightsSource.RUN
    before = turns.until(TensorsCompared, is_whole).differences[0]
    assert before.relative > 0
    turns.take_steps(1)
    after = turns.until(TensorsCompared, lambda event: is_whole(event) and event.differences[0] != before)
    assert {each.parameter for each in after.differences} == {name for name, _ in changed.pairs}


def test_the_first_weights_of_a_run_are_those_that_it_began_with(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
):
    with torch.no_grad():
        turns.session.network.get_parameter(WEIGHT).fill_(0.25)
    prepared(monkeypatch)
    turns.begin()
    turns.take_steps(1)
    turns.send(CompareWith(Rival.INITIAL), WatchDifference("t", WEIGHT, None, 24, 784, Aspect.THERE))
    assert turns.until(ComparisonChanged).step == 0
    np.testing.assert_array_equal(turns.until(LevelsRead).levels, np.full((24, 784), 0.25))


def test_a_run_from_its_folder_is_compared_with_any_kept_step(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    prepared(monkeypatch)
    folder = tmp_path / "run"
    turns.send(Train(PLAN, folder))
    turns.until_state(TrainingState.RUNNING)
    turns.take_steps(1)
    at_one = turns.session.network.get_parameter(WEIGHT).detach().clone()
    turns.take_steps(3)
    turns.send(ControlTraining(Control.STOP))
    turns.until_state(TrainingState.FINISHED)
    turns.send(LeaveRun())
    turns.send(OpenRun(folder))
    turns.until(HistoryChanged, lambda event: 4 in event.steps)
    turns.send(CompareWith(Rival.STEP, step=1), WatchDifference("t", WEIGHT, None, 24, 784, Aspect.THERE))
    changed = turns.until(ComparisonChanged)
    assert (changed.title, changed.step) == ("bars", 1)
    np.testing.assert_array_equal(turns.until(LevelsRead).levels, at_one)


def test_without_a_run_there_is_no_step_to_compare_with(turns: Turns):
    turns.send(CompareWith(Rival.STEP, step=3))
    assert turns.of(EngineFailed)[-1].kind is Kind.RUN_NONE
    assert not turns.of(ComparisonChanged)


def test_of_several_steps_that_are_asked_for_the_last_one_counts(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
):
    prepared(monkeypatch)
    turns.begin()
    turns.take_steps(3)
    turns.send(*(CompareWith(Rival.STEP, step=step) for step in (0, 1, 2)))
    turns.until(ComparisonChanged, lambda event: event.step == 2)
    turns.rest()
    assert turns.of(ComparisonChanged)[-1].step == 2


def test_what_is_asked_for_first_is_done_first():
    assert CompareWith(Rival.PRESENT).slot is None and StopComparing().slot is None
