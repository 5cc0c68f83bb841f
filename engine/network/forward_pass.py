"""The forward pass of a minibatch, step by step."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork, signed_after
from engine.tensors.blocks import pool_axis
from engine.tensors.copies import frozen_array
from engine.tensors.levels import frozen_view
from engine.thread.trace_events import PassStep


@torch.inference_mode()
def record_pass(network: NeuralNetwork, images: Tensor, columns: int) -> tuple[PassStep, ...]:
    """What `images` (n, rows, columns) are after each module; their rows are pooled to at most `columns` numbers."""
    return tuple(_walk(network, images, columns))


def _walk(network: NeuralNetwork, x: Tensor, columns: int) -> Iterator[PassStep]:
    signed = bool((x < 0).any())
    yield _step("", "", x, columns, signed)
    for name, module in _modules(network):
        x = module(x)
        signed = signed_after(module, signed)
        yield _step(name, type(module).__name__, x, columns, signed)


def _modules(network: NeuralNetwork) -> Iterator[tuple[str, nn.Module]]:
    yield "flatten", network.flatten
    for name, module in network.linear_relu_stack.named_children():
        yield f"linear_relu_stack.{name}", module
    yield "", nn.Softmax(dim=1)


def _step(module: str, kind: str, x: Tensor, columns: int, signed: bool) -> PassStep:
    rows = frozen_view(x.flatten(1))
    pooled = pool_axis(rows, columns, axis=1)
    return PassStep(module, kind, tuple(x.shape), frozen_array(pooled.copy()), signed)
