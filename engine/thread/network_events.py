"""What the engine tells of the network in use: frozen messages, named in the past tense. Light: imports no torch."""

from dataclasses import dataclass
from pathlib import Path

from engine.network.architecture import Architecture
from engine.thread.commands import WeightsSource
from engine.thread.events import Event

__all__ = ["ModuleDescription", "NetworkChanged", "ParameterDescription", "StageDescription", "WeightsSource"]


@dataclass(frozen=True, slots=True)
class ModuleDescription:
    """A line of the model tree.

    `name`: as in `named_modules()` ("" is the root). `kind`: its class. `detail`: "784 → 512" of a Linear,
    else "". `output_shape`: for one input, as (1, 512). `parameters`: the names of all tensors in it and below.
    """

    name: str
    kind: str
    detail: str
    depth: int
    output_shape: tuple[int, ...]
    count: int
    trainable: bool
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParameterDescription:
    """A parameter of the network: `name` as in `named_parameters()`, `dtype` as "float32".

    `size`: the bytes of its numbers, 0 where that is not known.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    trainable: bool
    count: int
    size: int = 0


@dataclass(frozen=True, slots=True)
class StageDescription:
    """A Linear and what follows it: "Linear 784 → 512 · ReLU", the name of its `weight`, how many units it has.

    `signed`: whether they can be negative. The last stage gives the logits.
    """

    title: str
    weight: str
    units: int
    signed: bool


@dataclass(frozen=True, slots=True)
class NetworkChanged(Event):
    """Another network, other weights, or another device.

    `architecture`: what it is made of, None of bare tensors; `stages`: its Linear layers with what follows each;
    `input_shape`: (28, 28), or another square image, or (1, inputs), a row of values; `input_shapes`: all that it could
    be. Of bare tensors they are those of the network before. `asks_activation`: nothing says which activation stands
    between its layers, so that it is a guess.
    `network` is the new generation, carried by all that is computed from it. `title`: "trained weights",
    "random weights, seed 0", or the name of the file or of the run; `step`: of the run, None: as it is now. `device`:
    cpu, cuda or mps. `source_text`: print(model).
    `buffers`: tensors of a network that are no parameters, as the running statistics of a BatchNorm1d.
    `obstacle`: why bare tensors make no network that can run, so that they can only be looked at; "": it runs.
    """

    network: int
    source: WeightsSource
    title: str
    path: Path | None
    device: str
    modules: tuple[ModuleDescription, ...]
    parameters: tuple[ParameterDescription, ...]
    source_text: str
    obstacle: str = ""
    architecture: Architecture | None = None
    stages: tuple[StageDescription, ...] = ()
    input_shape: tuple[int, int] = (28, 28)
    input_shapes: tuple[tuple[int, int], ...] = ()
    asks_activation: bool = False
    step: int | None = None
    buffers: tuple[ParameterDescription, ...] = ()

    @property
    def classes(self) -> int:
        """How many outputs there are."""
        return self.stages[-1].units if self.stages else 0
