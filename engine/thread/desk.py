"""What training may ask of the session that it is part of: the network in use, the last ink, the wishes of panels."""

from collections.abc import Hashable
from typing import Protocol

from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import Walk
from engine.thread.commands import Watch
from engine.thread.events import Event


class Desk(Protocol):
    """The rest of the engine's session, as training sees it."""

    @property
    def network(self) -> NeuralNetwork:
        """The network in use."""
        ...

    @property
    def about_ink(self) -> tuple[int, int, int]:
        """Request and canvas of the last ink, and the generation of the network."""
        ...

    def use_network(self, network: NeuralNetwork, run: str, step: int | None = None) -> None:
        """Put the network of a run, as it is or was at `step`, in the place of the one in use: a new generation."""
        ...

    def describe_network(self) -> None:
        """Tell again what the network is, in the same generation."""
        ...

    def renew_reading(self) -> None:
        """The weights changed: read the ink again."""
        ...

    def renew_walks(self) -> None:
        """The weights changed: answer all wishes but those for gradients again, unless some wait for an answer."""
        ...

    def gradient_wishes(self) -> list[Watch]:
        """The wishes for gradients of parameters that there are."""
        ...

    def add_walk(self, key: Hashable, walk: Walk[Event]) -> None:
        """Do this between other things, and publish its result; it takes the place of an older one of that key."""
        ...
