"""The experiment: forwards and backwards on the same leaves, and what tracking costs."""

import pytest
import torch
from torch.nn import functional

from engine.autograd.cost import TrackingCost
from engine.autograd.expressions import Scratch, Tracking
from engine.autograd.graph import NodeKind
from engine.autograd.lab import Lab, network_experiment, scratch_experiment
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork


@pytest.fixture
def network() -> NeuralNetwork:
    return NeuralNetwork(Architecture(sizes=(784, 6, 5, 10), seed=3))


def test_forward_again_keeps_the_leaves_and_their_gradients():
    lab = Lab(scratch_experiment(Scratch(), Tracking()))
    lab.backward(retain_graph=False, accumulate=True)
    grads = [leaf.grad for leaf in lab.leaves().values()]
    lab.forward()
    assert [leaf.grad for leaf in lab.leaves().values()] == grads
    lab.backward(retain_graph=False, accumulate=True)
    assert lab.steps


@pytest.mark.parametrize("label", [None, 4])
def test_the_networks_gradients_are_torchs_own(network: NeuralNetwork, label: int | None):
    image = torch.rand(1, 28, 28)
    logits = network(image)
    loss = logits.max() if label is None else functional.cross_entropy(logits, torch.tensor([label]))
    expected = dict(
        zip(
            dict(network.named_parameters()),
            torch.autograd.grad(loss, list(network.parameters())),
            strict=True,
        )
    )
    lab = Lab(network_experiment(network, image, label, Tracking()))
    lab.backward(retain_graph=False, accumulate=True)
    for node, leaf in lab.leaves().items():
        name = lab.trace.graph.nodes[node].name.removeprefix("model.")
        assert leaf.grad is not None and torch.equal(leaf.grad, expected[name])


def test_the_network_under_no_grad_and_detached(network: NeuralNetwork):
    image = torch.rand(1, 28, 28)
    for tracking in (Tracking(no_grad=True), Tracking(detached=True)):
        graph = Lab(network_experiment(network, image, 1, tracking)).trace.graph
        assert graph.nodes[graph.root].kind is NodeKind.UNTRACKED


def measured(lab: Lab) -> TrackingCost:
    measuring = lab.cost()
    while True:
        try:
            next(measuring)
        except StopIteration as end:
            return end.value


def test_a_record_costs_memory(network: NeuralNetwork):
    cost = measured(Lab(network_experiment(network, torch.rand(1, 28, 28), 1, Tracking(no_grad=True))))
    hidden = 4 * (6 + 5)  # what the ReLUs keep
    assert cost.kept_bytes >= hidden
    assert cost.tracked_s > 0 and cost.untracked_s > 0


def test_the_memory_of_a_record_is_what_its_operations_keep():
    """Of z = x @ w + b and its loss: x for w's gradient, and z and y for z's; w itself is kept anyway."""
    kept = (5 + 3 + 3) * 4
    assert measured(Lab(scratch_experiment(Scratch(), Tracking()))).kept_bytes == kept


def test_it_is_measured_in_slices(network: NeuralNetwork):
    measuring = Lab(network_experiment(network, torch.rand(1, 28, 28), 1, Tracking())).cost()
    assert sum(1 for _ in measuring) == TrackingCost(0, 0, 0).pairs


@pytest.mark.parametrize("label", [None, 4])
def test_the_networks_gradients_are_those_of_finite_differences(network: NeuralNetwork, label: int | None):
    network.double()
    image = torch.rand(1, 28, 28, dtype=torch.float64)
    lab = Lab(network_experiment(network, image, label, Tracking()))
    lab.backward(retain_graph=False, accumulate=True)
    gradients = [leaf.grad.reshape(-1).clone() for leaf in lab.leaves().values() if leaf.grad is not None]
    assert len(gradients) == 6
    for leaf, gradient in zip(lab.leaves().values(), gradients, strict=True):
        numbers = leaf.data.view(-1)
        for place in gradient.abs().topk(min(5, len(gradient))).indices.tolist():
            ends = []
            for step in (1e-6, -2e-6):
                numbers[place] += step
                lab.forward()
                ends.append(lab.trace.root.item())
            numbers[place] += 1e-6
            assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(gradient[place].item(), rel=1e-5, abs=1e-8)
