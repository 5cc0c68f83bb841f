from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import finish
from engine.thread import model_in_use
from engine.thread.architecture_commands import BuildNetwork
from engine.thread.commands import OpenWeights, UseDevice, UseWeights, WeightsSource
from engine.thread.events import EngineFailed, Event
from engine.thread.loading import Loaded
from engine.thread.model_in_use import ModelInUse


class Surroundings:
    """Keeps in order what the model in use asked for and told."""

    def __init__(self) -> None:
        self.happened: list[str | Event] = []
        self.model = ModelInUse(
            self.happened.append,
            torch.device("cpu"),
            lambda: self.note("left run"),
            lambda: self.note("shown"),
        )

    def note(self, what: str) -> None:
        self.happened.append(what)


@pytest.fixture
def around() -> Surroundings:
    around = Surroundings()
    around.model.begin()
    around.happened.clear()
    return around


def test_a_run_is_left_before_another_network_is_shown(around: Surroundings):
    finish(around.model.walk(UseWeights(WeightsSource.RANDOM, 3)))
    assert around.happened == ["left run", "shown"]
    assert around.model.generation == 2


def test_the_network_of_a_run_leaves_that_run_alone(around: Surroundings):
    around.model.use(Loaded(NeuralNetwork(Architecture()), WeightsSource.RUN, "first"))
    assert around.happened == ["shown"]
    assert around.model.is_run


BUILT = Architecture((784, 24, 10), "Tanh", norms=(True,), dropout=0.2)


def test_random_weights_are_those_of_the_usual_network_or_of_one_made_as_that_in_use(around: Surroundings):
    for keeps, expected in ((True, BUILT), (False, Architecture())):
        finish(around.model.walk(BuildNetwork(BUILT)))
        finish(around.model.walk(UseWeights(WeightsSource.RANDOM, 3, keeps_layers=keeps)))
        assert around.model.network.architecture == replace(expected, seed=3)


def test_where_no_digits_are_read_random_weights_are_those_of_the_usual_network(around: Surroundings):
    finish(around.model.walk(BuildNetwork(Architecture((64, 10)))))
    finish(around.model.walk(UseWeights(WeightsSource.RANDOM, 3, keeps_layers=True)))
    assert around.model.network.architecture == Architecture(seed=3)


def test_a_file_that_cannot_be_opened_changes_nothing(around: Surroundings, tmp_path: Path):
    before = around.model.network
    with pytest.raises(NetglassError):
        finish(around.model.walk(OpenWeights(tmp_path / "none.safetensors")))
    assert around.model.network is before and around.happened == []


def test_another_device_gets_weights_of_its_own(around: Surroundings):
    before = around.model.network
    finish(around.model.walk(UseDevice("cpu")))
    after = around.model.network
    assert after is not before
    assert all(
        torch.equal(mine, its) for mine, its in zip(after.parameters(), before.parameters(), strict=True)
    )


def test_a_copy_beside_a_run_is_what_is_seen(around: Surroundings):
    around.model.use(Loaded(NeuralNetwork(Architecture()), WeightsSource.RUN, "first"))
    trained = around.model.network
    finish(around.model.walk_detaching())
    assert around.model.network is not trained
    assert set(map(id, around.model.tensors.values())) == set(map(id, around.model.network.parameters()))


def test_without_the_weights_of_the_program_random_ones_are_there(monkeypatch: pytest.MonkeyPatch):
    def missing() -> Loaded:
        raise NetglassError(Kind.FILE_MISSING, file="weights")

    monkeypatch.setattr(model_in_use, "load_trained", missing)
    around = Surroundings()
    around.model.begin()
    failed, shown = around.happened
    assert isinstance(failed, EngineFailed) and failed.kind is Kind.FILE_MISSING and shown == "shown"
    assert around.model.loaded.source is WeightsSource.RANDOM
