"""Architectures: what can be built, and how it is written down."""

import json
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Kind, NetglassError
from engine.network.architecture import ACTIVATIONS, INITIALISATIONS, Architecture
from engine.network.mlp import NeuralNetwork

JSON = st.recursive(st.none() | st.integers() | st.floats() | st.text(max_size=3), st.lists, max_leaves=5)
sizes = st.lists(st.integers(1, 2000), min_size=2, max_size=6).map(tuple)


def flags(count: int) -> st.SearchStrategy[tuple[bool, ...]]:
    return st.just(()) | st.lists(st.booleans(), min_size=count, max_size=count).map(tuple)


architectures = sizes.flatmap(
    lambda sizes: st.builds(
        Architecture,
        sizes=st.just(sizes),
        activation=st.sampled_from(ACTIVATIONS),
        seed=st.integers(0, 2**64 - 1),
        biases=flags(len(sizes) - 1),
        norms=flags(len(sizes) - 2),
        norms_last=st.booleans(),
        dropout=st.floats(0, 0.99),
        initialisation=st.sampled_from(INITIALISATIONS),
    )
)


def test_the_default_is_the_network_of_the_course():
    assert Architecture().sizes == (784, 512, 512, 10)
    assert Architecture().parameter_count == 669_706


@given(architectures)
def test_json_gives_the_architecture_back(architecture: Architecture):
    assert Architecture.from_json(architecture.to_json()) == architecture


@pytest.mark.parametrize(
    "sizes",
    [(), (784,), (784, 0, 10), (784, -1), (784, 10**6, 10), (2, 2.5), (True, 2), (65536, 65536), (1,) * 300],
)
def test_sizes_that_cannot_be_built_are_refused(sizes: tuple[int, ...]):
    with pytest.raises(NetglassError) as caught:
        Architecture(sizes)
    assert caught.value.kind is Kind.ARCHITECTURE_INVALID


@pytest.mark.parametrize(("activation", "seed"), [("Relu", 0), ("ReLU", 2**64), ("ReLU", 0.5)])
def test_other_activations_and_seeds_are_refused(activation: str, seed: int):
    with pytest.raises(NetglassError) as caught:
        Architecture((784, 10), activation, seed)
    assert caught.value.kind is Kind.ARCHITECTURE_INVALID


@given(
    st.text()
    | JSON.map(json.dumps)
    | st.fixed_dictionaries(dict.fromkeys(("sizes", "activation", "seed"), JSON)).map(json.dumps)
)
def test_damaged_json_is_refused_and_nothing_else_happens(text: str):
    try:
        Architecture.from_json(text)
    except NetglassError as refusal:
        assert refusal.kind is Kind.ARCHITECTURE_INVALID


@pytest.mark.parametrize("biases", [(True,), (True, False, True), (1, 0)])
def test_biases_must_be_told_of_each_layer(biases: tuple[bool, ...]):
    with pytest.raises(NetglassError):
        Architecture((4, 3, 2), biases=biases)


def test_its_source_and_its_count_know_which_layers_have_no_bias():
    architecture = Architecture((4, 3, 2), biases=(False, True))
    assert "nn.Linear(4, 3, bias=False)" in architecture.source()
    assert architecture.parameter_count == 12 + 6 + 2


@given(architectures.filter(lambda each: each.parameter_count < 100_000))
def test_its_source_builds_the_same_network_and_after_its_seed_the_same_weights(architecture: Architecture):
    names: dict[str, type[NeuralNetwork]] = {}
    exec(architecture.source(), names)
    torch.manual_seed(architecture.seed)
    pasted, built = names["NeuralNetwork"](), NeuralNetwork(architecture)
    assert str(pasted) == str(built)
    assert sum(each.numel() for each in built.parameters()) == architecture.parameter_count
    for name, tensor in built.state_dict().items():
        assert torch.equal(pasted.state_dict()[name], tensor)


@pytest.mark.parametrize(
    "changes",
    [
        {"norms": (True,)},
        {"norms": (1, 0)},
        {"norms_last": 1},
        {"dropout": 1.0},
        {"dropout": -0.1},
        {"dropout": float("nan")},
        {"dropout": "a"},
        {"initialisation": "Kaiming"},
    ],
)
def test_what_cannot_stand_between_layers_is_refused(changes: dict[str, object]):
    with pytest.raises(NetglassError) as caught:
        replace(Architecture((4, 3, 3, 2)), **changes)
    assert caught.value.kind is Kind.ARCHITECTURE_INVALID


def test_what_is_usual_does_not_stand_in_its_json():
    assert set(json.loads(Architecture().to_json())) == {"sizes", "activation", "seed"}
