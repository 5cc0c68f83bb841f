"""Gradients of one drawing: the same as torch's own, and as finite differences."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.autograd.gradients import Gradients, differentiate
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork

STEP = 1e-6  # of the finite differences, in float64


@pytest.fixture
def image() -> Tensor:
    return torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(1))


def objective(network: NeuralNetwork, image: Tensor, label: int | None) -> Tensor:
    logits = network(image)
    return logits.max() if label is None else nn.functional.cross_entropy(logits, torch.tensor([label]))


def made(gradients: Gradients, parameter: str) -> np.ndarray:
    product = gradients.products[parameter]
    return np.multiply.outer(product.down.numbers, product.across.numbers)


@pytest.mark.parametrize("label", [None, 0, 7])
@pytest.mark.parametrize(
    "architecture",
    [
        Architecture(),
        Architecture((784, 10)),
        Architecture((784, 9, 8, 10), "Tanh"),
        Architecture((784, 9, 8, 10), norms=(True, True), dropout=0.5),
        Architecture((784, 9, 8, 10), "Sigmoid", norms=(False, True), norms_last=True),
    ],
)
def test_gradients_are_those_of_torch(image: Tensor, architecture: Architecture, label: int | None):
    network = NeuralNetwork(architecture)
    network.train()(torch.rand(8, 784) * 3)  # what is normalised is not what it was at first
    network.eval()
    gradients = differentiate(network, image, label)
    value = objective(network, image, label)
    value.backward()
    assert gradients.value == pytest.approx(value.item(), rel=1e-6)
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None
        expected = parameter.grad.reshape(-1, parameter.shape[-1]).numpy()
        np.testing.assert_allclose(made(gradients, name), expected, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("label", [None, 4])
def test_gradients_are_those_of_finite_differences(image: Tensor, label: int | None):
    network = NeuralNetwork(Architecture((784, 6, 5, 10), "Tanh", seed=2)).double()
    image = image.double()
    gradients = differentiate(network, image, label)
    for name, parameter in network.named_parameters():
        numbers = parameter.data.view(-1)
        for index in range(0, numbers.numel(), max(1, numbers.numel() // 20)):
            sides = [nudged(network, image, label, numbers, index, step) for step in (STEP, -STEP)]
            slope = (sides[0] - sides[1]) / (2 * STEP)
            assert made(gradients, name).ravel()[index] == pytest.approx(slope, rel=1e-5, abs=1e-8)


def nudged(
    network: NeuralNetwork, image: Tensor, label: int | None, numbers: Tensor, index: int, step: float
) -> float:
    before = numbers[index].item()
    numbers[index] = before + step
    value = objective(network, image, label).item()
    numbers[index] = before
    return value


def test_without_a_label_the_predicted_logit_is_differentiated(image: Tensor):
    network = NeuralNetwork()
    gradients = differentiate(network, image)
    assert gradients.label is None
    assert gradients.target == network(image).argmax().item()
    assert made(gradients, "linear_relu_stack.4.bias").tolist() == [np.eye(10)[gradients.target].tolist()]


def test_with_a_label_it_is_the_target(image: Tensor):
    gradients = differentiate(NeuralNetwork(), image, 3)
    assert (gradients.label, gradients.target) == (3, 3)


def test_nothing_is_left_in_grad(image: Tensor):
    network = NeuralNetwork()
    differentiate(network, image)
    assert all(parameter.grad is None for parameter in network.parameters())
    assert not image.requires_grad


def test_a_frozen_network_is_differentiated_all_the_same(image: Tensor):
    network, frozen = NeuralNetwork(), NeuralNetwork().requires_grad_(False)
    expected = differentiate(network, image)
    for name in expected.products:
        np.testing.assert_array_equal(made(differentiate(frozen, image), name), made(expected, name))


def test_it_works_where_gradients_are_off(image: Tensor):
    with torch.no_grad():
        assert len(differentiate(NeuralNetwork(), image).products) == 6
