"""The forward pass, step by step."""

import numpy as np
import pytest
import torch

from engine.network.architecture import Architecture
from engine.network.forward_pass import record_pass
from engine.network.mlp import NeuralNetwork


@pytest.fixture
def network() -> NeuralNetwork:
    return NeuralNetwork(Architecture((784, 20, 12, 10), seed=1))


@pytest.fixture
def images() -> torch.Tensor:
    return torch.rand(3, 28, 28, generator=torch.Generator().manual_seed(2))


def test_each_module_is_a_step_with_its_shape(network: NeuralNetwork, images: torch.Tensor):
    steps = record_pass(network, images, 1000)
    assert [(step.module.rpartition(".")[2], step.kind, step.shape) for step in steps] == [
        ("", "", (3, 28, 28)),
        ("flatten", "Flatten", (3, 784)),
        ("0", "Linear", (3, 20)),
        ("1", "ReLU", (3, 20)),
        ("2", "Linear", (3, 12)),
        ("3", "ReLU", (3, 12)),
        ("4", "Linear", (3, 10)),
        ("", "Softmax", (3, 10)),
    ]
    assert [step.signed for step in steps] == [False, False, True, False, True, False, True, False]


def test_the_last_steps_are_the_networks_logits_and_probabilities(
    network: NeuralNetwork, images: torch.Tensor
):
    *_, logits, probabilities = record_pass(network, images, 1000)
    with torch.no_grad():
        expected = network(images)
    np.testing.assert_allclose(logits.rows, expected, rtol=1e-6)
    np.testing.assert_allclose(probabilities.rows, expected.softmax(1), rtol=1e-6)


def test_rows_longer_than_the_screen_keep_their_largest_magnitudes(
    network: NeuralNetwork, images: torch.Tensor
):
    steps = record_pass(network, images, 14)
    assert [step.rows.shape for step in steps[:3]] == [(3, 14), (3, 14), (3, 14)]
    assert steps[1].shape == (3, 784)
    np.testing.assert_array_equal(steps[1].rows.max(1), images.flatten(1).max(1).values)


def test_what_is_published_cannot_be_written_to(network: NeuralNetwork, images: torch.Tensor):
    assert not any(step.rows.flags.writeable for step in record_pass(network, images, 1000))
