"""From a tensor and the recording of what made it to its graph. Imports torch; runs no computation of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from torch import Tensor
from torch.autograd.graph import Node

from engine.autograd.graph import Graph, GraphEdge, GraphNode, NodeKind
from engine.autograd.recording import Call, Recording

_SAVED = "_saved_"
_RESHAPING = ("Squeeze", "Unsqueeze", "View", "UnsafeView", "ReshapeAlias")


@dataclass(frozen=True, slots=True)
class Trace:
    """A graph with what its nodes stand for, node by node.

    `values`: the tensor that left the node; None where autograd threw it away. `functions`: the `grad_fn`, None of
    constants and of what was not recorded. `root`: the tensor that is differentiated.
    """

    graph: Graph
    values: tuple[Tensor | None, ...]
    functions: tuple[Node | None, ...]
    root: Tensor

    def as_it_is(self) -> "Trace":
        """The same with what was freed since then."""
        nodes = tuple(map(_looked_at_again, self.graph.nodes, self.functions))
        return replace(self, graph=replace(self.graph, nodes=nodes))


def trace(root: Tensor, recording: Recording, names: Mapping[str, Tensor]) -> Trace:
    """The graph of all that `recording` saw, and of what leads to `root`; `names` are the variables' own."""
    building = _Building(root, recording.calls)
    building.add_functions()
    building.add_values()
    building.add_calls()
    return building.finished(names)


def saved_tensors(function: Node) -> dict[str, Tensor]:
    """The tensors that `function` keeps for its gradient, by name; RuntimeError, PyTorch's own, once they are freed."""
    found = {name: getattr(function, _SAVED + name) for name in _saved_names(type(function))}
    return {name: value for name, value in found.items() if isinstance(value, Tensor)}


def _looked_at_again(node: GraphNode, function: Node | None) -> GraphNode:
    if function is None or not node.saved:
        return node
    try:
        saved_tensors(function)
    except RuntimeError:
        return replace(node, freed=True)
    return node


def is_leaf_function(function: Node) -> bool:
    """Whether this is AccumulateGrad, the end of a way back."""
    return function.name().endswith("AccumulateGrad")


@lru_cache
def _saved_names(kind: type[Node]) -> tuple[str, ...]:
    """What functions of that kind keep, tensors or not."""
    return tuple(name.removeprefix(_SAVED) for name in dir(kind) if name.startswith(_SAVED))


@dataclass(slots=True, eq=False)
class _Place:
    """A node that is being built."""

    kind: NodeKind
    function: Node | None = None
    title: str = ""
    value: Tensor | None = None
    saved: dict[str, Tensor] = field(default_factory=dict)
    freed: bool = False
    enters: list[tuple["_Place", int, bool]] = field(default_factory=list)  # from where, slot, tracked

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the tensor that leaves it."""
        if self.value is not None:
            return tuple(self.value.shape)
        return tuple(self.function._input_metadata[0].shape) if self.function is not None else ()


class _Building:
    """The places found so far: of functions, and of tensors that no function made."""

    def __init__(self, root: Tensor, calls: list[Call]) -> None:
        self._root, self._calls = root, calls
        self._of_function: dict[Node, _Place] = {}
        self._of_tensor: dict[
            int, _Place
        ] = {}  # by id: leaves, constants, and what left an untracked operation

    def add_functions(self) -> None:
        """A place for each function that a result leads to, without recursion: chains can be long."""
        results = [self._root, *(output for call in self._calls for output in call.outputs)]
        waiting = [each.grad_fn for each in results if each.grad_fn is not None]
        while waiting:
            function = waiting.pop()
            if function in self._of_function:
                continue
            self._of_function[function] = place = _function_place(function)
            if place.kind is NodeKind.LEAF:
                self._of_tensor[id(place.value)] = place
            waiting += [after for after, _ in function.next_functions if after is not None]
        for function, place in self._of_function.items():
            for slot, (before, _) in enumerate(function.next_functions):
                if before is not None:
                    place.enters.append((self._of_function[before], slot, True))

    def add_values(self) -> None:
        """Find the tensors that left the functions: recorded, or saved by one that needs it later."""
        for call in self._calls:
            self._take_values(call.outputs)
        self._take_values([self._root])
        for place in list(self._of_function.values()):
            self._take_values(place.saved.values())
        for place in self._of_function.values():
            _pass_value_down(place)
            _transpose(place)

    def add_calls(self) -> None:
        """Add what autograd leaves out: inputs that ask for no gradient, and operations that were not recorded."""
        for call in self._calls:
            function = next((each.grad_fn for each in call.outputs if each.grad_fn is not None), None)
            if function is not None:
                self._add_constants(call, function)
            elif call.inputs:
                self._add_untracked(call)

    def finished(self, names: Mapping[str, Tensor]) -> Trace:
        """The graph, its nodes in order of dependence; what leads nowhere and has no name is left out."""
        root = self._place_of(self._root)
        named = self._named(names)
        order = _in_order([root, *(place for place in self._of_function.values()), *named])
        reached = set(_in_order([root], tracked_only=True)) if root.function is not None else {root}
        index = {place: number for number, place in enumerate(order)}
        nodes = tuple(_node(place, named.get(place, ""), place in reached) for place in order)
        edges = tuple(
            GraphEdge(index[start], index[place], slot, start.shape, tracked)
            for place in order
            for start, slot, tracked in place.enters
        )
        values, functions = (place.value for place in order), (place.function for place in order)
        return Trace(Graph(nodes, edges, index[root]), tuple(values), tuple(functions), self._root)

    def _take_values(self, tensors: Iterable[Tensor]) -> None:
        for tensor in tensors:
            place = self._of_function.get(tensor.grad_fn) if tensor.grad_fn is not None else None
            if place is not None and place.value is None and tensor.output_nr == 0:
                place.value = tensor.detach()

    def _add_constants(self, call: Call, function: Node) -> None:
        """The inputs without a gradient enter where the call's functions have a free slot, else at its result."""
        constants = [self._place_of(tensor) for tensor in call.inputs if not tensor.requires_grad]
        free = _free_slots(function, {each.grad_fn for each in call.inputs})
        for number, constant in enumerate(constants):
            entered, slot = free[number] if number < len(free) else (function, number)
            self._of_function[entered].enters.append((constant, slot, False))

    def _add_untracked(self, call: Call) -> None:
        place = _Place(NodeKind.UNTRACKED, title=call.function, value=call.outputs[0].detach())
        place.enters = [(self._place_of(tensor), slot, False) for slot, tensor in enumerate(call.inputs)]
        for output in call.outputs:
            self._of_tensor[id(output)] = place

    def _place_of(self, tensor: Tensor) -> _Place:
        if tensor.grad_fn is not None:
            return self._of_function[tensor.grad_fn]
        kind = NodeKind.LEAF if tensor.requires_grad else NodeKind.CONSTANT
        return self._of_tensor.setdefault(id(tensor), _Place(kind, value=tensor))

    def _named(self, names: Mapping[str, Tensor]) -> dict[_Place, str]:
        """The first name of each place that has one."""
        found: dict[_Place, str] = {}
        for name, tensor in names.items():
            known = id(tensor) in self._of_tensor or tensor.grad_fn in self._of_function
            if known:
                found.setdefault(self._place_of(tensor), name)
        return found


def _function_place(function: Node) -> _Place:
    if is_leaf_function(function):
        variable: Tensor = function.variable  # pyright: ignore[reportAttributeAccessIssue]  # only AccumulateGrad's
        return _Place(NodeKind.LEAF, function, "AccumulateGrad", variable)
    place = _Place(NodeKind.OPERATION, function, function.name())
    try:
        place.saved = saved_tensors(function)
    except RuntimeError:  # freed by a walk without retain_graph
        place.freed = True
    return place


def _pass_value_down(place: _Place) -> None:
    """What only reshapes tells what entered it: the same numbers in another shape."""
    while place.value is not None and place.title.startswith(_RESHAPING):
        before = next((start for start, _, tracked in place.enters if tracked), None)
        if before is None or before.value is not None:
            return
        before.value = place.value.reshape(before.shape)
        place = before


def _transpose(place: _Place) -> None:
    """A Linear's weight is transposed on its way, which need not be kept."""
    if place.value is None and place.title == "TBackward0":
        entered = place.enters[0][0].value
        place.value = None if entered is None else entered.detach().t()


def _free_slots(function: Node, entered: set[Node | None]) -> list[tuple[Node, int]]:
    """Where the functions of one call have an input without a gradient; `entered` are those that came before it."""
    free: list[tuple[Node, int]] = []
    waiting, seen = [function], set[Node]()
    while waiting:
        inner = waiting.pop()
        if inner in entered or inner in seen or is_leaf_function(inner):
            continue
        seen.add(inner)
        for slot, (before, _) in enumerate(inner.next_functions):
            if before is None:
                free.append((inner, slot))
            else:
                waiting.append(before)
    return free


def _in_order(ends: Iterable[_Place], tracked_only: bool = False) -> list[_Place]:
    """All that leads to `ends`, each after what it depends on; without recursion."""
    order: dict[_Place, None] = {}
    waiting = [(place, False) for place in reversed(list(ends))]
    while waiting:
        place, is_ready = waiting.pop()
        if place in order:
            continue
        if is_ready:
            order[place] = None
            continue
        waiting.append((place, True))
        waiting += [
            (start, False) for start, _, tracked in reversed(place.enters) if tracked or not tracked_only
        ]
    return list(order)


def _node(place: _Place, name: str, reached: bool) -> GraphNode:
    return GraphNode(
        kind=place.kind,
        function=place.title,
        name=name,
        shape=place.shape,
        requires_grad=place.kind in (NodeKind.OPERATION, NodeKind.LEAF),
        reached=reached,
        saved=tuple(place.saved),
        freed=place.freed,
    )
