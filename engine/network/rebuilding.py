"""From bare tensors to a network that runs."""

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import torch
from torch import nn

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.chain import Chain, Norm
from engine.network.checkpoints import ARCHITECTURE_KEY, Checkpoint, load_checkpoint
from engine.network.mlp import NeuralNetwork, Stage
from engine.network.naming import chain_of_names, sizes_of

PIXELS = 784
DIGITS = 10


def network_of(checkpoint: Checkpoint, activation: str | None = None) -> NeuralNetwork:
    """The network whose weights these are, for a chain of Linear layers of any widths, with BatchNorm1d or without.

    The activation is the one given, else that of the file, else ReLU. Raises WEIGHTS_SHAPE for
    anything but a chain, and ARCHITECTURE_INVALID for an activation that there is not.
    """
    if checkpoint.obstacle:
        _refuse(checkpoint, checkpoint.obstacle)
    chain = _chain(checkpoint)
    architecture = _architecture(checkpoint, chain)
    network = NeuralNetwork(replace(architecture, activation=activation) if activation else architecture)
    with torch.no_grad():
        for stage, link in zip(network.stages, chain.links, strict=True):
            weight = checkpoint.tensors[link.weight]
            stage.linear.weight.copy_(weight.T if link.transposed else weight)
            if link.bias:
                stage.linear.bias.copy_(checkpoint.tensors[link.bias])
            if link.norm is not None:
                _fill_norm(stage, link.norm, checkpoint)
    return network


def _fill_norm(stage: Stage, norm: Norm, checkpoint: Checkpoint) -> None:
    """Copy what the file has of a BatchNorm1d into that of the stage."""
    module = next(each for _, each in stage.followers if isinstance(each, nn.BatchNorm1d))
    for name, tensor in module.state_dict(keep_vars=True).items():
        if getattr(norm, name):
            tensor.copy_(checkpoint.tensors[getattr(norm, name)])


def open_digit_network(path: Path) -> NeuralNetwork:
    """The network in the file at `path`; raises WEIGHTS_SHAPE unless it reads 784 pixels as ten digits."""
    checkpoint = load_checkpoint(path)
    return require_digits(network_of(checkpoint), checkpoint.name)


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
