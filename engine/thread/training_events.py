"""What training tells the window: frozen messages, named in the past tense. Light: imports no torch.

Arrays as in `engine.thread.events`: copies, C-contiguous, read-only.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.family import DIGITS
from engine.thread.events import Event
from engine.thread.training_commands import Plan

__all__ = [
    "FetchEnded", "FetchProgressed",
    "FreezeChanged", "HistoryChanged", "LabelledCounted", "LayerFigures", "LayersMeasured", "SamplesRead", "StepShown",
    "StepsFinished", "TrainingChanged", "TrainingState", "Validated",
]  # fmt: skip


class TrainingState(Enum):
    """What the run is doing."""

    PREPARING = auto()  # reading and rendering the data
    RUNNING = auto()
    PAUSED = auto()
    FINISHED = auto()  # all epochs done, or stopped by the person
    DIVERGED = auto()  # NaN or Inf: paused at the last good weights
    OPENED = auto()  # shown from its folder, where it was left: it can be gone on with
    FOLLOWED = auto()  # another program trains it: shown from its folder as it grows
    ABSENT = auto()  # there is no run: it was given up before its first step, or let go


@dataclass(frozen=True, slots=True)
class TrainingChanged(Event):
    """The run began, changed its state or its recipe, or ended.

    `step` of `steps` and `epoch` of `epochs` are done. `images`, `validation_images`: how many there are.
    `layer`: the first layer with NaN or Inf where it diverged, else "". `folder`: where the run is kept.
    `counts`: how many of `images` each source gave.
    """

    state: TrainingState
    plan: Plan
    step: int
    steps: int
    epoch: int
    epochs: int
    images: int
    validation_images: int
    layer: str = ""
    folder: Path | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def identity(self) -> Path | str:
        """What tells the run from others, also when it is called something else."""
        return self.folder or self.plan.name


@dataclass(frozen=True, slots=True)
class StepsFinished(Event):
    """Some steps were taken; none is ever left out, so curves have no gaps.

    Arrays (n,), a value a step: `steps` int64, `losses` (of the batch, in nats), `accuracies` (of the batch, 0..1),
    `rates` (learning rate), all float32 but the first. `total`: steps of the whole run. `images_per_second`: lately.
    `seconds_left`: of the run, at this speed.
    """

    steps: NDArray[np.int64]
    losses: NDArray[np.float32]
    accuracies: NDArray[np.float32]
    rates: NDArray[np.float32]
    total: int
    epoch: int
    images_per_second: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Validated(Event):
    """The validation images were read: `confusion[label, predicted]` int64 (10, 10), `by_class` accuracies (10,).

    A class without an image has NaN.
    """

    step: int
    loss: float
    accuracy: float
    confusion: NDArray[np.int64]
    by_class: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LayerFigures:
    """How one parameter learns.

    `gradient_norm`: Euclidean, of the batch's mean loss. `update_ratio`: the norm of the last step's change against
    the norm of the weights. `dead`: units of the layer that no image of the batch lit (weights of hidden layers),
    else None. `frozen_change`: the largest change since it was frozen, None if it is not.
    """

    parameter: str
    gradient_norm: float
    update_ratio: float
    dead: int | None
    frozen_change: float | None


@dataclass(frozen=True, slots=True)
class LayersMeasured(Event):
    """The figures of every parameter at one step, some times a second."""

    step: int
    layers: tuple[LayerFigures, ...]

    @property
    def slot(self) -> Hashable:
        """Only the newest is shown."""
        return "layers"


@dataclass(frozen=True, slots=True)
class FreezeChanged(Event):
    """Which parameters are frozen now."""

    frozen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryChanged(Event):
    """The steps whose weights are kept, rising, and how many bytes they take of how many (0: nothing is thinned)."""

    steps: NDArray[np.int64]
    size: int
    budget: int

    @property
    def slot(self) -> Hashable:
        """Only the newest is shown."""
        return "history"


@dataclass(frozen=True, slots=True)
class StepShown(Event):
    """The network is shown as it was after `step`; None: as it is now."""

    step: int | None


@dataclass(frozen=True, slots=True)
class SamplesRead(Event):
    """Images of a data set.

    `images` uint8 (n, 28, 28), `labels` and `predicted` int64 (n,), `confidences` float32 (n,) of the predictions,
    `numbers` int64 (n,): their places in the set of `total` (for one cell or the mistakes: of so many there).
    `classes`: what each class is called.
    """

    subscription: str
    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    predicted: NDArray[np.int64]
    confidences: NDArray[np.float32]
    numbers: NDArray[np.int64]
    total: int
    classes: tuple[str, ...] = DIGITS

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


@dataclass(frozen=True, slots=True)
class LabelledCounted(Event):
    """The person's own set was counted, or has changed: how many drawings of each class, 0 to 9, it holds."""

    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FetchProgressed(Event):
    """Of the data set `name`, `done` bytes of about `size` have arrived."""

    name: str
    done: int
    size: int

    @property
    def slot(self) -> Hashable:
        """Only the newest is shown."""
        return ("fetch", self.name)


@dataclass(frozen=True, slots=True)
class FetchEnded(Event):
    """The data set `name` is `fetched` and lies below `folder`; or fetching it was given up, or failed."""

    name: str
    folder: Path
    fetched: bool
