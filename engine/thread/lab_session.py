"""The laboratory of autograd as the engine's thread runs it: one experiment, and who looks at it. Imports torch."""

from collections.abc import Callable, Generator, Iterator
from copy import deepcopy

from torch import Tensor

from engine.autograd.backward import BackwardRefusedError, BackwardStep
from engine.autograd.cost import TrackingCost
from engine.autograd.lab import Experiment, Lab, network_experiment, scratch_experiment
from engine.autograd.tracing import saved_tensors
from engine.network.mlp import NeuralNetwork
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
    FEW_NUMBERS,
    BackwardRefused,
    BackwardWalked,
    EdgeGradient,
    GradientSeen,
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
from engine.thread.tensor_sight import MOST_SHOWN, seen

# What is drawn changes the graph's numbers, not its shape: they follow in lulls of the pen.
_FOLLOW_EVERY_S = 0.1
_FOLLOW_AFTER_S = 0.03
_MOST_PICTURED = 28  # of one that is a picture on its node
_MOST_LEAVES = 8  # whose gradients are shown beside any node


class LabSession:
    """Carries out what is asked of the laboratory.

    `look`: the network in use, and the present input (1, 28, 28), or of its shape, on any device. All work but
    measuring is done at once: a network of the course's size takes 2 ms forwards, and 60 ms backwards with the numbers
    of the chain rule.
    """

    def __init__(
        self, publish: Callable[[Event], None], look: Callable[[], tuple[NeuralNetwork, Tensor]]
    ) -> None:
        self._publish, self._look = publish, look
        self._asked: ExploreGraph | None = None
        self._lab: Lab | None = None
        self._inspected: InspectNode | None = None
        self._number = 0
        self._measuring: Generator[None, None, TrackingCost] | None = None
        self._pace = Pace(_FOLLOW_EVERY_S, _FOLLOW_AFTER_S)

    @property
    def rest_s(self) -> float | None:
        """How long until `follow` has something to do; None: nothing is waited for."""
        return self._pace.rest_s if self._measuring is None else 0.0

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
                self._measuring = None if self._lab is None else self._lab.cost()
            case LeaveGraph():
                self._leave()
            case _:
                raise TypeError(f"no command of the laboratory: {command!r}")

    def renew(self) -> None:
        """Ink, network or weights are other ones: the graph of the network on the drawing follows before long."""
        if self._follows:
            self._pace.ask()

    def follow(self) -> None:
        """Trace the network's graph anew, if that is due; measure for a slice, if that was asked for."""
        if self._pace.take() and self._follows and self._asked is not None:
            self._explore(self._asked)
        if self._measuring is not None:
            self._measure(self._measuring)

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
        self._inspected = self._measuring = None
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
        classes = network.architecture.sizes[-1]
        label = None if subject.label is None or subject.label >= classes else subject.label
        return network_experiment(own, image.detach().cpu(), label, tracking)

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
            self._tell(walked=True)
            self._publish(BackwardRefused(self._number, refused.refusal, str(refused)))
            return
        self._publish(BackwardWalked(self._number, _steps(self._lab)))
        self._tell(walked=True)

    def _zero_grad(self) -> None:
        if self._lab is not None:
            self._lab.zero_grad()
            self._publish(GradientsZeroed(self._number))
            self._read_node()

    def _measure(self, measuring: Generator[None, None, TrackingCost]) -> None:
        try:
            next(measuring)
        except StopIteration as end:
            cost: TrackingCost = end.value
            self._measuring = None
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
    ways = {
        (edge.end, edge.slot): number for number, edge in enumerate(lab.trace.graph.edges) if edge.tracked
    }
    sums: dict[int, Tensor] = {}  # by node, what has come to it so far
    return tuple(
        WalkStep(step.node, _in_short(step.arriving), tuple(_edge_gradients(lab, step, ways, sums)))
        for step in lab.steps
    )


def _edge_gradients(
    lab: Lab, step: BackwardStep, ways: dict[tuple[int, int], int], sums: dict[int, Tensor]
) -> Iterator[EdgeGradient]:
    for slot, gradient in enumerate(step.leaving):
        way = ways.get((step.node, slot))
        if gradient is not None and way is not None:
            node = lab.trace.graph.edges[way].start
            sums[node] = gradient if node not in sums else sums[node] + gradient
            yield EdgeGradient(way, _in_short(sums[node]))


def _in_short(gradient: Tensor) -> GradientSeen:
    numbers = gradient.reshape(-1).tolist() if gradient.numel() <= FEW_NUMBERS else ()
    return GradientSeen(gradient.norm().item(), tuple(numbers))


def _node_read(lab: Lab, number: int, node: int, step: int | None) -> NodeRead:
    passed = lab.step_at(node, step)
    return NodeRead(
        graph_number=number,
        node=node,
        step=step,
        value=_seen_if_there(lab.trace.values[node]),
        arrivals=tuple((start, seen(gradient)) for start, gradient in lab.arrivals_at(node, step)),
        gradient=None if passed is None else seen(passed.arriving),
        grad_before=_seen_if_there(lab.grad_before(node)),
        grad=_seen_if_there(lab.grad_at(node, step)),
        leaves=_leaves(lab, step),
        saved=_saved(lab, node),
        rules=() if passed is None else passed.rules,
    )


def _leaves(lab: Lab, step: int | None) -> tuple[tuple[int, TensorSeen | None], ...]:
    """`.grad` of the leaves that the walk comes to, as it is after so many steps."""
    reached = [node for node in lab.leaves() if lab.step_at(node, None) is not None]
    if len(reached) > _MOST_LEAVES:
        return ()
    return tuple((node, _seen_if_there(lab.grad_at(node, step), _MOST_PICTURED)) for node in reached)


def _seen_if_there(tensor: Tensor | None, most: int = MOST_SHOWN) -> TensorSeen | None:
    return None if tensor is None else seen(tensor, most, most)


def _saved(lab: Lab, node: int) -> tuple[tuple[str, TensorSeen], ...]:
    function, described = lab.trace.functions[node], lab.trace.graph.nodes[node]
    if function is None or described.freed or not described.saved:
        return ()
    return tuple((name, seen(tensor)) for name, tensor in saved_tensors(function).items())


def _pictures(lab: Lab) -> tuple[TensorSeen | None, ...]:
    return tuple(map(_picture, lab.trace.graph.nodes, lab.trace.values))


def _picture(node: GraphNode, value: Tensor | None) -> TensorSeen | None:
    is_pictured = node.kind in (NodeKind.LEAF, NodeKind.CONSTANT) or node.shape == ()
    if value is None or not is_pictured:
        return None
    return seen(value, _MOST_PICTURED, _MOST_PICTURED)
