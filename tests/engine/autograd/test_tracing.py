"""Graphs: nodes and edges as autograd has them, and what autograd leaves out."""

import torch
from torch import Tensor
from torch.nn import functional

from engine.autograd.graph import Graph, GraphNode, NodeKind
from engine.autograd.recording import Recording
from engine.autograd.tracing import Trace, trace
from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork


def linear(detached: bool = False, tracked: bool = True) -> tuple[Trace, dict[str, Tensor]]:
    x, y = torch.ones(5), torch.zeros(3)
    w, b = torch.randn(5, 3, requires_grad=True), torch.randn(3, requires_grad=True)
    with torch.set_grad_enabled(tracked), Recording() as recording:
        z = x @ w + b
        if detached:
            z = z.detach()
        loss = functional.binary_cross_entropy_with_logits(z, y)
    names = {"x": x, "y": y, "w": w, "b": b, "z": z, "loss": loss}
    return trace(loss, recording, names), names


def node_named(graph: Graph, name: str) -> GraphNode:
    return next(node for node in graph.nodes if node.name == name)


def inputs_of(graph: Graph, node: GraphNode) -> list[str]:
    """What enters a node, by name or function, in the order of its slots."""
    index = graph.nodes.index(node)
    edges = sorted((edge for edge in graph.edges if edge.end == index), key=lambda edge: edge.slot)
    return [graph.nodes[edge.start].name or graph.nodes[edge.start].function for edge in edges]


def test_operations_are_nodes_named_after_their_gradient_function():
    graph = linear()[0].graph
    assert node_named(graph, "z").function == "AddBackward0"
    assert node_named(graph, "loss").function == "BinaryCrossEntropyWithLogitsBackward0"
    assert graph.nodes[graph.root].name == "loss"


def test_what_asks_for_no_gradient_enters_where_autograd_has_a_free_slot():
    graph = linear()[0].graph
    product = next(node for node in graph.nodes if node.function == "MmBackward0")
    assert inputs_of(graph, product) == ["x", "w"]
    assert inputs_of(graph, node_named(graph, "loss")) == ["z", "y"]
    dashed = {graph.nodes[edge.start].name for edge in graph.edges if not edge.tracked}
    assert dashed == {"x", "y"}


def test_leaves_and_constants_are_told_apart():
    graph = linear()[0].graph
    kinds = {node.name: (node.kind, node.is_leaf, node.requires_grad) for node in graph.nodes if node.name}
    assert kinds["w"] == (NodeKind.LEAF, True, True)
    assert kinds["x"] == (NodeKind.CONSTANT, True, False)
    assert kinds["z"] == (NodeKind.OPERATION, False, True)


def test_a_node_stands_for_the_tensor_that_left_it_with_its_shape():
    found, names = linear()
    for node, value in zip(found.graph.nodes, found.values, strict=True):
        assert value is not None
        assert tuple(value.shape) == node.shape
        if node.name:
            assert torch.equal(value, names[node.name])


def test_nodes_come_after_what_they_depend_on():
    graph = linear()[0].graph
    assert all(edge.start < edge.end for edge in graph.edges)


def test_what_was_detached_is_cut_off_and_still_there():
    graph = linear(detached=True)[0].graph
    cut = node_named(graph, "z")
    assert (cut.kind, cut.function, cut.requires_grad) == (NodeKind.UNTRACKED, "detach", False)
    assert inputs_of(graph, cut) == ["AddBackward0"]
    assert [node.name for node in graph.nodes if node.reached] == ["loss"]


def test_under_no_grad_no_operation_is_recorded():
    graph = linear(tracked=False)[0].graph
    assert {node.kind for node in graph.nodes} == {NodeKind.LEAF, NodeKind.CONSTANT, NodeKind.UNTRACKED}
    assert not any(edge.tracked for edge in graph.edges)
    assert inputs_of(graph, node_named(graph, "z")) == ["matmul", "b"]


def test_the_graph_of_the_network_has_its_parameters_as_leaves():
    network = NeuralNetwork(Architecture(sizes=(784, 4, 3, 10)))
    with Recording() as recording:
        loss = functional.cross_entropy(network(torch.rand(1, 28, 28)), torch.tensor([2]))
    found = trace(loss, recording, dict(network.named_parameters()))
    leaves = [node.name for node in found.graph.nodes if node.kind is NodeKind.LEAF]
    assert sorted(leaves) == sorted(name for name, _ in network.named_parameters())
    assert all(value is not None for value in found.values)
    transposed = [node for node in found.graph.nodes if node.function == "TBackward0"]
    assert [node.shape for node in transposed] == [(784, 4), (4, 3), (3, 10)]


def test_a_frozen_parameter_is_a_constant():
    network = NeuralNetwork(Architecture(sizes=(784, 4, 10)))
    network.stages[0].linear.weight.requires_grad_(False)
    with Recording() as recording:
        loss = network(torch.rand(1, 28, 28)).sum()
    graph = trace(loss, recording, dict(network.named_parameters())).graph
    assert node_named(graph, "linear_relu_stack.0.weight").kind is NodeKind.CONSTANT
    assert node_named(graph, "linear_relu_stack.0.bias").kind is NodeKind.LEAF


def test_a_chain_of_two_thousand_operations_needs_no_recursion():
    value = torch.ones(1, requires_grad=True)
    with Recording() as recording:
        for _ in range(2000):
            value = value * 1.001
    assert len(trace(value, recording, {}).graph.nodes) == 2001


def test_saved_tensors_are_named_and_marked_when_they_were_freed():
    found, names = linear()
    assert node_named(found.graph, "loss").saved == ("self", "target")
    names["loss"].backward()
    now = found.as_it_is().graph
    assert {node.function for node in now.nodes if node.freed} == {
        "MmBackward0",
        "BinaryCrossEntropyWithLogitsBackward0",
    }
