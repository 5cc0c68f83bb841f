"""One `backward()` of PyTorch's own, watched node by node. Imports torch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.autograd.graph import Node

from engine.autograd.chain_rule import chain_rules
from engine.autograd.graph import NodeKind
from engine.autograd.refusal import refusal_of
from engine.autograd.rules import ChainRule
from engine.autograd.tracing import Trace

_EXPLAINED_NODES = 400  # the numbers of the chain rule take some 0.2 ms a node
_EXPLAINED_SIZE = 1 << 20  # of what leaves a node


@dataclass(slots=True, eq=False)
class BackwardStep:
    """What happened at one node, in the order in which PyTorch came by.

    `arriving`: ∂L/∂(what left the node on the way forward). `leaving`: for each input ∂L/∂(that), None where none is
    wanted. `rules`: the chain rule with its numbers. `grad`: of a leaf, its `.grad` after this was added to it.
    """

    node: int
    arriving: Tensor
    leaving: tuple[Tensor | None, ...] = ()
    rules: tuple[ChainRule, ...] = ()
    grad: Tensor | None = None


class BackwardRefusedError(Exception):
    """PyTorch does not walk back; `str()` is its own message."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.refusal = refusal_of(message)


def walk_backward(
    trace: Trace, gradient: Tensor | None = None, retain_graph: bool = False
) -> list[BackwardStep]:
    """Call `trace.root.backward(gradient, retain_graph=retain_graph)` and tell what happened where.

    Gradients add up in `.grad`, as always. Raises `BackwardRefusedError`.
    """
    watching = _Watching(trace)
    with watching.hooks():
        try:
            trace.root.backward(gradient, retain_graph=retain_graph)
        except RuntimeError as fault:
            raise BackwardRefusedError(str(fault).splitlines()[0]) from fault
    return watching.steps


class _Watching:
    def __init__(self, trace: Trace) -> None:
        self.steps: list[BackwardStep] = []
        self._trace = trace
        self._explains = len(trace.functions) <= _EXPLAINED_NODES
        self._last: dict[int, BackwardStep] = {}

    @contextmanager
    def hooks(self) -> Iterator[None]:
        handles = [
            handle
            for index, function in enumerate(self._trace.functions)
            if function is not None
            for handle in self._hook(index, function)
        ]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

    def _hook(self, index: int, function: Node) -> tuple[torch.utils.hooks.RemovableHandle, ...]:
        def before(arriving: Sequence[Tensor | None]) -> None:
            self._arrive(index, function, arriving)

        def after(leaving: Sequence[Tensor | None], arriving: Sequence[Tensor | None]) -> None:
            self._leave(index, function, leaving)

        return function.register_prehook(before), function.register_hook(after)

    def _arrive(self, index: int, function: Node, arriving: Sequence[Tensor | None]) -> None:
        gradients = [each.detach().clone() for each in arriving if each is not None]
        if not gradients:
            return
        step = BackwardStep(index, gradients[0])
        if self._is_explained(index, arriving):
            try:
                step.rules = chain_rules(function, gradients[0])
            except RuntimeError:  # freed, which `backward` is about to say, or not to be differentiated twice
                step.rules = ()
        self.steps.append(step)
        self._last[index] = step

    def _is_explained(self, index: int, arriving: Sequence[Tensor | None]) -> bool:
        is_operation = self._trace.graph.nodes[index].kind is NodeKind.OPERATION
        entering = (
            [edge.shape for edge in self._trace.graph.edges if edge.end == index] if is_operation else []
        )
        small = all(torch.Size(shape).numel() <= _EXPLAINED_SIZE for shape in entering)
        return self._explains and is_operation and len(arriving) == 1 and small

    def _leave(self, index: int, function: Node, leaving: Sequence[Tensor | None]) -> None:
        step = self._last.get(index)
        if step is None:
            return
        step.leaving = tuple(None if each is None else each.detach().clone() for each in leaving)
        if self._trace.graph.nodes[index].kind is NodeKind.LEAF:
            grad: Tensor | None = function.variable.grad  # pyright: ignore[reportAttributeAccessIssue]
            step.grad = None if grad is None else grad.detach().clone()
