"""From bare tensors to a network that runs: a chain of Linear layers, recognised by its shapes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import torch
from torch import Tensor

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.checkpoints import ARCHITECTURE_KEY, Checkpoint, load_checkpoint
from engine.network.mlp import NeuralNetwork

PIXELS = 784
DIGITS = 10


def network_of(checkpoint: Checkpoint, activation: str | None = None) -> NeuralNetwork:
    """The network whose weights these are, for a chain of Linear layers of any widths, each with its bias.

    The layers are ordered by the numbers in their names, else as the file has them. The activation is the one
    given, else that of the metadata, else ReLU. Raises WEIGHTS_SHAPE for anything but a chain, and
    ARCHITECTURE_INVALID for an activation that there is not.
    """
    layers = _chain(checkpoint)
    sizes = (_width(checkpoint, layers[0]), *(len(checkpoint.tensors[f"{layer}bias"]) for layer in layers))
    architecture = _architecture(checkpoint, sizes)
    network = NeuralNetwork(replace(architecture, activation=activation) if activation else architecture)
    with torch.no_grad():
        for stage, layer in zip(network.stages, layers, strict=True):
            stage.linear.weight.copy_(checkpoint.tensors[f"{layer}weight"])
            stage.linear.bias.copy_(checkpoint.tensors[f"{layer}bias"])
    return network


def open_digit_network(path: Path) -> NeuralNetwork:
    """The network in the file at `path`; raises WEIGHTS_SHAPE unless it reads 784 pixels as ten digits."""
    checkpoint = load_checkpoint(path)
    return require_digits(network_of(checkpoint), checkpoint.name)


def require_digits(network: NeuralNetwork, name: str) -> NeuralNetwork:
    """`network` itself, if it turns 784 numbers into 10; else raises WEIGHTS_SHAPE about the file `name`."""
    sizes = network.architecture.sizes
    if (sizes[0], sizes[-1]) != (PIXELS, DIGITS):
        reason = f"it turns {sizes[0]} numbers into {sizes[-1]}, not {PIXELS} into {DIGITS}"
        raise NetglassError(Kind.WEIGHTS_SHAPE, file=name, reason=reason)
    return network


def _chain(checkpoint: Checkpoint) -> Sequence[str]:
    """The names of the layers, with the last dot, from input to output."""
    layers = [name.removesuffix("weight") for name in checkpoint.tensors if name.endswith("weight")]
    for layer in layers:
        _require_linear(checkpoint, layer)
    strays = set(checkpoint.tensors) - {f"{layer}{part}" for layer in layers for part in ("weight", "bias")}
    if strays or not layers:
        _refuse(
            checkpoint, f"{min(strays)} is part of no Linear layer" if strays else "it has no Linear layer"
        )
    numbered = sorted(layers, key=_numbers)
    patterns = {re.sub(r"\d+", "#", layer) for layer in layers}
    orders = (numbered, layers) if len(patterns) == 1 else (layers, numbered)
    fitting = next((order for order in orders if _fits(checkpoint, order)), None)
    if fitting is None:
        _refuse(checkpoint, "its layers do not follow one another")
    return fitting


def _require_linear(checkpoint: Checkpoint, layer: str) -> None:
    weight, bias = checkpoint.tensors[f"{layer}weight"], checkpoint.tensors.get(f"{layer}bias")
    if bias is None:
        _refuse(checkpoint, f"{layer}weight has no bias")
    if weight.dim() != 2 or bias.shape != weight.shape[:1]:
        shapes = f"{_shape(weight)} and {_shape(bias)}"
        _refuse(checkpoint, f"{layer}weight and its bias are {shapes}, no Linear layer")
    if not (weight.is_floating_point() and bias.is_floating_point()):
        _refuse(
            checkpoint, f"{layer}weight and its bias are {weight.dtype} and {bias.dtype}, no real numbers"
        )


def _numbers(layer: str) -> list[tuple[int, str]]:
    """A key that sorts 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", layer)]


def _fits(checkpoint: Checkpoint, layers: Iterable[str]) -> bool:
    weights = [checkpoint.tensors[f"{layer}weight"] for layer in layers]
    return all(first.shape[0] == second.shape[1] for first, second in pairwise(weights))


def _width(checkpoint: Checkpoint, layer: str) -> int:
    return checkpoint.tensors[f"{layer}weight"].shape[1]


def _architecture(checkpoint: Checkpoint, sizes: tuple[int, ...]) -> Architecture:
    text = checkpoint.metadata.get(ARCHITECTURE_KEY)
    try:
        told = Architecture.from_json(text) if text is not None else Architecture(sizes)
    except NetglassError as fault:
        _refuse(checkpoint, str(fault.fields["reason"]))
    if told.sizes != sizes:
        _refuse(checkpoint, f"its tensors are those of {Architecture(sizes)}, its description says {told}")
    return told


def _shape(tensor: Tensor) -> str:
    return " × ".join(str(size) for size in tensor.shape) or "a number"


def _refuse(checkpoint: Checkpoint, reason: str) -> NoReturn:
    raise NetglassError(Kind.WEIGHTS_SHAPE, file=checkpoint.name, reason=reason)
