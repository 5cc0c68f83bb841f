"""A network put into words: the lines of its module tree, its parameters and its buffers."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from engine.network.mlp import NeuralNetwork
from engine.thread.network_events import ModuleDescription, ParameterDescription

Shape = tuple[int, ...]


def describe_modules(network: NeuralNetwork) -> tuple[ModuleDescription, ...]:
    """A line for each module, in the order of `print(network)`, the network itself first.

    The shapes of the outputs are found by sending one blank image through.
    """
    shapes = _output_shapes(network)
    return tuple(_describe(name, module, shapes.get(name, ())) for name, module in network.named_modules())


def describe_parameters(network: nn.Module) -> tuple[ParameterDescription, ...]:
    """All parameters, in the order of `named_parameters()`."""
    return _describe_tensors(network.named_parameters())


def describe_buffers(network: nn.Module) -> tuple[ParameterDescription, ...]:
    """What is no parameter but kept beside them, as the running statistics of a BatchNorm1d."""
    return _describe_tensors(network.named_buffers())


def _describe_tensors(tensors: Iterable[tuple[str, Tensor]]) -> tuple[ParameterDescription, ...]:
    return tuple(
        ParameterDescription(
            name=name,
            shape=tuple(tensor.shape),
            dtype=str(tensor.dtype).removeprefix("torch."),
            trainable=tensor.requires_grad,
            count=tensor.numel(),
            size=tensor.nbytes,
        )
        for name, tensor in tensors
    )


def _describe(name: str, module: nn.Module, shape: Shape) -> ModuleDescription:
    parameters = dict(module.named_parameters(prefix=name))
    return ModuleDescription(
        name=name,
        kind=type(module).__name__,
        detail=f"{module.in_features} → {module.out_features}" if isinstance(module, nn.Linear) else "",
        depth=name.count(".") + 1 if name else 0,
        output_shape=shape,
        count=sum(parameter.numel() for parameter in parameters.values()),
        trainable=any(parameter.requires_grad for parameter in parameters.values()),
        parameters=tuple(parameters),
    )


def _output_shapes(network: NeuralNetwork) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {}
    handles = [_remember_shape(module, name, shapes) for name, module in network.named_modules()]
    try:
        with torch.inference_mode():
            device = next(network.parameters()).device
            network(torch.zeros(1, network.architecture.sizes[0], device=device))
    finally:
        for handle in handles:
            handle.remove()
    return shapes


def _remember_shape(
    module: nn.Module, name: str, shapes: dict[str, Shape]
) -> torch.utils.hooks.RemovableHandle:
    def remember(_module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        shapes[name] = tuple(output.shape)

    return module.register_forward_hook(remember)
