"""The network: its structure, its names, its first weights."""

from copy import deepcopy

import pytest
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
    stages = NeuralNetwork().stages
    assert [stage.name for stage in stages] == [f"linear_relu_stack.{index}" for index in (0, 2, 4)]
    assert [stage.output_name for stage in stages] == [f"linear_relu_stack.{index}" for index in (1, 3, 4)]
    assert stages[-1].activation is None


def test_a_copy_walks_its_own_layers():
    network = NeuralNetwork(Architecture((6, 4, 2)))
    copy = deepcopy(network)
    assert [stage.linear for stage in copy.stages] == [copy.linear_relu_stack[0], copy.linear_relu_stack[2]]


def test_a_stage_is_all_that_stands_before_the_next_linear():
    architecture = Architecture((6, 4, 3, 2), norms=(True, False), dropout=0.25)
    first, second, last = NeuralNetwork(architecture).stages
    assert first.title == "Linear 6 → 4 · BatchNorm1d · ReLU" and first.output_name == "linear_relu_stack.3"
    assert [type(module).__name__ for _, module in second.followers] == ["ReLU", "Dropout"]
    assert not first.is_signed and last.is_signed and last.followers == ()


def test_a_normalisation_behind_the_activation_makes_signs_again():
    stage, _ = NeuralNetwork(Architecture((6, 4, 2), norms=(True,), norms_last=True)).stages
    assert stage.title == "Linear 6 → 4 · ReLU · BatchNorm1d" and stage.is_signed


def test_nothing_is_dropped_and_no_batch_is_measured_while_it_is_looked_at():
    network = NeuralNetwork(Architecture((6, 4, 2), norms=(True,), dropout=0.9))
    x = torch.rand(3, 6)
    assert torch.equal(network(x), network(x))
    assert torch.equal(network.get_buffer("linear_relu_stack.1.running_mean"), torch.zeros(4))


def test_he_draws_with_the_variance_that_he_asks_for_and_xavier_within_its_bound():
    he = NeuralNetwork(Architecture((400, 300, 10), initialisation="He")).stages[0].linear
    assert he.weight.std().item() == pytest.approx((2 / 400) ** 0.5, rel=0.02)
    xavier = NeuralNetwork(Architecture((400, 300, 10), initialisation="Xavier")).stages[0].linear
    bound = (6 / 700) ** 0.5
    assert bound * 0.99 < xavier.weight.abs().max().item() <= bound
    assert not he.bias.any() and not xavier.bias.any()


def test_another_seed_draws_other_weights():
    one, same, other = (
        NeuralNetwork(Architecture((8, 6, 2), seed=seed, initialisation="He")) for seed in (1, 1, 2)
    )
    assert torch.equal(one.stages[0].linear.weight, same.stages[0].linear.weight)
    assert not torch.equal(one.stages[0].linear.weight, other.stages[0].linear.weight)
