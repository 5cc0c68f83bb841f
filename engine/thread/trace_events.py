"""What the engine tells of a reading's way through the network: frozen messages. Imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.thread.events import Event, FloatArray

__all__ = ["Contributions", "PassRecorded", "PassStep", "UnitSum", "UnitTraced"]


@dataclass(frozen=True, slots=True)
class Contributions:
    """The strongest products of a Linear: `values` (n,) = weight × input, the largest magnitude first.

    `sources` and `targets` (n,), int32: the input and the output that each one connects. Zeros are left out.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    values: FloatArray


@dataclass(frozen=True, slots=True)
class UnitSum:
    """z = w·x + b of one unit, in numbers: `weighted` + `bias` = `z`.

    `value`: what the stage puts out. `function`: what follows the sum, in its order, as "ReLU" or "BatchNorm1d · ReLU",
    or "softmax": `value` is a probability.
    """

    weighted: float
    bias: float
    z: float
    value: float
    function: str


@dataclass(frozen=True, slots=True)
class UnitTraced(Event):
    """What the drawing does to one unit.

    `layers` holds one `Contributions` for each Linear: up to `stage` the way back from the unit to the input, of the
    next one what the unit adds there, and none behind. `field` has the input's shape: dz / d input, for the first layer
    the unit's weights; `limit`: its 99.5 % quantile. `sum` is None, and `layers` are empty, for blank ink.
    """

    subscription: str
    request: int
    canvas: int
    network: int
    stage: int
    unit: int
    layers: tuple[Contributions, ...]
    sum: UnitSum | None
    field: FloatArray
    limit: float

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription


@dataclass(frozen=True, slots=True)
class PassStep:
    """What a minibatch is after one module, whose name in `named_modules()` is `module` ("": none, as the input).

    `kind`: its class. `shape`: as torch has it. `rows` (n, columns): a row for each drawing, pooled by the largest
    magnitude where the screen is smaller. `signed`: whether there can be negative numbers.
    """

    module: str
    kind: str
    shape: tuple[int, ...]
    rows: FloatArray
    signed: bool


@dataclass(frozen=True, slots=True)
class PassRecorded(Event):
    """A forward pass of a minibatch, step by step: the input first, the probabilities last.

    `drawn`: whether the first row is the drawing; it is not where the canvas is blank. No steps: there is nothing.
    """

    subscription: str
    request: int
    canvas: int
    network: int
    drawn: bool
    steps: tuple[PassStep, ...]

    @property
    def slot(self) -> Hashable:
        """One of each subscription."""
        return self.subscription
