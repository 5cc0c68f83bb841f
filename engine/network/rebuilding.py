"""From bare tensors to a network that runs: a chain of Linear layers, recognised by its shapes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import torch

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.chain import Chain, Link
from engine.network.checkpoints import ARCHITECTURE_KEY, Checkpoint, load_checkpoint
from engine.network.mlp import NeuralNetwork
from engine.network.safetensors_file import natural

PIXELS = 784
DIGITS = 10
_REAL = {"float16", "bfloat16", "float32", "float64"}


def network_of(checkpoint: Checkpoint, activation: str | None = None) -> NeuralNetwork:
    """The network whose weights these are, for a chain of Linear layers of any widths.

    Where the file does not say how its tensors are used, the layers are ordered by the numbers in their names, else as
    the file has them. The activation is the one given, else that of the file, else ReLU. Raises WEIGHTS_SHAPE for
    anything but a chain, and ARCHITECTURE_INVALID for an activation that there is not.
    """
    if checkpoint.obstacle:
        _refuse(checkpoint, checkpoint.obstacle)
    chain = checkpoint.chain or _chain(checkpoint)
    architecture = _architecture(checkpoint, chain)
    network = NeuralNetwork(replace(architecture, activation=activation) if activation else architecture)
    with torch.no_grad():
        for stage, link in zip(network.stages, chain.links, strict=True):
            weight = checkpoint.tensors[link.weight]
            stage.linear.weight.copy_(weight.T if link.transposed else weight)
            if link.bias:
                stage.linear.bias.copy_(checkpoint.tensors[link.bias])
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


def _chain(checkpoint: Checkpoint) -> Chain:
    """The layers, told by names and shapes."""
    shapes = {name: stored.shape for name, stored in checkpoint.tensors.stored.items()}
    layers = [name.removesuffix("weight") for name in shapes if name.endswith("weight")]
    for layer in layers:
        _require_linear(checkpoint, layer)
    strays = set(shapes) - {f"{layer}{part}" for layer in layers for part in ("weight", "bias")}
    if strays or not layers:
        _refuse(
            checkpoint, f"{min(strays)} is part of no Linear layer" if strays else "it has no Linear layer"
        )
    numbered = sorted(layers, key=natural)
    patterns = {re.sub(r"\d+", "#", layer) for layer in layers}
    orders = (numbered, layers) if len(patterns) == 1 else (layers, numbered)
    biases = {layer: f"{layer}bias" if f"{layer}bias" in shapes else "" for layer in layers}
    chains = (Chain(tuple(Link(f"{layer}weight", biases[layer]) for layer in order)) for order in orders)
    fitting = next((chain for chain in chains if _fits(checkpoint, chain)), None)
    if fitting is None:
        _refuse(checkpoint, "its layers do not follow one another")
    return fitting


def _require_linear(checkpoint: Checkpoint, layer: str) -> None:
    stored = checkpoint.tensors.stored
    weight, bias = stored[f"{layer}weight"], stored.get(f"{layer}bias")
    if len(weight.shape) != 2:
        _refuse(checkpoint, f"{layer}weight is {_shape(weight.shape)}, no Linear layer")
    if bias is not None and bias.shape != weight.shape[:1]:
        shapes = f"{_shape(weight.shape)} and {_shape(bias.shape)}"
        _refuse(checkpoint, f"{layer}weight and its bias are {shapes}, no Linear layer")
    kinds = [weight.dtype] if bias is None else [weight.dtype, bias.dtype]
    if not _REAL.issuperset(kinds):
        _refuse(checkpoint, f"{layer}weight and its bias are {' and '.join(kinds)}, no real numbers")


def _fits(checkpoint: Checkpoint, chain: Chain) -> bool:
    sizes = [_sizes(checkpoint, link) for link in chain.links]
    return all(first[1] == second[0] for first, second in pairwise(sizes))


def _sizes(checkpoint: Checkpoint, link: Link) -> tuple[int, int]:
    """Inputs and outputs of a layer."""
    shape = checkpoint.tensors.stored[link.weight].shape
    if len(shape) != 2:
        _refuse(checkpoint, f"{link.weight} is {_shape(shape)}, no Linear layer")
    return (shape[0], shape[1]) if link.transposed else (shape[1], shape[0])


def _architecture(checkpoint: Checkpoint, chain: Chain) -> Architecture:
    sizes = [_sizes(checkpoint, link) for link in chain.links]
    widths = (sizes[0][0], *(outputs for _, outputs in sizes))
    text = checkpoint.metadata.get(ARCHITECTURE_KEY)
    try:
        biases = tuple(bool(link.bias) for link in chain.links)
        found = Architecture(widths, chain.activation or "ReLU", biases=() if all(biases) else biases)
        told = Architecture.from_json(text) if text is not None else found
    except NetglassError as fault:
        _refuse(checkpoint, str(fault.fields["reason"]))
    if (told.sizes, told.biases) != (found.sizes, found.biases):
        _refuse(checkpoint, f"its tensors are those of {found}, its description says {told}")
    return told


def _shape(shape: Sequence[int]) -> str:
    return " × ".join(str(size) for size in shape) or "a number"


def _refuse(checkpoint: Checkpoint, reason: str) -> NoReturn:
    raise NetglassError(Kind.WEIGHTS_SHAPE, file=checkpoint.name, reason=reason)
