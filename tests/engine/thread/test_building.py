"""Networks built in the window: other activations, new layers, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from engine.errors import Kind
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.thread.architecture_commands import BuildNetwork, RedoBuild, UndoBuild, UseActivation
from engine.thread.architecture_events import BuildsChanged
from engine.thread.commands import OpenWeights, Region, UseWeights, WeightsSource
from engine.thread.editing_commands import EditWeights, Operation, UndoEdit
from engine.thread.editing_events import EditsChanged
from engine.thread.events import EngineFailed
from engine.thread.network_events import NetworkChanged
from tests.engine.thread.turns import WEIGHT, Turns

SMALL = Architecture((784, 24, 10), seed=3)


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns()
    yield turns
    turns.session.close()


def state(turns: Turns) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in turns.session.network.state_dict().items()}


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def bare_file(folder: Path, *modules: torch.nn.Module) -> Path:
    path = folder / "bare.pt"
    torch.save(torch.nn.Sequential(*modules).state_dict(), path)
    return path


def test_a_network_that_is_built_is_in_use_with_the_weights_of_its_seed(turns: Turns):
    architecture = Architecture((100, 37, 5), "Tanh", 8, norms=(True,), dropout=0.2, initialisation="He")
    turns.send(BuildNetwork(architecture))
    told = turns.of(NetworkChanged)[-1]
    assert (told.architecture, told.source, told.title) == (architecture, WeightsSource.BUILT, "100-37-5")
    assert told.input_shape == (10, 10) and not told.asks_activation
    assert same(state(turns), NeuralNetwork(architecture).state_dict())


def test_what_was_built_is_taken_back_and_done_again_with_all_weights(turns: Turns):
    turns.send(EditWeights(WEIGHT, Region(0, 0, 1, 1), Operation.SET, 7.0))
    first = state(turns)
    turns.send(BuildNetwork(Architecture((784, 6, 10), seed=1)))
    second = state(turns)
    assert turns.of(BuildsChanged)[-1] == BuildsChanged(undo="784-24-10")
    turns.send(UndoBuild())
    assert same(state(turns), first) and turns.of(BuildsChanged)[-1] == BuildsChanged(redo="784-6-10")
    turns.send(RedoBuild())
    assert same(state(turns), second) and turns.of(BuildsChanged)[-1] == BuildsChanged(undo="784-24-10")


def test_edits_of_a_network_come_back_with_it(turns: Turns):
    before = state(turns)
    turns.send(EditWeights(WEIGHT, Region(0, 0, 1, 1), Operation.SET, 7.0))
    turns.send(BuildNetwork(Architecture((784, 6, 10))), UndoBuild(), UndoEdit())
    assert same(state(turns), before)


def test_what_came_back_is_set_aside_no_more(turns: Turns):
    turns.send(EditWeights(WEIGHT, Region(0, 0, 1, 1), Operation.SET, 7.0))
    turns.send(BuildNetwork(Architecture((784, 6, 10))))
    assert turns.of(EditsChanged)[-1].aside == 1
    turns.send(UndoBuild())
    assert turns.of(EditsChanged)[-1].aside == 0 and turns.of(EditsChanged)[-1].unsaved


def test_a_new_network_forgets_what_was_taken_back(turns: Turns):
    turns.send(
        BuildNetwork(Architecture((784, 6, 10))), UndoBuild(), BuildNetwork(Architecture((784, 7, 10)))
    )
    assert turns.of(BuildsChanged)[-1] == BuildsChanged(undo="784-24-10")


def test_with_nothing_to_take_back_nothing_happens(turns: Turns):
    turns.send(UndoBuild(), RedoBuild())
    assert not turns.of(NetworkChanged) and not turns.of(EngineFailed)


def test_weights_from_elsewhere_are_no_step_of_building(turns: Turns):
    turns.send(BuildNetwork(Architecture((784, 6, 10))), UseWeights(WeightsSource.RANDOM))
    assert turns.of(BuildsChanged)[-1] == BuildsChanged()


def test_layers_whose_shape_stays_keep_their_weights(turns: Turns):
    turns.send(
        BuildNetwork(Architecture((784, 24, 12, 10), "GELU", norms=(True, False), dropout=0.1), keep=True)
    )
    kept = turns.session.network.stages[0].linear
    small = NeuralNetwork(SMALL)
    assert torch.equal(kept.weight, small.stages[0].linear.weight)
    assert torch.equal(turns.session.network.stages[-1].linear.bias, small.stages[-1].linear.bias)
    drawn = NeuralNetwork(Architecture((784, 24, 12, 10), "GELU", norms=(True, False)))
    assert torch.equal(turns.session.network.stages[1].linear.weight, drawn.stages[1].linear.weight)


def test_without_being_asked_to_they_are_drawn(turns: Turns):
    turns.send(BuildNetwork(Architecture((784, 24, 10), seed=4)))
    assert not torch.equal(
        turns.session.network.stages[0].linear.weight, NeuralNetwork(SMALL).stages[0].linear.weight
    )


def test_a_file_that_does_not_say_its_activation_asks_for_it(turns: Turns, tmp_path: Path):
    linear = torch.nn.Linear
    turns.send(OpenWeights(bare_file(tmp_path, linear(784, 8), torch.nn.Tanh(), linear(8, 10))))
    told = turns.of(NetworkChanged)[-1]
    assert told.asks_activation and told.architecture == Architecture((784, 8, 10), "ReLU")
    before = state(turns)
    turns.send(UseActivation("Tanh"))
    told = turns.of(NetworkChanged)[-1]
    assert not told.asks_activation and told.architecture == Architecture((784, 8, 10), "Tanh")
    assert told.source is WeightsSource.FILE and same(state(turns), before)
    turns.send(OpenWeights(bare_file(tmp_path, linear(784, 10))))
    assert not turns.of(NetworkChanged)[-1].asks_activation


def test_a_frozen_parameter_stays_frozen_under_another_activation(turns: Turns):
    turns.session.network.get_parameter(WEIGHT).requires_grad_(False)
    turns.send(UseActivation("Sigmoid"))
    assert not turns.session.network.get_parameter(WEIGHT).requires_grad


def test_an_activation_that_there_is_not_is_refused_and_changes_nothing(turns: Turns):
    turns.send(UseActivation("Sign"))
    assert turns.of(EngineFailed)[-1].kind is Kind.ARCHITECTURE_INVALID
    assert not turns.of(NetworkChanged)


def test_bare_tensors_have_no_activation(turns: Turns, tmp_path: Path):
    turns.send(OpenWeights(bare_file(tmp_path, torch.nn.Conv2d(1, 2, 3))), UseActivation("Tanh"))
    assert turns.of(EngineFailed)[-1].kind is Kind.WEIGHTS_BARE


def test_from_bare_tensors_a_network_is_built_and_back(turns: Turns, tmp_path: Path):
    turns.send(OpenWeights(bare_file(tmp_path, torch.nn.Conv2d(1, 2, 3))))
    turns.send(BuildNetwork(Architecture((784, 6, 10))))
    assert not turns.of(NetworkChanged)[-1].obstacle
    turns.send(UndoBuild())
    assert turns.of(NetworkChanged)[-1].obstacle


def test_many_networks_do_not_fill_the_memory(turns: Turns, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.thread.building._MOST_NUMBERS", 40_000)
    turns.send(*(BuildNetwork(Architecture((784, 20 + n, 10))) for n in range(4)))
    for _ in range(4):
        turns.send(UndoBuild())
    assert [told.undo for told in turns.of(BuildsChanged)][-1] == ""
    assert [told.redo for told in turns.of(BuildsChanged)][-1] == "784-22-10"
