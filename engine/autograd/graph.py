"""The graph of what was computed: tensors and operations, and what went into what. Imports no torch."""

from dataclasses import dataclass
from enum import Enum, auto


class NodeKind(Enum):
    """What a node stands for."""

    OPERATION = auto()  # an operation that was recorded: its result has a grad_fn
    LEAF = auto()  # a tensor that asks for a gradient; AccumulateGrad adds it to `.grad`
    CONSTANT = auto()  # a tensor that asks for none, and has no node of its own in PyTorch's graph
    UNTRACKED = auto()  # an operation that was not recorded: under no_grad, by detach, or on constants alone


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node, and the tensor that left it.

    `function`: the name of the `grad_fn` ("AddBackward0"; of a leaf "AccumulateGrad"), of an untracked operation
    torch's own name ("matmul"), of a constant "". `name`: the variable's ("z"), or "". `reached`: whether a walk
    backwards from the root comes by. `saved`: what the operation keeps for its gradient, by name. `freed`: whether it
    kept something that a walk without `retain_graph` has thrown away.
    """

    kind: NodeKind
    function: str
    name: str
    shape: tuple[int, ...]
    requires_grad: bool
    reached: bool
    saved: tuple[str, ...] = ()
    freed: bool = False

    @property
    def is_leaf(self) -> bool:
        """PyTorch's `is_leaf`: no recorded operation made this tensor."""
        return self.kind is not NodeKind.OPERATION


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """The tensor that left node `start` entered node `end`, as its input number `slot` (of PyTorch's counting).

    `tracked`: a gradient comes back along it; then `slot` is an index of `next_functions`.
    """

    start: int
    end: int
    slot: int
    shape: tuple[int, ...]
    tracked: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in an order in which each comes after those that it depends on. `root`: what is differentiated."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    root: int
