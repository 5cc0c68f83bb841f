"""The laboratory of autograd as the engine's thread runs it: one experiment, and who looks at it. Imports torch."""

from collections.abc import Callable
from copy import deepcopy

from torch import Tensor

from engine.autograd.backward import BackwardRefusedError, BackwardStep
from engine.autograd.lab import Experiment, Lab, network_experiment, scratch_experiment
from engine.autograd.tracing import saved_tensors
from engine.network.mlp import NeuralNetwork
from engine.tensors.levels import levels, robust_limit
from engine.thread.events import Event
from engine.thread.lab_commands import (
    ExploreGraph,
    InspectNode,
    LabCommand,
    LeaveGraph,
    LessonGraph,
    MeasureTracking,
    NetworkOnDrawing,
    RunBackward,
    RunForward,
    Scratch,
    Tracking,
    ZeroGrad,
)
from engine.thread.lab_events import (
    BackwardRefused,
    BackwardWalked,
    EdgeGradient,
    GradientsZeroed,
    GraphNode,
    GraphTraced,
    NodeKind,
    NodeRead,
    TensorSeen,
    TrackingMeasured,
    WalkStep,
)
from engine.thread.pace import Pace

# What is drawn changes the graph's numbers, not its shape: they follow in lulls of the pen.
_FOLLOW_EVERY_S = 0.1
_FOLLOW_AFTER_S = 0.03
_MOST_SHOWN = 64  # rows and columns of a tensor
_MOST_PICTURED = 28  # of one that is a picture on its node
_MOST_NUMBERS = 3  # of a gradient, on its edge


class LabSession:
    """Carries out what is asked of the laboratory.

    `look`: the network in use, and the present input (1, 28, 28) on any device. All work is done at once: a network of
    the course's size takes 2 ms forwards and 60 ms backwards, with all the numbers of the chain rule.
    """

    def __init__(
        self, publish: Callable[[Event], None], look: Callable[[], tuple[NeuralNetwork, Tensor]]
    ) -> None:
        self._publish, self._look = publish, look
        self._asked: ExploreGraph | None = None
        self._lab: Lab | None = None
        self._inspected: InspectNode | None = None
        self._number = 0
        self._pace = Pace(_FOLLOW_EVERY_S, _FOLLOW_AFTER_S)

    @property
    def rest_s(self) -> float | None:
        """How long until `follow` has something to do; None: nothing is waited for."""
        return self._pace.rest_s

    def obey(self, command: LabCommand) -> None:
        """Carry out a command; NetglassError where it makes no sense, and then all is as before."""
        match command:
            case ExploreGraph():
                self._explore(command)
            case RunForward():
                self._forward()
            case RunBackward(retain_graph, accumulate):
                self._backward(retain_graph, accumulate)
            case ZeroGrad():
                self._zero_grad()
            case InspectNode():
                self._inspected = command if command.node is not None else None
                self._read_node()
            case MeasureTracking():
                self._measure()
            case LeaveGraph():
                self._leave()
            case _:
                raise TypeError(f"no command of the laboratory: {command!r}")

    def renew(self) -> None:
        """Ink, network or weights are other ones: the graph of the network on the drawing follows before long."""
        if self._follows:
            self._pace.ask()

    def follow(self) -> None:
        """Trace the network's graph anew, if that is due."""
        if self._pace.take() and self._follows and self._asked is not None:
            self._explore(self._asked)

    def show_lab(self, lab: Lab, subject: LessonGraph) -> None:
        """A lesson computed something whose graph is shown from now on."""
        self._lab, self._asked = lab, ExploreGraph(subject)
        self._tell()

    @property
    def _follows(self) -> bool:
        """Whether the graph is the network's, and nobody has walked back along it."""
        is_network = self._asked is not None and isinstance(self._asked.subject, NetworkOnDrawing)
        return is_network and (self._lab is None or not self._lab.steps)

    def _leave(self) -> None:
        """Let go of what can be computed again; a lesson's graph stays until another takes its place."""
        self._inspected = None
        if self._asked is not None and not isinstance(self._asked.subject, LessonGraph):
            self._asked = self._lab = None

    def _explore(self, command: ExploreGraph) -> None:
        subject = command.subject
        if isinstance(subject, LessonGraph):
            if self._asked is not None and self._asked.subject == subject:
                self._tell()
            return
        self._lab = Lab(self._experiment(subject, command.tracking))
        self._asked = command
        self._tell()

    def _experiment(self, subject: NetworkOnDrawing | Scratch, tracking: Tracking) -> Experiment:
        if isinstance(subject, Scratch):
            return scratch_experiment(subject, tracking)
        network, image = self._look()
        own = deepcopy(network).cpu()  # its gradients are nobody else's
        own.zero_grad()
        return network_experiment(own, image.detach().cpu(), subject.label, tracking)

    def _forward(self) -> None:
        if self._lab is not None:
            self._lab.forward()
            self._tell()

    def _backward(self, retain_graph: bool, accumulate: bool) -> None:
        if self._lab is None:
            return
        try:
            self._lab.backward(retain_graph, accumulate)
        except BackwardRefusedError as refused:
            self._publish(BackwardRefused(self._number, refused.refusal, str(refused)))
            return
        self._publish(BackwardWalked(self._number, _steps(self._lab)))
        self._tell(walked=True)

    def _zero_grad(self) -> None:
        if self._lab is not None:
            self._lab.zero_grad()
            self._publish(GradientsZeroed(self._number))
            self._read_node()

    def _measure(self) -> None:
        if self._lab is not None:
            cost = self._lab.cost()
            self._publish(TrackingMeasured(cost.tracked_s, cost.untracked_s, cost.kept_bytes))

    def _tell(self, walked: bool = False) -> None:
        """Publish the graph as it is now, under a new number unless a walk only changed what it keeps."""
        if self._lab is None or self._asked is None:
            return
        self._number += 0 if walked else 1
        self._publish(
            GraphTraced(
                graph_number=self._number,
                subject=self._asked.subject,
                tracking=self._asked.tracking,
                setup=self._lab.experiment.setup,
                forward=self._lab.experiment.forward,
                graph=self._lab.trace.graph,
                pictures=_pictures(self._lab),
                walked=walked,
            )
        )
        self._read_node()

    def _read_node(self) -> None:
        if self._lab is None or self._inspected is None or self._inspected.node is None:
            return
        if self._inspected.node < len(self._lab.trace.graph.nodes):
            self._publish(_node_read(self._lab, self._number, self._inspected.node, self._inspected.step))


def _steps(lab: Lab) -> tuple[WalkStep, ...]:
    edges = {
        (edge.end, edge.slot): number for number, edge in enumerate(lab.trace.graph.edges) if edge.tracked
    }
    return tuple(WalkStep(step.node, _edge_gradients(step, edges)) for step in lab.steps)


def _edge_gradients(step: BackwardStep, edges: dict[tuple[int, int], int]) -> tuple[EdgeGradient, ...]:
    return tuple(
        EdgeGradient(edges[step.node, slot], gradient.norm().item(), _few_numbers(gradient))
        for slot, gradient in enumerate(step.leaving)
        if gradient is not None and (step.node, slot) in edges
    )


def _few_numbers(gradient: Tensor) -> tuple[float, ...]:
    return tuple(gradient.reshape(-1).tolist()) if gradient.numel() <= _MOST_NUMBERS else ()


def _node_read(lab: Lab, number: int, node: int, step: int | None) -> NodeRead:
    passed = lab.step_at(node, step)
    return NodeRead(
        graph_number=number,
        node=node,
        step=step,
        value=_seen(lab.trace.values[node]),
        gradient=None if passed is None else _seen(passed.arriving),
        grad=_seen(lab.grad_at(node, step)),
        saved=_saved(lab, node),
        rules=() if passed is None else passed.rules,
    )


def _saved(lab: Lab, node: int) -> tuple[tuple[str, TensorSeen], ...]:
    function, described = lab.trace.functions[node], lab.trace.graph.nodes[node]
    if function is None or described.freed or not described.saved:
        return ()
    found = ((name, _seen(tensor)) for name, tensor in saved_tensors(function).items())
    return tuple((name, seen) for name, seen in found if seen is not None)


def _pictures(lab: Lab) -> tuple[TensorSeen | None, ...]:
    return tuple(map(_picture, lab.trace.graph.nodes, lab.trace.values))


def _picture(node: GraphNode, value: Tensor | None) -> TensorSeen | None:
    is_pictured = node.kind in (NodeKind.LEAF, NodeKind.CONSTANT) or node.shape == ()
    if value is None or not is_pictured:
        return None
    square = value[0] if value.dim() == 3 and len(value) == 1 else value  # an image (1, 28, 28)
    return _seen(square, _MOST_PICTURED)


def _seen(tensor: Tensor | None, most: int = _MOST_SHOWN) -> TensorSeen | None:
    if tensor is None:
        return None
    shown = levels(tensor, None, most, most)
    return TensorSeen(
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype).removeprefix("torch."),
        levels=shown,
        limit=robust_limit(shown),
        norm=tensor.detach().float().norm().item(),
    )
