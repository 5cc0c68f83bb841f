"""Networks that the person builds, and the way back to those before. Imports torch."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import nn

from engine.network.architecture import Architecture
from engine.network.mlp import NeuralNetwork
from engine.thread.architecture_commands import (
    ArchitectureCommand,
    BuildNetwork,
    RedoBuild,
    UndoBuild,
    UseActivation,
)
from engine.thread.architecture_events import BuildsChanged
from engine.thread.commands import WeightsSource
from engine.thread.events import Event
from engine.thread.loading import Loaded

_MOST_NUMBERS = 1 << 28  # of all networks that are kept: 1 GiB of float32


class Building:
    """What was in use before each network that was built, and after what was taken back, with weights and edits."""

    def __init__(self, publish: Callable[[Event], None]) -> None:
        self._publish = publish
        self._told = BuildsChanged()
        self._past: list[Loaded] = []
        self._future: list[Loaded] = []

    def obey(self, command: ArchitectureCommand, in_use: Loaded) -> Loaded | None:
        """What is to be put in use; None: there is nothing to be taken back. Raises WEIGHTS_BARE."""
        match command:
            case UseActivation(activation):
                return _with_activation(in_use, activation)
            case BuildNetwork(architecture, keep):
                built = _built(architecture, in_use.network if keep else None)
                self._past.append(in_use)
                self._future.clear()
                self._shorten()
                return built
            case UndoBuild():
                return _exchange(self._past, self._future, in_use)
            case RedoBuild():
                return _exchange(self._future, self._past, in_use)
        raise TypeError(command)

    def forget(self) -> None:
        """Something else was put in use: there is no way back from that."""
        self._past.clear()
        self._future.clear()
        self.tell()

    def tell(self) -> None:
        """Publish what can be taken back, if it is news."""
        names = (str(each[-1].network.architecture) if each else "" for each in (self._past, self._future))
        told = BuildsChanged(*names)
        if told != self._told:
            self._told = told
            self._publish(told)

    def _shorten(self) -> None:
        """Let go of the oldest networks where all are too many numbers; the last one is always kept."""
        while len(self._past) > 1 and sum(map(_count, self._past)) > _MOST_NUMBERS:
            del self._past[0]


def _with_activation(in_use: Loaded, activation: str) -> Loaded:
    in_use.require_runnable()
    network = NeuralNetwork(replace(in_use.network.architecture, activation=activation))
    device = next(in_use.network.parameters()).device
    network.to(device).load_state_dict(in_use.network.state_dict())
    for name, parameter in in_use.network.named_parameters():
        network.get_parameter(name).requires_grad_(parameter.requires_grad)
    return replace(in_use, network=network, asks_activation=False)


def _built(architecture: Architecture, before: NeuralNetwork | None) -> Loaded:
    network = NeuralNetwork(architecture)
    if before is not None:
        _keep(network, before)
    return Loaded(network, WeightsSource.BUILT, str(architecture))


@torch.no_grad()
def _keep(network: NeuralNetwork, before: NeuralNetwork) -> None:
    """Copy, stage by stage, what has the same shape; the last stage takes that of the last one."""
    pairs = [
        *zip(network.stages[:-1], before.stages[:-1], strict=False),
        (network.stages[-1], before.stages[-1]),
    ]
    for new, old in pairs:
        mine, others = ((stage.linear, *_norms(stage.followers)) for stage in (new, old))
        for module, other in zip(mine, others, strict=False):
            for name, tensor in module.state_dict(keep_vars=True).items():
                kept = other.state_dict().get(name)
                if kept is not None and kept.shape == tensor.shape and type(module) is type(other):
                    tensor.copy_(kept)


def _norms(followers: tuple[tuple[str, nn.Module], ...]) -> list[nn.Module]:
    return [module for _, module in followers if isinstance(module, nn.BatchNorm1d)]


def _exchange(source: list[Loaded], target: list[Loaded], in_use: Loaded) -> Loaded | None:
    if not source:
        return None
    target.append(in_use)
    return source.pop()


def _count(loaded: Loaded) -> int:
    return loaded.network.architecture.parameter_count
