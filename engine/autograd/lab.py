"""The experiment under way: a computation that can be run forwards and backwards again and again. Imports torch."""

from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.autograd.backward import BackwardRefusedError, BackwardStep, walk_backward
from engine.autograd.cost import TrackingCost, measure
from engine.autograd.expressions import (
    Scratch,
    Tracking,
    check,
    expression_named,
    forward_code,
    setup_code,
)
from engine.autograd.graph import NodeKind
from engine.autograd.snippet import Namespace, new_namespace, run_snippet, tensors_of
from engine.autograd.tracing import Trace, trace
from engine.network.mlp import NeuralNetwork


@dataclass(frozen=True, slots=True)
class Experiment:
    """Code to compute `root`: `setup`, once, makes what `forward` begins with.

    `namespace`: what the code finds, and where it leaves what it makes.
    """

    setup: str
    forward: str
    root: str
    namespace: Namespace


def scratch_experiment(scratch: Scratch, tracking: Tracking) -> Experiment:
    """The experiment that a person set; EXPRESSION_INVALID where it does not fit together."""
    check(scratch)
    root = expression_named(scratch.expression).root
    return Experiment(setup_code(scratch), forward_code(scratch, tracking), root, new_namespace())


def network_experiment(
    network: NeuralNetwork, image: Tensor, label: int | None, tracking: Tracking
) -> Experiment:
    """`network` on one `image` (1, 28, 28).

    The loss is the cross-entropy against `label`, or (None) the predicted class's logit.
    """
    logits = "logits = model(X).detach()" if tracking.detached else "logits = model(X)"
    setup = "" if label is None else f"y = torch.tensor([{label}])"
    last = "loss = logits.max()" if label is None else "loss = F.cross_entropy(logits, y)"
    lines = [logits, last]
    if tracking.no_grad:
        lines = ["with torch.no_grad():", *(f"    {line}" for line in lines)]
    return Experiment(setup, "\n".join(lines), "loss", new_namespace(model=network, X=image))


class Lab:
    """Runs an experiment, by its own `namespace`.

    `trace`: of the last forward pass, `printed`: what it wrote; `steps`: of the last walk back along it, if any.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.namespace = experiment.namespace
        run_snippet(experiment.setup, self.namespace)
        self.trace: Trace
        self.printed = ""
        self.steps: list[BackwardStep] = []
        self._grads_before: dict[int, Tensor | None] = {}  # of the leaves, before the walk
        self.forward()

    def forward(self) -> None:
        """Compute the root anew, from the same leaves, whose `.grad` stay."""
        outcome = run_snippet(self.experiment.forward, self.namespace)
        root = self.namespace[self.experiment.root]
        self.trace = trace(root, outcome.recording, tensors_of(self.namespace))
        self.printed = outcome.printed
        self.steps = []

    def backward(self, retain_graph: bool, accumulate: bool) -> None:
        """Walk back from the root. Without `accumulate`, what was in `.grad` is replaced.

        A root of many numbers is multiplied by a vector of ones: what comes out is the sum of its Jacobian's rows.
        Raises BackwardRefusedError; gradients and steps are then as before.
        """
        root = self.trace.root
        gradient = torch.ones_like(root) if root.dim() else None
        before = {node: _copy(leaf.grad) for node, leaf in self.leaves().items()}
        if not accumulate:
            self._set_grads({})
        try:
            self.steps = walk_backward(self.trace, gradient, retain_graph)
        except BackwardRefusedError:
            self._set_grads(before)
            raise
        finally:
            self.trace = self.trace.as_it_is()
        self._grads_before = before if accumulate else {}

    def zero_grad(self) -> None:
        """Forget the gradients of all leaves, as `optimizer.zero_grad()` does: `.grad` is None, the walk is over."""
        self._set_grads({})
        self.steps = []

    def leaves(self) -> dict[int, Tensor]:
        """The tensors that gradients add up in, by node."""
        nodes = enumerate(zip(self.trace.graph.nodes, self.trace.values, strict=True))
        return {
            index: value for index, (node, value) in nodes if node.kind is NodeKind.LEAF and value is not None
        }

    def step_at(self, node: int, step: int | None) -> BackwardStep | None:
        """What the walk did at `node`, if it came by in its first `step` steps (None: in all)."""
        return next((each for each in self.steps[:step] if each.node == node), None)

    def grad_at(self, node: int, step: int | None) -> Tensor | None:
        """`.grad` of the leaf `node` after the first `step` steps of the walk; None: as it is now."""
        leaf = self.leaves().get(node)
        if leaf is None or step is None or not self.steps:
            return None if leaf is None else leaf.grad
        passed = self.step_at(node, step)
        return self._grads_before.get(node) if passed is None else passed.grad

    def grad_before(self, node: int) -> Tensor | None:
        """`.grad` of the leaf `node` before the walk; None: there was nothing."""
        return self._grads_before.get(node) if self.steps else None

    def arrivals_at(self, node: int, step: int | None) -> list[tuple[int, Tensor]]:
        """What the first `step` steps of the walk (None: all) sent to `node`, and from which nodes."""
        edges = self.trace.graph.edges
        ways = {(edge.end, edge.slot) for edge in edges if edge.start == node and edge.tracked}
        return [
            (passed.node, gradient)
            for passed in self.steps[:step]
            for slot, gradient in enumerate(passed.leaving)
            if gradient is not None and (passed.node, slot) in ways
        ]

    def cost(self) -> Generator[None, None, TrackingCost]:
        """What tracking costs in the forward pass, whatever is switched on; measured in slices."""
        code = compile(
            self.experiment.forward.replace("with torch.no_grad():", "if True:"), "<snippet>", "exec"
        )
        return measure(lambda: exec(code, dict(self.namespace)))

    def _set_grads(self, grads: dict[int, Tensor | None]) -> None:
        """Set `.grad` of all leaves, by node; None where there is none."""
        for node, leaf in self.leaves().items():
            leaf.grad = grads.get(node)


def _copy(tensor: Tensor | None) -> Tensor | None:
    return None if tensor is None else tensor.detach().clone()
