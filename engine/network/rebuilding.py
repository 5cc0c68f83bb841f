"""From bare tensors to a network that runs."""

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import torch
from torch import Tensor, nn

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.chain import Chain, Norm
from engine.network.checkpoints import ARCHITECTURE_KEY, Checkpoint, load_checkpoint
from engine.network.input_shape import image_side
from engine.network.mlp import NeuralNetwork, Stage
from engine.network.naming import chain_of_names, sizes_of
from engine.tensors.levels import Walk, finish
from engine.tensors.pieces import walk_copies

PIXELS = 784
DIGITS = 10


def network_of(checkpoint: Checkpoint, activation: str | None = None) -> NeuralNetwork:
    """As `walk_network_of`, all at once."""
    return finish(walk_network_of(checkpoint, activation))


def walk_network_of(
    checkpoint: Checkpoint, activation: str | None = None, shares: bool = False
) -> Walk[NeuralNetwork]:
    """The network whose weights these are, for a chain of Linear layers of any widths, with BatchNorm1d or without.

    The activation is the one given, else that of the file, else ReLU. With `shares` its numbers are those of the file,
    not copies, as far as their type allows: it must not be written to. Raises WEIGHTS_SHAPE for anything but a chain,
    and ARCHITECTURE_INVALID for an activation that there is not.
    """
    if checkpoint.obstacle:
        _refuse(checkpoint, checkpoint.obstacle)
    chain = _chain(checkpoint)
    architecture = _architecture(checkpoint, chain)
    with torch.device("meta"):  # no first weights are drawn that others take the place of
        network = NeuralNetwork(replace(architecture, activation=activation) if activation else architecture)
    found: dict[str, Tensor] = {}
    for stage, link in zip(network.stages, chain.links, strict=True):
        weight = checkpoint.tensors[link.weight]
        found[f"{stage.name}.weight"] = weight.T if link.transposed else weight
        if link.bias:
            found[f"{stage.name}.bias"] = checkpoint.tensors[link.bias]
        if link.norm is not None:
            found |= _of_norm(stage, link.norm, checkpoint)
    kinds = {name: tensor.dtype for name, tensor in network.state_dict().items()}
    shared = {
        name: tensor.detach() for name, tensor in found.items() if shares and tensor.dtype is kinds[name]
    }
    others = {name: tensor for name, tensor in found.items() if name not in shared}
    network.load_state_dict(shared | (yield from walk_copies(others, kinds)), assign=True)
    return network


def _of_norm(stage: Stage, norm: Norm, checkpoint: Checkpoint) -> dict[str, Tensor]:
    """What the file has of the BatchNorm1d of a stage; one that does not count has seen nothing."""
    name, module = next(each for each in stage.followers if isinstance(each[1], nn.BatchNorm1d))
    parts = {part: getattr(norm, part) for part in module.state_dict()}
    return {
        f"{name}.{part}": checkpoint.tensors[stored] if stored else torch.tensor(0)
        for part, stored in parts.items()
    }


def open_image_network(path: Path) -> NeuralNetwork:
    """The network in the file at `path`; raises WEIGHTS_SHAPE unless it reads a square image, of any size."""
    checkpoint = load_checkpoint(path)
    network = network_of(checkpoint)
    inputs = network.architecture.sizes[0]
    if not image_side(inputs):
        _refuse(checkpoint, f"it takes a row of {inputs} numbers, no square image")
    return network


def require_digits(network: NeuralNetwork, name: str) -> NeuralNetwork:
    """`network` itself, if it turns 784 numbers into 10; else raises WEIGHTS_SHAPE about the file `name`."""
    reason = digits_obstacle(network)
    if reason:
        raise NetglassError(Kind.WEIGHTS_SHAPE, file=name, reason=reason)
    return network


def tells_activation(checkpoint: Checkpoint) -> bool:
    """Whether the file says which activation stands between its layers."""
    chain = checkpoint.chain
    return ARCHITECTURE_KEY in checkpoint.metadata or (chain is not None and chain.activation is not None)


def digits_obstacle(network: NeuralNetwork) -> str:
    """Why it does not turn 784 pixels into ten digits; "": it does."""
    sizes = network.architecture.sizes
    if (sizes[0], sizes[-1]) == (PIXELS, DIGITS):
        return ""
    return f"it turns {sizes[0]} numbers into {sizes[-1]}, not {PIXELS} into {DIGITS}"


def _chain(checkpoint: Checkpoint) -> Chain:
    """The layers, told by the file, else by names and shapes."""
    try:
        return checkpoint.chain or chain_of_names(checkpoint.tensors.stored)
    except ValueError as fault:
        _refuse(checkpoint, str(fault))


def _architecture(checkpoint: Checkpoint, chain: Chain) -> Architecture:
    text = checkpoint.metadata.get(ARCHITECTURE_KEY)
    try:
        found = _found(checkpoint, chain)
        told = Architecture.from_json(text) if text is not None else found
    except NetglassError as fault:
        _refuse(checkpoint, str(fault.fields["reason"]))
    except ValueError as fault:
        _refuse(checkpoint, str(fault))
    if (told.sizes, told.biases, told.norms) != (found.sizes, found.biases, found.norms):
        _refuse(checkpoint, f"its tensors are those of {found}, its description says {told}")
    return told


def _found(checkpoint: Checkpoint, chain: Chain) -> Architecture:
    """What the tensors themselves tell."""
    sizes = [sizes_of(checkpoint.tensors.stored, link) for link in chain.links]
    biases = tuple(bool(link.bias) for link in chain.links)
    norms = tuple(link.norm is not None for link in chain.links[:-1])
    return Architecture(
        (sizes[0][0], *(outputs for _, outputs in sizes)),
        chain.activation or "ReLU",
        biases=() if all(biases) else biases,
        norms=norms if any(norms) else (),
        norms_last=bool(chain.norms_last),
    )


def _refuse(checkpoint: Checkpoint, reason: str) -> NoReturn:
    raise NetglassError(Kind.WEIGHTS_SHAPE, file=checkpoint.name, reason=reason)
