"""Reading one image."""

import numpy as np
import pytest
import torch

from engine.network.architecture import Architecture
from engine.network.inference import Reading, read
from engine.network.mlp import NeuralNetwork


@pytest.fixture
def network() -> NeuralNetwork:
    return NeuralNetwork(Architecture((784, 20, 12, 10), seed=1))


@pytest.fixture
def image() -> torch.Tensor:
    return torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(2))


def test_logits_are_those_of_the_module(network: NeuralNetwork, image: torch.Tensor):
    with torch.no_grad():
        np.testing.assert_array_equal(read(network, image).logits, network(image)[0].numpy())


def test_probabilities_are_the_softmax_and_the_prediction_its_largest(
    network: NeuralNetwork, image: torch.Tensor
):
    reading = read(network, image)
    np.testing.assert_allclose(
        reading.probabilities, torch.from_numpy(reading.logits.copy()).softmax(0), rtol=1e-6
    )
    assert reading.predicted == reading.probabilities.argmax()


def test_activations_are_recorded_after_each_stage(network: NeuralNetwork, image: torch.Tensor):
    first, second, last = read(network, image).activations
    with torch.no_grad():
        x = network.linear_relu_stack[:2](network.flatten(image))
    np.testing.assert_array_equal(first.values, x[0].numpy())
    assert (first.title, first.module, first.weight, first.signed) == (
        "Linear 784 → 20 · ReLU", "linear_relu_stack.1", "linear_relu_stack.0.weight", False,
    )  # fmt: skip
    assert second.title == "Linear 20 → 12 · ReLU"
    assert (last.module, last.weight, last.signed) == (
        "linear_relu_stack.4",
        "linear_relu_stack.4.weight",
        True,
    )


def test_a_tanh_gives_signed_activations(image: torch.Tensor):
    assert read(NeuralNetwork(Architecture((784, 5, 10), "Tanh")), image).activations[0].signed


def test_what_is_published_cannot_be_written_to(network: NeuralNetwork, image: torch.Tensor):
    reading: Reading = read(network, image)
    arrays = [reading.logits, reading.probabilities, *(each.values for each in reading.activations)]
    assert not any(array.flags.writeable for array in arrays)
    assert all(array.dtype == np.float32 for array in arrays)


def test_reading_leaves_the_network_differentiable(network: NeuralNetwork, image: torch.Tensor):
    read(network, image)
    network(image)[0, 0].backward()
    assert network.linear_relu_stack[0].weight.grad is not None


def test_weights_of_nan_are_read_as_they_are(network: NeuralNetwork, image: torch.Tensor):
    with torch.no_grad():
        network.get_parameter("linear_relu_stack.4.bias").fill_(float("nan"))
    assert np.isnan(read(network, image).logits).all()
