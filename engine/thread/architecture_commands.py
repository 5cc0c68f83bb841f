"""What the window asks about the network's make: frozen messages, named in the imperative. Imports no torch."""

from dataclasses import dataclass

from engine.network.architecture import ACTIVATIONS, INITIALISATIONS, LARGEST_LAYER, Architecture
from engine.thread.commands import Command

__all__ = [
    "ACTIVATIONS",
    "INITIALISATIONS",
    "LARGEST_LAYER",
    "Architecture",
    "ArchitectureCommand",
    "BuildNetwork",
    "RedoBuild",
    "UndoBuild",
    "UseActivation",
]  # fmt: skip


class ArchitectureCommand(Command):
    """A command that concerns what the network is made of; answered by `NetworkChanged`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class UseActivation(ArchitectureCommand):
    """Put another activation between the layers of the network in use; its weights stay."""

    activation: str


@dataclass(frozen=True, slots=True)
class BuildNetwork(ArchitectureCommand):
    """Put a new network in use. With `keep`, layers whose shape stays keep their weights; others are drawn."""

    architecture: Architecture
    keep: bool = False


@dataclass(frozen=True, slots=True)
class UndoBuild(ArchitectureCommand):
    """Go back to the network that was in use before the last one was built, as it was left."""


@dataclass(frozen=True, slots=True)
class RedoBuild(ArchitectureCommand):
    """Take back the last `UndoBuild`."""
