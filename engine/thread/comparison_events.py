"""What the engine tells of two models beside each other. Light: imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass

from engine.network.architecture import Architecture
from engine.thread.commands import WeightsSource
from engine.thread.comparison_commands import Rival
from engine.thread.events import Event, FloatArray

__all__ = [
    "ComparisonChanged", "Difference", "FieldsCompared", "Rival", "RivalRead", "TensorsCompared", "WeightsSource",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparisonChanged(Event):
    """Another pair of models is compared; without a `rival`, none is.

    `source`, `title`, `step` and `architecture`: of the other model, as of `NetworkChanged`.
    `pairs`: the names of matched tensors, here and there. `reshaped`: matched names whose shapes differ, `shapes`:
    those that they have there. `obstacle`: why the other model cannot read drawings, "": it can.
    """

    network: int
    rival: Rival | None = None
    source: WeightsSource = WeightsSource.FILE
    title: str = ""
    step: int | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()
    reshaped: tuple[tuple[str, str], ...] = ()
    shapes: tuple[tuple[int, ...], ...] = ()
    obstacle: str = ""
    architecture: Architecture | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two tensors are apart.

    `changed` of `count` numbers differ, the `largest` by so much. `norm`: of the difference; `relative`: that over the
    norm of the tensor there (Inf where that is 0). `cosine` of the angle between them; NaN where one is 0. `odd`
    numbers are NaN or Inf on a side and left out of all but `changed`. `obstacle`: why a tensor cannot be compared,
    which then has no figures.
    """

    parameter: str
    partner: str
    shape: tuple[int, ...]
    count: int
    changed: int = 0
    largest: float = 0.0
    norm: float = 0.0
    relative: float = 0.0
    cosine: float = 1.0
    odd: int = 0
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class FieldsCompared(Event):
    """Units of a weight in both models: `fields` (n, 3, height, width) of the units `rows`: there, here, here − there.

    `limit`: one colour scale for all three, the largest of their 99.5 % quantiles. `total`: how many units there are.
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
class TensorsCompared(Event):
    """All differences that were found so far, the largest relative change first; `remaining` pairs are to come."""

    network: int
    differences: tuple[Difference, ...]
    remaining: int

    @property
    def slot(self) -> Hashable:
        """The newest has all of the older ones."""
        return "compared"


@dataclass(frozen=True, slots=True)
class RivalRead(Event):
    """What the other model read of the drawing; the fields are as of `Classified`, empty for blank ink."""

    request: int
    canvas: int
    network: int
    predicted: int | None
    logits: FloatArray
    probabilities: FloatArray

    @property
    def slot(self) -> Hashable:
        """Only the newest reading is shown."""
        return "rival read"
