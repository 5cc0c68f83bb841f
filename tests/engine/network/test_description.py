"""The words for a network mirror print(model)."""

import re

from engine.network.architecture import Architecture
from engine.network.description import describe_buffers, describe_modules, describe_parameters
from engine.network.mlp import NeuralNetwork


def test_the_tree_has_the_lines_of_print():
    network = NeuralNetwork()
    printed = [match[1] for match in re.finditer(r"(?:^|: )(\w+)\(", str(network), re.MULTILINE)]
    assert [module.kind for module in describe_modules(network)] == printed
    assert [module.depth for module in describe_modules(network)] == [0, 1, 1, 2, 2, 2, 2, 2]


def test_a_linear_says_its_sizes_its_output_and_its_tensors():
    line = describe_modules(NeuralNetwork(Architecture((784, 30, 10))))[3]
    assert (line.name, line.detail, line.output_shape) == ("linear_relu_stack.0", "784 → 30", (1, 30))
    assert line.count == 784 * 30 + 30
    assert line.parameters == ("linear_relu_stack.0.weight", "linear_relu_stack.0.bias")


def test_the_root_holds_all_parameters():
    network = NeuralNetwork()
    root = describe_modules(network)[0]
    assert root.count == 669_706
    assert root.parameters == tuple(each.name for each in describe_parameters(network))


def test_frozen_parameters_are_not_trainable():
    network = NeuralNetwork()
    network.linear_relu_stack[0].requires_grad_(False)
    modules = {module.name: module.trainable for module in describe_modules(network)}
    assert not modules["linear_relu_stack.0"]
    assert modules["linear_relu_stack.2"]
    assert modules[""]
    assert [each.trainable for each in describe_parameters(network)] == [False, False, True, True, True, True]


def test_parameters_say_shape_kind_and_count():
    weight, bias = describe_parameters(NeuralNetwork(Architecture((6, 4))))
    assert (weight.name, weight.shape, weight.dtype, weight.count) == (
        "linear_relu_stack.0.weight",
        (4, 6),
        "float32",
        24,
    )
    assert bias.shape == (4,)


def test_describing_leaves_no_hook_behind():
    network = NeuralNetwork()
    describe_modules(network)
    assert not any(module._forward_hooks for module in network.modules())


def test_what_a_norm_has_seen_is_told_apart_from_parameters():
    network = NeuralNetwork(Architecture((6, 5, 4), norms=(True,)))
    buffers = describe_buffers(network)
    inside = "linear_relu_stack.1"
    assert [each.name for each in buffers] == [
        f"{inside}.{part}" for part in ("running_mean", "running_var", "num_batches_tracked")
    ]
    assert [(each.shape, each.dtype) for each in buffers] == [((5,), "float32")] * 2 + [((), "int64")]
    assert not any(each.trainable for each in buffers)
    assert list(network.tensors) == [each.name for each in (*describe_parameters(network), *buffers)]
