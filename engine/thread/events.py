"""What the engine tells the window: frozen messages, named in the past tense.

Arrays are copies, float32 unless said otherwise, C-contiguous and read-only: the receiver may keep them. Slots
work as for commands. Light: importing this module imports no torch.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing, Stroke
from engine.errors import Kind
from engine.network.architecture import Architecture
from engine.tensors.region import Region
from engine.thread.commands import WeightsSource

__all__ = [
    "Activation", "Classified", "Drawing", "DrawingRead", "EngineCrashed", "EngineFailed", "EngineStarted", "Event",
    "FieldsRead", "Figures", "FiguresRead", "FileWritten", "Flaw", "GradientTile", "GradientsComputed", "InputMade",
    "Kind", "LevelsRead", "LimitRead", "ModuleDescription", "Moments", "NetworkChanged", "Obstacle",
    "ParameterDescription", "Region", "SpectrumRead", "StageDescription", "Stroke", "Survey", "TensorsSurveyed",
    "ValuesRead", "WeightsSource",
]  # fmt: skip

FloatArray = NDArray[np.float32]


class Event:
    """A message from the engine."""

    __slots__ = ()

    @property
    def slot(self) -> Hashable | None:
        """What a newer event of this kind overwrites; None: each one arrives, in order."""
        return None


@dataclass(frozen=True, slots=True)
class EngineStarted(Event):
    """Torch is loaded; the network follows in `NetworkChanged`. `devices`: those that can be chosen."""

    torch_version: str
    devices: tuple[str, ...]


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
    `input_shape`: (28, 28), or another square image, or (1, inputs), a row of values. `asks_activation`: nothing says
    which activation stands between its layers, so that it is a guess.
    `network` is the new generation, carried by all that is computed from it. `title`: "trained weights",
    "random weights, seed 0", or the name of the file. `device`: cpu, cuda or mps. `source_text`: print(model).
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
    asks_activation: bool = False

    @property
    def classes(self) -> int:
        """How many outputs there are."""
        return self.stages[-1].units if self.stages else 0


@dataclass(frozen=True, slots=True)
class Activation:
    """What one stage of the network put out for the drawing.

    `module`: the module that made `values` (n,). A Linear that a ReLU follows is one stage, after the ReLU:
    `title` is then "Linear 784 → 512 · ReLU"; the last is the logits. `weight`: the parameter that leads
    into it. `signed`: whether values can be negative.
    """

    module: str
    title: str
    weight: str
    values: FloatArray
    signed: bool


@dataclass(frozen=True, slots=True)
class Classified(Event):
    """What the network read.

    `image`: (28, 28) in 0..1, or another square, the input; or (1, inputs), a row of values, any numbers. `predicted`:
    None for blank ink; then logits, probabilities and activations are empty. `centre`: the centre of mass (x, y) in
    pixels of the image, `ink`: the share of its cells with ink.
    `seconds`: from the taking of the command to this event.
    """

    request: int
    canvas: int
    network: int
    normalised: bool
    image: FloatArray
    centre: tuple[float, float]
    ink: float
    predicted: int | None
    logits: FloatArray
    probabilities: FloatArray
    activations: tuple[Activation, ...]
    seconds: float

    @property
    def slot(self) -> Hashable:
        """Only the newest reading is shown."""
        return "classified"


@dataclass(frozen=True, slots=True)
class GradientTile:
    """The gradient of one parameter, as large as it is seen.

    `levels` (rows, columns) are the gradient itself where it fits, else the value of largest magnitude of each
    block. `limit`: the 99.5 % quantile of the magnitudes, never 0 unless all are (the scale reaches
    from -limit to limit). `largest`: the largest magnitude. `norm`: the Euclidean norm of the whole gradient.
    """

    subscription: str
    parameter: str
    shape: tuple[int, ...]
    region: Region
    levels: FloatArray
    limit: float
    largest: float
    norm: float


@dataclass(frozen=True, slots=True)
class GradientsComputed(Event):
    """The gradients of all watched parameters for one drawing, or a batch; no tiles: the canvas is blank.

    `label`: the class whose cross-entropy was differentiated, None: the predicted class's logit. `target`: the
    class concerned. `value`: of what was differentiated. `batch`: 0 for a drawing; in training the number of images
    whose mean loss `value` was differentiated: then `label` and `target` are None.
    """

    request: int
    canvas: int
    network: int
    label: int | None
    target: int | None
    value: float
    tiles: tuple[GradientTile, ...]
    batch: int = 0

    @property
    def slot(self) -> Hashable:
        """Only the newest gradients are shown."""
        return "gradients"


@dataclass(frozen=True, slots=True)
class LevelsRead(Event):
    """A parameter as large as it is seen: as `GradientTile`, and the extremes of the region."""

    subscription: str
    network: int
    parameter: str
    shape: tuple[int, ...]
    region: Region
    levels: FloatArray
    limit: float
    minimum: float
    maximum: float

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


@dataclass(frozen=True, slots=True)
class ValuesRead(Event):
    """The exact values of a region, (rows, columns)."""

    subscription: str
    network: int
    parameter: str
    region: Region
    values: FloatArray

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


@dataclass(frozen=True, slots=True)
class FieldsRead(Event):
    """Units of a weight as images: `fields` (n, height, width) of the units `rows`; `limit` as of `GradientTile`.

    Empty where a unit is no such image. `total`: how many units the weight has.
    """

    subscription: str
    network: int
    parameter: str
    rows: tuple[int, ...]
    total: int
    fields: FloatArray
    limit: float

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


@dataclass(frozen=True, slots=True)
class Moments:
    """What one pass over a tensor tells; NaN and Inf are counted and left out of all others."""

    count: int
    minimum: float
    maximum: float
    mean: float
    std: float
    norm: float
    zeros: int
    nan: int
    inf: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Moments):
    """The figures of a tensor."""

    quantiles: tuple[float, float, float, float, float]  # 0.5, 25, 50, 75, 99.5 %


@dataclass(frozen=True, slots=True)
class FiguresRead(Event):
    """A parameter's figures and histogram: int64 `counts` (bins,) between the float64 `edges` (bins + 1,).

    `sampled`: of how many of the numbers quantiles and histogram were estimated; 0: of all.
    """

    subscription: str
    network: int
    parameter: str
    figures: Figures
    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    sampled: int = 0

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


@dataclass(frozen=True, slots=True)
class LimitRead(Event):
    """One colour scale for all tensors in the module `module`: the 99.5 % quantile of their magnitudes."""

    subscription: str
    network: int
    module: str
    limit: float

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


class Obstacle(Enum):
    """Why a tensor has no singular values that could be told."""

    EMPTY = auto()
    NOT_FINITE = auto()
    TOO_LARGE = auto()  # its smaller side is larger than `most`


@dataclass(frozen=True, slots=True)
class SpectrumRead(Event):
    """The singular values of a tensor as a matrix, float64 (n,), the largest first, and its effective rank.

    Empty where there is an `obstacle`; `most`: the largest smaller side of a matrix.
    """

    subscription: str
    network: int
    parameter: str
    values: NDArray[np.float64]
    effective_rank: float
    most: int
    obstacle: Obstacle | None = None

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


class Flaw(Enum):
    """What is odd about a tensor as a whole, the worst first."""

    NAN = auto()
    INF = auto()
    ZERO = auto()  # all of it
    CONSTANT = auto()
    DEAD = auto()  # whole rows are zero: units that put out nothing but their bias


@dataclass(frozen=True, slots=True)
class Survey:
    """A tensor in short. `flaws`: what is odd about it, `dead` of its rows are zero; `unread`: why it was not read."""

    parameter: str
    moments: Moments | None
    flaws: tuple[Flaw, ...] = ()
    dead: int = 0
    unread: str = ""


@dataclass(frozen=True, slots=True)
class TensorsSurveyed(Event):
    """Some more tensors were gone through in the background; `remaining` are still to come."""

    subscription: str
    network: int
    surveys: tuple[Survey, ...]
    remaining: int


@dataclass(frozen=True, slots=True)
class InputMade(Event):
    """A random input: `image` uint8 (28, 28), or what shape the network's input has; 255 stands for 1."""

    image: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class DrawingRead(Event):
    """A file, the clipboard, or (`kept`) the last session's canvas was read.

    `count`: how many drawings the file holds; the first is here.
    """

    name: str
    drawing: Drawing
    count: int
    kept: bool


@dataclass(frozen=True, slots=True)
class FileWritten(Event):
    """What was to be saved lies whole at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class EngineFailed(Event):
    """What was asked cannot be done; all is as it was. `kind` and `fields` make the sentence."""

    kind: Kind
    fields: dict[str, str | int]

    def __str__(self) -> str:
        """The English sentence."""
        return self.kind.value.format(**self.fields)


@dataclass(frozen=True, slots=True)
class EngineCrashed(Event):
    """A fault of the program: `report` is the traceback, for the dialog and the log. `fatal`: the thread is gone."""

    report: str
    fatal: bool
