"""What the window asks about two models beside each other. Light: imports no torch."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from engine.tensors.region import Region
from engine.thread.commands import Command, Wish

__all__ = [
    "Aspect", "CompareWith", "Region", "Rival", "StopComparing", "WatchComparison", "WatchDifference", "WatchFields",
    "WatchRival",
]  # fmt: skip


class Rival(Enum):
    """What the open model is compared with."""

    FILE = auto()  # the weights at `path`
    INITIAL = auto()  # its own first weights: step 0 of its run, else as its architecture's seed draws them
    STEP = auto()  # the kept step next to `step` of the run in the window
    PRESENT = auto()  # itself as it is now, before it is edited, trained, or another is opened


@dataclass(frozen=True, slots=True)
class CompareWith(Command):
    """Compare the open model with another, now and after each change, until `StopComparing`.

    Answered by `ComparisonChanged`.
    """

    rival: Rival
    path: Path | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class StopComparing(Command):
    """Let go of the other model; answered by `ComparisonChanged` without a rival."""


class Aspect(Enum):
    """What is seen of two tensors that belong together."""

    DIFFERENCE = auto()  # here − there
    THERE = auto()  # the other model's


@dataclass(frozen=True, slots=True)
class WatchComparison(Wish):
    """Keep `subscription` supplied with how far all tensors are apart, `TensorsCompared`, a few times a second."""


@dataclass(frozen=True, slots=True)
class WatchDifference(Wish):
    """Keep `subscription` supplied with what the other model makes of `parameter`, at once and after each change.

    The other fields are as of `Watch`; answered by `LevelsRead`.
    """

    parameter: str
    region: Region | None = None
    rows: int = 0
    columns: int = 0
    aspect: Aspect = Aspect.DIFFERENCE


@dataclass(frozen=True, slots=True)
class WatchFields(Wish):
    """Keep `subscription` supplied with the units of `parameter` as both models have them, the largest change first.

    Up to `count` of them, from place `first` on, each an `image` (height, width) as of `Watch`; answered by
    `FieldsCompared`.
    """

    parameter: str
    first: int
    count: int
    image: tuple[int, int]


@dataclass(frozen=True, slots=True)
class WatchRival(Wish):
    """Keep `subscription` supplied with what the other model reads of each drawing: `RivalRead`."""
