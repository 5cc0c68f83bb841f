"""The experiment: forwards and backwards on the same leaves, and what tracking costs."""

import pytest
import torch
from torch.nn import functional

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


def test_a_record_costs_memory(network: NeuralNetwork):
    cost = Lab(network_experiment(network, torch.rand(1, 28, 28), 1, Tracking(no_grad=True))).cost()
    hidden = 4 * (6 + 5)  # what the ReLUs keep
    assert cost.kept_bytes >= hidden
    assert cost.tracked_s > 0 and cost.untracked_s > 0
