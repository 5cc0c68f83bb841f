"""What the window asks of the laboratory of autograd: frozen messages, in the imperative. Light: imports no torch."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from engine.autograd.expressions import (
    EXPRESSIONS,
    Expression,
    Leaf,
    Scratch,
    Tracking,
    forward_code,
    setup_code,
)
from engine.thread.commands import Command

__all__ = [
    "EXPRESSIONS", "ExploreGraph", "Expression", "InspectNode", "LabCommand", "Leaf", "LeaveGraph", "LessonGraph",
    "MeasureTracking", "NetworkOnDrawing", "RunBackward", "RunForward", "Scratch", "Subject", "Tracking", "ZeroGrad",
    "forward_code", "setup_code",
]  # fmt: skip


class LabCommand(Command):
    """A message to the laboratory."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class NetworkOnDrawing:
    """The network in use on the drawing: the cross-entropy against `label`, or (None) the predicted class's logit."""

    label: int | None = None


@dataclass(frozen=True, slots=True)
class LessonGraph:
    """What the step `step` of the lesson `lesson` computed."""

    lesson: str
    step: int


Subject = NetworkOnDrawing | Scratch | LessonGraph


@dataclass(frozen=True, slots=True)
class ExploreGraph(LabCommand):
    """Make the leaves of `subject` anew and compute it; answered by `GraphTraced`.

    The network's graph follows the drawing from then on, as long as nobody has walked back along it. A lesson's is
    shown again if it is still there.
    """

    subject: Subject
    tracking: Tracking = field(default_factory=Tracking)


@dataclass(frozen=True, slots=True)
class RunForward(LabCommand):
    """Compute the subject again from the same leaves, whose `.grad` stay; answered by `GraphTraced`."""


@dataclass(frozen=True, slots=True)
class RunBackward(LabCommand):
    """Call `backward()` on the root; answered by `BackwardWalked` or `BackwardRefused`, and by `GraphTraced`.

    Without `accumulate` the gradients take the place of those that were there.
    """

    retain_graph: bool = False
    accumulate: bool = True


@dataclass(frozen=True, slots=True)
class ZeroGrad(LabCommand):
    """Set `.grad` of all leaves to None; answered by `GradientsZeroed`."""


@dataclass(frozen=True, slots=True)
class InspectNode(LabCommand):
    """Show `node` as it was after `step` steps of the walk back (None: now), until `node` is None.

    Answered by `NodeRead`. It is answered again whenever the graph is traced anew.
    """

    node: int | None
    step: int | None = None

    @property
    def slot(self) -> Hashable:
        """One node is looked at."""
        return "graph node"


@dataclass(frozen=True, slots=True)
class MeasureTracking(LabCommand):
    """Measure the forward pass with and without tracking; answered by `TrackingMeasured`."""


@dataclass(frozen=True, slots=True)
class LeaveGraph(LabCommand):
    """Nobody looks any more: let go of the graph and its tensors."""
