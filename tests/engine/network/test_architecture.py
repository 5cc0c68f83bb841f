"""Architectures: what can be built, and how it is written down."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Kind, NetglassError
from engine.network.architecture import ACTIVATIONS, Architecture
from engine.network.mlp import NeuralNetwork

JSON = st.recursive(st.none() | st.integers() | st.floats() | st.text(max_size=3), st.lists, max_leaves=5)
architectures = st.builds(
    Architecture,
    sizes=st.lists(st.integers(1, 2000), min_size=2, max_size=6).map(tuple),
    activation=st.sampled_from(ACTIVATIONS),
    seed=st.integers(0, 2**64 - 1),
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


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_its_source_builds_the_same_network(activation: str):
    architecture = Architecture((12, 5, 3), activation)
    names: dict[str, type[NeuralNetwork]] = {}
    exec(architecture.source(), names)
    assert str(names["NeuralNetwork"]()) == str(NeuralNetwork(architecture))
