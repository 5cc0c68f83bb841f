"""What the window asks of the engine: frozen messages, named in the imperative.

A command with a `slot` overwrites an older one of the same slot that was not taken yet (latest wins); one
without waits its turn. Light: importing this module imports no torch.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.drawing import Drawing, Stroke
from engine.network.formats import OPENED_ENDINGS, TENSOR_ENDINGS, is_weights
from engine.tensors.region import Region

__all__ = [
    "OPENED_ENDINGS", "TENSOR_ENDINGS", "Classify", "Command", "Drawing", "FileCommand", "KeepDrawing",
    "MakeRandomInput", "OpenWeights", "Order", "ReadDrawing", "ReadLine", "ReadPicture", "ReadValues", "Region",
    "SaveTensor", "SetObjective", "ShapeInput", "Stroke", "Topic", "Unwatch", "UseDevice", "UseWeights", "Watch",
    "WeightsSource", "Wish", "WriteDrawing", "WriteFile", "is_weights",
]  # fmt: skip


class Command:
    """A message to the engine thread."""

    __slots__ = ()

    @property
    def slot(self) -> Hashable | None:
        """What a newer command of this kind overwrites; None: it waits its turn in the queue."""
        return None


@dataclass(frozen=True, slots=True)
class Classify(Command):
    """Read the ink: the engine answers with `Classified`, and with `GradientsComputed` if those are watched.

    `request` numbers the asking (rising); `canvas` is the generation of the canvas, one higher each time it
    is cleared or filled anew. Without `normalise` the canvas is only shrunk to the network's input.
    """

    request: int
    canvas: int
    drawing: Drawing
    normalise: bool = True

    @property
    def slot(self) -> Hashable:
        """Ink that was never looked at is overwritten."""
        return "ink"


@dataclass(frozen=True, slots=True, eq=False)
class ReadValues(Command):
    """Read a row of `values`, float32 (inputs,), where the input is no image; answered as `Classify` is."""

    request: int
    canvas: int
    values: NDArray[np.float32]

    @property
    def slot(self) -> Hashable:
        """That of ink: one of both is what is looked at."""
        return "ink"


@dataclass(frozen=True, slots=True)
class SetObjective(Command):
    """Choose what is differentiated: the cross-entropy against `label`, or (None) the predicted class's logit."""

    label: int | None

    @property
    def slot(self) -> Hashable:
        """Only the last choice counts."""
        return "objective"


class Topic(Enum):
    """What a subscription shows of a parameter."""

    LEVELS = auto()  # its values, pooled to rows × columns -> LevelsRead
    VALUES = auto()  # the exact values of region -> ValuesRead
    FIELDS = auto()  # up to `rows` units of a weight, from place region.top, as images -> FieldsRead
    FIGURES = auto()  # min, max, mean ..., and a histogram of `columns` bins -> FiguresRead
    SURVEY = auto()  # all tensors in short, one after the other in the background -> TensorsSurveyed
    LIMIT = (
        auto()
    )  # one colour scale for all tensors in the module `parameter`, "": for all there are -> LimitRead
    SPECTRUM = auto()  # its singular values -> SpectrumRead
    GRADIENT = auto()  # its gradient, pooled to rows × columns -> a tile of GradientsComputed


class Order(Enum):
    """The order of the units of a weight in the topic FIELDS."""

    INDEX = auto()
    NORM = auto()  # the largest norm first
    SIMILARITY = auto()  # each beside one that points in a like direction


@dataclass(frozen=True, slots=True)
class Wish(Command):
    """Keep `subscription` supplied with something, at once and after each change, until `Unwatch`."""

    subscription: str

    @property
    def slot(self) -> Hashable:
        """One subscription has one wish; `Unwatch` shares the slot."""
        return ("watch", self.subscription)


@dataclass(frozen=True, slots=True)
class Watch(Wish):
    """Keep `subscription` supplied with `topic` of `parameter`.

    `region` (None: all) is what is seen of the tensor as a matrix: a vector is one row, more dimensions are
    flattened behind the first. `rows` × `columns` is the largest answer that can be seen, in device pixels;
    a smaller region travels whole. `fold`: in the topic LEVELS so many numbers of a vector are a row, 0: all of them.
    `order`, `image` (height, width; None: square) and `across` (columns of the weight instead of rows) are those of the
    topic FIELDS.
    """

    topic: Topic
    parameter: str
    region: Region | None = None
    rows: int = 0
    columns: int = 0
    order: Order = Order.INDEX
    image: tuple[int, int] | None = None
    across: bool = False
    fold: int = 0


@dataclass(frozen=True, slots=True)
class Unwatch(Command):
    """Stop computing what `subscription` watched."""

    subscription: str

    @property
    def slot(self) -> Hashable:
        """The slot of the `Wish` that it withdraws."""
        return ("watch", self.subscription)


class WeightsSource(Enum):
    """Where the weights in use come from."""

    TRAINED = auto()  # the ones that ship with the program
    RANDOM = auto()  # as nn.Linear draws them
    FILE = auto()  # opened by the person
    BUILT = auto()  # the person said what it is made of
    RUN = auto()  # trained here


@dataclass(frozen=True, slots=True)
class UseWeights(Command):
    """Take the network's weights from the program's own, or draw them at random with `seed`.

    TRAINED and RANDOM can be asked for; FILE goes back to the file opened last, BUILT and RUN keep the weights in use.
    `keeps_layers`: random ones are drawn for a network made as that in use, if it reads digits; else for the usual one.
    Answered by `NetworkChanged`.
    """

    source: WeightsSource
    seed: int = 0
    keeps_layers: bool = False


@dataclass(frozen=True, slots=True)
class OpenWeights(Command):
    """Open a checkpoint: a network that runs is put in use, other tensors can be looked at.

    Answered by `NetworkChanged`, or `EngineFailed` and no change.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class UseDevice(Command):
    """Move the network to `device`: cpu, cuda or mps. Answered by `NetworkChanged`."""

    device: str


@dataclass(frozen=True, slots=True)
class ShapeInput(Command):
    """Take an input of so many numbers for an image of that `shape`, or with (1, inputs) for a row of values.

    Answered by `NetworkChanged`, whose `input_shapes` can be asked for; another shape changes nothing.
    """

    shape: tuple[int, int]


@dataclass(frozen=True, slots=True)
class MakeRandomInput(Command):
    """Draw `torch.rand` in the shape of the network's input, as (1, 28, 28); answered by `InputMade`."""

    seed: int


@dataclass(frozen=True, slots=True)
class SaveTensor(Command):
    """Write a tensor of what is shown as .npy or .csv, as the ending says; answered by `FileWritten`."""

    parameter: str
    path: Path


class FileCommand:
    """A message to the plain thread that waits for disks; it needs no torch and runs from the first moment."""

    __slots__ = ()

    @property
    def slot(self) -> Hashable | None:
        """As of `Command`."""
        return None


@dataclass(frozen=True, slots=True)
class ReadDrawing(FileCommand):
    """Open the picture or the drawings at `path`; answered by `DrawingRead`.

    `quiet`: a missing file is no failure, as at the first start. `index`: the drawing that is wanted, from 0,
    of a file of several that the person need not hear of; None: the first, and how many there are.
    """

    path: Path
    quiet: bool = False
    index: int | None = None


@dataclass(frozen=True, slots=True)
class ReadLine(FileCommand):
    """Turn a line of a file of drawings into a drawing; answered by `DrawingRead`.

    `name` is what messages call it.
    """

    line: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadPicture(FileCommand):
    """Turn an encoded picture (from the clipboard, say) into ink; answered by `DrawingRead`.

    `name` is what messages call it.
    """

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class KeepDrawing(FileCommand):
    """Write the drawing on the canvas to `path`, quietly, so that it is there again at the next start."""

    path: Path
    drawing: Drawing

    @property
    def slot(self) -> Hashable:
        """Only the newest state is kept."""
        return ("keep", self.path)


@dataclass(frozen=True, slots=True)
class WriteDrawing(FileCommand):
    """Save one drawing as a line of strokes; answered by `FileWritten`."""

    path: Path
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class WriteFile(FileCommand):
    """Save `content` whole or not at all; answered by `FileWritten`."""

    path: Path
    content: bytes
