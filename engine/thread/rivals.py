"""The model that the open one is compared with: where it comes from, and what it can do. Imports torch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor

from engine.network.architecture import Architecture
from engine.network.checkpoints import load_checkpoint
from engine.network.copying import walk_copied
from engine.network.mlp import NeuralNetwork
from engine.network.outline import PlainTensors
from engine.network.stored_tensors import StoredTensors
from engine.tensors.levels import Walk
from engine.thread.commands import WeightsSource
from engine.thread.comparison_commands import Rival
from engine.thread.loading import walk_opened

_BARE = "it is no network that runs"


@dataclass(frozen=True, slots=True)
class OpenModel:
    """The open model: its tensors, its generation, and the network, if it runs.

    `in_use`: that network, else the one that was in use before bare tensors were opened.
    """

    tensors: Mapping[str, Tensor]
    generation: int
    network: NeuralNetwork | None
    in_use: NeuralNetwork
    source: WeightsSource
    title: str
    step: int | None = None

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each tensor; nothing is read of those in a file."""
        return _shapes(self.tensors)


@dataclass(frozen=True, slots=True)
class Other:
    """The other model; `network` reads drawings, or there is an `obstacle` to it; its numbers may lie in a `file`."""

    rival: Rival
    source: WeightsSource
    title: str
    tensors: Mapping[str, Tensor]
    network: NeuralNetwork | None = None
    obstacle: str = ""
    step: int | None = None
    file: StoredTensors | None = None

    def require_unchanged(self) -> None:
        """Raise WEIGHTS_CHANGED if the file that its numbers lie in is not as it was."""
        if self.file is not None:
            self.file.require_unchanged()

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """As of `OpenModel`."""
        return _shapes(self.tensors)


def walk_opened_rival(path: Path, in_use: NeuralNetwork) -> Walk[Other]:
    """The tensors of a file, of a network that runs if they make one; raises what opening a file raises."""
    checkpoint = load_checkpoint(path)
    loaded = yield from walk_opened(checkpoint, path, in_use, shares=True)
    if loaded.bare is None:
        running = _running(Rival.FILE, loaded.source, loaded.title, loaded.network)
        return replace(running, file=checkpoint.tensors)
    tensors = PlainTensors(loaded.bare.tensors)
    return Other(Rival.FILE, loaded.source, loaded.title, tensors, obstacle=loaded.bare.obstacle)


def drawn(architecture: Architecture) -> Other:
    """The weights that a network of this architecture begins with."""
    title = f"random weights, seed {architecture.seed}"
    return _running(Rival.INITIAL, WeightsSource.RANDOM, title, NeuralNetwork(architecture))


def kept(network: NeuralNetwork, run: str, step: int) -> Other:
    """A step of a run, in a network of its own."""
    return _running(Rival.STEP, WeightsSource.RUN, run, network, step)


def walk_copied_rival(here: OpenModel) -> Walk[Other]:
    """The open model as it is now; of tensors that make no network only those are copied that were edited."""
    about = Rival.PRESENT, here.source, here.title
    if isinstance(here.tensors, PlainTensors):
        return Other(*about, (yield from here.tensors.walk_as_now()), obstacle=_BARE)
    return _running(*about, (yield from walk_copied(here.in_use)), here.step)


def _running(
    rival: Rival, source: WeightsSource, title: str, network: NeuralNetwork, step: int | None = None
) -> Other:
    return Other(rival, source, title, network.tensors, network, step=step)


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    if isinstance(tensors, PlainTensors):
        return tensors.shapes
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}
