"""Contributions and sums, checked against torch's own."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from engine.network.architecture import Architecture
from engine.network.contributions import trace
from engine.network.mlp import NeuralNetwork
from engine.thread.trace_events import Contributions

SIZES = (784, 20, 12, 10)
MANY = 784 * 20


@pytest.fixture
def network() -> NeuralNetwork:
    return NeuralNetwork(Architecture(SIZES, seed=1))


@pytest.fixture
def image() -> torch.Tensor:
    return torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(2))


def entered(network: NeuralNetwork, image: torch.Tensor, stage: int) -> torch.Tensor:
    with torch.no_grad():
        return network.linear_relu_stack[: 2 * stage](network.flatten(image))[0]


@pytest.mark.parametrize(("stage", "unit"), [(0, 7), (1, 3), (2, 9)])
def test_the_contributions_of_a_unit_and_its_bias_sum_to_its_z(
    network: NeuralNetwork, image: torch.Tensor, stage: int, unit: int
):
    found = trace(network, image, stage, unit, MANY)
    linear = network.stages[stage].linear
    with torch.no_grad():
        z = linear(entered(network, image, stage))[unit].item()
    assert set(found.layers[stage].targets.tolist()) == {unit}
    total = float(found.layers[stage].values.sum(dtype=np.float64)) + found.sum.bias
    assert total == pytest.approx(z, abs=1e-5)
    assert found.sum.weighted + found.sum.bias == pytest.approx(z, abs=1e-5)
    assert found.sum.z == z


def test_each_contribution_is_its_weight_times_what_enters(network: NeuralNetwork, image: torch.Tensor):
    found = trace(network, image, 2, 4, 30)
    for stage, layer in enumerate(found.layers):
        weight, x = (
            network.stages[stage].linear.weight.detach().numpy(),
            entered(network, image, stage).numpy(),
        )
        expected = weight[layer.targets, layer.sources] * x[layer.sources]
        np.testing.assert_allclose(layer.values, expected, rtol=1e-6)


def test_the_strongest_come_first_and_none_that_is_left_out_is_stronger(
    network: NeuralNetwork, image: torch.Tensor
):
    layer = trace(network, image, 0, 5, 40).layers[0]
    magnitudes = np.abs(layer.values)
    assert (np.diff(magnitudes) <= 0).all()
    with torch.no_grad():
        every = (network.stages[0].linear.weight[5] * image.flatten()).abs().sort(descending=True).values
    np.testing.assert_allclose(magnitudes, every[:40], rtol=1e-6)


def test_the_way_back_leads_through_the_units_found_behind(network: NeuralNetwork, image: torch.Tensor):
    layers = trace(network, image, 2, 4, 5).layers
    for before, behind in pairwise(layers):
        assert set(before.targets.tolist()) <= set(behind.sources.tolist())
    assert [len(layer.values) for layer in layers] == [5, 5, 5]


def test_a_hidden_unit_tells_what_it_adds_to_the_next_layer(network: NeuralNetwork, image: torch.Tensor):
    unit = int(entered(network, image, 1).argmax())
    on = trace(network, image, 0, unit, 100).layers[1]
    with torch.no_grad():
        expected = (network.stages[1].linear.weight[:, unit] * entered(network, image, 1)[unit]).numpy()
    assert set(on.sources.tolist()) == {unit}
    np.testing.assert_allclose(on.values, expected[on.targets])
    assert len(trace(network, image, 0, unit, 100).layers[2].values) == 0


def test_the_field_of_a_first_unit_is_its_weights(network: NeuralNetwork, image: torch.Tensor):
    field = trace(network, image, 0, 3, 10).field
    np.testing.assert_array_equal(field.ravel(), network.stages[0].linear.weight[3].detach())
    assert field.shape == (28, 28)


def test_the_field_of_a_deeper_unit_is_the_derivative_of_its_sum(network: NeuralNetwork, image: torch.Tensor):
    x = image.clone().requires_grad_()
    network(x)[0, 6].backward()
    assert x.grad is not None
    np.testing.assert_allclose(trace(network, image, 2, 6, 10).field, x.grad[0], rtol=1e-6)


def test_without_a_stage_the_predicted_class_is_traced(network: NeuralNetwork, image: torch.Tensor):
    found = trace(network, image, None, 0, 10)
    with torch.no_grad():
        logits = network(image)
    assert (found.stage, found.unit) == (2, int(logits.argmax(1)))
    assert found.sum.function == "softmax"
    assert found.sum.value == pytest.approx(logits.softmax(1).max().item())


def test_a_unit_that_this_network_lacks_becomes_the_predicted_class(
    network: NeuralNetwork, image: torch.Tensor
):
    assert trace(network, image, 7, 0, 10).stage == 2
    assert trace(network, image, 1, 12, 10).stage == 2


def test_the_value_is_what_the_activation_makes_of_z(image: torch.Tensor):
    found = trace(NeuralNetwork(Architecture(SIZES, "Tanh", seed=1)), image, 1, 2, 10).sum
    assert found.function == "Tanh"
    assert found.value == pytest.approx(np.tanh(found.z), abs=1e-6)


def test_zeros_and_nan_are_no_contributions(network: NeuralNetwork, image: torch.Tensor):
    with torch.no_grad():
        network.stages[0].linear.weight[0] = float("nan")
        network.stages[0].linear.weight[1, 10:] = 0
    assert _count(trace(network, image, 0, 0, 50).layers[0]) == 0
    assert _count(trace(network, image, 0, 1, 50).layers[0]) == 10


def _count(layer: Contributions) -> int:
    return len(layer.values)


def test_what_is_published_cannot_be_written_to(network: NeuralNetwork, image: torch.Tensor):
    found = trace(network, image, None, 0, 10)
    arrays = [found.field]
    for layer in found.layers:
        arrays += [layer.sources, layer.targets, layer.values]
    assert not any(array.flags.writeable for array in arrays)


def test_tracing_leaves_no_gradient_behind(network: NeuralNetwork, image: torch.Tensor):
    trace(network, image, None, 0, 10)
    assert all(parameter.grad is None for parameter in network.parameters())


@pytest.mark.parametrize("last", [False, True])
def test_a_sum_is_told_with_all_that_becomes_of_it(image: torch.Tensor, last: bool):
    network = NeuralNetwork(Architecture(SIZES, norms=(True, True), norms_last=last, dropout=0.5))
    network.train()(torch.rand(16, 784) * 2)
    network.eval()
    found = trace(network, image, 0, 7, MANY).sum
    with torch.no_grad():
        outputs = network.linear_relu_stack[:4](network.flatten(image))
    assert found.function == ("ReLU · BatchNorm1d" if last else "BatchNorm1d · ReLU")
    assert found.value == outputs[0, 7].item()
