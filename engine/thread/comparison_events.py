"""What the engine tells of two models beside each other. Light: imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass

from engine.thread.events import Event, FloatArray

__all__ = ["ComparisonChanged", "Difference", "RivalRead", "TensorsCompared"]


@dataclass(frozen=True, slots=True)
class ComparisonChanged(Event):
    """Another pair of models is compared; an empty `title`: none is.

    `pairs`: the names of matched tensors, here and there. `reshaped`: matched names whose shapes differ.
    `obstacle`: why the other model cannot read drawings, "": it can.
    """

    network: int
    title: str
    pairs: tuple[tuple[str, str], ...]
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    reshaped: tuple[tuple[str, str], ...]
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two tensors are apart.

    `changed` of `count` numbers differ, the `largest` by so much. `norm`: of the difference; `relative`: that over the
    norm of the tensor there (Inf where that is 0). `cosine` of the angle between them; NaN where one is 0. `odd`
    numbers are NaN or Inf on a side and left out of all else.
    """

    parameter: str
    partner: str
    shape: tuple[int, ...]
    count: int
    changed: int
    largest: float
    norm: float
    relative: float
    cosine: float
    odd: int


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
