"""The network: its structure, its names, its first weights."""

from copy import deepcopy

import torch
from torch import nn

from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork


def test_the_default_network_is_flatten_and_three_linear_layers():
    network = NeuralNetwork()
    assert [type(module).__name__ for module in network.linear_relu_stack] == ["Linear", "ReLU"] * 2 + [
        "Linear"
    ]
    assert isinstance(network.flatten, nn.Flatten)
    parts = [f"linear_relu_stack.{layer}.{part}" for layer in (0, 2, 4) for part in ("weight", "bias")]
    assert [name for name, _ in network.named_parameters()] == parts


def test_images_become_logits():
    assert NeuralNetwork()(torch.rand(3, 1, 28, 28)).shape == (3, 10)


def test_the_seed_decides_the_first_weights():
    state = [NeuralNetwork(Architecture((6, 4, 2), seed=seed)).state_dict() for seed in (1, 1, 2)]
    weights = [each["linear_relu_stack.0.weight"] for each in state]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_the_first_weights_are_those_of_linear():
    torch.manual_seed(7)
    expected = nn.Linear(6, 4)
    assert torch.equal(
        NeuralNetwork(Architecture((6, 4), seed=7)).get_parameter("linear_relu_stack.0.weight"),
        expected.weight,
    )


def test_building_leaves_the_global_random_numbers_alone():
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    NeuralNetwork(Architecture((6, 4, 2), seed=1))
    assert torch.equal(torch.rand(1), expected)


def test_stages_name_each_linear_and_what_follows_it():
    stages = list(NeuralNetwork().stages)
    assert [stage.name for stage in stages] == [f"linear_relu_stack.{index}" for index in (0, 2, 4)]
    assert [stage.activation_name for stage in stages] == ["linear_relu_stack.1", "linear_relu_stack.3", ""]
    assert stages[-1].activation is None


def test_a_copy_walks_its_own_layers():
    network = NeuralNetwork(Architecture((6, 4, 2)))
    copy = deepcopy(network)
    assert [stage.linear for stage in copy.stages] == [copy.linear_relu_stack[0], copy.linear_relu_stack[2]]
