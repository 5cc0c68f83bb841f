"""What the laboratory of autograd tells the window: frozen messages, in the past tense. Light: imports no torch.

Arrays as in `events`. `graph` numbers the tracing (rising): node and edge numbers belong to one.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from engine.autograd.graph import Graph, GraphEdge, GraphNode, NodeKind
from engine.autograd.refusal import Refusal
from engine.autograd.rules import ChainRule, Term
from engine.thread.events import Event, FloatArray
from engine.thread.lab_commands import Subject, Tracking

__all__ = [
    "FEW_NUMBERS", "BackwardRefused", "BackwardWalked", "ChainRule", "EdgeGradient", "GradientSeen", "GradientsZeroed",
    "Graph", "GraphEdge", "GraphNode", "GraphTraced", "NodeKind", "NodeRead", "Refusal", "TensorSeen", "Term",
    "TrackingMeasured", "WalkStep",
]  # fmt: skip


FEW_NUMBERS = 3  # of a gradient, that are told one by one


@dataclass(frozen=True, slots=True)
class TensorSeen:
    """A tensor as far as it is shown: a vector as one row, images beside each other; pooled by magnitude in its room.

    The room is 64 × 64, on a node of the graph 28 × 28. `limit`: the 99.5 % quantile of the magnitudes.
    """

    shape: tuple[int, ...]
    dtype: str
    levels: FloatArray
    limit: float
    norm: float


@dataclass(frozen=True, slots=True)
class GraphTraced(Event):
    """The graph of the last forward pass. `setup`, `forward`: the code that ran, setup only once.

    `pictures`: by node, what leaves and constants hold, and every single number; None for the others.
    `walked`: whether its walk back, if there was one, is that of the last `BackwardWalked` (its nodes are the same).
    """

    graph_number: int
    subject: Subject
    tracking: Tracking
    setup: str
    forward: str
    graph: Graph
    pictures: tuple[TensorSeen | None, ...]
    walked: bool


@dataclass(frozen=True, slots=True)
class GradientSeen:
    """A gradient in short: its norm, and its numbers if there are no more than FEW_NUMBERS."""

    norm: float
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EdgeGradient:
    """Something came back along an edge. `so_far`: all that has come to the node where the edge begins, added up."""

    edge: int
    so_far: GradientSeen


@dataclass(frozen=True, slots=True)
class WalkStep:
    """A node that the walk came by: what arrived there in all, and what left it towards its inputs."""

    node: int
    arriving: GradientSeen
    gradients: tuple[EdgeGradient, ...]


@dataclass(frozen=True, slots=True)
class BackwardWalked(Event):
    """`backward()` went through; `steps` in PyTorch's own order, the leaves' AccumulateGrad among them."""

    graph_number: int
    steps: tuple[WalkStep, ...]


@dataclass(frozen=True, slots=True)
class BackwardRefused(Event):
    """`backward()` raised; `message` is PyTorch's own."""

    graph_number: int
    refusal: Refusal
    message: str


@dataclass(frozen=True, slots=True)
class GradientsZeroed(Event):
    """`.grad` of all leaves is None."""

    graph_number: int


@dataclass(frozen=True, slots=True)
class NodeRead(Event):
    """A node of the graph in full, after `step` steps of the walk back.

    `value`: the tensor that left it, None where autograd threw it away. `arrivals`: what came back so far, by the node
    that it came from; `gradient`: their sum ∂root/∂value, None before the walk came by. `grad`: of a leaf, `.grad`
    then, and `grad_before` the walk. `saved`: what the operation keeps, by name. `rules`: the chain rule for each
    input with its real numbers. `leaves`: `.grad` of all leaves that the walk comes to, None: there is nothing yet.
    """

    graph_number: int
    node: int
    step: int | None
    value: TensorSeen | None
    arrivals: tuple[tuple[int, TensorSeen], ...]
    gradient: TensorSeen | None
    grad_before: TensorSeen | None
    grad: TensorSeen | None
    leaves: tuple[tuple[int, TensorSeen | None], ...]
    saved: tuple[tuple[str, TensorSeen], ...]
    rules: tuple[ChainRule, ...]

    @property
    def slot(self) -> Hashable:
        """One node is looked at."""
        return "graph node"


@dataclass(frozen=True, slots=True)
class TrackingMeasured(Event):
    """One forward pass takes `tracked_s`, under no_grad `untracked_s`; `kept_bytes` are kept for the walk back."""

    tracked_s: float
    untracked_s: float
    kept_bytes: int
