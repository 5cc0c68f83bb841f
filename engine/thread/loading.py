"""The model in use, and how one comes there: from the program, by a seed, or out of a file. Imports torch."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.errors import Kind, NetglassError
from engine.network.architecture import Architecture
from engine.network.checkpoints import Checkpoint, default_weights, load_checkpoint
from engine.network.copying import walk_copied
from engine.network.mlp import NeuralNetwork
from engine.network.rebuilding import (
    digits_obstacle,
    network_of,
    require_digits,
    tells_activation,
    walk_network_of,
)
from engine.tensors.editing import EditHistory
from engine.tensors.levels import Walk
from engine.thread.commands import WeightsSource

_EDITS_BUDGET = 1 << 28  # bytes of numbers that edits wrote over


@dataclass(frozen=True, slots=True)
class Loaded:
    """A network in use, and where its weights come from.

    `bare`: tensors that make no network, opened to be looked at, and why; `network` is then the one that was in use.
    `edits`: what the person changed in it. `asks_activation`: the file did not say which one it has.
    `step`: of the run `title`, None: as it is now.
    """

    network: NeuralNetwork
    source: WeightsSource
    title: str
    path: Path | None = None
    bare: Checkpoint | None = None
    edits: EditHistory = field(default_factory=lambda: EditHistory(_EDITS_BUDGET))
    asks_activation: bool = False
    step: int | None = None

    @property
    def runnable(self) -> NeuralNetwork | None:
        """The network, unless bare tensors are shown in its place."""
        return None if self.bare else self.network

    def walk_copied(self) -> "Walk[Loaded]":
        """The same, with a network of its own."""
        return replace(self, network=(yield from walk_copied(self.network)))

    def require_runnable(self) -> None:
        """Raise WEIGHTS_BARE if only tensors are there."""
        if self.bare is not None:
            raise NetglassError(Kind.WEIGHTS_BARE, file=self.bare.name, reason=self.bare.obstacle)

    def walk_preparing(self, parameter: str) -> Walk[None]:
        """Let a tensor be written to: one of a file is copied, once. Raises EDIT_LAYOUT and EDIT_MEMORY."""
        if self.bare is not None:
            yield from self.bare.tensors.walk_preparing(parameter)

    def require_trainable(self) -> None:
        """Raise WEIGHTS_BARE, or TRAINING_UNFIT where it does not read digits."""
        self.require_runnable()
        reason = digits_obstacle(self.network)
        if reason:
            raise NetglassError(Kind.TRAINING_UNFIT, reason=reason)


def load_trained() -> Loaded:
    """The network that ships with the program; raises FILE_MISSING where it is not installed."""
    weights = default_weights()
    network = require_digits(network_of(weights), weights.name)
    return Loaded(network, WeightsSource.TRAINED, "trained weights")


def load_random(seed: int, like: Architecture) -> Loaded:
    """A network made like that, with the weights that it draws first from `seed`."""
    network = NeuralNetwork(replace(like, seed=seed))
    return Loaded(network, WeightsSource.RANDOM, f"random weights, seed {seed}")


def walk_file(path: Path, in_use: NeuralNetwork) -> Walk[Loaded]:
    """What is in a file: weights of a network that runs, or tensors to be looked at beside that `in_use`."""
    return (yield from walk_opened(load_checkpoint(path), path, in_use))


def walk_opened(
    checkpoint: Checkpoint, path: Path, in_use: NeuralNetwork, shares: bool = False
) -> Walk[Loaded]:
    """As of `walk_file`, of a file that is open; a network that `shares` its numbers must not be written to."""
    try:
        network = yield from walk_network_of(checkpoint, shares=shares)
    except NetglassError as failure:
        if failure.kind not in (Kind.WEIGHTS_SHAPE, Kind.ARCHITECTURE_INVALID):
            raise
        bare = replace(checkpoint, obstacle=str(failure.fields["reason"]))
        return Loaded(in_use, WeightsSource.FILE, path.name, path, bare)
    asks = network.stages[0] is not network.stages[-1] and not tells_activation(checkpoint)
    return Loaded(network, WeightsSource.FILE, path.name, path, asks_activation=asks)
