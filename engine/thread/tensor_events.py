"""What the engine tells of the tensors of a network: frozen messages, named in the past tense. Light: imports no torch.

Arrays as in `engine.thread.events`: copies, C-contiguous, read-only.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from engine.tensors.region import Region
from engine.thread.events import Event, FloatArray

__all__ = [
    "FieldsRead", "Figures", "FiguresRead", "Flaw", "LevelsRead", "LimitRead", "Moments", "Obstacle", "Region",
    "SpectrumRead", "Survey", "TensorsSurveyed", "ValuesRead",
]  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class SpectrumOutdated(Event):
    """The singular values that were told last are of numbers that are others by now; told once."""

    subscription: str
    network: int
    parameter: str


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
